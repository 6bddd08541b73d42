// SPDX-License-Identifier: Apache-2.0
// What stands around a capitalised word: tags, titles, prepositions, streets, and what the whole
// document says of it. Private to names.cc, which decides by these cues.
#pragma once

#include <vector>

#include "mention/found.h"

namespace sayso::mention {

constexpr std::uint8_t kPlaceCue = 1;
constexpr std::uint8_t kPersonCue = 2;
constexpr std::uint8_t kSpeaksCue = 4;  // does what persons do and governments too
constexpr std::uint8_t kActsCue = kPersonCue | kSpeaksCue;

class NameCues {
 public:
  NameCues(const Catalog& c, Document& d, Buffers& b) : c_(c), d_(d), t_(d.tokens), b_(b) {}

 protected:
  [[nodiscard]] NameTag tag(std::uint32_t t) const {
    return t < t_.name_tag.size() ? t_.name_tag[t] : NameTag::outside;
  }
  static int tag_type(NameTag tag) {  // 0 outside, 1 person, 2 organization, 3 place, 4 other
    return (static_cast<int>(tag) + 1) / 2;
  }
  static bool tag_begins(NameTag tag) { return static_cast<int>(tag) % 2 == 1; }
  [[nodiscard]] bool proper(std::uint32_t t) const { return t_.upos[t] == Upos::propn; }
  [[nodiscard]] bool capital(std::uint32_t t) const { return capital_first(d_, t); }

  // A preposition, conjunction or article that only the beginning of a sentence capitalises.
  [[nodiscard]] bool small_word(std::uint32_t t) const {
    const Upos u = t_.upos[t];
    const bool small =
        u == Upos::adp || u == Upos::sconj || u == Upos::cconj || u == Upos::det || u == Upos::pron;
    return small && (t == d_.sentence_tokens(t).begin || t_.upos[t - 1] == Upos::punct);
  }

  // A sentence in capitals or with every word capitalised: capitals say nothing there.
  [[nodiscard]] bool shouted(TokenRange s) const {
    std::uint32_t words = 0;
    std::uint32_t capitals = 0;
    for (std::uint32_t t = s.begin; t < s.end; ++t) {
      const std::string_view form = d_.string(t_.form[t]);
      const auto first = static_cast<unsigned char>(form[0]);
      const bool letter = first >= 0x80 || (first | 0x20U) - 'a' < 26U;
      if (letter && form.size() > 3) {
        ++words;
        capitals += capital(t) ? 1U : 0U;
      }
    }
    return words >= 5 && capitals * 10 >= words * 9;
  }

  // Describes the noun after it.
  [[nodiscard]] bool modifies(std::uint32_t t) const {
    const Deprel relation = t_.deprel[t];
    const bool modifier = relation == Deprel::amod || relation == Deprel::compound ||
                          relation == Deprel::nmod || relation == Deprel::nmod_desc;
    return modifier && t_.head[t] > t;
  }

  [[nodiscard]] bool noun_or_title(std::uint32_t t) const {
    std::uint32_t end = 0;
    const auto noun = c_.noun(d_, t, t + 1, &end);
    if (noun) {
      return true;
    }
    const auto title = c_.title(d_, t, t + 1, &end);
    return title && title->rank != Rank::kin && title->rank != Rank::work;
  }

