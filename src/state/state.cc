// SPDX-License-Identifier: Apache-2.0
#include "state/state.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf8.h"
#include "state/judge.h"
#include "state/names.h"

namespace sayso {
namespace {

// What is told of a time before the news, undated, counts for this long before the report.
constexpr Instant kAside = 10 * kDaySeconds;
// A day so long before the report is history.
constexpr Instant kLongAgo = 700 * kDaySeconds;

// Full names of persons by their last word, over all reports.
using Surnames = std::unordered_map<std::string_view, std::set<std::string_view>>;

Surnames read_surnames(const std::vector<Report>& reports) {
  Surnames surnames;
  for (const Report& report : reports) {
    for (const ReportEntity& e : report.entities) {
      if (e.kind == "person" && e.name.find(' ') != std::string::npos) {
        surnames[last_word(e.name)].insert(e.name);
      }
    }
  }
  return surnames;
}

// "Whelan" and "Marine Paul Whelan" are Paul Whelan where the report names him, or where the whole
// collection knows no other; else the words stay.
std::string full_name(const Report& report, const Surnames& surnames, const std::string& words) {
  const auto fits = [&](std::string_view name) {
    return name.size() > words.size() ? last_word(name) == words
                                      : words.ends_with(" " + std::string(name));
  };
  std::set<std::string_view> here;
  for (const ReportEntity& e : report.entities) {
    if (e.kind == "person" && e.name.find(' ') != std::string::npos && fits(e.name)) {
      here.insert(e.name);
    }
  }
  const auto known = surnames.find(last_word(words));
  if (here.empty() && known != surnames.end()) {
    std::copy_if(known->second.begin(), known->second.end(), std::inserter(here, here.end()), fits);
  }
  return here.size() == 1 ? std::string(*here.begin()) : words;
}

// "Makalondi", taken for a surname: who is cut off, or held by an army, is a place, unless somebody
// is known by that name.
std::string_view kind_told(const Report& report, const Surnames& surnames,
                           const ReportState& state) {
  const bool of_place = state.variable == "access" || state.variable == "control";
  const bool surname = state.entity.find(' ') == std::string::npos &&
                       surnames.count(last_word(state.entity)) == 0 &&
                       full_name(report, surnames, state.entity) == state.entity;
  return of_place && surname && state.kind == "person" ? std::string_view() : state.kind;
}

// "In jail in La Chorrera": no town holds anybody, but the country where it is; the place, else
// kNoRow.
std::uint32_t held_in(const Report& report, const Statement& s) {
  constexpr std::string_view kHeld = "held by ";
  if (s.variable != "custody" || !s.value.starts_with(kHeld)) {
    return kNoRow;
  }
  const std::string_view holder = std::string_view(s.value).substr(kHeld.size());
  for (std::uint32_t p = 0; p < report.places.size(); ++p) {
    const ReportPlace& place = report.places[p];
    if (place.name == holder && place.kind != "country" && !place.country.empty()) {
      return p;
    }
  }
  return kNoRow;
}

// "England reopened", "Kent is closed": some way in it is, but not a land.
bool is_region(const Report& report, const ReportState& state) {
  if (state.variable != "status") {
    return false;
  }
  return std::any_of(report.places.begin(), report.places.end(), [&](const ReportPlace& p) {
    return p.name == state.entity && (p.kind == "admin1" || p.kind == "region" ||
                                      p.kind == "country" || p.kind == "continent");
  });
}

Instant end_of(Day day) {
  return (static_cast<Instant>(day) + 1) * kDaySeconds - 1;
}

}  // namespace

std::string_view fact_status_name(FactStatus status) {
  constexpr std::array<std::string_view, 5> kNames{"asserted", "inferred", "contested",
                                                   "superseded", "expired"};
  return kNames[static_cast<std::size_t>(status)];
}

StateBuilder::StateBuilder(const std::vector<Report>& reports,
                           const std::vector<std::uint32_t>& originals,
                           std::vector<std::uint32_t> stories, const Situation& situation,
                           const Edits& edits)
    : reports_(reports),
      originals_(originals),
      stories_(std::move(stories)),
      situation_(situation),
      edits_(edits) {
  read();
  name_routes();
  name_by_story();
  name_by_matter();
  name_entities();
  name_described();
  name_places();
  group();
}

void StateBuilder::read() {
  const Surnames surnames = read_surnames(reports_);
  bool dated = false;
  for (std::uint32_t r = 0; r < reports_.size(); ++r) {
    const Report& report = reports_[r];
    if (report.known_at) {
      const Day day = day_of(*report.known_at);
      last_day_ = dated ? std::max(last_day_, day) : day;
      dated = true;
    }
    for (std::uint32_t k = 0; k < report.states.size(); ++k) {
      const ReportState& state = report.states[k];
      if (state.rejected || state.furniture || is_region(report, state) ||
          !situation_.applies(state.variable, kind_told(report, surnames, state), state.entity)) {
        continue;
      }
      Statement s;
      s.report = r;
      s.state = k;
      s.stance = stance_of(state.factuality, state.time);
      const bool has_when =
          !state.when.empty() && (state.from != kOpenStart || state.to != kOpenEnd);
      if (!has_when && !report.known_at) {
        continue;  // nobody can say when this was so
      }
      s.known_at = report.known_at.value_or(kOpenStart);
      s.known_until = report.known_until.value_or(kOpenEnd);
      s.valid_from = has_when && state.from != kOpenStart ? state.from
                                                          : report.known_at.value_or(state.to - 1);
      // How things are is said for the day of the report; what happened, for the day it happened.
      const bool happened = state.event != kNoRow && has_when;
      // "The canal opened in 1869" is no word on this week.
      const bool old = has_when && report.known_at && state.to < *report.known_at - kLongAgo;
      const bool still = !happened && !old && (state.time == "ongoing" || !has_when);
      s.aside = state.time == "past";
      if (s.aside && !has_when) {
        s.valid_from = *report.known_at - kAside;
      }
      s.at = still && report.known_at && !s.aside ? std::max(s.valid_from, *report.known_at)
                                                  : s.valid_from;
      s.change = state.event != kNoRow;
      s.hedged = state.factuality.starts_with("PR");
      s.copy = originals_[r] != r;
      s.entity =
          situation_.entity(full_name(report, surnames, state.entity), state.variable != "custody");
      if (std::string merged = edits_.entity(thing_key(s.entity)); !merged.empty()) {
        s.entity = std::move(merged);
      }
      s.scope = state.scope;
      s.variable = state.variable;
      s.source_key = source_key(report, state.claim);
      s.source = source_label(report, state.claim);
      s.unnamed = s.source_key.starts_with("?");
      const bool told = state.claim != kNoRow && state.claim < report.claims.size();
      s.code = told ? report.claims[state.claim].code : std::string();
      // "Our forces", "allied forces" are those of the side that speaks.
      s.value = situation_.value(state.variable, state.value, state.value_code,
                                 told ? s.code : situation_.outlet(report.outlet).country);
      if (const std::uint32_t where = held_in(report, s); where != kNoRow) {
        s.value = situation_.value("custody", "held by the authorities",
                                   report.places[where].country, {});
      }
      if (s.stance == Stance::denies) {
        const std::string_view opposite = situation_.opposite(s.variable, s.value);
        if (!opposite.empty()) {
          s.value = opposite;
          s.stance = Stance::affirms;
          s.opposite = true;
        }
      }
      if (s.variable == "access" && situation_.is_way(s.entity)) {
        s.variable = "status";  // a crossing that is cut off is stopped: one thing, told once
        s.value = s.value == "cut off" ? "stopped" : s.value == "limited" ? "reduced" : s.value;
      }
      s.change = s.change || situation_.change(s.variable, s.value) ||
                 (s.stance == Stance::affirms && !s.opposite &&
                  situation_.tells_change(state.variable, state.value));
      s.dated = has_when;
      statements_.push_back(std::move(s));
    }
  }
  push_back_background();
  deny_custody();
  add_beginnings();
}

// "Closed since 24 June", told in August, is told of 24 June and of all days between.
void StateBuilder::add_beginnings() {
  const std::size_t count = statements_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Statement& s = statements_[i];
    const ReportState& state = reports_[s.report].states[s.state];
    if (state.from == kOpenStart || s.valid_from == kOpenStart) {
      continue;  // no day is named
    }
    const bool exact = state.to < s.at && state.to >= s.known_at - kLongAgo &&
                       state.to - state.from <= kDaySeconds;
    const bool open = state.to == kOpenEnd ||  // "since"
                      (state.to >= s.known_at && state.to - state.from > 2 * kDaySeconds);
    if (s.dated && (exact || open) && s.stance == Stance::affirms && !s.opposite && !s.aside &&
        day_of(s.valid_from) < day_of(s.at)) {
      Statement begins = s;
      begins.until = s.at;
      begins.at = s.valid_from;
      begins.change = true;
      statements_.push_back(std::move(begins));
    }
  }
}

