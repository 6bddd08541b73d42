// SPDX-License-Identifier: Apache-2.0
// A page as a row of paragraphs: the tree flattened at block elements, white space collapsed, words
// and linked words counted, with what class names and roles say about where each one stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "doc/document.h"
#include "lex/lex.h"
#include "read/html_tree.h"

namespace sayso::read {

// What the name of a class or id tells (data/lexicon/read_markup.tsv).
enum class Role : std::uint8_t { none, cut, weak, comments, body, lead, caption, meta };

class MarkupWords {
 public:
  explicit MarkupWords(const Table& table);
  // The strongest role among the words of a class or id attribute.
  struct Found {
    Role role = Role::none;
    std::uint32_t word = 0;  // row of the table that said so
  };
  [[nodiscard]] Found role_of(std::string_view names) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(words_.size()); }

 private:
  std::unordered_map<std::uint64_t, Found> words_;  // by hash
};

struct Para {
  std::uint32_t row = 0;    // of its first text node
  std::uint32_t block = 0;  // row of the block element it stands in
  Tag tag = Tag::div;       // that element's
  BlockKind kind = BlockKind::paragraph;
  std::uint32_t begin = 0, end = 0;  // bytes of Page::text
  std::uint32_t words = 0, link_words = 0;
  bool sentence = false;  // ends like one
  bool in_time = false;   // holds a <time>
};

struct Page {
  std::string text;             // paragraphs one after the other, each ended by \n
  std::vector<Origin> origins;  // -> bytes of HtmlTree::text
  std::vector<Para> paras;
  std::vector<std::uint32_t> good;  // prefix sums of the words of good paragraphs, paras + 1

  [[nodiscard]] std::string_view words(const Para& p) const {
    return std::string_view(text).substr(p.begin, p.end - p.begin);
  }
  // Rows of paras whose text stands below the node.
  struct Range {
    std::uint32_t begin, end;
  };
  [[nodiscard]] Range below(const HtmlTree& tree, std::uint32_t node) const;
  [[nodiscard]] std::uint32_t good_words(Range r) const { return good[r.end] - good[r.begin]; }
};

Page flatten(const HtmlTree& tree);
// A paragraph of running text, as against a label, a menu, a list of links.
bool is_good(const Para& p);

}  // namespace sayso::read
