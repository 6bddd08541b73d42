// SPDX-License-Identifier: Apache-2.0
#include "read/html_tree.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "read/html_tokenizer.h"

namespace sayso::read {
namespace {

constexpr std::size_t kMostDepth = 400;
constexpr std::size_t kValueBytes = 4096;     // a longer attribute value is cut
constexpr std::size_t kMostNodes = 4U << 20;  // elements and texts; what follows is not read
constexpr std::size_t kMostInlines = 64U << 10;

bool wanted(std::string_view name) {
  return attribute_of(name) != Attribute::none;
}

bool one_of(Tag tag, std::initializer_list<Tag> list) {
  return std::find(list.begin(), list.end(), tag) != list.end();
}

bool is_void(Tag tag) {
  return one_of(tag, {Tag::base, Tag::br, Tag::col, Tag::hr, Tag::img, Tag::input, Tag::link,
                      Tag::meta, Tag::source});
}

bool in_head(Tag tag) {
  return one_of(tag, {Tag::title, Tag::meta, Tag::link, Tag::script, Tag::style, Tag::base,
                      Tag::noscript, Tag::template_, Tag::head, Tag::html});
}

// End tags do not reach out of these, but for their own.
bool is_barrier(Tag tag) {
  return one_of(tag, {Tag::table, Tag::td, Tag::th, Tag::caption, Tag::object, Tag::template_,
                      Tag::body, Tag::html, Tag::svg, Tag::math});
}

class Builder {
 public:
  explicit Builder(std::string_view source) : source_(source), tokenizer_(source) {
    tree_.nodes.reserve(source.size() / 40 + 16);
    tree_.text.reserve(source.size() / 4 + 16);
    tree_.nodes.push_back({});  // the root
    tree_.nodes[0].tag = Tag::html;
    stack_.push_back(0);
    tokenizer_.keep_only(wanted);
  }

  HtmlTree run() {
    HtmlToken token;
    while (tokenizer_.next(token)) {
      if (tree_.nodes.size() >= kMostNodes) {
        tree_.too_many = true;
        break;
      }
      if (token.kind == HtmlTokenKind::text) {
        text(token);
      } else if (token.kind == HtmlTokenKind::start_tag) {
        start(token);
      } else if (token.kind == HtmlTokenKind::end_tag) {
        end(token);
      }
    }
    pop_to(0);
    close_inline(0);
    tree_.cut = tokenizer_.cut();
    tree_.nodes[0].end = static_cast<std::uint32_t>(tree_.nodes.size());
    return std::move(tree_);
  }

 private:
  [[nodiscard]] Tag top() const { return tree_.nodes[stack_.back()].tag; }

  void text(const HtmlToken& token) {
    const std::string_view words = token.text(source_);
    const Tag in = top();
    if (in == Tag::script) {
      if (json_ld_) {
        tree_.json_ld.push_back({token.begin, token.end});
        if (tree_.json_ld.size() > 1 &&
            tree_.json_ld[tree_.json_ld.size() - 2].end == token.begin && json_ld_goes_on_) {
          tree_.json_ld.pop_back();
          tree_.json_ld.back().end = token.end;
        }
        json_ld_goes_on_ = true;
      }
      return;
    }
    if (in == Tag::style || in == Tag::textarea || in == Tag::iframe ||
        words == std::string_view("\0", 1)) {
      return;
    }
    std::vector<HtmlNode>& nodes = tree_.nodes;
    const auto at = static_cast<std::uint32_t>(tree_.text.size());
    // A run that begins where the last one ended, in the text and in the source, needs no row.
    const bool joined =
        token.verbatim && !tree_.origins.empty() &&
        token.begin - tree_.origins.back().source_begin == at - tree_.origins.back().text_begin;
    if (!joined) {
      tree_.origins.push_back({at, token.begin});
    }
    tree_.text += words;
    if (nodes.back().tag == Tag::text && nodes.back().parent == stack_.back() &&
        nodes.back().in_link == link_ && nodes.back().first + nodes.back().count == at) {
      nodes.back().count += static_cast<std::uint32_t>(words.size());
      return;
    }
    HtmlNode node;
    node.tag = Tag::text;
    node.in_link = link_;
    node.parent = stack_.back();
    node.first = at;
    node.count = static_cast<std::uint32_t>(words.size());
    node.end = static_cast<std::uint32_t>(nodes.size() + 1);
    nodes.push_back(node);
  }

