// SPDX-License-Identifier: Apache-2.0
#include "read/metadata.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "read/dates.h"
#include "read/marks.h"

namespace sayso::read {
namespace {

constexpr std::size_t kMostMarks = 64;
constexpr std::uint32_t kTitleBytes = 1000;
constexpr std::uint32_t kMarkNodes = 40;  // an element with more below it marks no name, no date

void set_once(MetaTags::Value& to, std::string_view value, FoundIn found, const WordsAt& at = {}) {
  if (to.empty() && !trim_unicode(value).empty()) {
    to = {std::string(trim_unicode(value)), found, at};
  }
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view n) { return equal_ignoring_case(name, n); });
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (std::size_t at = 0;;) {
    const std::string_view word = next_word(text, at);
    if (word.empty()) {
      return out;
    }
    out.append(out.empty() ? "" : " ").append(word);
  }
}

// What the names of classes and ids hint at, in one pass and without a copy.
struct NameHints {
  bool author = false, date = false, biography = false;
};
NameHints hints_in(std::string_view names) {
  NameHints out;
  names = names.substr(0, 300);
  const auto at = [&](std::size_t i, std::string_view word) {
    return i + word.size() <= names.size() && (names[i + 1] | 0x20) == word[1] &&
           equal_ignoring_case(names.substr(i, word.size()), word);
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    switch (names[i] | 0x20) {
      case 'a':
        out.author = out.author || at(i, "author");
        break;
      case 'b':
        out.author = out.author || at(i, "byline");
        out.biography = out.biography || at(i, "bio");
        break;
      case 'd':
        out.date = out.date || at(i, "date");
        break;
      case 'p':
        out.date = out.date || at(i, "published") || at(i, "posted");
        break;
      case 't':
        out.date = out.date || at(i, "timestamp");
        break;
      default:
        break;
    }
  }
  return out;
}

class Metadata {
 public:
  Metadata(const Tables& tables, const HtmlTree& tree, const Page& page, std::string_view source,
           std::optional<Instant> latest)
      : tables_(tables), tree_(tree), page_(page), source_(source), latest_(latest) {}

  PageMetadata run() {
    for (const Span& s : tree_.json_ld) {
      read_json_ld(source_.substr(s.begin, s.size()), says_.ld);
    }
    read_nodes();
    read_inlines();
    if (says_.meta.authors.empty()) {
      says_.meta.authors = std::move(late_authors_);
    }
    PageMetadata out;
    const JsonLd& ld = says_.ld;
    const MetaTags& meta = says_.meta;
    out.article_body = ld.body;
    out.posts = ld.posts;
    out.paywalled = ld.paywalled || meta.paywalled;
    out.description = !meta.description.empty() ? meta.description.text : ld.description;
    choose(out, ProvenanceField::outlet, out.outlet,
           {{meta.site_name.text, meta.site_name.found},
            {ld.outlet, FoundIn::json_ld},
            {ld.site, FoundIn::json_ld},
            {site_in_title(), FoundIn::title_tag}});
    choose(out, ProvenanceField::url, out.url,
           {{web_address(meta.canonical.text), FoundIn::meta},
            {web_address(meta.og_url.text), FoundIn::open_graph},
            {web_address(ld.url), FoundIn::json_ld},
            {meta.canonical.text, FoundIn::meta}});
    choose(out, ProvenanceField::language, out.language,
           {{meta.language.text, meta.language.found}, {ld.language, FoundIn::json_ld}});
    choose(out, ProvenanceField::section, out.section,
           {{meta.section.text, meta.section.found}, {ld.section, FoundIn::json_ld}});
    choose_title(out);
    choose_authors(tables_, says_, page_, out);
    choose_dates(tables_, says_, page_, latest_, out);
    return out;
  }

 private:
  static std::string web_address(const std::string& url) {
    return url.starts_with("http") ? url : std::string();
  }

  static void choose(PageMetadata& out, ProvenanceField field, std::string& to,
                     std::initializer_list<std::pair<std::string, FoundIn>> from) {
    for (const auto& [value, found] : from) {
      if (!value.empty()) {
        to = value;
        out.set(field, found);
        return;
      }
    }
  }

