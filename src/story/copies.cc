// SPDX-License-Identifier: Apache-2.0
#include "story/copies.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "story/rotating.h"

namespace sayso {
namespace {

// A shingle that stands in more texts than this is a phrase of the trade or a site's furniture.
constexpr std::size_t kMaxPostings = 24;
constexpr std::size_t kMaxCandidates = 48;
// Outlets repeat their own words (daily bulletins, backgrounds): for a copy of an outlet's own
// earlier report we ask for more.
constexpr float kOwnShare = 0.8F;

class Copies {
 public:
  Copies(const std::vector<Report>& reports, const std::vector<Sketch>& sketches,
         const StoryOptions& options)
      : reports_(reports), sketches_(sketches), options_(options) {}

  // An original of the days before.
  void know(std::uint32_t report) {
    if (advance(report)) {
      remember(report);
    }
  }

  void add(std::uint32_t report, Stories& stories) {
    const Sketch& sketch = sketches_[report];
    if (!advance(report)) {
      return;
    }
    count_shared(sketch);
    std::uint32_t best = kNoRow;
    float best_share = 0;
    for (const auto& [other, shared] : candidates_) {
      const std::size_t shorter =
          std::min(sketch.shingles.size(), sketches_[other].shingles.size());
      const float share = static_cast<float>(shared) / static_cast<float>(shorter);
      if (shared >= kMinShingles && share >= needed(report, other, shorter) &&
          (share > best_share || (share == best_share && other < best))) {
        best = other;
        best_share = share;
      }
    }
    if (best != kNoRow) {
      stories.original_of[report] = best;
      stories.copies.push_back({report, best, best_share});
      return;
    }
    remember(report);
  }

 private:
  // False if the text is too short to be known again.
  bool advance(std::uint32_t report) {
    if (sketches_[report].shingles.size() < kMinShingles) {
      return false;
    }
    if (reports_[report].known_at) {
      postings_.advance(*reports_[report].known_at /
                        static_cast<Instant>(options_.copy_days * kDaySeconds));
    }
    return true;
  }
  void remember(std::uint32_t report) {
    for (const std::uint32_t shingle : sketches_[report].shingles) {
      std::vector<std::uint32_t>& list = postings_.list(shingle);
      if (list.size() < kMaxPostings) {
        list.push_back(report);
      }
    }
  }
  // Candidates, with the number of shared shingles counted exactly for the likeliest ones.
  void count_shared(const Sketch& sketch) {
    counts_.clear();
    for (const std::uint32_t shingle : sketch.shingles) {
      postings_.each(shingle, [&](std::uint32_t other) { ++counts_[other]; });
    }
    candidates_.assign(counts_.begin(), counts_.end());
    const auto likelier = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    const std::size_t kept = std::min(candidates_.size(), kMaxCandidates);
    std::partial_sort(candidates_.begin(), candidates_.begin() + static_cast<std::ptrdiff_t>(kept),
                      candidates_.end(), likelier);
    candidates_.resize(kept);
    for (auto& [other, shared] : candidates_) {
      shared = shared_shingles(sketch, sketches_[other]);
    }
  }

  [[nodiscard]] float needed(std::uint32_t a, std::uint32_t b, std::size_t shorter) const {
    const Report& x = reports_[a];
    const Report& y = reports_[b];
    if (!x.outlet.empty() && equal_ignoring_case(x.outlet, y.outlet)) {
      return kOwnShare;
    }
    // A dozen shingles is a quotation or two: short texts must agree in more.
    return shorter < 16 ? std::max(options_.copy_share, 0.6F) : options_.copy_share;
  }

  const std::vector<Report>& reports_;
  const std::vector<Sketch>& sketches_;
  const StoryOptions& options_;
  Rotating postings_;  // shingle -> reports
  std::unordered_map<std::uint32_t, std::uint32_t> counts_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> candidates_;
};

// The original is the earliest report of a group, unless a member is the agency that another one
// credits: then it is the agency's own.
void settle_originals(const std::vector<Report>& reports, Stories& stories) {
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> groups;
  for (const Copy& copy : stories.copies) {
    groups[copy.original].push_back(copy.report);
  }
  for (auto& [root, members] : groups) {
    members.push_back(root);
    std::sort(members.begin(), members.end());
    std::uint32_t original = root;
    for (const std::uint32_t m : members) {
      const auto credits = [&](std::uint32_t other) {
        return other != m && !reports[other].agency.empty() &&
               equal_ignoring_case(reports[other].agency, reports[m].outlet);
      };
      if (std::any_of(members.begin(), members.end(), credits)) {
        original = m;
        break;
      }
    }
    for (const std::uint32_t m : members) {
      stories.original_of[m] = original;
    }
  }
}

}  // namespace

void find_copies(const std::vector<Report>& reports, const std::vector<Sketch>& sketches,
                 const StoryOptions& options, const Settled* settled, Stories& stories) {
  const std::size_t before = settled == nullptr ? 0 : settled->count;
  stories.original_of.resize(reports.size());
  Copies copies(reports, sketches, options);
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    stories.original_of[i] = i;
  }
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    if (reports[i].known_until) {
      continue;
    }
    if (i >= before) {
      copies.add(i, stories);
    } else if (settled->root_of[i] == i) {
      copies.know(i);
    } else if (settled->root_of[i] != kNoRow) {
      stories.original_of[i] = settled->root_of[i];
      stories.copies.push_back({i, settled->root_of[i], 0});
    }
  }
  stories.root_of = stories.original_of;
  settle_originals(reports, stories);
  for (std::uint32_t i = 0; i < before; ++i) {
    const std::uint32_t root = settled->root_of[i];
    if (root == kNoRow || reports[root].known_at.value_or(kOpenEnd) < settled->complete_from) {
      stories.original_of[i] = settled->original_of[i];  // not all of its copies are given
    }
  }
  stories.copies.clear();
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    const std::uint32_t original = stories.original_of[i];
    if (original != i && original != kNoRow) {
      const std::size_t shorter = std::max<std::size_t>(
          1, std::min(sketches[i].shingles.size(), sketches[original].shingles.size()));
      stories.copies.push_back(
          {i, original,
           static_cast<float>(shared_shingles(sketches[i], sketches[original])) /
               static_cast<float>(shorter)});
    }
  }
}

}  // namespace sayso
