// SPDX-License-Identifier: Apache-2.0
#include "read/html_extract.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/utf8.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

constexpr std::uint32_t kEnoughWords = 50;  // that must remain outside of what a name cuts off

bool landmark_cut(std::string_view role) {
  for (const std::string_view r :
       {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog",
        "menu", "menubar", "toolbar", "tablist"}) {
    if (equal_ignoring_case(role, r)) {
      return true;
    }
  }
  return false;
}

bool hidden_style(std::string_view style) {
  const std::size_t at = style.find("display");
  if (at == std::string_view::npos) {
    return false;
  }
  std::size_t i = at + 7;
  while (i < style.size() && (style[i] == ' ' || style[i] == ':')) {
    ++i;
  }
  return style.substr(i).starts_with("none");
}

class Pass {
 public:
  Pass(const Marks& marks, const MarkupWords& markup, const HtmlTree& tree, const Page& page,
       const ExtractHints& hints)
      : marks_(marks), markup_(markup), tree_(tree), page_(page), hints_(hints) {}

  Extraction run() {
    believed_.assign(markup_.size(), true);
    total_ = page_.good.back();
    weigh_names();
    Extraction out = attempt();
    if (out.good_words < 150 && out.good_words * 3 < total_) {
      // Names cut off nearly everything: once more without them.
      believed_.assign(markup_.size(), false);
      Extraction again = attempt();
      if (out.good_words * 3 < again.good_words) {
        return again;
      }
    }
    return out;
  }

