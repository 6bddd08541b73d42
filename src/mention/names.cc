// SPDX-License-Identifier: Apache-2.0
// Names: at each token the readings that begin there - learned tag span, actor table, features,
// gazetteer, a run of capitals headed by a known noun, a first name and what follows - and of
// these the longest, the surer one at equal length. Then surnames of people already named.
#include <algorithm>

#include "mention/found.h"
#include "mention/name_report.h"

namespace sayso::mention {
namespace {

class NameFinder : private NameReport {
 public:
  using NameReport::NameReport;

  void run() {
    for (const NameTag tag : t_.name_tag) {
      has_tags_ = has_tags_ || tag != NameTag::outside;
    }
    gather_evidence();
    informal_ = std::any_of(t_.form.begin(), t_.form.end(),
                            [&](Symbol form) { return d_.string(form) == "i"; });
    for (const Sentence& sentence : d_.sentences) {
      if (reads_as_news(d_.blocks[sentence.block].kind)) {
        shouted_ = shouted(sentence.tokens);
        scan(sentence.tokens);
      }
    }
    agree_on_kinds();
    learn_surnames();
    add_surnames();
    add_repeated();
  }

 private:
  void scan(TokenRange s) {
    for (std::uint32_t t = s.begin; t < s.end;) {
      const bool dated = b_.taken[t] != 0 && capital(t) && t + 1 < s.end;  // "February 1974 ..."
      if (const std::uint32_t end = election_end(dated ? t + 1 : t, s.end); end != 0) {
        t = add_election({t, end});
        continue;
      }
      if (b_.taken[t] != 0 || d_.symbols.fold(t_.form[t]).empty()) {
        ++t;
        continue;
      }
      const Choice choice = best_at(t, s);
      if (choice.reading == Reading::actor && t + 1 < s.end && capital(t + 1) &&
          d_.string(t_.lower[t]) == "the" && best_at(t + 1, s).end > choice.end) {
        ++t;  // "the Atlantic" of "the Atlantic City Hospital"
        continue;
      }
      if (choice.reading == Reading::none) {
        t = std::max(t + 1, adjective(t, s.end));  // "South Sudanese" holds no "Sudanese"
        continue;
      }
      t = add(choice, t, s);
    }
  }

  // "1974 United Kingdom general election": one event, and the place in its name.
  std::uint32_t add_election(TokenRange r) {
    Found f;
    f.tokens = r;
    f.kind = MentionKind::event;
    embedded({r.begin + 1, r.end});
    return push(f);
  }

  // Notes a demonym at `t`; where it ends, or `t`.
  std::uint32_t adjective(std::uint32_t t, std::uint32_t limit) {
    if (!capital(t)) {
      return t;
    }
    for (auto hit = c_.actor(d_, t, limit); hit; hit = c_.actor(d_, t, t + 1)) {
      for (std::uint32_t row = hit->rows.begin; row < hit->rows.end; ++row) {
        if (c_.actor_kind(row) == ActorKind::demonym &&
            row_fits(*c_.actors, row, d_, {t, hit->end})) {
          b_.adjectives.push_back(
              {t, hit->end, d_.symbols.intern(c_.code(row)), d_.symbols.intern(c_.entity(row))});
          return hit->end;
        }
      }
      if (hit->end == t + 1) {
        break;
      }
    }
    return t;
  }

