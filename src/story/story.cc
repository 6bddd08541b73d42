// SPDX-License-Identifier: Apache-2.0
#include "story/story.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/hash.h"
#include "story/copies.h"
#include "story/linkage.h"
#include "story/rotating.h"

namespace sayso {
namespace {

using Vector = Likeness::Vector;

constexpr std::size_t kProbes = 14;       // words of a report that look for others
constexpr std::size_t kMaxPostings = 48;  // reports a word remembers, the newest
constexpr std::size_t kMaxCandidates = 24;
constexpr std::size_t kVoices = 8;        // of a story's reports, the newest originals
constexpr std::size_t kTitleVoices = 16;  // among which the one in the middle gives the title

struct Open {  // a story being built
  std::uint32_t born = kNoRow;
  std::vector<std::uint32_t> reports, originals;
  std::optional<Instant> last_at;
  std::uint32_t into = kNoRow;  // the story that took it in
};

class Builder {
 public:
  Builder(const std::vector<Report>& reports, const std::vector<Sketch>& sketches,
          const Likeness& likeness, const StoryOptions& options, const Edits& edits)
      : reports_(reports),
        sketches_(sketches),
        likeness_(likeness),
        options_(options),
        edits_(edits) {
    vectors_.resize(reports.size());
    for (std::uint32_t i = 0; !edits.empty() && i < reports.size(); ++i) {
      if (!reports[i].known_until) {
        row_of_.emplace(reports[i].document_id, i);
      }
    }
  }

  void run(Stories& out, const Settled* settled) {
    out.story_of.assign(reports_.size(), kNoRow);
    out.born.assign(reports_.size(), kNoRow);
    if (settled != nullptr) {
      go_on(*settled, out);
    }
    std::vector<std::uint32_t> batch;
    std::optional<Day> day;
    for (auto i = static_cast<std::uint32_t>(settled == nullptr ? 0 : settled->count);
         i < reports_.size(); ++i) {
      if (reports_[i].known_until || out.original_of[i] != i) {
        continue;
      }
      const std::optional<Day> mine =
          reports_[i].known_at ? std::optional<Day>(day_of(*reports_[i].known_at)) : std::nullopt;
      if (!batch.empty() && mine != day) {
        place(batch, out);
        batch.clear();
      }
      day = mine;
      batch.push_back(i);
    }
    place(batch, out);
    for (std::uint32_t i = 0; i < reports_.size(); ++i) {
      const std::uint32_t original = out.original_of[i];
      if (!reports_[i].known_until && original != kNoRow) {
        out.story_of[i] = standing(out.story_of[original]);
        out.born[i] = out.born[original];
        if (original != i && out.story_of[i] != kNoRow) {  // copies go with their original
          open_[out.story_of[i]].reports.push_back(i);
        }
      }
    }
    finish(out);
  }

 private:
  // The stories, and what is looked up, as they were at the end of the settled days.
  void go_on(const Settled& settled, Stories& out) {
    std::vector<std::uint32_t> births;
    for (std::uint32_t i = 0; i < settled.count; ++i) {
      if (is_original(i, out) && settled.born[i] != kNoRow) {
        births.push_back(settled.born[i]);
      }
    }
    std::sort(births.begin(), births.end());
    births.erase(std::unique(births.begin(), births.end()), births.end());
    const auto story = [&](std::uint32_t born) {
      return static_cast<std::uint32_t>(std::lower_bound(births.begin(), births.end(), born) -
                                        births.begin());
    };
    open_.resize(births.size());
    for (std::size_t s = 0; s < births.size(); ++s) {
      open_[s].born = births[s];
    }
    for (std::uint32_t i = 0; i < settled.count; ++i) {
      if (is_original(i, out) && settled.born[i] != kNoRow) {
        out.born[i] = settled.born[i];
        out.story_of[i] = story(settled.born[i]);
        join(open_[out.story_of[i]], i);
        if (reports_[i].known_at) {
          advance(*reports_[i].known_at, out);
        }
        probes(vector(i), probe_);
        remember(i);
      }
    }
    for (const StoryMerge& m : settled.merges) {
      take_in(standing(story(m.kept_born)), standing(story(m.absorbed_born)));
    }
  }
  [[nodiscard]] bool is_original(std::uint32_t report, const Stories& out) const {
    return !reports_[report].known_until && out.original_of[report] == report;
  }
  void join(Open& open, std::uint32_t report) {
    open.reports.push_back(report);
    open.originals.push_back(report);
    if (reports_[report].known_at) {
      open.last_at = std::max(open.last_at.value_or(kOpenStart), *reports_[report].known_at);
    }
  }
  void advance(Instant at, const Stories& out) {
    const std::int64_t stretch = at / static_cast<Instant>(options_.window_days * kDaySeconds);
    if (stretch != stretch_) {
      stretch_ = stretch;
      postings_.advance(stretch);
      forget(at, out);
    }
  }
  // The words in probe_ find the report from now on.
  void remember(std::uint32_t report) {
    for (const Likeness::Word& word : probe_) {
      std::vector<std::uint32_t>& list = postings_.list(word.hash);
      if (list.size() >= kMaxPostings) {
        list.erase(list.begin());
      }
      list.push_back(report);
    }
  }

