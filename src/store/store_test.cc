// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <unistd.h>

#include "base/mapped_file.h"
#include "store/schema.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;

// A file of its own for each test, gone afterwards.
struct Scratchpad {
  std::string path = fs::temp_directory_path() / ("sayso_store_" + std::to_string(::getpid()));
  Scratchpad() { remove(); }
  ~Scratchpad() { remove(); }
  void remove() const {
    for (const char* suffix : {"", "-wal", "-shm", ".copy"}) {
      fs::remove(path + suffix);
    }
  }
};

Report sample(const std::string& url, const std::string& text) {
  Report r;
  r.url = url;
  r.document_id = canonical_url(url);
  r.text = text;
  r.version_id = r.document_id + std::to_string(text.size());
  r.outlet = "Meridian Wire";
  r.title = "Ferry port closed";
  r.published_at = "2022-07-28";
  r.known_at = parse_iso("2022-07-28")->instant;
  r.words = 9;
  r.authors = {"A. \"B\" C", "D"};
  r.sentences = {{0, 50}, {51, 68}};
  r.places.push_back({"Odesa", "UKR", "Odesa Oblast", "city", {4, 9}, 46.48, 30.72, 12, 698740, 1});
  r.entities.push_back({"Port Authority", "UKR GOV", "", "organization", 2});
  ReportClaim claim;
  claim.id = "c";
  claim.source = {{0, 5}, {8, 9}};
  claim.cue = {{6, 7}};
  claim.content = {{10, 30}};
  claim.whole = {0, 30};
  claim.speaker = "Port Authority";
  claim.code = "UKR GOV";
  claim.channel = "statement";
  claim.certainty = "asserted";
  claim.kind = "indirect";
  claim.act = "speech";
  r.claims.push_back(claim);
  ReportEvent event;
  event.id = "e";
  event.type = "ASSAULT";
  event.trigger = {{12, 16}};
  event.claim = 0;
  event.place = 0;
  event.counts.killed = 3;
  event.factuality = "CT+";
  event.time = "past";
  event.arguments.push_back({"target", "", "ferry port", {2, 9}});
  event.quantities.push_back({"people", 3.0, std::nullopt, 5.0});
  r.events.push_back(event);
  ReportState state;
  state.id = "s";
  state.entity = "Odesa port";
  state.variable = "status";
  state.value = "closed";
  state.where = {10, 16};
  state.event = 0;
  state.from = 1000;
  state.when = "2022-07-27";
  state.factuality = "CT+";
  state.time = "ongoing";
  r.states.push_back(state);
  r.notes.push_back({"some_note", "detail", {1, 2}});
  r.sketch = std::string("\x01\x00\x02", 3);
  return r;
}

const std::string kText = "The port authority said the ferry port was closed. Nobody knows why.";

TEST_CASE("store: what goes in comes out") {
  const Scratchpad pad;
  auto store = Store::open(pad.path, Store::Mode::write);
  REQUIRE(store.has_value());
  const Report in = sample("https://www.meridian.example/a/?utm_source=x", kText);
  auto added = (*store)->add(in);
  REQUIRE(added.has_value());
  CHECK(*added == Added::new_document);
  REQUIRE((*store)->commit().ok());
  auto loaded = (*store)->load(true);
  REQUIRE(loaded.has_value());
  REQUIRE(loaded->size() == 1);
  const Report& out = loaded->front();
  CHECK(out.document_id == in.document_id);
  CHECK(out.text == in.text);
  CHECK(out.authors == in.authors);
  CHECK(out.sketch == in.sketch);
  CHECK(out.known_at == in.known_at);
  CHECK(out.sentences == in.sentences);
  CHECK(out.places[0].geonames_id == 698740);
  CHECK(out.claims[0].source == in.claims[0].source);
  CHECK(out.claims[0].outer == kNoRow);
  CHECK(out.events[0].counts.killed == 3);
  CHECK(out.events[0].counts.injured == kNotStated);
  CHECK(out.events[0].from == kOpenStart);
  CHECK(out.events[0].arguments[0].name == "ferry port");
  CHECK(out.events[0].quantities[0].high == 5.0);
  CHECK(!out.events[0].quantities[0].best.has_value());
  CHECK(out.states[0].from == 1000);
  CHECK(out.states[0].to == kOpenEnd);
  CHECK(out.notes[0].code == "some_note");
  auto words = (*store)->sentence(out.row, {10, 16});
  REQUIRE(words.has_value());
  CHECK(*words == kText.substr(0, 50));
}

