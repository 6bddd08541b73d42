// SPDX-License-Identifier: Apache-2.0
// What a name that begins at a token may be: a learned tag span, an actor of the table, a feature,
// a place of the gazetteer, a run of capitals headed by a known noun, a first name and what
// follows, or capitals that no table knows. Private to names.cc, which chooses among them.
#pragma once

#include "mention/name_edges.h"

namespace sayso::mention {

enum class Reading : std::uint8_t {
  none,
  actor,
  feature,
  headed,
  tagged,
  first_name,
  gazetteer,
  unknown
};

// A reading and where it ends; kind by its table or its cues.
struct NameChoice {
  Reading reading = Reading::none;
  std::uint32_t end = 0;
  MentionKind kind = MentionKind::other;
  RowRange rows;
  std::string_view sub;
};

class NameReadings : protected NameEdges {
 protected:
  using Choice = NameChoice;
  using NameEdges::NameEdges;

  [[nodiscard]] Choice actor_reading(std::uint32_t t, std::uint32_t limit) {
    Choice r;
    demonym_end_ = 0;
    const auto hit = c_.actor(d_, t, limit);
    if (!hit) {
      return r;
    }
    bool any_capital = false;
    for (std::uint32_t k = t; k < hit->end; ++k) {
      any_capital = any_capital || capital(k);
    }
    const Upos u = t_.upos[t];
    const bool joins = u == Upos::adp || u == Upos::sconj || u == Upos::cconj;
    if (!any_capital || (joins && !capital(t))) {
      return r;  // "as U.S." is no Asus
    }
    std::uint32_t best = kNone;
    demonym_end_ = 0;
    for (std::uint32_t row = hit->rows.begin; row < hit->rows.end; ++row) {
      if (!row_fits(*c_.actors, row, d_, {t, hit->end})) {
        continue;
      }
      if (c_.actor_kind(row) == ActorKind::demonym) {
        demonym_end_ = hit->end;
      } else if (best == kNone) {
        best = row;
      }
    }
    if (best == kNone) {
      return r;
    }
    const ActorKind kind = c_.actor_kind(best);
    const bool one = hit->end == t + 1;
    if (d_.string(t_.form[hit->end - 1]).back() == '$') {
      return r;  // US$
    }
    bool any_proper = false;
    for (std::uint32_t k = t; k < hit->end; ++k) {
      any_proper = any_proper || proper(k) || tag_type(tag(k)) != 0;
    }
    const bool clause = t_.upos[t] == Upos::pron || t_.upos[t] == Upos::verb ||
                        t_.upos[t] == Upos::aux || t_.upos[t] == Upos::det;
    if (!one && !any_proper && clause && !shouted_) {
      return r;  // "I can" is not ICAN
    }
    if (one && !proper(t) && d_.symbols.shape(t_.form[t]) != Shape::all_caps &&
        tag_type(tag(t)) == 0 && kind != ActorKind::country && kind != ActorKind::capital) {
      return r;  // a common word at the head of a sentence
    }
    r.reading = Reading::actor;
    r.end = hit->end;
    r.rows = hit->rows;
    switch (kind) {
      case ActorKind::country:
      case ActorKind::capital:
        r.kind = MentionKind::place;
        break;
      case ActorKind::person:
        r.kind = MentionKind::person;
        break;
      case ActorKind::group:
        r.kind = MentionKind::group;
        break;
      case ActorKind::bloc:
        r.kind = region_too(t, hit->end) ? MentionKind::place : MentionKind::organization;
        break;
      default:
        r.kind = MentionKind::organization;
        break;
    }
    return r;
  }

  [[nodiscard]] Choice tag_reading(std::uint32_t t, TokenRange s) const {
    Choice r;
    const int type = tag_type(tag(t));
    if (type == 0 || (!tag_begins(tag(t)) && t > s.begin && tag_type(tag(t - 1)) == type &&
                      (b_.name_at[t - 1] != kNone || !capital(t)))) {
      return r;
    }
    std::uint32_t end = t + 1;
    while (end < s.end && tag_type(tag(end)) == type && !tag_begins(tag(end)) &&
           b_.taken[end] == 0) {
      ++end;
    }
    while (end > t + 1 && d_.symbols.fold(t_.form[end - 1]).empty()) {
      --end;
    }
    end = bracket_end(t, type == 1 ? person_end(t, end) : end);
    end = type == 2 ? company_end(t, end, s.end) : type == 3 ? city_end(t, end) : end;
    if (end == t + 1 && names_a_kind(t)) {
      return r;
    }
    if (const std::uint32_t shop = type != 4 ? shop_end(t, end, s) : 0; shop != 0) {
      return {Reading::tagged, shop, MentionKind::facility, {}, {}};
    }
    r.reading = Reading::tagged;
    r.end = end;
    r.kind = type == 1   ? tagged_person(t, end)
             : type == 2 ? MentionKind::organization
             : type == 3 ? MentionKind::place
                         : MentionKind::other;
    return r;
  }

