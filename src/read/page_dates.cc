// SPDX-License-Identifier: Apache-2.0
// When a page was published: what its markup says, what it shows its readers beside the headline.
// A date shown without "updated" is the outlet's word for it: it gives the markup's moment its zone
// where both are a day apart, and wins where they differ (the markup of an old page may keep the
// day of its first version, or of a move to another system).
#include <algorithm>

#include "base/utf8.h"
#include "read/dates.h"
#include "read/metadata.h"

namespace sayso::read {
namespace {

constexpr std::size_t kAbove = 5, kBelow = 12;  // paragraphs around the headline
constexpr std::size_t kDateLineWords = 16;
constexpr std::size_t kFarReach = 50;

struct Shown {
  Timestamp at;
  enum Label : std::uint8_t { none, published, modified } label = none;
  FoundIn found = FoundIn::text;
  std::uint32_t para = 0;
  Day other = 0;  // read with day and month the other way round ("9/10/2024"), else the same day
};

struct Candidate {
  Timestamp at;
  FoundIn found = FoundIn::none;
};

class DateChoice {
 public:
  DateChoice(const Tables& tables, const PageSays& says, const Page& page,
             std::optional<Instant> latest, PageMetadata& out)
      : tables_(tables), says_(says), page_(page), latest_(latest), out_(out) {
    const std::string_view l = out.language;
    month_first_ = !(l.starts_with("en-GB") || l.starts_with("en-AU") || l.starts_with("en-IE") ||
                     l.starts_with("en-NZ") || l.starts_with("en-IN") || l.starts_with("en-ZA") ||
                     (!l.empty() && !l.starts_with("en")));
  }

  void run() {
    modified();
    const std::optional<Candidate> machine = first_published();
    read_shown();
    const Shown* shown = best_shown();
    const bool agreed =
        machine && std::any_of(shown_.begin(), shown_.end(), [&](const Shown& s) {
          const Day day = machine->at.day();
          return s.label != Shown::modified && (s.at.day() == day || s.other == day);
        });
    if (machine && shown != nullptr && !agreed) {
      weigh(*machine, *shown);
    } else if (machine) {
      set(*machine);
    } else if (shown != nullptr) {
      set({with_clock(shown->at), shown->found});
    } else {
      elsewhere();
    }
  }

 private:
  std::optional<Timestamp> parse(std::string_view text, FoundIn where) {
    if (text.empty()) {
      return std::nullopt;
    }
    const auto t = parse_date(*tables_.calendar, text, month_first_);
    const bool clear =
        std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (t && latest_ && t->instant > *latest_) {
      doubt(true, text, where);
      return std::nullopt;
    }
    if (!t && clear && where != FoundIn::text && where != FoundIn::time) {
      doubt(true, text, where);
    }
    return t;
  }

  void doubt(bool refused, std::string_view text, FoundIn where) {
    if (out_.doubts.size() < 4) {
      out_.doubts.push_back({refused, std::string(text.substr(0, 60)) + " (" +
                                          std::string(found_in_name(where)) + ")"});
    }
  }

  void set(const Candidate& c) {
    out_.published_at = c.at;
    out_.set(ProvenanceField::published_at, c.found);
  }

  void modified() {
    const auto take = [&](std::string_view text, FoundIn where) {
      if (!out_.modified_at) {
        out_.modified_at = parse(text, where);
        out_.set(ProvenanceField::modified_at, out_.modified_at ? where : FoundIn::none);
      }
    };
    take(says_.ld.modified, FoundIn::json_ld);
    take(says_.meta.modified.text, says_.meta.modified.found);
    for (const DateMark& mark : says_.dates) {
      if (mark.modified) {
        take(mark.machine, FoundIn::microdata);
      }
    }
  }

  std::optional<Candidate> first_published() {
    if (const auto t = parse(says_.ld.published, FoundIn::json_ld)) {
      return Candidate{*t, FoundIn::json_ld};
    }
    if (const auto t = parse(says_.meta.published.text, says_.meta.published.found)) {
      return Candidate{*t, says_.meta.published.found};
    }
    for (const DateMark& mark : says_.dates) {
      if (!mark.published) {
        continue;
      }
      if (const auto t =
              parse(mark.machine.empty() ? mark.shown : mark.machine, FoundIn::microdata)) {
        return Candidate{*t, FoundIn::microdata};
      }
    }
    return std::nullopt;
  }

  // ---- dates shown beside the headline --------------------------------------------------------
  [[nodiscard]] std::uint32_t window_begin() const {
    return out_.title_row > kAbove ? out_.title_row - static_cast<std::uint32_t>(kAbove) : 0;
  }
  [[nodiscard]] std::uint32_t window_end() const {
    const std::size_t end = out_.title_row == 0 ? 2 * kBelow : out_.title_row + kBelow;
    return static_cast<std::uint32_t>(std::min(end, page_.paras.size()));
  }

