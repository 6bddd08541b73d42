// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <limits>

#include "base/calendar.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/mapped_file.h"
#include "base/symbols.h"
#include "base/text.h"
#include "base/utf8.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

TEST_CASE("a day goes to a date and back over four centuries") {
  for (Day day = -150000; day < 60000; day += 37) {
    const Date date = to_date(day);
    CHECK(valid_date(date));
    CHECK(to_day(date) == day);
  }
  CHECK(to_day({1970, 1, 1}) == 0);
  CHECK(to_day({2022, 7, 28}) == 19201);
  CHECK(weekday(to_day({2022, 7, 28})) == 3);  // a Thursday
  CHECK(day_of(-1) == -1);
  CHECK(day_of(-kDaySeconds) == -1);
  CHECK(day_of(kDaySeconds - 1) == 0);
  // Open beginnings and ends: before and behind all days, the next day too.
  CHECK(day_of(std::numeric_limits<Instant>::min()) + 1 < to_day({1, 1, 1}));
  CHECK(day_of(std::numeric_limits<Instant>::max()) - 1 > to_day({9999, 12, 31}));
  CHECK_FALSE(valid_date({2022, 2, 29}));
  CHECK(valid_date({2024, 2, 29}));
}

TEST_CASE("ISO weeks at the turn of a year belong to the year of their Thursday") {
  CHECK(iso_week(to_day({2022, 7, 28})).week == 30);
  CHECK(iso_week(to_day({2021, 1, 3})).year == 2020);
  CHECK(iso_week(to_day({2021, 1, 3})).week == 53);
}

TEST_CASE("timestamps as outlets print them") {
  const auto plain = parse_iso("2022-07-28");
  REQUIRE(plain);
  CHECK_FALSE(plain->has_clock);
  CHECK(format_timestamp(*plain) == "2022-07-28");
  const auto zoned = parse_iso("2022-07-28T01:30:00+03:00");
  REQUIRE(zoned);
  CHECK(format_instant(zoned->instant) == "2022-07-27T22:30:00Z");
  CHECK(format_day(zoned->day()) == "2022-07-28");  // the outlet's own day
  CHECK(format_timestamp(*zoned) == "2022-07-28T01:30:00+03:00");
  CHECK(parse_iso("20220728T013000Z"));
  CHECK(parse_iso("2022-07-28 01:30"));
  for (const char* bad :
       {"", "2022", "2022-13-01", "2022-02-30", "yesterday", "2022-07-28T99:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_iso(bad));
  }
  const auto mail = parse_rfc822("Thu, 28 Jul 2022 09:30:00 -0400");
  REQUIRE(mail);
  CHECK(format_instant(mail->instant) == "2022-07-28T13:30:00Z");
  CHECK_FALSE(parse_rfc822("soon"));
}

TEST_CASE("folding drops case, marks, spaces and punctuation, nothing else") {
  CHECK(folded("Counter-Offensive") == "counteroffensive");
  CHECK(folded("U.S.") == "us");
  CHECK(folded("São Tomé") == "saotome");
  CHECK(folded("Łódź") == "lodz");
  CHECK(folded("Київ") == "київ");
  CHECK(folded("’s") == "s");
  CHECK(folded("—") == "");
}

TEST_CASE("fold hashes compose token by token") {
  const FoldHash whole = fold_hash("Vuhlehirsk power plant");
  const FoldHash parts = fold_hash("vuhlehirsk")
                             .then(fold_hash("-"))
                             .then(fold_hash("POWER"))
                             .then(fold_hash("plant"));
  CHECK(whole == parts);
  CHECK(fold_hash("...").empty());
  CHECK_FALSE(fold_hash("a") == fold_hash("b"));
}

TEST_CASE("broken bytes decode to U+FFFD and are repaired once") {
  std::string text = "a\xFFz\xE2\x82";
  CHECK_FALSE(valid_utf8(text));
  CHECK(repair_utf8(text) == 2);
  CHECK(valid_utf8(text));
  CHECK(text == "a\xEF\xBF\xBDz\xEF\xBF\xBD");
  CHECK(repair_utf8(text) == 0);
  std::string nul("x\0y", 3);
  CHECK(repair_utf8(nul) == 1);
  CHECK_FALSE(valid_utf8("\xED\xA0\x80"));      // a surrogate
  CHECK_FALSE(valid_utf8("\xC0\x80"));          // overlong
  CHECK_FALSE(valid_utf8("\xF5\x80\x80\x80"));  // past the last plane
}

TEST_CASE("byte offsets map to code points and back") {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    text += i % 3 == 0 ? "€" : i % 7 == 0 ? "😀" : "x";
  }
  const CodePoints points(text);
  CHECK(points.count() == 400);
  std::uint32_t index = 0;
  for (std::uint32_t byte = 0; byte < text.size(); ++index) {
    CHECK(points.at(byte) == index);
    CHECK(points.byte_of(index) == byte);
    byte += decode(text, byte).length;
  }
  const CodePoints nothing("");
  CHECK(nothing.count() == 0);
}

TEST_CASE("symbols are equal where their strings are, through growth") {
  Symbols symbols;
  std::vector<Symbol> made;
  for (int i = 0; i < 5000; ++i) {
    made.push_back(symbols.intern("word" + std::to_string(i)));
  }
  for (int i = 0; i < 5000; ++i) {
    const auto n = static_cast<std::size_t>(i);
    CHECK(symbols.intern("word" + std::to_string(i)) == made[n]);
    CHECK(symbols.text(made[n]) == "word" + std::to_string(i));
  }
  CHECK(symbols.size() == 5000);
  CHECK_FALSE(symbols.find("never seen").some());
  CHECK(symbols.shape(symbols.intern("NATO")) == Shape::all_caps);
  CHECK(symbols.shape(symbols.intern("Kyiv")) == Shape::capitalized);
  CHECK(symbols.shape(symbols.intern("1,200")) == Shape::number);
}

TEST_CASE("JSON is escaped and its numbers read back the same") {
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("a", "x\"\n\x01").field("b", 0.1).field("c", -3).field("d", true);
  json.key("e").begin_array().value(1U).null().end_array().end_object();
  CHECK(out == "{\"a\":\"x\\\"\\n\\u0001\",\"b\":0.1,\"c\":-3,\"d\":true,\"e\":[1,null]}");
}

TEST_CASE("files: a missing one is named, a written one reads back") {
  const auto missing = MappedFile::open("/no/such/file");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(missing.error().message.find("/no/such/file") != std::string::npos);
  const std::string path = std::filesystem::temp_directory_path() / "sayso_base_test.bin";
  REQUIRE(write_file(path, "some bytes").ok());
  const auto file = MappedFile::open(path);
  REQUIRE(file.has_value());
  CHECK(file->bytes() == "some bytes");
  REQUIRE(write_file(path, "").ok());
  CHECK(MappedFile::open(path)->bytes().empty());
  std::filesystem::remove(path);
}

TEST_CASE("lists and trims") {
  CHECK(trim("  a b\r\n") == "a b");
  CHECK(split("a||b", '|').size() == 3);
  CHECK(list_has("MIL|GOV", "GOV"));
  CHECK_FALSE(list_has("MIL|GOVX", "GOV"));
  CHECK(starts_with_ignoring_case("Reporting by", "reporting"));
}

TEST_CASE("ids are the same on every machine: a change of hash would orphan stored rows") {
  CHECK(to_hex(hash128("sayso")) == to_hex(hash128("sayso")));
  CHECK(to_hex(hash64("")) == "2d06800538d394c2");  // XXH3 of nothing, seed 0
}