  // What the tagger calls a person may be spelt as no person is: "NiMo", "VLD", "Rodale Books".
  [[nodiscard]] MentionKind tagged_person(std::uint32_t t, std::uint32_t end) const {
    const bool cued = (evidence_[t_.form[t].value] & kActsCue) != 0 || title_before(t);
    if (end == t + 1) {
      const bool named = (evidence_[t_.form[t].value] & kPersonCue) != 0 || title_before(t);
      const bool spelt = (camel(t) && !named) || (acronym(t) && !shouted_ && !cued);
      return spelt ? MentionKind::organization : MentionKind::person;
    }
    std::uint32_t noun_end = 0;
    const auto noun = c_.noun(d_, end - 1, end, &noun_end);
    const bool thing =
        noun && (noun->kind == MentionKind::organization || noun->kind == MentionKind::facility);
    return thing && capital(end - 1) && !title_before(t) ? noun->kind : MentionKind::person;
  }

  // The run of capitalised words from `t`: small words only between two of them.
  [[nodiscard]] std::uint32_t run_end(std::uint32_t t, std::uint32_t limit) const {
    std::uint32_t end = t;
    std::uint32_t at = t;
    while (at < limit && at < t + 16) {
      const bool word = capital(at) && b_.taken[at] == 0;
      if (word) {
        end = ++at;
        continue;
      }
      const bool joins = is_hyphen(d_, at) || d_.string(t_.form[at]) == "&" ||
                         (c_.links(d_, at) & kConnector) != 0;
      if (!joins || at + 1 >= limit || !(capital(at + 1) || at == end)) {
        break;
      }
      ++at;
    }
    return end;
  }

  // A run headed by a noun we know: "Antonivskyi Bridge", "University of Texas".
  [[nodiscard]] Choice headed_reading(std::uint32_t t, TokenRange s) const {
    Choice r;
    if (!capital(t) || shouted_ || small_word(t) ||
        (c_.links(d_, t) & (kDefinite | kHe | kShe | kIt | kThey)) != 0) {
      return r;
    }
    const std::uint32_t end = joined_end(t, bracket_end(t, run_end(t, s.end)));
    if (end <= t + 1) {
      return r;
    }
    // The last noun of the first part (before "of", "for") heads it.
    std::uint32_t part = t;
    while (part < end && capital(part)) {
      ++part;
    }
    if (part > t + 1 && (c_.links(d_, part - 1) & kStreet) != 0) {
      r.reading = Reading::headed;
      r.end = part;
      r.kind = MentionKind::facility;
      r.sub = "road";
      return r;
    }
    for (std::uint32_t first = t; first < part; ++first) {
      std::uint32_t noun_end = 0;
      const auto noun = c_.noun(d_, first, part, &noun_end);
      if (!noun || noun_end != part || (first == t && noun_end == end)) {
        continue;
      }
      const bool first_word = noun->sub == "first";  // "Partido Popular", "Mouvement des Citoyens"
      const bool of =
          part < end && noun->sub != "suffix" &&  // "Google, Inc." of some town
          (d_.string(t_.lower[part]) == "of" || d_.string(t_.lower[part]) == "for" || first_word);
      if (first == t && !of) {
        continue;
      }
      if (!said_to_be_name({t, part}, {first, noun_end})) {
        continue;
      }
      if (first == t && t == s.begin && !proper(t) && tag_type(tag(t)) == 0) {
        continue;
      }
      if (noun->kind == MentionKind::weapon || noun->kind == MentionKind::vehicle) {
        continue;
      }
      r.reading = Reading::headed;
      r.end = of ? end : part;
      r.kind = noun->kind;
      r.sub = noun->sub;
      const bool country_noun = noun->sub == "country" || noun->sub == "city";
      if (noun->kind == MentionKind::place && country_noun && !of) {
        r.reading = Reading::none;
        return r;
      }
      return r;
    }
    return r;
  }

  // Capitals alone make no name of "Great Service": a proper noun or a tag must stand in it.
  [[nodiscard]] bool said_to_be_name(TokenRange run, TokenRange head) const {
    for (std::uint32_t k = run.begin; k < run.end; ++k) {
      if (tag_type(tag(k)) != 0 || (proper(k) && !head.contains(k))) {
        return true;
      }
    }
    return head == run && proper(run.begin);
  }

