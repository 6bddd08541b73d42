// SPDX-License-Identifier: Apache-2.0
#include "state/names.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "state/state.h"

namespace sayso {
namespace {

constexpr double kSamePlaceKm = 60;

// Sets of rows that are one.
class Groups {
 public:
  explicit Groups(std::size_t count) : of_(count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      of_[i] = i;
    }
  }
  std::uint32_t find(std::uint32_t i) {
    while (of_[i] != i) {
      of_[i] = of_[of_[i]];
      i = of_[i];
    }
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) { of_[find(a)] = find(b); }
  // Joins all rows that come with one key.
  void join(const std::string& key, std::uint32_t row) {
    const auto [first, fresh] = first_.try_emplace(key, row);
    if (!fresh) {
      join(first->second, row);
    }
  }

 private:
  std::vector<std::uint32_t> of_;
  std::unordered_map<std::string, std::uint32_t> first_;
};

// How many reports write it so; copies write nothing.
using Spellings = std::map<std::string, std::set<std::uint32_t>>;

const std::string& most_written(const Spellings& spellings) {
  return std::max_element(
             spellings.begin(), spellings.end(),
             [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); })
      ->first;
}

}  // namespace

std::string_view last_word(std::string_view words) {
  const std::size_t blank = words.find_last_of(' ');
  return blank == std::string_view::npos ? words : words.substr(blank + 1);
}

// Where the thing is: the place of that name, else the place the state is told of ("severed
// Kherson", said in London).
std::uint32_t place_of(const Report& report, const ReportState& state, std::string_view entity) {
  for (std::uint32_t p = 0; p < report.places.size(); ++p) {
    if (report.places[p].name == entity) {
      return p;
    }
  }
  return state.place < report.places.size() ? state.place : kNoRow;
}

Described described(const Situation& situation, std::string_view entity, std::string_view scope) {
  const std::size_t between = entity.find(" between ");
  const std::size_t both =
      between == std::string_view::npos ? between : entity.find(" and ", between);
  if (both == std::string_view::npos) {
    if (scope.empty() || !situation.one_at_a_time(last_word(entity))) {
      return {};
    }
    return {situation.plain_words(entity), std::string(scope)};
  }
  const std::string_view words = entity.substr(0, between);
  std::string one = situation.country_code(entity.substr(between + 9, both - between - 9));
  std::string other = situation.country_code(entity.substr(both + 5));
  if (one.empty() || other.empty() || !situation.one_at_a_time(last_word(words))) {
    return {};
  }
  if (other < one) {
    std::swap(one, other);
  }
  return {situation.plain_words(words), "=" + one + "|=" + other};
}

namespace {

std::uint64_t tie(std::string_view kind, std::string_view what) {
  return hash128(std::string(kind) + "\n" + std::string(what)).high;
}

bool starts_large(std::string_view word) {
  return !word.empty() && (static_cast<unsigned char>(word.front()) >= 0x80 ||
                           (word.front() >= 'A' && word.front() <= 'Z'));
}

bool is_between(std::string_view words) {
  return words.find(" between ") != std::string_view::npos;
}

// "accords" of "accords with France".
std::string_view before_matter(std::string_view name) {
  std::size_t end = name.size();
  for (const std::string_view stop : {" of ", " with ", " at ", " in ", " on ", " to ", " for ",
                                      " from ", " between ", " against ", " through "}) {
    end = std::min(end, name.find(stop));
  }
  return name.substr(0, end);
}

std::string before_between(std::string_view words) {
  return std::string(words.substr(0, words.find(" between ")));
}

}  // namespace

std::uint64_t surname_tie(std::string_view full_name) {
  return tie("surname", thing_key(last_word(full_name)));
}
std::uint64_t name_tie(std::string_view name) {
  return tie("name", thing_key(name));
}
std::uint64_t beside_tie(std::string_view name) {
  return tie("beside", thing_key(name));
}

