// SPDX-License-Identifier: Apache-2.0
#include "doc/testing.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

BlockKind kind_from(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(BlockKind::furniture); ++i) {
    if (block_kind_name(static_cast<BlockKind>(i)) == name) {
      return static_cast<BlockKind>(i);
    }
  }
  return BlockKind::paragraph;
}

class Builder {
 public:
  Document build(std::string_view conllu) {
    for (const std::string_view line : split(conllu, '\n')) {
      read(line);
    }
    end_sentence();
    if (!d_.blocks.empty()) {
      d_.blocks.back().text.end = static_cast<std::uint32_t>(d_.text.size());
    }
    d_.children.build(d_.tokens);
    d_.layers = kLayerText | kLayerTokens | kLayerTree | kLayerNames;
    return std::move(d_);
  }

 private:
  void read(std::string_view line) {
    if (trim(line).empty()) {
      end_sentence();
    } else if (line.starts_with("# newpar")) {
      new_block_ = true;
    } else if (line.starts_with("# block = ")) {
      new_block_ = true;
      kind_ = kind_from(trim(line.substr(10)));
    } else if (line[0] != '#') {
      const auto cells = split(line, '\t');
      SAYSO_CHECK(cells.size() == 10);
      if (cells[0].find_first_of("-.") == std::string_view::npos) {
        token(cells);
      }
    }
  }

  void token(const std::vector<std::string_view>& cells) {
    if (new_block_ || d_.blocks.empty()) {
      if (!d_.blocks.empty()) {
        d_.blocks.back().text.end = static_cast<std::uint32_t>(d_.text.size());
        d_.text += '\n';
      }
      const auto at = static_cast<std::uint32_t>(d_.text.size());
      d_.blocks.push_back({{at, at}, kind_});
      new_block_ = false;
      kind_ = BlockKind::paragraph;
    } else if (space_) {
      d_.text += ' ';
    }
    TokenTable& t = d_.tokens;
    t.begin.push_back(static_cast<std::uint32_t>(d_.text.size()));
    d_.text += cells[1];
    t.end.push_back(static_cast<std::uint32_t>(d_.text.size()));
    space_ = cells[9].find("SpaceAfter=No") == std::string_view::npos;
    t.flags.push_back(space_ ? kSpaceAfter : 0);
    t.form.push_back(d_.symbols.intern(cells[1]));
    t.lower.push_back(d_.symbols.intern(lowered(cells[1])));
    t.lemma.push_back(d_.symbols.intern(cells[2]));
    Upos upos = Upos::x;
    Xpos xpos = Xpos::none;
    Deprel deprel = Deprel::dep;
    upos_from(cells[3], upos);
    xpos_from(cells[4], xpos);
    deprel_from(cells[7], deprel);
    t.upos.push_back(upos);
    t.xpos.push_back(xpos);
    t.deprel.push_back(deprel);
    const auto head =
        static_cast<std::uint32_t>(std::strtoul(std::string(cells[6]).c_str(), nullptr, 10));
    const std::uint32_t self = t.size() - 1;
    t.head.push_back(head == 0 ? self : first_ + head - 1);
    t.sentence.push_back(static_cast<std::uint32_t>(d_.sentences.size()));
    t.name_tag.push_back(NameTag::outside);
  }

  void end_sentence() {
    const std::uint32_t n = d_.tokens.size();
    if (n > first_) {
      d_.sentences.push_back({{first_, n}, static_cast<std::uint32_t>(d_.blocks.size() - 1)});
      first_ = n;
    }
  }

  Document d_;
  std::uint32_t first_ = 0;  // first token of the sentence being read
  bool new_block_ = true, space_ = false;
  BlockKind kind_ = BlockKind::paragraph;
};

}  // namespace

Document document_from_conllu(std::string_view conllu) {
  return Builder().build(conllu);
}

}  // namespace sayso