// "We hold no teacher" is said of the teacher whom the same report says to be held: of the person
// told of last before, by somebody else.
void StateBuilder::deny_custody() {
  constexpr std::uint32_t kNear = 8;  // sentences
  const auto told = [&](const Statement& s) -> const ReportState& {
    return reports_[s.report].states[s.state];
  };
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& s = statements_[i];
    const ReportState& state = told(s);
    const std::string_view last = last_word(s.entity);
    const bool described =
        !situation_.names_one(s.entity) || (last.front() >= 'a' && last.front() <= 'z');
    const bool anybody = state.kind == "person" || state.kind == "group";
    if (s.variable != "custody" || !state.factuality.ends_with('-') || !described || !anybody) {
      continue;
    }
    for (std::size_t k = i; k-- > 0 && statements_[k].report == s.report;) {
      const Statement& held = statements_[k];
      const bool of_person = held.variable == "custody" && told(held).kind == "person" &&
                             held.stance == Stance::affirms && !held.opposite &&
                             situation_.names_one(held.entity) &&
                             situation_.excludes("custody", held.value, s.value);
      if (of_person && held.source_key != s.source_key &&
          state.sentence - told(held).sentence <= kNear) {
        s.entity = held.entity;
        s.value = held.value;
        s.stance = Stance::denies;
        s.at = std::max(held.at, held.valid_from);
        s.valid_from = s.at;
        s.opposite = s.change = false;
        break;
      }
    }
  }
}

