// SPDX-License-Identifier: Apache-2.0
#include "state/judge.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/hash.h"
#include "story/credibility.h"

namespace sayso {
namespace {

// What a statement adds to the support of its value. Somebody who says what is against the own
// side's interest is worth more than one who says what serves it.
double weight_of(const Statement& s, const Situation& situation) {
  double weight = s.stance == Stance::possible ? 0.3 : (s.hedged ? 0.7 : 1.0);
  if (s.unnamed) {
    weight *= 0.6;
  }
  if (s.opposite) {
    weight *= 0.7;  // who denies says what is not so, less what is
  }
  if (s.aside) {
    weight *= 0.3;
  }
  const std::string holder = situation.holder(s.value);
  if (!holder.empty() && !s.code.empty() && s.variable == "control") {
    const std::string side = s.code.substr(0, s.code.find(' '));
    weight *= side == holder ? 0.9 : 1.2;
  }
  return weight;
}

struct Candidate {
  double support = 0;
  Instant newest = kOpenStart, oldest = kOpenEnd, change = kOpenStart;
  std::map<std::string, double> by_source;
  std::vector<const Statement*> statements;
  bool affirmed = false;
};

// A source's last word: earlier ones of the same source with another value no longer count.
std::vector<Told> last_words(const std::vector<Told>& window) {
  std::map<std::string_view, Instant> last;
  for (const Told& s : window) {
    Instant& at = last.try_emplace(s->source_key, s->at).first->second;
    at = std::max(at, s->at);
  }
  std::vector<Told> kept;
  for (const Told& s : window) {
    const Instant at = last[s->source_key];
    const bool same_later = std::any_of(window.begin(), window.end(), [&](const Told& o) {
      return o->source_key == s->source_key && o->at > s->at && o.value != s.value;
    });
    if (s->at == at || !same_later) {
      kept.push_back(s);
    }
  }
  return kept;
}

}  // namespace

bool judge_window(const std::vector<Told>& window, const Situation& situation,
                  const Statement* base, Fact& fact) {
  std::map<std::string, Candidate> candidates;
  constexpr std::size_t kMost = 400;  // of a very busy week the newest are enough
  std::vector<Told> recent = window;
  if (recent.size() > kMost) {
    recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(kMost));
  }
  for (const Told& s : last_words(recent)) {
    if (s->stance == Stance::denies || s->stance == Stance::mentions) {
      continue;
    }
    Candidate& c = candidates[std::string(s.value)];
    c.statements.push_back(s.statement);
    c.newest = std::max(c.newest, s->at);
    c.oldest = std::min(c.oldest, s->valid_from);
    c.affirmed = c.affirmed || s->stance == Stance::affirms;
    if (s->change && s->stance == Stance::affirms) {
      c.change = std::max(c.change, s->at);
    }
    double& weight = c.by_source.try_emplace(s->source_key, 0.0).first->second;
    weight = std::max(weight, s->copy ? 0.05 : weight_of(*s.statement, situation));
  }
  if (candidates.empty()) {
    return false;
  }
  const std::string& variable = window.front()->variable;
  for (auto& [value, c] : candidates) {
    for (const auto& [source, weight] : c.by_source) {
      c.support += weight;
    }
  }
  // A change told later than everything said for another value ends that value, on the day after.
  const auto ended = [&](const std::string& value, const Candidate& c) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const auto& other) {
      return other.second.change != kOpenStart && other.second.affirmed &&
             situation.excludes(variable, value, other.first) &&
             day_of(other.second.change) > day_of(c.newest);
    });
  };
  // On the day of a change a statement of how things are may still tell how they were.
  const auto overtaken = [&](const std::string& value, const Candidate& c) {
    return c.change == kOpenStart &&
           std::any_of(candidates.begin(), candidates.end(), [&](const auto& other) {
             return other.second.change != kOpenStart &&
                    situation.excludes(variable, value, other.first) &&
                    day_of(other.second.change) + 1 >= day_of(c.newest);
           });
  };
  // A value that says more carries what is said for the compatible ones below it.
  const auto strength = [&](const std::string& value, const Candidate& c) {
    double sum = c.support;
    for (const auto& [other, o] : candidates) {
      if (other != value && !situation.excludes(variable, value, other) &&
          situation.rank(variable, other) < situation.rank(variable, value)) {
        sum += 0.9 * o.support;
      }
    }
    return (ended(value, c)       ? 0.01
            : overtaken(value, c) ? 0.5
                                  : 1.0) *
           (c.affirmed ? 1.0 : 0.5) * sum;
  };
  const std::string* best = nullptr;
  double best_strength = -1;
  for (const auto& [value, c] : candidates) {
    const double s = strength(value, c);
    if (s > best_strength || (s == best_strength && c.newest > candidates[*best].newest)) {
      best = &value;
      best_strength = s;
    }
  }
  const Candidate& chosen = candidates[*best];
  if (!chosen.affirmed && chosen.support < 0.3) {
    return false;  // one source that holds something possible makes no fact
  }
  fact.value = *best;
  fact.variable = variable;
  fact.entity = chosen.statements.front()->entity;
  fact.entity_key = chosen.statements.front()->entity_key;
  fact.named = chosen.statements.front()->named;
  fact.valid_from = chosen.oldest;
  fact.known_from = kOpenEnd;
  for (const Statement* s : chosen.statements) {
    fact.supports.push_back(static_cast<std::uint32_t>(s - base));
    fact.known_from = std::min(fact.known_from, s->known_at);
  }
  for (const auto& [value, c] : candidates) {
    if (&c != &chosen && situation.excludes(variable, *best, value) && !ended(value, c) &&
        c.affirmed) {
      fact.other_values.push_back(value);
      for (const Statement* s : c.statements) {
        fact.opposes.push_back(static_cast<std::uint32_t>(s - base));
      }
    }
  }
  for (const Told& s : window) {
    if (s->stance == Stance::denies && s.value == *best && day_of(s->at) >= day_of(chosen.change)) {
      fact.opposes.push_back(static_cast<std::uint32_t>(s.statement - base));
    }
  }
  std::sort(fact.supports.begin(), fact.supports.end());
  std::sort(fact.opposes.begin(), fact.opposes.end());
  return true;
}

