// SPDX-License-Identifier: Apache-2.0
#include "split/split.h"

#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "split/sentences.h"
#include "split/tokenize.h"

namespace sayso {
namespace {

struct SplitScratch : Scratch {
  std::vector<RawToken> tokens;
  std::vector<TokenLook> looks;
  std::vector<std::uint32_t> ends;
  std::string form;
};

SplitLexicon read_lexicon(const Knowledge& knowledge) {
  SplitLexicon lexicon;
  const Table& table = knowledge.table("split");
  const std::uint32_t kind = table.column("kind");
  const std::uint32_t parts = table.column("parts");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    add_split_word(lexicon, table.key(row), table.text(row, kind), table.text(row, parts));
  }
  lexicon.finish();
  return lexicon;
}

// `form` with every kind of apostrophe inside a word made straight.
bool straighten(std::string_view form, std::string& out) {
  bool any = false;
  for (const char c : form) {
    any |= static_cast<unsigned char>(c) >= 128 || c == '`';
  }
  if (!any || form.size() == 1) {
    return false;
  }
  out.clear();
  for (std::size_t at = 0; at < form.size();) {
    const Decoded d = decode(form, at);
    const bool mark = d.code_point == 0x2019 || d.code_point == 0x2018 || d.code_point == 0x02BC ||
                      d.code_point == 0x00B4 || d.code_point == 0xFF07 || d.code_point == '`';
    if (mark && form.size() > d.length && form != "``") {
      out.push_back('\'');
    } else {
      out.append(form.substr(at, d.length));
    }
    at += d.length;
  }
  return true;
}

class SplitStage : public Stage {
 public:
  SplitStage(SplitLexicon lexicon, SentenceModel sentences)
      : lexicon_(std::move(lexicon)), sentences_(std::move(sentences)) {}
  [[nodiscard]] std::string_view name() const override { return "split"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerText; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTokens; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<SplitScratch>();
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  void add_sentence(Document& document, SplitScratch& s, std::uint32_t block, std::size_t begin,
                    std::size_t end) const;
  SplitLexicon lexicon_;
  SentenceModel sentences_;
};

Status SplitStage::run(Document& document, Scratch& scratch) const {
  auto& s = static_cast<SplitScratch&>(scratch);
  for (std::uint32_t b = 0; b < document.blocks.size(); ++b) {
    const Block& block = document.blocks[b];
    if (!reads_as_news(block.kind)) {
      continue;
    }
    s.tokens.clear();
    s.ends.clear();
    tokenize(document.text, block.text.begin, block.text.end, lexicon_, s.tokens);
    sentences_.split(document.text, s.tokens, 0, s.tokens.size(), s.looks, s.ends);
    std::size_t begin = 0;
    for (const std::uint32_t end : s.ends) {
      add_sentence(document, s, b, begin, end);
      begin = end;
    }
  }
  document.layers |= kLayerTokens;
  return {};
}

void SplitStage::add_sentence(Document& document, SplitScratch& s, std::uint32_t block,
                              std::size_t begin, std::size_t end) const {
  TokenTable& t = document.tokens;
  const std::uint32_t first = t.size();
  const auto sentence = static_cast<std::uint32_t>(document.sentences.size());
  bool in_quote = false;
  if (first > 0 && !document.sentences.empty() && document.sentences.back().block == block) {
    const std::uint8_t last = t.flags[first - 1];
    const std::string_view form = document.symbols.text(t.form[first - 1]);
    in_quote = (last & kInQuote) != 0 && form != "\"" && form != "\xE2\x80\x9D";
  }
  for (std::size_t i = begin; i < end; ++i) {
    const RawToken& raw = s.tokens[i];
    const std::string_view bytes = document.words(Span{raw.begin, raw.end});
    const bool space = i + 1 == s.tokens.size() || s.tokens[i + 1].begin > raw.end;
    const bool opens = bytes == "\xE2\x80\x9C" || bytes == "``" || bytes == "\xC2\xAB";
    const bool closes = bytes == "\xE2\x80\x9D" || bytes == "''" || bytes == "\xC2\xBB";
    const bool turns = bytes == "\"";
    const bool quoted = in_quote || opens || turns;
    in_quote = turns ? !in_quote : opens || (in_quote && !closes);
    t.begin.push_back(raw.begin);
    t.end.push_back(raw.end);
    t.flags.push_back(static_cast<std::uint8_t>((space ? kSpaceAfter : 0) |
                                                (quoted ? kInQuote : 0) |
                                                (raw.joined ? kJoinedToPrevious : 0)));
    const bool changed = straighten(bytes, s.form);
    const std::string_view form = changed ? std::string_view(s.form) : bytes;
    const Symbol symbol = document.symbols.intern(form);
    const Shape shape = document.symbols.shape(symbol);
    t.form.push_back(symbol);
    t.lower.push_back(shape == Shape::lower || shape == Shape::number
                          ? symbol
                          : document.symbols.intern(lowered(form)));
    t.sentence.push_back(sentence);
    if (raw.cut) {
      document.note("token_cut", {raw.begin, raw.end}, "a word of more than 65,536 bytes was cut");
    }
  }
  document.sentences.push_back({{first, t.size()}, block});
}

}  // namespace

Result<std::unique_ptr<Stage>> make_split_stage(const Knowledge& knowledge, const Model& model) {
  SAYSO_TRY(SentenceModel sentences, SentenceModel::open(model.section("sentences")));
  return std::unique_ptr<Stage>(
      std::make_unique<SplitStage>(read_lexicon(knowledge), std::move(sentences)));
}

}  // namespace sayso
