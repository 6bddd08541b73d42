// SPDX-License-Identifier: Apache-2.0
#include "state/holder_words.h"

#include <doctest/doctest.h>

#include "lex/testing.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

TEST_CASE("a holder takes the article that its words want") {
  const Knowledge& knowledge = built_knowledge();
  const Table* agents = knowledge.find_table("agents");
  REQUIRE(agents != nullptr);
  CHECK(with_article(agents, "Libyan National Army") == "the Libyan National Army");
  CHECK(with_article(agents, "the Libyan National Army") == "the Libyan National Army");
  CHECK(with_article(agents, "Faylaq al-Rahman") == "Faylaq al-Rahman");
  CHECK(with_article(agents, "Hamas") == "Hamas");
  CHECK(with_article(agents, "armed group") == "an armed group");
  CHECK(with_article(agents, "gunmen") == "gunmen");
  CHECK(with_article(nullptr, "Libyan National Army") == "Libyan National Army");
}
