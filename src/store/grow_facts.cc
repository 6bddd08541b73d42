// SPDX-License-Identifier: Apache-2.0
// Growth: the state of things. Facts are made again of the statements that something new can
// change, and of all that could be of one thing with them; the others stand. Which statements may
// be of one thing is said by ties, wider than the rules of state/ by which they are: the name and
// what it is another name for, the place a route is called by, the surname of a person, the story
// of a thing without a name, the fact that both spoke for until now, the tables of relations.
#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "store/grow.h"

namespace sayso {
namespace {

constexpr Instant kExpiryMargin = 2 * kDaySeconds;

// A state effect as it stands in the table.
struct Node {
  std::int64_t version = 0;
  std::uint32_t number = 0, start = 0, end = 0;
  std::string entity, kind, variable;
  Instant earliest = kOpenStart;  // it vouches at least up to then
};

std::string_view last_word(std::string_view words) {
  const std::size_t blank = words.find_last_of(' ');
  return blank == std::string_view::npos ? words : words.substr(blank + 1);
}

bool starts_large(std::string_view word) {
  return !word.empty() && (static_cast<unsigned char>(word.front()) >= 0x80 ||
                           (word.front() >= 'A' && word.front() <= 'Z'));
}

std::uint64_t tie(std::string_view kind, std::string_view what) {
  return hash128(std::string(kind) + "\n" + std::string(what)).high;
}

// The statements, what ties them, and which have to be judged again.
class Web {
 public:
  explicit Web(const Situation& situation) : situation_(situation) {
    for (const Situation::Relation& r : situation.relations()) {
      related_.insert(r.part);
      related_.insert(r.whole);
    }
  }

  void add(Node node) {
    const auto n = static_cast<std::uint32_t>(nodes_.size());
    const Named& named = name_of(node);
    if (named.nameless) {
      nameless_.push_back(n);
    }
    for (const std::uint64_t by : named.ties) {
      bind(n, by);
    }
    by_last_[named.last].push_back(n);
    std::vector<std::uint32_t>& beside = by_version_[node.version];
    for (const std::uint32_t other : beside) {  // told in the same words
      if (nodes_[other].start == node.start && nodes_[other].end == node.end) {
        const std::uint64_t by = tie("words", std::to_string(other));
        bind(other, by);
        bind(n, by);
        break;
      }
    }
    beside.push_back(n);
    nodes_.push_back(std::move(node));
  }
  // That the statement may be of the thing of this name.
  void called(std::uint32_t n, const std::string& name) {
    std::vector<std::uint64_t> ties;
    called(name, ties);
    for (const std::uint64_t by : ties) {
      bind(n, by);
    }
  }
  void bind(std::uint32_t n, std::uint64_t by) { tied_[by].push_back(n), ties_of(n).push_back(by); }

  void touch(std::uint32_t n) {
    if (affected_.size() < nodes_.size()) {
      affected_.resize(nodes_.size(), false);
    }
    if (!affected_[n]) {
      affected_[n] = true;
      open_.push_back(n);
    }
  }
  void touch_version(std::int64_t version) {
    const auto found = by_version_.find(version);
    for (std::size_t i = 0; found != by_version_.end() && i < found->second.size(); ++i) {
      touch(found->second[i]);
      // A new word may go by the full name that others use, or the other way round.
      const Node& node = nodes_[found->second[i]];
      const std::string_view last = last_word(node.entity);
      if (starts_large(last) &&
          (node.kind == "person" || node.kind.empty() || last == node.entity)) {
        touch_last(thing_key(last));
      }
    }
  }
  void touch_last(const std::string& key) {
    const auto found = by_last_.find(key);
    for (std::size_t i = 0; found != by_last_.end() && i < found->second.size(); ++i) {
      touch(found->second[i]);
    }
  }
  // All that is tied to what was touched.
  void spread() {
    std::unordered_set<std::uint64_t> done;
    while (!open_.empty()) {
      const std::uint32_t n = open_.back();
      open_.pop_back();
      for (const std::uint64_t by : ties_[n]) {
        if (done.insert(by).second) {
          for (const std::uint32_t other : tied_[by]) {
            touch(other);
          }
        }
      }
    }
    affected_.resize(nodes_.size(), false);
  }

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] bool affected(std::uint32_t n) const { return affected_[n]; }
  [[nodiscard]] const std::vector<std::uint32_t>& nameless() const { return nameless_; }
  [[nodiscard]] const std::vector<std::uint32_t>* of_version(std::int64_t version) const {
    const auto found = by_version_.find(version);
    return found == by_version_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::int64_t version,
                                                  std::uint32_t number) const {
    const std::vector<std::uint32_t>* all = of_version(version);
    for (std::size_t i = 0; all != nullptr && i < all->size(); ++i) {
      if (nodes_[(*all)[i]].number == number) {
        return (*all)[i];
      }
    }
    return std::nullopt;
  }

