// SPDX-License-Identifier: Apache-2.0
// Actor codes: country and sector of every mention that acts. From the actor table with the dates
// of the office; from demonym or owner and noun ("Russian forces", "Ukraine's ministry"); from
// title and apposition ("US Secretary of State Antony Blinken", "X, adviser to Ukrainian President
// Y").
#include <algorithm>
#include <charconv>
#include <string>

#include "mention/found.h"
#include "mention/origins.h"

namespace sayso::mention {
namespace {

class Coder {
 public:
  Coder(const Catalog& c, Document& d, Buffers& b)
      : c_(c), d_(d), t_(d.tokens), b_(b), origins_(c, d, b) {
    if (const auto day = d.published_day()) {
      today_ = format_day(*day);
    }
  }

  void run() {
    for (Found& f : b_.found) {
      if (f.form == MentionForm::name) {
        table_code(f);
      }
    }
    for (Found& f : b_.found) {
      if (f.form == MentionForm::nominal) {
        nominal_code(f);
      } else if (f.form == MentionForm::name && f.kind != MentionKind::person && !f.code.some()) {
        organization_code(f);
      }
    }
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      if (b_.found[row].form == MentionForm::name && b_.found[row].kind == MentionKind::person) {
        person(row);
      }
    }
  }

 private:
  [[nodiscard]] bool proper(std::uint32_t t) const { return t_.upos[t] == Upos::propn; }

  // The row that held at publication; else the last office before it; else the first row.
  void table_code(Found& f) {
    if (f.actor_rows.empty()) {
      return;
    }
    std::uint32_t held = kNone;
    std::uint32_t past = kNone;
    std::uint32_t other = kNone;
    bool any_capital = false;
    for (std::uint32_t row = f.actor_rows.begin; row < f.actor_rows.end; ++row) {
      if (c_.actor_kind(row) == ActorKind::demonym || !row_fits(*c_.actors, row, d_, f.tokens)) {
        continue;
      }
      any_capital = any_capital || c_.actor_kind(row) == ActorKind::capital;
      const std::string_view from = c_.from(row);
      const std::string_view to = c_.to(row);
      const bool dated = !from.empty() || !to.empty();
      if (!dated || today_.empty()) {
        const bool over_company = other != kNone && c_.actor_kind(row) == ActorKind::government &&
                                  c_.actor_kind(other) == ActorKind::company;
        other = other == kNone || over_company ? row : other;
      } else if ((from.empty() || from <= today_) && (to.empty() || today_ <= to)) {
        held = held == kNone || c_.from(held) < from ? row : held;
      } else if (from <= today_ && (past == kNone || c_.from(past) < from)) {
        past = row;
      } else if (from > today_ && !(c_.actor_kind(row) == ActorKind::person && long_after(from))) {
        other = other == kNone ? row : other;
      }
    }
    std::uint32_t row = held != kNone ? held : past != kNone ? past : other;
    if (row == kNone) {
      return;
    }
    if (held == kNone && c_.actor_kind(row) == ActorKind::person) {
      held = held_by_entity(row);
      row = held != kNone ? held : row;
    }
    const ActorKind kind = c_.actor_kind(row);
    f.capital = any_capital;
    f.country_name = kind == ActorKind::country;
    f.name = d_.symbols.intern(c_.entity(row));
    if (held == kNone && past != kNone && kind == ActorKind::person) {
      f.code = former(c_.code(row));
    } else {
      f.code = d_.symbols.intern(c_.code(row));
      if (!c_.office(row).empty()) {
        f.office = d_.symbols.intern(c_.office(row));
      }
    }
    f.country = d_.symbols.intern(country_part(c_.code(row)));
  }

  // The office that who is known by a short name holds on the day, told under the full one alone.
  [[nodiscard]] std::uint32_t held_by_entity(std::uint32_t row) const {
    const RowRange rows = today_.empty() ? RowRange{} : c_.actors->find(c_.entity(row));
    for (std::uint32_t r = rows.begin; r < rows.end; ++r) {
      const std::string_view from = c_.from(r), to = c_.to(r);
      if (c_.actor_kind(r) == ActorKind::person && c_.entity(r) == c_.entity(row) &&
          !from.empty() && from <= today_ && (to.empty() || today_ <= to)) {
        return r;
      }
    }
    return kNone;
  }

