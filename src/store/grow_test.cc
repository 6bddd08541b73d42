// SPDX-License-Identifier: Apache-2.0
// What is brought up to date is what would be made anew, whatever was told before and in whichever
// order it came: surnames that a later report makes doubtful, a corridor without a name, a crossing
// called by its town, ports of one name far apart, values that expire, and what follows from them.
#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <random>
#include <unistd.h>

#include "base/utf8.h"
#include "store/sqlite_store.h"
#include "story/sketch.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;

const Knowledge& knowledge() {
  static const Knowledge kKnowledge = [] {
    const char* folder = std::getenv("SAYSO_SOURCE");
    const std::string image = fs::temp_directory_path() / "sayso_grow_test.img";
    REQUIRE(
        compile_knowledge({std::string(folder == nullptr ? "." : folder) + "/data"}, image).ok());
    auto loaded = Knowledge::load(image);
    REQUIRE(loaded.has_value());
    return *std::move(loaded);
  }();
  return kKnowledge;
}

Document document_of(const std::string& text) {
  Document d;
  d.text = text;
  d.blocks.push_back({{0, static_cast<std::uint32_t>(text.size())}, BlockKind::paragraph});
  std::uint32_t at = 0;
  while (at < text.size()) {
    const auto end = static_cast<std::uint32_t>(std::min(text.find(' ', at), text.size()));
    const Symbol word = d.symbols.intern(text.substr(at, end - at));
    d.tokens.begin.push_back(at);
    d.tokens.end.push_back(end);
    d.tokens.flags.push_back(kSpaceAfter);
    d.tokens.form.push_back(word);
    d.tokens.lower.push_back(word);
    d.tokens.sentence.push_back(0);
    at = end + 1;
  }
  d.sentences.push_back({{0, d.tokens.size()}, 0});
  d.layers = kLayerText | kLayerTokens;
  return d;
}

class World {
 public:
  // Crowded: few stories in few days, told of in few names, so that most is tied to something.
  World(unsigned seed, bool crowded) : random_(seed), crowded_(crowded) {}

  std::vector<Report> reports(int count) {
    std::vector<Report> out;
    for (int i = 0; i < count; ++i) {
      out.push_back(report(i));
    }
    return out;
  }

 private:
  unsigned pick(std::size_t below) { return static_cast<unsigned>(random_() % below); }
  template <typename T, std::size_t N>
  const T& one_of(const std::array<T, N>& list) {
    return list[pick(N)];
  }

  Report report(int number) {
    static constexpr std::array<const char*, 3> kOutlets{"Meridian Wire", "Atlantic Post", "Volga"};
    static constexpr std::array<const char*, 9> kNames{
        "Paul Whelan", "Ann Whelan",       "Lachin corridor",  "Black Sea grain corridor",
        "Torkham",     "Nagorno-Karabakh", "Torkham crossing", "Crimean Bridge",
        "Kherson"};
    Report r;
    r.document_id = "d" + std::to_string(pick(5) == 0 ? pick(10) : static_cast<unsigned>(number));
    r.version_id = "v" + std::to_string(number);
    r.outlet = one_of(kOutlets);
    r.title = "Report " + std::to_string(number);
    const unsigned days = crowded_ ? 40 : 300;
    r.known_at = (14600 + static_cast<Instant>(pick(days))) * kDaySeconds + pick(86400);
    r.published_at = "2010-01-01";
    const unsigned story = pick(crowded_ ? 4 : 12);
    std::mt19937 words(story * 7 + (crowded_ ? static_cast<unsigned>(number) : pick(3)));
    std::string text;
    for (int i = 0; i < 60; ++i) {
      text += (i == 0 ? "" : " ") + std::string("word") +
              std::to_string(i % 5 == 0 ? words() % 4000 : story * 50 + static_cast<unsigned>(i));
    }
    r.text = text;
    r.words = 60;
    r.sketch = make_sketch(document_of(text));
    for (unsigned n = pick(3); n > 0; --n) {
      const std::string name = one_of(kNames);
      r.entities.push_back({name, "", "", name.ends_with("Whelan") ? "person" : "place", 1});
    }
    for (const double lat : {10.0, 40.0}) {
      r.places.push_back({"Port Ann", "XXX", "", "city", {0, 4}, lat, 20, 5, 0, 2});
    }
    ReportClaim claim;
    claim.id = r.version_id + "c";
    claim.speaker = pick(2) == 0 ? "Ann Whelan" : "";
    claim.source_words = "the harbour master";
    claim.channel = "statement";
    claim.certainty = "asserted";
    r.claims.push_back(claim);
    for (unsigned n = pick(crowded_ ? 4 : 3); n > 0; --n) {
      r.states.push_back(state(r));
    }
    return r;
  }

