// SPDX-License-Identifier: Apache-2.0
#include "app/rebuild.h"

#include <set>

namespace sayso {

Result<std::unique_ptr<Whole>> derive(Store& store, const Knowledge& knowledge) {
  auto whole = std::make_unique<Whole>();
  SAYSO_TRY(whole->reports, store.load(false));
  mark_versions(whole->reports);
  SAYSO_TRY(const auto list, store.edits());
  const Edits edits(list);
  edits.apply(whole->reports);
  const std::vector<Report>& reports = whole->reports;
  Derived& d = whole->derived;
  d.reports = &whole->reports;
  d.stories = build_stories(reports, Likeness(&knowledge), {}, edits);
  d.furniture = find_furniture(reports, d.stories);
  mark_furniture(whole->reports, d.furniture);
  d.accounts = build_accounts(reports, d.stories, knowledge, edits);
  const Situation situation(knowledge);
  const StateBuilder states(reports, d.stories.original_of, d.stories.story_of, situation, edits);
  d.facts = states.history();
  d.statements = states.statements();
  d.contradictions = states.contradictions();
  d.ties = state_ties(reports, situation);
  std::set<std::string> outlets;
  for (const Report& r : reports) {
    if (outlets.insert(r.outlet).second) {
      d.outlets.push_back(situation.outlet(r.outlet));
      d.outlets.back().reliability =
          edits.reliability(r.outlet).value_or(d.outlets.back().reliability);
    }
  }
  return whole;
}

Status bring_up_to_date(Store& store, const Knowledge& knowledge) {
  SAYSO_TRY(const bool done, store.update_derived(knowledge));
  return done ? Status() : rebuild(store, knowledge);
}

Status rebuild(Store& store, const Knowledge& knowledge) {
  SAYSO_TRY(auto whole, derive(store, knowledge));
  return store.replace_derived(whole->derived);
}

}  // namespace sayso
