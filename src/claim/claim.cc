// SPDX-License-Identifier: Apache-2.0
#include "claim/claim.h"

#include <optional>
#include <string>

#include "claim/draft.h"
#include "claim/score.h"

namespace sayso {
namespace {

struct ClaimScratch : Scratch {
  claims::Tree tree;
  claims::Quotes quotes;
  claims::Proposal proposal;
  claims::Draft draft;
  claims::ScorerScratch scorer;
  std::vector<claims::Draft> drafts;
};

class ClaimStage : public Stage {
 public:
  ClaimStage(claims::CueLexicon lexicon, std::optional<Model> weights, claims::Scorer scorer)
      : lexicon_(std::move(lexicon)), weights_(std::move(weights)), scorer_(std::move(scorer)) {}

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
        if (!claims::propose(context, t, s.proposal) || claims::nobody_says(context, s.proposal)) {
          continue;
        }
        const bool claim = scorer_.accept(context, s.proposal);
        if (claim) {
          scorer_.relabel(context, s.proposal, s.scorer);
          if (!claims::settle_frame(context, s.proposal)) {
            continue;
          }
        } else if (!claims::sure_inside(context, s.proposal)) {
          continue;
        }
        if (claims::make_draft(context, s.proposal, s.draft)) {
          s.draft.reserve = !claim;
          s.draft.unreal = claims::unrealised(context, s.proposal);
          s.draft.plan = claims::plans_thing(context, s.proposal);
          s.drafts.push_back(s.draft);
        }
      }
    }
    claims::drop_doubles(s.drafts);
    claims::cut_according(context, s.drafts);
    claims::nest(s.drafts);  // who tells by himself decides whose quotations go on
    claims::extend_quotes(context, s.drafts);
    claims::nest(s.drafts);
    claims::drop_weak_inner(s.drafts);
    claims::nest(s.drafts);
    claims::write_claims(context, s.drafts, document);
    return {};
  }

 private:
  claims::CueLexicon lexicon_;
  std::optional<Model> weights_;  // what scorer_ looks into, if it has a file of its own
  claims::Scorer scorer_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_claim_stage(const Knowledge& knowledge, const Model* model) {
  SAYSO_TRY(auto lexicon, claims::CueLexicon::make(knowledge));
  std::optional<Model> own;
  if (model != nullptr && model->section(claims::Scorer::kAcceptSection).empty()) {
    // Trained apart from the parser: its weights stand in a file beside the parser's.
    const std::string& path = model->path();
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    if (auto found = Model::load(folder + "claim.bin")) {
      own = *std::move(found);
      model = &*own;
    } else if (found.error().code != ErrorCode::not_found) {
      return std::move(found).error();
    }
  }
  SAYSO_TRY(auto scorer, claims::Scorer::make(model));
  return std::unique_ptr<Stage>(
      std::make_unique<ClaimStage>(std::move(lexicon), std::move(own), std::move(scorer)));
}

}  // namespace sayso
