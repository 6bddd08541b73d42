// SPDX-License-Identifier: Apache-2.0
// The promise of origins: every character of a text stands at the source byte its row names - as it
// is, as a character reference, as an escape, as white space, or replaced because it was broken.
#include "read/trace.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include "base/utf8.h"
#include "read/encoding.h"
#include "read/html_tokenizer.h"
#include "read/read_test_util.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

namespace fs = std::filesystem;

std::string file_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::uint32_t source_of(const std::vector<Origin>& rows, std::uint32_t at) {
  const auto row =
      std::upper_bound(rows.begin(), rows.end(), at,
                       [](std::uint32_t a, const Origin& o) { return a < o.text_begin; });
  if (row == rows.begin() || (row - 1)->source_begin == kNoSource) {
    return kNoSource;
  }
  return (row - 1)->source_begin + (at - (row - 1)->text_begin);
}

// What the source says at `from`, in the ways a page may write one character.
bool says(const std::string& source, std::uint32_t from, std::string_view character,
          bool eight_bit) {
  if (from >= source.size()) {
    return false;
  }
  const std::string_view rest = std::string_view(source).substr(from);
  if (rest.starts_with(character) || (space_at(character, 0) != 0 && space_at(rest, 0) != 0)) {
    return true;
  }
  std::string decoded;
  if (rest[0] == '&' && decode_reference(source, from, false, decoded) != 0) {
    // A reference may stand for several characters, or be escaped once more in a script.
    return decoded.find(character) != std::string::npos || decoded == "&" ||
           space_at(decoded, 0) != 0;
  }
  if (rest[0] == '\\') {
    const Decoding escape = decode_json_string(
        source,
        {from, std::min<std::uint32_t>(from + 12, static_cast<std::uint32_t>(source.size()))});
    return escape.text.starts_with(character) ||
           (!escape.text.empty() && space_at(escape.text, 0) != 0 && character == " ");
  }
  const bool replaced = character == "\xEF\xBF\xBD";
  return replaced || (eight_bit && static_cast<unsigned char>(rest[0]) >= 0x80);
}

struct Trace {
  std::size_t characters = 0, without = 0, wrong = 0;
  std::string first;
};

void check(const Document& d, const std::string& source, Trace& t) {
  const bool eight_bit = !valid_utf8(source);
  for (const Block& block : d.blocks) {
    for (std::uint32_t at = block.text.begin; at < block.text.end;) {
      const std::uint32_t length = decode(d.text, at).length;
      const std::uint32_t from = source_of(d.origins, at);
      ++t.characters;
      if (from == kNoSource) {
        ++t.without;
      } else if (!says(source, from, std::string_view(d.text).substr(at, length), eight_bit)) {
        if (t.wrong++ == 0) {
          t.first = d.text.substr(at, 30) + " <- " + source.substr(from, 30);
        }
      }
      at += length;
    }
  }
}

TEST_CASE("samples: every character leads back to its source") {
  const char* root = std::getenv("SAYSO_SOURCE");
  REQUIRE(root != nullptr);
  Trace t;
  std::size_t files = 0;
  for (const char* folder : {"samples", "samples-2", "samples-3"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(root) / folder)) {
      const std::string ext = entry.path().extension().string();
      if (ext == ".html" || ext == ".txt") {
        const std::string source = file_bytes(entry.path());
        check(test::read_one(source, ext == ".html" ? InputFormat::html : InputFormat::text),
              source, t);
        ++files;
      }
    }
  }
  CHECK(files > 40);
  CHECK(t.characters > 50000);
  CHECK(t.without * 1000 <= t.characters);  // blanks between the cells of a table
  CHECK(t.wrong == 0);
  INFO(t.first);
  CHECK(t.first.empty());
}

TEST_CASE("gold pages: every character leads back to its source") {
  const std::string archive = test::shared_folder() + "/data/ingest/newspaper-dev.tar.xz";
  if (test::shared_folder().empty() || ::access(archive.c_str(), R_OK) != 0) {
    MESSAGE("skipped: no newspaper-dev.tar.xz under SAYSO_SHARED");
    return;
  }
  char pattern[] = "/tmp/sayso-trace-XXXXXX";
  REQUIRE(::mkdtemp(pattern) != nullptr);
  const fs::path folder = pattern;
  REQUIRE(std::system(("tar -xJf '" + archive + "' -C '" + folder.string() + "'").c_str()) == 0);
  Trace t;
  std::size_t pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html" && pages < 200) {
      const std::string source = file_bytes(entry.path());
      check(test::read_one(source, InputFormat::html), source, t);
      ++pages;
    }
  }
  fs::remove_all(folder);
  MESSAGE(pages << " pages, " << t.characters << " characters, " << t.without
                << " without a place, " << t.wrong << " wrong; first: " << t.first);
  CHECK(pages == 200);
  CHECK(t.wrong == 0);
  CHECK(t.without * 1000 <= t.characters);
}

TEST_CASE("escapes of scripts and attributes lead back, piece by piece") {
  const std::string json = R"(x"a\u00e9\n\ud83d\ude00b\"c")";
  const Decoding d = decode_json_string(json, {2, static_cast<std::uint32_t>(json.size() - 1)});
  CHECK(d.text == "aé\n😀b\"c");
  CHECK(d.source_of(static_cast<std::uint32_t>(d.text.find('b'))) == json.find('b'));
  CHECK(d.source_of(static_cast<std::uint32_t>(d.text.find("é"))) == json.find("\\u00e9"));
  const std::string html = "<meta content='Caf&eacute;  &amp; bar'>";
  const Decoding a = decode_attribute(html, 15, 12);
  CHECK(a.text == "Café  & bar");
  std::vector<Origin> rows;
  REQUIRE(trace_words("Café & bar", a, 100, rows));
  CHECK(source_of(rows, 100 + 6) == html.find("&amp;"));
  CHECK(source_of(rows, 100 + 8) == html.find("bar"));
  CHECK_FALSE(trace_words("Tea", a, 0, rows));
}

}  // namespace
}  // namespace sayso::read
