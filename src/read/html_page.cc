// SPDX-License-Identifier: Apache-2.0
#include "read/html_page.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "read/marks.h"
#include "read/tables.h"

namespace sayso::read {
namespace {

constexpr std::uint32_t kHeadingWords = 60;

// Content that is never shown as text.
bool is_opaque(Tag tag) {
  switch (tag) {
    case Tag::head:
    case Tag::title:
    case Tag::script:
    case Tag::style:
    case Tag::template_:
    case Tag::noscript:
    case Tag::svg:
    case Tag::math:
    case Tag::select:
    case Tag::textarea:
    case Tag::button:
    case Tag::iframe:
    case Tag::object:
    case Tag::audio:
    case Tag::video:
    case Tag::canvas:
    case Tag::dialog:
      return true;
    default:
      return false;
  }
}

// Chinese and Japanese write no blanks: two of their characters count as a word more.
std::uint32_t words_without_blanks(std::string_view run) {
  std::uint32_t characters = 0;
  for (const char c : run) {
    const auto lead = static_cast<unsigned char>(c);
    characters += lead >= 0xE3 && lead <= 0xE9 ? 1 : 0;
  }
  return characters / 2;
}

std::uint64_t hash_on(std::uint64_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 0x9E3779B97F4A7C15U + 0x7F4A7C15U;
}

class Flattener {
 public:
  explicit Flattener(const HtmlTree& tree) : tree_(tree) {
    page_.text.reserve(tree.text.size());
    page_.origins.reserve(tree.origins.size());
  }

  Page run() {
    open_.push_back(0);
    for (std::uint32_t row = 1; row < tree_.nodes.size();) {
      while (open_.size() > 1 && tree_.nodes[open_.back()].end <= row) {
        leave();
      }
      const HtmlNode& node = tree_.nodes[row];
      if (node.tag == Tag::text) {
        text(row);
        ++row;
      } else if (is_opaque(node.tag)) {
        row = std::max(node.end, row + 1);
      } else {
        enter(row);
        ++row;
      }
    }
    flush();
    sum();
    return std::move(page_);
  }

 private:
  void enter(std::uint32_t row) {
    const Tag tag = tree_.nodes[row].tag;
    if (tag == Tag::br) {
      line_break();
      return;
    }
    if (tag == Tag::time) {
      in_time_ = true;
    }
    if (tag == Tag::td || tag == Tag::th) {
      cell();
    } else if (is_block(tag)) {
      flush();
    }
    open_.push_back(row);
  }

  void leave() {
    const Tag tag = tree_.nodes[open_.back()].tag;
    if (is_block(tag) && tag != Tag::td && tag != Tag::th) {
      flush();
    }
    open_.pop_back();
  }

  // Two cells of a row stay on one line.
  void cell() {
    if (para_open_) {
      gap_ = gap_ || !pending_space_;
      pending_space_ = true;
    }
  }

  void line_break() {
    if (!para_open_) {
      return;
    }
    const std::string_view so_far =
        std::string_view(page_.text).substr(para_.begin, page_.text.size() - para_.begin);
    if (broken_ || ends_like_sentence(so_far)) {
      flush();
    } else {
      gap_ = gap_ || !pending_space_;
      pending_space_ = true;
      broken_ = true;
    }
  }

  void text(std::uint32_t row) {
    const HtmlNode& node = tree_.nodes[row];
    const std::string_view words = tree_.words(node);
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t space = space_at(words, at);
      if (space != 0) {
        pending_space_ = true;
        gap_ = false;
        at += space;
        continue;
      }
      std::size_t end = at;
      bool wide = false;  // holds more than ASCII
      do {
        wide = wide || static_cast<unsigned char>(words[end]) >= 0x80;
        ++end;
      } while (end < words.size() &&
               (static_cast<unsigned char>(words[end] - 0x21) < 0x5E || space_at(words, end) == 0));
      add_word(row, node.in_link, words.substr(at, end - at),
               node.first + static_cast<std::uint32_t>(at), wide);
      at = end;
    }
  }

  void add_word(std::uint32_t row, bool linked, std::string_view word, std::uint32_t from,
                bool wide) {
    if (!para_open_) {
      para_ = Para{};
      para_.row = row;
      para_.begin = static_cast<std::uint32_t>(page_.text.size());
      para_open_ = true;
      pending_space_ = gap_ = false;
      next_source_ = kNoSource;
      place();
    }
    const bool new_word = pending_space_ || page_.text.size() == para_.begin;
    if (pending_space_) {
      // One blank for a run of white space: the text goes on byte for byte if it was one byte. A
      // blank for a tag alone (the next cell) has no byte of its own.
      if (gap_) {
        page_.origins.push_back({static_cast<std::uint32_t>(page_.text.size()), kNoSource});
      }
      page_.text += ' ';
      next_source_ = gap_ ? kNoSource : next_source_ + 1;
    }
    pending_space_ = gap_ = false;
    broken_ = false;
    if (from != next_source_) {
      page_.origins.push_back({static_cast<std::uint32_t>(page_.text.size()), from});
    }
    page_.text += word;
    next_source_ = from + static_cast<std::uint32_t>(word.size());
    const std::uint32_t count = (new_word ? 1 : 0) + (wide ? words_without_blanks(word) : 0);
    para_.words += count;
    para_.link_words += linked ? count : 0;
  }

