// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

#include <doctest/doctest.h>
#include <string>

#include "doc/testing.h"
#include "lex/testing.h"

namespace sayso {
namespace {

Document read(const char* conllu) {
  auto stage = make_event_stage(built_knowledge());
  REQUIRE(stage);
  Document d = document_from_conllu(conllu);
  const auto scratch = (*stage)->make_scratch();
  REQUIRE((*stage)->run(d, *scratch).ok());
  d.layers |= kLayerMentions | kLayerClaims | kLayerEvents;
  const auto broken = validate(d);
  CHECK_MESSAGE(!broken, broken.value_or(""));
  return d;
}

std::string argument(const Document& d, const Event& e, Role role) {
  for (std::uint32_t i = 0; i < e.arguments.count; ++i) {
    const Argument& a = d.arguments[e.arguments.first + i];
    if (a.role == role) {
      return std::string(d.words(a.tokens));
    }
  }
  return {};
}

constexpr const char* kPassive =
    "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n"
    "2\tbridge\tbridge\tNOUN\tNN\t_\t4\tnsubj:pass\t_\t_\n"
    "3\twas\tbe\tAUX\tVBD\t_\t4\taux:pass\t_\t_\n"
    "4\tshelled\tshell\tVERB\tVBN\t_\t0\troot\t_\t_\n"
    "5\tby\tby\tADP\tIN\t_\t6\tcase\t_\t_\n"
    "6\trebels\trebel\tNOUN\tNNS\t_\t4\tobl:agent\t_\t_\n\n";

constexpr const char* kRefused =
    "1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n"
    "2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tto\tto\tPART\tTO\t_\t4\tmark\t_\t_\n"
    "4\tcapture\tcapture\tVERB\tVB\t_\t2\txcomp\t_\t_\n"
    "5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\t_\n"
    "6\ttown\ttown\tNOUN\tNN\t_\t4\tobj\t_\t_\n\n";

constexpr const char* kLight =
    "1\tSoldiers\tsoldier\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n"
    "2\tcarried\tcarry\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\tout\tout\tADP\tRP\t_\t2\tcompound:prt\t_\t_\n"
    "4\tan\ta\tDET\tDT\t_\t5\tdet\t_\t_\n"
    "5\tattack\tattack\tNOUN\tNN\t_\t2\tobj\t_\t_\n"
    "6\ton\ton\tADP\tIN\t_\t8\tcase\t_\t_\n"
    "7\ta\ta\tDET\tDT\t_\t8\tdet\t_\t_\n"
    "8\tcamp\tcamp\tNOUN\tNN\t_\t5\tnmod\t_\t_\n\n";

constexpr const char* kBalance =
    "1\tMinisters\tminister\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n"
    "2\tstruck\tstrike\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "3\ta\ta\tDET\tDT\t_\t4\tdet\t_\t_\n"
    "4\tbalance\tbalance\tNOUN\tNN\t_\t2\tobj\t_\t_\n\n";

TEST_CASE("a passive gives agent and target, and the state of the thing") {
  const Document d = read(kPassive);
  REQUIRE(d.events.size() == 1);
  CHECK(d.string(d.events[0].type) == "ASSAULT");
  CHECK(argument(d, d.events[0], Role::agent) == "rebels");
  CHECK(argument(d, d.events[0], Role::target) == "bridge");
  CHECK(d.events[0].factuality == Factuality::ct_plus);
  REQUIRE(d.states.size() == 1);
  CHECK(d.string(d.states[0].value) == "damaged");
}

TEST_CASE("an implicative that fails turns the event round; nobody holds the town") {
  const Document d = read(kRefused);
  REQUIRE(d.events.size() == 1);
  CHECK(d.events[0].factuality == Factuality::ct_minus);
  CHECK(argument(d, d.events[0], Role::agent) == "Rebels");
  for (const StateEffect& s : d.states) {
    CHECK(s.factuality == Factuality::ct_minus);
  }
}

TEST_CASE("a light verb lends its subject to the noun") {
  const Document d = read(kLight);
  REQUIRE(d.events.size() == 1);
  CHECK(d.string(d.events[0].type) == "ASSAULT");
  CHECK(argument(d, d.events[0], Role::agent) == "Soldiers");
  CHECK(argument(d, d.events[0], Role::target) == "camp");
  CHECK(d.events[0].trigger.count == 2);
}

TEST_CASE("to strike a balance is no event") {
  CHECK(read(kBalance).events.empty());
}

TEST_CASE("a long flat sentence stays linear and gives no nonsense") {
  std::string text = "1\tattack\tattack\tNOUN\tNN\t_\t0\troot\t_\t_\n";
  for (int i = 2; i <= 20000; ++i) {
    text += std::to_string(i) + "\tattack\tattack\tNOUN\tNN\t_\t" + std::to_string(i - 1) +
            "\tconj\t_\t_\n";
  }
  const Document d = read((text + "\n").c_str());
  CHECK(d.events.size() <= 20000);
}

}  // namespace
}  // namespace sayso
