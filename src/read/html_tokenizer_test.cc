// SPDX-License-Identifier: Apache-2.0
#include "read/html_tokenizer.h"

#include <algorithm>
#include <cstdlib>
#include <doctest/doctest.h>
#include <simdjson.h>
#include <unistd.h>

#include "base/text.h"
#include "base/utf8.h"
#include "read/read_test_util.h"

namespace sayso::read {
namespace {

// Tokens as one line each, adjacent text joined; `?` marks quirks, `/` self-closing.
std::string show(std::string_view source, HtmlContent content = HtmlContent::data,
                 std::string_view last = {}, bool cdata = false) {
  HtmlTokenizer tokenizer(source);
  tokenizer.allow_cdata(cdata);
  if (content != HtmlContent::data || !last.empty()) {
    tokenizer.set_content(content, last);
  }
  HtmlToken t;
  std::string out, text;
  const auto flush = [&] {
    if (!text.empty()) {
      out += "T " + text + "\n";
      text.clear();
    }
  };
  while (tokenizer.next(t)) {
    if (t.kind == HtmlTokenKind::text) {
      text += t.text(source);
      continue;
    }
    flush();
    if (t.kind == HtmlTokenKind::start_tag || t.kind == HtmlTokenKind::end_tag) {
      out += (t.kind == HtmlTokenKind::start_tag ? "< " : "> ") + t.data;
      if (t.kind == HtmlTokenKind::start_tag) {
        std::vector<std::string> list;
        for (std::size_t i = 0; i < t.attribute_count; ++i) {
          list.push_back(" " + t.attributes[i].name + "=[" + t.attributes[i].value + "]");
        }
        std::sort(list.begin(), list.end());
        for (const std::string& a : list) {
          out += a;
        }
        out += t.self_closing ? " /" : "";
      }
    } else if (t.kind == HtmlTokenKind::comment) {
      out += "! " + t.data;
    } else {
      out += "D " + (t.has_name ? t.data : "-") + " " +
             (t.has_public_id ? "[" + t.public_id + "]" : "-") + " " +
             (t.has_system_id ? "[" + t.system_id + "]" : "-") + (t.force_quirks ? " ?" : "");
    }
    out += "\n";
  }
  flush();
  return out;
}

TEST_CASE("tags, text, references") {
  CHECK(show("<P Class=a id='b c'>x &amp; y&mdash;&#8212;&#x2014 &notit; &nope;</p>") ==
        "< p class=[a] id=[b c]\nT x & y——— ¬it; &nope;\n> p\n");
  CHECK(show("<a href=\"?a=b&copy=1&amp;c\">") == "< a href=[?a=b&copy=1&c]\n");
  CHECK(show("a < b <3 </ x></>") == "T a < b <3 \n!  x\n");
  CHECK(show("<title>a &lt; <b></title>c") == "< title\nT a < <b>\n> title\nT c\n");
  CHECK(show("<script>if (a < b) '<!--<script></script>' </script>x") ==
        "< script\nT if (a < b) '<!--<script></script>' \n> script\nT x\n");
  CHECK(show("<!-- a --><!--><!DOCTYPE html>") == "!  a \n! \nD html - -\n");
  CHECK(show("line\r\nend\rx") == "T line\nend\nx\n");
}

TEST_CASE("every token knows its source bytes") {
  const std::string source = "<p>a&amp;b</p>";
  HtmlTokenizer tokenizer(source);
  HtmlToken t;
  std::string seen;
  while (tokenizer.next(t)) {
    seen += source.substr(t.begin, t.end - t.begin) + "|";
  }
  CHECK(seen == "<p>|a|&amp;|b|</p>|");
}

// ---- html5lib-tests ----------------------------------------------------------------------------
namespace dom = simdjson::dom;

std::string unescaped(std::string_view text) {  // "doubleEscaped": \uXXXX once more
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\u") && i + 6 <= text.size()) {
      append_utf8(out, static_cast<char32_t>(
                           std::strtoul(std::string(text.substr(i + 2, 4)).c_str(), nullptr, 16)));
      i += 5;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string expected(dom::array output, bool twice) {
  std::string out, text;
  const auto plain = [&](dom::element e) {
    const std::string_view s = e;
    return twice ? unescaped(s) : std::string(s);
  };
  for (const dom::element element : output) {
    dom::array token = element;
    const std::string_view kind = token.at(0);
    if (kind == "Character") {
      text += plain(token.at(1));
      continue;
    }
    if (!text.empty()) {
      out += "T " + text + "\n";
      text.clear();
    }
    if (kind == "StartTag") {
      out += "< " + plain(token.at(1));
      std::vector<std::string> list;
      for (const auto& [key, value] : dom::object(token.at(2))) {
        list.push_back(" " + (twice ? unescaped(key) : std::string(key)) + "=[" + plain(value) +
                       "]");
      }
      std::sort(list.begin(), list.end());
      for (const std::string& a : list) {
        out += a;
      }
      out += token.size() > 3 ? " /" : "";
    } else if (kind == "EndTag") {
      out += "> " + plain(token.at(1));
    } else if (kind == "Comment") {
      out += "! " + plain(token.at(1));
    } else {
      const auto id = [&](dom::element e) { return e.is_null() ? "-" : "[" + plain(e) + "]"; };
      out += "D " + (token.at(1).is_null() ? "-" : plain(token.at(1))) + " " + id(token.at(2)) +
             " " + id(token.at(3)) + (bool(token.at(4)) ? "" : " ?");
    }
    out += "\n";
  }
  return text.empty() ? out : out + "T " + text + "\n";
}

HtmlContent content_named(std::string_view state) {
  return state == "RCDATA state"          ? HtmlContent::rcdata
         : state == "RAWTEXT state"       ? HtmlContent::rawtext
         : state == "Script data state"   ? HtmlContent::script
         : state == "PLAINTEXT state"     ? HtmlContent::plaintext
         : state == "CDATA section state" ? HtmlContent::cdata
                                          : HtmlContent::data;
}

TEST_CASE("html5lib tokenizer tests") {
  const std::string shared = test::shared_folder();
  const std::string archive = shared + "/data/ingest/html5lib-tests.tar.xz";
  if (shared.empty() || ::access(archive.c_str(), R_OK) != 0) {
    MESSAGE("skipped: no html5lib-tests.tar.xz under SAYSO_SHARED");
    return;
  }
  std::size_t run = 0, failed = 0;
  for (const char* name : {"contentModelFlags", "domjs", "entities", "escapeFlag", "namedEntities",
                           "numericEntities", "pendingSpecChanges", "test1", "test2", "test3",
                           "test4", "unicodeChars", "unicodeCharsProblematic"}) {
    const std::string command = "tar -xJOf '" + archive + "' h5/tokenizer/" + name + ".test";
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string json;
    char buffer[65536];
    for (std::size_t n = 0; (n = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
      json.append(buffer, n);
    }
    REQUIRE(::pclose(pipe) == 0);
    dom::parser parser;
    dom::element root;
    auto error = parser.parse(json).get(root);
    if (error != simdjson::SUCCESS) {  // lone surrogates are not JSON for simdjson
      MESSAGE(name << ": " << simdjson::error_message(error));
      continue;
    }
    for (const dom::element test : dom::array(root["tests"])) {
      bool twice = false;
      if (test["doubleEscaped"].get(twice) != simdjson::SUCCESS) {
        twice = false;
      }
      const std::string_view given = test["input"];
      std::string input(given);
      input = twice ? unescaped(input) : input;
      std::string_view last;
      if (test["lastStartTag"].get(last) != simdjson::SUCCESS) {
        last = {};
      }
      std::vector<std::string_view> states;
      dom::array list;
      if (test["initialStates"].get(list) == simdjson::SUCCESS) {
        for (const dom::element s : list) {
          states.push_back(s);
        }
      } else {
        states.push_back("Data state");
      }
      const std::string want = expected(test["output"], twice);
      for (const std::string_view state : states) {
        ++run;
        const std::string got = show(input, content_named(state), last, false);
        if (got != want) {
          ++failed;
          const std::string_view description = test["description"];
          MESSAGE(name << ": " << std::string(description) << " (" << std::string(state)
                       << ")\ninput: " << input << "\nwant: " << want << "\ngot: " << got);
        }
      }
    }
  }
  MESSAGE("html5lib tokenizer: " << run - failed << " of " << run << " pass");
  CHECK(run > 6000);
  CHECK(failed == 0);
}

}  // namespace
}  // namespace sayso::read
