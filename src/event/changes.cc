// SPDX-License-Identifier: Apache-2.0
// What a change makes of a thing by the kind of the thing, so that a new word for stopping, closing
// or damaging needs one row for all things: "halt" of talks is suspended, of a port stopped; "shut"
// of a road cuts it off.
#include "event/changes.h"

#include "base/text.h"
#include "event/match.h"

namespace sayso::coding {

// "status=open/resumed>planned!stopped": variable, words, code, words if planned, if negated.
Status Patterns::parse_effect(std::string_view text, EffectRule& effect) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos ||
      !state_variable_from(text.substr(0, equals), effect.variable)) {
    return Error{ErrorCode::corrupt, "effect not understood: \"" + std::string(text) + "\""};
  }
  std::string_view words = trim(text.substr(equals + 1));
  if (const std::size_t turned = words.find('!'); turned != std::string_view::npos) {
    effect.negated = std::string(words.substr(turned + 1));
    words = words.substr(0, turned);
  }
  if (const std::size_t ahead = words.find('>'); ahead != std::string_view::npos) {
    effect.planned = std::string(words.substr(ahead + 1));
    words = words.substr(0, ahead);
  }
  if (const std::size_t code = words.find('/'); code != std::string_view::npos) {
    effect.value_code = std::string(words.substr(code + 1));
    words = words.substr(0, code);
  }
  effect.value = std::string(words);
  return {};
}

Status Patterns::read_changes(const Table& table) {
  const std::uint32_t things = table.column("kinds"), effect = table.column("effect");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const auto fresh = static_cast<std::uint32_t>(changes_.size());
    const auto [it, added] = change_ids_.try_emplace(std::string(table.key(row)), fresh);
    if (added) {
      changes_.emplace_back();
    }
    Change::Row made;
    auto tests = constraint(table.text(row, things));
    if (!tests) {
      return fault(table, row, std::move(tests).error().message);
    }
    made.kinds = std::move(tests->any_of);
    if (const std::string_view text = table.text(row, effect); !text.empty()) {
      if (Status parsed = parse_effect(text, made.effect); !parsed.ok()) {
        return fault(table, row, std::move(parsed).error().message);
      }
    }
    changes_[it->second].rows.push_back(std::move(made));
  }
  return {};
}

const EffectRule* made_of(const View& v, std::uint32_t change, std::uint32_t thing) {
  for (const Change::Row& row : v.patterns->change(change).rows) {
    for (const Test& test : row.kinds) {
      if (is_of(v, test, thing, true)) {
        const EffectRule& e = row.effect;
        return e.value.empty() && e.negated.empty() && e.planned.empty() ? nullptr : &e;
      }
    }
  }
  return nullptr;
}

}  // namespace sayso::coding
