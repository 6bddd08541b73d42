// SPDX-License-Identifier: Apache-2.0
#include "read/json_ld.h"

#include <algorithm>
#include <simdjson.h>
#include <unordered_map>

#include "base/text.h"
#include "read/trace.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;
constexpr int kMostDepth = 8;
constexpr std::size_t kMostPosts = 2000;

// "@id" -> "name" of the objects of one script: authors are often only pointed to.
using NamesById = std::unordered_map<std::string_view, std::string_view>;

std::string string_of(dom::element e) {
  std::string_view s;
  if (e.get(s) == simdjson::SUCCESS) {
    return std::string(trim(s));
  }
  dom::array list;
  if (e.get(list) == simdjson::SUCCESS && list.size() > 0) {
    return string_of(list.at(0));
  }
  return {};
}

std::string field(dom::object o, const char* name) {
  dom::element e;
  return o[name].get(e) == simdjson::SUCCESS ? string_of(e) : std::string();
}

// "name" of an object, of the first object of a list, or the string itself.
void names(dom::element e, const NamesById& by_id, std::vector<std::string>& out, int depth = 0) {
  if (depth > 3) {
    return;
  }
  std::string_view s;
  dom::array list;
  dom::object o;
  if (e.get(s) == simdjson::SUCCESS) {
    out.emplace_back(trim(s));
  } else if (e.get(list) == simdjson::SUCCESS) {
    for (const dom::element item : list) {
      names(item, by_id, out, depth + 1);
    }
  } else if (e.get(o) == simdjson::SUCCESS) {
    dom::element name;
    std::string_view id;
    if (o["name"].get(name) == simdjson::SUCCESS) {
      names(name, by_id, out, depth + 1);
    } else if (o["@id"].get(id) == simdjson::SUCCESS) {
      const auto found = by_id.find(id);
      if (found != by_id.end()) {
        out.emplace_back(trim(found->second));
      }
    }
  }
}

void collect_names(dom::element e, NamesById& out, int depth) {
  dom::array list;
  dom::object o;
  if (depth > kMostDepth) {
    return;
  }
  if (e.get(list) == simdjson::SUCCESS) {
    for (const dom::element item : list) {
      collect_names(item, out, depth + 1);
    }
  } else if (e.get(o) == simdjson::SUCCESS) {
    std::string_view id, name;
    if (o["@id"].get(id) == simdjson::SUCCESS && o["name"].get(name) == simdjson::SUCCESS) {
      out.emplace(id, name);
    }
    for (const auto field : o) {
      if (!field.value.is_string()) {
        collect_names(field.value, out, depth + 1);
      }
    }
  }
}

bool says_false(dom::object o, const char* name) {
  dom::element e;
  bool value = true;
  if (o[name].get(e) != simdjson::SUCCESS) {
    return false;
  }
  return e.get(value) == simdjson::SUCCESS ? !value : equal_ignoring_case(string_of(e), "false");
}

void take_posts(dom::object o, std::vector<LivePost>& out) {
  dom::element e;
  dom::array list;
  if (o["liveBlogUpdate"].get(e) != simdjson::SUCCESS || e.get(list) != simdjson::SUCCESS) {
    return;
  }
  for (const dom::element item : list) {
    dom::object post;
    if (item.get(post) != simdjson::SUCCESS || out.size() >= kMostPosts) {
      continue;
    }
    LivePost p;
    p.headline = field(post, "headline");
    p.body = field(post, "articleBody");
    p.published = field(post, "datePublished");
    if (p.published.empty()) {
      p.published = field(post, "dateCreated");
    }
    if (!p.published.empty() && !(p.headline.empty() && p.body.empty())) {
      out.push_back(std::move(p));
    }
  }
}

int rank_of_type(std::string_view type) {
  if (type.find("NewsArticle") != std::string_view::npos ||
      type.find("ReportageNews") != std::string_view::npos ||
      type.find("LiveBlogPosting") != std::string_view::npos) {
    return 5;
  }
  if (type.find("Article") != std::string_view::npos ||
      type.find("BlogPosting") != std::string_view::npos || type == "Report") {
    return 4;
  }
  if (type == "Recipe" || type == "Review" || type == "CreativeWork" ||
      type == "SocialMediaPosting") {
    return 3;
  }
  return type == "WebPage" || type == "ItemPage" ? 1 : 0;
}