  // ---- what the page says ----------------------------------------------------------------------
  void read_nodes() {
    for (std::uint32_t row = 0; row < tree_.nodes.size(); ++row) {
      const HtmlNode& n = tree_.nodes[row];
      if (n.tag == Tag::text) {
        continue;
      }
      if (n.tag == Tag::meta) {
        meta_tag(row);
      } else if (n.tag == Tag::link) {
        if (equal_ignoring_case(tree_.get(row, Attribute::rel), "canonical")) {
          set_once(says_.meta.canonical, tree_.get(row, Attribute::href), FoundIn::meta);
        }
      } else if (n.tag == Tag::html && row <= 2) {
        set_once(says_.meta.language, tree_.get(row, Attribute::lang), FoundIn::meta);
      } else if (n.tag == Tag::title) {
        title_tag(row);
      } else if (n.count != 0 || n.tag == Tag::time) {
        marks(row);
      }
    }
  }

  void title_tag(std::uint32_t row) {
    const HtmlNode& n = tree_.nodes[row];
    if (!says_.meta.title_tag.empty() || n.end <= row + 1 ||
        tree_.nodes[n.parent].tag == Tag::svg) {
      return;
    }
    const HtmlNode& first = tree_.nodes[row + 1];
    std::uint32_t end = first.first;
    for (std::uint32_t i = row + 1; i < n.end; ++i) {
      const HtmlNode& t = tree_.nodes[i];
      end = t.tag == Tag::text ? t.first + t.count : end;
    }
    for (end = std::min(end, first.first + kTitleBytes);
         end > first.first && end < tree_.text.size() &&
         (static_cast<unsigned char>(tree_.text[end]) & 0xC0) == 0x80;) {
      --end;  // a title that is never closed is the rest of the page
    }
    if (first.tag == Tag::text) {
      set_once(says_.meta.title_tag,
               collapsed(std::string_view(tree_.text).substr(first.first, end - first.first)),
               FoundIn::title_tag, {WordsAt::page_text, {first.first, end}});
    }
  }

  void meta_tag(std::uint32_t row) {
    std::string_view name = tree_.get(row, Attribute::property);
    for (const Attribute other : {Attribute::name, Attribute::itemprop}) {
      name = name.empty() ? tree_.get(row, other) : name;
    }
    const HtmlTree::AttributeRow* content = tree_.row(row, Attribute::content);
    if (name.empty() || content == nullptr) {
      return;
    }
    const std::string_view value = tree_.value(*content);
    if (trim_unicode(value).empty()) {
      return;
    }
    const WordsAt at{WordsAt::attribute, {content->source, content->source + content->size}};
    const FoundIn found =
        starts_with_ignoring_case(name, "og:") || starts_with_ignoring_case(name, "article:")
            ? FoundIn::open_graph
            : FoundIn::meta;
    MetaTags& m = says_.meta;
    if (one_of(name, {"og:title", "dc.title", "dcterms.title", "headline", "parsely-title",
                      "sailthru.title", "article:title"})) {
      set_once(m.title, collapsed(value), found, at);
    } else if (one_of(name, {"twitter:title"})) {
      set_once(m.twitter_title, collapsed(value), found, at);
    } else if (one_of(name,
                      {"og:description", "description", "twitter:description", "dc.description"})) {
      set_once(m.description, value, found);
    } else if (one_of(name, {"og:site_name", "application-name", "dc.publisher"})) {
      set_once(m.site_name, value, found);
    } else if (one_of(name, {"og:url", "twitter:url"})) {
      set_once(m.og_url, value, found);
    } else if (one_of(name, {"article:section", "section", "parsely-section"})) {
      set_once(m.section, value, found);
    } else if (one_of(name, {"og:locale", "dc.language", "language"})) {
      set_once(m.language, value, found);
    } else if (one_of(name, {"article:content_tier"})) {
      m.paywalled = m.paywalled || one_of(value, {"locked", "metered"});
    } else if (one_of(name, {"isaccessibleforfree"})) {
      m.paywalled = m.paywalled || one_of(value, {"false", "no"});
    } else if (one_of(name, {"twitter:label1", "twitter:label2"})) {
      label_ = value;
    } else if (one_of(name, {"twitter:data1", "twitter:data2"})) {
      const auto hit = byline_cue(tables_, label_);
      if (hit && *hit >= label_.size()) {
        late_authors_.emplace_back(value);
      }
    } else if (one_of(name, {"author", "article:author", "dc.creator", "dcterms.creator", "byl",
                             "parsely-author", "sailthru.author", "dc.creator.aut",
                             "citation_author", "article:author_name", "og:author",
                             "twitter:data1_author", "cXenseParse:author", "authors"})) {
      if (value.find("://") == std::string_view::npos) {
        m.authors.emplace_back(value);
        m.last_name_first = m.last_name_first || equal_ignoring_case(name, "citation_author");
      }
    } else if (one_of(name, {"article:published_time",
                             "og:published_time",
                             "datepublished",
                             "date",
                             "dc.date",
                             "dc.date.issued",
                             "dcterms.created",
                             "pubdate",
                             "publishdate",
                             "publish-date",
                             "publish_date",
                             "parsely-pub-date",
                             "sailthru.date",
                             "article.published",
                             "published_time",
                             "dcterms.date",
                             "dc.date.created",
                             "article:published",
                             "citation_publication_date",
                             "article_date_original",
                             "originalpublicationdate",
                             "datecreated",
                             "cxenseparse:recs:publishtime",
                             "cxenseparse:publishtime",
                             "dcterms.issued",
                             "publication_date",
                             "og:article:published_time",
                             "displaydate",
                             "ptime",
                             "article:create_at",
                             "rnews:datepublished",
                             "date.available",
                             "created"})) {
      set_once(m.published, value, found);
    } else if (one_of(name, {"article:modified_time", "og:updated_time", "datemodified",
                             "last-modified", "dcterms.modified", "lastmod", "dc.date.modified"})) {
      set_once(m.modified, value, found);
    }
  }

