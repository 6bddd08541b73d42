// SPDX-License-Identifier: Apache-2.0
#include "claim/claim.h"

#include "claim/draft.h"
#include "claim/score.h"

namespace sayso {
namespace {

struct ClaimScratch : Scratch {
  claims::Tree tree;
  claims::Quotes quotes;
  claims::Proposal proposal;
  claims::Draft draft;
  std::vector<claims::Draft> drafts;
};

class ClaimStage : public Stage {
 public:
  explicit ClaimStage(claims::CueLexicon lexicon) : lexicon_(std::move(lexicon)) {}

  [[nodiscard]] std::string_view name() const override { return "claim"; }
  [[nodiscard]] std::uint32_t reads() const override { return kLayerTree | kLayerMentions; }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerClaims; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<ClaimScratch>();
  }

  Status run(Document& document, Scratch& scratch) const override {
    document.claims.clear();
    if (!document.children.built()) {
      return {};
    }
    auto& s = static_cast<ClaimScratch&>(scratch);
    s.tree.build(document);
    s.quotes.find(document);
    s.drafts.clear();
    const claims::Context context{document, s.tree, s.quotes, lexicon_};
    for (const Sentence& sentence : document.sentences) {
      if (!reads_as_news(document.blocks[sentence.block].kind)) {
        continue;
      }
      for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
        if (claims::propose(context, t, s.proposal) && scorer_.accept(context, s.proposal) &&
            claims::make_draft(context, s.proposal, s.draft)) {
          s.drafts.push_back(s.draft);
        }
      }
    }
    claims::drop_doubles(s.drafts);
    claims::nest(s.drafts);  // who tells by himself decides whose quotations go on
    claims::extend_quotes(context, s.drafts);
    claims::nest(s.drafts);
    claims::write_claims(context, s.drafts, document);
    return {};
  }

 private:
  claims::CueLexicon lexicon_;
  claims::Scorer scorer_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_claim_stage(const Knowledge& knowledge) {
  SAYSO_TRY(auto lexicon, claims::CueLexicon::make(knowledge));
  return std::unique_ptr<Stage>(std::make_unique<ClaimStage>(std::move(lexicon)));
}

}  // namespace sayso
