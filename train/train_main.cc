// SPDX-License-Identifier: Apache-2.0
// train_model SHARED_DIR DATA_DIR WORK_DIR OUT.bin: trains every section of the model
// but "encoder" and "names" (train/encoder/) and writes it. WORK_DIR holds clusters.tsv.
// Deterministic: the same inputs give the same bytes.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "learn/learn.h"
#include "lemmas.h"
#include "lexicon.h"
#include "sentences_train.h"

namespace sayso::train {
namespace {

void stamp(const char* what) {
  std::fprintf(stderr, "%7.1f s of CPU: %s\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC,
               what);
}

int run(const std::string& shared, const std::string& data, const std::string& work,
        const std::string& out) {
  const std::string clusters = work + "/clusters.tsv";
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
  model.add("words", build_words(clusters, sentences, tags));
  stamp("lemmas");
  model.add("lemmas", train_lemmas(sentences, tags));

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
    std::fprintf(stderr, "train_model SHARED_DIR DATA_DIR WORK_DIR OUT.bin\n");
    return 2;
  }
  return sayso::train::run(argv[1], argv[2], argv[3], argv[4]);
}
