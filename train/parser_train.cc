// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "learners.h"
#include "parse/marks.h"
#include "parse/parse_features.h"
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

// A sentence, with marks or without, and its tree in positions of the skeleton.
struct Bare {
  Skeleton skeleton;
  std::vector<std::int16_t> head;  // size() = root
  std::vector<std::uint8_t> label;
};

void strip(const Example& e, const std::vector<std::uint8_t>& is_mark, Skeleton::Marks marks,
           Bare& out) {
  out.skeleton.build(e.words.data(), e.tags.data(), e.size(), is_mark, marks);
  const int n = out.skeleton.size();
  std::vector<int> position(e.words.size() + 1, -1);
  position[e.words.size()] = n;
  for (int i = 0; i < n; ++i) {
    position[out.skeleton.original(i)] = i;
  }
  for (int i = 0; i < n; ++i) {
    const int self = out.skeleton.original(i);
    int head = e.head[self];
    for (int guard = 0; position[head] < 0 && guard < 100; ++guard) {
      head = e.head[head];  // the head was taken for a mark
    }
    out.head.push_back(static_cast<std::int16_t>(position[head] < 0 ? n : position[head]));
    out.label.push_back(e.label[self]);
  }
  make_projective(out.head);
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

ParserWeights train_parser(const std::vector<Example>& examples,
                           const std::vector<std::uint8_t>& is_mark, int epochs,
                           std::uint64_t seed) {
  ParserWeights w{Perceptron(kMoves), Perceptron(kDeprelCount)};
  std::mt19937_64 random(seed);
  std::vector<Bare> bare(examples.size());
  std::vector<const Bare*> order;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    strip(examples[i], is_mark, Skeleton::Marks::keep, bare[i]);
    order.push_back(&bare[i]);
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
    for (const Bare* e : order) {
      const Skeleton& words = e->skeleton;
      state.start(words.size());
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

Perceptron train_marks(const std::vector<Example>& examples,
                       const std::vector<std::uint8_t>& is_mark, int epochs, std::uint64_t seed) {
  Perceptron p(1);
  std::mt19937_64 random(seed);
  std::vector<const Example*> order;
  for (const Example& e : examples) {
    order.push_back(&e);
  }
  Bare bare;
  ParseState state;
  MarkPlaces places;
  FeatureList f;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    shuffle(order, random);
    std::size_t right = 0;
    std::size_t all = 0;
    std::size_t possible = 0;
    for (const Example* e : order) {
      bare = {};
      strip(*e, is_mark, Skeleton::Marks::drop, bare);
      state.start(bare.skeleton.size());
      for (int i = 0; i < bare.skeleton.size(); ++i) {
        state.node(i).head = bare.head[i];
        state.node(i).label = bare.label[i];
      }
      const auto& marks = bare.skeleton.marks();
      places.start(bare.skeleton, e->words.data());
      for (std::size_t m = 0; m < marks.size(); ++m) {
        p.tick();
        const WordInfo& form = *e->words[marks[m].original];
        const auto& candidates = places.candidates(bare.skeleton, state, m);
        int gold = -1;
        int guess = -1;
        float best = -1e30F;
        float gold_score = 0;
        for (std::size_t c = 0; c < candidates.size(); ++c) {
          const bool is_gold =
              bare.skeleton.original(candidates[c].word) == e->head[marks[m].original];
          float score = 0;
          places.features(bare.skeleton, state, m, c, form, f);
          p.score(f.data(), f.size(), &score);
          if (is_gold) {
            gold = static_cast<int>(c);
            gold_score = score;
            score -= 1.0F;
          }
          if (score > best) {
            best = score;
            guess = static_cast<int>(c);
          }
        }
        ++all;
        if (gold < 0) {
          continue;
        }
        ++possible;
        right += guess == gold || gold_score > best ? 1 : 0;
        if (guess != gold) {
          places.features(bare.skeleton, state, m, gold, form, f);
          p.bump(f.data(), f.size(), 0, 1.0F);
          places.features(bare.skeleton, state, m, guess, form, f);
          p.bump(f.data(), f.size(), 0, -1.0F);
        }
      }
    }
    std::fprintf(stderr, "marks epoch %d: %zu right of %zu possible of %zu\n", epoch, right,
                 possible, all);
  }
  p.average();
  return p;
}

}  // namespace sayso::train
