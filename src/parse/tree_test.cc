// SPDX-License-Identifier: Apache-2.0
#include "parse/tree.h"

#include <cmath>
#include <doctest/doctest.h>
#include <random>

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

bool is_tree(const std::vector<std::int32_t>& heads) {
  const auto n = static_cast<int>(heads.size());
  int roots = 0;
  for (int i = 0; i < n; ++i) {
    roots += heads[static_cast<std::size_t>(i)] == n ? 1 : 0;
    int at = i;
    for (int steps = 0; at != n; ++steps) {
      if (steps > n) {
        return false;
      }
      at = heads[static_cast<std::size_t>(at)];
    }
  }
  return roots == 1;
}

double total(const std::vector<float>& scores, const std::vector<std::int32_t>& heads) {
  const std::size_t stride = heads.size() + 1;
  double sum = 0;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    sum += scores[i * stride + static_cast<std::size_t>(heads[i])];
  }
  return sum;
}

double best_of_all(const std::vector<float>& scores, int n) {
  std::vector<std::int32_t> heads(static_cast<std::size_t>(n), 0);
  double best = -1e300;
  for (;;) {
    if (is_tree(heads)) {
      best = std::max(best, total(scores, heads));
    }
    std::size_t k = 0;
    while (k < heads.size() && ++heads[k] > n) {
      heads[k++] = 0;
    }
    if (k == heads.size()) {
      return best;
    }
  }
}

}  // namespace

TEST_CASE("the tree found is the best of all trees with one root") {
  std::mt19937 random(5);
  TreeDecoder decoder;
  int contracted = 0;
  for (int round = 0; round < 600; ++round) {
    const int n = 1 + round % 6;
    std::vector<float> scores(static_cast<std::size_t>(n) * (static_cast<std::size_t>(n) + 1));
    for (float& s : scores) {
      s = static_cast<float>(random() % 1000) / 100.0F - 5.0F;
    }
    std::vector<std::int32_t> heads(static_cast<std::size_t>(n));
    decoder.decode(scores.data(), static_cast<std::size_t>(n) + 1, n, heads.data());
    REQUIRE(is_tree(heads));
    CHECK(total(scores, heads) == doctest::Approx(best_of_all(scores, n)));
    std::vector<std::int32_t> greedy;
    for (int i = 0; i < n; ++i) {
      const float* row =
          scores.data() + static_cast<std::size_t>(i) * (static_cast<std::size_t>(n) + 1);
      int best = n;
      for (int j = 0; j < n; ++j) {
        best = j != i && row[j] > row[best] ? j : best;
      }
      greedy.push_back(best);
    }
    contracted += is_tree(greedy) ? 0 : 1;
  }
  CHECK(contracted > 200);  // the hard half was tried
}

TEST_CASE("a sentence of hundreds of words that all want each other still ends in one tree") {
  constexpr int kWords = 512;
  std::vector<float> scores(kWords * (kWords + 1), 0.0F);
  for (int i = 0; i < kWords; ++i) {  // one cycle through all, many small ones beside it
    scores[static_cast<std::size_t>(i * (kWords + 1) + (i + 1) % kWords)] = 9;
    scores[static_cast<std::size_t>(i * (kWords + 1) + (i ^ 2))] = 8;
    scores[static_cast<std::size_t>(i * (kWords + 1) + kWords)] = i == 77 ? 10 : 9.5F;
  }
  std::vector<std::int32_t> heads(kWords);
  TreeDecoder().decode(scores.data(), kWords + 1, kWords, heads.data());
  CHECK(is_tree(heads));
  CHECK(heads[77] == kWords);
  CHECK(total(scores, heads) == doctest::Approx(10 + 9.0 * (kWords - 1)));
}