  [[nodiscard]] bool title_before(std::uint32_t t) const {
    const std::uint32_t begin = d_.sentence_tokens(t).begin;
    for (std::uint32_t back = 1; back <= 3 && t >= begin + back; ++back) {
      std::uint32_t end = 0;
      if (c_.title(d_, t - back, t, &end) && end == t) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool locative_before(std::uint32_t t) const {
    const std::uint32_t begin = d_.sentence_tokens(t).begin;
    if (t > begin && (c_.links(d_, t - 1) & kLocative) != 0) {
      return true;
    }
    return t > begin + 1 && d_.string(t_.lower[t - 1]) == "the" &&
           (c_.links(d_, t - 2) & kLocative) != 0;
  }

  // The noun described is an actor, a place or a facility: "Lancaster girl", "Odesa port".
  [[nodiscard]] bool known_noun(std::uint32_t t) const {
    std::uint32_t end = 0;
    return c_.noun(d_, t, t + 1, &end).has_value() || c_.agent(d_, t, t + 1).has_value() ||
           c_.title(d_, t, t + 1, &end).has_value();
  }

  // "NGO", "INGO": short for a kind of body, whatever towns are called.
  [[nodiscard]] bool names_a_kind(std::uint32_t t) const {
    return d_.symbols.shape(t_.form[t]) == Shape::all_caps &&
           (c_.agent(d_, t, t + 1).has_value() || noun_or_title(t));
  }

  [[nodiscard]] bool street_follows(std::uint32_t end, std::uint32_t limit) const {
    return end < limit && capital(end) && (c_.links(d_, end) & kStreet) != 0;
  }

  // What the whole document says of a word: after "in", before ", Texas"; after "Mr", before
  // "said", after a first name.
  void gather_evidence() {
    evidence_.assign(d_.symbols.size(), 0);
    for (const Sentence& sentence : d_.sentences) {
      const TokenRange s = sentence.tokens;
      for (std::uint32_t t = s.begin; t < s.end; ++t) {
        if (!capital(t)) {
          continue;
        }
        std::uint8_t& e = evidence_[t_.form[t].value];
        if (t > s.begin && (c_.links(d_, t - 1) & kLocative) != 0 && !capital(t - 1) &&
            d_.string(t_.lower[t - 1]) != "to" && d_.string(t_.lower[t - 1]) != "from") {
          e |= kPlaceCue;
        } else if (comma_state(t + 1, s.end) && (t == s.begin || !capital(t - 1))) {
          e |= kPlaceCue;
        }
        bool weak = false;
        const bool named =
            t > s.begin && proper(t) && capital(t - 1) && c_.first_name(d_, t - 1, &weak) != 0;
        const bool speaks = proper(t) && (t_.deprel[t] == Deprel::nsubj) &&
                            (c_.links(d_, t_.head[t]) & kSpeech) != 0;
        const bool who = t + 2 < s.end && d_.string(t_.form[t + 1]) == "," &&
                         d_.string(t_.lower[t + 2]) == "who";
        if (named || who || title_before(t)) {
          e |= kPersonCue;
        }
        e |= speaks ? kSpeaksCue : std::uint8_t{0};
      }
    }
  }

  // The report puts something in a place of this name and calls nobody so: one sense a report.
  [[nodiscard]] bool place_here(std::uint32_t t) const {
    return (evidence_[t_.form[t].value] & (kPlaceCue | kPersonCue)) == kPlaceCue;
  }

  // "Pandi, Bulacan": a comma and a name that is a country or a state.
  [[nodiscard]] bool comma_state(std::uint32_t end, std::uint32_t limit) const {
    if (end + 1 >= limit || d_.string(t_.form[end]) != "," || !capital(end + 1)) {
      return false;
    }
    const auto hit = c_.actor(d_, end + 1, limit);
    if (hit && c_.actor_kind(hit->rows.begin) == ActorKind::country) {
      return true;
    }
    const auto feature = Catalog::phrase(c_.features, d_, end + 1, limit, LastWord::form);
    return feature && c_.features->text(feature->rows.begin, c_.feature_kind) == "admin1";
  }

  // "Africa" is a bloc of countries and a continent.
  [[nodiscard]] bool region_too(std::uint32_t t, std::uint32_t end) const {
    const auto hit = Catalog::phrase(c_.features, d_, t, end, LastWord::form);
    if (!hit || hit->end != end) {
      return false;
    }
    const std::string_view kind = c_.features->text(hit->rows.begin, c_.feature_kind);
    return kind == "continent" || kind == "region";
  }

  // The token of the range whose head lies outside it; the last such.
  [[nodiscard]] std::uint32_t head_of(TokenRange r) const {
    std::uint32_t head = r.end - 1;
    for (std::uint32_t k = r.begin; k < r.end; ++k) {
      if (!r.contains(t_.head[k]) || t_.is_root(k)) {
        head = k;
        break;
      }
    }
    return head;
  }

  // A title in front is no part of the name: "President" of "President Joe Biden".
  [[nodiscard]] std::uint32_t trim_titles(std::uint32_t begin, std::uint32_t end) const {
    // "Minister of Defense Hazem Shaalan", where the name was said to begin at "Defense".
    const std::uint32_t first = d_.sentence_tokens(begin).begin;
    for (std::uint32_t back = 1; back <= 3 && begin >= first + back; ++back) {
      std::uint32_t title_end = 0;
      if (c_.title(d_, begin - back, end, &title_end) && title_end > begin && title_end < end) {
        begin = title_end;
        break;
      }
    }
    // "Egyptian President Abdel Fatah al-Sissi", where the name was said to begin at "Egyptian".
    if (const auto people = c_.actor(d_, begin, end);
        people && people->end < end && c_.actor_kind(people->rows.begin) == ActorKind::demonym) {
      std::uint32_t title_end = 0;
      if (c_.title(d_, people->end, end, &title_end) && title_end < end) {
        begin = people->end;
      }
    }
    while (begin + 1 < end) {
      std::uint32_t title_end = 0;
      const auto title = c_.title(d_, begin, end, &title_end);
      if (!title || title_end >= end) {
        break;
      }
      bool weak = false;
      const bool first_name = title_end == begin + 1 && c_.first_name(d_, begin, &weak) != 0;
      const bool named = tag_type(tag(begin)) == 1 && tag_begins(tag(begin));
      if ((first_name && (named || title->rank != Rank::polite)) ||
          (named && title->rank == Rank::work)) {  // "Don Cheadle", "DJ Khaled"
        break;
      }
      begin = title_end;
    }
    // "Democrat Jimmy Carter": a party, then somebody.
    bool weak = false;
    if (const auto party = c_.actor(d_, begin, end);
        party && party->end + 1 < end && c_.actor_kind(party->rows.begin) != ActorKind::person &&
        c_.first_name(d_, party->end, &weak) != 0 && !weak) {
      begin = party->end;
    }
    return begin;
  }

  const Catalog& c_;
  Document& d_;
  const TokenTable& t_;
  Buffers& b_;
  std::vector<std::uint8_t> evidence_;  // by symbol: kPlaceCue, kPersonCue
};

}  // namespace sayso::mention
