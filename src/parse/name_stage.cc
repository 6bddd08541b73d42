// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <utility>
#include <vector>

#include "parse/name_lists.h"
#include "parse/names.h"
#include "parse/parse.h"
#include "parse/tags.h"
#include "parse/word_lookup.h"

namespace sayso {
namespace {

struct NameScratch : Scratch {
  WordLookup words;
  std::vector<std::uint8_t> tags;  // joint classes, of each token
  std::vector<std::uint16_t> lists;
  std::vector<std::uint8_t> names;
  NameHistory history;
};

class NameStage : public Stage {
 public:
  NameStage(WordTable words, TagClasses classes, NameTagger names, const NameLists& lists)
      : words_(std::move(words)),
        classes_(std::move(classes)),
        names_(std::move(names)),
        lists_(lists) {}
  [[nodiscard]] std::string_view name() const override { return "names"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens | kLayerTree; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerNames; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<NameScratch>();
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  WordTable words_;
  TagClasses classes_;
  NameTagger names_;
  NameLists lists_;
};

Status NameStage::run(Document& document, Scratch& scratch) const {
  auto& s = static_cast<NameScratch&>(scratch);
  TokenTable& t = document.tokens;
  const auto& words = s.words.look_up(document, words_);
  s.history.clear();
  s.tags.resize(t.size());
  for (std::uint32_t i = 0; i < t.size(); ++i) {
    s.tags[i] = classes_.class_of(t.upos[i], t.xpos[i]);
  }
  t.name_tag.assign(t.size(), NameTag::outside);
  for (const Sentence& sentence : document.sentences) {
    const TokenRange range = sentence.tokens;
    s.lists.resize(range.size());
    s.names.resize(range.size());
    lists_.mark(document, range, s.lists.data());
    names_.tag({words.data() + range.begin, s.tags.data() + range.begin, s.lists.data(),
                static_cast<int>(range.size())},
               s.history, s.names.data());
    for (std::uint32_t k = 0; k < range.size(); ++k) {
      t.name_tag[range.begin + k] = NameTagger::bio(s.names[k]);
    }
  }
  document.layers |= kLayerNames;
  return {};
}

}  // namespace

Result<std::unique_ptr<Stage>> make_name_stage(const Knowledge& knowledge, const Model& model) {
  SAYSO_TRY(WordTable words, WordTable::open(model.section("words")));
  SAYSO_TRY(TagClasses classes, TagClasses::open(model.section("tags")));
  SAYSO_TRY(NameTagger names, NameTagger::open(model.section("names")));
  std::uint16_t known_lists = 0;
  if (const std::string_view section = model.section("name_lists"); section.size() == 2) {
    std::memcpy(&known_lists, section.data(), 2);
  }
  return std::unique_ptr<Stage>(std::make_unique<NameStage>(
      std::move(words), std::move(classes), std::move(names), NameLists(knowledge, known_lists)));
}

}  // namespace sayso