std::string way_kind(std::string_view name) {
  return thing_key(last_word(name));
}

std::vector<std::string> ways_beside(const Situation& situation, const std::string& said) {
  std::vector<std::string> ways;
  if (!situation.known(said)) {
    return ways;
  }
  const auto add = [&](const std::string& name) {
    if (situation.is_route(last_word(name))) {
      ways.push_back(name);
    }
  };
  const std::string name = situation.entity(said);
  add(name);
  for (const Situation::Relation& r : situation.relations()) {
    if (r.whole == name || r.part == name) {
      add(r.whole == name ? r.part : r.whole);
    }
  }
  return ways;
}

Ties ties_of(const ReportState& state, const Situation& situation) {
  Ties out;
  const std::string name = situation.entity(state.entity);
  out.named = situation.names_one(name);
  out.custody = state.variable == "custody";
  for (const std::string& words : {state.entity, name}) {
    const std::string_view last = last_word(words);
    const bool route = situation.is_route(last);
    if (situation.names_one(words)) {
      out.fixed.push_back(name_tie(words));
      if (last.size() < words.size() && (route || situation.is_site(last))) {
        out.fixed.push_back(name_tie(words.substr(0, words.size() - last.size() - 1)));
      }
      if (situation.is_related(words)) {
        out.fixed.push_back(tie("related", ""));
      }
    }
    out.route = route ? way_kind(words) : out.route;
    if (route && situation.names_one(words)) {
      out.beside.push_back(beside_tie(words));
    }
    const bool person = state.kind == "person" || state.kind.empty() || last == words;
    if (person && starts_large(last)) {
      out.fixed.push_back(surname_tie(words));
    }
    if (const Described d = described(situation, words, state.scope); !d.words.empty()) {
      out.fixed.push_back(tie("one", d.words + "\n" + d.scope));
    }
  }
  const std::string_view head = before_matter(name);
  if (!out.named || is_between(name) || (head.size() < name.size() && !situation.names_one(head))) {
    out.peer = situation.plain_words(head);
  }
  if (state.geonames_id != 0) {
    out.fixed.push_back(tie("id", std::to_string(state.geonames_id)));
  }
  std::sort(out.fixed.begin(), out.fixed.end());
  out.fixed.erase(std::unique(out.fixed.begin(), out.fixed.end()), out.fixed.end());
  return out;
}

std::vector<StateTie> state_ties(const std::vector<Report>& reports, const Situation& situation) {
  std::vector<StateTie> out;
  for (std::uint32_t r = 0; r < reports.size(); ++r) {
    for (std::uint32_t k = 0; k < reports[r].states.size(); ++k) {
      for (const std::uint64_t tie : ties_of(reports[r].states[k], situation).fixed) {
        out.push_back({r, k, tie});
      }
    }
    for (const ReportEntity& e : reports[r].entities) {
      for (const std::string& way : ways_beside(situation, e.name)) {
        out.push_back({r, kNoRow, beside_tie(way)});
      }
    }
  }
  return out;
}

// "Torkham has reopened" is said of the crossing, where one route, port or mine is named after the
// place.
void StateBuilder::name_routes() {
  // place -> "place crossing", by its key and as one writes it
  std::unordered_map<std::string, std::map<std::string, std::string>> routes;
  for (const Statement& s : statements_) {
    const std::size_t blank = s.entity.rfind(' ');
    const std::string_view last = std::string_view(s.entity).substr(blank + 1);
    if (blank != std::string::npos && (situation_.is_route(last) || situation_.is_site(last))) {
      routes[thing_key(s.entity.substr(0, blank))].emplace(thing_key(s.entity), s.entity);
    }
  }
  for (Statement& s : statements_) {
    const auto found =
        s.variable == "status" && (!situation_.known(s.entity) || situation_.is_works(s.entity))
            ? routes.find(thing_key(s.entity))
            : routes.end();
    if (found != routes.end() && found->second.size() == 1) {
      s.entity = found->second.begin()->second;
    }
  }
}

