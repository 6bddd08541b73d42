// SPDX-License-Identifier: Apache-2.0
// Growth: the state of things. Facts are made again of the statements that something new can
// change, and of all that could be of one thing with them; the others stand, and are not read.
// Which statements may be of one thing is said by ties, wider than the rules of state/ by which
// they are (state/names.h): those of the table state_ties, the story of a thing without a name,
// the words it is told in, the fact that both spoke for until now.
#include <algorithm>
#include <array>
#include <optional>

#include "base/hash.h"
#include "state/names.h"
#include "store/grow.h"

namespace sayso {
namespace {

// A state effect as it stands in the table.
struct Node {
  std::int64_t version = 0;
  std::uint32_t number = 0, start = 0, end = 0;
  std::string last;  // of the words for the thing
  Ties ties;
  bool affected = false;
};

}  // namespace

class Growth::Facts {
 public:
  Facts(Growth& growth, const Situation& situation)
      : g_(growth), db_(growth.db_), situation_(situation) {}

  Status run() {
    SAYSO_TRY_STATUS(prepare());
    SAYSO_TRY_STATUS(write_ties());
    SAYSO_TRY_STATUS(touch());
    SAYSO_TRY_STATUS(spread());
    return judge();
  }

 private:
  enum Query { states_of, story_of, members_of, kin_of, tied_by, facts_of, evidence_of, names_of };

  Status prepare() {
    constexpr std::array<const char*, 8> kSql{
        "SELECT number, entity, kind, start, \"end\", scope, geonames_id, variable FROM states "
        "WHERE "
        "version=? ORDER BY number",
        "SELECT story FROM story_reports WHERE version=?",
        "SELECT version FROM story_reports WHERE story=?",
        "SELECT coalesce((SELECT original FROM copies WHERE version=?1), ?1) UNION ALL "
        "SELECT version FROM copies WHERE original=(SELECT coalesce((SELECT original FROM copies "
        "WHERE version=?1), ?1))",
        "SELECT version, number FROM state_ties WHERE tie=?",
        "SELECT fact FROM fact_evidence WHERE version=? AND state=?",
        "SELECT version, state FROM fact_evidence WHERE fact=?",
        "SELECT name FROM entities WHERE version=?"};
    queries_.reserve(kSql.size());
    for (const char* sql : kSql) {
      SAYSO_TRY(SqlStatement s, db_.prepare(sql));
      queries_.push_back(std::move(s));
    }
    return {};
  }
  // Gives each row to f; the question has been bound.
  template <typename F>
  Status each(Query query, F&& f) {
    SqlStatement& s = queries_[query];
    while (true) {
      SAYSO_TRY(const bool more, s.step());
      if (!more) {
        s.reset();
        return {};
      }
      f(s);
    }
  }
  SqlStatement& ask(Query query, std::int64_t about) { return queries_[query].bind(about); }
  // The rows of a question for versions and numbers of their states.
  using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
  Result<Pairs> pairs(Query query, std::int64_t about) {
    Pairs rows;
    ask(query, about);
    SAYSO_TRY_STATUS(
        each(query, [&](const SqlStatement& s) { rows.emplace_back(s.integer(0), s.integer(1)); }));
    return rows;
  }

  Status write_ties() {
    SAYSO_TRY_STATUS(g_.fill("picked", g_.fresh_));
    SAYSO_TRY(const std::vector<Report> fresh,
              g_.store_.load_versions(false, SqliteStore::kWithEntities | SqliteStore::kWithStates,
                                      true));
    Derived part;
    part.reports = &fresh;
    part.ties = state_ties(fresh, situation_);
    SAYSO_TRY_STATUS(g_.store_.write_ties(part));
    // A full name not heard before may be meant by a surname, or make it doubtful whose it is; a
    // way spoken of may be "the corridor" of its story.
    for (const Report& r : fresh) {
      for (const ReportEntity& e : r.entities) {
        if (e.kind == "person" && e.name.find(' ') != std::string::npos) {
          open_ties_.push_back(surname_tie(e.name));
        }
      }
    }
    return {};
  }

  Status load(std::int64_t version) {
    const auto [found, fresh] = of_version_.try_emplace(version);
    if (!fresh) {
      return {};
    }
    std::vector<std::uint32_t>& rows = found->second;
    ask(states_of, version);
    return each(states_of, [&](const SqlStatement& s) {
      ReportState state;
      state.entity = s.text(1);
      state.kind = s.text(2);
      state.scope = s.text(5);
      state.geonames_id = s.is_null(6) ? 0 : static_cast<std::uint32_t>(s.integer(6));
      state.variable = s.text(7);
      Node node;
      node.version = version;
      node.number = static_cast<std::uint32_t>(s.integer(0));
      node.start = static_cast<std::uint32_t>(s.integer(3));
      node.end = static_cast<std::uint32_t>(s.integer(4));
      node.last = last_word(state.entity);
      node.ties = ties_of(state, situation_);
      rows.push_back(static_cast<std::uint32_t>(nodes_.size()));
      nodes_.push_back(std::move(node));
    });
  }