  const Vector& vector(std::uint32_t report) {
    if (!vectors_[report]) {
      vectors_[report] = std::make_unique<Vector>(likeness_.vector_of(sketches_[report]));
      live_.push_back(report);
    }
    return *vectors_[report];
  }

  [[nodiscard]] std::uint32_t standing(std::uint32_t story) const {
    while (story != kNoRow && open_[story].into != kNoRow) {
      story = open_[story].into;
    }
    return story;
  }

  // The heaviest words, ties by hash.
  static void probes(const Vector& v, std::vector<Likeness::Word>& best) {
    best = v.words;
    const auto heavier = [](const auto& a, const auto& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.hash < b.hash;
    };
    const std::size_t kept = std::min(kProbes, best.size());
    std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kept), best.end(),
                      heavier);
    best.resize(kept);
  }

  [[nodiscard]] bool within(std::uint32_t story, std::optional<Instant> at) const {
    if (!open_[story].last_at || !at) {
      return true;
    }
    return static_cast<double>(*at - *open_[story].last_at) <= options_.window_days * kDaySeconds;
  }

  // The reports of one day, oldest first, beside the stories told of in the days before.
  void place(const std::vector<std::uint32_t>& batch, Stories& out) {
    if (batch.empty()) {
      return;
    }
    const std::optional<Instant> at = reports_[batch.front()].known_at;
    if (at) {
      advance(*at, out);
    }
    Linkage linkage(likeness_.threshold(), [&](std::uint32_t a, std::uint32_t b) {
      return likeness_.same_story(vector(a), vector(b));
    });
    groups_.clear();
    group_of_story_.clear();
    group_of_report_.clear();
    for (const std::uint32_t report : batch) {
      look_around(report, at, out, linkage);
    }
    join_edited(batch, out, linkage);
    linkage.run(
        [&](std::uint32_t a, std::uint32_t b) { return kept_apart(a, b, linkage); },
        [&](std::uint32_t, std::uint32_t absorbed, float mean) { means_[absorbed] = mean; });
    settle(batch, linkage, out);
    means_.clear();
  }

  void look_around(std::uint32_t report, std::optional<Instant> at, const Stories& out,
                   Linkage& linkage) {
    probes(vector(report), probe_);
    scores_.clear();
    for (const Likeness::Word& word : probe_) {
      postings_.each(word.hash, [&](std::uint32_t other) { scores_[other] += word.weight; });
    }
    ranked_.clear();
    for (const auto& [other, score] : scores_) {
      const std::uint32_t story = standing(out.story_of[other]);
      if (story == kNoRow || within(story, at)) {
        ranked_.emplace_back(-score, other);
      }
    }
    const std::size_t kept = std::min(ranked_.size(), kMaxCandidates);
    std::partial_sort(ranked_.begin(), ranked_.begin() + static_cast<std::ptrdiff_t>(kept),
                      ranked_.end());
    const std::uint32_t group = group_of(report, kNoRow, linkage);
    for (std::size_t i = 0; i < kept; ++i) {
      const std::uint32_t other = ranked_[i].second;
      linkage.link(group, group_of(other, standing(out.story_of[other]), linkage));
    }
    remember(report);
  }

