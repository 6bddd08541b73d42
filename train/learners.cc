// SPDX-License-Identifier: Apache-2.0
#include "learners.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "parse/parse_features.h"
#include "parse/tag_features.h"
#include "parse/transition.h"

namespace sayso::train {
namespace {

int best_of(const float* scores, int n) {
  return static_cast<int>(std::max_element(scores, scores + n) - scores);
}

template <typename T>
void shuffle(std::vector<T>& v, std::mt19937_64& random) {
  for (std::size_t i = v.size(); i > 1; --i) {
    std::swap(v[i - 1], v[random() % i]);
  }
}

// What each move costs: gold arcs that can no longer be made after it.
void move_costs(const ParseState& s, const std::vector<std::int16_t>& gold, int costs[kMoves]) {
  const int n = s.n();
  const int next = s.next();
  const auto& stack = s.stack();
  const int top = stack.empty() ? -1 : stack.back();
  std::fill(costs, costs + kMoves, 0);
  if (next < n) {
    for (const int k : stack) {
      const bool child = gold[k] == next && s.node(k).head == kNone;
      const bool head = gold[next] == k;
      costs[kShift] += (child ? 1 : 0) + (head ? 1 : 0);
      costs[kRight] += (child ? 1 : 0) + (head && k != top ? 1 : 0);
    }
    if (gold[next] > next) {
      ++costs[kRight];
    }
  }
  if (top >= 0) {
    for (int k = next; k < n; ++k) {
      if (gold[k] == top) {
        ++costs[kReduce];
        ++costs[kLeft];
      }
    }
    if (gold[top] > next) {
      ++costs[kLeft];
    }
  }
}

}  // namespace

Perceptron train_tagger(const std::vector<const Example*>& examples, int classes, int epochs,
                        std::uint64_t seed) {
  Perceptron p(classes);
  std::mt19937_64 random(seed);
  std::vector<const Example*> order = examples;
  std::array<float, 128> scores{};
  std::vector<std::uint8_t> tags;
  FeatureList f;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    shuffle(order, random);
    std::size_t right = 0;
    std::size_t all = 0;
    for (const Example* e : order) {
      tags.assign(e->words.size(), 0);
      for (int i = 0; i < e->size(); ++i) {
        p.tick();
        tag_features(e->words.data(), e->size(), i, i > 0 ? tags[i - 1] : kNoTag,
                     i > 1 ? tags[i - 2] : kNoTag, f);
        p.score(f.data(), f.size(), scores.data());
        const int gold = e->gold_tags[i];
        scores[gold] -= 1.0F;  // a margin
        const int guess = best_of(scores.data(), classes);
        if (guess != gold) {
          p.update(f.data(), f.size(), gold, guess);
        }
        right += guess == gold ? 1 : 0;
        ++all;
        scores[gold] += 1.0F;
        tags[i] = static_cast<std::uint8_t>(best_of(scores.data(), classes));
      }
    }
    std::fprintf(stderr, "tagger epoch %d: %.2f, %zu rows\n", epoch, 100.0 * right / all, p.rows());
  }
  p.average();
  return p;
}

void predict_tags(const Perceptron& tagger, Example& e) {
  std::array<float, 128> scores{};
  FeatureList f;
  e.tags.assign(e.words.size(), 0);
  for (int i = 0; i < e.size(); ++i) {
    tag_features(e.words.data(), e.size(), i, i > 0 ? e.tags[i - 1] : kNoTag,
                 i > 1 ? e.tags[i - 2] : kNoTag, f);
    tagger.score(f.data(), f.size(), scores.data());
    e.tags[i] = static_cast<std::uint8_t>(best_of(scores.data(), tagger.classes()));
  }
}