TEST_CASE("store: the same words are skipped, other words are a new version") {
  const Scratchpad pad;
  auto store = Store::open(pad.path, Store::Mode::write);
  REQUIRE(store.has_value());
  CHECK(*(*store)->add(sample("https://m.example/a", kText)) == Added::new_document);
  CHECK(*(*store)->add(sample("https://m.example/a", kText)) == Added::already_there);
  CHECK(*(*store)->add(sample("http://www.m.example/a#top", kText)) == Added::already_there);
  CHECK(*(*store)->add(sample("https://m.example/a", kText + " More.")) == Added::new_version);
  CHECK(*(*store)->add(sample("https://m.example/b", kText)) == Added::new_document);
  REQUIRE((*store)->commit().ok());
  auto counts = (*store)->counts();
  REQUIRE(counts.has_value());
  CHECK(counts->documents == 2);
  CHECK(counts->versions == 3);
  CHECK(*(*store)->derived_is_current() == false);
}

TEST_CASE("store: what was not committed is not there") {
  const Scratchpad pad;
  {
    auto store = Store::open(pad.path, Store::Mode::write);
    REQUIRE(store.has_value());
    REQUIRE((*store)->add(sample("https://m.example/a", kText)).has_value());
    REQUIRE((*store)->commit().ok());
    REQUIRE((*store)->add(sample("https://m.example/b", kText)).has_value());
  }
  auto store = Store::open(pad.path, Store::Mode::read);
  REQUIRE(store.has_value());
  CHECK((*store)->counts()->documents == 1);
  CHECK((*store)->verify()->empty());
}

TEST_CASE("store: questions are narrowed by who, what, where and when") {
  const Scratchpad pad;
  auto store = Store::open(pad.path, Store::Mode::write);
  REQUIRE(store.has_value());
  REQUIRE((*store)->add(sample("https://m.example/a", kText)).has_value());
  REQUIRE((*store)->commit().ok());
  const auto found = [&](View view, const Filter& filter) {
    auto rows = (*store)->ask(view, filter);
    REQUIRE(rows.has_value());
    return rows->rows.size();
  };
  Filter filter;
  CHECK(found(View::claims, filter) == 1);
  filter.who = "port auth";
  CHECK(found(View::claims, filter) == 1);
  filter.who = "ukr";
  CHECK(found(View::claims, filter) == 1);
  filter.who = "Lavrov";
  CHECK(found(View::claims, filter) == 0);
  filter = {};
  filter.about = "FERRY authority";
  CHECK(found(View::claims, filter) == 1);
  filter.about = "\"x\" OR NEAR(";  // no operator gets through
  CHECK(found(View::claims, filter) == 0);
  filter = {};
  filter.where = "odesa";
  CHECK(found(View::events, filter) == 1);
  filter.where = "POL";
  CHECK(found(View::events, filter) == 0);
  filter = {};
  filter.since = parse_iso("2022-07-29")->instant;
  CHECK(found(View::claims, filter) == 0);
  CHECK(found(View::sources, {}) == 1);
  CHECK(found(View::stories, {}) == 0);
  CHECK(found(View::reports, {}) == 1);
  CHECK(found(View::contradictions, {}) == 0);
}

TEST_CASE("store: what cannot be opened says why") {
  const Scratchpad pad;
  auto missing = Store::open(pad.path, Store::Mode::read);
  REQUIRE(!missing.has_value());
  CHECK(missing.error().code == ErrorCode::not_found);
  REQUIRE(write_file(pad.path, std::string(4096, 'x')).ok());
  auto wrong = Store::open(pad.path, Store::Mode::write);
  REQUIRE(!wrong.has_value());
  CHECK(wrong.error().message.find("not a Sayso database") != std::string::npos);
  pad.remove();
  {
    auto db = Database::open(pad.path, true, true);
    REQUIRE(db.has_value());
    REQUIRE((*db)->run("CREATE TABLE other(x)").ok());
  }
  auto other = Store::open(pad.path, Store::Mode::read);
  REQUIRE(!other.has_value());
  CHECK(other.error().message.find("another program") != std::string::npos);
  pad.remove();
  {
    REQUIRE(Store::open(pad.path, Store::Mode::write).has_value());
    auto db = Database::open(pad.path, true, true);
    REQUIRE((*db)->run("PRAGMA user_version=999").ok());
  }
  auto newer = Store::open(pad.path, Store::Mode::write);
  REQUIRE(!newer.has_value());
  CHECK(newer.error().code == ErrorCode::unsupported_version);
  CHECK(!Store::open("/no/such/folder/x.db", Store::Mode::write).has_value());
  CHECK(!Store::open(fs::temp_directory_path(), Store::Mode::write).has_value());
}