  // Whoever takes an office years later need not be who is told of today.
  [[nodiscard]] bool long_after(std::string_view from) const {
    const auto year = [](std::string_view day) {
      int y = 0;
      std::from_chars(day.data(), day.data() + std::min<std::size_t>(4, day.size()), y);
      return y;
    };
    return year(from) > year(today_) + 4;
  }

  // Who held an office before: country and ELI, PLOVER's sector for former officials.
  Symbol former(std::string_view code) {
    std::string text(country_part(code));
    text += sector_part(code).starts_with("GOV") ? " ELI"
            : sector_part(code).empty()          ? ""
                                                 : " " + std::string(sector_part(code));
    return d_.symbols.intern(text);
  }

  Symbol join(std::string_view country, std::string_view sector) {
    if (country.empty()) {
      return sector.empty() ? Symbol::none() : d_.symbols.intern(sector);
    }
    if (sector.empty()) {
      return d_.symbols.intern(country);
    }
    buffer_.assign(country);
    buffer_ += ' ';
    buffer_ += sector;
    return d_.symbols.intern(buffer_);
  }

  // The organisation a source or spokesman belongs to: "a source in the Russian Defence Ministry".
  [[nodiscard]] Symbol owner_code(std::uint32_t head) const {
    for (const std::uint32_t child : d_.children.of(head)) {
      const Deprel r = t_.deprel[child];
      if ((r != Deprel::nmod && r != Deprel::nmod_poss && r != Deprel::compound) ||
          b_.name_at[child] == kNone) {
        continue;
      }
      const Found& f = b_.found[b_.name_at[child]];
      const bool body = f.kind == MentionKind::organization || f.kind == MentionKind::group;
      if (body && f.code.some() && !sector_part(d_.string(f.code)).empty()) {
        return f.code;
      }
    }
    return Symbol::none();
  }

  // Where no demonym and no owner says it: "rebels in Darfur" are of Darfur's country.
 public:
  void countries_of_places() {
    for (Found& f : b_.found) {
      const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::group ||
                        f.kind == MentionKind::organization;
      if (f.form != MentionForm::nominal || !acts || f.country.some() || !f.code.some()) {
        continue;
      }
      for (const std::uint32_t child : d_.children.of(f.head)) {
        const std::uint32_t at = b_.name_at[child];
        const bool related = t_.deprel[child] == Deprel::nmod ||
                             t_.deprel[child] == Deprel::nmod_poss ||
                             t_.deprel[child] == Deprel::compound;
        if (related && at != kNone && b_.found[at].place != kNone &&
            d_.places[b_.found[at].place].country.some()) {
          f.country = d_.places[b_.found[at].place].country;
          f.code = join(d_.string(f.country), d_.string(f.code));
          break;
        }
      }
    }
  }

 private:
  void nominal_code(Found& f) {
    if (f.kind == MentionKind::weapon || f.kind == MentionKind::vehicle ||
        f.kind == MentionKind::agreement || f.kind == MentionKind::event ||
        f.kind == MentionKind::other) {
      f.code = Symbol::none();
    }
    const std::string_view band = origins_.band_before(f);
    const std::string_view sector = band.empty() ? d_.string(f.code) : band;
    const Origin o = origins_.in(f.tokens.begin, f.head);
    std::string_view country = !o.country.empty() ? o.country : d_.string(f.country);
    if (country.empty()) {
      country = origins_.owner_country(f.head);
    }
    if (!country.empty()) {
      f.country = d_.symbols.intern(country);
    }
    if (f.kind == MentionKind::place || f.kind == MentionKind::facility) {
      f.code = Symbol::none();
      return;
    }
    const bool arms = f.kind == MentionKind::weapon || f.kind == MentionKind::vehicle;
    if (arms && !country.empty() && f.sub != "car" && f.sub != "train" && f.sub != "blade") {
      f.code = join(country, o.proxy ? "REB" : "MIL");  // "Russian warplanes"
      return;
    }
    if (f.kind != MentionKind::person && f.kind != MentionKind::group &&
        f.kind != MentionKind::organization) {
      return;
    }
    const bool unknown = sector == "UNK" || sector == "SOC";
    const bool belongs = unknown || sector.starts_with("GOV") || sector.empty();
    if (const Symbol body = owner_code(f.head);
        body.some() && belongs && f.kind == MentionKind::person) {
      f.code = body;
    } else if (unknown && country.empty()) {
      f.code = sector == "UNK" ? Symbol::none() : f.code;
    } else if (o.proxy && (armed(sector) || sector.empty() || sector.starts_with("OPP"))) {
      f.code = join(country, "REB");
    } else if (!o.sector.empty() && !o.proxy) {
      f.code = join(country, o.sector);
    } else if (sector != country) {
      f.code = join(country, sector);
    }
  }