  // First name and what follows: "Chiquita Raquel Henry".
  [[nodiscard]] Choice first_name_reading(std::uint32_t t, TokenRange s) const {
    Choice r;
    if (!capital(t) || shouted_) {
      return r;
    }
    bool weak = false;
    if (c_.first_name(d_, t, &weak) == 0 || (weak && tag_type(tag(t)) != 1 && !title_before(t))) {
      return r;
    }
    std::uint32_t end = t + 1;
    std::uint32_t at = end;
    while (at < s.end && at < t + 7) {
      const std::string_view form = d_.string(t_.form[at]);
      if (capital(at) && b_.taken[at] == 0 && (proper(at) || tag_type(tag(at)) == 1) &&
          !noun_or_title(at)) {
        end = ++at;
      } else if ((form.size() == 2 && form[1] == '.' && form[0] >= 'A' && form[0] <= 'Z') ||
                 is_hyphen(d_, at) || (c_.links(d_, at) & kParticle) != 0) {
        if (at + 1 >= s.end || !capital(at + 1)) {
          break;
        }
        ++at;
      } else {
        break;
      }
    }
    if (end < t + 2) {
      const bool alone = !weak && proper(t) && !locative_before(t) && !comma_state(end, s.end) &&
                         !noun_or_title(t) &&
                         (t == s.begin || !capital(t - 1) || title_before(t)) &&
                         (end == s.end || !capital(end));
      if (!alone) {
        return r;
      }
    }
    r.reading = Reading::first_name;
    r.end = end;
    r.kind = MentionKind::person;
    return r;
  }

  // Capitalised words that no table knows: their kind by what stands around them.
  [[nodiscard]] Choice unknown_reading(std::uint32_t t, TokenRange s) const {
    Choice r;
    if (shouted_ || !capital(t) || !proper(t) || demonym_end_ > t) {
      return r;
    }
    std::uint32_t begin = t;
    std::uint32_t end = t;
    for (std::uint32_t at = t; at < s.end && at < t + 8;) {
      if (capital(at) && proper(at) && b_.taken[at] == 0) {
        end = ++at;
        continue;
      }
      const bool joins = is_hyphen(d_, at) || (c_.links(d_, at) & kParticle) != 0;
      if (!joins || at + 1 >= s.end || !capital(at + 1) || !proper(at + 1)) {
        break;
      }
      ++at;
    }
    begin = trim_titles(t, end);
    if (end <= begin || begin > t) {
      return r;  // read again from behind the title
    }
    const std::uint32_t words = end - begin;
    if (words == 1 && noun_or_title(begin)) {
      return r;
    }
    r.end = end;
    r.kind = unknown_kind(begin, end, s);
    if (r.kind != MentionKind::other) {
      r.reading = Reading::unknown;
    }
    return r;
  }

  [[nodiscard]] MentionKind unknown_kind(std::uint32_t begin, std::uint32_t end,
                                         TokenRange s) const {
    const std::uint32_t words = end - begin;
    const std::uint8_t cues = evidence_[t_.form[end - 1].value];
    const bool the = begin > s.begin && d_.string(t_.lower[begin - 1]) == "the";
    const bool comma = end + 1 < s.end && d_.string(t_.form[end]) == ",";
    const bool age = comma && d_.symbols.shape(t_.form[end + 1]) == Shape::number;
    const std::uint32_t head = head_of({begin, end});
    const bool speaks =
        t_.deprel[head] == Deprel::nsubj && (c_.links(d_, t_.head[head]) & kSpeech) != 0;
    const bool caps = d_.symbols.shape(t_.form[begin]) == Shape::all_caps;
    if (words == 1 && caps) {
      const std::size_t n = d_.string(t_.form[begin]).size();
      const bool acts =
          speaks || t_.deprel[head] == Deprel::nsubj || t_.deprel[head] == Deprel::nmod_poss;
      return n >= 2 && n <= 6 && (the || acts) && begin > s.begin ? MentionKind::organization
                                                                  : MentionKind::other;
    }
    if (!the && (title_before(begin) || age)) {
      return MentionKind::person;
    }
    std::uint32_t noun_end = 0;
    const auto noun = c_.noun(d_, end - 1, end, &noun_end);
    if (noun && words > 1) {
      return noun->kind == MentionKind::organization || noun->kind == MentionKind::facility ||
                     noun->kind == MentionKind::place
                 ? noun->kind
                 : MentionKind::other;
    }
    const bool locative = locative_before(begin) && d_.string(t_.lower[begin - 1]) != "to" &&
                          d_.string(t_.lower[begin - 1]) != "from";
    if (words == 1) {
      return (cues & kActsCue) != 0 && !the && !locative   ? MentionKind::person
             : (cues & kPlaceCue) != 0 && locative && !the ? MentionKind::place
                                                           : MentionKind::other;
    }
    if (the) {
      return MentionKind::organization;
    }
    if (locative) {
      return MentionKind::place;
    }
    return words <= 3 ? MentionKind::person : MentionKind::organization;
  }