  void marks(std::uint32_t row) {
    const HtmlNode& n = tree_.nodes[row];
    const std::string_view prop = tree_.get(row, Attribute::itemprop);
    if (!prop.empty()) {
      const bool published = prop.find("datePublished") != std::string_view::npos;
      const bool modified = prop.find("dateModified") != std::string_view::npos;
      if (published || modified) {
        date_mark(row, published, !published);
        return;
      }
      if (prop == "author" || prop == "creator") {
        author_mark(row, AuthorMark::item);
        return;
      }
    }
    if (equal_ignoring_case(tree_.get(row, Attribute::rel), "author")) {
      author_mark(row, AuthorMark::rel);
    }
    if (n.tag == Tag::time) {
      date_mark(row, false, false);
      return;
    }
    if (n.tag == Tag::body || n.tag == Tag::article || n.tag == Tag::main ||
        n.end - row >= kMarkNodes) {
      return;
    }
    NameHints hints = hints_in(tree_.get(row, Attribute::class_));
    if (!hints.date && !hints.author) {
      hints.date = hints_in(tree_.get(row, Attribute::id)).date;
    }
    if (hints.author && !hints.biography) {
      author_mark(row, AuthorMark::named);
    }
    if (hints.date && n.end - row < kMarkNodes / 2) {
      date_mark(row, false, false);
    }
  }

  [[nodiscard]] std::uint32_t para_at(std::uint32_t node) const {
    return page_.below(tree_, node).begin;
  }

  void author_mark(std::uint32_t row, AuthorMark::Kind kind) {
    if (says_.authors.size() >= kMostMarks) {
      return;
    }
    std::string text(tree_.get(row, Attribute::content));
    text = text.empty() ? text_below(row, 160) : text;
    if (!text.empty()) {
      says_.authors.push_back({std::move(text), para_at(row), kind});
    }
  }

