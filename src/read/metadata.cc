// SPDX-License-Identifier: Apache-2.0
#include "read/metadata.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "read/dates.h"
#include "read/json_ld.h"
#include "read/marks.h"

namespace sayso::read {
namespace {

constexpr std::size_t kAuthorReach = 40;  // paragraphs in which a byline is looked for

// What <meta> and <link> say, by the names many sites use; the first value of a name counts.
struct MetaTags {
  std::string og_title, twitter_title, title_tag, description, site_name, canonical, og_url,
      language, section, published, modified;
  std::vector<std::string> authors;
};

void set_once(std::string& to, std::string_view value) {
  if (to.empty()) {
    to = trim_unicode(value);
  }
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view n) { return equal_ignoring_case(name, n); });
}

class Metadata {
 public:
  Metadata(const Tables& tables, const MarkupWords& markup, const HtmlTree& tree, const Page& page,
           std::string_view source)
      : tables_(tables), markup_(markup), tree_(tree), page_(page), source_(source) {}

  PageMetadata run() {
    for (const Span& s : tree_.json_ld) {
      read_json_ld(source_.substr(s.begin, s.size()), ld_);
    }
    read_tags();
    read_page();
    PageMetadata out;
    out.article_body = std::move(ld_.body);
    out.description = !meta_.description.empty() ? meta_.description : ld_.description;
    out.outlet = !meta_.site_name.empty() ? meta_.site_name
                 : !ld_.outlet.empty()    ? ld_.outlet
                 : !ld_.site.empty()      ? ld_.site
                                          : site_in_title();
    out.url = !meta_.canonical.empty() ? meta_.canonical : meta_.og_url;
    if (!out.url.starts_with("http")) {
      out.url = !meta_.og_url.empty() ? meta_.og_url : ld_.url;
    }
    out.language = meta_.language;
    out.section = !meta_.section.empty() ? meta_.section : ld_.section;
    choose_title(out);
    choose_authors(out);
    choose_dates(out);
    return out;
  }

 private:
  void read_tags() {
    for (std::uint32_t row = 0; row < tree_.nodes.size(); ++row) {
      const HtmlNode& n = tree_.nodes[row];
      if (n.tag == Tag::meta) {
        meta_tag(row);
      } else if (n.tag == Tag::link && tree_.get(row, Attribute::rel) == "canonical") {
        set_once(meta_.canonical, tree_.get(row, Attribute::href));
      } else if (n.tag == Tag::html && row <= 2) {
        set_once(meta_.language, tree_.get(row, Attribute::lang));
      } else if (n.tag == Tag::title && meta_.title_tag.empty() && n.end > row + 1 &&
                 tree_.nodes[n.parent].tag != Tag::svg) {
        std::string title;
        for (std::uint32_t i = row + 1; i < n.end; ++i) {
          title += tree_.words(tree_.nodes[i]);
        }
        meta_.title_tag = collapsed(title);
      }
    }
  }

