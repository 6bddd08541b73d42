// SPDX-License-Identifier: Apache-2.0
#include "story/story.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "story/accounts.h"
#include "story/credibility.h"
#include "story/linkage.h"
#include "story/match.h"
#include "story/rotating.h"

namespace sayso {
namespace {

// A document of words alone: what split/ would make of it, without tags.
Document document_of(const std::string& text) {
  Document d;
  d.text = text;
  d.blocks.push_back({{0, static_cast<std::uint32_t>(text.size())}, BlockKind::paragraph});
  std::uint32_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && text[at] == ' ') {
      ++at;
    }
    const std::uint32_t begin = at;
    while (at < text.size() && text[at] != ' ') {
      ++at;
    }
    if (at > begin) {
      const Symbol word = d.symbols.intern(text.substr(begin, at - begin));
      d.tokens.begin.push_back(begin);
      d.tokens.end.push_back(at);
      d.tokens.flags.push_back(kSpaceAfter);
      d.tokens.form.push_back(word);
      d.tokens.lower.push_back(word);
      d.tokens.sentence.push_back(0);
    }
  }
  d.sentences.push_back({{0, d.tokens.size()}, 0});
  d.layers = kLayerText | kLayerTokens;
  return d;
}

std::string words(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "word" + std::to_string(random() % 4000) + " ";
  }
  return text;
}

Report report(const std::string& id, const std::string& text, const std::string& day,
              const std::string& outlet) {
  Report r;
  r.document_id = id;
  r.version_id = id + "/1";
  r.outlet = outlet;
  r.title = id;
  if (!day.empty()) {
    r.known_at = parse_iso(day)->instant;
    r.published_at = day;
  }
  r.sketch = make_sketch(document_of(text));
  return r;
}

TEST_CASE("story: canonical addresses") {
  CHECK(canonical_url("https://www.A.example/x/?utm_source=t&b=2&a=1#frag") ==
        "a.example/x?a=1&b=2");
  CHECK(canonical_url("http://a.example/x") == canonical_url("https://m.a.example/x/"));
  CHECK(canonical_url("https://a.example/x?id=1") != canonical_url("https://a.example/x?id=2"));
  CHECK(canonical_url("not an address").empty());
  CHECK(canonical_url("").empty());
}

TEST_CASE("story: a sketch survives the way to the store, a broken one is empty") {
  const std::string bytes = make_sketch(document_of(words(1, 300)));
  const Sketch sketch = read_sketch(bytes);
  CHECK(sketch.words == 300);
  CHECK(sketch.shingles.size() > 40);
  CHECK(std::is_sorted(sketch.shingles.begin(), sketch.shingles.end()));
  CHECK(shared_shingles(sketch, sketch) == sketch.shingles.size());
  CHECK(read_sketch("").terms.empty());
  CHECK(read_sketch(bytes.substr(0, bytes.size() - 1)).terms.empty());
  CHECK(read_sketch(std::string(64, '\xff')).shingles.empty());
}

TEST_CASE("story: a reprint with cuts and another headline copies the wire report") {
  const std::string wire = words(2, 400);
  std::vector<Report> reports;
  reports.push_back(report("paper", "other head words here " + wire.substr(wire.size() / 3),
                           "2022-07-28", "Northgate"));
  reports.back().agency = "Meridian Wire";
  reports.push_back(report("wire", wire, "2022-07-29", "Meridian Wire"));
  reports.push_back(report("own", words(3, 400), "2022-07-29", "Kyiv Ledger"));
  mark_versions(reports);
  const Stories stories = build_stories(reports, Likeness());
  REQUIRE(stories.copies.size() == 1);
  CHECK(reports[stories.copies[0].report].document_id == "paper");
  CHECK(reports[stories.copies[0].original].document_id == "wire");  // credited, though later
  CHECK(stories.stories.size() == 2);
  CHECK(stories.copies[0].share > 0.9F);
}