  [[nodiscard]] Choice best_at(std::uint32_t t, TokenRange s) {
    const Choice readings[] = {actor_reading(t, s.end), place_reading(t, s), headed_reading(t, s),
                               tag_reading(t, s), first_name_reading(t, s)};
    Choice best;
    for (const Choice& r : readings) {
      if (r.reading != Reading::none && (best.reading == Reading::none || r.end > best.end)) {
        best = r;
      }
    }
    const Choice& tagged = readings[3];
    const Choice& named = readings[4];
    if (const MentionKind* kind = short_form(t);
        kind != nullptr && best.end <= t + 1 && best.reading != Reading::actor) {
      return {Reading::tagged, t + 1, *kind, {}, {}};
    }
    if (best.kind == MentionKind::organization && best.end > t + 2) {
      best.end = end_before_person(best.end, t);
    }
    if (best.reading == Reading::none) {
      return has_tags_ ? best : unknown_reading(t, s);
    }
    if (demonym_end_ > best.end || (demonym_end_ == best.end && best.reading != Reading::actor &&
                                    best.reading != Reading::feature)) {
      best.reading = Reading::none;  // "South African" before "South"
      return best;
    }
    // "HIMARS", "F-16", "Minsk agreements": things that nominals.cc knows by their noun.
    if (best.reading == Reading::unknown ||
        (best.reading == Reading::tagged && best.kind != MentionKind::person &&
         best.kind != MentionKind::place)) {
      std::uint32_t noun_end = 0;
      const auto noun = c_.noun(d_, t, s.end, &noun_end);
      if (noun && noun_end >= best.end &&
          (noun->kind == MentionKind::weapon || noun->kind == MentionKind::vehicle)) {
        best.reading = Reading::none;
        return best;
      }
    }
    // A known person or a first name within an "organization" that is only a run of capitals.
    if (best.reading == Reading::headed && tagged.reading == Reading::tagged &&
        tagged.kind == MentionKind::person) {
      return tagged;
    }
    if (best.reading == Reading::actor && named.reading == Reading::first_name &&
        named.end > best.end) {
      return named;
    }
    if (best.reading == Reading::gazetteer && named.reading == Reading::first_name &&
        named.end == best.end && !locative_before(t)) {
      return named;
    }
    // Same words: the tagger tells a person or a team from a place of that name.
    if (best.reading == Reading::gazetteer || best.reading == Reading::feature) {
      if (tagged.reading == Reading::tagged && tagged.end == best.end &&
          (tagged.kind == MentionKind::person || best.reading == Reading::gazetteer) &&
          tagged.kind != MentionKind::other && tagged.kind != MentionKind::place &&
          !(tagged.kind == MentionKind::person && best.end == t + 1 &&
            (place_here(t) || well_known_town(t)))) {
        return tagged;
      }
    }
    return best;
  }

  // "Republican Bob Packwood": a party or a title, then somebody.
  [[nodiscard]] std::uint32_t end_before_person(std::uint32_t end, std::uint32_t t) const {
    bool weak = false;
    for (std::uint32_t k = t + 1; k + 1 < end; ++k) {
      if (c_.first_name(d_, k, &weak) == 0 || weak || !capital(k + 1) || noun_or_title(end - 1)) {
        continue;
      }
      const auto actor = c_.actor(d_, t, k);
      std::uint32_t title_end = 0;
      const auto title = c_.title(d_, t, k, &title_end);
      if ((actor && actor->end == k) ||
          (k < t + 3 && ((title && title_end == k) || (k == t + 1 && acronym(t))))) {
        return k;
      }
    }
    return end;
  }

  std::uint32_t add(const Choice& choice, std::uint32_t t, TokenRange s) {
    Found f;
    f.tokens = {t, choice.end};
    f.kind = choice.kind;
    f.sub = choice.sub;
    if (choice.reading == Reading::actor) {
      f.actor_rows = choice.rows;
    } else if (choice.reading == Reading::feature) {
      f.feature_rows = choice.rows;
    } else if (choice.reading == Reading::gazetteer) {
      f.geo_rows = choice.rows;
    }
    f.tagged_place = tag_type(tag(t)) == 3;
    if (f.kind == MentionKind::person) {
      f.tokens.begin = trim_titles(t, choice.end);
      if (f.tokens.begin > t) {
        adjective(t, f.tokens.begin);
      }
    } else if (choice.reading == Reading::actor && f.tokens.size() > 1 &&
               d_.string(t_.lower[t]) == "the") {
      ++f.tokens.begin;
    }
    if (choice.reading == Reading::tagged) {
      mend_tagged(f);
      if (f.kind == MentionKind::other) {
        adjective(t, s.end);
        return choice.end;
      }
    }
    look_up(f);
    if (f.kind == MentionKind::organization || f.kind == MentionKind::facility ||
        f.kind == MentionKind::group) {
      embedded(f.tokens);
      learn_short_form(f.tokens, f.kind, s.end);
    }
    return push(f);
  }