  // "Iraqi National Congress", "University of Texas": country of its words, sector of its noun.
  void organization_code(Found& f) {
    if (f.kind != MentionKind::organization && f.kind != MentionKind::group) {
      return;
    }
    Origin o;
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end && o.country.empty(); ++k) {
      if ((c_.links(d_, k) & kRegionWord) != 0) {
        continue;  // "Golden West Financial" is of no bloc
      }
      if (const Adjective* a = origins_.adjective_at(k)) {
        o.country = d_.string(a->country);
      } else if (const auto hit = c_.actor(d_, k, f.tokens.end);
                 hit && c_.actor_kind(hit->rows.begin) <= ActorKind::capital &&
                 capital_first(d_, k)) {
        o.country = country_part(c_.code(hit->rows.begin));
      }
    }
    if (o.country.empty()) {
      o.country = origins_.owner_country(f.head);
    }
    // "the Russian 49th Army": the adjective stands before the name.
    if (o.country.empty() && f.tokens.begin > 0) {
      for (std::uint32_t k = f.tokens.begin; k-- > 0 && f.tokens.begin - k <= 3;) {
        if (const Adjective* a = origins_.adjective_at(k)) {
          o.country = d_.string(a->country);
          break;
        }
        if (t_.upos[k] != Upos::adj && t_.upos[k] != Upos::noun && !proper(k) &&
            t_.upos[k] != Upos::num) {
          break;
        }
      }
    }
    std::string_view sector = noun_of_body(f);
    for (std::uint32_t k = f.tokens.begin; sector.empty() && k < f.tokens.end; ++k) {
      const auto agent = c_.agent(d_, k, f.tokens.end);
      sector = agent ? agent->sector : sector;
    }
    if (sector.empty()) {
      sector = noun_around(f);
    }
    const auto body = c_.actor(d_, f.tokens.begin, f.tokens.end);  // "WWF" of "WWF UK"
    if (sector.empty() && body && c_.actor_kind(body->rows.begin) > ActorKind::capital) {
      sector = sector_part(c_.code(body->rows.begin));
      sector = sector.empty() ? c_.code(body->rows.begin) : sector;
    }
    if (!o.country.empty()) {
      f.country = d_.symbols.intern(o.country);
    }
    f.code = join(o.country, sector);
  }