  void touch(std::uint32_t n) {
    if (!nodes_[n].affected) {
      nodes_[n].affected = true;
      open_.push_back(n);
    }
  }
  template <typename F>
  Status touch_version(std::int64_t version, F&& which) {
    SAYSO_TRY_STATUS(load(version));
    for (const std::uint32_t n : of_version_[version]) {
      if (which(nodes_[n])) {
        touch(n);
      }
    }
    return {};
  }
  Status touch_state(std::int64_t version, std::int64_t number) {
    return touch_version(version, [&](const Node& node) { return node.number == number; });
  }

  Status touch() {
    SAYSO_TRY(const Rows again, g_.list("SELECT id FROM temp.again"));
    for (const Rows* rows :
         std::array<const Rows*, 4>{&g_.fresh_, &g_.moved_, &g_.sifted_, &again}) {
      for (const std::int64_t version : *rows) {
        SAYSO_TRY_STATUS(touch_version(version, [](const Node&) { return true; }));
      }
    }
    for (const std::int64_t story : g_.told_again_) {
      SAYSO_TRY(const Rows versions, members(story));
      for (const std::int64_t version : versions) {
        SAYSO_TRY_STATUS(touch_version(version, [](const Node& n) { return !n.ties.named; }));
      }
    }
    // What has become too old since the last report before these.
    SAYSO_TRY(const auto last, db_.one("SELECT max(known_at) FROM versions"));
    if (last && !last->empty()) {
      const Instant end = (std::stoll(*last) / kDaySeconds + 1) * kDaySeconds;
      SAYSO_TRY(const Rows old,
                g_.list("SELECT fact FROM facts WHERE expires_at < " + std::to_string(end)));
      for (const std::int64_t fact : old) {
        SAYSO_TRY_STATUS(touch_evidence(fact));
      }
    }
    return {};
  }

  Status touch_evidence(std::int64_t fact) {
    if (!stale_.insert(fact).second) {
      return {};
    }
    SAYSO_TRY(const Pairs rows, pairs(evidence_of, fact));
    for (const auto& [version, number] : rows) {
      SAYSO_TRY_STATUS(touch_state(version, number));
    }
    return {};
  }

  Result<Rows> members(std::int64_t story) {
    Rows rows;
    ask(members_of, story);
    SAYSO_TRY_STATUS(
        each(members_of, [&](const SqlStatement& s) { rows.push_back(s.integer(0)); }));
    return rows;
  }
  Result<std::int64_t> story_of_version(std::int64_t version) {
    std::int64_t story = -1;
    ask(story_of, version);
    SAYSO_TRY_STATUS(each(story_of, [&](const SqlStatement& s) { story = s.integer(0); }));
    return story;
  }

  // All that is tied to what was touched.
  Status spread() {
    while (!open_.empty() || !open_ties_.empty()) {
      if (!open_ties_.empty()) {
        const std::uint64_t by = open_ties_.back();
        open_ties_.pop_back();
        SAYSO_TRY_STATUS(follow(by));
        continue;
      }
      const std::uint32_t n = open_.back();
      open_.pop_back();
      for (const auto* ties : {&nodes_[n].ties.fixed, &nodes_[n].ties.beside}) {
        open_ties_.insert(open_ties_.end(), ties->begin(), ties->end());
      }
      Rows facts;
      queries_[facts_of].bind(nodes_[n].version).bind(nodes_[n].number);
      SAYSO_TRY_STATUS(
          each(facts_of, [&](const SqlStatement& s) { facts.push_back(s.integer(0)); }));
      for (const std::int64_t fact : facts) {
        SAYSO_TRY_STATUS(touch_evidence(fact));
      }
      // A contradiction is found again by the words alone.
      const auto [start, end] = std::pair(nodes_[n].start, nodes_[n].end);
      const bool custody = nodes_[n].ties.custody;
      SAYSO_TRY_STATUS(
          touch_version(nodes_[n].version, [&, start = start, end = end](const Node& o) {
            return (o.start == start && o.end == end) || (custody && o.ties.custody);
          }));
      SAYSO_TRY_STATUS(spread_near(n));
    }
    return {};
  }

  Status follow(std::uint64_t by) {
    if (!done_.insert(by).second) {
      return {};
    }
    SAYSO_TRY(const Pairs rows, pairs(tied_by, static_cast<std::int64_t>(by)));
    for (const auto& [version, number] : rows) {
      if (number != kNoRow) {
        SAYSO_TRY_STATUS(touch_state(version, number));
        continue;
      }
      // It speaks of a way by its name: "the corridor" of its story may be that.
      SAYSO_TRY(const std::int64_t story, story_of_version(version));
      SAYSO_TRY(const Rows versions, members(story));
      for (const std::int64_t other : versions) {
        SAYSO_TRY_STATUS(touch_version(
            other, [](const Node& o) { return !o.ties.named && !o.ties.route.empty(); }));
      }
    }
    return {};
  }

