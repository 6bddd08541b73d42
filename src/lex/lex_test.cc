// SPDX-License-Identifier: Apache-2.0
#include "lex/lex.h"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

#include "lex/phrases.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / "sayso_lex_test";
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
  }
  [[nodiscard]] std::string image() const { return (path / "k.img").string(); }
};

const std::string kHead =
    "#sayso-lexicon 1\n#table places\n#columns name:key kind:str lat:f32 people:i32 since:date\n"
    "#source us\n#licence Apache-2.0\n";

// A document of the given tokens; lemma = the token without a final "s".
Document tokens_of(const std::vector<std::string>& words) {
  Document d;
  for (const std::string& word : words) {
    const auto begin = static_cast<std::uint32_t>(d.text.size());
    d.text += word;
    d.tokens.begin.push_back(begin);
    d.tokens.end.push_back(static_cast<std::uint32_t>(d.text.size()));
    d.text += ' ';
    const Symbol form = d.symbols.intern(word);
    d.tokens.form.push_back(form);
    d.tokens.lower.push_back(form);
    const bool plural = word.size() > 2 && word.back() == 's';
    d.tokens.lemma.push_back(plural ? d.symbols.intern(word.substr(0, word.size() - 1)) : form);
  }
  return d;
}

}  // namespace

TEST_CASE("rows are found by their folded key, with their cells") {
  const Folder folder;
  folder.write("a.tsv",
               kHead + "Kyiv\tcity\t50.45\t2952301\t\nSão Paulo\tcity\t-23.5\t1\t1554-01-25\n");
  folder.write("b.tsv", kHead + "# a comment\nkyiv\toblast\t50\t0\t\n");
  folder.write("other.tsv", "no header here\n");
  REQUIRE(compile_knowledge({folder.path.string()}, folder.image()).ok());
  const auto knowledge = Knowledge::load(folder.image());
  REQUIRE(knowledge.has_value());
  const Table& table = knowledge->table("places");
  CHECK(table.rows() == 3);
  CHECK(table.find("KYIV").size() == 2);
  const RowRange found = table.find("sao-paulo");
  REQUIRE(found.size() == 1);
  CHECK(table.key(found.begin) == "São Paulo");
  CHECK(table.real(found.begin, table.column("lat")) == doctest::Approx(-23.5));
  CHECK(table.integer(found.begin, table.column("people")) == 1);
  CHECK(table.text(found.begin, table.column("since")) == "1554-01-25");
  CHECK(table.find("lviv").empty());
  CHECK(knowledge->find_table("nothing") == nullptr);
}

TEST_CASE("the same data gives the same image") {
  const Folder folder;
  folder.write("a.tsv", kHead + "Kyiv\tcity\t50.45\t2952301\t\nOdesa\tcity\t46.5\t1\t\n");
  REQUIRE(compile_knowledge({folder.path.string()}, folder.image()).ok());
  const auto first = read_file(folder.image());
  REQUIRE(compile_knowledge({folder.path.string()}, folder.image()).ok());
  CHECK(*first == *read_file(folder.image()));
}

TEST_CASE("a fault names the file and the line") {
  const Folder folder;
  const auto fails_with = [&](const std::string& text, const std::string& words) {
    folder.write("bad.tsv", text);
    const Status status = compile_knowledge({folder.path.string()}, folder.image());
    REQUIRE_FALSE(status.ok());
    CAPTURE(status.error().message);
    CHECK(status.error().message.find(words) != std::string::npos);
    CHECK(status.error().message.find("bad.tsv:") != std::string::npos);
  };
  fails_with(kHead + "Kyiv\tcity\t50.45\n", ":6: 3 cells");
  fails_with(kHead + "Kyiv\tcity\tnorth\t1\t\n", "not a number");
  fails_with(kHead + "Kyiv\tcity\t1\t1\t2022-13-01\n", "not a date");
  fails_with(kHead + "--\tcity\t1\t1\t\n", "no letter or digit");
  fails_with("#sayso-lexicon 1\n#table t\n#columns a:str\n#source\n#licence\n", "first column");
}

TEST_CASE("a node of the ontology needs a definition and an example") {
  const std::string head =
      "#sayso-lexicon 1\n#table t\n#columns name:key definition:str example:str\n#source us\n"
      "#licence Apache-2.0\n";
  const Folder folder;
  folder.write("a.tsv", head + "raid\tmen come at night\tTwenty riders burn a barn.\n");
  CHECK(check_knowledge({folder.path.string()}).ok());
  folder.write("a.tsv", head + "raid\tmen come at night\t\n");
  const Status status = check_knowledge({folder.path.string()});
  REQUIRE(!status.ok());
  CHECK(status.error().message.find("no example") != std::string::npos);
}

TEST_CASE("a damaged image is refused with advice") {
  const Folder folder;
  folder.write("k.img", "not an image at all, but longer than a header would be, for certain");
  const auto knowledge = Knowledge::load(folder.image());
  REQUIRE_FALSE(knowledge.has_value());
  CHECK(knowledge.error().message.find("sayso data compile") != std::string::npos);
}

TEST_CASE("phrases: longest first, hyphens ignored, capitals kept honest, last word by lemma") {
  const Folder folder;
  folder.write("a.tsv",
               kHead +
                   "US\tcountry\t0\t0\t\npower plant\tplant\t0\t0\t\n"
                   "power plant worker\tperson\t0\t0\t\ncounter-offensive\tevent\t0\t0\t\n");
  REQUIRE(compile_knowledge({folder.path.string()}, folder.image()).ok());
  const auto knowledge = Knowledge::load(folder.image());
  const Table& table = knowledge->table("places");
  const Document d = tokens_of({"power", "plant", "workers", "tell", "us", "US", "power", "-",
                                "plants", "counter", "-", "offensive"});
  const auto match = [&](std::uint32_t at, LastWord last) {
    return longest_match(table, d, at, 12, last);
  };
  REQUIRE(match(0, LastWord::form_or_lemma));
  CHECK(match(0, LastWord::form_or_lemma)->tokens == TokenRange{0, 3});
  CHECK(match(0, LastWord::form)->tokens == TokenRange{0, 2});
  CHECK_FALSE(match(4, LastWord::form));
  CHECK(match(5, LastWord::form)->tokens == TokenRange{5, 6});
  CHECK(match(6, LastWord::form_or_lemma)->tokens == TokenRange{6, 9});
  CHECK(match(9, LastWord::form)->tokens == TokenRange{9, 12});
  CHECK_FALSE(match(7, LastWord::form));
}