// "The corridor" of one report is the corridor that it, or the other reports of its story, call by
// a name; or the one that is known to belong to what they name ("the grain agreement"). Only where
// there is one such.
void StateBuilder::name_by_story() {
  using Names = std::map<std::string, std::set<std::string>>;  // kind of thing -> names
  std::map<std::uint32_t, Names> of_report, of_story, related;
  const auto story_of = [&](std::uint32_t report) {
    return report < stories_.size() ? stories_[report] : kNoRow;
  };
  const auto kind_of = [](const std::string& name) { return thing_key(last_word(name)); };
  const auto note = [&](std::uint32_t report, const std::string& name) {
    of_report[report][kind_of(name)].insert(name);
    of_story[story_of(report)][kind_of(name)].insert(name);
    for (const Situation::Relation& r : situation_.relations()) {
      if (r.whole == name || r.part == name) {
        const std::string& other = r.whole == name ? r.part : r.whole;
        related[story_of(report)][kind_of(other)].insert(other);
      }
    }
  };
  for (const Statement& s : statements_) {
    if (situation_.names_one(s.entity)) {
      note(s.report, s.entity);
    }
  }
  for (std::uint32_t r = 0; r < reports_.size(); ++r) {
    for (const ReportEntity& e : reports_[r].entities) {
      if (situation_.known(e.name)) {
        note(r, situation_.entity(e.name));
      }
    }
  }
  for (Statement& s : statements_) {
    if (situation_.names_one(s.entity) || !situation_.is_route(s.entity)) {
      continue;
    }
    const std::uint32_t story = story_of(s.report);
    for (const auto& [table, row] :
         {std::pair{&of_report, s.report}, {&of_story, story}, {&related, story}}) {
      const auto names = row == kNoRow ? table->end() : table->find(row);
      if (names == table->end()) {
        continue;
      }
      const auto found = names->second.find(kind_of(s.entity));
      if (found != names->second.end()) {
        if (found->second.size() == 1) {
          s.entity = *found->second.begin();
        }
        break;
      }
    }
  }
}

// "The accords" of a report that tells of "military accords with France" and of no others are
// these.
void StateBuilder::name_by_matter() {
  // By report and kind of thing: those told of more fully.
  std::map<std::pair<std::uint32_t, std::string>, std::set<std::string>> full;
  for (const Statement& s : statements_) {
    const std::string_view head = before_matter(s.entity);
    if (head.size() < s.entity.size() && !situation_.names_one(head)) {
      full[{s.report, thing_key(head)}].insert(s.entity);
    }
  }
  for (Statement& s : statements_) {
    if (situation_.names_one(s.entity) || before_matter(s.entity).size() < s.entity.size()) {
      continue;
    }
    const auto found = full.find({s.report, thing_key(s.entity)});
    if (found != full.end() && found->second.size() == 1) {
      s.entity = *found->second.begin();
    }
  }
}

