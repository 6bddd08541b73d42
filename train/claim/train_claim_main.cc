// SPDX-License-Identifier: Apache-2.0
// train_claim KNOWLEDGE MODEL OUT GOLD.jsonl... [--also WEIGHT GOLD.jsonl...]
// Reads the texts with the program's own stages, learns from what people marked as attributions,
// writes a model file with the claim sections. The texts themselves do not enter the model: only
// weights of hashed features. Sets after --also teach what is a claim,
// with that weight, but not where its parts end (other annotators draw other edges). Every tenth
// document is held out first, to print how well it does; what is written has learned from all.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

#include "base/json_writer.h"
#include "base/mapped_file.h"
#include "chain.h"
#include "examples.h"
#include "learner.h"
#include "mention/mention.h"
#include "pipeline/pipeline.h"

namespace sayso::train {
namespace {

constexpr std::uint32_t kHeldOut = 10;

struct Data {
  std::vector<std::unique_ptr<Prepared>> documents;
  std::vector<AcceptExample> accept[2];  // to learn from, held out
  std::vector<LabelExample> labels[2];
};

Status read_documents(const Knowledge& knowledge, const Model& model, const std::string& path,
                      const claims::CueLexicon& lexicon, float also, Data& data) {
  SAYSO_TRY(const auto gold, read_gold(path));
  SAYSO_TRY(auto stages, language_stages(knowledge, model));
  SAYSO_TRY(auto mention, make_mention_stage(knowledge));
  stages.push_back(std::move(mention));
  SAYSO_TRY(const auto pipeline, Pipeline::make(std::move(stages)));
  SAYSO_TRY(const auto reader, Reader::make(knowledge, {}));
  auto scratches = pipeline.make_scratches();
  Counts counts;
  for (const GoldDocument& g : gold) {
    std::string line = R"({"id":"x","text":)";
    append_json_string(line, g.text);
    line += "}";
    RawReport raw;
    raw.bytes = line;
    raw.path = path;
    raw.format = InputFormat::jsonl;
    auto read = reader->read(raw);
    auto prepared = std::make_unique<Prepared>();
    prepared->document = std::move(read.at(0));
    SAYSO_TRY_STATUS(pipeline.run(prepared->document, scratches));
    if (prepared->document.text != g.text) {
      std::fprintf(stderr, "%s: the reader changed the text\n", g.id.c_str());
      continue;
    }
    prepared->tree.build(prepared->document);
    prepared->quotes.find(prepared->document);
    const auto number = static_cast<std::uint32_t>(data.documents.size());
    const int part = also == 0 && number % kHeldOut == kHeldOut - 1 ? 1 : 0;
    auto& accept = data.accept[part];
    const std::size_t before = accept.size();
    std::vector<LabelExample> unused;
    make_examples(*prepared, g, lexicon, number, accept, also == 0 ? data.labels[part] : unused,
                  counts);
    for (std::size_t i = before; also != 0 && i < accept.size(); ++i) {
      accept[i].weight = also;
    }
    data.documents.push_back(std::move(prepared));
  }
  std::fprintf(
      stderr,
      "%s: %llu documents, %llu attributions, %llu with a cue we can propose, %llu candidates\n",
      path.c_str(), static_cast<unsigned long long>(counts.documents),
      static_cast<unsigned long long>(counts.attributions),
      static_cast<unsigned long long>(counts.reachable),
      static_cast<unsigned long long>(counts.candidates));
  return {};
}

float margin_of(const Learner& learner, const AcceptExample& e) {
  std::array<float, 4> scores{};
  learner.score(e.features.data(), static_cast<int>(e.features.size()), scores.data());
  return scores[1];
}

void learn_accept_once(const Data& data, Learner& learner, int epochs, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto& examples = data.accept[0];
  std::vector<std::uint32_t> order(examples.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::vector<std::uint64_t> thinned;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    const float rate = 0.25F / (1.0F + 0.5F * static_cast<float>(epoch));
    for (const std::uint32_t i : order) {
      // A third of the features left out each time, so that none is leant on alone.
      const AcceptExample& e = examples[i];
      constexpr std::uint32_t kDropped = 3;
      thinned.clear();
      for (const std::uint64_t hash : e.features) {
        if (random() % kDropped != 0) {
          thinned.push_back(hash);
        }
      }
      std::array<float, 4> scores{};
      const int count = static_cast<int>(thinned.size());
      learner.score(thinned.data(), count, scores.data());
      const float margin = scores[1] * static_cast<float>(kDropped) / (kDropped - 1.0F);
      const float p = 1.0F / (1.0F + std::exp(-margin));
      const float truth = e.yes ? 1.0F : 0.0F;
      learner.gradient(thinned.data(), count, e.weight * (truth - p), rate);
    }
  }
}

// The mean of several runs in other orders: one alone moves by a point on news from elsewhere.
void learn_accept(const Data& data, Learner& learner, int epochs) {
  constexpr std::uint32_t kRuns = 4;
  for (std::uint32_t seed = 1; seed <= kRuns; ++seed) {
    Learner once;
    learn_accept_once(data, once, epochs, seed);
    learner.blend(once, 1.0F / static_cast<float>(kRuns));
  }
}

// Precision and recall on the held-out documents. The threshold stays at one half: the best one
// there moves by half a unit between models, and other news wants precision.
void print_curve(const Data& data, const Learner& learner) {
  for (const float threshold : {-1.0F, -0.5F, 0.0F, 0.5F}) {
    double hits = 0, taken = 0, right = 0;
    for (const AcceptExample& e : data.accept[1]) {
      const bool yes = margin_of(learner, e) >= threshold;
      taken += yes ? 1 : 0;
      right += e.yes ? 1 : 0;
      hits += yes && e.yes ? 1 : 0;
    }
    std::fprintf(stderr, "  margin %.2f: P %.3f R %.3f F1 %.3f\n", threshold,
                 hits / std::max(1.0, taken), hits / std::max(1.0, right),
                 2 * hits / std::max(1.0, taken + right));
  }
}

// The labels of windows: a chain learner over the features the program itself uses.
class LabelTrainer {
 public:
  LabelTrainer(const Data& data, const claims::CueLexicon& lexicon)
      : data_(data), lexicon_(lexicon) {}