  static std::string collapsed(std::string_view text) {
    std::string out;
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(text, at);
      if (word.empty()) {
        return out;
      }
      out.append(out.empty() ? "" : " ").append(word);
    }
  }

  void meta_tag(std::uint32_t row) {
    std::string_view name = tree_.get(row, Attribute::property);
    if (name.empty()) {
      name = tree_.get(row, Attribute::name);
    }
    if (name.empty()) {
      name = tree_.get(row, Attribute::itemprop);
    }
    const std::string_view value = tree_.get(row, Attribute::content);
    if (name.empty() || trim_unicode(value).empty()) {
      return;
    }
    if (one_of(name, {"og:title", "dc.title", "dcterms.title", "headline", "parsely-title",
                      "sailthru.title", "article:title"})) {
      set_once(meta_.og_title, collapsed(value));
    } else if (one_of(name, {"twitter:title"})) {
      set_once(meta_.twitter_title, collapsed(value));
    } else if (one_of(name,
                      {"og:description", "description", "twitter:description", "dc.description"})) {
      set_once(meta_.description, value);
    } else if (one_of(name, {"og:site_name", "application-name", "dc.publisher"})) {
      set_once(meta_.site_name, value);
    } else if (one_of(name, {"og:url", "twitter:url"})) {
      set_once(meta_.og_url, value);
    } else if (one_of(name, {"article:section", "section", "parsely-section"})) {
      set_once(meta_.section, value);
    } else if (one_of(name, {"og:locale", "dc.language", "language"})) {
      set_once(meta_.language, value);
    } else if (one_of(name, {"author", "article:author", "dc.creator", "dcterms.creator", "byl",
                             "parsely-author", "sailthru.author", "dc.creator.aut",
                             "citation_author", "article:author_name", "og:author",
                             "twitter:data1_author", "cXenseParse:author", "authors"})) {
      if (value.find("://") == std::string_view::npos) {
        meta_.authors.emplace_back(value);
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
      set_once(meta_.published, value);
    } else if (one_of(name, {"article:modified_time", "og:updated_time", "datemodified",
                             "last-modified", "dcterms.modified", "lastmod", "dc.date.modified"})) {
      set_once(meta_.modified, value);
    }
  }

  // "Bridge shut | Harbour Post" -> "Harbour Post", where the part before is also the headline.
  [[nodiscard]] std::string site_in_title() const {
    for (const std::string_view bar : {" | ", " - ", " – ", " — ", " :: ", " · "}) {
      const std::size_t at = meta_.title_tag.rfind(bar);
      if (at == std::string::npos || at < 10) {
        continue;
      }
      const std::string behind = meta_.title_tag.substr(at + bar.size());
      const std::string before = folded(meta_.title_tag.substr(0, at));
      const bool headline = std::any_of(page_.paras.begin(), page_.paras.end(), [&](const Para& p) {
        return p.kind == BlockKind::heading && before == folded(page_.words(p));
      });
      if (count_words(behind, 6) <= 5 && (headline || before == folded(ld_.headline))) {
        return behind;
      }
    }
    return {};
  }

  // Headings, bylines, <time> on the page itself.
  void read_page() {
    std::uint32_t node = 0;
    for (; node < tree_.nodes.size(); ++node) {
      const HtmlNode& n = tree_.nodes[node];
      if (n.tag == Tag::text) {
        continue;
      }
      if (n.tag == Tag::time && first_time_.empty()) {
        const std::string_view given = tree_.get(node, Attribute::datetime);
        const std::string_view prop = tree_.get(node, Attribute::itemprop);
        if (prop.find("dateModified") == std::string_view::npos) {
          first_time_ = given.empty() ? text_below(node, 80) : std::string(given);
          if (!parse_date(*tables_.calendar, first_time_)) {
            first_time_.clear();
          }
        }
      }
      if (n.count == 0) {
        continue;
      }
      const std::string_view prop = tree_.get(node, Attribute::itemprop);
      if (prop.find("datePublished") != std::string_view::npos && item_published_.empty()) {
        const std::string_view given = tree_.get(node, Attribute::datetime);
        const std::string_view content = tree_.get(node, Attribute::content);
        item_published_ = !given.empty()     ? std::string(given)
                          : !content.empty() ? std::string(content)
                                             : text_below(node, 80);
      }
      const bool rel_author = one_of(tree_.get(node, Attribute::rel), {"author"});
      if ((prop == "author" || rel_author) && page_authors_.empty()) {
        add_authors(text_below(node, 160), page_authors_);
      }
      if (n.tag != Tag::body && n.tag != Tag::article && n.tag != Tag::main &&
          class_authors_.empty() && n.end - node < 40) {
        const std::string_view names = tree_.get(node, Attribute::class_);
        if (!names.empty() && is_byline_class(names)) {
          add_authors(text_below(node, 160), class_authors_);
        }
      }
      if (class_date_.empty() && n.end - node < 20 &&
          is_date_class(tree_.get(node, Attribute::class_))) {
        const std::string text = text_below(node, 100);
        if (parse_date(*tables_.calendar, text)) {
          class_date_ = text;
        }
      }
    }
  }

  static bool is_byline_class(std::string_view names) {
    const std::string low = lowered(names.substr(0, 200));
    return (low.find("byline") != std::string::npos || low.find("author") != std::string::npos) &&
           low.find("bio") == std::string::npos && low.find("authors-list") == std::string::npos;
  }
  static bool is_date_class(std::string_view names) {
    if (names.empty()) {
      return false;
    }
    const std::string low = lowered(names.substr(0, 200));
    return low.find("date") != std::string::npos || low.find("published") != std::string::npos ||
           low.find("timestamp") != std::string::npos || low.find("posted") != std::string::npos;
  }

  [[nodiscard]] std::string text_below(std::uint32_t node, std::size_t most) const {
    std::string out;
    for (std::uint32_t i = node + 1; i < tree_.nodes[node].end && out.size() <= most; ++i) {
      const HtmlNode& n = tree_.nodes[i];
      if (n.tag == Tag::text && tree_.nodes[n.parent].tag != Tag::script) {
        out.append(out.empty() ? "" : " ").append(tree_.words(n));
      }
    }
    return collapsed(out).substr(0, most);
  }

  // `trusted`: from JSON-LD or <meta>, where one word or an institution may be the author too.
  void add_authors(std::string_view text, std::vector<std::string>& out,
                   bool trusted = false) const {
    std::string_view rest = trim_unicode(text);
    if (const auto hit = phrase_at(*tables_.bylines, rest);
        hit && !has_value(*tables_.bylines, hit->rows, "role")) {
      rest = trim_unicode(rest.substr(hit->end));
    }
    bool any = false;
    for (const std::string& whole : split_names(rest)) {
      const std::string name = before_role(whole);
      if (like_person_name(name) && std::find(out.begin(), out.end(), name) == out.end()) {
        out.push_back(name);
        any = true;
      }
    }
    const std::string lone = before_role(rest);
    if (trusted && !any && out.empty() && !lone.empty() && count_words(lone, 6) <= 5 &&
        lone.find_first_of("@/:<>|{}") == std::string::npos) {
      out.push_back(lone);
    }
  }

  // "Ann Lee Senior Reporter" -> "Ann Lee"; "Last Updated" -> "".
  [[nodiscard]] std::string before_role(std::string_view name) const {
    for (std::size_t at = 0;;) {
      const std::string_view word = next_word(name, at);
      if (word.empty()) {
        return std::string(trim_unicode(name));
      }
      const RowRange rows = tables_.bylines->find(word);
      if (!rows.empty() && has_value(*tables_.bylines, rows, "role")) {
        name = trim_unicode(name.substr(0, static_cast<std::size_t>(word.data() - name.data())));
        while (!name.empty() && (name.back() == ',' || name.back() == '-' || name.back() == '(')) {
          name = trim_unicode(name.substr(0, name.size() - 1));
        }
        return std::string(name);
      }
    }
  }

  // The paragraph that is the headline: an <h1> (or any heading near the top) with the same words.
  void choose_title(PageMetadata& out) const {
    std::string known = !meta_.og_title.empty()        ? meta_.og_title
                        : !meta_.twitter_title.empty() ? meta_.twitter_title
                                                       : ld_.headline;
    const std::string known_fold = folded(known.empty() ? meta_.title_tag : known);
    const std::string tag_fold = folded(meta_.title_tag);
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
        out.title = page_.words(p);
        out.title_row = static_cast<std::uint32_t>(&p - page_.paras.data()) + 1;
        return;
      }
      if (p.tag == Tag::h1) {
        first_h1 = first_h1 == nullptr ? &p : first_h1;
        ++h1_count;
      }
    }
    if (known.empty() && first_h1 != nullptr && h1_count == 1) {
      out.title = page_.words(*first_h1);
      out.title_row = static_cast<std::uint32_t>(first_h1 - page_.paras.data()) + 1;
      return;
    }
    out.title = without_site(known.empty() ? meta_.title_tag : known, out.outlet);
    if (first_h1 != nullptr && h1_count == 1 && first_h1->words >= 4) {
      out.title_row = static_cast<std::uint32_t>(first_h1 - page_.paras.data()) + 1;
      out.title = page_.words(*first_h1);
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

  void choose_authors(PageMetadata& out) const {
    const auto take = [&](const std::vector<std::string>& raw, bool trusted = false) {
      std::vector<std::string> names;
      for (const std::string& text : raw) {
        std::vector<std::string> some;
        add_authors(text, some, trusted);
        for (std::string& name : some) {
          if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
          }
        }
      }
      names.erase(
          std::remove_if(names.begin(), names.end(),
                         [&](const std::string& n) { return equal_ignoring_case(n, out.outlet); }),
          names.end());
      if (out.authors.empty()) {
        out.authors = std::move(names);
      }
    };
    take(ld_.authors, true);
    take(meta_.authors, true);
    take(page_authors_);
    take(class_authors_);
    if (!out.authors.empty()) {
      return;
    }
    const Marks marks(tables_);
    for (std::size_t i = 0; i < std::min(page_.paras.size(), out.title_row + kAuthorReach); ++i) {
      if (page_.paras[i].words <= 20 && i + 1 >= out.title_row) {
        take({marks.byline_names(page_.words(page_.paras[i]))});
        if (!out.authors.empty()) {
          return;
        }
      }
    }
  }

  void choose_dates(PageMetadata& out) const {
    const bool month_first =
        !(out.language.starts_with("en-GB") || out.language.starts_with("en-AU") ||
          (!out.language.empty() && !out.language.starts_with("en")));
    const auto date = [&](std::string_view text) {
      return parse_date(*tables_.calendar, text, month_first);
    };
    const std::array<std::string_view, 5> sources{ld_.published, meta_.published, item_published_,
                                                  first_time_, class_date_};
    for (const std::string_view text : sources) {
      if (!out.published_at && !text.empty()) {
        out.published_at = date(text);
      }
    }
    if (!out.published_at) {
      out.published_at = date_in_url(out.url);
    }
    const std::size_t from = out.title_row > 6 ? out.title_row - 6 : 0;
    for (std::size_t i = from; !out.published_at && i < page_.paras.size() && i < from + 50; ++i) {
      const Para& p = page_.paras[i];
      if (p.words >= 2 && p.words <= 20 && !p.sentence) {
        out.published_at = date(page_.words(p));
      }
    }
    for (const std::string_view text :
         {std::string_view(ld_.modified), std::string_view(meta_.modified)}) {
      if (!out.modified_at && !text.empty()) {
        out.modified_at = date(text);
      }
    }
  }

  const Tables& tables_;
  const MarkupWords& markup_;
  const HtmlTree& tree_;
  const Page& page_;
  std::string_view source_;
  JsonLd ld_;
  MetaTags meta_;
  std::vector<std::string> page_authors_, class_authors_;
  std::string first_time_, item_published_, class_date_;
};

}  // namespace

PageMetadata read_metadata(const Tables& tables, const MarkupWords& markup, const HtmlTree& tree,
                           const Page& page, std::string_view source) {
  return Metadata(tables, markup, tree, page, source).run();
}

}  // namespace sayso::read
