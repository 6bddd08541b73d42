// SPDX-License-Identifier: Apache-2.0
#include "story/story.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/hash.h"
#include "story/copies.h"
#include "story/rotating.h"

namespace sayso {
namespace {

using Weights = std::vector<std::pair<std::uint32_t, float>>;  // sorted by hash

constexpr std::size_t kProbes = 14;       // terms of a report that look for stories
constexpr std::size_t kMaxPostings = 48;  // stories a term remembers, the newest
constexpr std::size_t kMaxCandidates = 24;
constexpr std::size_t kMaxCentroid = 300;
constexpr float kTitleBoost = 1.6F;
constexpr float kNameBoost = 2.5F;
// Even a small collection knows that no word is in every text of the world.
constexpr double kPriorDocuments = 40;

float norm_of(const Weights& w) {
  double sum = 0;
  for (const auto& [hash, weight] : w) {
    sum += double{weight} * double{weight};
  }
  return static_cast<float>(std::sqrt(sum));
}

float dot(const Weights& a, const Weights& b) {
  double sum = 0;
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < a.size() && k < b.size()) {
    if (a[i].first == b[k].first) {
      sum += double{a[i++].second} * double{b[k++].second};
    } else if (a[i].first < b[k].first) {
      ++i;
    } else {
      ++k;
    }
  }
  return static_cast<float>(sum);
}

struct Open {   // a story being built
  Weights sum;  // of its originals' unit vectors
  float norm = 1;
  std::vector<std::uint32_t> reports;
  std::optional<Instant> last_at;
};

class Builder {
 public:
  Builder(const std::vector<Report>& reports, const std::vector<Sketch>& sketches,
          const StoryOptions& options, const Edits& edits)
      : reports_(reports), sketches_(sketches), options_(options), edits_(edits) {
    for (std::uint32_t i = 0; i < reports.size(); ++i) {
      if (!reports[i].known_until) {
        ++documents_;
        for (const Term& t : sketches[i].terms) {
          ++document_frequency_[t.hash];
        }
      }
    }
  }

  void run(Stories& out) {
    out.story_of.assign(reports_.size(), kNoRow);
    for (std::uint32_t i = 0; i < reports_.size(); ++i) {
      if (!reports_[i].known_until && out.original_of[i] == i) {
        out.story_of[i] = place(i);
      }
    }
    for (std::uint32_t i = 0; i < reports_.size(); ++i) {  // copies go with their original
      if (!reports_[i].known_until && out.original_of[i] != i) {
        out.story_of[i] = out.story_of[out.original_of[i]];
        open_[out.story_of[i]].reports.push_back(i);
      }
    }
    finish(out);
  }

 private:
  Weights weigh(const Sketch& sketch) {
    Weights w;
    w.reserve(sketch.terms.size());
    const double n = documents_ + kPriorDocuments;
    for (const Term& t : sketch.terms) {
      const double df = document_frequency_[t.hash];
      const double idf = std::log(n / (df + 0.5));
      float weight = static_cast<float>((1 + std::log(static_cast<double>(t.count))) * idf);
      weight *= (t.kind & kTermTitle) != 0 ? kTitleBoost : 1.0F;
      weight *= (t.kind & kTermName) != 0 ? kNameBoost : 1.0F;
      if (weight > 0) {
        w.emplace_back(t.hash, weight);
      }
    }
    const float norm = norm_of(w);
    for (auto& [hash, weight] : w) {
      weight = norm > 0 ? weight / norm : 0;
    }
    return w;
  }

