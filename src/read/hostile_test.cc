// SPDX-License-Identifier: Apache-2.0
// Pages made to hurt. Nothing is timed: limits, notes and sizes are.
#include <doctest/doctest.h>

#include "read/html_tokenizer.h"
#include "read/html_tree.h"
#include "read/input.h"
#include "read/read_test_util.h"

namespace sayso {
namespace {

using read::build_tree;
using read::HtmlTree;
using read::test::read_one;

const std::string kText =
    "<p>The harbour of Tarvik was closed on Monday after a second blast damaged two of its cranes, "
    "the "
    "harbour master said.</p><p>Ships that were to load grain had been told to wait outside.</p>";

std::string many(const std::string& piece, std::size_t n) {
  std::string out;
  out.reserve(piece.size() * n);
  for (std::size_t i = 0; i < n; ++i) {
    out += piece;
  }
  return out;
}
bool noted(const Document& d, const std::string& code) {
  for (const Note& note : d.notes) {
    if (note.code == code) {
      return true;
    }
  }
  return false;
}
bool has_text(const Document& d) {
  return d.text.find("The harbour of Tarvik") != std::string::npos;
}

TEST_CASE("a zstd dictionary of no bytes is a fault, not an endless wait") {
  const std::string packed = std::string("\x5D\x2A\x4D\x18\0\0\0\0", 8) + "more";
  const auto input = read::Input::of(packed, "x");
  std::string out;
  bool ended = false;
  CHECK(!input->read_member(out, 100, ended));
  CHECK(out.empty());
  CHECK(input->fault().find("dictionary") != std::string::npos);
}

TEST_CASE("100,000 nested elements: a note, and the text is still there") {
  for (const char* tag : {"div", "b", "table", "ul", "span", "blockquote", "svg", "section"}) {
    const std::string open = "<" + std::string(tag) + ">";
    const Document d = read_one("<html><body>" + many(open, 100000) + kText, InputFormat::html);
    INFO(tag);
    CHECK((noted(d, "too_deep") || std::string(tag) == "b"));
    CHECK((has_text(d) || std::string(tag) == "svg"));
  }
}

TEST_CASE("a value of 50 MB is read past: 64 KiB of it are kept, with a note") {
  const std::string html = "<p title='" + std::string(50U << 20, 'x') + "' class=a>text</p>";
  read::HtmlTokenizer tokenizer(html);
  read::HtmlToken token;
  REQUIRE(tokenizer.next(token));
  REQUIRE(token.attribute_count == 2);
  CHECK(token.attributes[0].value.size() == (64U << 10));
  CHECK(token.attributes[1].value == "a");
  CHECK(tokenizer.cut() == 1);
  const HtmlTree tree = build_tree(html);
  CHECK(tree.values.size() <= 5000);
  CHECK(tree.cut == 1);
}

TEST_CASE("names and numbers of attributes are bounded") {
  const std::string name(5U << 20, 'n');
  const HtmlTree long_names = build_tree("<" + name + " " + name + "=1>text");
  CHECK(long_names.cut == 2);
  std::string tag = "<p ";
  for (int i = 0; i < 100000; ++i) {
    tag += "id" + std::to_string(i) + "=1 ";
  }
  read::HtmlTokenizer tokenizer(tag);
  read::HtmlToken token;
  while (tokenizer.next(token)) {
  }
  CHECK(token.attributes.size() <= 66);
}

TEST_CASE("comments without end, bytes of zero, references without end") {
  CHECK_FALSE(has_text(read_one("<!--" + many("-", 1000000) + kText, InputFormat::html)));
  CHECK(has_text(read_one(many("<!-->", 200000) + kText, InputFormat::html)));
  CHECK(has_text(read_one(many(std::string("\0", 1), 10) + "<body>" + kText, InputFormat::html)));
  CHECK(has_text(read_one(many("&amp", 100000) + "<body>" + kText, InputFormat::html)));
  CHECK(has_text(read_one("<body>" + kText + "&#" + std::string(1000000, '9'), InputFormat::html)));
  CHECK(has_text(read_one(many("</p>", 300000) + kText, InputFormat::html)));
  CHECK(has_text(read_one(many("<![CDATA[", 100000) + ">" + kText, InputFormat::html)));
}

TEST_CASE("what is never closed: the text before it is kept") {
  for (const char* open :
       {"<script>", "<style>", "<title>", "<textarea>", "<a href='", "<!--", "<select>"}) {
    const Document d = read_one("<body>" + kText + open + many("x ", 100000), InputFormat::html);
    INFO(open);
    CHECK(has_text(d));
  }
}

TEST_CASE("scripts of JSON-LD that nest or never end") {
  const std::string open = "<script type='application/ld+json'>";
  CHECK(has_text(read_one(open + many("[", 100000) + "</script>" + kText, InputFormat::html)));
  CHECK(has_text(read_one(open + many("{\"@graph\":", 2000) + many("}", 2000) + "</script>" + kText,
                          InputFormat::html)));
  CHECK(has_text(read_one(open + "{\"@type\":\"NewsArticle\",\"articleBody\":\"" +
                              std::string(100, '\\') + "</script>" + kText,
                          InputFormat::html)));
}

}  // namespace
}  // namespace sayso
