// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>
#include <vector>

#include "parse/name_lists.h"
#include "parse/names.h"
#include "parse/parse.h"
#include "parse/word_lookup.h"

namespace sayso {
namespace {

constexpr std::uint32_t kBatchWords = 128;  // sentences are tagged together up to about so many
constexpr std::uint32_t kWindow = 256;      // a longer sentence is tagged in windows
static_assert(kBatchWords + kWindow <= NameTagger::kMostWords);

struct NameScratch : Scratch {
  explicit NameScratch(const NameTagger& names) : tagger(names) {}
  WordLookup words;
  std::vector<std::uint16_t> lists;   // of each token
  std::vector<std::uint8_t> classes;  // of each token
  EncoderBatch batch;
  NameTagger::Scratch tagger;
};

class NameStage : public Stage {
 public:
  NameStage(WordTable words, NameTagger names, const NameLists& lists)
      : words_(std::move(words)), names_(std::move(names)), lists_(lists) {}
  [[nodiscard]] std::string_view name() const override { return "names"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTokens | kLayerTree; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerNames; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<NameScratch>(names_);
  }
  Status run(Document& document, Scratch& scratch) const override;

 private:
  void tag(const TokenTable& t, std::uint32_t begin, NameScratch& s) const;

  WordTable words_;
  NameTagger names_;
  NameLists lists_;
};

// The batch holds the words from token `begin` on.
void NameStage::tag(const TokenTable& t, std::uint32_t begin, NameScratch& s) const {
  if (!s.batch.words.empty()) {
    names_.tag(s.batch, t.name_state.data() + begin * static_cast<std::size_t>(names_.width()),
               s.lists.data() + begin, s.classes.data() + begin, s.tagger);
  }
  s.batch.clear();
}

Status NameStage::run(Document& document, Scratch& scratch) const {
  auto& s = static_cast<NameScratch&>(scratch);
  TokenTable& t = document.tokens;
  if (t.name_state.size() != t.size() * static_cast<std::size_t>(names_.width())) {
    return Error{ErrorCode::invalid_argument, "the stage names needs the stage parse of its model"};
  }
  const auto& words = s.words.look_up(document, words_);
  s.lists.resize(t.size());
  s.classes.assign(t.size(), 0);
  s.batch.clear();
  std::uint32_t first = 0;  // token the batch begins with
  for (const Sentence& sentence : document.sentences) {
    const TokenRange range = sentence.tokens;
    lists_.mark(document, range, s.lists.data() + range.begin);
    for (std::uint32_t at = range.begin; at < range.end; at += kWindow) {
      const std::uint32_t end = std::min(range.end, at + kWindow);
      if (s.batch.words.empty()) {
        first = at;
      }
      s.batch.words.insert(s.batch.words.end(), words.data() + at, words.data() + end);
      s.batch.end_sentence();
      if (s.batch.words.size() >= kBatchWords) {
        tag(t, first, s);
      }
    }
  }
  tag(t, first, s);
  t.name_tag.resize(t.size());
  std::transform(s.classes.begin(), s.classes.end(), t.name_tag.begin(), name_bio);
  t.name_state = {};
  document.layers |= kLayerNames;
  return {};
}

}  // namespace

Result<std::unique_ptr<Stage>> make_name_stage(const Knowledge& knowledge, const Model& model) {
  SAYSO_TRY(WordTable words, WordTable::open(model.section("words")));
  SAYSO_TRY(const Tensors tensors, Tensors::open(model.section("names"), "names"));
  SAYSO_TRY(NameTagger names, NameTagger::open(tensors));
  const NameLists lists(knowledge, names.lists());
  return std::unique_ptr<Stage>(
      std::make_unique<NameStage>(std::move(words), std::move(names), lists));
}

}  // namespace sayso
