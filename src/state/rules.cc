// SPDX-License-Identifier: Apache-2.0
#include "state/rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "state/holder_words.h"
#include "story/accounts.h"

namespace sayso {
namespace {

std::vector<std::string> list_of(std::string_view cell) {
  std::vector<std::string> list;
  for_each_part(cell, [&](std::string_view part) { list.emplace_back(part); });
  return list;
}

std::string pair_key(std::string_view a, std::string_view b) {
  std::string key(a);
  key += '\n';
  key += b;
  return key;
}

// Runs over the words of `text` and gives each run of up to `longest` words to f, longest first
// at each position; stops when f says so.
template <typename F>
bool each_run(std::string_view text, std::size_t longest, F&& f) {
  std::vector<std::pair<std::size_t, std::size_t>> words;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '-')) {
      ++at;
    }
    const std::size_t begin = at;
    while (at < text.size() && text[at] != ' ' && text[at] != '-') {
      ++at;
    }
    if (at > begin) {
      words.emplace_back(begin, at);
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t n = std::min(longest, words.size() - i); n > 0; --n) {
      if (f(text.substr(words[i].first, words[i + n - 1].second - words[i].first))) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Situation::Situation(const Knowledge& knowledge)
    : knowledge_(knowledge), agents_(knowledge.find_table("agents")) {
  if (const Table* t = knowledge.find_table("situation.variables")) {
    const std::uint32_t settle = t->column("settle_days");
    const std::uint32_t disagree = t->column("disagree_days");
    const std::uint32_t lasts = t->column("lasts_days");
    const std::uint32_t exclusive = t->column("exclusive");
    const std::uint32_t not_of = t->column("not_of");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      variables_[std::string(t->key(r))] = {
          static_cast<double>(t->integer(r, settle)), static_cast<double>(t->integer(r, disagree)),
          static_cast<double>(t->integer(r, lasts)), t->integer(r, exclusive) != 0,
          std::string(t->text(r, not_of))};
    }
  }
  if (const Table* t = knowledge.find_table("countries")) {
    const std::uint32_t iso3 = t->column("iso3");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      country_name_.emplace(t->text(r, iso3), t->key(r));
    }
  }
  // Names that stand with an article when they follow "held by".
  for (auto& [code, name] : country_name_) {
    if (name.starts_with("United ") || name.ends_with(" Islands") || name == "Netherlands" ||
        name == "Philippines") {
      name.insert(0, "the ");
    }
  }
  if (const Table* t = knowledge.find_table("situation.plain")) {
    const std::uint32_t role = t->column("role");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      if (t->text(r, role) == "own") {
        own_.insert(lowered(t->key(r)));
      } else if (t->text(r, role) == "through") {
        through_.insert(lowered(t->key(r)));
      } else if (t->text(r, role) == "way") {
        ways_.insert(lowered(t->key(r)));
      } else if (t->text(r, role) == "site") {
        sites_.insert(lowered(t->key(r)));
      } else {
        plain_.emplace(lowered(t->key(r)), t->text(r, role) == "route");
      }
    }
  }
  if (const Table* t = knowledge.find_table("situation.nouns")) {
    const std::uint32_t role = t->column("role");
    const std::uint32_t as = t->column("as");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const std::string word = lowered(t->key(r));
      if (t->text(r, role) == "one") {
        one_.insert(word);
      }
      if (!t->text(r, as).empty()) {
        as_.emplace(word, t->text(r, as));
      } else if (t->text(r, role) != "one") {
        (t->text(r, role) == "vague" ? vague_ : loose_).insert(word);
      }
    }
  }
  read_values(knowledge);
  read_rules(knowledge);
}