 private:
  struct Named {  // what the words for a thing say, whoever says them
    std::vector<std::uint64_t> ties;
    std::string last;
    bool nameless = false;
  };
  const Named& name_of(const Node& node) {
    const bool person = node.kind == "person" || node.kind.empty();
    const auto [found, fresh] = named_.try_emplace((person ? "p" : "t") + node.entity);
    Named& out = found->second;
    if (!fresh) {
      return out;
    }
    const std::string name = situation_.entity(node.entity);
    out.nameless = !situation_.names_one(name) && situation_.is_route(name);
    out.last = thing_key(last_word(node.entity));
    for (const std::string& words : {node.entity, name}) {
      called(words, out.ties);
      if (const std::string_view last = last_word(words); person && starts_large(last)) {
        out.ties.push_back(tie("surname", thing_key(last)));
      }
    }
    std::sort(out.ties.begin(), out.ties.end());
    out.ties.erase(std::unique(out.ties.begin(), out.ties.end()), out.ties.end());
    return out;
  }
  void called(const std::string& name, std::vector<std::uint64_t>& ties) const {
    ties.push_back(tie("name", thing_key(name)));
    const std::size_t blank = name.rfind(' ');
    const std::string_view last = last_word(name);
    if (blank != std::string::npos && (situation_.is_route(last) || situation_.is_site(last))) {
      ties.push_back(tie("name", thing_key(name.substr(0, blank))));
    }
    if (related_.count(name) != 0) {
      ties.push_back(tie("related", ""));
    }
  }
  std::vector<std::uint64_t>& ties_of(std::uint32_t n) {
    if (ties_.size() <= n) {
      ties_.resize(n + 1);
    }
    return ties_[n];
  }

  const Situation& situation_;
  std::unordered_set<std::string> related_;
  std::unordered_map<std::string, Named> named_;
  std::vector<Node> nodes_;
  std::vector<std::vector<std::uint64_t>> ties_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> tied_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_last_;
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> by_version_;
  std::vector<std::uint32_t> nameless_, open_;
  std::vector<bool> affected_;
};

}  // namespace

class Growth::Facts {
 public:
  Facts(Growth& growth, const Situation& situation)
      : g_(growth), db_(growth.db_), situation_(situation), web_(situation) {}

  Status run() {
    SAYSO_TRY_STATUS(read_states());
    earliest_of_reports();
    SAYSO_TRY_STATUS(read_stories());
    SAYSO_TRY_STATUS(read_facts());
    SAYSO_TRY_STATUS(touch());
    web_.spread();
    return judge();
  }