void weigh_fact(Fact& fact, const Situation& situation, const std::vector<Statement>& statements) {
  std::set<std::string_view> heard;
  std::set<std::string> sides;
  Weighed w;
  const std::string holder = situation.holder(fact.value);
  for (const std::uint32_t row : fact.supports) {
    const Statement& s = statements[row];
    if (s.copy || !heard.insert(s.source_key).second) {
      continue;
    }
    const std::string side = s.code.substr(0, s.code.find(' '));
    if (s.stance == Stance::possible) {
      ++w.possible;
    } else {
      ++(s.hedged ? w.affirm_hedged : w.affirm);
      w.named += s.unnamed ? 0 : 1;
      w.disinterested += side.empty() ? 1 : 0;
      if (!side.empty()) {
        sides.insert(side);
      }
      w.against_interest =
          w.against_interest || (!holder.empty() && !side.empty() && side != holder);
    }
  }
  std::set<std::string_view> against;
  for (const std::uint32_t row : fact.opposes) {
    if (!statements[row].copy && against.insert(statements[row].source_key).second) {
      ++w.deny;
    }
  }
  w.sides = static_cast<std::uint32_t>(sides.size());
  fact.sources = static_cast<std::uint32_t>(heard.size());
  fact.credibility = credibility_of(w);
  if (!fact.opposes.empty()) {
    fact.status = FactStatus::contested;
  }
}

static std::uint32_t reports_claim(const std::vector<Report>& reports, const Statement& s) {
  return reports[s.report].states[s.state].claim;
}