  // "Lancaster Fire Department", "Bank of England": the place within is remembered for places[].
  void embedded(TokenRange r) {
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      const bool after =
          t > r.begin && (d_.string(t_.lower[t - 1]) == "of" || d_.string(t_.lower[t - 1]) == "in");
      if (!capital(t) || (t != r.begin && !after)) {
        continue;
      }
      Found f;
      std::uint32_t end = 0;
      const auto actor = c_.actor(d_, t, r.end);
      const auto feature = Catalog::phrase(c_.features, d_, t, r.end, LastWord::form);
      const auto geo = Catalog::phrase(c_.geo_names, d_, t, r.end, LastWord::form);
      if (actor && c_.actor_kind(actor->rows.begin) <= ActorKind::capital &&
          c_.actor_kind(actor->rows.begin) != ActorKind::demonym) {
        f.actor_rows = actor->rows;
        end = actor->end;
      }
      if (feature && feature->end > end) {
        f.feature_rows = feature->rows;
        end = feature->end;
      }
      // "Boko Haram", "Hamas": who is known by this name is no town.
      const bool someone = actor && actor->end >= (geo ? geo->end : 0U) &&
                           c_.actor_kind(actor->rows.begin) > ActorKind::capital;
      if (geo && geo->end > end && !someone) {
        bool weak = false;
        if (c_.first_name(d_, t, &weak) == 0 && d_.string(t_.form[t]).size() > 3 &&
            (c_.links(d_, t) & kRegionWord) == 0 && !noun_or_title(t) && !names_a_kind(t)) {
          end = geo->end;
        }
      }
      const bool demonym =
          actor && c_.actor_kind(actor->rows.begin) == ActorKind::demonym && actor->end >= end;
      if (demonym || end == 0 || end - t >= r.size() || street_follows(end, r.end)) {
        continue;
      }
      f.tokens = {t, end};
      f.kind = MentionKind::place;
      f.form = MentionForm::name;
      look_up(f);
      f.head = end - 1;
      b_.embedded.push_back(f);
      t = end;
    }
  }

  // The tagger's spans: small words and nouns at the edges, kind by the noun that heads them.
  void mend_tagged(Found& f) {
    if (f.tokens.size() <= 3 && ticker(d_.words(f.tokens))) {
      f.kind = MentionKind::other;
      return;
    }
    // "at The Olive Tree"; behind a small "the", or where a sentence begins, it is no part of it.
    const bool own_article = d_.string(t_.form[f.tokens.begin]) == "The" &&
                             f.tokens.begin > d_.sentence_tokens(f.tokens.begin).begin;
    while (f.tokens.size() > 1 && !own_article &&
           ((c_.links(d_, f.tokens.begin) & kDefinite) != 0 ||
            (small_word(f.tokens.begin) && !proper(f.tokens.begin)))) {
      ++f.tokens.begin;
    }
    while (f.tokens.size() > 1 && f.kind != MentionKind::facility &&  // "at Del Frisco's"
           d_.string(t_.lower[f.tokens.end - 1]) == "'s") {
      --f.tokens.end;
    }
    if (f.kind == MentionKind::person) {
      return;
    }
    // "Katsina militia": what is written small behind a place describes somebody there.
    while (f.kind == MentionKind::place && f.tokens.size() > 1 && capital(f.tokens.begin) &&
           d_.symbols.shape(t_.form[f.tokens.end - 1]) == Shape::lower &&
           known_noun(f.tokens.end - 1)) {
      --f.tokens.end;
    }
    std::uint32_t end = 0;
    const auto noun = c_.noun(d_, f.tokens.end - 1, f.tokens.end, &end);
    if (noun && f.tokens.size() > 1 &&
        (noun->kind == MentionKind::facility || noun->kind == MentionKind::place)) {
      f.sub = noun->sub;
      if (f.kind == MentionKind::place ||
          (f.kind == MentionKind::organization && built(noun->sub))) {
        f.kind = noun->kind;
      }
    }
  }

