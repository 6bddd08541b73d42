// SPDX-License-Identifier: Apache-2.0
#include "clusters.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "lexicon.h"
#include "parse/words.h"

namespace sayso::train {
namespace {

struct Edge {
  std::uint32_t other;
  std::uint32_t count;
};

// For each word its neighbours on one side with counts.
std::vector<std::vector<Edge>> neighbours(const Corpus& corpus, bool before) {
  std::vector<std::uint64_t> pairs;
  pairs.reserve(corpus.text.size());
  for (std::size_t i = 1; i < corpus.text.size(); ++i) {
    const std::uint64_t a = corpus.text[i - 1];
    const std::uint64_t b = corpus.text[i];
    pairs.push_back(before ? b << 32 | a : a << 32 | b);
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::vector<Edge>> out(corpus.word.size());
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t k = i;
    while (k < pairs.size() && pairs[k] == pairs[i]) {
      ++k;
    }
    out[pairs[i] >> 32].push_back(
        {static_cast<std::uint32_t>(pairs[i]), static_cast<std::uint32_t>(k - i)});
    i = k;
  }
  return out;
}

class Side {
 public:
  Side(const Corpus& corpus, int clusters, bool before)
      : edges(neighbours(corpus, before)),
        clusters_(clusters),
        count_(corpus.word.size() * clusters) {}
  std::vector<std::vector<Edge>> edges;
  void move(std::uint32_t w, int cluster, int sign) {
    for (const Edge& e : edges[w]) {
      count_[static_cast<std::size_t>(e.other) * clusters_ + cluster] +=
          sign * static_cast<int>(e.count);
    }
  }
  // Adds to gain[c] what the likelihood wins if w, now nowhere, goes to c.
  void gains(std::uint32_t w, const std::vector<float>& xlogx, float* gain) const {
    for (const Edge& e : edges[w]) {
      const int* row = &count_[static_cast<std::size_t>(e.other) * clusters_];
      const int n = static_cast<int>(e.count);
      for (int c = 0; c < clusters_; ++c) {
        gain[c] += xlogx[row[c] + n] - xlogx[row[c]];
      }
    }
  }

 private:
  int clusters_;
  std::vector<int> count_;
};

}  // namespace

Corpus read_corpus(const std::vector<std::string>& files, const std::string& split_table,
                   std::size_t vocabulary) {
  const SplitLexicon lexicon = read_split_lexicon(split_table);
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<std::string> names;
  std::vector<std::uint64_t> counts;
  std::vector<std::uint32_t> text{0xFFFFFFFF};
  std::vector<RawToken> tokens;
  for (const std::string& file : files) {
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line)) {
      tokens.clear();
      tokenize(line, 0, static_cast<std::uint32_t>(line.size()), lexicon, tokens);
      for (const RawToken& t : tokens) {
        const std::string form =
            normal_form(std::string_view(line).substr(t.begin, t.end - t.begin), false);
        const auto [at, fresh] = ids.try_emplace(form, static_cast<std::uint32_t>(names.size()));
        if (fresh) {
          names.push_back(form);
          counts.push_back(0);
        }
        ++counts[at->second];
        text.push_back(at->second);
      }
      text.push_back(0xFFFFFFFF);
    }
  }
  std::vector<std::uint32_t> order(names.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : names[a] < names[b];
  });
  Corpus out;
  out.word = {"", ""};
  out.count = {0, 0};
  std::vector<std::uint32_t> number(names.size(), 1);
  for (std::size_t i = 0; i < order.size() && i < vocabulary && counts[order[i]] >= 3; ++i) {
    number[order[i]] = static_cast<std::uint32_t>(out.word.size());
    out.word.push_back(names[order[i]]);
    out.count.push_back(counts[order[i]]);
  }
  out.text.reserve(text.size());
  for (const std::uint32_t t : text) {
    out.text.push_back(t == 0xFFFFFFFF ? 0 : number[t]);
  }
  return out;
}

std::vector<std::uint16_t> exchange_clusters(const Corpus& corpus, int clusters, int rounds) {
  std::vector<float> xlogx(corpus.text.size() + 2);
  for (std::size_t i = 1; i < xlogx.size(); ++i) {
    xlogx[i] = static_cast<float>(i * std::log(static_cast<double>(i)));
  }
  Side before(corpus, clusters, true);
  Side after(corpus, clusters, false);
  std::vector<std::uint16_t> cluster(corpus.word.size());
  std::vector<std::uint64_t> size(clusters);
  for (std::uint32_t w = 2; w < corpus.word.size(); ++w) {
    cluster[w] = static_cast<std::uint16_t>(w % clusters);
    size[cluster[w]] += corpus.count[w];
    before.move(w, cluster[w], 1);
    after.move(w, cluster[w], 1);
  }
  std::vector<float> gain(clusters);
  for (int round = 0; round < rounds; ++round) {
    std::size_t moved = 0;
    for (std::uint32_t w = 2; w < corpus.word.size(); ++w) {
      const int from = cluster[w];
      before.move(w, from, -1);
      after.move(w, from, -1);
      size[from] -= corpus.count[w];
      for (int c = 0; c < clusters; ++c) {
        gain[c] = -2 * (xlogx[size[c] + corpus.count[w]] - xlogx[size[c]]);
      }
      before.gains(w, xlogx, gain.data());
      after.gains(w, xlogx, gain.data());
      const int to = static_cast<int>(std::max_element(gain.begin(), gain.end()) - gain.begin());
      moved += to != from ? 1 : 0;
      cluster[w] = static_cast<std::uint16_t>(to);
      size[to] += corpus.count[w];
      before.move(w, to, 1);
      after.move(w, to, 1);
    }
    std::fprintf(stderr, "clusters %d round %d: %zu words moved\n", clusters, round, moved);
    if (moved * 200 < corpus.word.size()) {
      break;
    }
  }
  for (std::uint16_t& c : cluster) {
    ++c;
  }
  return cluster;
}

}  // namespace sayso::train
