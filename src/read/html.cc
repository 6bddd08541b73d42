// SPDX-License-Identifier: Apache-2.0
// A page: decode, tokenize, tree, paragraphs, article, metadata; then the structure of the text.
#include "read/html.h"

#include <algorithm>

#include "base/url.h"
#include "base/utf8.h"
#include "read/dates.h"
#include "read/marks.h"
#include "read/reader.h"
#include "read/trace.h"

namespace sayso::read {

// Puts paragraphs and other words into the text, each byte with its way back to the source.
class Assembler {
 public:
  Assembler(Document& d, const DecodedBytes& bytes, const HtmlTree& tree, const Page& page)
      : d_(d), bytes_(bytes), tree_(tree), page_(page) {}

  void add(const Para& p, BlockKind kind) {
    const std::uint32_t to = begin_block(kind);
    d_.text += page_.words(p);
    trace_page(page_, p.begin, p.end, to, bytes_.verbatim() ? &tree_ : nullptr,
               [&](std::uint32_t at) { return source_in(tree_.origins, at); });
    end_block(to, kind);
  }

  // Words of an attribute, a script or the title element.
  void add_words(std::string_view words, const WordsAt& at, BlockKind kind) {
    const std::uint32_t to = begin_block(kind);
    d_.text += words;
    std::vector<Origin> rows;
    if (trace_words(words, decoding_of(at), to, rows)) {
      for (const Origin& row : rows) {
        add_origin(row.text_begin, row.source_begin);
      }
    } else {
      add_origin(to, kNoSource);
    }
    end_block(to, kind);
  }

  // JSON-LD's own text, which may be HTML or plain with line breaks. `at`: of the whole string.
  void add_body(std::string_view body, const WordsAt& at) {
    const Decoding decoding = decoding_of(at);
    const std::size_t shift = decoding.text.find_first_not_of(" \t\r\n\f\v");
    const auto source = [&](std::uint32_t in_body) {
      return shift == std::string::npos
                 ? kNoSource
                 : decoding.source_of(in_body + static_cast<std::uint32_t>(shift));
    };
    if (body.find("</") != std::string_view::npos || body.find("<p>") != std::string_view::npos) {
      const HtmlTree tree = build_tree(body);
      const Page page = flatten(tree);
      for (const Para& p : page.paras) {
        const std::uint32_t to = begin_block(p.kind);
        d_.text += page.words(p);
        trace_page(page, p.begin, p.end, to, nullptr, [&](std::uint32_t in_tree) {
          const std::uint32_t in_body = source_in(tree.origins, in_tree);
          return in_body == kNoSource ? kNoSource : source(in_body);
        });
        end_block(to, p.kind);
      }
      return;
    }
    for (const RawBlock& block : segment_text(body)) {
      const std::uint32_t to = begin_block(block.kind);
      d_.text += body.substr(block.text.begin, block.text.size());
      for (std::uint32_t i = 0; i < block.text.size(); ++i) {
        if ((static_cast<unsigned char>(body[block.text.begin + i]) & 0xC0) != 0x80) {
          add_origin(to + i, source(block.text.begin + i));
        }
      }
      end_block(to, block.kind);
    }
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(d_.text.size()); }
  std::vector<RawBlock> take() { return std::move(raw_); }

 private:
  std::uint32_t begin_block(BlockKind kind) {
    if (!d_.text.empty()) {
      const bool list = kind == BlockKind::list_item && !raw_.empty() && raw_.back().kind == kind;
      add_origin(size(), kNoSource);
      d_.text += list ? "\n" : "\n\n";
    }
    return size();
  }
  void end_block(std::uint32_t begin, BlockKind kind) {
    raw_.push_back({{begin, size()}, kind, true, 1});
  }

  // Appends a row unless the last one goes on just so.
  void add_origin(std::uint32_t text, std::uint32_t decoded) {
    const std::uint32_t source = decoded == kNoSource ? kNoSource : bytes_.source_of(decoded);
    if (!d_.origins.empty()) {
      const Origin& last = d_.origins.back();
      if (last.source_begin == kNoSource
              ? source == kNoSource
              : source != kNoSource && source - last.source_begin == text - last.text_begin) {
        return;
      }
      if (last.text_begin == text) {
        d_.origins.back().source_begin = source;
        return;
      }
    }
    d_.origins.push_back({text, source});
  }

  static std::uint32_t source_in(const std::vector<Origin>& rows, std::uint32_t at) {
    const auto row =
        std::upper_bound(rows.begin(), rows.end(), at,
                         [](std::uint32_t a, const Origin& o) { return a < o.text_begin; });
    return row == rows.begin() ? kNoSource : (row - 1)->source_begin + (at - (row - 1)->text_begin);
  }