void Situation::read_values(const Knowledge& knowledge) {
  if (const Table* t = knowledge.find_table("situation.values")) {
    const std::uint32_t variable = t->column("variable");
    const std::uint32_t normal = t->column("value");
    const std::uint32_t rank = t->column("rank");
    const std::uint32_t opposite = t->column("opposite");
    const std::uint32_t change = t->column("change");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const std::string_view of = t->text(r, variable);
      Value value{std::string(t->text(r, normal)), t->integer(r, rank),
                  std::string(t->text(r, opposite)), t->integer(r, change) != 0};
      if (value.normal == "held by *") {
        holders_.emplace_back(of, lowered(t->key(r)));
        continue;
      }
      if (folded(t->key(r)) == folded(value.normal)) {
        normal_.emplace(pair_key(of, value.normal), value);
      }
      values_.emplace(pair_key(of, folded(t->key(r))), std::move(value));
    }
  }
  std::sort(holders_.begin(), holders_.end(), [](const auto& a, const auto& b) {
    return a.second.size() != b.second.size() ? a.second.size() > b.second.size() : a < b;
  });
  if (const Table* t = knowledge.find_table("situation.compatible")) {
    const std::uint32_t a = t->column("value");
    const std::uint32_t b = t->column("other");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const std::string left = pair_key(t->key(r), t->text(r, a));
      const std::string right = pair_key(t->key(r), t->text(r, b));
      compatible_[{left, right}] = true;
      compatible_[{right, left}] = true;
    }
  }
}

void Situation::read_rules(const Knowledge& knowledge) {
  if (const Table* t = knowledge.find_table("situation.rules")) {
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      const auto cell = [&](std::string_view column) { return t->text(r, t->column(column)); };
      InferenceRule rule;
      rule.id = t->key(r);
      rule.relation = cell("relation");
      rule.variable = cell("variable");
      rule.values = list_of(cell("values"));
      const std::string_view quantifier = cell("quantifier");
      rule.quantifier = quantifier == "all"     ? InferenceRule::Quantifier::all
                        : quantifier == "known" ? InferenceRule::Quantifier::known
                        : quantifier == "whole" ? InferenceRule::Quantifier::whole
                                                : InferenceRule::Quantifier::any;
      rule.unless_variable = cell("unless_variable");
      rule.unless_values = list_of(cell("unless_values"));
      rule.then_variable = cell("then_variable");
      rule.then_value = cell("then_value");
      rule.because = cell("because");
      rules_.push_back(std::move(rule));
    }
  }
  if (const Table* t = knowledge.find_table("situation.relations")) {
    const std::uint32_t relation = t->column("relation");
    const std::uint32_t whole = t->column("whole");
    for (std::uint32_t r = 0; r < t->rows(); ++r) {
      relations_.push_back(
          {entity(t->key(r)), std::string(t->text(r, relation)), entity(t->text(r, whole))});
    }
  }
}

const VariableRule& Situation::variable(std::string_view name) const {
  static const VariableRule kDefault;
  const auto found = variables_.find(std::string(name));
  return found == variables_.end() ? kDefault : found->second;
}

const Situation::Value* Situation::find_value(std::string_view variable,
                                              std::string_view words) const {
  const auto found = values_.find(pair_key(variable, folded(words)));
  return found == values_.end() ? nullptr : &found->second;
}

std::string Situation::country_in(std::string_view words) const {
  std::string code;
  each_run(words, 4, [&](std::string_view run) {
    for (const char* name : {"countries", "actors"}) {
      const Table* t = knowledge_.find_table(name);
      if (t == nullptr) {
        continue;
      }
      const RowRange rows = t->find(run);
      const std::uint32_t column = t->column(name[0] == 'c' ? "iso3" : "code");
      for (std::uint32_t r = rows.begin; r < rows.end && code.empty(); ++r) {
        if (t->caps_only(r) && shape_of(run) != Shape::all_caps) {
          continue;
        }
        const std::string_view found = t->text(r, column);
        code = std::string(found.substr(0, found.find(' ')));
      }
    }
    return !code.empty();
  });
  return code;
}

std::string Situation::holder(std::string_view value) const {
  return value.starts_with("held by ") ? country_in(value.substr(8)) : std::string();
}

