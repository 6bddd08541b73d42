// SPDX-License-Identifier: Apache-2.0
#include "read/detect.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/http.h"

namespace sayso::read {
namespace {

using Format = InputFormat;

constexpr std::array<std::pair<std::string_view, Format>, 25> kExtensions{{
    {".txt", Format::text},       {".text", Format::text},
    {".html", Format::html},      {".htm", Format::html},
    {".xhtml", Format::html},     {".jsonl", Format::jsonl},
    {".ndjson", Format::jsonl},   {".jsonlines", Format::jsonl},
    {".json", Format::automatic}, {".ninjs", Format::ninjs},
    {".xml", Format::automatic},  {".rss", Format::feed},
    {".atom", Format::feed},      {".rdf", Format::feed},
    {".feed", Format::feed},      {".newsml", Format::newsml},
    {".warc", Format::warc},      {".wet", Format::warc},  // Common Crawl's plain texts
    {".eml", Format::mail},       {".mail", Format::mail},
    {".mbox", Format::mail},      {".mht", Format::mail},
    {".zip", Format::automatic},  {".tar", Format::automatic},
    {".tgz", Format::automatic},
}};

std::string_view without_compression(std::string_view path) {
  for (const std::string_view end : {".gz", ".zst", ".zstd", ".br"}) {
    if (path.size() > end.size() &&
        equal_ignoring_case(path.substr(path.size() - end.size()), end)) {
      return path.substr(0, path.size() - end.size());
    }
  }
  return path;
}

std::string_view extension(std::string_view path) {
  path = without_compression(path);
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

std::optional<Format> by_extension(std::string_view path) {
  const std::string_view end = extension(path);
  for (const auto& [name, format] : kExtensions) {
    if (equal_ignoring_case(name, end)) {
      return format;
    }
  }
  return std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// `head` begins with '{' or '['.
std::optional<Format> json_kind(std::string_view head) {
  // A second line that begins another object: JSON Lines.
  if (head[0] == '{') {
    const std::size_t line = head.find('\n');
    const std::string_view first = head.substr(0, line);
    const std::size_t next =
        line == std::string_view::npos ? line : head.find_first_not_of(" \t\r\n", line);
    if (next != std::string_view::npos && head[next] == '{' && contains(first, "}")) {
      return Format::jsonl;
    }
  }
  if (contains(head, "jsonfeed.org/version") || contains(head, "\"content_html\"") ||
      (contains(head, "\"items\"") && contains(head, "\"content_text\""))) {
    return Format::feed;
  }
  if (contains(head, "\"body_text\"") || contains(head, "\"body_html\"") ||
      contains(head, "\"body_xhtml\"") || contains(head, "\"bodies\"") ||
      contains(head, "\"versioncreated\"") || contains(head, "\"versionCreated\"") ||
      (contains(head, "\"headline") && contains(head, "\"uri\""))) {
    return Format::ninjs;
  }
  if (contains(head, "\"text\"") || contains(head, "\"content\"") || contains(head, "\"body\"")) {
    return Format::jsonl;
  }
  return std::nullopt;
}

// `head` begins with '<'.
std::optional<Format> markup_kind(std::string_view head) {
  // The first element: past declarations, comments and processing instructions.
  std::size_t at = 0;
  while (at < head.size()) {
    at = head.find('<', at);
    if (at == std::string_view::npos || at + 1 >= head.size()) {
      return std::nullopt;
    }
    if (head.substr(at).starts_with("<!--")) {
      at = head.find("-->", at);
      at = at == std::string_view::npos ? head.size() : at + 3;
    } else if (head[at + 1] == '?' || head[at + 1] == '!') {
      if (starts_with_ignoring_case(head.substr(at), "<!doctype html")) {
        return Format::html;
      }
      at = head.find('>', at);
      at = at == std::string_view::npos ? head.size() : at + 1;
    } else {
      break;
    }
  }
  if (at >= head.size()) {
    return std::nullopt;
  }
  const std::size_t end = head.find_first_of(" \t\r\n/>", at + 1);
  std::string_view name = head.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);
  }
  for (const std::string_view feed : {"rss", "feed", "RDF", "channel", "urlset", "sitemapindex"}) {
    if (equal_ignoring_case(name, feed)) {
      return Format::feed;
    }
  }
  for (const std::string_view newsml : {"newsItem", "newsMessage", "packageItem", "nitf"}) {
    if (name == newsml) {
      return Format::newsml;
    }
  }
  for (const std::string_view html :
       {"html",   "head",    "body", "div",   "article", "p",    "h1",    "h2",
        "main",   "section", "meta", "title", "script",  "link", "table", "span",
        "center", "font",    "a",    "img",   "ul",      "b"}) {
    if (equal_ignoring_case(name, html)) {
      return Format::html;
    }
  }
  return std::nullopt;
}

// Headers of a mail: at least two that only mails have, and a sender, before the first empty line.
bool like_mail(std::string_view head) {
  if (head.starts_with("From ")) {  // mbox
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
  }
  std::size_t end = 0;
  const auto fields = header_fields(head.substr(0, 16U << 10), end);
  int marks = 0;
  for (const std::string_view name : {"received", "return-path", "message-id", "mime-version",
                                      "delivered-to", "content-transfer-encoding", "subject"}) {
    marks += field_of(fields, name).empty() ? 0 : 1;
  }
  return marks >= 2 && !field_of(fields, "from").empty();
}

// The head as ASCII: UTF-16 without its zero bytes is good enough to see the first element.
std::string plain_head(std::string_view head) {
  std::string out;
  out.reserve(std::min<std::size_t>(head.size(), 64U << 10));
  for (const char c : head.substr(0, 64U << 10)) {
    if (c != 0) {
      out.push_back(c);
    }
  }
  if (out.starts_with("\xEF\xBB\xBF")) {
    out.erase(0, 3);
  } else if (out.starts_with("\xFF\xFE") || out.starts_with("\xFE\xFF")) {
    out.erase(0, 2);
  }
  return out;
}

struct Look {
  char first = 0;
  std::optional<Format> kind;
};
Look look(std::string_view head) {
  head = head.substr(0, 64U << 10);
  const bool plain = head.find('\0') == std::string_view::npos && !head.starts_with("\xEF\xBB\xBF");
  const std::string copy = plain ? std::string() : plain_head(head);
  const std::string_view text = trim(plain ? head : std::string_view(copy));
  if (text.empty()) {
    return {};
  }
  if (text[0] == '{' ||
      (text[0] == '[' && text.size() > 1 && (contains(text.substr(0, 64), "{")))) {
    return {'{', json_kind(text)};
  }
  if (text[0] == '<') {
    return {'<', markup_kind(text)};
  }
  if (text.starts_with("WARC/")) {
    return {'W', Format::warc};
  }
  if (const char first = text[0]; first >= 'A' && first <= 'z' && like_mail(text)) {
    return {'M', Format::mail};
  }
  return {text[0], std::nullopt};
}

}  // namespace

InputFormat detect_format(std::string_view head, std::string_view path) {
  const auto named = by_extension(path);
  if (named == Format::jsonl || named == Format::ninjs) {
    return *named;
  }
  const Look seen = look(head);
  if (named == Format::text) {
    // A page or feed saved as .txt is still a page; a sentence that begins with '<' or '{' is not.
    return seen.first != '{' && seen.kind ? *seen.kind : Format::text;
  }
  if (seen.kind) {
    return *seen.kind;
  }
  if (named && *named != Format::automatic) {
    return *named;
  }
  if (seen.first == '{') {
    return Format::jsonl;
  }
  if (seen.first == '<') {
    return named ? Format::feed : Format::html;
  }
  return Format::text;
}

InputFormat detect_served(std::string_view head, std::string_view media_type) {
  const Look seen = look(head);
  if (seen.kind && *seen.kind != Format::warc && *seen.kind != Format::mail) {
    return *seen.kind;
  }
  if (media_type == "message/rfc822") {
    return Format::mail;
  }
  if (media_type.find("html") != std::string_view::npos) {
    return Format::html;
  }
  if (media_type.find("xml") != std::string_view::npos) {
    return Format::feed;
  }
  if (media_type.find("json") != std::string_view::npos) {
    return Format::jsonl;
  }
  return media_type != "text/plain" && seen.first == '<' ? Format::html : Format::text;
}

bool known_extension(std::string_view path) {
  return by_extension(path).has_value();
}

bool foreign(std::string_view head, std::string_view path) {
  const auto named = by_extension(path);
  return named == Format::automatic && !look(head).kind;
}

}  // namespace sayso::read
