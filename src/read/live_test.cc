// SPDX-License-Identifier: Apache-2.0
#include "read/live.h"

#include <doctest/doctest.h>

#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::read_one;

Document page(const std::string& html) {
  return read_one(html, InputFormat::html);
}

// "2022-07-28T10:42:00Z first words" for each entry.
std::string entries_of(const Document& d) {
  std::string out;
  for (const LiveEntry& entry : d.entries) {
    out += entry.published_at ? format_timestamp(*entry.published_at) : std::string("-");
    out += " " + std::string(d.words(entry.text).substr(0, 12)) + "\n";
  }
  return out;
}

const std::string kHead =
    "<!DOCTYPE html><html lang=en><head><title>Harbour closed: live</title>"
    "<meta property='article:published_time' content='2022-07-28T07:00:00Z'></head><body>"
    "<article><h1>Harbour closed: live</h1>";
const std::string kA =
    "<p>Alpha: the harbour master says that both cranes are out of use until the evening.</p>";
const std::string kB =
    "<p>Bravo: the fire service has left the quay, and divers are on their way to the port.</p>";
const std::string kC =
    "<p>Charlie: a first blast was heard by people who live near the old breakwater.</p>";

TEST_CASE("posts side by side, each with a time of its own") {
  const auto post = [](const std::string& time, const std::string& text) {
    return "<div class=update><time datetime='" + time + "'>then</time>" + text + "</div>";
  };
  const Document d =
      page(kHead + "<div>" + post("2022-07-28T10:42:00Z", kA) + post("2022-07-28T09:30:00Z", kB) +
           post("2022-07-28T08:15:00Z", kC) + "</div></article>");
  CHECK(entries_of(d) ==
        "2022-07-28T10:42:00Z Alpha: the h\n2022-07-28T09:30:00Z Bravo: the f\n"
        "2022-07-28T08:15:00Z Charlie: a f\n");
  CHECK(d.published_day(d.entries[1].text.begin) == d.published_day());
}

TEST_CASE("clocks without a day: newest first, over midnight") {
  const auto post = [](const std::string& time, const std::string& text) {
    return "<div><span class=post-time>" + time + "</span>" + text + "</div>";
  };
  const Document d = page(kHead + "<div>" + post("00:20", kA) + post("23:50", kB) +
                          post("23:10", kC) + "</div></article>");
  CHECK(entries_of(d) ==
        "2022-07-29T00:20:00Z Alpha: the h\n2022-07-28T23:50:00Z Bravo: the f\n"
        "2022-07-28T23:10:00Z Charlie: a f\n");
}

TEST_CASE("JSON-LD tells the times of posts that stand on the page") {
  const Document d = page(
      kHead +
      "<script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Harbour "
      "closed: live\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\",\"articleBody\":\"Alpha: the "
      "harbour master says that both cranes are out of use until the evening.\",\"datePublished\":"
      "\"2022-07-28T10:42:00+03:00\"},{\"@type\":\"BlogPosting\",\"articleBody\":\"Bravo: the fire "
      "service has left the quay, and divers are on their way to the port.\",\"datePublished\":"
      "\"2022-07-28T09:30:00+03:00\"}]}</script>" +
      kA + "<p>More about the cranes, which were built long before the war.</p>" + kB +
      "</article>");
  CHECK(entries_of(d) ==
        "2022-07-28T10:42:00+03:00 Alpha: the h\n2022-07-28T09:30:00+03:00 Bravo: the f\n");
  CHECK(d.words(d.entries[0].text).find("before the war") != std::string_view::npos);
}

TEST_CASE("posts that stand in the JSON-LD alone are read, and lead back to it") {
  const std::string html =
      "<html><head><title>Harbour closed: live</title><script "
      "type='application/ld+json'>{\"@type\":"
      "\"LiveBlogPosting\",\"headline\":\"Harbour closed: live\",\"liveBlogUpdate\":["
      "{\"headline\":\"Cranes\",\"articleBody\":\"Both cranes are out of use until the evening, "
      "the "
      "\\u201charbour master\\u201d says, and no ship can be loaded before "
      "that.\",\"datePublished\":"
      "\"2022-07-28T10:42:00Z\"},{\"headline\":\"Divers\",\"articleBody\":\"Divers look at the "
      "quay "
      "before ships may come in again, which will take some hours.\",\"datePublished\":"
      "\"2022-07-28T09:30:00Z\"}]}</script></head><body><p>Loading</p></body></html>";
  const Document d = page(html);
  REQUIRE(d.entries.size() == 2);
  const std::size_t at = d.text.find("harbour master");
  REQUIRE(at != std::string::npos);
  std::uint32_t source = 0;
  for (const Origin& o : d.origins) {
    if (o.text_begin <= at) {
      source = o.source_begin + static_cast<std::uint32_t>(at) - o.text_begin;
    }
  }
  CHECK(html.substr(source, 14) == "harbour master");
}

TEST_CASE("lines that begin with a clock, on plain text") {
  const Document d = read_one(
      "Published: 2022-07-28\n\nHarbour closed: as it happened\n\n08:15 GMT A first blast was "
      "heard by "
      "people near the breakwater.\n\n09:30 GMT The fire service left the quay, and divers came to "
      "the "
      "port.\n\n10:42 GMT The harbour master said that both cranes were out of use.\n");
  CHECK(entries_of(d) ==
        "2022-07-28T08:15:00Z 08:15 GMT A \n2022-07-28T09:30:00Z 09:30 GMT Th\n"
        "2022-07-28T10:42:00Z 10:42 GMT Th\n");
}

TEST_CASE("a report that names hours is no live report") {
  const Document d =
      page(kHead + kA + "<p>At 10:42 the second crane fell.</p>" + kB + kC +
           "</article><aside><ul><li><time datetime='2022-07-28T06:00:00Z'>6</time>Other"
           "</li></ul></aside>");
  CHECK(d.entries.empty());
}

TEST_CASE("clocks") {
  CHECK(read::clock_at("9:05 p.m. GMT")->minutes == 21 * 60 + 5);
  CHECK(read::clock_at("10.42am")->minutes == 10 * 60 + 42);
  CHECK(read::clock_at("12:10 am")->minutes == 10);
  CHECK_FALSE(read::clock_at("3.14159"));
  CHECK_FALSE(read::clock_at("25:00"));
}

}  // namespace
}  // namespace sayso