 private:
  Status read_states() {
    SAYSO_TRY(SqlStatement s,
              db_.prepare("SELECT s.version, s.number, s.entity, s.kind, s.variable, s.start, "
                          "s.\"end\", s.from_at, v.known_at FROM states s JOIN versions v "
                          "USING(version) ORDER BY s.version, s.number"));
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        return {};
      }
      Node node;
      node.version = s.integer(0);
      node.number = static_cast<std::uint32_t>(s.integer(1));
      node.entity = s.text(2);
      node.kind = s.text(3);
      node.variable = s.text(4);
      node.start = static_cast<std::uint32_t>(s.integer(5));
      node.end = static_cast<std::uint32_t>(s.integer(6));
      Instant earliest = kOpenEnd;
      if (!s.is_null(7)) {
        earliest = s.integer(7);
      }
      if (!s.is_null(8)) {
        earliest = std::min<Instant>(earliest, s.integer(8) - 12 * kDaySeconds);
      }
      node.earliest = earliest;
      web_.add(std::move(node));
    }
  }

  // What a report tells before may date what it tells after (state/state.h, "aside").
  void earliest_of_reports() {
    for (std::uint32_t n = 0; n < web_.nodes().size(); ++n) {
      Instant& at = earliest_.try_emplace(web_.nodes()[n].version, kOpenEnd).first->second;
      at = std::min(at, web_.nodes()[n].earliest);
    }
  }

  // "The corridor" may be any of that kind that its story names, in a statement or beside it.
  Status read_stories() {
    Rows held;
    for (const std::uint32_t n : web_.nameless()) {
      held.push_back(web_.nodes()[n].version);
    }
    SAYSO_TRY_STATUS(g_.fill("held", held));
    SAYSO_TRY(SqlStatement s, db_.prepare("SELECT version, story FROM story_reports WHERE story IN "
                                          "(SELECT story FROM story_reports WHERE version IN "
                                          "(SELECT id FROM temp.held))"));
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        break;
      }
      story_of_.emplace(s.integer(0), s.integer(1));
      members_[s.integer(1)].push_back(s.integer(0));
    }
    for (const auto& [story, versions] : members_) {
      for (const std::int64_t version : versions) {
        const std::vector<std::uint32_t>* all = web_.of_version(version);
        for (std::size_t i = 0; all != nullptr && i < all->size(); ++i) {
          web_.bind((*all)[i], tie("story", std::to_string(story)));
        }
      }
    }
    return name_beside();
  }
  Status name_beside() {
    Rows all;
    for (const auto& [version, story] : story_of_) {
      all.push_back(version);
    }
    for (const std::uint32_t n : web_.nameless()) {
      all.push_back(web_.nodes()[n].version);
    }
    SAYSO_TRY_STATUS(g_.fill("held", all));
    SAYSO_TRY(SqlStatement s, db_.prepare("SELECT version, name FROM entities WHERE version IN "
                                          "(SELECT id FROM temp.held)"));
    std::unordered_map<std::int64_t, std::set<std::string>> beside;  // story, or - version
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        break;
      }
      const std::string name = s.text(1);
      if (situation_.known(name)) {
        const auto story = story_of_.find(s.integer(0));
        beside[story == story_of_.end() ? -s.integer(0) : story->second].insert(
            situation_.entity(name));
      }
    }
    for (const std::uint32_t n : web_.nameless()) {
      const std::int64_t version = web_.nodes()[n].version;
      const auto story = story_of_.find(version);
      const auto names = beside.find(story == story_of_.end() ? -version : story->second);
      for (const std::string& name :
           names == beside.end() ? std::set<std::string>() : names->second) {
        web_.called(n, name);
        for (const Situation::Relation& r : situation_.relations()) {
          if (r.whole == name || r.part == name) {
            web_.called(n, r.whole == name ? r.part : r.whole);
          }
        }
      }
    }
    return {};
  }

  // Which facts each statement spoke for or against, and when these expire.
  Status read_facts() {
    SAYSO_TRY(SqlStatement s, db_.prepare("SELECT fact, version, state, side FROM fact_evidence"));
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        return {};
      }
      const auto n = web_.find(s.integer(1), static_cast<std::uint32_t>(s.integer(2)));
      if (n) {
        web_.bind(*n, tie("fact", std::to_string(s.integer(0))));
        evidence_.push_back({s.integer(0), *n, s.text(3) == "for"});
      }
    }
  }

  Status touch() {
    for (const Rows* rows : {&g_.fresh_, &g_.moved_, &g_.sifted_}) {
      for (const std::int64_t version : *rows) {
        web_.touch_version(version);
      }
    }
    SAYSO_TRY(const Rows again, g_.list("SELECT id FROM temp.again"));
    for (const std::int64_t version : again) {
      const std::vector<std::uint32_t>* all = web_.of_version(version);
      for (std::size_t i = 0; all != nullptr && i < all->size(); ++i) {
        web_.touch((*all)[i]);
      }
    }
    for (const std::uint32_t n : web_.nameless()) {
      const auto story = story_of_.find(web_.nodes()[n].version);
      if (story != story_of_.end() && g_.told_again_.count(story->second) != 0) {
        web_.touch(n);
      }
    }
    // A full name not heard before may be meant by a surname, or make it doubtful whose it is.
    SAYSO_TRY_STATUS(g_.fill("held", g_.fresh_));
    SAYSO_TRY(SqlStatement s, db_.prepare("SELECT name FROM entities WHERE kind='person' AND "
                                          "version IN (SELECT id FROM temp.held)"));
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        break;
      }
      const std::string name = s.text(0);
      if (name.find(' ') != std::string::npos) {
        web_.touch_last(thing_key(last_word(name)));
      }
    }
    return touch_expiring();
  }

  // What may have become too old since the last report before these.
  Status touch_expiring() {
    SAYSO_TRY(const auto last, db_.one("SELECT max(known_at) FROM versions"));
    if (!last || last->empty()) {
      return {};
    }
    const Instant end = (std::stoll(*last) / kDaySeconds + 1) * kDaySeconds;
    SAYSO_TRY(const Rows open, g_.list("SELECT fact FROM facts WHERE status NOT IN "
                                       "('superseded', 'expired')"));
    const std::unordered_set<std::int64_t> stands(open.begin(), open.end());
    std::unordered_map<std::int64_t, std::pair<Instant, std::uint32_t>> newest;
    for (const Evidence& e : evidence_) {
      if (e.supports && stands.count(e.fact) != 0) {
        auto [found, fresh] = newest.try_emplace(e.fact, kOpenStart, e.node);
        found->second.first =
            std::max(found->second.first, earliest_.at(web_.nodes()[e.node].version));
      }
    }
    for (const auto& [fact, at] : newest) {
      const double lasts = situation_.variable(web_.nodes()[at.second].variable).lasts_days;
      if (lasts > 0 && static_cast<double>(end - at.first + kExpiryMargin) > lasts * kDaySeconds) {
        web_.touch(at.second);
      }
    }
    return {};
  }

  Status judge() {
    Rows with;
    Rows nameless;
    std::set<std::string> last_words;
    std::set<std::int64_t> stale;
    for (std::uint32_t n = 0; n < web_.nodes().size(); ++n) {
      if (web_.affected(n)) {
        with.push_back(web_.nodes()[n].version);
        last_words.emplace(last_word(web_.nodes()[n].entity));
      }
    }
    for (const std::uint32_t n : web_.nameless()) {
      if (web_.affected(n)) {
        nameless.push_back(web_.nodes()[n].version);
      }
    }
    for (const Evidence& e : evidence_) {
      if (web_.affected(e.node)) {
        stale.insert(e.fact);
      }
    }
    SAYSO_TRY_STATUS(forget(Rows(stale.begin(), stale.end())));
    SAYSO_TRY_STATUS(g_.fill("picked", with));
    SAYSO_TRY_STATUS(g_.fill("held", nameless));
    SAYSO_TRY_STATUS(db_.run(R"sql(
INSERT OR IGNORE INTO temp.picked SELECT version FROM story_reports WHERE story IN
  (SELECT story FROM story_reports WHERE version IN (SELECT id FROM temp.held));
INSERT OR IGNORE INTO temp.picked SELECT original FROM copies WHERE version IN
  (SELECT id FROM temp.picked);
)sql"));
    constexpr unsigned kParts = SqliteStore::kWithPlaces | SqliteStore::kWithEntities |
                                SqliteStore::kWithSources | SqliteStore::kWithStates;
    SAYSO_TRY(std::vector<Report> reports, g_.store_.load_versions(false, kParts, true));
    for (Report& r : reports) {
      for (std::uint32_t k = 0; k < r.states.size(); ++k) {
        const auto n = web_.find(static_cast<std::int64_t>(r.row), k);
        r.states[k].rejected = !n || !web_.affected(*n);
      }
    }
    SAYSO_TRY(Report others, others_with(last_words));
    reports.push_back(std::move(others));
    std::sort(reports.begin(), reports.end(), canonical_before);
    SAYSO_TRY_STATUS(g_.mark_paragraphs(reports));
    SAYSO_TRY(const Stories stories, g_.known_stories(reports));
    const StateBuilder states(reports, stories.original_of, stories.story_of, situation_);
    Derived part;
    part.reports = &reports;
    part.facts = states.history();
    part.statements = states.statements();
    part.contradictions = states.contradictions();
    SAYSO_TRY_STATUS(g_.store_.write_facts(part));
    return g_.store_.write_contradictions(part);
  }

  // The facts that the statements spoke for, and the contradictions between them.
  Status forget(const Rows& stale) {
    SAYSO_TRY_STATUS(g_.fill("stale", stale));
    SAYSO_TRY_STATUS(
        db_.run("DELETE FROM fact_evidence WHERE fact IN (SELECT id FROM temp.stale);"
                "DELETE FROM facts WHERE fact IN (SELECT id FROM temp.stale);"));
    SAYSO_TRY(SqlStatement s,
              db_.prepare("SELECT contradiction, left_version, left_start, left_end "
                          "FROM contradictions WHERE found_in='states'"));
    Rows gone;
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        break;
      }
      const std::vector<std::uint32_t>* all = web_.of_version(s.integer(1));
      for (std::size_t i = 0; all != nullptr && i < all->size(); ++i) {
        const Node& node = web_.nodes()[(*all)[i]];
        if (web_.affected((*all)[i]) && node.start == s.integer(2) && node.end == s.integer(3)) {
          gone.push_back(s.integer(0));
        }
      }
    }
    SAYSO_TRY_STATUS(g_.fill("stale", gone));
    return db_.run("DELETE FROM contradictions WHERE contradiction IN (SELECT id FROM temp.stale)");
  }

  // A report that stands for all others: the last day, and the full names.
  Result<Report> others_with(const std::set<std::string>& last_words) {
    Report others;
    SAYSO_TRY(const auto last, db_.one("SELECT max(known_at) FROM versions"));
    if (last && !last->empty()) {
      others.known_at = std::stoll(*last);
    }
    SAYSO_TRY(SqlStatement names, db_.prepare("SELECT DISTINCT name FROM entities WHERE "
                                              "kind='person' AND instr(name,' ')>0"));
    while (true) {
      SAYSO_TRY(const bool more, names.step());
      if (!more) {
        return others;
      }
      const std::string name = names.text(0);
      if (last_words.count(std::string(last_word(name))) != 0) {
        others.entities.push_back({name, {}, {}, "person", 0});
      }
    }
  }

  struct Evidence {
    std::int64_t fact;
    std::uint32_t node;
    bool supports;
  };
  Growth& g_;
  Database& db_;
  const Situation& situation_;
  Web web_;
  std::vector<Evidence> evidence_;
  std::unordered_map<std::int64_t, std::int64_t> story_of_;
  std::unordered_map<std::int64_t, Rows> members_;
  std::unordered_map<std::int64_t, Instant> earliest_;  // of all statements of a version
};

Status Growth::find_facts() {
  const Situation situation(knowledge_);
  return Facts(*this, situation).run();
}

}  // namespace sayso
