// SPDX-License-Identifier: Apache-2.0
// train_model SHARED_DIR DATA_DIR CLUSTERS.tsv OUT.bin: trains every section of the model and
// writes it. Deterministic: the same inputs give the same bytes.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "learn/learn.h"
#include "learners.h"
#include "lemmas.h"
#include "lexicon.h"
#include "sentences_train.h"

namespace sayso::train {
namespace {

constexpr int kFolds = 4;
constexpr std::size_t kFoldRun = 50;  // sentences in a row that go to one fold

void stamp(const char* what) {
  std::fprintf(stderr, "%7.1f s of CPU: %s\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC,
               what);
}

std::size_t fold_of(std::size_t sentence) {
  return sentence / kFoldRun % kFolds;
}

// Tags for the parser's training as a tagger gives them that has not seen the sentence.
void tag_unseen(std::vector<Example>& examples, int classes) {
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<const Example*> part;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (fold_of(i) != fold) {
        part.push_back(&examples[i]);
      }
    }
    const Perceptron tagger = train_tagger(part, classes, 3, fold + 2);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (fold_of(i) == fold) {
        predict_tags(tagger, examples[i]);
      }
    }
  }
}

int run(const std::string& shared, const std::string& data, const std::string& clusters,
        const std::string& out) {
  const std::string ud = shared + "/data/language/ud/";
  std::vector<Sentence> sentences = read_conllu(ud + "ewt/en_ewt-ud-train.conllu");
  for (Sentence& s : read_conllu(ud + "gum/en_gum-ud-train.conllu")) {
    sentences.push_back(std::move(s));
  }
  ModelBuilder model;
  stamp("sentences");
  model.add("sentences",
            train_sentences(sentences, read_split_lexicon(data + "/lexicon/split.tsv"), 6));

  TagSet tags;
  tags.learn(sentences, 15);
  model.add("tags", tags.bytes());
  const std::string words = build_words(clusters, sentences, tags);
  model.add("words", words);
  stamp("lemmas");
  model.add("lemmas", train_lemmas(sentences, tags));

  auto table = WordTable::open(words);
  if (!table) {
    return 2;
  }
  WordPool pool(*table);
  std::vector<Example> examples;
  std::vector<const Example*> all;
  for (const Sentence& s : sentences) {
    examples.push_back(prepare(s, tags, pool));
  }
  for (const Example& e : examples) {
    all.push_back(&e);
  }
  stamp("tagger");
  {
    const Perceptron tagger = train_tagger(all, tags.size(), 6, 1);
    model.add("tagger",
              SparseWeights::build(tagger.sparse(tagger.spread() / 127, 3, 160000), tags.size()));
  }
  stamp("tags for the parser");
  tag_unseen(examples, tags.size());
  for (Example& e : examples) {
    make_projective(e.head);
  }
  stamp("parser");
  {
    const ParserWeights parser = train_parser(examples, 8, 7);
    model.add("moves", QuadWeights::build(parser.moves.quad(parser.moves.spread() / 1000, 450000)));
    model.add("labels",
              SparseWeights::build(parser.labels.sparse(parser.labels.spread() / 127, 6, 160000),
                                   kDeprelCount));
  }
  const std::string bytes = model.bytes();
  if (auto status = write_file(out, bytes); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    return 2;
  }
  for (const auto& [name, size] : model.sizes()) {
    std::fprintf(stderr, "section %-10s %10zu bytes\n", name.c_str(), size);
  }
  stamp("done");
  return 0;
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "train_model SHARED_DIR DATA_DIR CLUSTERS.tsv OUT.bin\n");
    return 2;
  }
  return sayso::train::run(argv[1], argv[2], argv[3], argv[4]);
}