  // Of a report of this batch (story kNoRow) or of a story of the days before.
  std::uint32_t group_of(std::uint32_t report, std::uint32_t story, Linkage& linkage) {
    std::unordered_map<std::uint32_t, std::uint32_t>& known =
        story == kNoRow ? group_of_report_ : group_of_story_;
    const auto found = known.find(story == kNoRow ? report : story);
    if (found != known.end()) {
      return found->second;
    }
    std::vector<std::uint32_t> voices{report};
    if (story != kNoRow) {
      const std::vector<std::uint32_t>& all = open_[story].originals;
      voices.assign(all.end() - static_cast<std::ptrdiff_t>(std::min(kVoices, all.size())),
                    all.end());
    }
    const std::uint32_t group = linkage.add(std::move(voices));
    groups_.push_back({report, story});
    known.emplace(story == kNoRow ? report : story, group);
    return group;
  }

  // An analyst's word goes before any likeness.
  void join_edited(const std::vector<std::uint32_t>& batch, const Stories& out, Linkage& linkage) {
    for (std::size_t i = 0; !edits_.empty() && i < batch.size(); ++i) {
      const std::vector<std::string>* with = edits_.one_with(reports_[batch[i]].document_id);
      for (std::size_t k = 0; with != nullptr && k < with->size(); ++k) {
        const auto found = row_of_.find((*with)[k]);
        const std::uint32_t other =
            found == row_of_.end() ? kNoRow : out.original_of[found->second];
        if (other == kNoRow) {
          continue;
        }
        const std::uint32_t story = standing(out.story_of[other]);
        if (story != kNoRow || group_of_report_.count(other) != 0) {
          linkage.join(group_of_report_.at(batch[i]), group_of(other, story, linkage));
        }
      }
    }
  }

  [[nodiscard]] bool kept_apart(std::uint32_t a, std::uint32_t b, const Linkage& linkage) const {
    if (edits_.empty()) {
      return false;
    }
    std::vector<std::string_view> documents;
    const auto each = [&](std::uint32_t whole, auto&& f) {
      for (std::uint32_t g = 0; g < groups_.size(); ++g) {
        if (linkage.find(g) != whole) {
          continue;
        }
        if (groups_[g].story == kNoRow) {
          f(reports_[groups_[g].report].document_id);
        } else {
          for (const std::uint32_t r : open_[groups_[g].story].reports) {
            f(reports_[r].document_id);
          }
        }
      }
    };
    each(b, [&](const std::string& document) { documents.emplace_back(document); });
    bool apart = false;
    each(a, [&](const std::string& document) {
      const std::vector<std::string>* not_with = edits_.apart_from(document);
      apart =
          apart || (not_with != nullptr &&
                    std::any_of(not_with->begin(), not_with->end(), [&](const auto& d) {
                      return std::find(documents.begin(), documents.end(), d) != documents.end();
                    }));
    });
    return apart;
  }

  // Stories that met become the oldest of them; groups without one are new stories.
  void settle(const std::vector<std::uint32_t>& batch, const Linkage& linkage, Stories& out) {
    std::vector<std::uint32_t> story_of_group(groups_.size(), kNoRow);
    for (std::uint32_t g = 0; g < groups_.size(); ++g) {
      if (groups_[g].story != kNoRow) {
        std::uint32_t& story = story_of_group[linkage.find(g)];
        story = std::min(story, groups_[g].story);
      }
    }
    for (std::uint32_t g = 0; g < groups_.size(); ++g) {
      const std::uint32_t mine = groups_[g].story;
      const std::uint32_t kept = story_of_group[linkage.find(g)];
      if (mine != kNoRow && mine != kept) {
        absorb(kept, mine, means_.count(g) != 0 ? means_[g] : likeness_.threshold(),
               reports_[batch.front()].known_at);
      }
    }
    for (const std::uint32_t report : batch) {
      std::uint32_t& story = story_of_group[linkage.find(group_of_report_.at(report))];
      if (story == kNoRow) {
        story = static_cast<std::uint32_t>(open_.size());
        open_.emplace_back();
        open_.back().born = report;
      }
      join(open_[story], report);
      out.story_of[report] = story;
      out.born[report] = open_[story].born;
    }
  }

  void absorb(std::uint32_t kept, std::uint32_t story, float mean, std::optional<Instant> at) {
    const std::uint32_t mine = open_[kept].born;
    const std::uint32_t theirs = open_[story].born;
    merges_.push_back({at, mine, theirs, id_of(mine), id_of(theirs), mean});
    take_in(kept, story);
  }
  void take_in(std::uint32_t kept, std::uint32_t story) {
    Open& into = open_[kept];
    Open& from = open_[story];
    for (const auto list : {&Open::reports, &Open::originals}) {
      (into.*list).insert((into.*list).end(), (from.*list).begin(), (from.*list).end());
      std::sort((into.*list).begin(), (into.*list).end());
    }
    if (from.last_at) {
      into.last_at = std::max(into.last_at.value_or(kOpenStart), *from.last_at);
    }
    from = {};
    from.into = kept;
  }