  void read_shown() {
    for (std::uint32_t i = window_begin(); i < window_end(); ++i) {
      const Para& p = page_.paras[i];
      if (p.words <= kDateLineWords && p.kind != BlockKind::caption && i + 1 != out_.title_row) {
        read_line(i, page_.words(p));
      }
    }
  }

  // "Published Jan 1, 2020 | Updated Mar 3, 2021": each label with the date behind it.
  void read_line(std::uint32_t para, std::string_view line) {
    Shown::Label label = Shown::none;
    std::size_t begin = 0;
    if (para > 0 && page_.paras[para - 1].words <= 3) {
      label = label_of(page_.words(page_.paras[para - 1]));
    }
    for (std::size_t at = 0;;) {
      std::size_t word_begin = at;
      const std::string_view word = next_word(line, at);
      if (word.empty()) {
        break;
      }
      word_begin = static_cast<std::size_t>(word.data() - line.data());
      const auto hit = phrase_at(*tables_.date_labels, line, word_begin);
      if (hit) {
        segment(para, line.substr(begin, word_begin - begin), label);
        label = kind_of(hit->rows);
        begin = at = hit->end;
      }
    }
    segment(para, line.substr(begin), label);
  }

  void segment(std::uint32_t para, std::string_view text, Shown::Label label) {
    text = trim_unicode(text);
    if (text.size() < 6 ||
        std::none_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      return;
    }
    // A sentence that names a day is no date line.
    if (label == Shown::none && page_.paras[para].sentence && count_words(text, 8) > 7) {
      return;
    }
    const auto t = parse(text, FoundIn::text);
    if (!t) {
      return;
    }
    const auto turned = parse_date(*tables_.calendar, text, !month_first_);
    Shown shown{*t, label, FoundIn::text, para, turned ? turned->day() : t->day()};
    for (const DateMark& mark : says_.dates) {
      if (mark.para != para) {
        continue;
      }
      shown.found = FoundIn::time;
      if (mark.modified && shown.label == Shown::none) {
        shown.label = Shown::modified;
      }
      const auto exact = parse_date(*tables_.calendar, mark.machine, month_first_);
      if (exact && exact->day() == t->day() && exact->has_clock) {
        shown.at = *exact;
      }
    }
    shown_.push_back(shown);
  }

  [[nodiscard]] Shown::Label kind_of(RowRange rows) const {
    return has_value(*tables_.date_labels, rows, "modified") ? Shown::modified : Shown::published;
  }
  [[nodiscard]] Shown::Label label_of(std::string_view text) const {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t from = at;
      if (next_word(text, at).empty()) {
        break;
      }
      if (const auto hit = phrase_at(*tables_.date_labels, text, from)) {
        return kind_of(hit->rows);
      }
    }
    return Shown::none;
  }

  // Labelled ones first, then those below the headline, then those above.
  [[nodiscard]] const Shown* best_shown() {
    const Shown* best = nullptr;
    const auto rank = [&](const Shown& s) {
      return (s.label == Shown::published ? 4 : 0) + (s.para >= out_.title_row ? 2 : 0) +
             (s.found == FoundIn::time ? 1 : 0);
    };
    for (const Shown& s : shown_) {
      if (s.label == Shown::modified) {
        if (!out_.modified_at) {
          out_.modified_at = s.at;
          out_.set(ProvenanceField::modified_at, s.found);
        }
      } else if (best == nullptr || rank(s) > rank(*best)) {
        best = &s;
      }
    }
    return best;
  }

  // A day shown that is the markup's own day of change has its clock.
  [[nodiscard]] Timestamp with_clock(Timestamp shown) const {
    const bool same = out_.modified_at && out_.modified_at->day() == shown.day();
    return same && !shown.has_clock ? *out_.modified_at : shown;
  }

  void weigh(const Candidate& machine, const Shown& shown) {
    const Day apart = shown.at.day() - machine.at.day();
    if (apart == 0) {
      set(machine);
      return;
    }
    if (machine.at.has_clock && machine.at.utc_offset_min == 0 && (apart == 1 || apart == -1)) {
      if (const auto zoned = in_zone_shown(machine.at, shown.at)) {
        set({*zoned, machine.found});
        return;
      }
    }
    const bool changed = out_.modified_at && out_.modified_at->day() == shown.at.day();
    const bool nothing_else = shown.para + 1 >= out_.title_row &&
                              shown.para <= out_.title_row + 6 && words_beside(shown) <= 4 &&
                              page_.paras[shown.para].kind != BlockKind::heading;
    if (shown.label == Shown::published || changed || nothing_else) {
      doubt(false, format_timestamp(machine.at), machine.found);
      set({with_clock(shown.at), shown.found});
    } else {
      set(machine);
    }
  }