  // "The talks", "the corridor": what its story tells of in the same words, or calls by a name.
  Status spread_near(std::uint32_t n) {
    const Ties ties = nodes_[n].ties;
    if (ties.peer.empty() && ties.route.empty()) {
      return {};
    }
    const std::int64_t version = nodes_[n].version;
    SAYSO_TRY(const std::int64_t story, story_of_version(version));
    const std::string key =
        std::to_string(story) + (ties.named ? "n" : "u") + ties.peer + "\n" + ties.route;
    Rows near{version};
    if (near_done_.insert(key).second) {
      SAYSO_TRY(near, members(story));
    }
    ask(kin_of, version);
    SAYSO_TRY_STATUS(each(kin_of, [&](const SqlStatement& s) { near.push_back(s.integer(0)); }));
    for (const std::int64_t other : near) {
      SAYSO_TRY_STATUS(touch_version(other, [&](const Node& o) {
        const bool same = !ties.peer.empty() && o.ties.peer == ties.peer;
        const bool way = !ties.route.empty() && o.ties.route == ties.route;
        return same || (way && !(ties.named && o.ties.named));
      }));
      if (!ties.named && !ties.route.empty()) {
        SAYSO_TRY_STATUS(open_beside(other, ties.route));
      }
    }
    return {};
  }

  // The ways that a report speaks of, and those known to belong to what it speaks of.
  Status open_beside(std::int64_t version, const std::string& route) {
    std::vector<std::string> names;
    ask(names_of, version);
    SAYSO_TRY_STATUS(each(names_of, [&](const SqlStatement& s) { names.push_back(s.text(0)); }));
    for (const std::string& said : names) {
      for (const std::string& way : ways_beside(situation_, said)) {
        if (way_kind(way) == route) {
          open_ties_.push_back(name_tie(way));
          open_ties_.push_back(beside_tie(way));
        }
      }
    }
    return {};
  }

  Status judge() {
    Rows with;
    Rows ways;
    std::set<std::string> last_words;
    for (const Node& node : nodes_) {
      if (node.affected) {
        with.push_back(node.version);
        last_words.insert(node.last);
        if (!node.ties.named && !node.ties.route.empty()) {
          ways.push_back(node.version);
        }
      }
    }
    SAYSO_TRY_STATUS(forget());
    SAYSO_TRY_STATUS(g_.fill("picked", with));
    SAYSO_TRY_STATUS(g_.fill("held", ways));
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
      for (ReportState& state : r.states) {
        state.rejected = true;
      }
      const auto rows = of_version_.find(static_cast<std::int64_t>(r.row));
      for (std::size_t i = 0; rows != of_version_.end() && i < rows->second.size(); ++i) {
        const Node& node = nodes_[rows->second[i]];
        r.states[node.number].rejected = !node.affected;
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
  Status forget() {
    SAYSO_TRY_STATUS(g_.fill("stale", Rows(stale_.begin(), stale_.end())));
    SAYSO_TRY_STATUS(
        db_.run("DELETE FROM fact_evidence WHERE fact IN (SELECT id FROM temp.stale);"
                "DELETE FROM facts WHERE fact IN (SELECT id FROM temp.stale);"));
    SAYSO_TRY(SqlStatement s, db_.prepare("SELECT contradiction, left_start, left_end FROM "
                                          "contradictions WHERE left_version=? AND "
                                          "found_in='states'"));
    Rows gone;
    for (const auto& [version, rows] : of_version_) {
      s.bind(version);
      while (true) {
        SAYSO_TRY(const bool more, s.step());
        if (!more) {
          break;
        }
        for (const std::uint32_t n : rows) {
          const Node& node = nodes_[n];
          if (node.affected && node.start == s.integer(1) && node.end == s.integer(2)) {
            gone.push_back(s.integer(0));
          }
        }
      }
      s.reset();
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
    SAYSO_TRY(SqlStatement names, db_.prepare("SELECT name FROM full_names WHERE last=?"));
    for (const std::string& word : last_words) {
      names.bind(word);
      while (true) {
        SAYSO_TRY(const bool more, names.step());
        if (!more) {
          break;
        }
        others.entities.push_back({names.text(0), {}, {}, "person", 0});
      }
      names.reset();
    }
    return others;
  }

  Growth& g_;
  Database& db_;
  const Situation& situation_;
  std::vector<SqlStatement> queries_;
  std::vector<Node> nodes_;
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> of_version_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint64_t> open_ties_;
  std::unordered_set<std::uint64_t> done_;
  std::unordered_set<std::string> near_done_;  // by story, what is looked for in it
  std::set<std::int64_t> stale_;
};

Status Growth::find_facts() {
  const Situation situation(knowledge_);
  return Facts(*this, situation).run();
}

}  // namespace sayso