  // Page bytes [begin, end), now at `to` in the text. Given `tree`, the way back only bends where
  // a row of its origins begins; else it is asked character by character.
  template <typename F>
  void trace_page(const Page& page, std::uint32_t begin, std::uint32_t end, std::uint32_t to,
                  const HtmlTree* tree, F&& source_of_tree) {
    const auto by_begin = [](std::uint32_t at, const Origin& o) { return at < o.text_begin; };
    const std::vector<Origin>& rows = page.origins;
    auto row = std::upper_bound(rows.begin(), rows.end(), begin, by_begin);
    row -= row == rows.begin() ? 0 : 1;
    for (; row != rows.end() && row->text_begin < end; ++row) {
      const std::uint32_t stop = row + 1 == rows.end() ? end : std::min(end, (row + 1)->text_begin);
      if (row->source_begin == kNoSource) {
        add_origin(to + (std::max(row->text_begin, begin) - begin), kNoSource);
        continue;
      }
      for (std::uint32_t at = std::max(row->text_begin, begin); at < stop;) {
        const std::uint32_t in_tree = row->source_begin + (at - row->text_begin);
        add_origin(to + (at - begin), source_of_tree(in_tree));
        std::uint32_t step = 1;
        if (tree != nullptr) {
          const auto next =
              std::upper_bound(tree->origins.begin(), tree->origins.end(), in_tree, by_begin);
          step = next == tree->origins.end() ? stop - at : next->text_begin - in_tree;
        } else {
          while (at + step < stop &&
                 (static_cast<unsigned char>(page.text[at + step]) & 0xC0) == 0x80) {
            ++step;
          }
        }
        at += step;
      }
    }
  }

  [[nodiscard]] Decoding decoding_of(const WordsAt& at) const {
    const std::string_view source = bytes_.text;
    switch (at.kind) {
      case WordsAt::attribute:
        return decode_attribute(source, at.span.begin, at.span.size());
      case WordsAt::json:
        return decode_json_string(source, at.span);
      case WordsAt::page_text: {
        Decoding out;
        out.text = tree_.text.substr(at.span.begin, at.span.size());
        for (std::uint32_t i = 0; i < at.span.size(); ++i) {
          out.rows.push_back({i, source_in(tree_.origins, at.span.begin + i)});
        }
        return out;
      }
      default:
        return {};
    }
  }