  // The heaviest terms, ties by hash.
  [[nodiscard]] static Weights probes(const Weights& w) {
    Weights best = w;
    const auto heavier = [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    const std::size_t kept = std::min(kProbes, best.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                      heavier);
    best.resize(kept);
    return best;
  }

  [[nodiscard]] bool within(const Open& story, const Report& report) const {
    if (!story.last_at || !report.known_at) {
      return true;
    }
    const double gap = static_cast<double>(*report.known_at - *story.last_at) / kDaySeconds;
    return gap <= options_.window_days;
  }

  std::uint32_t place(std::uint32_t report) {
    const Weights weights = weigh(sketches_[report]);
    const Weights probe = probes(weights);
    scores_.clear();
    if (reports_[report].known_at) {
      postings_.advance(*reports_[report].known_at /
                        static_cast<Instant>(options_.window_days * kDaySeconds));
    }
    for (const auto& [hash, weight] : probe) {
      const float w = weight;
      seen_.clear();
      postings_.each(hash, [&](std::uint32_t story) {
        // A story told of in both stretches counts once.
        if (within(open_[story], reports_[report]) &&
            std::find(seen_.begin(), seen_.end(), story) == seen_.end()) {
          seen_.push_back(story);
          scores_[story] += w;
        }
      });
    }
    std::vector<std::pair<float, std::uint32_t>> ranked;
    for (const auto& [story, score] : scores_) {
      ranked.emplace_back(-score, story);
    }
    std::sort(ranked.begin(), ranked.end());
    ranked.resize(std::min(ranked.size(), kMaxCandidates));
    std::uint32_t best = kNoRow;
    float best_cosine = options_.same_story;
    for (const auto& [score, story] : ranked) {
      const float cosine = dot(weights, open_[story].sum) / open_[story].norm;
      if (kept_apart(report, story)) {
        continue;
      }
      if (cosine > best_cosine || (cosine == best_cosine && story < best)) {
        best = story;
        best_cosine = cosine;
      }
    }
    best = joined(report, best);
    if (best == kNoRow) {
      best = static_cast<std::uint32_t>(open_.size());
      open_.emplace_back();
    }
    join(best, report, weights, probe);
    return best;
  }

  // An analyst's word goes before any likeness.
  [[nodiscard]] bool kept_apart(std::uint32_t report, std::uint32_t story) const {
    const std::vector<std::string>* apart =
        edits_.empty() ? nullptr : edits_.apart_from(reports_[report].document_id);
    return apart != nullptr &&
           std::any_of(open_[story].reports.begin(), open_[story].reports.end(),
                       [&](std::uint32_t r) {
                         return std::find(apart->begin(), apart->end(), reports_[r].document_id) !=
                                apart->end();
                       });
  }
  [[nodiscard]] std::uint32_t joined(std::uint32_t report, std::uint32_t best) const {
    const std::vector<std::string>* with =
        edits_.empty() ? nullptr : edits_.one_with(reports_[report].document_id);
    for (std::uint32_t story = 0; with != nullptr && story < open_.size(); ++story) {
      for (const std::uint32_t r : open_[story].reports) {
        if (std::find(with->begin(), with->end(), reports_[r].document_id) != with->end()) {
          return story;
        }
      }
    }
    return best;
  }

  void join(std::uint32_t row, std::uint32_t report, const Weights& weights, const Weights& probe) {
    Open& story = open_[row];
    story.reports.push_back(report);
    if (reports_[report].known_at) {
      story.last_at = std::max(story.last_at.value_or(kOpenStart), *reports_[report].known_at);
    }
    merge(story.sum, weights);
    story.norm = std::max(norm_of(story.sum), 1e-6F);
    for (const auto& [hash, weight] : probe) {
      std::vector<std::uint32_t>& list = postings_.list(hash);
      if (!list.empty() && list.back() == row) {
        continue;
      }
      const auto found = std::find(list.begin(), list.end(), row);
      if (found != list.end()) {
        list.erase(found);
      } else if (list.size() >= kMaxPostings) {
        list.erase(list.begin());
      }
      list.push_back(row);
    }
  }

  static void merge(Weights& sum, const Weights& more) {
    Weights merged;
    merged.reserve(sum.size() + more.size());
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < sum.size() || k < more.size()) {
      if (k == more.size() || (i < sum.size() && sum[i].first < more[k].first)) {
        merged.push_back(sum[i++]);
      } else if (i == sum.size() || more[k].first < sum[i].first) {
        merged.push_back(more[k++]);
      } else {
        merged.emplace_back(sum[i].first, sum[i].second + more[k].second);
        ++i;
        ++k;
      }
    }
    if (merged.size() > kMaxCentroid) {
      const auto heavier = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
      };
      std::nth_element(merged.begin(), merged.begin() + kMaxCentroid, merged.end(), heavier);
      merged.resize(kMaxCentroid);
      std::sort(merged.begin(), merged.end());
    }
    sum = std::move(merged);
  }

  void finish(Stories& out) {
    for (Open& open : open_) {
      Story story;
      std::sort(open.reports.begin(), open.reports.end());
      story.reports = std::move(open.reports);
      story.id = to_hex(hash128("story\n" + reports_[story.reports.front()].document_id).high);
      float best = -1;
      for (const std::uint32_t r : story.reports) {
        const Report& report = reports_[r];
        if (report.known_at) {
          story.first_at = std::min(story.first_at.value_or(kOpenEnd), *report.known_at);
          story.last_at = std::max(story.last_at.value_or(kOpenStart), *report.known_at);
        }
        if (out.original_of[r] != r) {
          continue;
        }
        ++story.originals;
        const float cosine = dot(weigh(sketches_[r]), open.sum);
        if (cosine > best && !report.title.empty()) {
          best = cosine;
          story.title = report.title;
        }
      }
      out.stories.push_back(std::move(story));
    }
  }

  const std::vector<Report>& reports_;
  const std::vector<Sketch>& sketches_;
  const StoryOptions& options_;
  const Edits& edits_;
  double documents_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> document_frequency_;
  Rotating postings_;  // term -> stories
  std::vector<std::uint32_t> seen_;
  std::unordered_map<std::uint32_t, float> scores_;
  std::vector<Open> open_;
};

}  // namespace

Stories build_stories(const std::vector<Report>& reports, const StoryOptions& options,
                      const Edits& edits) {
  std::vector<Sketch> sketches;
  sketches.reserve(reports.size());
  for (const Report& r : reports) {
    sketches.push_back(read_sketch(r.sketch));
  }
  Stories stories;
  find_copies(reports, sketches, options, stories);
  Builder(reports, sketches, options, edits).run(stories);
  return stories;
}

}  // namespace sayso
