// SPDX-License-Identifier: Apache-2.0
// train_clusters SPLIT_TABLE OUT.tsv TEXT...: word, fine cluster, coarse cluster, count.
#include <cstdio>

#include "clusters.h"

int main(int argc, char** argv) {
  using namespace sayso::train;
  if (argc < 4) {
    std::fprintf(stderr, "train_clusters SPLIT_TABLE OUT.tsv TEXT...\n");
    return 2;
  }
  const Corpus corpus = read_corpus({argv + 3, argv + argc}, argv[1], 45000);
  std::fprintf(stderr, "%zu words of text, %zu in the vocabulary\n", corpus.text.size(),
               corpus.word.size());
  const auto coarse = exchange_clusters(corpus, 96, 12);
  const auto fine = exchange_clusters(corpus, 600, 10);
  std::FILE* out = std::fopen(argv[2], "w");
  if (out == nullptr) {
    std::fprintf(stderr, "cannot write %s\n", argv[2]);
    return 2;
  }
  for (std::size_t w = 2; w < corpus.word.size(); ++w) {
    std::fprintf(out, "%s\t%d\t%d\t%llu\n", corpus.word[w].c_str(), fine[w], coarse[w],
                 static_cast<unsigned long long>(corpus.count[w]));
  }
  std::fclose(out);
  return 0;
}