void find_value_contradictions(const std::vector<Statement>& statements, std::uint32_t first,
                               std::uint32_t count, const std::vector<Report>& reports,
                               const Situation& situation, std::vector<Contradiction>& out) {
  std::set<std::string> seen;
  constexpr std::uint32_t kMostPartners = 64;
  const double disagree_days = situation.variable(statements[first].variable).disagree_days;
  const auto usable = [&](const Statement& s) {
    const ReportState& told = reports[s.report].states[s.state];
    return told.time != "planned" && told.factuality != "PS-" && s.named && !s.copy &&
           s.until == kOpenStart && s.known_until == kOpenEnd &&
           (s.stance == Stance::affirms || s.stance == Stance::denies);
  };
  for (std::uint32_t i = first; i < first + count; ++i) {
    const Statement& a = statements[i];
    if (!usable(a)) {
      continue;
    }
    for (std::uint32_t k = i + 1; k < std::min(first + count, i + kMostPartners); ++k) {
      const Statement& b = statements[k];
      if (day_of(b.at) - day_of(a.at) > disagree_days) {
        break;
      }
      const bool value = a.stance == b.stance && situation.excludes(a.variable, a.value, b.value);
      const bool polarity = a.stance != b.stance && a.value == b.value;
      // A change told a day or more later contradicts nothing that was said before it.
      const bool changed = b.change && day_of(b.at) > day_of(a.at) && value;
      // Somebody told of the change in between: the earlier word is out of date, not contradicted.
      const auto between = [&](const Statement& s) {
        return s.change && s.stance == Stance::affirms && day_of(s.at) > day_of(a.at) &&
               s.at <= b.at && situation.excludes(a.variable, a.value, s.value) &&
               !situation.excludes(a.variable, s.value, b.value);
      };
      if (value && day_of(b.at) > day_of(a.at) &&
          std::any_of(statements.begin() + first,
                      statements.begin() + std::min(first + count, k + kMostPartners), between)) {
        continue;
      }
      // An outlet that tells how a thing became, beside what others say of it then, and people who
      // tell of themselves, contradict nobody.
      const auto narrated = [&](const Statement& s) {
        return s.change && reports_claim(reports, s) == kNoRow;
      };
      // Nor does one that looks back: "the agreement, which it had suspended on Saturday".
      const auto looks_back = [&](const Statement& s) {
        return narrated(s) && day_of(s.known_at) > day_of(s.at);
      };
      // Nor does one that tells how things are, in the report that quotes who says otherwise, or a
      // day before: "a quarter of the trade goes over the bridge".
      const auto own = [&](const Statement& s) {
        return reports_claim(reports, s) == kNoRow && !s.dated;
      };
      // But who answers it right after, in the same report, does: "The road is blocked. A resident
      // said that it was open."
      const auto answered = [&](const Statement& said, const Statement& answer) {
        constexpr std::uint32_t kNear = 3;  // sentences
        const ReportState& x = reports[said.report].states[said.state];
        const ReportState& y = reports[answer.report].states[answer.state];
        return own(said) && !said.change && !own(answer) && !narrated(answer) &&
               y.time == "ongoing" && x.time == "ongoing" && !answer.aside && !said.aside &&
               y.sentence > x.sentence && y.sentence - x.sentence <= kNear;
      };
      const bool answer = a.report == b.report && (answered(a, b) || answered(b, a));
      if ((a.report == b.report && (own(a) || own(b)) && !answer) ||
          (own(a) && value && day_of(b.at) > day_of(a.at))) {
        continue;
      }
      if ((a.report == b.report && (narrated(a) || narrated(b))) || looks_back(a) ||
          looks_back(b) || a.source == a.entity || b.source == b.entity) {
        continue;
      }
      // Of what there may be several, one report means one.
      if (a.report != b.report && !(a.one && b.one)) {
        continue;
      }
      if (!usable(b) || a.source_key == b.source_key || (!value && !polarity) || changed) {
        continue;
      }
      const std::string key = std::min(a.value, b.value) + "\n" + std::max(a.value, b.value) +
                              "\n" + std::min(a.source_key, b.source_key) + "\n" +
                              std::max(a.source_key, b.source_key);
      if (!seen.insert(key).second) {
        continue;
      }
      Contradiction c;
      c.subject = a.entity + ": " + a.variable;
      c.in = value ? "value" : "polarity";
      c.left = (a.stance == Stance::denies ? "not " : "") + a.value;
      c.right = (b.stance == Stance::denies ? "not " : "") + b.value;
      c.left_report = a.report;
      c.right_report = b.report;
      c.left_source = a.source;
      c.right_source = b.source;
      c.left_where = reports[a.report].states[a.state].where;
      c.right_where = reports[b.report].states[b.state].where;
      c.id = to_hex(hash128("contradiction\n" + c.subject + "\n" +
                            reports[a.report].states[a.state].id + "\n" +
                            reports[b.report].states[b.state].id)
                        .high);
      out.push_back(std::move(c));
    }
  }
}

}  // namespace sayso