// A report that says undated both how a thing is and how it was ("freed on Thursday … detained at
// an airport") gives the news first: what its teller says later and otherwise is of the day before.
void StateBuilder::push_back_background() {
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& s = statements_[i];
    for (std::size_t k = i; k-- > 0 && statements_[k].report == s.report;) {
      const Statement& first = statements_[k];
      if (!s.dated && first.source_key == s.source_key && first.variable == s.variable &&
          first.entity == s.entity && first.stance == Stance::affirms &&
          situation_.excludes(s.variable, first.value, s.value) && s.at >= first.at) {
        s.at = first.at - kDaySeconds;
        s.valid_from = std::min(s.valid_from, s.at);
      }
    }
  }
}

void StateBuilder::group() {
  std::stable_sort(statements_.begin(), statements_.end(),
                   [](const Statement& a, const Statement& b) {
                     if (a.entity_key != b.entity_key) {
                       return a.entity_key < b.entity_key;
                     }
                     return a.variable != b.variable ? a.variable < b.variable : a.at < b.at;
                   });
  for (std::uint32_t i = 0; i < statements_.size(); ++i) {
    if (i == 0 || statements_[i].entity_key != statements_[i - 1].entity_key ||
        statements_[i].variable != statements_[i - 1].variable) {
      groups_.push_back({i, 0});
    }
    ++groups_.back().count;
  }
}

