// SPDX-License-Identifier: Apache-2.0
#include "export/export.h"

#include <doctest/doctest.h>

#include "lex/testing.h"

namespace sayso {
namespace {

Rows sample() {
  Rows rows;
  rows.columns = {"name", "lat", "lon", "n"};
  rows.rows = {{std::string("Kherson, \"the city\"\nline"), 46.6, 32.6, std::int64_t{3}},
               {std::string("=cmd()"), Cell(), Cell(), std::int64_t{-2}},
               {std::string("-1.5"), Cell(), Cell(), Cell()}};
  return rows;
}

TEST_CASE("export: CSV quotes, and runs no formula") {
  std::string out;
  append_csv(out, sample());
  CHECK(out ==
        "name,lat,lon,n\r\n"
        "\"Kherson, \"\"the city\"\"\nline\",46.6,32.6,3\r\n"
        "\"'=cmd()\",,,-2\r\n"
        "-1.5,,,\r\n");
}

TEST_CASE("export: JSON keeps types and absent values") {
  std::string lines;
  append_jsonl(lines, sample());
  const std::string wanted = "{\"name\":\"=cmd()\",\"lat\":null,\"lon\":null,\"n\":-2}";
  CHECK(lines.find(wanted) != std::string::npos);
  std::string array;
  append_json(array, Rows{{"a"}, {}});
  CHECK(array == "[\n]\n");
}

TEST_CASE("export: GeoJSON has a feature for what has a place and counts the rest") {
  std::string out;
  append_geojson(out, sample());
  CHECK(out.find("\"coordinates\":[32.6,46.6]") != std::string::npos);
  CHECK(out.find("\"rows_without_place\":2") != std::string::npos);
}

// One account as View::accounts gives it, of the fields that matter.
Rows account(const std::string& type, const std::string& mode, Cell killed) {
  Rows rows;
  rows.columns = {"date",        "type",        "mode",        "cameo",        "agent",
                  "agent_code",  "target",      "target_code", "place",        "country",
                  "lat",         "lon",         "precision",   "when",         "factuality",
                  "time",        "affirming",   "denying",     "credibility",  "killed_low",
                  "killed_best", "killed_high", "sources",     "published_at", "outlet",
                  "sentence",    "title",       "url",         "id",           "to_date",
                  "admin1",      "story"};
  rows.rows = {{std::string("2022-07-27"),
                type,
                mode,
                std::string("194"),
                std::string("rebels"),
                std::string("XYZ REB"),
                std::string("villagers"),
                std::string("XYZ CVL"),
                std::string("Harim"),
                std::string("XYZ"),
                1.5,
                2.5,
                std::int64_t{1},
                std::string("2022-07"),
                std::string("CT+"),
                std::string("past"),
                std::int64_t{2},
                std::int64_t{1},
                std::int64_t{3},
                killed,
                killed,
                killed,
                std::string("a mayor; Meridian Wire"),
                std::string("2022-07-28T09:00:00Z"),
                std::string("Meridian Wire"),
                std::string("Rebels shelled Harim."),
                std::string("Title"),
                std::string("https://m.example/1"),
                std::string("abc"),
                Cell(),
                std::string("Upper District"),
                std::string("s1")}};
  return rows;
}

TEST_CASE("export: events in the columns of ACLED, UCDP GED and CAMEO") {
  const Knowledge& knowledge = built_knowledge();
  const Rows in = account("ASSAULT", "heavy-weapons", std::int64_t{4});
  const Rows acled = as_event_table(in, EventTable::acled, knowledge);
  REQUIRE(acled.rows.size() == 1);
  CHECK(acled.text(0, "event_type") == "Explosions/Remote violence");
  CHECK(acled.text(0, "inter1") == "Rebel group");
  CHECK(acled.text(0, "civilian_targeting") == "Civilian targeting");
  Rows state = in;
  state.rows[0][state.column("agent_code")] = std::string("XYZ");
  CHECK(as_event_table(state, EventTable::acled, knowledge).text(0, "inter1") == "State forces");
  CHECK(acled.text(0, "time_precision") == "3");
  CHECK(acled.text(0, "fatalities") == "4");
  const Rows ucdp = as_event_table(in, EventTable::ucdp, knowledge);
  REQUIRE(ucdp.rows.size() == 1);
  CHECK(ucdp.text(0, "type_of_violence") == "3");
  CHECK(ucdp.text(0, "deaths_civilians") == "4");
  CHECK(ucdp.text(0, "date_prec") == "3");
  const Rows cameo = as_event_table(in, EventTable::cameo, knowledge);
  REQUIRE(cameo.rows.size() == 1);
  CHECK(cameo.text(0, "Source Sectors") == "REB");
  CHECK(!cameo.text(0, "Event Text").empty());
  // Talks are no event of ACLED, nobody killed none of UCDP.
  const Rows talks = account("CONSULT", "", Cell());
  CHECK(as_event_table(talks, EventTable::acled, knowledge).rows.empty());
  CHECK(as_event_table(talks, EventTable::ucdp, knowledge).rows.empty());
}

TEST_CASE("export: names of formats") {
  CHECK(table_format_from("geojson") == TableFormat::geojson);
  CHECK(!table_format_from("xml").has_value());
  CHECK(event_table_from("gdelt") == EventTable::gdelt);
  CHECK(!event_table_from("x").has_value());
}

}  // namespace
}  // namespace sayso