std::string Situation::value(std::string_view variable, std::string_view words,
                             std::string_view code, std::string_view side) const {
  words = trim(words);
  if (const Value* v = find_value(variable, words)) {
    return v->normal;
  }
  if (const Value* v = code.empty() ? nullptr : find_value(variable, code)) {
    return v->normal;
  }
  const bool held = std::any_of(holders_.begin(), holders_.end(),
                                [&](const auto& h) { return h.first == variable; });
  if (held) {
    const std::string lower = lowered(words);
    // What rebels hold their country does not.
    const bool rebels = holds_for_itself(code);
    std::string country = rebels ? std::string() : std::string(code.substr(0, code.find(' ')));
    if (country_name_.count(country) == 0) {
      country.clear();
      std::string_view rest = words;
      for (const auto& [of, prefix] : holders_) {
        if (of == variable && lower.starts_with(prefix) && lower.size() == words.size()) {
          rest.remove_prefix(prefix.size());
          break;
        }
      }
      if (rebels) {
        return "held by " + with_article(agents_, rest.empty() ? words : trim(rest));
      }
      country = country_in(rest);
      if (country.empty() && is_own(rest)) {
        country = std::string(side.substr(0, side.find(' ')));
      }
    }
    const auto name = country_name_.find(country);
    if (name != country_name_.end()) {
      return "held by " + name->second;
    }
  }
  std::string found;
  each_run(words, 5, [&](std::string_view run) {
    const Value* v = find_value(variable, run);
    if (v != nullptr) {
      found = v->normal;
    }
    return v != nullptr;
  });
  if (found.empty() && held && words.starts_with("held by ")) {
    return "held by " + with_article(agents_, words.substr(8));
  }
  return found.empty() ? std::string(words) : found;
}

bool Situation::excludes(std::string_view of, std::string_view a, std::string_view b) const {
  // "held by *" in the table stands for all holders; two holders always exclude each other.
  const bool both_held = a.starts_with("held by ") && b.starts_with("held by ");
  if (both_held && (is_own(a.substr(8)) || is_own(b.substr(8)))) {
    return false;  // "held by allied forces": whose, it does not say
  }
  const auto general = [&](std::string_view value) {
    return !both_held && value.starts_with("held by ") ? std::string_view("held by *") : value;
  };
  return a != b && variable(of).exclusive &&
         compatible_.count({pair_key(of, general(a)), pair_key(of, general(b))}) == 0;
}

bool Situation::applies(std::string_view of, std::string_view kind, std::string_view entity) const {
  const std::string& not_of = variable(of).not_of;
  if (list_has(not_of, kind)) {
    return false;
  }
  const Table* t = list_has(not_of, "country") ? knowledge_.find_table("countries") : nullptr;
  return t == nullptr || t->find(entity).empty();
}

int Situation::rank(std::string_view variable, std::string_view value) const {
  if (value.starts_with("held by ")) {
    return is_own(value.substr(8)) ? 1 : 2;  // says more than "detained"
  }
  const auto found = normal_.find(pair_key(variable, value));
  return found == normal_.end() ? 0 : found->second.rank;
}

std::string_view Situation::opposite(std::string_view variable, std::string_view value) const {
  const auto found = normal_.find(pair_key(variable, value));
  return found == normal_.end() ? std::string_view() : std::string_view(found->second.opposite);
}

bool Situation::change(std::string_view variable, std::string_view value) const {
  const auto found = normal_.find(pair_key(variable, value));
  return found != normal_.end() && found->second.change;
}

bool Situation::tells_change(std::string_view variable, std::string_view words) const {
  const Value* v = find_value(variable, words);
  return v != nullptr && v->change;
}

bool Situation::known(std::string_view words) const {
  for (const char* name : {"situation.entities", "features"}) {
    const Table* t = knowledge_.find_table(name);
    if (t != nullptr && !t->find(words).empty()) {
      return true;
    }
  }
  return false;
}

bool Situation::is_works(std::string_view words) const {
  const Table* t = knowledge_.find_table("features");
  const RowRange rows = t == nullptr ? RowRange{} : t->find(words);
  const Table* own = knowledge_.find_table("situation.entities");
  if (rows.empty() || (own != nullptr && !own->find(words).empty())) {
    return false;
  }
  const std::string_view kind = t->text(rows.begin, t->column("kind"));
  return is_site(kind) || kind == "power_plant" || kind == "base" || kind == "building";
}

bool Situation::is_own(std::string_view words) const {
  bool own = !words.empty();
  for_each_part(
      words, [&](std::string_view word) { own = own && own_.count(lowered(word)) != 0; }, ' ');
  return own;
}

bool Situation::is_site(std::string_view word) const {
  return sites_.count(lowered(word)) != 0;
}