 private:
  Extraction attempt() {
    Extraction out;
    cut_.assign(page_.paras.size(), false);
    role_.assign(page_.paras.size(), Role::none);
    item_bodies_.clear();
    bodies_.clear();
    articles_.clear();
    read_roles();
    recount();
    out.container = choose_container();
    const Page::Range range = page_.below(tree_, out.container);
    leads(range.begin, out.paras);
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      if (keep(i)) {
        out.paras.push_back(i);
      }
    }
    drop_sections(out.paras);
    drop_idle_headings(out.paras);
    for (const std::uint32_t i : out.paras) {
      out.good_words += is_good(page_.paras[i]) ? page_.paras[i].words : 0;
    }
    return out;
  }

  // Between the headline and the article's element: deck, key points, a lead set apart.
  void leads(std::uint32_t end, std::vector<std::uint32_t>& rows) const {
    const std::uint32_t title = hints_.title_row;
    if (title > end) {
      return;
    }
    const std::uint32_t first = title != 0 && end - title <= 150 ? title : end - std::min(end, 30U);
    const std::string description = folded(hints_.description);
    for (std::uint32_t i = first; i < end; ++i) {
      const Para& p = page_.paras[i];
      const std::string_view text = page_.words(p);
      if (cut_[i] || p.link_words * 2 > p.words || p.words < 4 || role_[i] == Role::meta) {
        continue;
      }
      const bool named = role_[i] == Role::lead;
      const bool described = title != 0 && p.words >= 8 && p.kind != BlockKind::list_item &&
                             !description.empty() &&
                             description.starts_with(folded(text.substr(0, 80)).substr(0, 60));
      const bool below_title = title != 0 && i < title + 3 && p.words >= 8 &&
                               (p.kind == BlockKind::heading || is_good(p));
      if ((named || described || below_title) && p.kind != BlockKind::caption &&
          !marks_.furniture(text) && !marks_.byline(text)) {
        rows.push_back(i);
      }
    }
  }

  // A name that stands on nearly all of the running text says nothing about furniture here (every
  // paragraph a "widget"), or on much of it and on the paragraph below the headline: it is not
  // believed on this page.
  void weigh_names() {
    std::vector<std::uint32_t> words(markup_.size(), 0);
    std::vector<bool> opening(markup_.size(), false);
    std::uint32_t first = hints_.title_row == 0 ? 0xFFFFFFFF : hints_.title_row;
    while (first < page_.paras.size() && !is_good(page_.paras[first])) {
      ++first;
    }
    for (std::uint32_t node = 1; node < tree_.nodes.size();) {
      const HtmlNode& n = tree_.nodes[node];
      if (n.tag == Tag::text || n.count == 0 || n.tag == Tag::html || n.tag == Tag::body) {
        ++node;
        continue;
      }
      const MarkupWords::Found found = role_of(node);
      if (found.role == Role::cut || found.role == Role::weak) {
        const Page::Range range = page_.below(tree_, node);
        const std::uint32_t inside = page_.good_words(range);
        if (inside * 2 <= total_) {
          words[found.word] += inside;
          if (range.begin <= first && first < range.end) {
            opening[found.word] = true;
          }
          node = n.end;
          continue;
        }
      }
      ++node;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      believed_[i] = words[i] * 10 <= total_ * (opening[i] ? 3 : 7);
    }
  }

  struct Named {
    std::uint32_t node;
    std::uint32_t words;
  };

  [[nodiscard]] MarkupWords::Found role_of(std::uint32_t node) const {
    MarkupWords::Found found = markup_.role_of(tree_.get(node, Attribute::class_));
    if (found.role == Role::none || found.role == Role::weak) {
      const MarkupWords::Found by_id = markup_.role_of(tree_.get(node, Attribute::id));
      found = by_id.role == Role::none ? found : by_id;
    }
    const bool cuts = found.role == Role::cut || found.role == Role::weak;
    return cuts && !believed_[found.word] ? MarkupWords::Found{} : found;
  }

  // Walks the elements in document order; what is cut takes everything below with it.
  void read_roles() {
    for (std::uint32_t node = 1; node < tree_.nodes.size();) {
      const HtmlNode& n = tree_.nodes[node];
      if (n.tag == Tag::text || n.tag == Tag::html || n.tag == Tag::body || n.tag == Tag::head ||
          n.tag == Tag::br || n.end <= node + 1) {
        ++node;
        continue;
      }
      const Page::Range range = page_.below(tree_, node);
      if (range.begin == range.end) {
        node = n.end;  // no text below
        continue;
      }
      const std::uint32_t inside = page_.good_words(range);
      const Role role = n.count == 0 ? Role::none : role_of(node).role;
      const std::string_view itemprop = n.count == 0 ? "" : tree_.get(node, Attribute::itemprop);
      if (itemprop.find("articleBody") != std::string_view::npos) {
        item_bodies_.push_back({node, inside});
      } else if (role == Role::body) {
        bodies_.push_back({node, inside});
      }
      if (n.tag == Tag::article) {
        articles_.push_back({node, inside});
      }
      if (cuts(n, node, role, inside)) {
        std::fill(cut_.begin() + range.begin, cut_.begin() + range.end, true);
        node = n.end;
        continue;
      }
      if (role == Role::meta || role == Role::caption || role == Role::lead) {
        for (std::uint32_t i = range.begin; i < range.end && range.end - range.begin < 12; ++i) {
          role_[i] = role;
        }
      }
      ++node;
    }
  }

  [[nodiscard]] bool cuts(const HtmlNode& n, std::uint32_t node, Role role,
                          std::uint32_t inside) const {
    const std::uint32_t outside = total_ - inside;
    const bool enough = outside >= kEnoughWords || inside == 0;
    const bool small = inside * 2 <= total_;
    switch (n.tag) {
      case Tag::nav:
        return enough;
      case Tag::footer:
        return enough && small;
      case Tag::aside:
        return enough && small;
      case Tag::header:
        if (enough && inside * 4 <= total_ && !inside_article(node)) {
          return true;
        }
        break;
      case Tag::form:
        if (enough && inside * 4 <= total_) {
          return true;
        }
        break;
      case Tag::label:
      case Tag::legend:
        return true;
      default:
        break;
    }
    if (n.count == 0) {
      return false;
    }
    if (landmark_cut(tree_.get(node, Attribute::role))) {
      return enough && small;
    }
    // React sends parts of a page as <div hidden id="S:0"> and moves them into place by script.
    const bool streamed = tree_.get(node, Attribute::id).starts_with("S:");
    if ((tree_.has(node, Attribute::hidden) && !streamed) ||
        equal_ignoring_case(tree_.get(node, Attribute::aria_hidden), "true") ||
        hidden_style(tree_.get(node, Attribute::style))) {
      return enough && small;
    }
    if (role == Role::comments) {
      return outside >= kEnoughWords && n.tag != Tag::article;
    }
    if (role == Role::cut) {
      return enough && inside * 5 <= total_ * 2;
    }
    return role == Role::weak && enough && inside * 20 <= total_;
  }

  [[nodiscard]] bool inside_article(std::uint32_t node) const {
    for (std::uint32_t at = tree_.nodes[node].parent, i = 0; at != 0 && i < 400;
         at = tree_.nodes[at].parent, ++i) {
      if (tree_.nodes[at].tag == Tag::article || tree_.nodes[at].tag == Tag::main) {
        return true;
      }
    }
    return false;
  }

  // Prefix sums again, without what was cut.
  void recount() {
    good_.assign(page_.paras.size() + 1, 0);
    for (std::size_t i = 0; i < page_.paras.size(); ++i) {
      const bool counts = !cut_[i] && is_good(page_.paras[i]);
      good_[i + 1] = good_[i] + (counts ? page_.paras[i].words : 0);
    }
  }
  [[nodiscard]] std::uint32_t left(std::uint32_t node) const {
    const Page::Range r = page_.below(tree_, node);
    return good_[r.end] - good_[r.begin];
  }

  // The element among `list` (or around all of them) that holds at least `share` of the text left.
  [[nodiscard]] std::uint32_t by_name(const std::vector<Named>& list, double share) const {
    std::uint32_t best = 0, best_words = 0;
    for (const Named& named : list) {
      const std::uint32_t words = left(named.node);
      if (words >= best_words && words > 0) {  // of nested ones the innermost comes last
        best = words * 10 >= best_words * 9 || best_words == 0 ? named.node : best;
        best_words = std::max(best_words, words);
      }
    }
    const std::uint32_t all = good_.back();
    return best != 0 && best_words >= share * all ? best : 0;
  }

  [[nodiscard]] std::uint32_t choose_container() const { return widened(narrow_container()); }

  [[nodiscard]] std::uint32_t narrow_container() const {
    if (good_.back() == 0) {
      return descend(0);
    }
    if (const std::uint32_t node = by_name(item_bodies_, 0.5); node != 0) {
      return node;
    }
    if (const std::uint32_t node = by_name(bodies_, 0.6); node != 0) {
      return node;
    }
    if (const std::uint32_t node = by_name(articles_, 0.5); node != 0) {
      return descend(node);
    }
    if (const std::uint32_t node = article_of_title(); node != 0) {
      return node;
    }
    return descend(0);
  }

  // The <article> around the headline, where more text stands beside it (comments, other reports).
  [[nodiscard]] std::uint32_t article_of_title() const {
    std::uint32_t best = 0;
    for (const Named& named : articles_) {
      const Page::Range r = page_.below(tree_, named.node);
      if (hints_.title_row != 0 && r.begin < hints_.title_row && hints_.title_row <= r.end &&
          left(named.node) >= 100 && left(named.node) * 8 >= good_.back()) {
        best = named.node;
      }
    }
    return best;
  }

  // Running text between the headline and the element chosen belongs to the article: the element is
  // widened to hold it, unless that brings in much else.
  [[nodiscard]] std::uint32_t widened(std::uint32_t node) const {
    const Page::Range r = page_.below(tree_, node);
    if (hints_.title_row == 0 || r.begin <= hints_.title_row ||
        good_[r.begin] - good_[hints_.title_row] < 40) {
      return node;
    }
    std::uint32_t first = hints_.title_row;
    while (good_[first + 1] == good_[first]) {
      ++first;
    }
    const std::uint32_t row = page_.paras[first].row;
    std::uint32_t wider = node;
    while (wider != 0 && !(wider < row && row < tree_.nodes[wider].end)) {
      wider = tree_.nodes[wider].parent;
    }
    return left(wider) * 10 <= left(node) * 15 ? wider : node;
  }

  // Down from `node` as long as one child holds nearly all of the running text.
  [[nodiscard]] std::uint32_t descend(std::uint32_t node) const {
    const std::uint32_t all = left(node);
    while (true) {
      std::uint32_t best = 0, best_words = 0;
      for (std::uint32_t child = node + 1; child < tree_.nodes[node].end;) {
        const HtmlNode& c = tree_.nodes[child];
        if (c.tag != Tag::text && c.end > child + 1) {
          const std::uint32_t words = left(child);
          if (words > best_words) {
            best_words = words;
            best = child;
          }
        }
        child = std::max(c.end, child + 1);
      }
      if (best == 0 || best_words * 100 < all * 80) {
        return node;
      }
      const Tag tag = tree_.nodes[best].tag;
      if (tag == Tag::p || tag == Tag::blockquote || tag == Tag::li || tag == Tag::ul ||
          tag == Tag::ol || is_heading(tag)) {
        return node;
      }
      node = best;
    }
  }

  [[nodiscard]] bool keep(std::uint32_t i) const {
    const Para& p = page_.paras[i];
    const std::string_view text = page_.words(p);
    if (cut_[i] || p.words == 0) {
      return false;
    }
    if (p.kind == BlockKind::caption) {
      return p.words >= 4 && p.link_words * 2 <= p.words;
    }
    if (role_[i] == Role::caption) {
      return false;
    }
    if (role_[i] == Role::meta && !is_good(p)) {
      return false;
    }
    if (p.kind == BlockKind::heading && p.words <= 8 && marks_.section(text)) {
      return true;  // drop_sections() takes it out with what it heads
    }
    if (marks_.furniture(text)) {
      return false;
    }
    if (p.kind == BlockKind::heading) {
      // A linked heading is a teaser's, unless running text follows at once.
      return p.link_words * 2 <= p.words ||
             (i + 1 < page_.paras.size() && is_good(page_.paras[i + 1]) &&
              page_.paras[i + 1].words >= 25 &&
              page_.paras[i + 1].link_words * 4 < page_.paras[i + 1].words);
    }
    const bool linked = p.link_words * 2 > p.words;
    if (linked && p.kind == BlockKind::list_item) {
      return p.sentence && p.words >= 10 && p.link_words * 10 < p.words * 9;
    }
    if (linked) {
      return p.sentence && p.words >= 8 && p.tag == Tag::p;
    }
    if (p.kind == BlockKind::paragraph && p.tag != Tag::p && p.words < 4 && !p.sentence) {
      return false;
    }
    if (p.in_time && p.words < 12 && !p.sentence) {
      return false;
    }
    return !(p.words < 20 && marks_.byline(text));
  }

  // A heading with nothing under it headed something that was dropped.
  void drop_idle_headings(std::vector<std::uint32_t>& rows) const {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Para& p = page_.paras[rows[i]];
      if (p.kind == BlockKind::heading) {
        if (i + 1 == rows.size()) {
          continue;
        }
        const Para& next = page_.paras[rows[i + 1]];
        if (next.kind == BlockKind::heading && next.tag <= p.tag && rows[i + 1] != rows[i] + 1) {
          continue;
        }
      }
      out.push_back(rows[i]);
    }
    rows = std::move(out);
  }

  // "Related articles", "About the author": the heading and what stands under it, up to the next
  // heading of its rank.
  void drop_sections(std::vector<std::uint32_t>& rows) const {
    std::vector<std::uint32_t> out;
    Tag until = Tag::text;
    for (const std::uint32_t i : rows) {
      const Para& p = page_.paras[i];
      if (p.kind == BlockKind::heading) {
        if (until != Tag::text && p.tag <= until) {
          until = Tag::text;
        }
        if (until == Tag::text && p.words <= 8 && marks_.section(page_.words(p))) {
          until = p.tag;
        }
      }
      if (until == Tag::text) {
        out.push_back(i);
      }
    }
    // A "section" that would leave next to nothing is none.
    const auto words = [&](const std::vector<std::uint32_t>& list) {
      std::uint32_t n = 0;
      for (const std::uint32_t i : list) {
        n += page_.paras[i].words;
      }
      return n;
    };
    if (words(out) >= 80 || words(out) * 2 >= words(rows)) {
      rows = std::move(out);
    }
  }

  const Marks& marks_;
  const MarkupWords& markup_;
  const HtmlTree& tree_;
  const Page& page_;
  const ExtractHints& hints_;
  std::uint32_t total_ = 0;
  std::vector<bool> cut_;
  std::vector<Role> role_;
  std::vector<bool> believed_;  // rows of read_markup
  std::vector<std::uint32_t> good_;
  std::vector<Named> item_bodies_, bodies_, articles_;
};

}  // namespace

Extraction Extractor::extract(const HtmlTree& tree, const Page& page,
                              const ExtractHints& hints) const {
  return Pass(marks_, markup_, tree, page, hints).run();
}

}  // namespace sayso::read
