// SPDX-License-Identifier: Apache-2.0
#include "parse/parse.h"

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "parse/lemma.h"
#include "parse/parser.h"
#include "parse/reader.h"
#include "parse/tagger.h"
#include "parse/tags.h"
#include "parse/word_lookup.h"

namespace sayso {
namespace {

struct ParseScratch : Scratch {
  WordLookup words;
  std::vector<std::uint8_t> tags;                    // of each token: joint class
  std::unordered_map<std::uint64_t, Symbol> lemmas;  // of this document, by form, tag and case
  std::optional<TreeReader::Scratch> reader;
  ParseBuffers tree;
};

// Tags and trees by linear models, sentence by sentence.
struct LinearModels {
  Tagger tagger;
  Parser parser;

  void read(Document& document, const WordInfo* const* words, ParseScratch& s) const {
    TokenTable& t = document.tokens;
    for (const Sentence& sentence : document.sentences) {
      const TokenRange range = sentence.tokens;
      if (range.empty()) {
        continue;
      }
      const auto n = static_cast<int>(range.size());
      tagger.tag(words + range.begin, n, s.tags.data() + range.begin);
      parser.parse(words + range.begin, s.tags.data() + range.begin, n, s.tree);
      for (std::uint32_t k = 0; k < range.size(); ++k) {
        t.head[range.begin + k] = range.begin + static_cast<std::uint32_t>(s.tree.head[k]);
        t.deprel[range.begin + k] = static_cast<Deprel>(s.tree.label[k]);
      }
    }
  }
};

class ParseStage : public Stage {
 public:
  ParseStage(WordTable words, TagClasses classes, std::optional<TreeReader> reader,
             std::optional<LinearModels> linear, Lemmatizer lemmatizer)
      : words_(std::move(words)),
        classes_(std::move(classes)),
        reader_(std::move(reader)),
        linear_(std::move(linear)),
        lemmatizer_(std::move(lemmatizer)) {}
  [[nodiscard]] std::string_view name() const override { return "parse"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTree; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    auto s = std::make_unique<ParseScratch>();
    if (reader_) {
      s->reader.emplace(*reader_);
    }
    return s;
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  Symbol lemma(Document& document, std::uint32_t token, std::uint8_t tag, bool first,
               ParseScratch& s) const;

  WordTable words_;
  TagClasses classes_;
  std::optional<TreeReader> reader_;  // where the model has an encoder
  std::optional<LinearModels> linear_;
  Lemmatizer lemmatizer_;
};

Status ParseStage::run(Document& document, Scratch& scratch) const {
  auto& s = static_cast<ParseScratch&>(scratch);
  TokenTable& t = document.tokens;
  const std::uint32_t n = t.size();
  t.lemma.resize(n);
  t.upos.resize(n);
  t.xpos.resize(n);
  t.head.resize(n);
  t.deprel.resize(n);
  s.tags.resize(n);
  const auto& words = s.words.look_up(document, words_);
  if (reader_) {
    reader_->read(document, words.data(), s.tags.data(), *s.reader);
  } else {
    linear_->read(document, words.data(), s);
  }
  s.lemmas.clear();
  for (const Sentence& sentence : document.sentences) {
    for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      t.upos[i] = classes_.upos(s.tags[i]);
      t.xpos[i] = classes_.xpos(s.tags[i]);
      t.lemma[i] = lemma(document, i, s.tags[i], i == sentence.tokens.begin, s);
    }
  }
  document.children.build(t);
  document.layers |= kLayerTree;
  return {};
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

Result<std::unique_ptr<Stage>> make_parse_stage(const Model& model) {
  SAYSO_TRY(WordTable words, WordTable::open(model.section("words")));
  SAYSO_TRY(TagClasses classes, TagClasses::open(model.section("tags")));
  std::optional<TreeReader> reader;
  std::optional<LinearModels> linear;
  if (const std::string_view section = model.section("encoder"); !section.empty()) {
    SAYSO_TRY(reader, TreeReader::open(section, classes.size()));
  } else {
    LinearModels models;
    SAYSO_TRY(models.tagger, Tagger::open(classes, model.section("tagger")));
    SAYSO_TRY(models.parser, Parser::open(model.section("moves"), model.section("labels"),
                                          model.section("marks"), models.tagger.mark_kinds()));
    linear = std::move(models);
  }
  SAYSO_TRY(Lemmatizer lemmatizer, Lemmatizer::open(model.section("lemmas")));
  return std::unique_ptr<Stage>(std::make_unique<ParseStage>(std::move(words), std::move(classes),
                                                             std::move(reader), std::move(linear),
                                                             std::move(lemmatizer)));
}

}  // namespace sayso