  // The noun that says what kind of body the name is: before "for" or "of" ("Department for Culture
  // and Media"), else the one it ends with, else the first.
  [[nodiscard]] std::string_view noun_of_body(const Found& f) const {
    std::string_view first;
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end;) {
      const auto agent = c_.agent(d_, k, f.tokens.end);
      const bool body = agent && agent->kind != "person";
      if (body && agent->end == f.tokens.end) {
        return agent->sector;
      }
      if (body && first.empty()) {
        first = agent->sector;
      } else if (!agent && first.size() > 0 && first != "SOC" && first != "UNK") {
        const std::string_view word = d_.string(t_.lower[k]);
        if (word == "of" || word == "for") {
          return first;
        }
      }
      k = agent ? agent->end : k + 1;
    }
    return first;
  }

  // "the rebel group X", "the newspaper X", "X militants": of whom no table knows.
  [[nodiscard]] std::string_view noun_around(const Found& f) const {
    const std::uint32_t before = f.tokens.begin == 0 ? 0 : f.tokens.begin - 1;
    const std::uint32_t after = t_.head[f.head];
    const bool describes =
        after >= f.tokens.end && after <= f.tokens.end + 1 &&
        (t_.deprel[f.head] == Deprel::compound || t_.deprel[f.head] == Deprel::nmod_desc ||
         t_.deprel[f.head] == Deprel::amod);
    const auto row = static_cast<std::size_t>(&f - b_.found.data());
    const std::size_t from = row < 3 ? 0 : row - 3;
    for (std::size_t k = from; k < std::min(row + 2, b_.found.size()); ++k) {
      const Found& g = b_.found[k];
      const bool body = g.kind == MentionKind::organization || g.kind == MentionKind::group;
      if (k == row || g.form != MentionForm::nominal || !body || !g.code.some()) {
        continue;
      }
      const std::string_view code = d_.string(g.code);
      const std::string_view sector = c_.is_sector(code) ? code : sector_part(code);
      const bool one = f.tokens.begin > 0 && g.tokens.end == f.tokens.begin && g.head == before &&
                       t_.xpos[before] != Xpos::nns && (c_.links(d_, before) & kRole) == 0;
      const bool many = describes && g.head == after && (c_.links(d_, after) & kOneBody) != 0;
      if (one || many) {
        return sector;
      }
    }
    return {};
  }

  // Title before the name, apposition after it.
  void person(std::uint32_t row) {
    Found& f = b_.found[row];
    const TokenRange s = d_.sentence_tokens(f.tokens.begin);
    gender_of_name(f);
    std::uint32_t title = title_ending_at(f.tokens.begin);
    if (title == kNone && !f.code.some()) {
      title = title_before_comma(f, s);
    }
    if (title != kNone) {
      take_title(f, b_.titles[office_before(title)], s);
      return;
    }
    apposition(row, s);
    beside_noun(row);
    if (!f.code.some() && f.actor_rows.empty()) {
      noun_before(row);
    }
  }

  // "Defence Minister General X": the office says more than the grade.
  [[nodiscard]] std::uint32_t office_before(std::uint32_t title) const {
    const TitleHit& hit = b_.titles[title];
    const bool grade = hit.title.rank == Rank::grade || hit.title.rank == Rank::rank;
    const std::uint32_t before = grade ? title_ending_at(hit.tokens.begin) : kNone;
    return before != kNone && b_.titles[before].title.rank == Rank::office ? before : title;
  }

  // "His opponent, X, accused him": the noun is the person; who is known tells more.
  void beside_noun(std::uint32_t row) {
    constexpr std::uint32_t kBack = 6;  // mentions looked at
    Found& f = b_.found[row];
    if (t_.deprel[f.head] != Deprel::appos || t_.head[f.head] > f.head) {
      return;
    }
    for (std::uint32_t k = row; k-- > 0 && row - k <= kBack;) {
      Found& n = b_.found[k];
      if (n.head != t_.head[f.head] || n.form != MentionForm::nominal ||
          n.kind != MentionKind::person) {
        continue;
      }
      if (f.code.some() && !f.actor_rows.empty()) {
        n.code = f.code, n.country = f.country;
      } else if (!f.code.some() && n.code.some()) {
        f.code = n.code, f.country = n.country, f.described = true;
      }
      return;
    }
  }

  // "Guerrillas X and Y were shot", "drug kingpin Z": what the noun before the name says.
  void noun_before(std::uint32_t row) {
    constexpr std::uint32_t kBack = 4;  // mentions looked at
    Found& f = b_.found[row];
    const std::uint32_t head = t_.head[f.head];
    if (base_relation(t_.deprel[f.head]) == Deprel::conj && b_.name_at[head] != kNone &&
        b_.name_at[head] < row) {
      const Found& first = b_.found[b_.name_at[head]];
      if (first.kind == MentionKind::person && first.actor_rows.empty() && first.described) {
        f.code = first.code, f.country = first.country, f.described = true;
      }
      return;
    }
    for (std::uint32_t k = row + 1; k < b_.found.size() && k - row <= kBack; ++k) {
      const Found& n = b_.found[k];  // "X, a British citizen"
      if (n.form == MentionForm::nominal && !n.plural && n.country.some() &&
          t_.deprel[n.head] == Deprel::appos && t_.head[n.head] == f.head) {
        f.code = n.code, f.country = n.country;
        return;
      }
    }
    if (const Adjective* a =
            f.tokens.begin > 0 ? origins_.adjective_at(f.tokens.begin - 1) : nullptr;
        a != nullptr && a->end == f.tokens.begin && t_.sentence[a->token] == t_.sentence[f.head]) {
      f.code = f.country = a->country;  // "Frenchman X"
      return;
    }
    for (std::uint32_t k = row; k-- > 0 && row - k <= kBack;) {
      const Found& n = b_.found[k];
      const bool person = n.kind == MentionKind::person || n.kind == MentionKind::group;
      if (n.tokens.end == f.tokens.begin && n.form == MentionForm::nominal && person &&
          n.head + 1 == f.tokens.begin && n.code.some()) {
        f.code = n.code, f.country = n.country, f.described = true;
        return;
      }
    }
  }

  void gender_of_name(Found& f) const {
    bool weak = false;
    char g = c_.first_name(d_, f.tokens.begin, &weak);
    if (g == 0 || (f.tokens.size() == 1 && weak)) {  // "Biden", whom the tables call Joe
      g = f.name.some() ? c_.first_name_of(d_.symbols.text(f.name)) : '\0';
    }
    f.gender = g == 'u' ? '\0' : g;
  }

  // "The Agriculture Minister, X, says"
  [[nodiscard]] std::uint32_t title_before_comma(const Found& f, TokenRange s) const {
    const auto comma = [&](std::uint32_t t) { return d_.string(t_.form[t]) == ","; };
    if (f.tokens.begin < s.begin + 2 || f.tokens.end >= s.end || !comma(f.tokens.begin - 1) ||
        !comma(f.tokens.end)) {
      return kNone;
    }
    const std::uint32_t title = title_ending_at(f.tokens.begin - 1);
    if (title == kNone || t_.xpos[f.tokens.begin - 2] == Xpos::nns) {
      return kNone;
    }
    const Rank rank = b_.titles[title].title.rank;
    return rank == Rank::office || rank == Rank::speaker ? title : kNone;
  }

  [[nodiscard]] std::uint32_t title_ending_at(std::uint32_t t) const {
    const auto at =
        std::lower_bound(b_.titles.begin(), b_.titles.end(), t,
                         [](const TitleHit& h, std::uint32_t k) { return h.tokens.end < k; });
    return at != b_.titles.end() && at->tokens.end == t
               ? static_cast<std::uint32_t>(at - b_.titles.begin())
               : kNone;
  }

  void take_title(Found& f, const TitleHit& hit, TokenRange s) {
    if (hit.title.gender != 0) {
      f.gender = hit.title.gender;
    }
    if (hit.title.rank == Rank::polite || hit.title.rank == Rank::kin) {
      work_of(f, hit);
      return;
    }
    // Words of the same phrase before the title: "former US", "Ukraine's", "Kremlin".
    std::uint32_t begin = hit.tokens.begin;
    bool was = false;
    while (begin > s.begin && hit.tokens.begin - begin < 6) {
      const std::uint32_t k = begin - 1;
      const Upos u = t_.upos[k];
      const std::uint32_t bits = c_.links(d_, k);
      was = was || (bits & kFormer) != 0;
      const bool part = u == Upos::adj || u == Upos::noun || u == Upos::propn || is_hyphen(d_, k) ||
                        (bits & kFormer) != 0 || d_.string(t_.lower[k]) == "'s";
      if (!part || b_.taken[k] != 0) {
        break;
      }
      begin = k;
    }
    const Origin o = origins_.in(begin, hit.tokens.begin);
    give_office(f, hit, o, was);
  }

  // "Policemen X and Y", "driver Z": what they are says more than that they are somebody.
  void work_of(Found& f, const TitleHit& hit) {
    const auto agent = c_.agent(d_, hit.tokens.begin, hit.tokens.end);
    if (hit.title.rank == Rank::kin && agent && agent->end == hit.tokens.end && !f.code.some() &&
        f.actor_rows.empty() && agent->sector != "CVL" && agent->sector != "UNK") {
      f.code = d_.symbols.intern(agent->sector);
      f.described = true;
    }
  }

  void give_office(Found& f, const TitleHit& hit, const Origin& o, bool was) {
    if (!f.office.some() && !was) {
      f.office =
          d_.symbols.intern(hit.title.office.empty() ? d_.words(hit.tokens) : hit.title.office);
    }
    if (f.code.some() && was && sector_part(d_.string(f.code)).starts_with("GOV")) {
      f.code = former(d_.string(f.code));
      f.office = Symbol::none();
      return;
    }
    if (f.code.some() || (o.country.empty() && hit.title.sector == "CVL")) {
      return;  // the table knows better
    }
    const std::string_view sector = !o.sector.empty() ? o.sector : hit.title.sector;
    f.code = join(o.country, was && sector.starts_with("GOV") ? "ELI" : sector);
    if (!o.country.empty()) {
      f.country = d_.symbols.intern(o.country);
    }
  }

  // "Oleksiy Danilov, secretary of Ukraine's National Security and Defense Council, ..."
  void apposition(std::uint32_t row, TokenRange s) {
    Found& f = b_.found[row];
    std::uint32_t t = f.tokens.end;
    if (t >= s.end || (d_.string(t_.form[t]) != "," && d_.string(t_.form[t]) != "(")) {
      return;
    }
    ++t;
    const std::uint32_t limit = std::min(s.end, t + 7);
    auto at =
        std::lower_bound(b_.titles.begin(), b_.titles.end(), t,
                         [](const TitleHit& h, std::uint32_t k) { return h.tokens.begin < k; });
    for (std::uint32_t k = t; k < limit; ++k) {
      if (t_.upos[k] == Upos::verb || t_.upos[k] == Upos::punct || t_.upos[k] == Upos::pron) {
        if (!is_hyphen(d_, k) && !(at != b_.titles.end() && at->tokens.contains(k))) {
          return;
        }
      }
      if (at == b_.titles.end() || at->tokens.begin != k) {
        continue;
      }
      if (at->used || at->title.rank == Rank::polite) {
        return;
      }
      // Up to the closing comma: whose it is.
      std::uint32_t end = at->tokens.end;
      while (end < s.end && end < at->tokens.end + 14 && d_.string(t_.form[end]) != "," &&
             t_.upos[end] != Upos::verb) {
        ++end;
      }
      Origin o = origins_.in(t, at->tokens.begin);
      if (o.country.empty()) {
        o = origins_.in(at->tokens.end, end);
      }
      bool was = false;
      for (std::uint32_t w = t; w < at->tokens.begin; ++w) {
        was = was || (c_.links(d_, w) & kFormer) != 0;
      }
      if (at->title.gender != 0) {
        f.gender = at->title.gender;
      }
      const std::string_view next =
          at->tokens.end < s.end ? d_.string(t_.lower[at->tokens.end]) : std::string_view{};
      if (next == "of" && !was && !f.office.some()) {
        f.office = d_.symbols.intern(d_.words(TokenRange{at->tokens.begin, end}));
      }
      give_office(f, *at, o, was);
      link_nominal(row, at->tokens);
      return;
    }
  }

  // The nominal that the title heads is the person: same entity.
  void link_nominal(std::uint32_t row, TokenRange title) {
    for (std::uint32_t r = row + 1; r < b_.found.size() && b_.found[r].tokens.begin < title.end;
         ++r) {
      Found& n = b_.found[r];
      if (n.form == MentionForm::nominal && title.contains(n.head)) {
        n.owner = row;
        n.gender = b_.found[row].gender;
        if (b_.found[row].code.some()) {
          n.code = b_.found[row].code;
        }
      }
    }
  }

  const Catalog& c_;
  Document& d_;
  const TokenTable& t_;
  Buffers& b_;
  Origins origins_;
  std::string today_, buffer_;
};

}  // namespace

void give_codes(const Catalog& catalog, Document& d, Buffers& b) {
  Coder(catalog, d, b).run();
}

void give_countries_of_places(const Catalog& catalog, Document& d, Buffers& b) {
  Coder(catalog, d, b).countries_of_places();
}

}  // namespace sayso::mention