void take(dom::object o, int rank, const NamesById& by_id, JsonLd& out) {
  JsonLd found;
  found.rank = rank;
  found.headline = field(o, "headline");
  if (found.headline.empty()) {
    found.headline = field(o, "name");
  }
  found.description = field(o, "description");
  found.body = field(o, "articleBody");
  found.published = field(o, "datePublished");
  if (found.published.empty()) {
    found.published = field(o, "dateCreated");
  }
  found.modified = field(o, "dateModified");
  found.language = field(o, "inLanguage");
  found.section = field(o, "articleSection");
  found.url = field(o, "url");
  dom::element e;
  std::vector<std::string> list;
  if (o["publisher"].get(e) == simdjson::SUCCESS) {
    names(e, by_id, list);
    found.outlet = list.empty() ? "" : list[0];
  }
  if (o["author"].get(e) == simdjson::SUCCESS) {
    names(e, by_id, found.authors);
  } else if (o["creator"].get(e) == simdjson::SUCCESS) {
    names(e, by_id, found.authors);
  }
  take_posts(o, found.posts);
  found.paywalled = says_false(o, "isAccessibleForFree");
  if (rank > out.rank) {
    std::swap(found, out);
    std::swap(found.site, out.site);
  }
  // The lesser object may still know what the better one does not say.
  const auto fill = [](std::string& to, std::string& from) {
    if (to.empty()) {
      to = std::move(from);
    }
  };
  if (rank > 1 || out.rank <= 1) {
    fill(out.headline, found.headline);
    fill(out.body, found.body);
  }
  fill(out.published, found.published);
  fill(out.modified, found.modified);
  fill(out.outlet, found.outlet);
  fill(out.language, found.language);
  if (out.authors.empty()) {
    out.authors = std::move(found.authors);
  }
  if (out.posts.empty()) {
    out.posts = std::move(found.posts);
  }
  out.paywalled = out.paywalled || found.paywalled;
}

void walk(dom::element e, const NamesById& by_id, JsonLd& out, int depth) {
  if (depth > kMostDepth) {
    return;
  }
  dom::array list;
  dom::object o;
  if (e.get(list) == simdjson::SUCCESS) {
    for (const dom::element item : list) {
      walk(item, by_id, out, depth + 1);
    }
    return;
  }
  if (e.get(o) != simdjson::SUCCESS) {
    return;
  }
  int rank = 0;
  dom::element type;
  if (o["@type"].get(type) == simdjson::SUCCESS) {
    dom::array types;
    if (type.get(types) == simdjson::SUCCESS) {
      for (const dom::element t : types) {
        rank = std::max(rank, rank_of_type(string_of(t)));
      }
    } else {
      rank = rank_of_type(string_of(type));
    }
  }
  if (rank > 0) {
    take(o, rank, by_id, out);
  } else if (out.site.empty() && o["@type"].get(type) == simdjson::SUCCESS) {
    const std::string name = string_of(type);
    if (name == "WebSite" || name == "NewsMediaOrganization") {
      out.site = field(o, "name");
    }
  }
  for (const char* below : {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"}) {
    dom::element inner;
    if (o[below].get(inner) == simdjson::SUCCESS && !inner.is_string()) {
      walk(inner, by_id, out, depth + 1);
    }
  }
}

// Pages put raw line breaks and tabs into strings, and comments around the whole.
std::string mended(std::string_view script) {
  std::string out;
  out.reserve(script.size() + simdjson::SIMDJSON_PADDING);
  bool quoted = false;
  for (std::size_t i = 0; i < script.size(); ++i) {
    const char c = script[i];
    if (quoted && c == '\\' && i + 1 < script.size()) {
      out += c;
      out += script[++i];
      continue;
    }
    quoted = c == '"' ? !quoted : quoted;
    if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

void read_json_ld(std::string_view script, JsonLd& out) {
  const std::size_t begin = script.find_first_of("{[");
  const std::size_t end = script.find_last_of("}]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    return;
  }
  script = script.substr(begin, end - begin + 1);
  thread_local dom::parser parser;
  dom::element root;
  const std::string text = mended(script);
  if (parser.parse(text).get(root) == simdjson::SUCCESS) {
    NamesById by_id;
    collect_names(root, by_id, 0);
    walk(root, by_id, out, 0);
  }
}

Span find_json_string(std::string_view script, std::string_view key, std::string_view value) {
  const std::string quoted = '"' + std::string(key) + '"';
  for (std::size_t at = script.find(quoted); at != std::string_view::npos;
       at = script.find(quoted, at + 1)) {
    std::size_t begin = at + quoted.size();
    while (begin < script.size() &&
           (script[begin] == ' ' || script[begin] == '\n' || script[begin] == '\t' ||
            script[begin] == '\r' || script[begin] == ':')) {
      ++begin;
    }
    if (begin >= script.size() || script[begin] != '"') {
      continue;
    }
    std::size_t end = ++begin;
    while (end < script.size() && script[end] != '"') {
      end += script[end] == '\\' ? 2 : 1;
    }
    if (end >= script.size()) {
      return {};
    }
    const Span inside{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    // A control character in the literal was a blank to the parser (mended()).
    std::string literal = decode_json_string(script, inside).text;
    const std::size_t first = literal.find_first_not_of(" \t\r\n\f\v");
    if (end - begin >= value.size() && first != std::string::npos &&
        std::string_view(literal).substr(first, std::min<std::size_t>(value.size(), 40)) ==
            value.substr(0, 40)) {
      return inside;
    }
    at = end;
  }
  return {};
}

}  // namespace sayso::read