  void date_mark(std::uint32_t row, bool published, bool modified) {
    if (says_.dates.size() >= kMostMarks) {
      return;
    }
    DateMark mark;
    mark.machine = tree_.get(row, Attribute::datetime);
    if (mark.machine.empty()) {
      mark.machine = tree_.get(row, Attribute::content);
    }
    mark.shown = text_below(row, 100);
    const auto dated = [&](const std::string& text) {
      return !text.empty() && parse_date(*tables_.calendar, text).has_value();
    };
    if (published || modified || dated(mark.machine) || dated(mark.shown)) {
      mark.para = para_at(row);
      mark.published = published;
      mark.modified = modified;
      says_.dates.push_back(std::move(mark));
    }
  }

  // Links to authors and formatting named so.
  void read_inlines() {
    for (const HtmlTree::Inline& in : tree_.inlines) {
      if (in.text_end <= in.text_begin || in.text_end - in.text_begin > 160 ||
          says_.authors.size() >= 2 * kMostMarks) {
        continue;
      }
      AuthorMark::Kind kind = AuthorMark::link;
      if (one_of(tree_.get(in, Attribute::itemprop), {"author", "creator"})) {
        kind = AuthorMark::item;
      } else if (equal_ignoring_case(tree_.get(in, Attribute::rel), "author")) {
        kind = AuthorMark::rel;
      } else if (const NameHints h = hints_in(tree_.get(in, Attribute::class_));
                 h.author && !h.biography) {
        kind = AuthorMark::named;
      } else if (!leads_to_author(tree_.get(in, Attribute::href))) {
        continue;
      }
      std::string text = collapsed(
          std::string_view(tree_.text).substr(in.text_begin, in.text_end - in.text_begin));
      const auto first_behind = [](const Para& p, std::uint32_t node) { return p.row < node; };
      auto para = std::lower_bound(page_.paras.begin(), page_.paras.end(), in.node, first_behind);
      // The link may stand inside a paragraph that began before it.
      if (para != page_.paras.begin() && (para == page_.paras.end() || para->row > in.node)) {
        --para;
      }
      says_.authors.push_back(
          {std::move(text), static_cast<std::uint32_t>(para - page_.paras.begin()), kind});
    }
  }

  // "/author/ann-lee", "/people/ann-lee/": a segment of the path is a word for authors.
  [[nodiscard]] bool leads_to_author(std::string_view href) const {
    const std::size_t scheme = href.find("://");
    if (scheme != std::string_view::npos) {
      href = href.substr(std::min(href.find('/', scheme + 3), href.size()));
    }
    href = href.substr(0, href.find_first_of("?#"));
    bool behind = false;
    bool any = false;
    for_each_part(
        href.substr(0, 200),
        [&](std::string_view part) {
          any = any || behind;
          behind =
              behind || has_value(*tables_.author_words, tables_.author_words->find(part), "path");
        },
        '/');
    return any;
  }

  [[nodiscard]] std::string text_below(std::uint32_t node, std::size_t most) const {
    std::string out;
    const std::uint32_t end = std::min(tree_.nodes[node].end, node + 4 * kMarkNodes);
    for (std::uint32_t i = node + 1; i < end && out.size() <= most; ++i) {
      const HtmlNode& n = tree_.nodes[i];
      if (n.tag == Tag::text && tree_.nodes[n.parent].tag != Tag::script) {
        out.append(out.empty() ? "" : " ").append(tree_.words(n));
      }
    }
    out = collapsed(out);
    while (out.size() > most ||
           (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80 &&
            out.size() == most)) {
      out.pop_back();
    }
    return out;
  }

  // ---- title and outlet ------------------------------------------------------------------------
  // "Bridge shut | Harbour Post" -> "Harbour Post", where the part before is also the headline.
  [[nodiscard]] std::string site_in_title() const {
    const std::string& tag = says_.meta.title_tag.text;
    for (const std::string_view bar : {" | ", " - ", " – ", " — ", " :: ", " · "}) {
      const std::size_t at = tag.rfind(bar);
      if (at == std::string::npos || at < 10) {
        continue;
      }
      const std::string behind = tag.substr(at + bar.size());
      const std::string before = folded(tag.substr(0, at));
      const bool headline = std::any_of(page_.paras.begin(), page_.paras.end(), [&](const Para& p) {
        return p.kind == BlockKind::heading && before == folded(page_.words(p));
      });
      if (count_words(behind, 6) <= 5 && (headline || before == folded(says_.ld.headline))) {
        return behind;
      }
    }
    return {};
  }

