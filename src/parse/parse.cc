// SPDX-License-Identifier: Apache-2.0
#include "parse/parse.h"

#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "parse/lemma.h"
#include "parse/name_lists.h"
#include "parse/names.h"
#include "parse/parser.h"
#include "parse/tagger.h"
#include "parse/words.h"

namespace sayso {
namespace {

constexpr std::size_t kWordsKept = 50000;  // about 6 MB a worker

struct ParseScratch : Scratch {
  std::unordered_map<std::uint64_t, WordInfo> known;  // by hash of the form, across documents
  std::vector<const WordInfo*> by_symbol;             // of this document
  std::vector<const WordInfo*> words;                 // of this sentence
  std::vector<std::uint8_t> tags;
  std::unordered_map<std::uint64_t, Symbol> lemmas;  // of this document, by form, tag and case
  ParseBuffers tree;
  std::vector<std::uint16_t> lists;
  std::vector<std::uint8_t> names;
  NameHistory history;
};

class ParseStage : public Stage {
 public:
  ParseStage(WordTable words, Tagger tagger, Parser parser, Lemmatizer lemmatizer, NameTagger names,
             const NameLists& lists)
      : words_(std::move(words)),
        tagger_(std::move(tagger)),
        parser_(std::move(parser)),
        lemmatizer_(std::move(lemmatizer)),
        names_(std::move(names)),
        lists_(lists) {}
  [[nodiscard]] std::string_view name() const override { return "parse"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTree | kLayerNames; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<ParseScratch>();
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  const WordInfo* info(const Document& document, Symbol form, ParseScratch& s) const;
  void sentence(Document& document, TokenRange range, ParseScratch& s) const;
  Symbol lemma(Document& document, std::uint32_t token, std::uint8_t tag, bool first,
               ParseScratch& s) const;

  WordTable words_;
  Tagger tagger_;
  Parser parser_;
  Lemmatizer lemmatizer_;
  NameTagger names_;
  NameLists lists_;
};

const WordInfo* ParseStage::info(const Document& document, Symbol form, ParseScratch& s) const {
  const WordInfo*& slot = s.by_symbol[form.value];
  if (slot == nullptr) {
    const auto [at, fresh] = s.known.try_emplace(document.symbols.hash(form));
    if (fresh) {
      at->second = words_.info(document.symbols.text(form));
    }
    slot = &at->second;
  }
  return slot;
}

Status ParseStage::run(Document& document, Scratch& scratch) const {
  auto& s = static_cast<ParseScratch&>(scratch);
  if (s.known.size() > kWordsKept) {
    s.known.clear();
  }
  s.lemmas.clear();
  s.history.clear();
  s.by_symbol.assign(document.symbols.size(), nullptr);
  TokenTable& t = document.tokens;
  const std::uint32_t n = t.size();
  t.lemma.resize(n);
  t.upos.resize(n);
  t.xpos.resize(n);
  t.head.resize(n);
  t.deprel.resize(n);
  t.name_tag.assign(n, NameTag::outside);
  for (const Sentence& sentence_row : document.sentences) {
    if (!sentence_row.tokens.empty()) {
      sentence(document, sentence_row.tokens, s);
    }
  }
  document.children.build(t);
  document.layers |= kLayerTree | kLayerNames;
  return {};
}

void ParseStage::sentence(Document& document, TokenRange range, ParseScratch& s) const {
  TokenTable& t = document.tokens;
  s.words.clear();
  for (std::uint32_t i = range.begin; i < range.end; ++i) {
    s.words.push_back(info(document, t.form[i], s));
  }
  const auto n = static_cast<int>(range.size());
  s.tags.resize(range.size());
  tagger_.tag(s.words.data(), n, s.tags.data());
  parser_.parse(s.words.data(), s.tags.data(), n, s.tree);
  s.lists.resize(range.size());
  s.names.resize(range.size());
  lists_.mark(document, range, s.lists.data());
  names_.tag({s.words.data(), s.tags.data(), s.lists.data(), n}, s.history, s.names.data());
  for (int k = 0; k < n; ++k) {
    const std::uint32_t i = range.begin + static_cast<std::uint32_t>(k);
    const std::uint8_t tag = s.tags[static_cast<std::size_t>(k)];
    t.upos[i] = tagger_.upos(tag);
    t.xpos[i] = tagger_.xpos(tag);
    t.head[i] = range.begin + static_cast<std::uint32_t>(s.tree.head[static_cast<std::size_t>(k)]);
    t.deprel[i] = static_cast<Deprel>(s.tree.label[static_cast<std::size_t>(k)]);
    t.name_tag[i] = NameTagger::bio(s.names[static_cast<std::size_t>(k)]);
    t.lemma[i] = lemma(document, i, tag, k == 0, s);
  }
}

Symbol ParseStage::lemma(Document& document, std::uint32_t token, std::uint8_t tag, bool first,
                         ParseScratch& s) const {
  const Symbol form = document.tokens.form[token];
  const std::string_view text = document.symbols.text(form);
  const bool capital = is_upper(decode(text, 0).code_point);
  const std::uint32_t kind = !capital ? 0 : first ? 2 : 1;
  const std::uint64_t key = std::uint64_t{form.value} << 16 | std::uint64_t{tag} << 8 | kind;
  const auto [at, fresh] = s.lemmas.try_emplace(key);
  if (fresh) {
    at->second = document.symbols.intern(
        lemmatizer_.lemma(text, document.symbols.text(document.tokens.lower[token]), tag, kind));
  }
  return at->second;
}

}  // namespace

Result<std::unique_ptr<Stage>> make_parse_stage(const Knowledge& knowledge, const Model& model) {
  SAYSO_TRY(WordTable words, WordTable::open(model.section("words")));
  SAYSO_TRY(Tagger tagger, Tagger::open(model.section("tags"), model.section("tagger")));
  SAYSO_TRY(Parser parser, Parser::open(model.section("moves"), model.section("labels"),
                                        model.section("marks"), tagger.mark_kinds()));
  SAYSO_TRY(Lemmatizer lemmatizer, Lemmatizer::open(model.section("lemmas")));
  SAYSO_TRY(NameTagger names, NameTagger::open(model.section("names")));
  std::uint16_t known_lists = 0;
  if (const std::string_view section = model.section("name_lists"); section.size() == 2) {
    std::memcpy(&known_lists, section.data(), 2);
  }
  return std::unique_ptr<Stage>(std::make_unique<ParseStage>(
      std::move(words), std::move(tagger), std::move(parser), std::move(lemmatizer),
      std::move(names), NameLists(knowledge, known_lists)));
}

}  // namespace sayso