  // The block the paragraph stands in, and what kind that makes it.
  void place() {
    bool inline_only = true;
    for (std::size_t i = open_.size(); i-- > 0;) {
      const Tag tag = tree_.nodes[open_[i]].tag;
      if (inline_only && is_block(tag)) {
        para_.block = open_[i];
        para_.tag = tag;
        inline_only = false;
      }
      if (is_heading(tag) && para_.tag != Tag::p && para_.tag != Tag::li) {
        para_.kind = BlockKind::heading;
        para_.tag = tag;
        return;
      }
      if (tag == Tag::figcaption || tag == Tag::figure) {
        para_.kind = BlockKind::caption;
        return;
      }
      if (tag == Tag::blockquote && para_.kind == BlockKind::paragraph) {
        para_.kind = BlockKind::quote;
      }
      if ((tag == Tag::li || tag == Tag::dd || tag == Tag::dt) &&
          para_.kind == BlockKind::paragraph) {
        para_.kind = BlockKind::list_item;
      }
      if (tag == Tag::article || tag == Tag::section || tag == Tag::main) {
        return;
      }
    }
  }

  void flush() {
    pending_space_ = gap_ = false;
    broken_ = false;
    if (!para_open_) {
      in_time_ = false;
      return;
    }
    para_open_ = false;
    para_.end = static_cast<std::uint32_t>(page_.text.size());
    para_.sentence = ends_like_sentence(page_.words(para_));
    if (para_.kind == BlockKind::heading && para_.words > kHeadingWords) {
      para_.kind = BlockKind::paragraph;  // a whole text set in a heading's type
    }
    para_.in_time = in_time_;
    in_time_ = false;
    page_.text += '\n';
    page_.paras.push_back(para_);
  }

  void sum() {
    page_.good.assign(page_.paras.size() + 1, 0);
    for (std::size_t i = 0; i < page_.paras.size(); ++i) {
      page_.good[i + 1] = page_.good[i] + (is_good(page_.paras[i]) ? page_.paras[i].words : 0);
    }
  }

  const HtmlTree& tree_;
  Page page_;
  std::vector<std::uint32_t> open_;
  Para para_;
  bool para_open_ = false, pending_space_ = false, broken_ = false, in_time_ = false;
  bool gap_ = false;  // the pending space stands for a tag, not for white space
  std::uint32_t next_source_ = 0;
};

}  // namespace

bool is_good(const Para& p) {
  if (p.kind == BlockKind::heading || p.kind == BlockKind::caption ||
      p.link_words * 5 > p.words * 2) {
    return false;
  }
  return p.words >= 15 || (p.words >= 7 && p.sentence);
}

Page::Range Page::below(const HtmlTree& tree, std::uint32_t node) const {
  const auto row_less = [](const Para& p, std::uint32_t row) { return p.row < row; };
  const auto begin = std::lower_bound(paras.begin(), paras.end(), node, row_less);
  const auto end = std::lower_bound(begin, paras.end(), tree.nodes[node].end, row_less);
  return {static_cast<std::uint32_t>(begin - paras.begin()),
          static_cast<std::uint32_t>(end - paras.begin())};
}

Page flatten(const HtmlTree& tree) {
  return Flattener(tree).run();
}

MarkupWords::MarkupWords(const Table& table) {
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const std::string_view kind = table.text(row, 1);
    const Role role = kind == "cut"        ? Role::cut
                      : kind == "weak"     ? Role::weak
                      : kind == "comments" ? Role::comments
                      : kind == "body"     ? Role::body
                      : kind == "caption"  ? Role::caption
                      : kind == "lead"     ? Role::lead
                      : kind == "meta"     ? Role::meta
                                           : Role::none;
    std::uint64_t hash = 0;
    for (const char c : table.key(row)) {
      hash = hash_on(hash, c);
    }
    words_[hash] = {role, row};
  }
}

MarkupWords::Found MarkupWords::role_of(std::string_view names) const {
  // Of the current name (between blanks): the hash of its last word, of the last two joined, and of
  // the last three; and how many words there are.
  std::array<std::uint64_t, 3> joined{};
  std::size_t count = 0;
  bool open = false;
  Found best;
  const auto rank = [](Role r) {
    switch (r) {
      case Role::body:
        return 6;
      case Role::comments:
        return 5;
      case Role::cut:
        return 4;
      case Role::lead:
      case Role::caption:
        return 3;
      case Role::meta:
        return 2;
      case Role::weak:
        return 1;
      default:
        return 0;
    }
  };
  const auto flush = [&] {
    if (!open) {
      return;
    }
    for (std::size_t i = 0; i < joined.size() && i <= count; ++i) {
      const auto found = words_.find(joined[i]);
      if (found != words_.end() && rank(found->second.role) > rank(best.role)) {
        best = found->second;
      }
    }
    joined = {0, joined[0], joined[1]};  // the next word goes on from these
    ++count;
    open = false;
  };
  names = names.substr(0, 600);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const char c = names[i];
    const bool upper = c >= 'A' && c <= 'Z';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || upper) {
      if (upper && i > 0 && names[i - 1] >= 'a' && names[i - 1] <= 'z') {
        flush();
      }
      const char low = upper ? static_cast<char>(c + 32) : c;
      for (std::uint64_t& hash : joined) {
        hash = hash_on(hash, low);
      }
      open = true;
    } else {
      flush();
      if (c == ' ') {
        count = 0;
      }
    }
  }
  flush();
  return best;
}

}  // namespace sayso::read