TEST_CASE("store: edits are a log, undone ones stay in it") {
  const Scratchpad pad;
  auto store = Store::open(pad.path, Store::Mode::write);
  REQUIRE(store.has_value());
  Report report = sample("https://m.example/a", kText);
  report.events[0].id = "abcdef0123456789";
  REQUIRE((*store)->add(report).has_value());
  REQUIRE((*store)->commit().ok());
  auto named = (*store)->named(report.events[0].id);
  REQUIRE(named.has_value());
  REQUIRE(named->size() == 1);
  CHECK(named->front().kind == "event");
  CHECK((*store)->named("no such id")->empty());
  const Edit edit{0, "", "ana", "reject", "event", named->front().ids, "", "", "", "why", "", ""};
  auto number = (*store)->add_edit(edit);
  REQUIRE(number.has_value());
  CHECK(*(*store)->derived_is_current() == false);
  CHECK(*(*store)->undo_edit(*number + 1, "bo") == false);
  CHECK(*(*store)->undo_edit(*number, "bo") == true);
  CHECK(*(*store)->undo_edit(*number, "bo") == false);
  auto edits = (*store)->edits();
  REQUIRE(edits.has_value());
  REQUIRE(edits->size() == 1);
  CHECK(edits->front().author == "ana");
  CHECK(edits->front().undone_by == "bo");
  CHECK(!edits->front().at.empty());
}

TEST_CASE("store: a backup holds the same") {
  const Scratchpad pad;
  auto store = Store::open(pad.path, Store::Mode::write);
  REQUIRE((*store)->add(sample("https://m.example/a", kText)).has_value());
  REQUIRE((*store)->commit().ok());
  REQUIRE((*store)->backup(pad.path + ".copy").ok());
  auto copy = Store::open(pad.path + ".copy", Store::Mode::read);
  REQUIRE(copy.has_value());
  CHECK((*copy)->counts()->claims == 1);
}

TEST_CASE("store: every table and column is described") {
  const char* source = std::getenv("SAYSO_SOURCE");
  auto described =
      read_file(std::string(source == nullptr ? "." : source) + "/docs/formats/database.md");
  REQUIRE(described.has_value());
  const Scratchpad pad;
  REQUIRE(Store::open(pad.path, Store::Mode::write).has_value());
  auto db = Database::open(pad.path, false, false);
  REQUIRE(db.has_value());
  auto tables = (*db)->prepare(
      "SELECT m.name, group_concat(c.name, ' ') FROM sqlite_schema m, pragma_table_info(m.name) c "
      "WHERE m.type='table' AND m.name NOT LIKE 'text_index_%' AND m.name NOT LIKE 'sqlite_%' "
      "GROUP BY m.name");
  REQUIRE(tables.has_value());
  std::size_t count = 0;
  while (*tables->step()) {
    ++count;
    const std::string head = "### `" + tables->text(0) + "`\n";
    const std::size_t at = described->find(head);
    CHECK_MESSAGE(at != std::string::npos, "docs/formats/database.md lacks table ", head);
    if (at == std::string::npos) {
      continue;
    }
    const std::string section = described->substr(at, described->find("\n### ", at) - at);
    std::string wanted = tables->text(1) + " ";
    std::size_t columns = 0;
    while (!wanted.empty()) {
      const std::string column = wanted.substr(0, wanted.find(' '));
      wanted.erase(0, column.size() + 1);
      ++columns;
      CHECK_MESSAGE(section.find("| `" + column + "` |") != std::string::npos,
                    "docs/formats/database.md lacks column ", column, " of ", head);
    }
    const auto rows = static_cast<std::size_t>(std::count(section.begin(), section.end(), '\n'));
    CHECK_MESSAGE(rows <= columns + 5, "docs/formats/database.md has a column too many in ", head);
  }
  CHECK(count >= 20);
}

}  // namespace
}  // namespace sayso