bool Situation::is_way(std::string_view name) const {
  std::size_t end = name.size();
  for (const std::string_view stop :
       {" of ", " to ", " at ", " in ", " over ", " across ", " from ", " between ", " on ",
        " near ", " through ", " into "}) {
    end = std::min(end, name.find(stop));
  }
  const std::string_view head = name.substr(0, end);
  const std::string word = lowered(head.substr(head.rfind(' ') + 1));
  return is_route(word) || ways_.count(word) != 0;
}

bool Situation::is_route(std::string_view word) const {
  const auto found = plain_.find(lowered(word));
  return found != plain_.end() && found->second;
}

// "Gas flows through the Nord Stream 1 pipeline to Germany": what goes through a way that the
// tables know stands for the way.
std::string Situation::way_through(std::string_view words) const {
  std::size_t at = 0;
  std::string found;
  bool through = false;
  for_each_part(
      words,
      [&](std::string_view word) {
        const std::size_t here = at;
        at += word.size() + 1;
        if (!through || !found.empty()) {
          through = through || through_.count(lowered(word)) != 0;
          return;
        }
        const std::string_view rest = without_article(words.substr(here));
        for (std::size_t end = rest.size(); end != std::string_view::npos && found.empty();
             end = end == 0 ? std::string_view::npos : rest.rfind(' ', end - 1)) {
          for (const char* table : {"situation.entities", "features"}) {
            const Table* t = knowledge_.find_table(table);
            const RowRange rows = t == nullptr ? RowRange{} : t->find(rest.substr(0, end));
            if (found.empty() && !rows.empty()) {
              const std::string_view kind = t->text(rows.begin, t->column("kind"));
              found = is_route(kind) || kind == "route"
                          ? std::string(t->text(rows.begin, t->column("entity")))
                          : "";
            }
          }
        }
        through = false;
      },
      ' ');
  return found;
}

std::string Situation::entity(std::string_view words, bool thing) const {
  const auto look_up = [&](std::string_view name) -> std::string {
    for (const std::string_view table : {"situation.entities", "features"}) {
      const Table* t = thing || table[0] == 's' ? knowledge_.find_table(table) : nullptr;
      const RowRange rows = t == nullptr ? RowRange{} : t->find(name);
      if (!rows.empty()) {
        const std::string_view found = t->text(rows.begin, t->column("entity"));
        // The gazetteer's own spelling is no better than the report's: "Cobre Panamá".
        const bool spelled = table[0] == 'f' && thing_key(found) == thing_key(name);
        return std::string(spelled ? name : found);
      }
    }
    return {};
  };
  const std::string_view bare = without_article(words);
  if (std::string found = look_up(bare); !found.empty()) {
    return found;
  }
  if (std::string way = way_through(bare); !way.empty()) {
    return way;
  }
  // "the port of Odesa" is "Odesa port"
  if (const std::size_t of = bare.find(" of ");
      of != std::string_view::npos && is_site(bare.substr(0, of)) &&
      !is_site(bare.substr(bare.rfind(' ') + 1)) &&
      bare.find(" of ", of + 4) == std::string_view::npos) {
    const std::string turned =
        std::string(bare.substr(of + 4)) + " " + std::string(bare.substr(0, of));
    std::string found = look_up(turned);
    return found.empty() ? turned : found;
  }
  // Without the words that only describe; the first and the last stay.
  std::string shorter;
  std::size_t last = bare.rfind(' ');
  std::size_t at = 0;
  for_each_part(
      bare,
      [&](std::string_view word) {
        const auto plain = plain_.find(lowered(word));
        const bool inner = at > 0 && last != std::string_view::npos && at < last;
        if (!inner || plain == plain_.end() || plain->second) {
          shorter += (shorter.empty() ? "" : " ") + std::string(word);
        }
        at += word.size() + 1;
      },
      ' ');
  if (shorter.size() == bare.size()) {
    return std::string(bare);
  }
  std::string found = look_up(shorter);
  return found.empty() ? shorter : found;
}

