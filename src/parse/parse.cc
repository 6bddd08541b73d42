// SPDX-License-Identifier: Apache-2.0
#include "parse/parse.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "parse/lemma.h"
#include "parse/mend.h"
#include "parse/reader.h"
#include "parse/tags.h"
#include "parse/word_lookup.h"

namespace sayso {
namespace {

struct ParseScratch : Scratch {
  explicit ParseScratch(const TreeReader& tree_reader) : reader(tree_reader) {}
  WordLookup words;
  std::vector<std::uint8_t> tags;                    // of each token: joint class
  std::unordered_map<std::uint64_t, Symbol> lemmas;  // of this document, by form, tag and case
  TreeReader::Scratch reader;
  MendScratch mend;
};

class ParseStage : public Stage {
 public:
  ParseStage(WordTable words, TagClasses classes, TreeReader reader, Lemmatizer lemmatizer)
      : words_(std::move(words)),
        classes_(std::move(classes)),
        reader_(std::move(reader)),
        lemmatizer_(std::move(lemmatizer)) {}
  [[nodiscard]] std::string_view name() const override { return "parse"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerTree; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<ParseScratch>(reader_);
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  Symbol lemma(Document& document, std::uint32_t token, std::uint8_t tag, bool first,
               ParseScratch& s) const;
  [[nodiscard]] bool known(std::string_view word) const { return words_.info(word).fine != 0; }

  WordTable words_;
  TagClasses classes_;
  TreeReader reader_;
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
  t.name_state.resize(n * static_cast<std::size_t>(reader_.name_width()));
  const auto& words = s.words.look_up(document, words_);
  reader_.read(document, words.data(), s.tags.data(), s.reader);
  s.lemmas.clear();
  for (const Sentence& sentence : document.sentences) {
    for (std::uint32_t i = sentence.tokens.begin; i < sentence.tokens.end; ++i) {
      t.upos[i] = classes_.upos(s.tags[i]);
      t.xpos[i] = classes_.xpos(s.tags[i]);
      t.lemma[i] = lemma(document, i, s.tags[i], i == sentence.tokens.begin, s);
    }
  }
  mend_trees(document, s.mend);
  document.children.build(t);
  document.layers |= kLayerTree;
  return {};
}

Symbol ParseStage::lemma(Document& document, std::uint32_t token, std::uint8_t tag, bool first,
                         ParseScratch& s) const {
  const Symbol form = document.tokens.form[token];
  const std::string_view text = document.symbols.text(form);
  const bool capital = is_upper(decode(text, 0).code_point);
  const Upos upos = classes_.upos(tag);
  const bool verb = upos == Upos::verb || upos == Upos::aux;  // "Said" begins as "said" goes on
  const bool noun =  // "May 2023: Gunmen": written large and no name
      upos == Upos::noun && document.symbols.shape(form) != Shape::all_caps;
  const std::uint32_t kind = !capital || (first && verb) || (!first && noun)
                                 ? Lemmatizer::kLowerCase
                             : first ? Lemmatizer::kFirstWord
                                     : Lemmatizer::kCapital;
  const std::uint64_t key = std::uint64_t{form.value} << 16 | std::uint64_t{tag} << 8 | kind;
  const auto [at, fresh] = s.lemmas.try_emplace(key);
  if (fresh) {
    const std::string_view lower = document.symbols.text(document.tokens.lower[token]);
    std::string lemma =
        lemmatizer_.lemma(kind == Lemmatizer::kLowerCase && noun ? lower : text, lower, tag, kind);
    if (upos == Upos::verb && !known(lemma) && known(lemma + "e")) {
      lemma += 'e';  // "postponed": the endings alone do not tell
    }
    at->second = document.symbols.intern(lemma);
  }
  return at->second;
}

}  // namespace

Result<std::unique_ptr<Stage>> make_parse_stage(const Model& model) {
  SAYSO_TRY(WordTable words, WordTable::open(model.section("words")));
  SAYSO_TRY(TagClasses classes, TagClasses::open(model.section("tags")));
  if (model.section("encoder").empty()) {
    return Error{
        ErrorCode::unsupported_version,
        model.path() + ": a model without the section encoder; take the one of this version"};
  }
  if (!Tensors::open(model.section("names"), "names")) {
    return Error{
        ErrorCode::unsupported_version,
        model.path() + ": its section names has another form; take the model of this version"};
  }
  SAYSO_TRY(TreeReader reader,
            TreeReader::open(model.section("encoder"), classes.size(), model.section("names")));
  reader.know(classes);
  SAYSO_TRY(Lemmatizer lemmatizer, Lemmatizer::open(model.section("lemmas")));
  return std::unique_ptr<Stage>(std::make_unique<ParseStage>(
      std::move(words), std::move(classes), std::move(reader), std::move(lemmatizer)));
}

}  // namespace sayso