  // The words of the line that are not the date: about three are its own.
  [[nodiscard]] std::size_t words_beside(const Shown& s) const {
    const std::size_t words = page_.paras[s.para].words;
    return words > 3 ? words - 3 : 0;
  }

  // A moment in UTC whose day the page shows as the next or the last one: the zone in which it is.
  // By the clock shown, else the nearest whole hour that makes the day right.
  [[nodiscard]] static std::optional<Timestamp> in_zone_shown(Timestamp utc,
                                                              const Timestamp& shown) {
    Instant offset = 0;
    if (shown.has_clock) {
      const Instant local = shown.instant + shown.utc_offset_min * 60;
      offset = local - utc.instant;
      offset = (offset + (offset >= 0 ? 450 : -450)) / 900 * 900;
    } else {
      const Instant into_day = ((utc.instant % kDaySeconds) + kDaySeconds) % kDaySeconds;
      const bool earlier = shown.day() < utc.day();
      const Instant least = earlier ? into_day + 1 : kDaySeconds - into_day;
      offset = (least + 3599) / 3600 * 3600;
      offset = earlier ? -offset : offset;
    }
    if (offset < -12 * 3600 || offset > 14 * 3600) {
      return std::nullopt;
    }
    utc.utc_offset_min = static_cast<std::int16_t>(offset / 60);
    return utc.day() == shown.day() ? std::optional(utc) : std::nullopt;
  }

  // ---- nothing said, nothing shown beside the headline ----------------------------------------
  void elsewhere() {
    if (const auto t = date_in_url(out_.url)) {
      if (!latest_ || t->instant <= *latest_) {
        set({*t, FoundIn::url});
        return;
      }
    }
    for (const bool behind : {true, false}) {  // marks below the headline before those above
      for (const DateMark& mark : says_.dates) {
        if (mark.modified || (mark.para >= out_.title_row) != behind) {
          continue;
        }
        for (const std::string_view text :
             {std::string_view(mark.machine), std::string_view(mark.shown)}) {
          if (const auto t = parse(text, FoundIn::time)) {
            set({*t, FoundIn::time});
            return;
          }
        }
      }
    }
    const std::size_t from = window_begin();
    for (std::size_t i = from; i < page_.paras.size() && i < from + kFarReach; ++i) {
      const Para& p = page_.paras[i];
      if (p.words >= 2 && p.words <= 20 && !p.sentence) {
        if (const auto t = parse(page_.words(p), FoundIn::text)) {
          set({*t, FoundIn::text});
          return;
        }
      }
    }
    if (anywhere()) {
      return;
    }
    if (out_.modified_at) {
      set({*out_.modified_at, out_.found[static_cast<std::size_t>(ProvenanceField::modified_at)]});
    }
  }

  // A line of the page, wherever it stands, that is labelled as the day of publication; else the
  // one day that all lines name which hold little but a date.
  bool anywhere() {
    shown_.clear();
    for (std::uint32_t i = 0; i < page_.paras.size() && shown_.size() < 64; ++i) {
      if (page_.paras[i].words <= kDateLineWords / 2 && i + 1 != out_.title_row) {
        read_line(i, page_.words(page_.paras[i]));
      }
    }
    const Shown* best = nullptr;
    bool one_day = true;
    for (const Shown& s : shown_) {
      if (s.label == Shown::published) {
        set({s.at, s.found});
        return true;
      }
      if (s.label == Shown::modified) {
        if (!out_.modified_at) {
          out_.modified_at = s.at;
          out_.set(ProvenanceField::modified_at, s.found);
        }
      } else if (words_beside(s) <= 2) {
        one_day = one_day && (best == nullptr || best->at.day() == s.at.day());
        best = &s;
      }
    }
    if (best != nullptr && one_day) {
      set({best->at, best->found});
      return true;
    }
    return false;
  }

  const Tables& tables_;
  const PageSays& says_;
  const Page& page_;
  std::optional<Instant> latest_;
  PageMetadata& out_;
  std::vector<Shown> shown_;
  bool month_first_ = true;
};

}  // namespace

void choose_dates(const Tables& tables, const PageSays& says, const Page& page,
                  std::optional<Instant> latest, PageMetadata& out) {
  DateChoice(tables, says, page, latest, out).run();
}

}  // namespace sayso::read