  [[nodiscard]] Choice place_reading(std::uint32_t t, TokenRange s) const {
    Choice r;
    if (!capital(t)) {
      return informal_ ? small_place(t, s) : r;
    }
    if (const auto hit = Catalog::phrase(c_.features, d_, t, s.end, LastWord::form)) {
      r.reading = Reading::feature;
      r.end = hit->end;
      r.rows = hit->rows;
      r.kind = feature_kind(hit->rows.begin);
      const bool point = c_.features->key(hit->rows.begin).back() == '.';
      const bool split_point = point && hit->end < s.end && d_.string(t_.form[hit->end]) == "." &&
                               !t_.has(hit->end - 1, kSpaceAfter);
      const bool has_point = split_point || d_.words(TokenRange{t, hit->end}).back() == '.';
      r.end += split_point ? 1U : 0U;
      if ((hit->end == t + 1 && !proper(t) && tag_type(tag(t)) == 0 && !point) ||
          (point && !has_point) || (!point && street_follows(hit->end, s.end)) ||
          (hit->end == t + 1 && (c_.links(d_, t) & kRegionWord) != 0)) {
        r = Choice{};
      }
    }
    const auto geo = Catalog::phrase(c_.geo_names, d_, t, s.end, LastWord::form);
    if (geo && geo->end > r.end && gazetteer_fits(t, geo->end, s)) {
      r.reading = Reading::gazetteer;
      r.end = geo->end;
      r.rows = geo->rows;
      r.kind = MentionKind::place;
    }
    if (r.end <= t + 1) {
      compass_before(t, s, r);
    }
    return r;
  }

  // "going to baguio alone", "weed in auckland": a town or division written small, in a text that
  // writes "i" small, behind a word that says where and read as a name.
  [[nodiscard]] Choice small_place(std::uint32_t t, TokenRange s) const {
    Choice r;
    if (t == s.begin || (c_.links(d_, t - 1) & kLocative) == 0 || noun_or_title(t) ||
        d_.string(t_.form[t]).size() < 5 ||
        (t_.upos[t] != Upos::propn && t_.upos[t] != Upos::noun && t_.upos[t] != Upos::x)) {
      return r;
    }
    const auto feature = Catalog::phrase(c_.features, d_, t, s.end, LastWord::form);
    if (feature && c_.features->text(feature->rows.begin, c_.feature_kind) == "admin1") {
      r = {Reading::feature, feature->end, MentionKind::place, feature->rows, {}};
    }
    const auto geo = Catalog::phrase(c_.geo_names, d_, t, s.end, LastWord::form);
    if (geo && geo->end > r.end && (proper(t) || large_town(*geo, {t, geo->end}))) {
      r = {Reading::gazetteer, geo->end, MentionKind::place, geo->rows, {}};
    }
    return r;
  }

  // "South Jutland", "West Jersey": a point of the compass written as part of a place's name.
  void compass_before(std::uint32_t t, TokenRange s, Choice& r) const {
    if (t + 1 >= s.end || !capital(t + 1) || (c_.links(d_, t) & kRegionWord) == 0 || shouted_ ||
        (t == s.begin && !proper(t) && tag_type(tag(t)) == 0)) {
      return;
    }
    std::uint32_t end = 0;
    if (const auto hit = Catalog::phrase(c_.features, d_, t + 1, s.end, LastWord::form)) {
      end = hit->end;
    }
    if (const auto hit = Catalog::phrase(c_.geo_names, d_, t + 1, s.end, LastWord::form);
        hit && (tag_type(tag(t + 1)) == 3 || tag_type(tag(t)) == 3)) {
      end = std::max(end, hit->end);
    }
    const auto country = c_.actor(d_, t + 1, s.end);  // "Western Cambodia" acts as Cambodia does
    const bool state =
        country && country->end >= end && c_.actor_kind(country->rows.begin) == ActorKind::country;
    const bool name = !state && end > t + 1 && capital(end - 1) && tag_type(tag(t + 1)) != 1 &&
                      tag_type(tag(t + 1)) != 2 && (end >= s.end || !capital(end));
    if (name) {
      r = Choice{Reading::gazetteer, end, MentionKind::place, {}, {}};
    }
  }