bool Situation::names_one(std::string_view words) const {
  const std::string_view bare = without_article(words);
  if (known(bare)) {
    return true;
  }
  // "another American": one of a people, not one thing.
  const Table* actors = knowledge_.find_table("actors");
  const RowRange people = actors == nullptr ? RowRange{} : actors->find(bare);
  const Table* countries = knowledge_.find_table("countries");
  if (!people.empty() && actors->text(people.begin, actors->column("kind")) == "demonym" &&
      (countries == nullptr || countries->find(bare).empty())) {
    return false;
  }
  // A capital letter or digit beyond the first word, or in it where it is no pronoun.
  bool name = false;
  std::size_t at = 0;
  while (at < bare.size() && !name) {
    const Decoded d = decode(bare, at);
    name = is_upper(d.code_point);
    at += d.length;
  }
  return name && !is_pronoun(lowered(bare));
}

bool Situation::one_at_a_time(std::string_view noun) const {
  return one_.count(lowered(noun)) != 0;
}

bool Situation::shown(std::string_view words) const {
  const std::string lower = lowered(without_article(words));
  std::string head = lower;
  for (const std::string_view stop : {" between ", " of ", " from ", " to ", " on ", " in "}) {
    head = head.substr(0, head.find(stop));
  }
  head = head.substr(head.rfind(' ') + 1);
  const bool letters = !head.empty() && std::all_of(head.begin(), head.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '-';
  });
  return letters && head.size() > 2 && vague_.count(head) == 0 && loose_.count(head) == 0 &&
         !is_pronoun(lower) && !is_own(lower);
}

std::string_view Situation::without_loose(std::string_view words) const {
  std::string_view rest = without_article(words);
  for (std::size_t blank = rest.find(' '); blank != std::string_view::npos && blank > 0;
       blank = rest.find(' ')) {
    if (loose_.count(lowered(rest.substr(0, blank))) == 0) {
      break;
    }
    rest.remove_prefix(blank + 1);
  }
  return rest;
}

std::string Situation::plain_words(std::string_view words) const {
  std::string out;
  for_each_part(
      without_article(words),
      [&](std::string_view part) {
        const std::string word = lowered(part);
        if (loose_.count(word) != 0 && out.empty()) {
          return;
        }
        const auto same = as_.find(word);
        out += (out.empty() ? "" : " ") + (same == as_.end() ? word : same->second);
      },
      ' ');
  return out.empty() ? lowered(words) : out;
}

std::string Situation::country_code(std::string_view name) const {
  const Table* t = knowledge_.find_table("countries");
  const RowRange rows = t == nullptr ? RowRange{} : t->find(without_article(name));
  return rows.empty() ? std::string() : std::string(t->text(rows.begin, t->column("iso3")));
}

std::string Situation::scope_words(std::string_view scope) const {
  std::string out;
  for_each_part(scope, [&](std::string_view one) {
    std::string_view name = one;
    if (one.starts_with("=")) {
      const auto country = country_name_.find(std::string(one.substr(1)));
      name = country == country_name_.end() ? one.substr(1) : std::string_view(country->second);
    }
    out += (out.empty() ? "" : ", ") + std::string(without_article(name));
  });
  return out;
}

bool Situation::holds_for_itself(std::string_view code) const {
  const Table* sectors = knowledge_.find_table("ontology.sectors");
  bool own = false;
  for (const std::string_view part : split(code, ' ')) {
    const RowRange row = sectors == nullptr ? RowRange{} : sectors->find(part);
    own = own || (!row.empty() && sectors->text(row.begin, sectors->column("holds")) == "own");
  }
  return own;
}

bool Situation::is_related(std::string_view name) const {
  return std::any_of(relations_.begin(), relations_.end(),
                     [&](const Relation& r) { return r.part == name || r.whole == name; });
}

Outlet Situation::outlet(std::string_view name) const {
  Outlet out;
  out.given = name;
  out.name = name;
  const Table* t = knowledge_.find_table("situation.outlets");
  const RowRange rows = t == nullptr ? RowRange{} : t->find(name);
  if (!rows.empty()) {
    out.name = t->text(rows.begin, t->column("name"));
    out.kind = t->text(rows.begin, t->column("kind"));
    out.country = t->text(rows.begin, t->column("country"));
    const std::string_view grade = t->text(rows.begin, t->column("reliability"));
    out.reliability = grade.size() == 1 && grade[0] >= 'A' && grade[0] <= 'F' ? grade[0] : 'F';
  }
  return out;
}

}  // namespace sayso