  // Things that stand somewhere and are nobody: a tagger that calls them organizations errs.
  [[nodiscard]] bool built(std::string_view sub) const { return (c_.links_of(sub) & kBuilt) != 0; }

  // Every table that knows these very words.
  void look_up(Found& f) {
    const std::uint32_t begin = f.tokens.begin;
    const std::uint32_t end = f.tokens.end;
    if (f.actor_rows.empty()) {
      const auto hit = c_.actor(d_, begin, end);
      if (hit && hit->end == end) {
        f.actor_rows = hit->rows;
      }
    }
    if (f.kind == MentionKind::place || f.kind == MentionKind::facility) {
      if (f.feature_rows.empty()) {
        const auto hit = Catalog::phrase(c_.features, d_, begin, end, LastWord::form);
        if (hit && hit->end == end) {
          f.feature_rows = hit->rows;
        }
      }
      if (f.geo_rows.empty()) {
        const auto hit = Catalog::phrase(c_.geo_names, d_, begin, end, LastWord::form);
        if (hit && hit->end == end) {
          f.geo_rows = hit->rows;
        }
      }
    }
  }

  std::uint32_t push(Found f) {
    f.head = head_of(f.tokens);
    const auto row = static_cast<std::uint32_t>(b_.found.size());
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
      b_.name_at[k] = row;
      // "British Ministry of Defence": the adjective inside still names a country.
      if (k == f.tokens.begin && f.kind != MentionKind::place && f.tokens.size() > 1) {
        adjective(k, f.tokens.end);
      }
    }
    b_.found.push_back(f);
    return f.tokens.end;
  }

  void learn_surnames() {
    b_.by_symbol.assign(d_.symbols.size() + 1, kNone);
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      const Found& f = b_.found[row];
      if (f.kind == MentionKind::person && f.tokens.size() > 1) {
        std::uint32_t& slot = b_.by_symbol[t_.form[f.tokens.end - 1].value];
        slot = std::min(slot, row);
      }
    }
  }

  // "Henry" alone, once "Chiquita Raquel Henry" was named.
  void add_surnames() {
    const auto known = static_cast<std::uint32_t>(b_.found.size());
    for (std::uint32_t row = 0; row < known; ++row) {
      Found& f = b_.found[row];
      if (f.tokens.size() == 1 && f.kind != MentionKind::person && f.actor_rows.empty() &&
          b_.by_symbol[t_.form[f.tokens.begin].value] != kNone &&
          (!f.tagged_place || !locative_before(f.tokens.begin))) {
        f.kind = MentionKind::person;
        f.geo_rows = f.feature_rows = {};
      }
    }
    bool added = false;
    for (const Sentence& sentence : d_.sentences) {
      if (!reads_as_news(d_.blocks[sentence.block].kind)) {
        continue;
      }
      for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
        if (b_.name_at[t] != kNone || b_.taken[t] != 0 || !capital(t) ||
            b_.by_symbol[t_.form[t].value] == kNone) {
          continue;
        }
        Found f;
        f.tokens = {t, t + 1};
        f.kind = MentionKind::person;
        look_up(f);
        push(f);
        added = true;
      }
    }
    if (added) {
      in_order();
    }
  }

  void in_order() {
    std::stable_sort(b_.found.begin(), b_.found.end(), [](const Found& x, const Found& y) {
      return x.tokens.begin < y.tokens.begin;
    });
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      for (std::uint32_t k = b_.found[row].tokens.begin; k < b_.found[row].tokens.end; ++k) {
        b_.name_at[k] = row;
      }
    }
  }

  void add_repeated() {
    const auto more = repeated_names();
    for (const auto& [tokens, row] : more) {
      Found f = b_.found[row];
      f.tokens = tokens;
      f.tagged_place = false;
      push(f);
    }
    if (!more.empty()) {
      in_order();
    }
  }

  bool has_tags_ = false;  // the model tags names
};

}  // namespace

void find_names(const Catalog& catalog, Document& d, Buffers& b) {
  b.found.clear();
  b.adjectives.clear();
  b.embedded.clear();
  b.name_at.assign(d.tokens.size(), kNone);
  NameFinder(catalog, d, b).run();
}

}  // namespace sayso::mention