// One name is one entity, unless its statements lie at places far apart: then each place is one,
// and statements without a place belong to the one spoken of most.
void StateBuilder::name_entities() {
  struct Site {
    double lat, lon;
    std::uint32_t count;
  };
  std::unordered_map<std::string, std::vector<Site>> sites;
  std::vector<std::int32_t> site_of(statements_.size(), -1);
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& s = statements_[i];
    s.entity_key = thing_key(s.entity);
    s.named = situation_.names_one(s.entity);
    if (!s.named) {  // what "the bridge" is, only its report knows
      s.entity_key += "#" + reports_[originals_[s.report]].document_id.substr(0, 8);
    }
    const Report& report = reports_[s.report];
    const std::uint32_t where = place_of(report, report.states[s.state], s.entity);
    if (where == kNoRow) {
      continue;
    }
    const ReportPlace& p = report.places[where];
    if (p.precision >= 6 || situation_.known(s.entity)) {
      continue;
    }
    std::vector<Site>& list = sites[s.entity_key];
    std::size_t k = 0;
    while (k < list.size() && distance_km(list[k].lat, list[k].lon, p.lat, p.lon) > kSamePlaceKm) {
      ++k;
    }
    if (k == list.size()) {
      list.push_back({p.lat, p.lon, 0});
    }
    ++list[k].count;
    site_of[i] = static_cast<std::int32_t>(k);
  }
  for (std::size_t i = 0; i < statements_.size(); ++i) {
    Statement& s = statements_[i];
    const auto found = sites.find(s.entity_key);
    if (found == sites.end() || found->second.size() < 2 || site_of[i] < 0) {
      continue;
    }
    const auto most =
        std::max_element(found->second.begin(), found->second.end(),
                         [](const Site& a, const Site& b) { return a.count < b.count; });
    if (most - found->second.begin() != site_of[i]) {
      s.entity_key += "@" + std::to_string(site_of[i]);
      const Report& report = reports_[s.report];
      const std::uint32_t where = place_of(report, report.states[s.state], s.entity);
      const std::string& place = report.places[where].name;
      if (s.entity.find(place) == std::string::npos) {
        s.entity += " (" + place + ")";  // "Inter-American Highway (Horconcitos)"
      }
    }
  }
}

// A thing without a name goes by its words and by whose or where it is: "energy crisis (Portugal)".
// It is one wherever its report, or its story, tells of it in the same words; and of what a country
// has one of at a time ("ceasefire", "talks") over all reports.
void StateBuilder::name_described() {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < statements_.size(); ++i) {
    Statement& s = statements_[i];
    const ReportState& state = reports_[s.report].states[s.state];
    const bool people = state.kind == "person" || state.kind == "group" || s.variable == "custody";
    s.described = !s.named && !s.scope.empty() && !people && situation_.shown(s.entity);
    if (s.described || (s.named && is_between(s.entity))) {
      rows.push_back(i);
    }
  }
  // "The talks" of a story that calls one by those who hold them are these.
  std::map<std::string, std::set<std::string>> between;
  const auto story_words = [&](const Statement& s) {
    const bool alone = s.report >= stories_.size();
    return (alone ? "r" + std::to_string(s.report) : std::to_string(stories_[s.report])) + "\n" +
           situation_.plain_words(before_between(s.entity));
  };
  const auto by_whom = [&](const Statement& s) {
    return s.named ? "named\n" + s.entity_key
                   : "between\n" + story_words(s) + "\n" + situation_.plain_words(s.entity);
  };
  for (const std::uint32_t row : rows) {
    if (is_between(statements_[row].entity)) {
      between[story_words(statements_[row])].insert(by_whom(statements_[row]));
    }
  }
  Groups groups(rows.size());
  for (std::uint32_t k = 0; k < rows.size(); ++k) {
    const Statement& s = statements_[rows[k]];
    const Described d = described(situation_, s.entity, s.scope);
    if (!d.words.empty()) {
      groups.join("one\n" + d.words + "\n" + d.scope, k);
    }
    const auto found = between.find(story_words(s));
    if (s.named || is_between(s.entity)) {
      groups.join(by_whom(s), k);
    } else if (found != between.end() && found->second.size() == 1) {
      groups.join(*found->second.begin(), k);
    }
    if (s.named) {
      continue;
    }
    const std::string& kind = reports_[s.report].states[s.state].kind;
    const bool pact = kind == "agreement" || kind == "event";
    const std::string words = situation_.plain_words(s.entity);
    groups.join("report\n" + words + "\n" + std::to_string(originals_[s.report]), k);
    if (s.report < stories_.size()) {
      groups.join("story\n" + words + "\n" + std::to_string(stories_[s.report]) + "\n" +
                      (pact || !d.words.empty() ? "" : s.scope),
                  k);
    }
  }
  struct Whole {
    Spellings words, scopes, between;
    const Statement* named = nullptr;
    std::string key;  // by the first report that tells of it
  };
  std::map<std::uint32_t, Whole> wholes;
  for (std::uint32_t k = 0; k < rows.size(); ++k) {
    const Statement& s = statements_[rows[k]];
    Whole& w = wholes[groups.find(k)];
    if (s.named) {
      w.named = w.named == nullptr || s.entity_key < w.named->entity_key ? &s : w.named;
      continue;
    }
    if (w.key.empty()) {
      w.key = thing_key(situation_.plain_words(s.entity)) + "#" +
              reports_[originals_[s.report]].document_id.substr(0, 8);
    }
    (is_between(s.entity) ? w.between : w.words)[std::string(situation_.without_loose(s.entity))]
        .insert(originals_[s.report]);
    w.scopes[s.scope].insert(originals_[s.report]);
  }
  for (std::uint32_t k = 0; k < rows.size(); ++k) {
    Statement& s = statements_[rows[k]];
    const Whole& w = wholes[groups.find(k)];
    s.one = !s.described || !described(situation_, s.entity, s.scope).words.empty();
    if (w.named != nullptr) {
      if (w.named != &s) {
        s.entity = w.named->entity;
        s.entity_key = w.named->entity_key;
      }
    } else {
      s.entity = w.between.empty() ? most_written(w.words) + " (" +
                                         situation_.scope_words(most_written(w.scopes)) + ")"
                                   : most_written(w.between);
      s.entity_key = w.key;
      if (const std::string merged = edits_.entity(thing_key(s.entity)); !merged.empty()) {
        s.entity = merged;
        s.entity_key = thing_key(merged);
      }
    }
    s.named = true;
  }
}

