// SPDX-License-Identifier: Apache-2.0
// Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom, JSON Feed. One document an entry. XML is parsed
// without DTD: no entity but the five of XML and HTML's is ever resolved, nothing is fetched.
#include <pugixml.hpp>
#include <simdjson.h>

#include "base/text.h"
#include "read/entry.h"
#include "read/xml.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;

struct Channel {
  std::string title, language;
};

// "Harbour Post: World", "Harbour Post - World News": the part before the
// section, which is the outlet's name.
std::string without_section(std::string title) {
  for (const std::string_view mark : {": ", " - ", " – ", " — ", " | ", " > ", " » ", " :: "}) {
    const std::size_t at = title.find(mark);
    if (at != std::string::npos && at >= 2) {
      title.resize(at);
    }
  }
  return title;
}

// The text of an Atom text construct: plain, escaped HTML, or XHTML inline.
std::string construct(pugi::xml_node node, bool& is_html) {
  const std::string_view type = node.attribute("type").value();
  is_html = type != "text" && type != "text/plain";
  if (type == "xhtml" || type == "application/xhtml+xml") {
    return inner_xml(node);
  }
  // RSS and old Atom leave markup unescaped now and then: children that are elements.
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) {
      is_html = true;
      return inner_xml(node);
    }
  }
  return node_text(node);
}

std::string link_of(pugi::xml_node item) {
  std::string any;
  for (const pugi::xml_node child : item.children()) {
    if (local_name(child) != "link") {
      continue;
    }
    const std::string_view rel = child.attribute("rel").value();
    const std::string href = child.attribute("href").value();
    const std::string text = node_text(child);
    const std::string& value = href.empty() ? text : href;
    if (!value.empty() && (rel.empty() || rel == "alternate")) {
      return value;
    }
    any = any.empty() && rel != "self" ? value : any;
  }
  return any;
}

Entry read_item(pugi::xml_node item, const Channel& channel) {
  Entry e;
  e.media_type = "application/rss+xml";
  e.outlet = channel.title;
  e.language = channel.language;
  e.url = link_of(item);
  for (const pugi::xml_node child : item.children()) {
    const std::string_view name = local_name(child);
    const std::string_view full = child.name();
    bool html = true;
    const auto set = [](std::string& to, std::string value) {
      if (to.empty()) {
        to = std::move(value);
      }
    };
    if (full == "title" || full == "atom:title") {
      e.title = construct(child, html);
    } else if (name == "encoded" || (name == "content" && !full.starts_with("media:")) ||
               name == "fulltext" || full == "body" || full == "xhtml:body") {
      std::string text = construct(child, html);
      if (text.size() > e.content.size()) {
        e.content = std::move(text);
        e.content_is_html = html;
      }
    } else if (name == "description" || name == "summary" || name == "tagline") {
      std::string text = construct(child, html);
      if (!full.starts_with("media:") && !full.starts_with("itunes:") &&
          text.size() > e.summary.size()) {
        e.summary = std::move(text);
        e.summary_is_html = html;
      }
    } else if (name == "guid" || name == "id") {
      set(e.id, node_text(child));
    } else if (name == "pubDate" || name == "published" || name == "issued" || name == "date" ||
               name == "created") {
      set(e.published_at, node_text(child));
    } else if (name == "updated" || name == "modified") {
      set(e.modified_at, node_text(child));
    } else if (name == "creator" || name == "author") {
      const pugi::xml_node inner = child_named(child, "name");
      std::string author = node_text(inner ? inner : child);
      // RSS wants "ann@x.example (Ann Lee)".
      const std::size_t open = author.find('(');
      if (author.find('@') != std::string::npos && open != std::string::npos) {
        author = author.substr(open + 1, author.find(')', open) - open - 1);
      }
      if (!trim(author).empty()) {
        e.authors.push_back(std::move(author));
      }
    } else if (name == "category") {
      const std::string term = child.attribute("term").value();
      set(e.section, term.empty() ? node_text(child) : term);
    } else if (name == "language") {
      e.language = node_text(child);
    }
  }
  if (e.published_at.empty()) {
    e.published_at = e.modified_at;
  }
  if (e.url.empty() && e.id.starts_with("http")) {
    e.url = e.id;
  }
  return e;
}

