// SPDX-License-Identifier: Apache-2.0
#include "read/read.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>
#include <zlib.h>

#include "read/dates.h"
#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::test::blocks_of;
using read::test::knowledge;
using read::test::read_one;
using read::test::title_of;

namespace fs = std::filesystem;

class Folder {  // a folder of our own, gone at the end
 public:
  Folder() : path_(fs::temp_directory_path() / ("sayso_read_test." + std::to_string(::getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::vector<RawReport> walk(std::vector<std::string> paths, const ReadOptions& options = {},
                            std::uint64_t* passed_over = nullptr) {
  auto source = Source::open(std::move(paths), options);
  REQUIRE(source);
  std::vector<RawReport> out;
  RawReport report;
  while ((*source)->next(report)) {
    out.push_back(std::move(report));
  }
  if (passed_over != nullptr) {
    *passed_over = (*source)->passed_over();
  }
  CHECK((*source)->bytes_done() == (*source)->bytes_total());
  return out;
}

TEST_CASE("a wire report: every part becomes a block of its own") {
  const Document d = read_one(
      "Port of Tarvik shut after second blast\n\n"
      "  • Cranes damaged – harbour master\n"
      "  • Grain ships told to wait\n\n"
      "TARVIK, July 28 (Meridian Wire) – The port was shut on Thursday, officials said. Read "
      "more\n\n"
      "Join now for FREE unlimited access to\n\n"
      "Ships were waiting outside. .\n\n"
      "Reporting by Ann Lee in Tarvik; Editing by Bo Chen\n\n"
      "Our Standards: The Wire Principles.\n");
  CHECK(blocks_of(d) ==
        "headline: Port of Tarvik shut after second blast\n"
        "key_point: Cranes damaged – harbour master\n"
        "key_point: Grain ships told to wait\n"
        "dateline: TARVIK, July 28 (Meridian Wire)\n"
        "paragraph: The port was shut on Thursday, officials said.\n"
        "furniture: Read more\n"
        "furniture: Join now for FREE unlimited access to\n"
        "paragraph: Ships were waiting outside.\n"
        "furniture: .\n"
        "credits: Reporting by Ann Lee in Tarvik; Editing by Bo Chen\n"
        "furniture: Our Standards: The Wire Principles.\n");
  CHECK(d.provenance.agency == "Meridian Wire");
  CHECK_FALSE(d.provenance.published_at);
}

TEST_CASE("datelines of many agencies") {
  const auto dateline = [](const std::string& lead) {
    const Document d = read_one("Short headline here\n\n" + lead + " The council met, he said.\n");
    for (const Block& block : d.blocks) {
      if (block.kind == BlockKind::dateline) {
        return std::string(d.words(block.text)) + "|" + d.provenance.agency;
      }
    }
    return std::string("none");
  };
  CHECK(dateline("July 28 (Reuters) -") == "July 28 (Reuters)|Reuters");
  CHECK(dateline("MOSCOW, Jan 5 (AP)") == "MOSCOW, Jan 5 (AP)|AP");
  CHECK(dateline("KYIV, Ukraine (AP) —") == "KYIV, Ukraine (AP)|AP");
  CHECK(dateline("MOSCOW, January 5. /TASS/.") == "MOSCOW, January 5. /TASS/|TASS");
  CHECK(dateline("WASHINGTON —") == "WASHINGTON|");
  CHECK(dateline("LOS ANGELES, Sept. 28 (UPI) --") == "LOS ANGELES, Sept. 28 (UPI)|UPI");
  CHECK(dateline("New Delhi, Aug 5 (PTI)") == "New Delhi, Aug 5 (PTI)|PTI");
  CHECK(dateline("BEIJING, Aug. 3 (Xinhua) --") == "BEIJING, Aug. 3 (Xinhua)|Xinhua");
  CHECK(dateline("SAN SALVADOR, 3 JAN 90 -- [REPORT] [TEXT]") == "SAN SALVADOR, 3 JAN 90|");
  CHECK(dateline("BREAKING —") == "none");
  CHECK(dateline("The rebels - who hold the town -") == "none");
  CHECK(dateline("Officials (three of them) -") == "none");
}

TEST_CASE("a dateline gives the date where the year is known") {
  CHECK(
      format_timestamp(*read_one("Headline of this one\n\nOSLO, March 3, 2021 (AFP) - It rained.\n")
                            .provenance.published_at) == "2021-03-03");
  // 28 July 2022 was a Thursday; the text names the year and the day.
  CHECK(format_timestamp(*read_one("July 28 (AFP) - The bridge, built in 2022, fell on Thursday, "
                                   "the mayor said.\n")
                              .provenance.published_at) == "2022-07-28");
}

TEST_CASE("texts without structure stay whole") {
  const std::string one = "The mayor said the bridge was closed. He gave no reason.";
  CHECK(blocks_of(read_one(one)) == "paragraph: " + one + "\n");
  CHECK(title_of(read_one(one + "\n\n" + one)) == "");
  const Document lines = read_one("First sentence is here today.\nSecond sentence is here too.\n");
  CHECK(blocks_of(lines) ==
        "paragraph: First sentence is here today.\nparagraph: Second sentence is here too.\n");
}

TEST_CASE("hard-wrapped texts: a paragraph is a run of lines") {
  const Document d = read_one(
      "Council votes to rebuild the old stone bridge\n"
      "\n"
      "The council of the river town voted late on Monday to rebuild the old\n"
      "stone bridge which a flood had carried away in the spring, the mayor\n"
      "told reporters after the meeting.\n"
      "Work is to begin in May and will take two years, according to the plan\n"
      "that was shown to the council, and most of the money has been found.\n"
      "\n"
      "Opponents said that a ferry would have been cheaper and that the plan\n"
      "had been drawn up in haste.\n");
  REQUIRE(d.blocks.size() == 4);
  CHECK(d.blocks[0].kind == BlockKind::headline);
  CHECK(d.words(d.blocks[1].text).starts_with("The council of"));
  CHECK(d.words(d.blocks[1].text).ends_with("after the meeting."));
  CHECK(d.words(d.blocks[2].text).ends_with("has been found."));
  CHECK(d.words(d.blocks[3].text).ends_with("in haste."));
}

TEST_CASE("the header of a plain text is provenance and furniture") {
  const Document d = read_one(
      "Outlet: Harbour Post\nPublished: 2022-07-29T06:00:00Z\nUrl: https://h.example/a\n\n"
      "Ferry service resumes at last\n\nBy Ann Lee and Bo Chen\n\nThe ferry ran again, the port "
      "said.\n");
  CHECK(d.provenance.outlet == "Harbour Post");
  CHECK(d.provenance.url == "https://h.example/a");
  CHECK(format_timestamp(*d.provenance.published_at) == "2022-07-29T06:00:00Z");
  CHECK(d.provenance.authors == std::vector<std::string>{"Ann Lee", "Bo Chen"});
  CHECK(title_of(d) == "Ferry service resumes at last");
  CHECK(d.blocks[0].kind == BlockKind::furniture);
}

TEST_CASE("credits at the end of a paragraph, corrections, captions") {
  CHECK(blocks_of(read_one("A headline for it\n\nThe talks failed, he said. (Reporting by Ann Lee; "
                           "editing by Bo Chen)\n\n"
                           "Correction: An earlier version of this report named the wrong town.\n\n"
                           "FILE PHOTO: A bridge in Tarvik, May 2, 2020. REUTERS/Ann Lee\n")) ==
        "headline: A headline for it\n"
        "paragraph: The talks failed, he said.\n"
        "credits: (Reporting by Ann Lee; editing by Bo Chen)\n"
        "correction: Correction: An earlier version of this report named the wrong town.\n"
        "caption: FILE PHOTO: A bridge in Tarvik, May 2, 2020. REUTERS/Ann Lee\n");
}

TEST_CASE("JSON Lines keep the text as given") {
  const Document d = read_one(
      R"({"id":7,"text":"  Aé\n\nThe mayor resigned on Monday.","date":"2020-02-03","source":"X","url":"u"})",
      InputFormat::jsonl);
  CHECK(d.id == "7");
  CHECK(d.text == "  Aé\n\nThe mayor resigned on Monday.");
  CHECK(d.provenance.outlet == "X");
  CHECK(format_timestamp(*d.provenance.published_at) == "2020-02-03");
  const auto bad = [](const std::string& line) {
    const Document b = read_one(line, InputFormat::jsonl);
    CHECK(b.text.empty());
    CHECK(gave_nothing(b));
    REQUIRE(b.notes.size() == 1);
    CHECK(b.notes[0].code == "bad_record");
  };
  bad(R"({"id":"a")");
  bad(R"([1,2])");
  bad(R"("text")");
  bad(R"({"id":"a"})");
  CHECK(read_one(R"({"text":"half \ud83d of a pair, he said"})", InputFormat::jsonl).text ==
        "half \xEF\xBF\xBD of a pair, he said");
}

TEST_CASE("encodings") {
  const std::string text =
      "Мэр города сказал, что мост закрыт. Он не назвал причину этого решения.";
  const auto read_text = [](const std::string& bytes) { return read_one(bytes).text; };
  CHECK(read_text("\xEF\xBB\xBF" + text) == text);
  std::string wide = "\xFF\xFE", bare;
  for (const char c : std::string("The mayor said the bridge was closed, and left.")) {
    wide += {c, '\0'};
    bare += {'\0', c};
  }
  CHECK(read_text(wide) == "The mayor said the bridge was closed, and left.");
  CHECK(read_text(bare) == "The mayor said the bridge was closed, and left.");
  // The same sentence in windows-1251.
  const std::string cp1251 =
      "\xCC\xFD\xF0 \xE3\xEE\xF0\xEE\xE4\xE0 \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE "
      "\xEC\xEE\xF1\xF2 "
      "\xE7\xE0\xEA\xF0\xFB\xF2. \xCE\xED \xED\xE5 \xED\xE0\xE7\xE2\xE0\xEB "
      "\xEF\xF0\xE8\xF7\xE8\xED\xF3 \xFD\xF2\xEE\xE3\xEE \xF0\xE5\xF8\xE5\xED\xE8\xFF.";
  CHECK(read_text(cp1251) == text);
  const Document broken = read_one(
      "Caf\xC3\xA9 \xFF and \xC3\xA9t\xC3\xA9 and na\xC3\xAFve "
      "and \xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 end, he said.");
  CHECK(broken.text.starts_with("Café \xEF\xBF\xBD and été"));
  REQUIRE(broken.notes.size() == 1);
  CHECK(broken.notes[0].code == "repaired");
}

TEST_CASE("bytes that are no text, and no bytes at all") {
  std::string noise;
  std::uint32_t x = 1;
  for (int i = 0; i < 5000; ++i) {
    x = x * 1664525 + 1013904223;
    noise += static_cast<char>(x >> 24);
  }
  for (const auto& [bytes, code] : {std::pair<std::string, std::string>{noise, "not_text"},
                                    {"", "empty"},
                                    {" \n\n ", "empty"}}) {
    const Document d = read_one(bytes);
    CHECK(d.blocks.empty());
    REQUIRE_FALSE(d.notes.empty());
    CHECK(d.notes[0].code == code);
    CHECK(gave_nothing(d));
  }
}

TEST_CASE("the language is told") {
  CHECK(read_one("The minister of defence said on Monday that the talks would go on until a "
                 "settlement was found which all sides could accept, she added.\n")
            .provenance.language == "en");
  const Document d = read_one(
      "Der Verteidigungsminister sagte am Montag, die Gespräche würden fortgesetzt, bis eine "
      "Lösung "
      "gefunden sei, der alle Seiten zustimmen könnten, und fügte nichts weiter hinzu.\n");
  CHECK(d.provenance.language == "de");
  CHECK(d.notes.back().code == "not_english");
}

TEST_CASE("folders: known formats in name order, the rest counted") {
  const Folder folder;
  folder.write("b.txt", "B text here, he said.");
  folder.write("a/z.txt", "Z text here, he said.");
  folder.write("c.jsonl", "{\"text\":\"one\"}\n\n{\"text\":\"two\"}");
  folder.write("README.md", "no");
  folder.write(".hidden.txt", "no");
  folder.write("golden/a.json", "{}");
  folder.write("d.png", "no");
  folder.write("e.json", "{\"settings\": 1}");
  std::uint64_t passed_over = 0;
  const auto reports = walk({folder.path()}, {}, &passed_over);
  REQUIRE(reports.size() == 4);
  CHECK(reports[0].path.ends_with("a/z.txt"));
  CHECK(reports[1].path.ends_with("b.txt"));
  CHECK(reports[2].bytes == "{\"text\":\"one\"}");
  CHECK(reports[3].record == 3);
  CHECK(passed_over == 2);
  fs::create_directories(folder.path() + "/none");
  CHECK_FALSE(Source::open({folder.path() + "/none"}, {}));
  CHECK_FALSE(Source::open({folder.path() + "/absent.txt"}, {}));
}

TEST_CASE("compressed files are unpacked on the way; long ones are cut with a note") {
  const Folder folder;
  const std::string path = folder.path() + "/a.txt.gz";
  gzFile out = gzopen(path.c_str(), "wb");
  const std::string text(900000, 'x');
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  CHECK(walk({path})[0].bytes == text);
  ReadOptions options;
  options.max_bytes = 1000;
  const auto cut = walk({path}, options);
  CHECK(cut[0].bytes.size() == 1000);
  CHECK(cut[0].cut);
  const std::string lines = folder.write(
      "l.jsonl", "{\"text\":\"" + std::string(5000, 'y') + "\"}\n{\"text\":\"short one\"}\n");
  const auto parts = walk({lines}, options);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].cut);
  CHECK(parts[1].bytes == "{\"text\":\"short one\"}");
  CHECK(parts[1].record == 2);
}

TEST_CASE("odd texts take linear time") {
  for (const std::string& piece :
       {std::string("a"), std::string("word "), std::string(". "), std::string("- "),
        std::string("\n"), std::string("(AP) "), std::string("• x\n"), std::string("A, ")}) {
    std::string text;
    while (text.size() < 2000000) {
      text += piece;
    }
    const Document d = read_one(text);
    CHECK(d.text.size() == text.size());
  }
}

TEST_CASE("credits and dateline taken apart") {
  const Document d = read_one(
      "Harbour of Tarvik closed\n\nTARVIK, July 28, 2022 (Reuters) - The harbour was closed on "
      "Monday, the "
      "harbour master said.\n\nReporting by Ann Lee in Tarvik and Bo Chen in New Delhi; Writing by "
      "Cy J. "
      "Dee; Editing by Eve Fox, Gil Hay and Ida Jones.\n");
  std::string out;
  for (const Credit& c : d.credits) {
    out +=
        c.role + " " + std::string(d.words(c.name)) + " @" + std::string(d.words(c.place)) + "\n";
  }
  CHECK(out ==
        "reporting Ann Lee @Tarvik\nreporting Bo Chen @New Delhi\nwriting Cy J. Dee @\n"
        "editing Eve Fox @\nediting Gil Hay @\nediting Ida Jones @\n");
  REQUIRE(d.dateline.has_value());
  CHECK(d.words(d.dateline->place) == "TARVIK");
  CHECK(d.dateline->agency == "Reuters");
  CHECK(format_day(*d.dateline->date) == "2022-07-28");
}

TEST_CASE("damaged sentences are noted, not mended") {
  const auto damage = [](const std::string& text) {
    std::string out;
    const Document d = read_one(text);
    for (const Note& note : d.notes) {
      if (note.code == "damaged") {
        out += std::string(d.words(note.where)) + "|";
      }
    }
    return out;
  };
  const std::string whole =
      "The harbour of Tarvik was closed on Monday, the harbour master said.\n\nShips were "
      "told to wait outside the breakwater until the evening.\n\n";
  CHECK(
      damage(whole +
             "No one was hurt by the blast, he said, without giving details. what the divers found "
             "there.\n") == "details. what the divers found there.|");
  CHECK(
      damage(whole +
             "The fire service is still looking for the cause of both of the\n\nNo one was hurt by "
             "either of the two blasts.\n") == "of both of the|");
  CHECK(damage(
            whole +
            "“No one was hurt,” he said. “We are looking for the cause of both.\n\nThe port stays "
            "closed until the evening of the day.\n") == "“We are looking for the cause of both.|");
  CHECK(
      damage(whole +
             "“No one was hurt.\n\n“We are looking for the cause,” he said of the two blasts.\n") ==
      "");
  CHECK(damage(whole +
               "He met Mr. van Dijk and approx. two men of St. john's parish, e.g. the mayor.\n") ==
        "");
}

TEST_CASE("dates with the year in front, dates of East Asia") {
  const Table& calendar = read::test::knowledge().table("read_calendar");
  for (const char* text : {"2022 Jul 28", "2022年7月28日", "2022년 7월 28일", "2022. 7. 28."}) {
    INFO(text);
    const auto t = read::parse_date(calendar, text);
    REQUIRE(t.has_value());
    CHECK(format_day(t->day()) == "2022-07-28");
  }
  CHECK_FALSE(read::parse_date(calendar, "2022年13月28日").has_value());
}

}  // namespace
}  // namespace sayso