  Document& d_;
  const DecodedBytes& bytes_;
  const HtmlTree& tree_;
  const Page& page_;
  std::vector<RawBlock> raw_;
};

namespace {

constexpr std::uint32_t kThinArticle = 60;  // words; below, the JSON-LD body is asked

void take_metadata(Document& d, PageMetadata& m, bool& language_given) {
  Provenance& p = d.provenance;
  const auto take = [&](std::string& to, std::string& from, ProvenanceField field) {
    if (!from.empty()) {
      to = std::move(from);
      p.found_in(field) = m.found[static_cast<std::size_t>(field)];
    }
  };
  if (!m.url.empty()) {
    m.url = resolve_url(p.url, m.url);
    // A page that calls the front page its canonical address does not mean it.
    const std::string path = parse_url(m.url).path;
    if (p.url.empty() || !(path.empty() || path == "/")) {
      take(p.url, m.url, ProvenanceField::url);
    }
  }
  take(p.outlet, m.outlet, ProvenanceField::outlet);
  take(p.section, m.section, ProvenanceField::section);
  if (!m.language.empty()) {
    m.language.resize(std::min(m.language.find_first_of(" ,;"), m.language.size()));
    std::replace(m.language.begin(), m.language.end(), '_', '-');
    take(p.language, m.language, ProvenanceField::language);
    language_given = true;
  }
  p.authors = std::move(m.authors);
  if (m.published_at) {
    p.published_at = m.published_at;
  }
  p.modified_at = m.modified_at;
  for (const ProvenanceField field :
       {ProvenanceField::title, ProvenanceField::authors, ProvenanceField::published_at,
        ProvenanceField::modified_at}) {
    p.found_in(field) = m.found[static_cast<std::size_t>(field)];
  }
  p.paywalled = m.paywalled;
  for (DateDoubt& doubt : m.doubts) {
    if (doubt.refused) {
      d.note("bad_date", {}, std::move(doubt.detail));
    } else {
      d.note("dates_differ", {}, std::move(doubt.detail));
    }
  }
}

void note_limits(Document& d, const HtmlTree& tree) {
  if (tree.too_deep) {
    d.note("too_deep", {}, "elements nested deeper than 400 were read as if they were not");
  }
  if (tree.cut != 0) {
    d.note("long_markup", {}, std::to_string(tree.cut) + " names, values or attributes cut");
  }
  if (tree.too_many) {
    d.note("cut", {}, "more than 4 million elements: the rest of the page was not read");
  }
}

}  // namespace

std::vector<RawBlock> HtmlReader::article(Document& d, const DecodedBytes& bytes,
                                          std::optional<Instant> latest, PageMetadata& metadata,
                                          std::vector<PostMark>& posts) const {
  const HtmlTree tree = build_tree(bytes.text);
  note_limits(d, tree);
  const Page page = flatten(tree);
  metadata = read_metadata(tables_, tree, page, bytes.text, latest);
  const Extraction found =
      extractor_.extract(tree, page, {metadata.title_row, metadata.description});
  Assembler out(d, bytes, tree, page);
  if (!metadata.title.empty()) {
    if (metadata.title_row != 0) {
      out.add(page.paras[metadata.title_row - 1], BlockKind::headline);
    } else {
      out.add_words(metadata.title, metadata.title_at, BlockKind::headline);
    }
  }
  std::vector<PostMark> marks = match_posts(metadata.posts, page, found.paras, *tables_.calendar);
  if (marks.empty()) {
    marks = find_timed_elements(tree, page, found.paras, *tables_.calendar, metadata.published_at);
  }
  std::size_t posted_words = 0;
  for (const LivePost& post : metadata.posts) {
    posted_words += count_words(post.body);
  }
  const std::size_t body_words = count_words(metadata.article_body);
  if (marks.empty() && posted_words > found.good_words && posted_words >= 30) {
    add_posts(out, metadata.posts, bytes.text, tree, posts);
  } else if (found.good_words < kThinArticle && body_words > found.good_words * 2 &&
             body_words >= 30) {
    out.add_body(metadata.article_body,
                 words_in_json_ld(tree, bytes.text, "articleBody", metadata.article_body));
  } else {
    auto mark = marks.begin();
    for (const std::uint32_t row : found.paras) {
      if (mark != marks.end() && mark->at == row) {
        posts.push_back({out.size(), mark->published_at});
        ++mark;
      }
      if (row + 1 != metadata.title_row) {
        out.add(page.paras[row], page.paras[row].kind);
      }
    }
  }
  metadata.paywalled = metadata.paywalled || prompts_to_pay(page, found.paras);
  std::vector<RawBlock> raw = out.take();
  if (raw.empty() || (raw.size() == 1 && raw[0].kind == BlockKind::headline)) {
    d.note("no_article", {}, "no running text on this page");
  }
  return raw;
}

// A prompt to pay among or right behind the paragraphs taken, with no more than a line after it.
bool HtmlReader::prompts_to_pay(const Page& page, const std::vector<std::uint32_t>& paras) const {
  if (paras.empty()) {
    return false;
  }
  const Marks marks(tables_);
  const std::size_t end = std::min<std::size_t>(page.paras.size(), paras.back() + 12);
  const std::size_t begin = paras.back() > 6 ? paras.back() - 6 : 0;
  for (std::size_t i = begin; i < end; ++i) {
    const Para& p = page.paras[i];
    if (p.words >= 3 && p.words <= 60 && marks.pays(page.words(p))) {
      return true;
    }
  }
  return false;
}

// A live report whose posts stand in the JSON-LD alone.
void HtmlReader::add_posts(Assembler& out, const std::vector<LivePost>& list,
                           std::string_view source, const HtmlTree& tree,
                           std::vector<PostMark>& posts) const {
  const auto place = [&](std::string_view key, std::string_view value) {
    return words_in_json_ld(tree, source, key, value);
  };
  for (const LivePost& post : list) {
    posts.push_back({out.size(), parse_date(*tables_.calendar, post.published)});
    if (!post.headline.empty()) {
      out.add_words(post.headline, place("headline", post.headline), BlockKind::heading);
    }
    if (!post.body.empty()) {
      out.add_body(post.body, place("articleBody", post.body));
    }
  }
}

std::vector<RawBlock> HtmlReader::fragment(Document& d, std::string_view html) const {
  DecodedBytes bytes;
  bytes.text = html;
  const HtmlTree tree = build_tree(bytes.text);
  note_limits(d, tree);
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
  const std::string charset =
      report.charset.empty() ? declared_charset(report.bytes) : report.charset;
  const DecodedBytes bytes = decode_report(d, report, charset);
  bool language_given = false;
  if (!bytes.not_text) {
    PageMetadata metadata;
    std::vector<PostMark> posts;
    std::vector<RawBlock> raw =
        context.html->article(d, bytes, context.options.latest, metadata, posts);
    take_metadata(d, metadata, language_given);
    StructureOptions options;
    options.guess_headline = false;
    options.from_markup = true;
    find_structure(context.tables, options, std::move(raw), d);
    set_entries(d, posts);
    find_clock_lines(d);
  }
  finish(context, d, language_given);
  return out;
}

}  // namespace sayso::read