std::vector<Document> read_xml_feed(const Context& context, RawReport& report) {
  std::vector<Document> out;
  Document first = blank(context, report);
  const DecodedBytes bytes = decode_report(first, report, declared_charset(report.bytes));
  pugi::xml_document xml;
  const bool whole = parse_xml(xml, bytes.text);
  Channel channel;
  std::vector<pugi::xml_node> items;
  for_each_element(xml, [&](pugi::xml_node node) {
    const std::string_view name = local_name(node);
    const std::string_view above = local_name(node.parent());
    const bool top = above == "channel" || above == "feed";
    if (name == "item" || name == "entry") {
      items.push_back(node);
      return false;
    }
    if (top && name == "title" && channel.title.empty()) {
      channel.title = without_section(plain_words(node_text(node)));
    } else if (top && name == "language" && channel.language.empty()) {
      channel.language = node_text(node);
    } else if (name == "feed" && channel.language.empty()) {
      channel.language = node.attribute("xml:lang").value();
    }
    return true;
  });
  for (const pugi::xml_node item : items) {
    Document& d =
        out.emplace_back(make_document(context, report, read_item(item, channel), out.size()));
    if (!whole) {
      d.note("broken_xml", {}, "the feed is not well formed; entries behind the fault are missing");
    }
  }
  if (out.empty()) {
    if (first.notes.empty()) {
      first.note("bad_record", {}, report.path + ": a feed without entries");
    }
    finish(context, first, false);
    out.push_back(std::move(first));
  }
  return out;
}

Entry read_json_item(dom::object item, const Channel& channel) {
  Entry e;
  e.media_type = "application/feed+json";
  e.outlet = channel.title;
  e.language = channel.language;
  const auto text = [&](const char* name) {
    std::string_view value;
    return item[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
  };
  e.id = text("id");
  e.url = text("url");
  e.title = text("title");
  e.content = text("content_html");
  if (e.content.empty()) {
    e.content = text("content_text");
    e.content_is_html = false;
  }
  e.summary = text("summary");
  e.summary_is_html = false;
  e.published_at = text("date_published");
  e.modified_at = text("date_modified");
  if (const std::string language = text("language"); !language.empty()) {
    e.language = language;
  }
  dom::array authors;
  std::string_view name;
  if (item["authors"].get(authors) == simdjson::SUCCESS) {
    for (const dom::element author : authors) {
      if (author["name"].get(name) == simdjson::SUCCESS) {
        e.authors.emplace_back(name);
      }
    }
  } else if (item["author"]["name"].get(name) == simdjson::SUCCESS) {
    e.authors.emplace_back(name);
  }
  return e;
}

std::vector<Document> read_json_feed(const Context& context, RawReport& report) {
  std::vector<Document> out;
  dom::parser parser;
  dom::element root;
  dom::array items;
  if (parser.parse(report.bytes).get(root) == simdjson::SUCCESS &&
      root["items"].get(items) == simdjson::SUCCESS) {
    Channel channel;
    std::string_view value;
    if (root["title"].get(value) == simdjson::SUCCESS) {
      channel.title = without_section(std::string(value));
    }
    if (root["language"].get(value) == simdjson::SUCCESS) {
      channel.language = value;
    }
    for (const dom::element item : items) {
      dom::object object;
      if (item.get(object) == simdjson::SUCCESS) {
        out.push_back(
            make_document(context, report, read_json_item(object, channel), out.size() + 1));
      }
    }
  }
  if (out.empty()) {
    Document& d = out.emplace_back(blank(context, report));
    d.note("bad_record", {}, report.path + ": a JSON feed without entries, or not valid JSON");
    finish(context, d, false);
  }
  return out;
}

}  // namespace

std::vector<Document> read_feed(const Context& context, RawReport report) {
  const std::size_t first = report.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string::npos && report.bytes[first] == '{' ? read_json_feed(context, report)
                                                                  : read_xml_feed(context, report);
}

}  // namespace sayso::read
