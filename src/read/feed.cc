// SPDX-License-Identifier: Apache-2.0
// Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF, JSON Feed, sitemaps. One document an
// entry. XML is parsed without DTD: no entity but the five of XML and HTML's is ever resolved,
// nothing is fetched.
#include <algorithm>
#include <pugixml.hpp>
#include <simdjson.h>

#include "base/text.h"
#include "base/url.h"
#include "read/entry.h"
#include "read/mime.h"
#include "read/xml.h"

namespace sayso::read {
namespace {

namespace dom = simdjson::dom;

struct Channel {
  std::string title, language, author, base;
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

// The name without prefix, in lower case: CDF writes ITEM and TITLE.
std::string name_of(pugi::xml_node node) {
  std::string name(local_name(node));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return name;
}

bool has_prefix(pugi::xml_node node, std::string_view prefix) {
  const std::string_view name = node.name();
  return name.size() > prefix.size() && name[prefix.size()] == ':' &&
         equal_ignoring_case(name.substr(0, prefix.size()), prefix);
}

// Elements of another vocabulary that happen to be called like one of ours: those of the item's own
// namespace count, and those of the vocabularies feeds are known to borrow from.
bool of_another_vocabulary(pugi::xml_node child, pugi::xml_node item) {
  const std::string_view name = child.name();
  const std::string_view own = item.name();
  const std::string_view prefix = name.substr(0, name.find(':') == name.npos ? 0 : name.find(':'));
  if (prefix == own.substr(0, own.find(':') == own.npos ? 0 : own.find(':'))) {
    return false;
  }
  for (const char* known :
       {"", "content", "dc", "dcterms", "atom", "a10", "xhtml", "html", "rss"}) {
    if (prefix == known) {
      return false;
    }
  }
  return true;
}

// Elements that speak of a picture, a sound, a podcast, not of the entry.
bool of_media(pugi::xml_node node) {
  return has_prefix(node, "media") || has_prefix(node, "itunes") || has_prefix(node, "psc") ||
         has_prefix(node, "geo") || has_prefix(node, "georss") || has_prefix(node, "thr");
}

bool looks_like_markup(std::string_view text) {
  const std::size_t open = text.find('<');
  return open != std::string_view::npos && text.find('>', open) != std::string_view::npos;
}

struct Words {
  std::string text;
  bool is_html = true;
};

// An Atom text construct (1.0, and 0.3 with its modes), or what RSS has in its place: plain text,
// escaped HTML, XHTML inline, base64.
Words construct(pugi::xml_node node, bool atom) {
  Words w;
  const std::string_view type = node.attribute("type").value();
  const std::string_view mode = node.attribute("mode").value();
  if (type == "xhtml" || type == "application/xhtml+xml") {
    w.text = inner_xml(node);
    return w;
  }
  // RSS and old Atom leave markup unescaped now and then: children that are elements.
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) {
      w.text = inner_xml(node);
      return w;
    }
  }
  w.text = node_text(node);
  undo_windows_controls(w.text);
  const bool plain_type = type == "text" || type == "text/plain";
  if (mode == "base64" || (type.starts_with("application/") && type.find("xml") == type.npos)) {
    w.text = decode_base64(w.text);
  }
  w.is_html = !plain_type && (!atom || !type.empty() || looks_like_markup(w.text));
  return w;
}

std::string link_of(pugi::xml_node item) {
  std::string any;
  for (const pugi::xml_node child : item.children()) {
    const std::string name = name_of(child);
    if (name == "origlink") {  // of a feed that counts its readers: where the entry really is
      return node_text(child);
    }
    if (name != "link" || of_media(child)) {
      continue;
    }
    const std::string_view rel = child.attribute("rel").value();
    const std::string href = child.attribute("href").value();
    const std::string text = node_text(child);
    const std::string& value = href.empty() ? text : href;
    if (!trim(value).empty() && (rel.empty() || rel == "alternate")) {
      any = value;
      break;
    }
    any = any.empty() && rel != "self" && rel != "enclosure" ? value : any;
  }
  for (const pugi::xml_node child : item.children()) {
    if (name_of(child) == "origlink") {
      return node_text(child);
    }
  }
  if (any.empty()) {
    any = item.attribute("HREF").value();  // CDF
  }
  return any;
}

// xml:base of the element and of those around it.
std::string base_of(pugi::xml_node node, const std::string& outer) {
  std::vector<std::string_view> bases;
  for (int depth = 0; node && depth < 64; ++depth, node = node.parent()) {
    const std::string_view base = node.attribute("xml:base").value();
    if (!base.empty()) {
      bases.push_back(base);
    }
  }
  std::string at = outer;
  for (auto base = bases.rbegin(); base != bases.rend(); ++base) {
    at = resolve_url(at, *base);
  }
  return at;
}

// "Ann Lee", from "ann@x.example (Ann Lee)" and "Ann Lee <ann@x.example>" too.
std::string author_of(pugi::xml_node node) {
  const pugi::xml_node inner = child_named(node, "name");
  std::string author = node_text(inner ? inner : node);
  const std::size_t open = author.find('(');
  if (author.find('@') != std::string::npos && open != std::string::npos) {
    const std::string inside = author.substr(open + 1, author.find(')', open) - open - 1);
    author = inside.find('@') == std::string::npos ? inside : author.substr(0, open);
  }
  if (const std::size_t mail = author.find('<'); mail != std::string::npos && mail > 0) {
    author.resize(mail);
  }
  return std::string(trim(author));
}

void set(std::string& to, std::string value) {
  if (to.empty()) {
    to = std::move(value);
  }
}

void read_words(pugi::xml_node child, const std::string& name, bool atom, Entry& e) {
  if (name == "title" && !has_prefix(child, "dc")) {
    Words w = construct(child, atom);
    if (e.title.empty() || !has_prefix(child, "atom")) {
      e.title = std::move(w.text);
      e.title_is_html = w.is_html;
    }
  } else if (name == "title") {
    set(e.title, node_text(child));
  } else if (name == "encoded" || name == "content" || name == "fulltext" || name == "fullitem" ||
             name == "body") {
    Words w = construct(child, atom);
    if (w.text.size() > e.content.size()) {
      e.content = std::move(w.text);
      e.content_is_html = w.is_html;
    }
  } else if (name == "description" || name == "summary" || name == "tagline" ||
             name == "abstract") {
    Words w = construct(child, atom);
    if (w.text.size() > e.summary.size()) {
      e.summary = std::move(w.text);
      e.summary_is_html = w.is_html;
    }
  }
}

Entry read_item(pugi::xml_node item, const Channel& channel) {
  Entry e;
  const bool atom = name_of(item) == "entry";
  e.media_type = atom ? "application/atom+xml" : "application/rss+xml";
  e.outlet = channel.title;
  e.language = channel.language;
  std::string language = item.attribute("xml:lang").value();
  std::string permalink;
  for (const pugi::xml_node child : item.children()) {
    if (child.type() != pugi::node_element || of_media(child)) {
      continue;
    }
    const std::string name = name_of(child);
    const bool foreign = of_another_vocabulary(child, item);
    if (!foreign || (name != "title" && name != "description" && name != "summary")) {
      read_words(child, name, atom, e);
    }
    if (name == "guid" || name == "id") {
      set(e.id, node_text(child));
      if (std::string_view(child.attribute("isPermaLink").value()) != "false" && name == "guid") {
        permalink = e.id;
      }
    } else if (name == "pubdate" || name == "published" || name == "issued" || name == "date" ||
               name == "created") {
      set(e.published_at, node_text(child));
    } else if (name == "updated" || name == "modified") {
      set(e.modified_at, node_text(child));
    } else if (name == "creator" || name == "author") {
      if (std::string author = author_of(child); !author.empty()) {
        e.authors.push_back(std::move(author));
      }
    } else if (name == "category" || name == "subject") {
      const std::string term = child.attribute("term").value();
      set(e.section, term.empty() ? node_text(child) : term);
    } else if (name == "language") {
      language = node_text(child);
    }
  }
  if (!language.empty()) {
    e.language = language;
  }
  std::replace(e.language.begin(), e.language.end(), '_', '-');
  set(e.id, item.attribute("rdf:about").value());
  set(e.modified_at, item.attribute("LASTMOD").value());  // CDF
  if (e.authors.empty() && !channel.author.empty()) {
    e.authors.push_back(channel.author);
  }
  if (e.published_at.empty()) {
    e.published_at = e.modified_at;
  }
  e.url = link_of(item);
  if (trim(e.url).empty() && (permalink.starts_with("http") || e.id.starts_with("http"))) {
    e.url = permalink.empty() ? e.id : permalink;
  }
  if (!trim(e.url).empty()) {
    e.url = resolve_url(base_of(item, channel.base), e.url);
  }
  return e;
}

// An address of a sitemap, with what the news extension says of it.
Entry read_sitemap_url(pugi::xml_node url) {
  Entry e;
  e.media_type = "application/xml";
  e.url = node_text(child_named(url, "loc"));
  e.modified_at = node_text(child_named(url, "lastmod"));
  const pugi::xml_node news = child_named(url, "news");
  const pugi::xml_node publication = child_named(news, "publication");
  e.outlet = node_text(child_named(publication, "name"));
  e.language = node_text(child_named(publication, "language"));
  e.published_at = node_text(child_named(news, "publication_date"));
  e.title = node_text(child_named(news, "title"));
  return e;
}

void read_channel(pugi::xml_node node, const std::string& name, Channel& channel) {
  const std::string above = name_of(node.parent());
  if (name == "feed" || name == "channel" || name == "rss") {
    if (const std::string_view lang = node.attribute("xml:lang").value(); !lang.empty()) {
      channel.language = lang;
    }
  }
  if ((above != "channel" && above != "feed") || of_media(node)) {
    return;
  }
  if (name == "title" && (channel.title.empty() || std::string_view(node.name()) == "title")) {
    const Words w = construct(node, above == "feed");
    channel.title = without_section(w.is_html ? plain_words(w.text) : std::string(trim(w.text)));
  } else if (name == "language" && channel.language.empty()) {
    channel.language = node_text(node);
  } else if ((name == "author" || name == "creator" || name == "managingeditor") &&
             channel.author.empty()) {
    channel.author = author_of(node);
  }
}

std::vector<Document> read_xml_feed(const Context& context, RawReport& report) {
  std::vector<Document> out;
  Document first = blank(context, report);
  const std::string charset =
      report.charset.empty() ? declared_charset(report.bytes) : report.charset;
  const DecodedBytes bytes = decode_report(first, report, charset);
  const Doctype doctype = doctype_of(bytes.text);
  if (doctype == Doctype::own) {
    out.push_back(refused(context, std::move(first), kDoctypeRefused));
    return out;
  }
  pugi::xml_document xml;
  const bool whole = parse_xml(xml, bytes.text);
  Channel channel;
  channel.base = std::move(report.url);
  report.url.clear();  // it is the feed's, not that of an entry without address
  std::vector<pugi::xml_node> items;
  std::size_t sitemaps = 0, left_out = 0;
  for_each_element(xml, [&](pugi::xml_node node) {
    const std::string name = name_of(node);
    if (name == "item" || name == "entry" || (name == "url" && child_named(node, "loc"))) {
      left_out += items.size() == kMostEntries ? 1 : 0;
      if (items.size() < kMostEntries) {
        items.push_back(node);
      }
      return false;
    }
    if (name == "image" || name == "textinput") {  // have titles and links of their own
      return false;
    }
    sitemaps += name == "sitemap" ? 1 : 0;
    read_channel(node, name, channel);
    return true;
  });
  for (const pugi::xml_node item : items) {
    const bool address = name_of(item) == "url";
    Entry e = address ? read_sitemap_url(item) : read_item(item, channel);
    const bool headline_only = address && !e.title.empty();
    Document& d = out.emplace_back(make_document(context, report, std::move(e), out.size() + 1));
    if (headline_only) {
      d.note("link_only", {}, "a sitemap names the report; its words stand at the address");
    }
    if (!whole) {
      d.note("broken_xml", {}, "the feed is not well formed; entries behind the fault are missing");
    }
    if (doctype == Doctype::outside) {
      d.note("doctype_ignored", {}, kDoctypeIgnored);
    }
  }
  if (left_out > 0) {
    out.back().note("cut", {}, std::to_string(left_out) + " more entries were not read");
  }
  if (out.empty()) {
    if (first.notes.empty()) {
      first.note("bad_record", {},
                 report.path + (sitemaps > 0 ? ": a list of " + std::to_string(sitemaps) +
                                                   " sitemaps; read these"
                                             : ": a feed without entries"));
    }
    first.provenance.outlet = channel.title;
    first.provenance.language = channel.language.empty() ? "en" : channel.language;
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
  if (e.url.empty()) {
    e.url = text("external_url");
  }
  e.title = text("title");
  e.title_is_html = false;
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
  report.url.clear();  // it is the feed's, not that of an entry without address
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
      if (out.size() == kMostEntries) {
        out.back().note("cut", {}, "more entries were not read");
        break;
      }
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