ParserWeights train_parser(const std::vector<Example>& examples, int epochs, std::uint64_t seed) {
  ParserWeights w{Perceptron(kMoves), Perceptron(kDeprelCount)};
  std::mt19937_64 random(seed);
  std::vector<const Example*> order;
  for (const Example& e : examples) {
    order.push_back(&e);
  }
  ParseState state;
  FeatureList f;
  FeatureList lf;
  std::array<float, 64> scores{};
  std::array<float, 64> label_scores{};
  for (int epoch = 0; epoch < epochs; ++epoch) {
    shuffle(order, random);
    std::size_t wrong_moves = 0;
    std::size_t moves = 0;
    std::size_t wrong_labels = 0;
    for (const Example* e : order) {
      const TaggedWords words{e->words.data(), e->tags.data(), e->size()};
      state.start(e->size());
      while (!state.done()) {
        w.moves.tick();
        int costs[kMoves];
        move_costs(state, e->head, costs);
        move_features(state, words, f);
        w.moves.score(f.data(), f.size(), scores.data());
        int guess = -1;
        int best = -1;
        int least = 1 << 20;
        for (int m = 0; m < kMoves; ++m) {
          if (state.allows(m)) {
            least = std::min(least, costs[m]);
          }
        }
        for (int m = 0; m < kMoves; ++m) {
          if (!state.allows(m)) {
            continue;
          }
          if (guess < 0 || scores[m] > scores[guess]) {
            guess = m;
          }
          if (costs[m] == least && (best < 0 || scores[m] > scores[best])) {
            best = m;
          }
        }
        int rival = -1;
        for (int m = 0; m < kMoves; ++m) {
          if (state.allows(m) && costs[m] > least && (rival < 0 || scores[m] > scores[rival])) {
            rival = m;
          }
        }
        ++moves;
        if (rival >= 0 && scores[rival] + 1.0F > scores[best]) {
          w.moves.update(f.data(), f.size(), best, rival);
        }
        wrong_moves += costs[guess] > least ? 1 : 0;
        const int go = costs[guess] > least && (epoch == 0 || random() % 10 == 0) ? best : guess;
        int label = 0;
        if (go == kLeft || go == kRight) {
          const int head = go == kLeft ? state.next() : state.top();
          const int child = go == kLeft ? state.top() : state.next();
          if (head < state.n()) {
            w.labels.tick();
            label_features(state, words, head, child, lf);
            w.labels.score(lf.data(), lf.size(), label_scores.data());
            if (e->head[child] == head) {
              const int gold = e->label[child];
              label_scores[gold] -= 1.0F;
              const int bad = best_of(label_scores.data(), kDeprelCount);
              if (bad != gold) {
                w.labels.update(lf.data(), lf.size(), gold, bad);
                ++wrong_labels;
              }
              label_scores[gold] += 1.0F;
            }
            label = best_of(label_scores.data(), kDeprelCount);
          }
        }
        state.apply(go, label);
      }
    }
    std::fprintf(stderr, "parser epoch %d: %zu of %zu moves, %zu labels wrong; %zu + %zu rows\n",
                 epoch, wrong_moves, moves, wrong_labels, w.moves.rows(), w.labels.rows());
  }
  w.moves.average();
  w.labels.average();
  return w;
}

void predict_tree(const ParserWeights& parser, const Example& e, std::vector<std::int16_t>& head,
                  std::vector<std::uint8_t>& label) {
  const TaggedWords words{e.words.data(), e.tags.data(), e.size()};
  ParseState state;
  FeatureList f;
  std::array<float, 64> scores{};
  state.start(e.size());
  while (!state.done()) {
    move_features(state, words, f);
    parser.moves.score(f.data(), f.size(), scores.data());
    int go = -1;
    for (int m = 0; m < kMoves; ++m) {
      if (state.allows(m) && (go < 0 || scores[m] > scores[go])) {
        go = m;
      }
    }
    int l = 0;
    if (go == kLeft || go == kRight) {
      const int h = go == kLeft ? state.next() : state.top();
      const int c = go == kLeft ? state.top() : state.next();
      if (h < state.n()) {
        label_features(state, words, h, c, f);
        parser.labels.score(f.data(), f.size(), scores.data());
        l = best_of(scores.data(), kDeprelCount);
      }
    }
    state.apply(go, l);
  }
  head.clear();
  label.clear();
  for (int i = 0; i < e.size(); ++i) {
    head.push_back(state.node(i).head);
    label.push_back(state.node(i).label);
  }
}

}  // namespace sayso::train