  [[nodiscard]] MentionKind feature_kind(std::uint32_t row) const {
    const std::string_view k = c_.features->text(row, c_.feature_kind);
    const bool facility = k == "bridge" || k == "dam" || k == "power_plant" || k == "port" ||
                          k == "airport" || k == "base" || k == "camp" || k == "pipeline" ||
                          k == "crossing" || k == "building";
    return facility ? MentionKind::facility : MentionKind::place;
  }

  // Whether a string of the gazetteer is a place here; it holds many words and surnames.
  [[nodiscard]] bool gazetteer_fits(std::uint32_t t, std::uint32_t end, TokenRange s) const {
    for (std::uint32_t k = t; k < end; ++k) {
      const bool small = is_hyphen(d_, k) || (c_.links(d_, k) & (kConnector | kParticle)) != 0;
      if (!capital(k) && (!small || k == t || k + 1 == end)) {
        return false;
      }
    }
    const int type = tag_type(tag(t));
    for (std::uint32_t k = end; k < s.end && k < end + 2 && !capital(k); ++k) {
      if ((c_.links(d_, k) & kThing) != 0) {
        return false;  // "Marburg hemorrhagic fever"
      }
    }
    if (end == t + 1 && names_a_kind(t)) {
      return false;
    }
    if (type == 3) {
      return true;
    }
    if (type == 1) {
      return end == t + 1 && (place_here(t) || well_known_town(t)) &&
             (t == s.begin || !proper(t - 1) || !capital(t - 1)) &&
             (end == s.end || !proper(end) || !capital(end));
    }
    if (type == 2 || type == 4 || shouted_) {
      return false;
    }
    const bool one = end == t + 1;
    if (one ? !proper(t) : !(proper(end - 1) || proper(t))) {
      return false;
    }
    if (one && (noun_or_title(t) || (c_.links(d_, t) & kRegionWord) != 0)) {
      return false;
    }
    if (street_follows(end, s.end)) {
      return false;
    }
    bool weak = false;
    const bool first = c_.first_name(d_, t, &weak) != 0;
    const bool more_before =
        t > s.begin && capital(t - 1) && proper(t - 1) && b_.name_at[t - 1] == kNone;
    const bool more_after = end < s.end && capital(end) && proper(end);
    if (locative_before(t)) {
      return !(first && !weak && more_after);
    }
    if (comma_state(end, s.end)) {
      return !more_before;
    }
    const std::uint8_t cues = evidence_[t_.form[t].value];
    if (first || more_before || more_after || title_before(t) ||
        d_.string(t_.form[t]).size() <= 3) {
      return false;
    }
    if (modifies(end - 1) && !known_noun(t_.head[end - 1]) && (cues & kPlaceCue) == 0) {
      return false;  // "Reston ebolavirus"
    }
    return !one || (cues & kActsCue) == 0 || (cues & kPlaceCue) != 0;
  }

  // A large town under its main name, of which the report says nothing that persons have.
  [[nodiscard]] bool well_known_town(std::uint32_t t) const {
    bool weak = false;
    if (!proper(t) || (evidence_[t_.form[t].value] & kActsCue) != 0 || title_before(t) ||
        c_.first_name(d_, t, &weak) != 0) {
      return false;
    }
    const auto geo = Catalog::phrase(c_.geo_names, d_, t, t + 1, LastWord::form);
    return geo && large_town(*geo, {t, t + 1});
  }

  [[nodiscard]] bool large_town(const Phrase& geo, TokenRange name) const {
    FoldHash fold;
    for (std::uint32_t k = name.begin; k < name.end; ++k) {
      fold = fold.then(d_.symbols.fold(t_.form[k]));
    }
    for (std::uint32_t row = geo.rows.begin; row < geo.rows.end; ++row) {
      const std::string_view id = c_.geo_names->text(row, c_.geo_place);
      const RowRange places = c_.geo_places->find(id);
      for (std::uint32_t p = places.begin; p < places.end; ++p) {
        if (c_.geo_places->key(p) == id &&
            c_.geo_places->integer(p, c_.place_population) > kLargeTown &&
            fold_hash(c_.geo_places->text(p, c_.place_name)) == fold) {
          return true;
        }
      }
    }
    return false;
  }

  static constexpr int kLargeTown = 200000;
  bool informal_ = false;          // a text that writes "i" small
  bool shouted_ = false;           // the sentence being read is all capitals
  std::uint32_t demonym_end_ = 0;  // of the demonym at the token last read
};

}  // namespace sayso::mention