  void start(const HtmlToken& token) {
    const ElementName name = element_of(token.data);
    if (name.formatting) {
      open_inline(token);
      if (token.data == "a") {
        link_ = std::any_of(
            token.attributes.begin(),
            token.attributes.begin() + static_cast<std::ptrdiff_t>(token.attribute_count),
            [](const HtmlAttribute& a) { return a.name == "href"; });
      }
      return;
    }
    const Tag tag = name.tag;
    if (((tag == Tag::html || tag == Tag::body) && seen_[static_cast<std::size_t>(tag)]) ||
        (tag == Tag::head &&
         (seen_[static_cast<std::size_t>(Tag::body)] || seen_[static_cast<std::size_t>(tag)]))) {
      return;
    }
    if (tag == Tag::button) {
      close_nearest(Tag::button, {});
    }
    seen_[static_cast<std::size_t>(tag)] = true;
    imply_ends(tag);
    const std::uint32_t row = push_node(tag, token);
    json_ld_goes_on_ = false;
    json_ld_ = tag == Tag::script &&
               tree_.get(row, Attribute::type).find("ld+json") != std::string_view::npos;
    if (is_void(tag) || (token.self_closing && foreign_ > 0)) {
      tree_.nodes[row].end = row + 1;
      return;
    }
    if (stack_.size() >= kMostDepth) {
      tree_.too_deep = true;
      ++suppressed_[static_cast<std::size_t>(tag)];
      tree_.nodes[row].end = row + 1;
      return;
    }
    stack_.push_back(row);
    ++open_[static_cast<std::size_t>(tag)];
    foreign_ += tag == Tag::svg || tag == Tag::math ? 1 : 0;
    if (foreign_ > 0) {
      tokenizer_.allow_cdata(true);
    }
  }

  std::uint32_t push_node(Tag tag, const HtmlToken& token) {
    HtmlNode node;
    node.tag = tag;
    node.parent = stack_.back();
    node.first = static_cast<std::uint32_t>(tree_.attributes.size());
    for (std::size_t i = 0; i < token.attribute_count; ++i) {
      push_attribute(token.attributes[i]);
    }
    node.count = static_cast<std::uint32_t>(tree_.attributes.size()) - node.first;
    tree_.nodes.push_back(node);
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }

  void push_attribute(const HtmlAttribute& a) {
    std::size_t size = std::min(a.value.size(), kValueBytes);
    while (size < a.value.size() && size > 0 &&
           (static_cast<unsigned char>(a.value[size]) & 0xC0) == 0x80) {
      --size;
    }
    tree_.attributes.push_back({attribute_of(a.name),
                                static_cast<std::uint32_t>(tree_.values.size()),
                                static_cast<std::uint32_t>(size), a.value_begin});
    tree_.values.append(a.value, 0, size);
  }

  // A link closes the one before it; other formatting is looked at innermost only.
  void open_inline(const HtmlToken& token) {
    if (token.data == "a") {
      close_inline(0);
    }
    const auto telling = [](const HtmlAttribute& a) {
      return a.name == "rel" || a.name == "itemprop" || a.name == "class" || a.name == "href";
    };
    const auto first = token.attributes.begin();
    if (std::none_of(first, first + static_cast<std::ptrdiff_t>(token.attribute_count), telling) ||
        tree_.inlines.size() >= kMostInlines || open_inlines_.size() >= 8) {
      return;
    }
    HtmlTree::Inline in{};
    in.text_begin = in.text_end = static_cast<std::uint32_t>(tree_.text.size());
    in.first = static_cast<std::uint32_t>(tree_.attributes.size());
    in.node = static_cast<std::uint32_t>(tree_.nodes.size());
    for (std::size_t i = 0; i < token.attribute_count; ++i) {
      if (telling(token.attributes[i])) {
        push_attribute(token.attributes[i]);
      }
    }
    in.count = static_cast<std::uint32_t>(tree_.attributes.size()) - in.first;
    open_inlines_.push_back(static_cast<std::uint32_t>(tree_.inlines.size()));
    inline_tags_.push_back(token.data);
    tree_.inlines.push_back(in);
  }

