// SPDX-License-Identifier: Apache-2.0
// NewsML-G2 (newsItem, newsMessage with many) and bare NITF. One document a news item with text.
#include <pugixml.hpp>

#include "base/text.h"
#include "read/entry.h"
#include "read/xml.h"

namespace sayso::read {
namespace {

// NITF's own elements as HTML's, so that one way reads both.
void nitf_to_html(pugi::xml_node body) {
  for_each_element(body, [](pugi::xml_node node) {
    const std::string_view name = local_name(node);
    if (name == "hl2" || name == "hl1") {
      node.set_name("h2");
    } else if (name == "media-caption") {
      node.set_name("figcaption");
    } else if (name == "block" || name == "body.content") {
      node.set_name("div");
    } else if (name == "bq") {
      node.set_name("blockquote");
    } else if (name != node.name()) {
      node.set_name(std::string(name).c_str());  // xhtml:p -> p
    }
    return true;
  });
}

pugi::xml_node find_below(pugi::xml_node top, std::string_view name) {
  pugi::xml_node found;
  for_each_element(top, [&](pugi::xml_node node) {
    if (!found && local_name(node) == name) {
      found = node;
    }
    return !found;
  });
  return found;
}

std::string text_below(pugi::xml_node top, std::string_view name) {
  const pugi::xml_node found = find_below(top, name);
  return found ? std::string(trim(node_text(found))) : std::string();
}

void read_nitf(pugi::xml_node nitf, Entry& e) {
  if (e.title.empty()) {
    e.title = text_below(nitf, "hl1");
  }
  if (e.title.empty()) {
    e.title = text_below(nitf, "title");
  }
  if (const pugi::xml_node head = find_below(nitf, "body.head")) {
    if (e.byline.empty()) {
      e.byline = text_below(head, "byline");
    }
    if (e.dateline.empty()) {
      e.dateline = text_below(head, "dateline");
    }
  }
  pugi::xml_node content = find_below(nitf, "body.content");
  content = content ? content : find_below(nitf, "body");
  if (content) {
    nitf_to_html(content);
    e.content = inner_xml(content);
  }
  const pugi::xml_node issued = find_below(nitf, "date.issue");
  if (e.published_at.empty() && issued) {
    e.published_at = issued.attribute("norm").value();
  }
}

void read_content(pugi::xml_node item, Entry& e) {
  const pugi::xml_node set = child_named(item, "contentSet");
  for (const pugi::xml_node part : set.children()) {
    const std::string_view name = local_name(part);
    const std::string_view type = part.attribute("contenttype").value();
    if (name == "inlineXML" && e.content.empty()) {
      if (const pugi::xml_node nitf = find_below(part, "nitf")) {
        read_nitf(nitf, e);
      } else if (const pugi::xml_node body = find_below(part, "body")) {
        nitf_to_html(body);
        e.content = inner_xml(body);
      } else if (type.find("html") != std::string_view::npos) {
        e.content = inner_xml(part);
      }
    } else if (name == "inlineData" && e.content.empty() &&
               (type.empty() || type.starts_with("text/"))) {
      e.content = node_text(part);
      e.content_is_html = type.find("html") != std::string_view::npos;
    }
  }
}

Entry read_news_item(pugi::xml_node item) {
  Entry e;
  e.media_type = "application/vnd.iptc.g2.newsitem+xml";
  e.id = item.attribute("guid").value();
  const pugi::xml_node item_meta = child_named(item, "itemMeta");
  const pugi::xml_node meta = child_named(item, "contentMeta");
  e.title = text_below(meta, "headline");
  e.byline = text_below(meta, "byline");
  e.dateline = text_below(meta, "dateline");
  e.outlet = text_below(child_named(item_meta, "provider"), "name");
  if (e.outlet.empty()) {
    e.outlet = text_below(child_named(meta, "infoSource"), "name");
  }
  if (e.outlet.empty()) {
    e.outlet = child_named(item_meta, "provider").attribute("literal").value();
  }
  for (const pugi::xml_node child : meta.children()) {
    const std::string_view name = local_name(child);
    if (name == "creator" && child_named(child, "name")) {
      e.authors.push_back(node_text(child_named(child, "name")));
    } else if (name == "language" && e.language.empty()) {
      e.language = child.attribute("tag").value();
    } else if (name == "subject" && e.section.empty()) {
      e.section = text_below(child, "name");
    } else if (name == "altId" &&
               std::string_view(child.attribute("type").value()).ends_with("url")) {
      e.url = node_text(child);
    }
  }
  if (e.language.empty()) {
    e.language = item.attribute("xml:lang").value();
  }
  // What is read is this version: its own time, else when it was first made.
  e.published_at = text_below(item_meta, "versionCreated");
  if (e.published_at.empty()) {
    e.published_at = text_below(meta, "contentCreated");
  }
  e.modified_at = text_below(meta, "contentModified");
  read_content(item, e);
  e.summary = text_below(meta, "description");
  e.summary_is_html = false;
  return e;
}

}  // namespace

std::vector<Document> read_newsml(const Context& context, RawReport report) {
  std::vector<Document> out;
  Document first = blank(context, report);
  const DecodedBytes bytes = decode_report(first, report, declared_charset(report.bytes));
  const Doctype doctype = doctype_of(bytes.text);
  if (doctype == Doctype::own) {
    out.push_back(refused(context, std::move(first), kDoctypeRefused));
    return out;
  }
  pugi::xml_document xml;
  const bool whole = parse_xml(xml, bytes.text);
  std::vector<pugi::xml_node> items;
  pugi::xml_node nitf;
  for_each_element(xml, [&](pugi::xml_node node) {
    const std::string_view name = local_name(node);
    if (name == "newsItem") {
      items.push_back(node);
      return false;
    }
    if (name == "nitf") {
      nitf = node;
      return false;
    }
    return true;
  });
  if (items.size() > 1) {
    report.url.clear();  // it is that of all of them
  }
  for (const pugi::xml_node item : items) {
    out.push_back(make_document(context, report, read_news_item(item), out.size() + 1));
  }
  if (items.empty() && nitf) {
    Entry e;
    e.media_type = "application/nitf+xml";
    read_nitf(nitf, e);
    out.push_back(make_document(context, report, std::move(e), 1));
  }
  for (Document& d : out) {
    if (doctype == Doctype::outside) {
      d.note("doctype_ignored", {}, kDoctypeIgnored);
    }
    if (!whole) {
      d.note("broken_xml", {}, "not well formed; what stands behind the fault is missing");
    }
  }
  if (out.empty()) {
    if (first.notes.empty()) {
      first.note("bad_record", {}, report.path + ": no news item with text in it");
    }
    finish(context, first, false);
    out.push_back(std::move(first));
  }
  return out;
}

}  // namespace sayso::read
