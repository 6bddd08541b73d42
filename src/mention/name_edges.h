// SPDX-License-Identifier: Apache-2.0
// Where a name ends, and what its spelling says of its kind: cuts of spans that run on, camel case,
// short forms in brackets, elections. Private to names.cc.
#pragma once

#include <utility>
#include <vector>

#include "mention/name_cues.h"

namespace sayso::mention {

class NameEdges : protected NameCues {
 protected:
  using NameCues::NameCues;

  // A person's name holds no comma, no bracket and no small word of grammar: "Bruce Garcey at
  // NiMo", but "Travis scott". Spans all in small letters (chat) are left as they are.
  [[nodiscard]] std::uint32_t person_end(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t k = begin + 1; k < end && capital(begin); ++k) {
      const std::string_view f = d_.string(t_.form[k]);
      const Upos u = t_.upos[k];
      const bool grammar = u == Upos::adp || u == Upos::verb || u == Upos::aux || u == Upos::det ||
                           u == Upos::pron || u == Upos::cconj || u == Upos::sconj ||
                           u == Upos::adv || u == Upos::part;
      const bool common = grammar && d_.symbols.shape(t_.form[k]) == Shape::lower && f.size() > 1 &&
                          f[0] != '\'' && (c_.links(d_, k) & kParticle) == 0;
      const bool dateline = k >= begin + 2 && f.size() > 3 && !acronym(begin) &&
                            d_.symbols.shape(t_.form[k]) == Shape::all_caps &&
                            d_.symbols.shape(t_.form[k - 1]) != Shape::all_caps &&
                            whole(c_.geo_names, k, k + 1);  // "By Doug Palmer WASHINGTON"
      if (f == "," || f == "(" || f == ";" || common || dateline) {
        return k;
      }
    }
    return end;
  }

