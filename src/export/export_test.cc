// SPDX-License-Identifier: Apache-2.0
#include "export/export.h"

#include <doctest/doctest.h>

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

TEST_CASE("export: names of formats") {
  CHECK(table_format_from("geojson") == TableFormat::geojson);
  CHECK(!table_format_from("xml").has_value());
  CHECK(event_table_from("gdelt") == EventTable::gdelt);
  CHECK(!event_table_from("x").has_value());
}

}  // namespace
}  // namespace sayso