  void learn(int epochs) {
    for (const LabelExample& e : data_.labels[0]) {
      with(e, [&](const WindowFeatures& f) { chain_.count(f, e.gold); });
    }
    constexpr std::uint32_t kLeast = 2;
    chain_.settle(kLeast);
    for (const LabelExample& e : data_.labels[0]) {
      with(e, [&](const WindowFeatures& f) {
        chain_.keep(f, e.gold, e.proposal.head - e.proposal.window.begin);
      });
    }
    std::fprintf(stderr, "labels: %zu windows, %zu features\n", chain_.windows(), chain_.size());
    for (int i = 0; i < epochs; ++i) {
      const float rate = 0.04F / (1.0F + 0.3F * static_cast<float>(i));
      const double loss = chain_.epoch(rate, static_cast<std::uint32_t>(i) + 2);
      std::fprintf(stderr, "labels, epoch %d: loss %.3f a window\n", i + 1, loss);
      if (2 * i >= epochs) {
        chain_.remember();
      }
    }
    chain_.take_mean();
  }
  [[nodiscard]] const ChainLearner& chain() const { return chain_; }

  // Share of held-out windows labelled exactly right with the weights as they ship, and of the
  // rules.
  void print(const QuadWeights& weights) {
    std::uint64_t right = 0, rules = 0;
    for (const LabelExample& e : data_.labels[1]) {
      with(e, [&](const WindowFeatures& features) {
        FeatureList f;
        claims::best_labels<std::int32_t>(
            e.proposal, steps_, found_,
            [&](std::uint32_t t, std::int32_t* scores) {
              features.emission(t - e.proposal.window.begin, f);
              weights.score(f.data(), f.size(), scores);
            },
            [&](std::uint32_t t, std::uint8_t before, std::int32_t* scores) {
              features.transition(t - e.proposal.window.begin, before, f);
              weights.score(f.data(), f.size(), scores);
            });
      });
      right += same(e, found_) ? 1 : 0;
      rules += same(e, e.proposal.label) ? 1 : 0;
    }
    const auto n = static_cast<double>(std::max<std::size_t>(1, data_.labels[1].size()));
    std::fprintf(stderr, "labels, held out: %.3f of %zu windows right (rules %.3f)\n",
                 static_cast<double>(right) / n, data_.labels[1].size(),
                 static_cast<double>(rules) / n);
  }

