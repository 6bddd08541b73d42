// SPDX-License-Identifier: Apache-2.0
#include "read/encoding.h"

#include <cstdio>
#include <doctest/doctest.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include "base/utf8.h"
#include "read/read_test_util.h"

namespace sayso::read {
namespace {

// Each character of the text, and the source bytes its place points to.
void check_rows(const std::string& source, const DecodedBytes& d,
                const std::vector<std::string>& want) {
  std::size_t i = 0;
  for (std::size_t at = 0; at < d.text.size() && i < want.size(); ++i) {
    const std::uint32_t from = d.source_of(static_cast<std::uint32_t>(at));
    CHECK(source.substr(from, want[i].size()) == want[i]);
    at += decode(d.text, at).length;
  }
  CHECK(i == want.size());
}

TEST_CASE("every character leads back to its source bytes, whatever the encoding") {
  const std::string cyrillic = "\xCC\xEE\xF1\xF2 A \xE7\xE0\xEA\xF0\xFB\xF2";  // windows-1251
  const DecodedBytes c = decode_bytes(cyrillic, "windows-1251");
  CHECK(c.text == "Мост A закрыт");
  std::vector<std::string> letters;
  for (const char byte : cyrillic) {
    letters.emplace_back(1, byte);
  }
  check_rows(cyrillic, c, letters);

  const std::string mixed =
      "ab\xD6\xD0"
      "c\xB9\xFA.";  // gb18030: one and two bytes a character
  const DecodedBytes g = decode_bytes(mixed, "gb2312");
  CHECK(g.text == "ab中c国.");
  check_rows(mixed, g, {"a", "b", "\xD6\xD0", "c", "\xB9\xFA", "."});

  const std::string broken =
      "one \xFF two \xE2\x82 three, \xC3\xA9\xC3\xA9\xC3\xA9 and \xC3\xA9t\xC3\xA9 \xC3\xA8 "
      "\xC3\xA7 \xC3\xA0 \xC3\xB9 "
      "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9";
  const DecodedBytes b = decode_bytes(broken, "");
  REQUIRE(b.repaired == 2);
  const std::size_t three = b.text.find("three");
  CHECK(broken.substr(b.source_of(static_cast<std::uint32_t>(three)), 5) == "three");
}

TEST_CASE("a charset inside a comment, a title or another attribute is none") {
  CHECK(declared_charset("<!--<meta charset=koi8-r>--><meta charset=windows-1251>") ==
        "windows-1251");
  CHECK(declared_charset("<p title='<meta charset=koi8-r>'>") == "");
  CHECK(declared_charset("<meta name=x content='text/html; charset=koi8-r'>") == "");
  CHECK(declared_charset("<META HTTP-EQUIV=content-type CONTENT='text/html; Charset=KOI8-R'>") ==
        "koi8-r");
  CHECK(declared_charset("<meta charset=latin1>") == "windows-1252");
  CHECK(declared_charset("<meta charset=utf-16>") == "utf-8");
}

std::string icu_name(const std::string& label) {
  UErrorCode error = U_ZERO_ERROR;
  const char* name = ucnv_getAlias(label.c_str(), 0, &error);
  return name == nullptr ? label : name;
}

// https://github.com/html5lib/html5lib-tests, encoding: what the page's bytes say. The default of
// those tests is windows-1252; ours is "nothing said".
TEST_CASE("html5lib encoding tests") {
  const std::string archive = test::shared_folder() + "/data/ingest/html5lib-tests.tar.xz";
  if (test::shared_folder().empty() || ::access(archive.c_str(), R_OK) != 0) {
    MESSAGE("skipped: no html5lib-tests.tar.xz under SAYSO_SHARED");
    return;
  }
  std::size_t run = 0, failed = 0;
  for (const char* name : {"tests1", "tests2", "test-yahoo-jp"}) {
    const std::string command = "tar -xJOf '" + archive + "' h5/encoding/" + name + ".dat";
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string all;
    char buffer[65536];
    for (std::size_t n = 0; (n = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
      all.append(buffer, n);
    }
    REQUIRE(::pclose(pipe) == 0);
    for (std::size_t at = all.find("#data\n"); at != std::string::npos;) {
      const std::size_t mark = all.find("\n#encoding\n", at);
      REQUIRE(mark != std::string::npos);
      const std::string data = all.substr(at + 6, mark - at - 6);
      const std::size_t end = std::min(all.find('\n', mark + 11), all.size());
      const std::string want = all.substr(mark + 11, end - mark - 11);
      at = all.find("#data\n", end);
      std::string got = declared_charset(data);
      got = got.empty() ? "windows-1252" : got;
      ++run;
      std::string low = want;
      for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      }
      if (icu_name(got) != icu_name(low)) {
        ++failed;
        MESSAGE("want " << want << ", got " << got << " for " << data.substr(0, 200));
      }
    }
  }
  MESSAGE("html5lib encoding: " << run - failed << " of " << run << " pass");
  CHECK(run == 82);
  CHECK(failed == 0);
}

}  // namespace
}  // namespace sayso::read
