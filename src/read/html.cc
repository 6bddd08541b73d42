// SPDX-License-Identifier: Apache-2.0
// A page: decode, tokenize, tree, paragraphs, article, metadata; then the structure of the text.
#include "read/html.h"

#include <algorithm>

#include "base/utf8.h"
#include "read/reader.h"

namespace sayso::read {
namespace {

constexpr std::uint32_t kThinArticle = 60;  // words; below, the JSON-LD body is asked

class Assembler {
 public:
  Assembler(Document& d, const DecodedBytes& bytes, const HtmlTree& tree, const Page& page)
      : d_(d), bytes_(bytes), tree_(tree), page_(page) {}

  void add(const Para& p, BlockKind kind) {
    begin_block(kind);
    const auto to = static_cast<std::uint32_t>(d_.text.size());
    d_.text += page_.words(p);
    // Rows of the page text inside the paragraph, each resolved through tree text to the source.
    auto row =
        std::upper_bound(page_.origins.begin(), page_.origins.end(), p.begin,
                         [](std::uint32_t at, const Origin& o) { return at < o.text_begin; });
    if (row != page_.origins.begin()) {
      --row;
    }
    for (; row != page_.origins.end() && row->text_begin < p.end; ++row) {
      const std::uint32_t at = std::max(row->text_begin, p.begin);
      const std::uint32_t tree_at = row->source_begin + (at - row->text_begin);
      trace(to + (at - p.begin), tree_at, std::min(p.end, next_row(row)) - at);
    }
    raw_.push_back({{to, static_cast<std::uint32_t>(d_.text.size())}, kind, true, 1});
  }

  // Words that stand nowhere in the page's own text (a title from <meta>).
  void add_words(std::string_view words, BlockKind kind) {
    begin_block(kind);
    const auto to = static_cast<std::uint32_t>(d_.text.size());
    d_.text += words;
    raw_.push_back({{to, static_cast<std::uint32_t>(d_.text.size())}, kind, true, 1});
  }

  std::vector<RawBlock> take() { return std::move(raw_); }

 private:
  [[nodiscard]] std::uint32_t next_row(std::vector<Origin>::const_iterator row) const {
    return row + 1 == page_.origins.end() ? static_cast<std::uint32_t>(page_.text.size())
                                          : (row + 1)->text_begin;
  }

  void begin_block(BlockKind kind) {
    if (!d_.text.empty()) {
      const bool list = kind == BlockKind::list_item && !raw_.empty() && raw_.back().kind == kind;
      d_.text += list ? "\n" : "\n\n";
    }
  }

  // Text bytes [to, to + size) came from tree text at `from`.
  void trace(std::uint32_t to, std::uint32_t from, std::uint32_t size) {
    auto row =
        std::upper_bound(tree_.origins.begin(), tree_.origins.end(), from,
                         [](std::uint32_t at, const Origin& o) { return at < o.text_begin; });
    if (row == tree_.origins.begin()) {
      return;
    }
    --row;
    for (; row != tree_.origins.end() && row->text_begin < from + size; ++row) {
      const std::uint32_t at = std::max(row->text_begin, from);
      d_.origins.push_back(
          {to + (at - from), bytes_.source_of(row->source_begin + (at - row->text_begin))});
    }
  }

  Document& d_;
  const DecodedBytes& bytes_;
  const HtmlTree& tree_;
  const Page& page_;
  std::vector<RawBlock> raw_;
};

// JSON-LD's own text, which may be HTML or plain with line breaks; it has no origins of its own.
void add_body(Assembler& out, std::string_view body) {
  if (body.find("</") != std::string_view::npos) {
    const HtmlTree tree = build_tree(body);
    const Page page = flatten(tree);
    for (const Para& p : page.paras) {
      out.add_words(page.words(p), p.kind);
    }
    return;
  }
  for (const RawBlock& block : segment_text(body)) {
    out.add_words(body.substr(block.text.begin, block.text.size()), block.kind);
  }
}

void take_metadata(Document& d, PageMetadata& m, bool& language_given) {
  Provenance& p = d.provenance;
  const auto take = [](std::string& to, std::string& from) {
    if (!from.empty()) {
      to = std::move(from);
    }
  };
  take(p.url, m.url);
  take(p.outlet, m.outlet);
  take(p.section, m.section);
  if (!m.language.empty()) {
    p.language = m.language.substr(0, m.language.find_first_of(" ,;"));
    std::replace(p.language.begin(), p.language.end(), '_', '-');
    language_given = true;
  }
  p.authors = std::move(m.authors);
  if (m.published_at) {
    p.published_at = m.published_at;
  }
  p.modified_at = m.modified_at;
}

}  // namespace

std::vector<RawBlock> HtmlReader::article(Document& d, const DecodedBytes& bytes,
                                          PageMetadata& metadata) const {
  const HtmlTree tree = build_tree(bytes.text);
  if (tree.too_deep) {
    d.note("too_deep", {}, "elements nested deeper than 400 were read as if they were not");
  }
  const Page page = flatten(tree);
  metadata = read_metadata(tables_, markup_, tree, page, bytes.text);
  const Extraction found =
      extractor_.extract(tree, page, {metadata.title_row, metadata.description});
  Assembler out(d, bytes, tree, page);
  if (!metadata.title.empty()) {
    if (metadata.title_row != 0) {
      out.add(page.paras[metadata.title_row - 1], BlockKind::headline);
    } else {
      out.add_words(metadata.title, BlockKind::headline);
    }
  }
  const std::size_t body_words = count_words(metadata.article_body);
  if (found.good_words < kThinArticle && body_words > found.good_words * 2 && body_words >= 30) {
    add_body(out, metadata.article_body);
  } else {
    for (const std::uint32_t row : found.paras) {
      if (row + 1 != metadata.title_row) {
        out.add(page.paras[row], page.paras[row].kind);
      }
    }
  }
  std::vector<RawBlock> raw = out.take();
  if (raw.empty() || (raw.size() == 1 && raw[0].kind == BlockKind::headline)) {
    d.note("no_article", {}, "no running text on this page");
  }
  return raw;
}

std::vector<RawBlock> HtmlReader::fragment(Document& d, std::string_view html) const {
  DecodedBytes bytes;
  bytes.text = html;
  const HtmlTree tree = build_tree(bytes.text);
  const Page page = flatten(tree);
  Assembler out(d, bytes, tree, page);
  for (const Para& p : page.paras) {
    out.add(p, p.kind);
  }
  return out.take();
}

std::vector<Document> read_html(const Context& context, RawReport report) {
  std::vector<Document> out;
  Document& d = out.emplace_back(blank(context, report));
  d.provenance.media_type = "text/html";
  const std::string charset = declared_charset(report.bytes);
  const DecodedBytes bytes = decode_report(d, report, charset);
  bool language_given = false;
  if (!bytes.not_text) {
    PageMetadata metadata;
    std::vector<RawBlock> raw = context.html->article(d, bytes, metadata);
    take_metadata(d, metadata, language_given);
    StructureOptions options;
    options.guess_headline = false;
    options.from_markup = true;
    find_structure(context.tables, options, std::move(raw), d);
  }
  finish(context, d, language_given);
  return out;
}

}  // namespace sayso::read
