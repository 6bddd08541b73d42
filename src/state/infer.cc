// SPDX-License-Identifier: Apache-2.0
// What follows from the facts by the rules of data/situation/rules.tsv.
#include <algorithm>
#include <map>

#include "base/hash.h"
#include "state/state.h"

namespace sayso {
namespace {

using Known = std::map<std::pair<std::string, std::string>, const Fact*>;  // (entity key, variable)

bool in(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool enough(const InferenceRule& rule, std::size_t parts, std::size_t told, std::size_t fitting) {
  switch (rule.quantifier) {
    case InferenceRule::Quantifier::all:
      return fitting == parts;
    case InferenceRule::Quantifier::known:
      return fitting == told && fitting >= std::min<std::size_t>(2, parts);
    case InferenceRule::Quantifier::any:
    case InferenceRule::Quantifier::whole:
      break;
  }
  return fitting > 0;
}

const Fact* find(const Known& known, const std::string& entity, const std::string& variable) {
  const auto found = known.find({thing_key(entity), variable});
  return found == known.end() ? nullptr : found->second;
}

// The other way round: what became of the whole later than the part was spoken of holds of the
// part.
void follow(const Situation& situation, const InferenceRule& rule, const Known& known,
            std::vector<Fact>& inferred) {
  for (const Situation::Relation& r : situation.relations()) {
    const Fact* whole = r.relation == rule.relation ? find(known, r.whole, rule.variable) : nullptr;
    const Fact* part = whole == nullptr ? nullptr : find(known, r.part, rule.then_variable);
    if (part == nullptr || !in(rule.values, whole->value) ||
        whole->valid_from <= part->valid_from ||
        !situation.excludes(rule.then_variable, part->value, rule.then_value)) {
      continue;
    }
    Fact fact = *whole;
    fact.entity = part->entity;
    fact.entity_key = part->entity_key;
    fact.variable = rule.then_variable;
    fact.value = rule.then_value;
    fact.status = FactStatus::inferred;
    fact.rule = rule.id;
    fact.because = rule.because;
    fact.id = to_hex(hash128("fact\n" + fact.entity_key + "\n" + fact.variable + "\n" + fact.value +
                             "\n" + rule.id + std::to_string(fact.valid_from))
                         .high);
    inferred.push_back(std::move(fact));
  }
}

}  // namespace

void StateBuilder::infer(std::vector<Fact>& facts) const {
  Known known;
  for (const Fact& fact : facts) {
    if (fact.status != FactStatus::expired) {
      known[{fact.entity_key, fact.variable}] = &fact;
    }
  }
  std::vector<Fact> inferred;
  for (const InferenceRule& rule : situation_.rules()) {
    if (rule.quantifier == InferenceRule::Quantifier::whole) {
      follow(situation_, rule, known, inferred);
      continue;
    }
    std::map<std::string, std::vector<std::string>> wholes;  // whole -> parts
    if (rule.relation == "self") {
      for (const Fact& fact : facts) {
        if (fact.variable == rule.variable) {
          wholes[fact.entity] = {fact.entity};
        }
      }
    } else {
      for (const Situation::Relation& r : situation_.relations()) {
        if (r.relation == rule.relation) {
          wholes[r.whole].push_back(r.part);
        }
      }
    }
    for (const auto& [whole, parts] : wholes) {
      std::vector<const Fact*> premises;
      std::size_t told = 0;
      bool blocked = false;
      for (const std::string& part : parts) {
        const Fact* fact = find(known, part, rule.variable);
        told += fact != nullptr ? 1 : 0;
        if (fact != nullptr && in(rule.values, fact->value)) {
          premises.push_back(fact);
        }
      }
      if (!enough(rule, parts.size(), told, premises.size()) ||
          find(known, whole, rule.then_variable) != nullptr) {
        continue;
      }
      if (!rule.unless_variable.empty()) {
        std::vector<std::string> asked = parts;
        asked.push_back(whole);
        for (const std::string& entity : asked) {
          const Fact* fact = find(known, entity, rule.unless_variable);
          blocked = blocked || (fact != nullptr && (rule.unless_values.empty() ||
                                                    in(rule.unless_values, fact->value)));
        }
      }
      const bool twice = std::any_of(inferred.begin(), inferred.end(), [&](const Fact& f) {
        return f.entity_key == thing_key(whole) && f.variable == rule.then_variable;
      });
      if (blocked || twice) {
        continue;
      }
      Fact fact;
      fact.entity = whole;
      fact.entity_key = thing_key(whole);
      fact.variable = rule.then_variable;
      fact.value = rule.then_value;
      fact.status = FactStatus::inferred;
      fact.rule = rule.id;
      fact.because = rule.because;
      fact.valid_from = kOpenStart;
      for (const Fact* premise : premises) {
        fact.valid_from = std::max(fact.valid_from, premise->valid_from);
        fact.known_from = std::max(fact.known_from, premise->known_from);
        fact.supports.insert(fact.supports.end(), premise->supports.begin(),
                             premise->supports.end());
        // An inference is no better than its weakest premise.
        fact.credibility = premise == premises.front()
                               ? premise->credibility
                               : std::max(fact.credibility, premise->credibility);
        fact.sources = std::max(fact.sources, premise->sources);
      }
      std::sort(fact.supports.begin(), fact.supports.end());
      fact.id = to_hex(hash128("fact\n" + fact.entity_key + "\n" + fact.variable + "\n" +
                               fact.value + "\n" + rule.id + std::to_string(fact.valid_from))
                           .high);
      inferred.push_back(std::move(fact));
    }
  }
  for (Fact& fact : inferred) {  // in place of an expired one
    const auto old = std::find_if(facts.begin(), facts.end(), [&](const Fact& f) {
      return f.entity_key == fact.entity_key && f.variable == fact.variable;
    });
    if (old != facts.end()) {
      *old = std::move(fact);
    } else {
      facts.push_back(std::move(fact));
    }
  }
}

}  // namespace sayso