  // The words of reports that nothing new can be compared with.
  void forget(Instant at, const Stories& out) {
    std::vector<std::uint32_t> kept;
    for (const std::uint32_t report : live_) {
      if (within(standing(out.story_of[report]), at)) {
        kept.push_back(report);
      } else {
        vectors_[report].reset();
      }
    }
    live_ = std::move(kept);
  }

  // The title nearest to the others.
  std::string title_of(const std::vector<std::uint32_t>& originals) {
    std::vector<Vector> voices;
    const std::size_t count = std::min(kTitleVoices, originals.size());
    voices.reserve(count);
    for (std::size_t i = 0; count > 2 && i < count; ++i) {
      voices.push_back(likeness_.vector_of(sketches_[originals[i]]));
    }
    std::string title;
    float best = -1;
    for (std::size_t i = 0; i < count; ++i) {
      float sum = 0;
      for (const Vector& other : voices) {
        sum += likeness_.same_story(voices[i], other);
      }
      if (sum > best && !reports_[originals[i]].title.empty()) {
        best = sum;
        title = reports_[originals[i]].title;
      }
    }
    return title;
  }

  void finish(Stories& out) {
    std::vector<std::uint32_t> order;  // stories that stand, by their first report
    for (std::uint32_t s = 0; s < open_.size(); ++s) {
      if (open_[s].into == kNoRow) {
        std::sort(open_[s].reports.begin(), open_[s].reports.end());
        order.push_back(s);
      }
    }
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return open_[a].born < open_[b].born; });
    std::vector<std::uint32_t> row(open_.size(), kNoRow);
    for (const std::uint32_t s : order) {
      row[s] = static_cast<std::uint32_t>(out.stories.size());
      Open& open = open_[s];
      Story story;
      story.reports = std::move(open.reports);
      story.originals = static_cast<std::uint32_t>(open.originals.size());
      story.born = open.born;
      story.id = id_of(open.born);
      story.title = title_of(open.originals);
      for (const std::uint32_t r : story.reports) {
        if (reports_[r].known_at) {
          story.first_at = std::min(story.first_at.value_or(kOpenEnd), *reports_[r].known_at);
          story.last_at = std::max(story.last_at.value_or(kOpenStart), *reports_[r].known_at);
        }
      }
      out.stories.push_back(std::move(story));
    }
    for (std::uint32_t& story : out.story_of) {
      story = story == kNoRow ? kNoRow : row[story];
    }
    out.merges = std::move(merges_);
  }

  [[nodiscard]] std::string id_of(std::uint32_t first) const {
    return to_hex(hash128("story\n" + reports_[first].document_id).high);
  }

  struct Group {
    std::uint32_t report, story;
  };
  const std::vector<Report>& reports_;
  const std::vector<Sketch>& sketches_;
  const Likeness& likeness_;
  const StoryOptions& options_;
  const Edits& edits_;
  std::unordered_map<std::string_view, std::uint32_t> row_of_;  // of documents, if edits ask
  std::vector<std::unique_ptr<Vector>> vectors_;                // of reports that may be compared
  std::vector<std::uint32_t> live_;
  Rotating postings_;  // word -> reports
  std::int64_t stretch_ = 0;
  std::unordered_map<std::uint32_t, float> scores_;
  std::vector<std::pair<float, std::uint32_t>> ranked_;
  std::vector<Likeness::Word> probe_;
  std::vector<Group> groups_;  // of the batch
  std::unordered_map<std::uint32_t, std::uint32_t> group_of_story_, group_of_report_;
  std::unordered_map<std::uint32_t, float> means_;
  std::vector<Open> open_;
  std::vector<StoryMerge> merges_;
};

}  // namespace

Stories build_stories(const std::vector<Report>& reports, const Likeness& likeness,
                      const StoryOptions& options, const Edits& edits, const Settled* settled) {
  std::vector<Sketch> sketches;
  sketches.reserve(reports.size());
  for (const Report& r : reports) {
    sketches.push_back(read_sketch(r.sketch));
  }
  Stories stories;
  find_copies(reports, sketches, options, settled, stories);
  Builder(reports, sketches, likeness, options, edits).run(stories, settled);
  return stories;
}

}  // namespace sayso
