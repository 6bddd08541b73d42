// SPDX-License-Identifier: Apache-2.0
#include "story/edits.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "story/accounts.h"

namespace sayso {
namespace {

std::vector<std::string> ids_of(std::string_view list) {
  std::vector<std::string> ids;
  for_each_part(list, [&](std::string_view id) { ids.emplace_back(id); });
  return ids;
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 7> kEventFields{
    "type", "mode", "cameo", "agent_code", "target_code", "factuality", "time"};
constexpr std::array<std::string_view, 4> kStateFields{"entity", "variable", "value", "factuality"};

void recode(ReportEvent& e, std::string_view field, const std::string& value) {
  const auto argument = [&](std::string_view role) {
    const auto found = std::find_if(e.arguments.begin(), e.arguments.end(),
                                    [&](const ReportArgument& a) { return a.role == role; });
    if (found != e.arguments.end()) {
      found->code = value;
    } else {
      e.arguments.push_back({std::string(role), value, value, e.trigger.front()});
    }
  };
  if (field == "type") {
    e.type = value;
  } else if (field == "mode") {
    e.mode = value;
  } else if (field == "cameo") {
    e.cameo = value;
  } else if (field == "factuality") {
    e.factuality = value;
  } else if (field == "time") {
    e.time = value;
  } else if (field == "agent_code") {
    argument("agent");
  } else if (field == "target_code") {
    argument("target");
  }
}

void recode(ReportState& s, std::string_view field, const std::string& value) {
  if (field == "entity") {
    s.entity = value;
  } else if (field == "variable") {
    s.variable = value;
  } else if (field == "value") {
    s.value = value;
    s.value_code.clear();
  } else if (field == "factuality") {
    s.factuality = value;
  }
}

}  // namespace

Edits::Edits(const std::vector<Edit>& edits) {
  for (const Edit& e : edits) {  // in the order of the log: a later one wins
    if (!e.undone_at.empty()) {
      continue;
    }
    ++count_;
    const std::vector<std::string> ids = ids_of(e.target);
    for (const std::string& id : ids) {
      if (e.action == "reject") {
        rejected_.insert(id);
      } else if (e.action == "recode") {
        recoded_[id].push_back({e.field, e.value});
      } else if (e.action == "confirm") {
        credibility_[id] = 1;
      } else if (e.action == "rate" && e.kind == "outlet") {
        reliability_[lowered(id)] = e.value.front();
      } else if (e.action == "rate") {
        credibility_[id] = static_cast<std::uint8_t>(e.value.front() - '0');
      } else if (e.action == "merge" && e.kind == "entity") {
        entities_[thing_key(id)] = e.other;
      } else if (e.action == "merge" || e.action == "split") {
        Lists& lists = e.action == "merge" ? together_ : apart_;
        for (const std::string& other : ids_of(e.other)) {
          lists[id].push_back(other);
          lists[other].push_back(id);
        }
      }
    }
  }
}

void Edits::apply(std::vector<Report>& reports) const {
  if (rejected_.empty() && recoded_.empty()) {
    return;
  }
  const auto change = [&](auto& rows) {
    for (auto& row : rows) {
      if (rejected(row.id)) {
        row.rejected = true;
      }
      const auto found = recoded_.find(row.id);
      if (found != recoded_.end()) {
        for (const Recode& r : found->second) {
          recode(row, r.field, r.value);
        }
      }
    }
  };
  for (Report& report : reports) {
    change(report.events);
    change(report.states);
    for (ReportState& s : report.states) {  // what a misread event did is misread too
      s.rejected =
          s.rejected || (s.event < report.events.size() && report.events[s.event].rejected);
    }
  }
}

bool Edits::rejected(std::string_view id) const {
  return rejected_.count(std::string(id)) > 0;
}
const std::vector<std::string>* Edits::one_with(const std::string& id) const {
  const auto found = together_.find(id);
  return found == together_.end() ? nullptr : &found->second;
}
const std::vector<std::string>* Edits::apart_from(const std::string& id) const {
  const auto found = apart_.find(id);
  return found == apart_.end() ? nullptr : &found->second;
}
std::string Edits::entity(const std::string& key) const {
  const auto found = entities_.find(key);
  return found == entities_.end() ? std::string() : found->second;
}
std::optional<std::uint8_t> Edits::credibility(const std::string& id) const {
  const auto found = credibility_.find(id);
  return found == credibility_.end() ? std::nullopt : std::optional<std::uint8_t>(found->second);
}
std::optional<char> Edits::reliability(const std::string& outlet) const {
  const auto found = reliability_.find(lowered(outlet));
  return found == reliability_.end() ? std::nullopt : std::optional<char>(found->second);
}

std::string check_edit(const Edit& e) {
  constexpr std::array<std::string_view, 6> kActions{"reject", "recode",  "merge",
                                                     "split",  "confirm", "rate"};
  if (!one_of(e.action, kActions)) {
    return "'" + e.action + "' is no edit; there are reject, recode, merge, split, confirm, rate";
  }
  if (e.target.empty()) {
    return e.action + " needs what it is about";
  }
  const bool pair = e.action == "merge" || e.action == "split";
  if (pair && (e.other.empty() || e.other == e.target)) {
    return e.action + " needs two different things";
  }
  if (e.action == "split" && e.kind != "event" && e.kind != "document") {
    return "only events and stories can be split";
  }
  if (e.action == "recode") {
    const bool known = e.kind == "event" ? one_of(e.field, kEventFields)
                                         : e.kind == "state" && one_of(e.field, kStateFields);
    if (!known || e.value.empty()) {
      return "recode needs --field (of an event: type, mode, cameo, agent_code, target_code, "
             "factuality, time; of a state: entity, variable, value, factuality) and --value";
    }
  }
  if ((e.action == "reject" || e.action == "confirm") && e.kind != "event" && e.kind != "state") {
    return e.action + " needs an event or a state";
  }
  if (e.action == "rate") {
    const char grade = e.value.size() == 1 ? e.value[0] : ' ';
    const bool fits = e.kind == "outlet" ? grade >= 'A' && grade <= 'F'
                                         : (e.kind == "event" || e.kind == "state") &&
                                               grade >= '1' && grade <= '6';
    if (!fits) {
      return "rate needs --value: A to F for an outlet, 1 to 6 for an event or state";
    }
  }
  return {};
}

}  // namespace sayso