 private:
  template <typename Use>
  void with(const LabelExample& e, Use&& use) {
    const Prepared& prepared = *data_.documents[e.document];
    const claims::Context context{prepared.document, prepared.tree, prepared.quotes, lexicon_};
    claims::LabelFeatures features(context, e.proposal, ancestors_, commas_);
    const std::uint32_t first = e.proposal.window.begin;
    use(WindowFeatures{[&](std::uint32_t i, FeatureList& f) {
                         features.emission(first + i, f);
                         features.edge(first + i);
                       },
                       [&](std::uint32_t i, std::uint8_t before, FeatureList& f) {
                         features.transition(first + i, before, f);
                       }});
  }

  // Punctuation does not count.
  [[nodiscard]] bool same(const LabelExample& e, const std::vector<std::uint8_t>& found) const {
    const TokenTable& tokens = data_.documents[e.document]->document.tokens;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] != e.gold[i] && tokens.upos[e.proposal.window.begin + i] != Upos::punct) {
        return false;
      }
    }
    return true;
  }

  const Data& data_;
  const claims::CueLexicon& lexicon_;
  ChainLearner chain_;
  std::vector<std::uint32_t> ancestors_, commas_;
  std::vector<std::uint8_t> steps_, found_;
};

constexpr std::size_t kAcceptRows = 150000, kLabelRows = 300000;

std::string label_weights(const LabelTrainer& trainer) {
  return QuadWeights::build(trainer.chain().rows(trainer.chain().spread() / 8000.0F, kLabelRows));
}

Status read_all(int argc, char** argv, const Knowledge& knowledge, const Model& model,
                const claims::CueLexicon& lexicon, Data& data) {
  float also = 0;
  for (int i = 4; i < argc; ++i) {
    if (std::strcmp(argv[i], "--also") == 0 && i + 1 < argc) {
      also = std::strtof(argv[++i], nullptr);
      continue;
    }
    SAYSO_TRY_STATUS(read_documents(knowledge, model, argv[i], lexicon, also, data));
  }
  return {};
}

// How well it does on documents it has not seen; then those are learned from too.
Status try_out(Data& data, const claims::CueLexicon& lexicon, int accept_epochs, int epochs) {
  Learner accept;
  learn_accept(data, accept, accept_epochs);
  print_curve(data, accept);
  LabelTrainer trainer(data, lexicon);
  trainer.learn(epochs);
  const std::string labels = label_weights(trainer);
  SAYSO_TRY(const auto weights, QuadWeights::open(labels, "labels"));
  trainer.print(weights);
  for (AcceptExample& e : data.accept[1]) {
    data.accept[0].push_back(std::move(e));
  }
  for (LabelExample& e : data.labels[1]) {
    data.labels[0].push_back(std::move(e));
  }
  return {};
}

Status run(int argc, char** argv) {
  if (argc < 5) {
    return Error{ErrorCode::invalid_argument,
                 "train_claim KNOWLEDGE MODEL OUT GOLD.jsonl... [--also WEIGHT GOLD.jsonl...]"};
  }
  SAYSO_TRY(const auto knowledge, Knowledge::load(argv[1]));
  SAYSO_TRY(const auto model, Model::load(argv[2]));
  SAYSO_TRY(const auto lexicon, claims::CueLexicon::make(knowledge));
  Data data;
  SAYSO_TRY_STATUS(read_all(argc, argv, knowledge, model, lexicon, data));
  const char* rounds = std::getenv("EPOCHS");
  const int epochs = rounds != nullptr ? std::atoi(rounds) : 5;
  constexpr int kAcceptEpochs = 8;
  SAYSO_TRY_STATUS(try_out(data, lexicon, kAcceptEpochs, epochs));

  Learner accept;
  learn_accept(data, accept, kAcceptEpochs);
  LabelTrainer trainer(data, lexicon);
  trainer.learn(epochs);
  const float accept_unit = accept.spread() / 8000.0F;
  struct Settings {
    float unit;
    std::int32_t bias;
  } settings{1.0F / accept_unit, 0};
  std::string bytes(sizeof(settings), '\0');
  std::memcpy(bytes.data(), &settings, sizeof(settings));
  ModelBuilder builder;
  builder.add("claim.settings", bytes);
  builder.add(claims::Scorer::kAcceptSection,
              QuadWeights::build(accept.rows(accept_unit, kAcceptRows)));
  builder.add(claims::Scorer::kLabelSection, label_weights(trainer));
  return write_file(argv[3], builder.bytes());
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (const auto status = sayso::train::run(argc, argv); !status.ok()) {
    std::fprintf(stderr, "train_claim: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