// A place is one whatever its spelling ("Wad Madani", "Wad Medani"), and is called as most reports
// write it.
void StateBuilder::name_places() {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < statements_.size(); ++i) {
    const Statement& s = statements_[i];
    const std::uint32_t id = reports_[s.report].states[s.state].geonames_id;
    if (id != 0 && s.named && !situation_.known(s.entity)) {
      rows.push_back(i);
    }
  }
  Groups groups(rows.size());
  for (std::uint32_t k = 0; k < rows.size(); ++k) {
    const Statement& s = statements_[rows[k]];
    groups.join("id\n" + std::to_string(reports_[s.report].states[s.state].geonames_id), k);
    groups.join("key\n" + s.entity_key, k);
  }
  struct Whole {
    Spellings words;
    std::string key;
  };
  std::map<std::uint32_t, Whole> wholes;
  std::unordered_map<std::string, const Whole*> of_key;
  for (std::uint32_t k = 0; k < rows.size(); ++k) {
    const Statement& s = statements_[rows[k]];
    Whole& w = wholes[groups.find(k)];
    w.words[s.entity].insert(originals_[s.report]);
    w.key = w.key.empty() ? s.entity_key : std::min(w.key, s.entity_key);
    of_key.emplace(s.entity_key, &w);
  }
  for (Statement& s : statements_) {
    if (const auto found = of_key.find(s.entity_key); found != of_key.end()) {
      s.entity = most_written(found->second->words);
      s.entity_key = found->second->key;
    }
  }
  spell();
}

// "Cobre Panama" and "Cobre Panamá" are one already: as most reports write it, else with accents.
void StateBuilder::spell() {
  std::unordered_map<std::string, Spellings> written;
  for (const Statement& s : statements_) {
    if (!s.described) {
      written[s.entity_key][s.entity].insert(originals_[s.report]);
    }
  }
  for (Statement& s : statements_) {
    const Spellings& words = written[s.entity_key];
    if (words.size() > 1 && !s.described) {
      s.entity = std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) {
                   return a.second.size() != b.second.size() ? a.second.size() < b.second.size()
                                                             : a.first.size() < b.first.size();
                 })->first;
    }
  }
}

}  // namespace sayso
