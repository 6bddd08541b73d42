// SPDX-License-Identifier: Apache-2.0
#include "read/json_ld.h"

#include <algorithm>
#include <simdjson.h>

#include "base/text.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;
constexpr int kMostDepth = 8;

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
void names(dom::element e, std::vector<std::string>& out, int depth = 0) {
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
      names(item, out, depth + 1);
    }
  } else if (e.get(o) == simdjson::SUCCESS) {
    dom::element name;
    if (o["name"].get(name) == simdjson::SUCCESS) {
      names(name, out, depth + 1);
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

void take(dom::object o, int rank, JsonLd& out) {
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
    names(e, list);
    found.outlet = list.empty() ? "" : list[0];
  }
  if (o["author"].get(e) == simdjson::SUCCESS) {
    names(e, found.authors);
  } else if (o["creator"].get(e) == simdjson::SUCCESS) {
    names(e, found.authors);
  }
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
}

void walk(dom::element e, JsonLd& out, int depth) {
  if (depth > kMostDepth) {
    return;
  }
  dom::array list;
  dom::object o;
  if (e.get(list) == simdjson::SUCCESS) {
    for (const dom::element item : list) {
      walk(item, out, depth + 1);
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
    take(o, rank, out);
  } else if (out.site.empty() && o["@type"].get(type) == simdjson::SUCCESS) {
    const std::string name = string_of(type);
    if (name == "WebSite" || name == "NewsMediaOrganization") {
      out.site = field(o, "name");
    }
  }
  for (const char* below : {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"}) {
    dom::element inner;
    if (o[below].get(inner) == simdjson::SUCCESS && !inner.is_string()) {
      walk(inner, out, depth + 1);
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
    walk(root, out, 0);
  }
}

}  // namespace sayso::read
