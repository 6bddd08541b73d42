// SPDX-License-Identifier: Apache-2.0
// Stories, accounts, facts and contradictions made anew from all evidence of a store.
#pragma once

#include <memory>

#include "lex/lex.h"
#include "store/store.h"

namespace sayso {

// Everything that follows from the evidence; owns the reports it is about.
struct Whole {
  std::vector<Report> reports;
  Derived derived;
};
Result<std::unique_ptr<Whole>> derive(Store& store, const Knowledge& knowledge);
// What was added since the derived tables were made, where that can be done alone; else rebuild().
Status bring_up_to_date(Store& store, const Knowledge& knowledge);
// derive(), and the store's derived tables replaced by it.
Status rebuild(Store& store, const Knowledge& knowledge);

}  // namespace sayso