  // Closes the open inlines from the `from`th on.
  void close_inline(std::size_t from) {
    while (open_inlines_.size() > from) {
      tree_.inlines[open_inlines_.back()].text_end = static_cast<std::uint32_t>(tree_.text.size());
      open_inlines_.pop_back();
      inline_tags_.pop_back();
    }
  }

  void pop_to(std::size_t size) {
    while (stack_.size() > std::max<std::size_t>(size, 1)) {
      HtmlNode& node = tree_.nodes[stack_.back()];
      node.end = static_cast<std::uint32_t>(tree_.nodes.size());
      --open_[static_cast<std::size_t>(node.tag)];
      if (node.tag == Tag::svg || node.tag == Tag::math) {
        tokenizer_.allow_cdata(--foreign_ > 0);
      }
      if (is_block(node.tag)) {
        link_ = link_ && node.tag != Tag::body;
      }
      stack_.pop_back();
    }
  }

  // Pops to the nearest open `tag` (with it) unless one of `stop` lies in between.
  bool close_nearest(Tag tag, std::initializer_list<Tag> stop) {
    if (open_[static_cast<std::size_t>(tag)] == 0) {
      return false;
    }
    for (std::size_t i = stack_.size(); i-- > 1;) {
      const Tag t = tree_.nodes[stack_[i]].tag;
      if (t == tag) {
        pop_to(i);
        return true;
      }
      if (one_of(t, stop) || is_barrier(t)) {
        return false;
      }
    }
    return false;
  }

  void imply_ends(Tag tag) {
    if (top() == Tag::head && !in_head(tag)) {
      pop_to(stack_.size() - 1);
    }
    if (is_block(tag) && tag != Tag::br && tag != Tag::option &&
        open_[static_cast<std::size_t>(Tag::p)] > 0 &&
        !one_of(tag, {Tag::td, Tag::th, Tag::tr, Tag::tbody, Tag::thead, Tag::tfoot, Tag::caption,
                      Tag::legend})) {
      close_nearest(Tag::p, {Tag::td, Tag::th, Tag::li, Tag::figure});
    }
    switch (tag) {
      case Tag::li:
        close_nearest(Tag::li, {Tag::ul, Tag::ol, Tag::menu, Tag::article, Tag::section, Tag::nav});
        break;
      case Tag::dd:
      case Tag::dt:
        if (!close_nearest(Tag::dd, {Tag::dl, Tag::dt})) {
          close_nearest(Tag::dt, {Tag::dl});
        }
        break;
      case Tag::option:
      case Tag::optgroup:
        if (top() == Tag::option) {
          pop_to(stack_.size() - 1);
        }
        break;
      case Tag::td:
      case Tag::th:
        close_cell();
        break;
      case Tag::tr:
        close_cell();
        close_nearest_in_table(Tag::tr);
        break;
      case Tag::tbody:
      case Tag::thead:
      case Tag::tfoot:
        close_cell();
        close_nearest_in_table(Tag::tr);
        for (const Tag part : {Tag::tbody, Tag::thead, Tag::tfoot}) {
          close_nearest_in_table(part);
        }
        break;
      case Tag::h1:
      case Tag::h2:
      case Tag::h3:
      case Tag::h4:
      case Tag::h5:
      case Tag::h6:
        if (is_heading(top())) {
          pop_to(stack_.size() - 1);
        }
        break;
      default:
        break;
    }
  }

