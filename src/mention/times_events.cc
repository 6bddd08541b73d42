// SPDX-License-Identifier: Apache-2.0
// Times told by what happened: "since its invasion", "before the coup". The day is the one this
// report gives the happening ("invaded on February 24"), else that of the table `mention.events`
// whose countries the report speaks of, the latest before publication. Only where a word before
// says which side is meant; without a day, nothing is found.
#include <algorithm>
#include <string>

#include "mention/found.h"
#include "mention/times.h"

namespace sayso::mention {
namespace {

// A text of any length is searched for what it says of a happening only so far: of the report's
// beginning so many times and mentions, beside those of the sentence.
constexpr std::size_t kMostWhens = 512;
constexpr std::size_t kMostFound = 4096;

class EventTimes {
 public:
  EventTimes(const Words& words, const Catalog& c, Document& d, const Buffers& b)
      : words_(words),
        c_(c),
        d_(d),
        b_(b),
        plain_(d.whens.size()),
        first_(std::min(plain_, kMostWhens)) {}

  void run() {
    for (const Sentence& sentence : d_.sentences) {
      if (!reads_as_news(d_.blocks[sentence.block].kind)) {
        continue;
      }
      for (std::uint32_t t = sentence.tokens.begin + 1; t < sentence.tokens.end; ++t) {
        const Upos u = d_.tokens.upos[t];
        if ((u == Upos::noun || u == Upos::propn) && b_.taken[t] == 0) {
          look(t, sentence.tokens);
        }
      }
    }
    if (d_.whens.size() > plain_) {
      std::stable_sort(d_.whens.begin(), d_.whens.end(), [](const When& x, const When& y) {
        return x.tokens.begin < y.tokens.begin;
      });
    }
  }

 private:
  void look(std::uint32_t noun, TokenRange s) {
    const std::string_view event = c_.event_word(d_, noun);
    if (event.empty()) {
      return;
    }
    std::uint32_t begin = noun;  // of the noun phrase
    while (begin > s.begin && noun - begin < 6 && part_of_phrase(begin - 1, noun)) {
      --begin;
    }
    const Lean lean = lean_before(words_, d_, begin);
    if (lean == Lean::none || lean == Lean::ahead || dated(noun)) {
      return;
    }
    Dated day = told(event, noun);
    if (day.value.empty()) {
      day = known(event, {begin, noun + 1}, s);
    }
    if (day.value.empty()) {
      return;
    }
    When w;
    w.tokens = {begin, noun + 1};
    w.value = d_.symbols.intern(day.value);
    w.of_event = true;
    w.from = day.from;
    w.to = day.to;
    TimeAnchor anchor;
    anchor.published = d_.published_day();
    anchor.utc_offset_min =
        d_.provenance.published_at ? d_.provenance.published_at->utc_offset_min : 0;
    stretch(w, lean, anchor);
    d_.whens.push_back(w);
  }

  struct Dated {
    std::string value;
    Instant from = kOpenStart, to = kOpenEnd;
  };

  [[nodiscard]] bool part_of_phrase(std::uint32_t t, std::uint32_t noun) const {
    if (b_.taken[t] != 0) {
      return false;
    }
    const Upos u = d_.tokens.upos[t];
    if (u == Upos::part) {  // "Russia's"
      return true;
    }
    const bool inward = d_.tokens.head[t] > t && d_.tokens.head[t] <= noun;
    return inward && (u == Upos::det || u == Upos::pron || u == Upos::adj || u == Upos::propn ||
                      u == Upos::noun || is_hyphen(d_, t));
  }

  // The day hangs on the noun itself: "after the attack on Friday" has its own time.
  [[nodiscard]] bool dated(std::uint32_t word) const { return when_of(word) != nullptr; }

  [[nodiscard]] const When* when_of(std::uint32_t word) const {
    const TokenRange s = d_.sentence_tokens(word);
    const auto begin = d_.whens.begin();
    const auto from = std::partition_point(begin, begin + static_cast<std::ptrdiff_t>(plain_),
                                           [&](const When& w) { return w.tokens.end <= s.begin; });
    for (auto i = static_cast<std::size_t>(from - begin);
         i < plain_ && d_.whens[i].tokens.begin < s.end; ++i) {
      const When& w = d_.whens[i];
      if (w.type != TimeType::date || w.from == kOpenStart || w.to == kOpenEnd) {
        continue;
      }
      for (std::uint32_t t = w.tokens.begin; t < w.tokens.end; ++t) {
        if (!w.tokens.contains(d_.tokens.head[t]) && d_.tokens.head[t] == word) {
          return &w;
        }
      }
    }
    return nullptr;
  }

