// SPDX-License-Identifier: Apache-2.0
// Mail: newsletters, alerts, wires that come by mail, saved pages (.mht). One document a message;
// forwarded messages are documents of their own.
#include "base/text.h"
#include "base/utf8.h"
#include "read/entry.h"
#include "read/mime.h"

namespace sayso::read {
namespace {

constexpr int kMaxForwards = 4;  // messages inside messages

// "Meridian Wire <news@wire.example>": the name, else the host.
std::string sender(const std::vector<HeaderField>& fields) {
  const std::string from = header_words(field_of(fields, "from"));
  const std::size_t open = from.find('<');
  std::string_view name = trim(std::string_view(from).substr(0, open));
  while (name.size() >= 2 && (name.front() == '"' || name.front() == '\'')) {
    name = trim(name.substr(1, name.size() - (name.back() == name.front() ? 2 : 1)));
  }
  if (!name.empty() && name.find('@') == std::string_view::npos) {
    return std::string(name);
  }
  const std::size_t at = from.find('@');
  return at == std::string::npos ? std::string(name)
                                 : from.substr(at + 1, from.find_first_of("> \t", at + 1) - at - 1);
}

bool is_text(const MimePart& part) {
  return part.media.type == "text/plain" || part.media.type == "text/html" ||
         part.media.type == "text/enriched";
}

std::string text_of(const MimePart& part) {
  std::string bytes = part.body();
  std::string charset = part.media.charset;
  if (charset.empty() && part.media.type == "text/html") {
    charset = declared_charset(bytes);
  }
  return decode_bytes(std::move(bytes), charset).text;
}

// The words of the message: of several forms the HTML; of several parts all, in order.
void body_of(const MimeMessage& message, Entry& e) {
  bool any_html = false;
  for (const MimePart& part : message.leaves) {
    any_html = any_html || (part.alternative && !part.attachment && part.media.type == "text/html");
  }
  e.content_is_html = false;
  for (const MimePart& part : message.leaves) {
    const bool html = part.media.type == "text/html";
    if (!is_text(part) || part.attachment || (any_html && part.alternative && !html)) {
      continue;
    }
    std::string words = text_of(part);
    if (html && !e.content_is_html && !e.content.empty()) {
      e.content = "<pre>" + escape_markup(e.content) + "</pre>";
    } else if (!html && e.content_is_html) {
      words = "<pre>" + escape_markup(words) + "</pre>";
    }
    e.content_is_html = e.content_is_html || html;
    e.content += e.content.empty() ? "" : "\n\n";
    e.content += words;
  }
}

void read_message(const Context& context, const RawReport& report, std::string_view bytes,
                  int depth, std::vector<Document>& out) {
  const MimeMessage message = read_mime(bytes);
  Entry e;
  e.media_type = "message/rfc822";
  e.title = header_words(field_of(message.fields, "subject"));
  e.title_is_html = false;
  e.outlet = sender(message.fields);
  e.published_at = header_words(field_of(message.fields, "date"));
  std::string id = header_words(field_of(message.fields, "message-id"));
  if (id.size() > 2 && id.front() == '<' && id.back() == '>') {
    id = id.substr(1, id.size() - 2);
  }
  e.id = id;
  e.language = header_words(field_of(message.fields, "content-language"));
  body_of(message, e);
  const bool forwards_only = e.content.empty() && depth < kMaxForwards;
  const std::size_t before = out.size();
  if (!forwards_only) {
    out.push_back(make_document(context, report, std::move(e), out.size() + 1));
    if (message.broken) {
      out.back().note("cut", {}, "a part of the mail has no end");
    }
  }
  for (const MimePart& part : message.leaves) {
    if (part.media.type == "message/rfc822" && depth < kMaxForwards) {
      const std::string inner = part.body();
      read_message(context, report, inner, depth + 1, out);
    }
  }
  if (out.size() == before) {
    out.push_back(make_document(context, report, std::move(e), out.size() + 1));
  }
}

// A page saved with what belongs to it: multipart/related with the address of the page.
bool saved_page(const MimeMessage& message, RawReport& page) {
  if (message.media.type != "multipart/related" || message.leaves.empty()) {
    return false;
  }
  std::string url = header_words(field_of(message.fields, "snapshot-content-location"));
  const MimePart& first = message.leaves.front();
  url = url.empty() ? header_words(field_of(first.fields, "content-location")) : url;
  if (first.media.type != "text/html" || !url.starts_with("http")) {
    return false;
  }
  page.bytes = first.body();
  page.charset = first.media.charset;
  page.url = page.url.empty() ? url : page.url;
  page.format = InputFormat::html;
  return true;
}

}  // namespace

std::vector<Document> read_mail(const Context& context, RawReport report) {
  {
    RawReport page = report;
    if (saved_page(read_mime(report.bytes), page)) {
      return read_html(context, std::move(page));
    }
  }
  std::vector<Document> out;
  read_message(context, report, report.bytes, 0, out);
  return out;
}

}  // namespace sayso::read
