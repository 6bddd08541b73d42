// SPDX-License-Identifier: Apache-2.0
#include "event/value_classes.h"

#include <doctest/doctest.h>

#include "lex/testing.h"

namespace sayso::coding {
namespace {

TEST_CASE("values of one kind say the same, and a way's two variables do") {
  ValueClasses classes;
  classes.read(built_knowledge());
  const auto status = StateVariable::status, access = StateVariable::access;
  CHECK(classes.of(StateVariable::custody, "held by France") == "detained");
  CHECK(classes.of(StateVariable::posture, "withdrawing from Kor") == "withdrawing");
  CHECK(classes.same(status, "shut down", status, "stopped"));
  CHECK(classes.same(status, "closed", access, "cut off"));
  CHECK(classes.same(status, "resumed", access, "open"));
  CHECK_FALSE(classes.same(status, "open", status, "stopped"));
  CHECK_FALSE(classes.same(StateVariable::condition, "damaged", status, "stopped"));
  CHECK(is_well("repaired"));
  CHECK_FALSE(is_well("destroyed"));
}

}  // namespace
}  // namespace sayso::coding