// The facts of one group up to `at`, as known at `known`, oldest first: judged anew on each day on
// which somebody said something, over the statements of the days before that are about the same
// time; equal neighbours are one fact.
std::vector<Fact> StateBuilder::timeline(const Group& g, Instant at, Instant known) const {
  std::vector<Told> told;
  std::set<std::string_view> holders;
  for (std::uint32_t i = g.first; i < g.first + g.count; ++i) {
    const Statement& s = statements_[i];
    if (s.known_at > known || s.known_until <= known || s.stance == Stance::mentions) {
      continue;
    }
    if (s.value.starts_with("held by ") && s.stance == Stance::affirms) {
      holders.insert(s.value);
    }
    if (s.at <= at) {
      told.push_back({&s, s.value});
    }
  }
  if (holders.size() == 1) {  // who holds it is known: "detained" says no more and no less
    for (Told& t : told) {
      if (!situation_.excludes(t->variable, t.value, *holders.begin()) &&
          situation_.rank(t->variable, t.value) < situation_.rank(t->variable, *holders.begin())) {
        t.value = *holders.begin();
      }
    }
  }
  std::vector<Fact> facts;
  if (told.empty()) {
    return facts;
  }
  const auto settle =
      static_cast<Instant>(situation_.variable(told.front()->variable).settle_days * kDaySeconds);
  std::size_t first = 0;
  std::vector<Told> window, lasting;  // lasting: what began before the window
  for (std::size_t i = 0; i < told.size(); ++i) {
    const bool day_goes_on = i + 1 < told.size() && day_of(told[i + 1]->at) == day_of(told[i]->at);
    if (day_goes_on) {
      continue;
    }
    const Instant now = told[i]->at;
    for (; told[first]->at < now - settle; ++first) {
      if (told[first]->until != kOpenStart) {
        lasting.push_back(told[first]);
      }
    }
    lasting.erase(std::remove_if(lasting.begin(), lasting.end(),
                                 [&](const Told& t) { return t->until < now; }),
                  lasting.end());
    window = lasting;
    window.insert(window.end(), told.begin() + static_cast<std::ptrdiff_t>(first),
                  told.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    Fact fact;
    if (!judge_window(window, situation_, statements_.data(), fact)) {
      continue;
    }
    // What says less than is known already, and does not exclude it, changes nothing.
    const bool less = !facts.empty() && facts.back().value != fact.value &&
                      !situation_.excludes(fact.variable, facts.back().value, fact.value) &&
                      !situation_.change(fact.variable, fact.value) &&
                      situation_.rank(fact.variable, fact.value) <=
                          situation_.rank(fact.variable, facts.back().value);
    if (less) {
      fact.value = facts.back().value;
    }
    if (!facts.empty() && facts.back().value == fact.value) {
      Fact& same = facts.back();
      fact.valid_from = same.valid_from;
      fact.known_from = std::min(fact.known_from, same.known_from);
      // Support adds up while the value holds; opposition is only what still stands.
      std::vector<std::uint32_t> all = same.supports;
      all.insert(all.end(), fact.supports.begin(), fact.supports.end());
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end()), all.end());
      fact.supports = std::move(all);
      same = std::move(fact);
    } else {
      if (!facts.empty()) {
        fact.valid_from = std::max(fact.valid_from, facts.back().valid_from);
        facts.back().valid_to = fact.valid_from;
      }
      facts.push_back(std::move(fact));
    }
  }
  for (Fact& fact : facts) {
    weigh_fact(fact, situation_, statements_);
    for (const std::uint32_t row : fact.supports) {
      const Statement& s = statements_[row];
      if (const auto judged = edits_.credibility(reports_[s.report].states[s.state].id)) {
        fact.credibility = *judged;
      }
    }
    std::string name = "fact\n" + fact.entity_key + "\n" + fact.variable + "\n" + fact.value +
                       "\n" + std::to_string(fact.valid_from);
    // Said, unsaid and said again of one day: the same words, another fact.
    const auto again = std::count_if(facts.data(), &fact, [&](const Fact& f) {
      return f.value == fact.value && f.valid_from == fact.valid_from;
    });
    if (again != 0) {
      name += "\n" + std::to_string(again);
    }
    fact.id = to_hex(hash128(name).high);
    for (const std::uint32_t s : fact.supports) {
      const Statement& statement = statements_[s];
      const Report& report = reports_[statement.report];
      const std::uint32_t where =
          place_of(report, report.states[statement.state], statement.entity);
      if (where != kNoRow && fact.place == kNoRow) {
        fact.place_report = statement.report;
        fact.place = where;
      }
    }
  }
  return facts;
}

// The last instant at which it still counts.
Instant StateBuilder::expiry(const Fact& fact) const {
  const double lasts = situation_.variable(fact.variable).lasts_days;
  Instant newest = kOpenStart;
  for (const std::uint32_t s : fact.supports) {
    newest = std::max(newest, statements_[s].at);
  }
  return lasts > 0 ? newest + static_cast<Instant>((lasts + 1) * kDaySeconds) : kOpenEnd;
}

std::vector<Fact> StateBuilder::as_of(Day at, Day known) const {
  const Instant end = end_of(at);
  std::vector<Fact> facts;
  for (const Group& g : groups_) {
    std::vector<Fact> line = timeline(g, end, end_of(known));
    if (line.empty()) {
      continue;
    }
    Fact& fact = line.back();
    if (end > expiry(fact)) {
      fact.status = FactStatus::expired;
    }
    facts.push_back(std::move(fact));
  }
  infer(facts);
  std::stable_sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
    const std::string x = folded(a.entity);
    const std::string y = folded(b.entity);
    return x != y ? x < y
                  : (a.entity_key != b.entity_key ? a.entity_key < b.entity_key
                                                  : a.variable < b.variable);
  });
  return facts;
}

std::vector<Fact> StateBuilder::history() const {
  std::vector<Fact> facts;
  for (const Group& g : groups_) {
    std::vector<Fact> line = timeline(g, kOpenEnd - 1, kOpenEnd - 1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i + 1 < line.size()) {
        line[i].status = FactStatus::superseded;
      } else {
        line[i].expires_at = expiry(line[i]);
      }
      facts.push_back(std::move(line[i]));
    }
  }
  std::vector<Fact> now = as_of(last_day_, last_day_);
  for (Fact& fact : now) {
    if (fact.status == FactStatus::inferred) {
      facts.push_back(std::move(fact));
    } else if (fact.status == FactStatus::expired) {
      for (Fact& known : facts) {
        if (known.id == fact.id) {
          known.status = FactStatus::expired;
          known.expires_at = kOpenEnd;
        }
      }
    }
  }
  return facts;
}

std::vector<Contradiction> StateBuilder::contradictions() const {
  std::vector<Contradiction> out;
  for (const Group& g : groups_) {
    find_value_contradictions(statements_, g.first, g.count, reports_, situation_, out);
  }
  return out;
}

}  // namespace sayso