  ReportState state(const Report& r) {
    static constexpr std::array<const char*, 5> kPeople{"Whelan", "Paul Whelan", "Ann Whelan",
                                                        "Marine Paul Whelan", "the prisoner"};
    static constexpr std::array<const char*, 25> kThings{"the corridor",
                                                         "Lachin corridor",
                                                         "Torkham",
                                                         "Torkham crossing",
                                                         "corridor",
                                                         "Torkham border crossing",
                                                         "Crimean Bridge",
                                                         "the bridge",
                                                         "Antonivskyi Bridge",
                                                         "Kherson",
                                                         "Nord Stream 1",
                                                         "Antonivskyi rail bridge",
                                                         "Port Ann harbour",
                                                         "Black Sea grain corridor",
                                                         "Nova Kakhovka bridge",
                                                         "Crimea",
                                                         "ceasefire",
                                                         "the ceasefire",
                                                         "trade deal",
                                                         "trade agreement",
                                                         "talks",
                                                         "talks between Armenia and Iran",
                                                         "ferry line",
                                                         "Wad Madani",
                                                         "Wad Medani"};
    static constexpr std::array<const char*, 12> kFew{"ceasefire",
                                                      "unconditional ceasefire",
                                                      "truce",
                                                      "trade deal",
                                                      "trade agreement",
                                                      "talks",
                                                      "new talks",
                                                      "talks between Armenia and Iran",
                                                      "the corridor",
                                                      "Lachin corridor",
                                                      "Black Sea grain corridor",
                                                      "ferry line"};
    static constexpr std::array<const char*, 4> kScopes{"", "=ARM|=IRN", "=ARM", "Erebuni Line"};
    static constexpr std::array<const char*, 6> kStatus{"closed",  "open",      "stopped",
                                                        "resumed", "shut down", "reduced"};
    static constexpr std::array<const char*, 4> kCustody{"detained", "freed", "held by Russia",
                                                         "released"};
    static constexpr std::array<const char*, 3> kCondition{"impassable", "destroyed", "intact"};
    static constexpr std::array<const char*, 3> kAccess{"cut off", "limited", "open"};
    static constexpr std::array<const char*, 4> kFactuality{"CT+", "CT+", "CT-", "PR+"};
    ReportState s;
    const unsigned k = static_cast<unsigned>(r.states.size());
    s.id = r.version_id + "s" + std::to_string(k);
    s.where = {k * 10 / (1 + pick(2)), k * 10 + 5};
    s.factuality = crowded_ && pick(3) == 0 ? "U" : one_of(kFactuality);
    s.time = pick(5) == 0 ? "past" : "ongoing";
    s.claim = pick(2) == 0 ? 0 : kNoRow;
    s.place = pick(3);
    if (pick(3) == 0) {
      s.entity = one_of(kPeople);
      s.kind = "person";
      s.variable = "custody";
      s.value = one_of(kCustody);
    } else {
      s.entity = crowded_ ? one_of(kFew) : one_of(kThings);
      s.kind = crowded_ ? "agreement" : "";
      if (s.entity == lowered(s.entity)) {
        s.scope = one_of(kScopes);
      }
      s.geonames_id = s.entity.starts_with("Wad") ? 365763 : 0;
      s.variable = pick(2) == 0 ? "status" : (pick(2) == 0 ? "condition" : "access");
      s.value = s.variable == "status"      ? one_of(kStatus)
                : s.variable == "condition" ? one_of(kCondition)
                                            : one_of(kAccess);
    }
    if (pick(3) == 0) {
      s.from = (*r.known_at / kDaySeconds - static_cast<Instant>(pick(8))) * kDaySeconds;
      s.to = s.from + kDaySeconds;
      s.when = "2010-01-01";
    }
    return s;
  }

  std::mt19937 random_;
  bool crowded_;
};

// As app/rebuild.h makes it.
Status made_anew(Store& store) {
  SAYSO_TRY(std::vector<Report> reports, store.load(false));
  mark_versions(reports);
  Derived d;
  d.reports = &reports;
  d.stories = build_stories(reports, Likeness(&knowledge()), {});
  d.furniture = find_furniture(reports, d.stories);
  mark_furniture(reports, d.furniture);
  d.accounts = build_accounts(reports, d.stories, knowledge());
  const Situation situation(knowledge());
  const StateBuilder states(reports, d.stories.original_of, d.stories.story_of, situation);
  d.facts = states.history();
  d.statements = states.statements();
  d.contradictions = states.contradictions();
  d.ties = state_ties(reports, situation);
  return store.replace_derived(d);
}

std::unique_ptr<Store> emptied(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    fs::remove(path + suffix);
  }
  auto store = Store::open(path, Store::Mode::write);
  REQUIRE(store.has_value());
  return *std::move(store);
}

TEST_CASE("store: facts brought up to date are facts made anew") {
  const std::string path = fs::temp_directory_path() / ("sayso_grow_" + std::to_string(::getpid()));
  int grown = 0;
  std::int64_t facts = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    auto store = emptied(path);
    auto other = emptied(path + "_anew");
    std::size_t at = 0;
    for (const Report& report : World(seed / 2, seed % 2 == 1).reports(48)) {
      REQUIRE(store->add(report).has_value());
      REQUIRE(other->add(report).has_value());
      ++at;
      REQUIRE(store->commit().ok());
      REQUIRE(other->commit().ok());
      const auto done = store->update_derived(knowledge());
      REQUIRE(done.has_value());
      if (!*done) {
        REQUIRE(made_anew(*store).ok());
        continue;
      }
      ++grown;
      REQUIRE(made_anew(*other).ok());
      const auto mine = store->digest();
      const auto anew = other->digest();
      for (std::size_t t = 0; t < mine->size(); ++t) {
        CAPTURE(at);
        CAPTURE((*mine)[t].table);
        REQUIRE((*mine)[t].rows == (*anew)[t].rows);
        REQUIRE((*mine)[t].hash == (*anew)[t].hash);
        facts += (*mine)[t].table == "facts" ? (*mine)[t].rows : 0;
      }
    }
  }
  CHECK(grown > 100);
  CHECK(facts > 500);
  for (const char* suffix : {"", "-wal", "-shm", "_anew", "_anew-wal", "_anew-shm"}) {
    fs::remove(path + suffix);
  }
}

}  // namespace
}  // namespace sayso