  // An opening bracket that closes outside ends any name: "Democratic Party (ADP" ")".
  [[nodiscard]] std::uint32_t bracket_end(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      if (d_.string(t_.form[k]) != "(") {
        continue;
      }
      std::uint32_t close = k + 1;
      while (close < end && d_.string(t_.form[close]) != ")") {
        ++close;
      }
      return close < end && close + 1 < end ? end : k;
    }
    return end;
  }

  // "Liberal Party of Canada and Canadian Alliance" are two: what follows "and" has a head of its
  // own, or the tagger lets a name begin there.
  [[nodiscard]] std::uint32_t joined_end(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t k = begin + 1; k + 1 < end; ++k) {
      if (d_.string(t_.lower[k]) != "and") {
        continue;
      }
      std::uint32_t next = k + 1;
      next += d_.string(t_.lower[next]) == "the" && next + 1 < end ? 1U : 0U;
      const bool tagged_apart =
          tag_type(tag(k)) == 0 && tag_begins(tag(next)) && tag_type(tag(k - 1)) != 0;
      std::uint32_t stop = next;
      bool headed = false;
      while (stop < end && d_.string(t_.lower[stop]) != "and") {
        std::uint32_t noun_end = 0;
        const auto noun = c_.noun(d_, stop, end, &noun_end);
        headed = headed || (noun && noun->kind == MentionKind::organization &&
                            noun->sub != "suffix" && stop > next);
        ++stop;
      }
      if (tagged_apart || headed) {
        return k;
      }
    }
    return end;
  }

  // "CCNG, Inc." is one name; "Bruce Garcey at NiMo" none of a company.
  [[nodiscard]] std::uint32_t company_end(std::uint32_t begin, std::uint32_t end,
                                          std::uint32_t limit) const {
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      if (d_.string(t_.form[k]) == "at") {
        return k;
      }
    }
    const bool more = end + 1 < limit && d_.string(t_.form[end]) == "," && capital(end + 1) &&
                      (c_.links(d_, end + 1) & kCorporate) != 0;
    return more ? end + 2 : end;
  }

  // "dinner at Del Frisco's": a shop or restaurant, where nothing owned follows. 0 if it is none.
  [[nodiscard]] std::uint32_t shop_end(std::uint32_t begin, std::uint32_t end, TokenRange s) const {
    const std::uint32_t mark = end < s.end && d_.string(t_.lower[end]) == "'s" ? end : end - 1;
    if (begin == s.begin || mark <= begin || d_.string(t_.lower[mark]) != "'s" ||
        t_.upos[mark] == Upos::aux || t_.upos[mark] == Upos::verb || !capital(begin)) {
      return 0;
    }
    const std::string_view before = d_.string(t_.lower[begin - 1]);
    if (before != "at" && before != "to" && before != "from") {
      return 0;
    }
    if (mark + 1 < s.end) {
      const Upos u = t_.upos[mark + 1];
      const bool ends = u == Upos::punct || u == Upos::adp || u == Upos::cconj ||
                        u == Upos::sconj || u == Upos::verb || u == Upos::aux || u == Upos::pron ||
                        u == Upos::part;
      if (!ends || is_hyphen(d_, mark + 1)) {
        return 0;
      }
    }
    return mark + 1;
  }

  // "Miramar California" is a town and its state, unless a table knows the whole.
  [[nodiscard]] std::uint32_t city_end(std::uint32_t begin, std::uint32_t end) const {
    if (end < begin + 2 || whole(c_.geo_names, begin, end) || whole(c_.features, begin, end)) {
      return end;
    }
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      if (whole(c_.geo_names, begin, k) && (whole(c_.features, k, end) || country_at(k, end))) {
        return k;
      }
    }
    return end;
  }

  [[nodiscard]] bool whole(const Table* table, std::uint32_t begin, std::uint32_t end) const {
    const auto hit = Catalog::phrase(table, d_, begin, end, LastWord::form);
    return hit && hit->end == end;
  }
  [[nodiscard]] bool country_at(std::uint32_t begin, std::uint32_t end) const {
    const auto hit = c_.actor(d_, begin, end);
    return hit && hit->end == end && c_.actor_kind(hit->rows.begin) == ActorKind::country;
  }

  // "NiMo", "PayPal": a capital within a word makes a company of it, but for "McDonald", "DeLay".
  [[nodiscard]] bool camel(std::uint32_t t) const {
    const std::string_view f = d_.string(t_.form[t]);
    if (d_.symbols.shape(t_.form[t]) != Shape::mixed || f[0] < 'A' || f[0] > 'Z') {
      return false;
    }
    std::size_t inner = 1;
    while (inner < f.size() && (f[inner] < 'A' || f[inner] > 'Z')) {
      if ((f[inner] < 'a' || f[inner] > 'z')) {
        return false;  // "O'Neill", "al-Sadr"
      }
      ++inner;
    }
    return inner > 1 && inner < f.size() &&
           (c_.links_of(f.substr(0, inner)) & (kParticle | kNamePrefix)) == 0;
  }

  // Capitals alone, two to six: no surname in a sentence that is not shouted.
  [[nodiscard]] bool acronym(std::uint32_t t) const {
    const std::string_view f = d_.string(t_.form[t]);
    return d_.symbols.shape(t_.form[t]) == Shape::all_caps && f.size() >= 2 && f.size() <= 6 &&
           f.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
  }

  // "WMT.N", "TECF.PA": what a share is called by an exchange.
  [[nodiscard]] static bool ticker(std::string_view f) {
    const std::size_t point = f.find('.');
    const std::size_t behind = point == std::string_view::npos ? 0 : f.size() - point - 1;
    return point != std::string_view::npos && point >= 2 && point <= 6 && behind >= 1 &&
           behind <= 2 &&
           f.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.") == std::string_view::npos &&
           f.find('.', point + 1) == std::string_view::npos && f[0] > '9';
  }

  // "... Democratic Party (ADP)": the short form goes by the kind of the long one from here on.
  void learn_short_form(TokenRange name, MentionKind kind, std::uint32_t limit) {
    const std::uint32_t at = name.end + 1;
    if (at + 1 >= limit || name.size() < 2 || d_.string(t_.form[name.end]) != "(" ||
        d_.string(t_.form[at + 1]) != ")" || !acronym(at)) {
      return;
    }
    const char first = d_.string(t_.form[name.begin])[0];
    if (d_.string(t_.form[at])[0] == first) {
      short_forms_.emplace_back(t_.form[at], kind);
    }
  }

  [[nodiscard]] const MentionKind* short_form(std::uint32_t t) const {
    for (const auto& [form, kind] : short_forms_) {
      if (form == t_.form[t]) {
        return &kind;
      }
    }
    return nullptr;
  }

  // The end of "1974 United Kingdom general election" that begins at a year, or 0.
  [[nodiscard]] std::uint32_t election_end(std::uint32_t t, std::uint32_t limit) const {
    const std::string_view year = d_.string(t_.form[t]);
    if (year.size() != 4 || year[0] < '1' || year[0] > '2' ||
        year.find_first_not_of("0123456789") != std::string_view::npos) {
      return 0;
    }
    bool named = false;
    for (std::uint32_t k = t + 1; k < limit && k < t + 12; ++k) {
      std::uint32_t end = 0;
      const auto noun = c_.noun(d_, k, limit, &end);
      if (noun && noun->sub == "election" && named) {
        return end;
      }
      const bool kind_word = (c_.links(d_, k) & kPoll) != 0;
      const bool small = named && d_.string(t_.lower[k]) == "of" && k + 1 < limit && capital(k + 1);
      if (!capital(k) && !kind_word && !is_hyphen(d_, k) && !small) {
        return 0;
      }
      named = named || capital(k);
    }
    return 0;
  }

 private:
  std::vector<std::pair<Symbol, MentionKind>> short_forms_;
};

}  // namespace sayso::mention