TEST_CASE("story: an outlet's later text of the same document replaces the earlier one") {
  std::vector<Report> reports;
  reports.push_back(report("a", words(4, 200), "2022-08-14", "Steppe Courier"));
  reports.push_back(report("a", words(4, 150), "2022-08-13", "Steppe Courier"));
  reports[0].version_id = "a/2";
  mark_versions(reports);
  CHECK(reports[0].version_id == "a/1");
  CHECK(reports[0].known_until == parse_iso("2022-08-14")->instant);
  CHECK(!reports[1].known_until.has_value());
  const Stories stories = build_stories(reports, Likeness());
  CHECK(stories.copies.empty());
  CHECK(stories.stories.size() == 1);
  CHECK(stories.story_of[0] == kNoRow);
}

TEST_CASE("story: the order of reports changes nothing") {
  std::vector<Report> reports;
  for (unsigned i = 0; i < 60; ++i) {
    const std::string text = words(i % 7, 120) + words(100 + i, 60);
    reports.push_back(report("d" + std::to_string(i), text, "2022-07-" + std::to_string(10 + i % 9),
                             "O" + std::to_string(i % 5)));
  }
  std::vector<std::vector<std::string>> first;
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    std::shuffle(reports.begin(), reports.end(), random);
    mark_versions(reports);
    const Stories stories = build_stories(reports, Likeness());
    std::vector<std::vector<std::string>> found;
    for (const Story& story : stories.stories) {
      found.push_back({story.id, story.title});
      for (const std::uint32_t r : story.reports) {
        found.back().push_back(reports[r].document_id);
      }
    }
    if (first.empty()) {
      first = found;
      CHECK(found.size() < 60);
    }
    CHECK(found == first);
  }
}

TEST_CASE("story: a story long silent takes no more reports") {
  std::vector<Report> reports;
  reports.push_back(report("a", words(5, 200), "2022-07-01", "A"));
  reports.push_back(report("b", words(5, 180) + words(6, 20), "2022-07-03", "B"));
  reports.push_back(report("c", words(5, 180) + words(7, 20), "2022-09-03", "C"));
  mark_versions(reports);
  StoryOptions options;
  options.copy_share = 2;  // no copies here
  const Stories stories = build_stories(reports, Likeness(), options);
  CHECK(stories.stories.size() == 2);
  CHECK(stories.story_of[0] == stories.story_of[1]);
}