  void close_cell() {
    close_nearest_in_table(Tag::td);
    close_nearest_in_table(Tag::th);
  }
  void close_nearest_in_table(Tag tag) {
    if (open_[static_cast<std::size_t>(tag)] == 0) {
      return;
    }
    for (std::size_t i = stack_.size(); i-- > 1;) {
      const Tag t = tree_.nodes[stack_[i]].tag;
      if (t == tag) {
        pop_to(i);
        return;
      }
      if (t == Tag::table || t == Tag::html || t == Tag::body) {
        return;
      }
    }
  }

  void end(const HtmlToken& token) {
    const ElementName name = element_of(token.data);
    if (name.formatting) {
      link_ = link_ && token.data != "a";
      for (std::size_t i = inline_tags_.size(); i-- > 0;) {
        if (inline_tags_[i] == token.data) {
          close_inline(i);
          break;
        }
      }
      return;
    }
    const Tag tag = name.tag;
    if (tag == Tag::html || tag == Tag::body || is_void(tag)) {
      if (tag == Tag::br) {
        HtmlToken br;
        br.data = "br";
        const std::uint32_t row = push_node(Tag::br, br);
        tree_.nodes[row].end = row + 1;
      }
      return;
    }
    std::uint32_t& suppressed = suppressed_[static_cast<std::size_t>(tag)];
    if (suppressed > 0) {
      --suppressed;
      return;
    }
    if (open_[static_cast<std::size_t>(tag)] == 0) {
      return;
    }
    for (std::size_t i = stack_.size(); i-- > 1;) {
      const Tag t = tree_.nodes[stack_[i]].tag;
      if (t == tag) {
        pop_to(i);
        return;
      }
      // A span does not close over blocks, a cell's content does not close the table around it.
      if (is_barrier(t) &&
          !one_of(tag, {Tag::table, Tag::tr, Tag::tbody, Tag::thead, Tag::tfoot})) {
        return;
      }
      if ((tag == Tag::span || tag == Tag::p || tag == Tag::other || tag == Tag::label) &&
          is_block(t) && t != Tag::p) {
        return;
      }
    }
  }

  std::string_view source_;
  HtmlTokenizer tokenizer_;
  HtmlTree tree_;
  std::vector<std::uint32_t> stack_, open_inlines_;
  std::vector<std::string> inline_tags_;
  std::array<std::uint32_t, 128> open_{}, suppressed_{};
  std::array<bool, 128> seen_{};
  int foreign_ = 0;
  bool link_ = false, json_ld_ = false, json_ld_goes_on_ = false;
};

}  // namespace

bool is_heading(Tag tag) {
  return tag >= Tag::h1 && tag <= Tag::h6;
}

bool is_block(Tag tag) {
  switch (tag) {
    case Tag::text:
    case Tag::other:
    case Tag::span:
    case Tag::img:
    case Tag::input:
    case Tag::label:
    case Tag::time:
    case Tag::picture:
    case Tag::source:
    case Tag::button:
    case Tag::svg:
    case Tag::math:
    case Tag::link:
    case Tag::meta:
    case Tag::script:
    case Tag::style:
    case Tag::template_:
    case Tag::noscript:
    case Tag::iframe:
    case Tag::object:
    case Tag::audio:
    case Tag::video:
    case Tag::canvas:
    case Tag::select:
    case Tag::textarea:
      return false;
    default:
      return true;
  }
}

const HtmlTree::AttributeRow* HtmlTree::find(std::uint32_t first, std::uint32_t count,
                                             Attribute name) const {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (attributes[first + i].name == name) {
      return &attributes[first + i];
    }
  }
  return nullptr;
}

const HtmlTree::AttributeRow* HtmlTree::row(std::uint32_t node, Attribute name) const {
  const HtmlNode& n = nodes[node];
  return n.tag == Tag::text ? nullptr : find(n.first, n.count, name);
}

std::string_view HtmlTree::get(std::uint32_t node, Attribute name) const {
  const AttributeRow* found = row(node, name);
  return found == nullptr ? std::string_view{} : value(*found);
}

bool HtmlTree::has(std::uint32_t node, Attribute name) const {
  return row(node, name) != nullptr;
}

HtmlTree build_tree(std::string_view source) {
  return Builder(source).run();
}

}  // namespace sayso::read
