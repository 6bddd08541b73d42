// SPDX-License-Identifier: Apache-2.0
#include "read/entry.h"

#include "base/utf8.h"
#include "read/html.h"
#include "read/marks.h"

namespace sayso::read {
namespace {

// Adds the lines before the body: headline, byline, dateline, each a block of its own.
void add_line(Document& d, std::vector<RawBlock>& raw, std::string_view words, BlockKind kind) {
  words = trim_unicode(words);
  if (words.empty()) {
    return;
  }
  d.text += d.text.empty() ? "" : "\n\n";
  const auto begin = static_cast<std::uint32_t>(d.text.size());
  d.text += words;
  raw.push_back({{begin, static_cast<std::uint32_t>(d.text.size())}, kind, true, 1});
}

void add_body(const Context& context, Document& d, std::vector<RawBlock>& raw,
              const std::string& body, bool is_html) {
  if (is_html) {
    Document part;
    const std::vector<RawBlock> blocks = context.html->fragment(part, body);
    if (part.text.empty()) {
      return;
    }
    d.text += d.text.empty() ? "" : "\n\n";
    const auto shift = static_cast<std::uint32_t>(d.text.size());
    d.text += part.text;
    for (RawBlock block : blocks) {
      block.text = {block.text.begin + shift, block.text.end + shift};
      raw.push_back(block);
    }
    return;
  }
  d.text += d.text.empty() ? "" : "\n\n";
  const auto from = static_cast<std::uint32_t>(d.text.size());
  d.text += body;
  const std::vector<RawBlock> blocks = segment_text(d.text, from);
  raw.insert(raw.end(), blocks.begin(), blocks.end());
}

}  // namespace

std::string plain_words(std::string_view html) {
  const HtmlTree tree = build_tree(html);
  const Page page = flatten(tree);
  std::string out;
  for (const Para& p : page.paras) {
    out.append(out.empty() ? "" : " ").append(page.words(p));
  }
  return out;
}

std::string escape_markup(std::string_view words) {
  std::string out;
  out.reserve(words.size() + words.size() / 16);
  for (const char c : words) {
    c == '&' ? out += "&amp;" : c == '<' ? out += "&lt;" : c == '>' ? out += "&gt;" : out += c;
  }
  return out;
}

Document make_document(const Context& context, const RawReport& report, Entry entry,
                       std::size_t number) {
  Document d = blank(context, report);
  Provenance& p = d.provenance;
  p.media_type = entry.media_type;
  d.id = std::string(trim_unicode(entry.id));
  p.guid = d.id;
  if (const std::string_view url = trim_unicode(entry.url); !url.empty()) {
    p.url = url;
  }
  bool language_given = false;
  for (const auto& [field, value] :
       {std::pair<std::string_view, std::string_view>{"outlet", entry.outlet},
        {"language", entry.language},
        {"section", entry.section},
        {"published_at", entry.published_at},
        {"modified_at", entry.modified_at}}) {
    const std::string_view words = trim_unicode(value);
    if (!words.empty()) {
      set_field(context, d, field, words, language_given);
    }
  }
  const Marks marks(context.tables);
  for (const std::string& raw_name : entry.authors) {
    const std::string name = plain_words(raw_name);
    std::vector<std::string> names = marks.byline_names(name);
    names = names.empty() ? split_names(name) : names;
    if (names.empty() && !name.empty() && name.find('@') == std::string::npos) {
      names.push_back(name);
    }
    p.authors.insert(p.authors.end(), names.begin(), names.end());
  }
  if (p.authors.empty()) {
    p.authors = marks.byline_names(trim_unicode(entry.byline));
  }
  const std::size_t content_words = count_words(entry.content);
  const bool use_summary = count_words(entry.summary) > content_words;
  const std::string& body = use_summary ? entry.summary : entry.content;
  const bool is_html = use_summary ? entry.summary_is_html : entry.content_is_html;
  std::vector<RawBlock> raw;
  const std::string title = entry.title_is_html ? plain_words(entry.title) : entry.title;
  add_line(d, raw, title, BlockKind::headline);
  add_line(d, raw, entry.byline, BlockKind::byline);
  if (!entry.dateline.empty() && folded(body).find(folded(entry.dateline)) == std::string::npos) {
    add_line(d, raw, entry.dateline, BlockKind::dateline);
  }
  const std::size_t before = raw.size();
  add_body(context, d, raw, body, is_html);
  if (raw.size() == before) {
    d.note("no_article", {}, "entry " + std::to_string(number) + " holds no text");
  } else if (use_summary && content_words == 0) {
    d.note("summary_only", {}, "entry " + std::to_string(number) + " holds a summary only");
  }
  StructureOptions options;
  options.guess_headline = false;
  options.from_markup = is_html;
  if (repair_utf8(d.text) != 0) {
    d.note("repaired", {});
  }
  find_structure(context.tables, options, std::move(raw), d);
  finish(context, d, language_given);
  return d;
}

}  // namespace sayso::read