  // What this report says of when it happened; nothing if it tells of two.
  [[nodiscard]] Dated told(std::string_view event, std::uint32_t but) const {
    Dated found;
    for (std::size_t i = 0; i < first_; ++i) {
      const When& w = d_.whens[i];
      const std::uint32_t t = w.tokens.begin;
      const TokenRange s = d_.sentence_tokens(t);
      for (std::uint32_t k = s.begin; k < s.end; ++k) {
        if (k == but || c_.event_word(d_, k) != event || when_of(k) != &w) {
          continue;
        }
        const std::string value(d_.string(w.value));
        if (!found.value.empty() && found.value != value) {
          return {};
        }
        found = {value, w.from, w.to};
      }
    }
    return found;
  }

  // How plainly a country is spoken of: in the phrase, in the sentence, in the report.
  [[nodiscard]] int spoken(std::string_view iso, TokenRange phrase, TokenRange s) const {
    int most = 0;
    const auto hear = [&](TokenRange at, Symbol code) {
      if (!code.some() || !d_.string(code).starts_with(iso)) {
        return;
      }
      most = std::max(most, phrase.overlaps(at) ? 9 : s.overlaps(at) ? 3 : 1);
    };
    const auto hear_all = [&](const auto& list, const auto& range_of, const auto& code_of) {
      const std::size_t first = std::min(list.size(), kMostFound);
      for (std::size_t i = 0; i < first; ++i) {
        hear(range_of(list[i]), code_of(list[i]));
      }
      auto at = std::partition_point(list.begin() + static_cast<std::ptrdiff_t>(first), list.end(),
                                     [&](const auto& x) { return range_of(x).begin < s.begin; });
      for (; at != list.end() && range_of(*at).begin < s.end; ++at) {
        hear(range_of(*at), code_of(*at));
      }
    };
    hear_all(
        b_.adjectives, [](const Adjective& a) { return TokenRange{a.token, a.end}; },
        [](const Adjective& a) { return a.country; });
    hear_all(
        b_.found, [](const Found& f) { return f.tokens; },
        [](const Found& f) { return f.country.some() ? f.country : f.code; });
    return most;
  }

  [[nodiscard]] Dated known(std::string_view event, TokenRange phrase, TokenRange s) const {
    const auto published = d_.published_day();
    if (c_.events == nullptr || !published) {
      return {};
    }
    const RowRange rows = c_.events->find(event);
    int best = 0;
    std::string_view date;
    for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
      const std::string_view from = c_.events->text(row, c_.event_from);
      const auto day = parse_iso(from);
      if (c_.events->key(row) != event || !day || day_of(day->instant) > *published) {
        continue;
      }
      int score = 0;
      int countries = 0;
      bool all = true;
      std::string_view list = c_.events->text(row, c_.event_countries);
      while (!list.empty() && all) {
        const std::size_t bar = std::min(list.find('|'), list.size());
        const int heard = spoken(list.substr(0, bar), phrase, s);
        all = heard > 0;
        score += heard;
        ++countries;
        list.remove_prefix(std::min(bar + 1, list.size()));
      }
      // One country alone must stand in the sentence.
      if (all && (countries > 1 || score >= 3) &&
          (score > best || (score == best && from > date))) {
        best = score;
        date = from;
      }
    }
    if (date.empty()) {
      return {};
    }
    const Instant zone = Instant{d_.provenance.published_at->utc_offset_min} * 60;
    const Instant from = parse_iso(date)->instant - zone;
    return {std::string(date), from, from + kDaySeconds};
  }

  const Words& words_;
  const Catalog& c_;
  Document& d_;
  const Buffers& b_;
  std::size_t plain_;  // whens found by their own words
  std::size_t first_;  // of them, those looked through
};

}  // namespace

void find_event_times(const Words& words, const Catalog& catalog, Document& d, const Buffers& b) {
  EventTimes(words, catalog, d, b).run();
}

}  // namespace sayso::mention
