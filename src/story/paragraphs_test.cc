// SPDX-License-Identifier: Apache-2.0
#include "story/paragraphs.h"

#include <algorithm>
#include <doctest/doctest.h>

namespace sayso {
namespace {

constexpr std::string_view kAbout = "Our reporters work in forty countries.";

// A document of one paragraph a line, without tokens.
Report report_of_lines(const std::string& url, const std::vector<std::string>& lines,
                       const std::string& guid = {}) {
  Document d;
  d.provenance.url = url;
  d.provenance.outlet = "Harbour Post";
  d.provenance.guid = guid;
  d.provenance.published_at = parse_iso("2022-07-28");
  for (const std::string& line : lines) {
    const auto begin = static_cast<std::uint32_t>(d.text.size());
    d.text += line;
    d.blocks.push_back({{begin, static_cast<std::uint32_t>(d.text.size())},
                        begin == 0 ? BlockKind::headline : BlockKind::paragraph});
    d.text += "\n\n";
  }
  d.title = d.blocks[0].text;
  return report_of(d);
}

TEST_CASE("paragraphs under many reports of one outlet are furniture; background is not") {
  std::vector<Report> reports;
  Stories stories;
  for (std::uint32_t i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    reports.push_back(report_of_lines(
        "https://h.example/" + n,
        {"Headline " + n, "Report number " + n + " says what happened then.",
         i < 5 ? "Background told again within one story only." : "Something else was said here.",
         std::string(kAbout)}));
    ReportClaim claim;
    claim.whole = {static_cast<std::uint32_t>(reports.back().text.find("Our")) + 4,
                   static_cast<std::uint32_t>(reports.back().text.find("Our")) + 13};
    reports.back().claims.push_back(claim);
    claim.whole = {14, 20};
    reports.back().claims.push_back(claim);
    stories.story_of.push_back(i < 4 ? 0 : i);
    stories.original_of.push_back(i);
  }
  // the background stands in five documents, but these are of two stories
  const auto found = find_furniture(reports, stories);
  REQUIRE(found.size() == 6);
  for (const FurnitureParagraph& f : found) {
    const std::string& text = reports[f.report].text;
    CHECK(text.substr(f.where.start, f.where.end - f.where.start) == kAbout);
  }
  mark_furniture(reports, found);
  CHECK(std::all_of(reports.begin(), reports.end(), [](const Report& r) {
    return r.claims[0].furniture && !r.claims[1].furniture;
  }));
  stories.original_of = {0, 0, 0, 0, 0, 5};  // copies of one text are one document
  CHECK(find_furniture(reports, stories).empty());
}

TEST_CASE(
    "versions: other furniture is no new version; an address that changed is no new document") {
  const auto a = report_of_lines("https://h.example/a", {"Port shut", "The port was shut."});
  Document d;
  d.provenance.url = "https://h.example/a";
  d.text = "Port shut\n\nThe  port was\nshut.\n\nMost read: a list of others";
  d.blocks = {{{0, 9}, BlockKind::headline},
              {{11, 30}, BlockKind::paragraph},
              {{32, static_cast<std::uint32_t>(d.text.size())}, BlockKind::furniture}};
  CHECK(report_of(d).version_id == a.version_id);
  d.blocks[2].kind = BlockKind::paragraph;
  CHECK(report_of(d).version_id != a.version_id);

  const auto version = [](const std::string& url, const std::string& day,
                          const std::string& title) {
    Report r = report_of_lines(url, {title, "Words of " + url + " of that day."}, "guid-1");
    r.known_at = parse_iso(day)->instant;
    return r;
  };
  std::vector<Report> reports{version("https://h.example/2", "2022-07-29", "Port shut"),
                              version("https://h.example/1", "2022-07-28", "Port shut"),
                              version("https://h.example/3", "2022-07-30", "Another thing")};
  mark_versions(reports);
  REQUIRE(reports[0].known_until.has_value());
  CHECK(*reports[0].known_until == *reports[1].known_at);
  CHECK_FALSE(reports[1].known_until.has_value());
  CHECK_FALSE(reports[2].known_until.has_value());  // the id of the outlet, but nothing alike
}

}  // namespace
}  // namespace sayso
