// SPDX-License-Identifier: Apache-2.0
#include "sentences_train.h"

#include <cstdio>
#include <random>
#include <set>

#include "perceptron.h"
#include "split/sentences.h"

namespace sayso::train {
namespace {

struct Block {
  std::string text;
  std::set<std::uint32_t> ends;  // byte offsets
};

// The paragraphs as running text, sentences joined by a blank; also joined by line ends in some,
// because scraped text breaks lines anywhere.
std::vector<Block> blocks_of(const std::vector<Sentence>& sentences) {
  std::vector<Block> out;
  bool glued = false;
  for (std::size_t k = 0; k < sentences.size(); ++k) {
    const Sentence& s = sentences[k];
    if (s.new_paragraph || out.empty()) {
      out.emplace_back();
    } else if (!glued) {
      out.back().text += k % 16 == 0 ? "\n" : " ";
    }
    for (int i = 0; i < s.size(); ++i) {
      out.back().text += s.form[i];
      if (s.space[i] && i + 1 < s.size()) {
        out.back().text += " ";
      }
    }
    glued = !s.space.back();
    out.back().ends.insert(static_cast<std::uint32_t>(out.back().text.size()));
  }
  return out;
}

}  // namespace

std::string train_sentences(const std::vector<Sentence>& sentences, const SplitLexicon& lexicon,
                            int epochs) {
  std::vector<Block> blocks = blocks_of(sentences);
  Perceptron p(2);
  std::mt19937_64 random(3);
  FeatureList f;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::size_t wrong = 0;
    std::size_t all = 0;
    for (std::size_t i = blocks.size(); i > 1; --i) {
      std::swap(blocks[i - 1], blocks[random() % i]);
    }
    for (const Block& b : blocks) {
      std::vector<RawToken> tokens;
      tokenize(b.text, 0, static_cast<std::uint32_t>(b.text.size()), lexicon, tokens);
      std::vector<TokenLook> looks;
      for (const RawToken& t : tokens) {
        looks.push_back(look_at(b.text, t));
      }
      SentenceSoFar so_far;
      for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        extend(so_far, looks[i]);
        const bool gold = b.ends.contains(tokens[i].end);
        if (may_end(b.text, tokens, looks, i)) {
          p.tick();
          boundary_features(b.text, tokens, looks, 0, tokens.size(), i, so_far, f);
          float scores[2];
          p.score(f.data(), f.size(), scores);
          const int right = gold ? 1 : 0;
          wrong += scores[right] <= scores[1 - right] ? 1 : 0;
          ++all;
          if (scores[right] < scores[1 - right] + 1.0F) {
            p.update(f.data(), f.size(), right, 1 - right);
          }
        }
        if (gold) {
          so_far = {};
        }
      }
    }
    std::fprintf(stderr, "sentences epoch %d: %zu of %zu places wrong, %zu rows\n", epoch, wrong,
                 all, p.rows());
  }
  p.average();
  return SparseWeights::build(p.sparse(p.spread() / 127, 1, 30000), 2);
}

}  // namespace sayso::train