  // The title beside the page's own text, and where it stands.
  struct Known {
    std::string text;
    FoundIn found = FoundIn::none;
    WordsAt at;
  };
  [[nodiscard]] Known known_title() const {
    const MetaTags& m = says_.meta;
    for (const MetaTags::Value* v : {&m.title, &m.twitter_title}) {
      if (!v->empty()) {
        return {v->text, v->found, v->at};
      }
    }
    if (!says_.ld.headline.empty()) {
      return {says_.ld.headline, FoundIn::json_ld,
              words_in_json_ld(tree_, source_, "headline", says_.ld.headline)};
    }
    return {};
  }

  void take_heading(PageMetadata& out, const Para& p) const {
    out.title = page_.words(p);
    out.title_row = static_cast<std::uint32_t>(&p - page_.paras.data()) + 1;
    out.set(ProvenanceField::title, FoundIn::heading);
  }

  // The paragraph that is the headline: an <h1> (or any heading near the top) with the same words.
  void choose_title(PageMetadata& out) const {
    const Known known = known_title();
    const MetaTags::Value& tag = says_.meta.title_tag;
    const std::string known_fold = folded(known.text.empty() ? tag.text : known.text);
    const std::string tag_fold = folded(tag.text);
    const Para* first_h1 = nullptr;
    std::size_t h1_count = 0;
    for (const Para& p : page_.paras) {
      if (p.kind != BlockKind::heading || p.words < 2 || p.words > 50) {
        continue;
      }
      const std::string fold = folded(page_.words(p));
      const bool inside = fold.size() >= 12 && (known_fold.find(fold) != std::string::npos ||
                                                tag_fold.find(fold) != std::string::npos);
      if (inside && (p.tag == Tag::h1 || p.tag == Tag::h2)) {
        take_heading(out, p);
        return;
      }
      if (p.tag == Tag::h1) {
        first_h1 = first_h1 == nullptr ? &p : first_h1;
        ++h1_count;
      }
    }
    if (first_h1 != nullptr && h1_count == 1 && (known.text.empty() || first_h1->words >= 4)) {
      take_heading(out, *first_h1);
      return;
    }
    out.title = without_site(known.text.empty() ? tag.text : known.text, out.outlet);
    out.title_at = known.text.empty() ? tag.at : known.at;
    if (!out.title.empty()) {
      out.set(ProvenanceField::title, known.text.empty() ? FoundIn::title_tag : known.found);
    }
  }

  // "Bridge shut | Harbour Post" -> "Bridge shut": the part behind the last bar or dash goes if it
  // is the site's name, or short.
  static std::string without_site(std::string title, std::string_view outlet) {
    for (const std::string_view bar : {" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · "}) {
      const std::size_t at = title.rfind(bar);
      if (at == std::string::npos || at < 10) {
        continue;
      }
      const std::string_view behind = std::string_view(title).substr(at + bar.size());
      const bool site = !outlet.empty() && folded(behind) == folded(outlet);
      if (site || (count_words(behind, 5) <= 4 && count_words(title.substr(0, at), 4) >= 4)) {
        title.resize(at);
      }
    }
    return title;
  }

  const Tables& tables_;
  const HtmlTree& tree_;
  const Page& page_;
  std::string_view source_;
  std::optional<Instant> latest_;
  PageSays says_;
  std::string_view label_;
  std::vector<std::string> late_authors_;
};

}  // namespace

WordsAt words_in_json_ld(const HtmlTree& tree, std::string_view source, std::string_view key,
                         std::string_view value) {
  for (const Span& s : tree.json_ld) {
    const Span inside = find_json_string(source.substr(s.begin, s.size()), key, value);
    if (!inside.empty()) {
      return {WordsAt::json, {inside.begin + s.begin, inside.end + s.begin}};
    }
  }
  return {};
}

PageMetadata read_metadata(const Tables& tables, const HtmlTree& tree, const Page& page,
                           std::string_view source, std::optional<Instant> latest) {
  return Metadata(tables, tree, page, source, latest).run();
}

}  // namespace sayso::read