// Members are places on a line; what is nearer is likelier.
TEST_CASE("story: groups meet by their mean likeness, the likeliest first") {
  const std::vector<double> at{0, 1, 2, 10, 11, 5.6};
  Linkage linkage(0.5F, [&](std::uint32_t a, std::uint32_t b) {
    return static_cast<float>(1 / (1 + std::abs(at[a] - at[b]) / 4));
  });
  for (std::uint32_t i = 0; i < at.size(); ++i) {
    linkage.add({i});
    for (std::uint32_t k = 0; k < i; ++k) {
      linkage.link(i, k);
    }
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> steps;
  linkage.run([](std::uint32_t, std::uint32_t) { return false; },
              [&](std::uint32_t kept, std::uint32_t absorbed, float mean) {
                CHECK(mean >= 0.5F);
                steps.emplace_back(kept, absorbed);
              });
  REQUIRE(steps.size() >= 3);
  CHECK(steps[0] == std::pair<std::uint32_t, std::uint32_t>{0, 1});
  CHECK(linkage.find(2) == 0);
  CHECK(linkage.find(4) == 3);
  CHECK(linkage.find(3) != linkage.find(0));
}

TEST_CASE("story: groups that must not meet do not, those that must do") {
  Linkage linkage(0.5F, [](std::uint32_t a, std::uint32_t b) { return a + b == 1 ? 1.0F : 0.0F; });
  for (std::uint32_t i = 0; i < 4; ++i) {
    linkage.add({i});
  }
  linkage.link(0, 1);
  linkage.link(2, 3);
  linkage.join(2, 3);
  linkage.run([](std::uint32_t, std::uint32_t) { return true; },
              [](std::uint32_t, std::uint32_t, float) { CHECK(false); });
  CHECK(linkage.find(1) == 1);
  CHECK(linkage.find(3) == 2);
}

// 0-1 and 2-3 are as like as can be and half like each other; 4-5 and 6-7 are hardly more like
// among themselves than with each other.
TEST_CASE("story: tight groups that differ a little stay two, loose ones become one") {
  const auto pair_of = [](std::uint32_t i) { return i / 2; };
  Linkage linkage(0.42F, [&](std::uint32_t a, std::uint32_t b) {
    if (a / 4 != b / 4) {
      return 0.0F;
    }
    if (a >= 4) {
      return pair_of(a) == pair_of(b) ? 0.56F : 0.5F;
    }
    return pair_of(a) == pair_of(b) ? 0.98F : 0.47F;
  });
  for (std::uint32_t i = 0; i < 8; ++i) {
    linkage.add({i});
    for (std::uint32_t k = 0; k < i; ++k) {
      linkage.link(i, k);
    }
  }
  linkage.run([](std::uint32_t, std::uint32_t) { return false; },
              [](std::uint32_t, std::uint32_t, float) {});
  CHECK(linkage.find(1) == 0);
  CHECK(linkage.find(3) == 2);
  CHECK(linkage.find(2) != linkage.find(0));
  CHECK(linkage.find(7) == 4);
}

// Two stories of the first days turn out to be one when a report tells of both.
TEST_CASE("story: stories that meet become the older one, and the log says so") {
  std::vector<Report> reports;
  const std::string left = words(21, 60);
  const std::string right = words(22, 60);
  reports.push_back(report("a", left + words(23, 10), "2022-07-01", "A"));
  reports.push_back(report("b", right + words(24, 10), "2022-07-02", "B"));
  reports.push_back(report("c", left + right, "2022-07-03", "C"));
  mark_versions(reports);
  StoryOptions options;
  options.copy_share = 2;
  const Stories apart = build_stories({reports[0], reports[1]}, Likeness(), options);
  CHECK(apart.stories.size() == 2);
  CHECK(apart.merges.empty());
  const Stories together = build_stories(reports, Likeness(), options);
  CHECK(together.stories.front().id == apart.stories.front().id);
  for (const StoryMerge& merge : together.merges) {
    CHECK(merge.absorbed == apart.stories.back().id);
    CHECK(merge.kept == apart.stories.front().id);
  }
  CHECK(together.stories.size() + together.merges.size() == 2);
}

TEST_CASE("story: who a claim goes back to") {
  Report r = report("a", "x", "2022-07-01", "Northgate");
  r.agency = "Meridian Wire";
  ReportClaim named;
  named.speaker = "Antony Blinken";
  ReportClaim unnamed;
  unnamed.code = "USA GOV";
  unnamed.anonymous = true;
  r.claims = {named, unnamed};
  CHECK(source_key(r, 0) == "antony blinken");
  CHECK(source_key(r, 1) == "? USA GOV via meridian wire");
  CHECK(source_key(r, kNoRow) == "meridian wire");
  CHECK(source_label(r, 1) == "unnamed (USA GOV)");
  CHECK(source_label(r, kNoRow) == "Northgate");
  r.claims[1].source_words = "the spokesman";
  CHECK(source_label(r, 1) == "the spokesman (USA GOV)");
  r.claims[1].code.clear();
  r.claims[1].anonymous = false;
  CHECK(source_label(r, 1) == "the spokesman");  // not the outlet's own word
  CHECK(source_key(r, 1) == "? the spokesman via meridian wire");
}

TEST_CASE("story: things and places compared") {
  CHECK(thing_key("the Antonivskyi Bridge") == thing_key("Antonivskyi bridge"));
  CHECK(thing_key("a bridge") != thing_key("a dam"));
  CHECK(distance_km(46.635, 32.616, 46.635, 32.616) == doctest::Approx(0));
  CHECK(distance_km(50.45, 30.52, 46.48, 30.72) == doctest::Approx(441).epsilon(0.01));
  CHECK(country_of("RUS MIL") == "RUS");
  CHECK(country_of("").empty());
}

TEST_CASE("story: credibility by the rules") {
  Weighed w;
  CHECK(credibility_of(w) == 6);
  w.affirm = 1;
  CHECK(credibility_of(w) == 6);  // only somebody unnamed
  w.named = 1;
  CHECK(credibility_of(w) == 3);
  w.against_interest = true;
  CHECK(credibility_of(w) == 2);
  w.affirm = 2;
  CHECK(credibility_of(w) == 2);
  w.disinterested = 1;
  CHECK(credibility_of(w) == 1);
  w.deny = 1;
  CHECK(credibility_of(w) == 3);
  w.deny = 2;
  CHECK(credibility_of(w) == 4);
  w.deny = 3;
  CHECK(credibility_of(w) == 5);
}

TEST_CASE("stories: what is looked up is forgotten by stretches of time") {
  Rotating lists;
  lists.advance(7);
  lists.list(1).push_back(10);
  std::vector<std::uint32_t> found;
  const auto look = [&] {
    found.clear();
    lists.each(1, [&](std::uint32_t v) { found.push_back(v); });
    return found;
  };
  CHECK(look() == std::vector<std::uint32_t>{10});
  lists.advance(8);
  lists.list(1).push_back(11);
  CHECK(look() == std::vector<std::uint32_t>{10, 11});
  lists.advance(9);
  CHECK(look() == std::vector<std::uint32_t>{11});
  lists.advance(20);
  CHECK(look().empty());
}

TEST_CASE("edits: an analyst's word goes before any points, and can be undone") {
  Edit merge{1, "", "ana", "merge", "event", "e1", "e2", "", "", "", "", ""};
  Edit reject{2, "", "ana", "reject", "state", "s1|s2", "", "", "", "misread", "", ""};
  Edit rate{3, "", "ana", "rate", "outlet", "Daily Echo", "", "", "D", "", "", ""};
  CHECK(check_edit(merge).empty());
  CHECK(check_edit(reject).empty());
  CHECK(check_edit(rate).empty());
  const Edits edits({merge, reject, rate});
  REQUIRE(edits.one_with("e2") != nullptr);
  CHECK(edits.one_with("e2")->front() == "e1");
  CHECK(edits.rejected("s2"));
  CHECK(edits.reliability("daily echo") == 'D');
  reject.undone_at = "2023-01-01T00:00:00Z";
  CHECK(!Edits({merge, reject}).rejected("s2"));
  rate.value = "G";
  CHECK(!check_edit(rate).empty());
  merge.other = "e1";
  CHECK(!check_edit(merge).empty());
}

TEST_CASE("edits: recoded and rejected rows, and the states of rejected events") {
  std::vector<Report> reports(1);
  ReportEvent event;
  event.id = "e1";
  event.type = "ASSAULT";
  event.trigger = {{0, 1}};
  reports[0].events = {event};
  ReportState state;
  state.id = "s1";
  state.event = 0;
  reports[0].states = {state};
  Edits({Edit{1, "", "a", "recode", "event", "e1", "", "type", "PROTEST", "", "", ""}})
      .apply(reports);
  CHECK(reports[0].events[0].type == "PROTEST");
  CHECK(!reports[0].states[0].rejected);
  Edits({Edit{2, "", "a", "reject", "event", "e1", "", "", "", "", "", ""}}).apply(reports);
  CHECK(reports[0].events[0].rejected);
  CHECK(reports[0].states[0].rejected);
}

}  // namespace
}  // namespace sayso
