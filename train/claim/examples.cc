// SPDX-License-Identifier: Apache-2.0
#include "examples.h"

#include <algorithm>

#include "base/utf8.h"

namespace sayso::train {
namespace {

using claims::Tree;

// Labels over all tokens for one attribution, edges of punctuation left out.
struct Marked {
  std::vector<std::pair<std::uint32_t, std::uint8_t>> tokens;  // token, label
  std::vector<std::uint32_t> cue;
};

Marked mark(const Prepared& p, const CodePoints& points, const Attribution& a) {
  const TokenTable& tokens = p.document.tokens;
  Marked out;
  for (std::size_t r = 0; r < a.roles.size(); ++r) {
    for (const auto& [start, end] : a.roles[r]) {
      const std::uint32_t from = points.byte_of(start), to = points.byte_of(end);
      auto first = static_cast<std::uint32_t>(
          std::upper_bound(tokens.end.begin(), tokens.end.end(), from) - tokens.end.begin());
      auto last = static_cast<std::uint32_t>(
          std::lower_bound(tokens.begin.begin(), tokens.begin.end(), to) - tokens.begin.begin());
      const bool only_punctuation = [&] {
        for (std::uint32_t t = first; t < last; ++t) {
          if (tokens.upos[t] != Upos::punct) {
            return false;
          }
        }
        return true;
      }();
      while (!only_punctuation && first < last && tokens.upos[first] == Upos::punct) {
        ++first;
      }
      while (!only_punctuation && first < last && tokens.upos[last - 1] == Upos::punct) {
        --last;
      }
      for (std::uint32_t t = first; t < last; ++t) {
        out.tokens.emplace_back(t, static_cast<std::uint8_t>(r + 1));
        if (r == 1) {
          out.cue.push_back(t);
        }
      }
    }
  }
  return out;
}

// The word of the cue that carries it: outside its own subtree hangs the rest.
std::uint32_t cue_head(const Prepared& p, const std::vector<std::uint32_t>& cue) {
  std::uint32_t best = Tree::kNone;
  for (const std::uint32_t t : cue) {
    const bool top =
        p.tree.is_root(t) || std::find(cue.begin(), cue.end(), p.tree.head(t)) == cue.end();
    if (top && (best == Tree::kNone ||
                (p.tree.upos(t) == Upos::verb && p.tree.upos(best) != Upos::verb))) {
      best = t;
    }
  }
  return best;
}

}  // namespace

void make_examples(const Prepared& p, const GoldDocument& gold, const claims::CueLexicon& lexicon,
                   std::uint32_t number, std::vector<AcceptExample>& accept,
                   std::vector<LabelExample>& labels, Counts& counts) {
  const claims::Context context{p.document, p.tree, p.quotes, lexicon};
  const CodePoints points(p.document.text);
  const std::uint32_t n = p.document.tokens.size();
  std::vector<std::uint8_t> content(n), cue(n);
  std::vector<std::uint32_t> owner(n, Tree::kNone);  // attribution whose cue head this is
  std::vector<Marked> marked;
  ++counts.documents;
  for (const Attribution& a : gold.attributions) {
    marked.push_back(mark(p, points, a));
    ++counts.attributions;
    counts.with_cue += marked.back().cue.empty() ? 0 : 1;
    for (const auto& [t, label] : marked.back().tokens) {
      content[t] = label == claims::kContent ? 1 : content[t];
      cue[t] = label == claims::kCue ? 1 : cue[t];
    }
  }
  claims::Proposal proposal;
  for (std::uint32_t i = 0; i < marked.size(); ++i) {
    if (marked[i].cue.empty()) {
      continue;
    }
    std::uint32_t head = cue_head(p, marked[i].cue);
    if (!claims::propose(context, head, proposal)) {
      for (const std::uint32_t t : marked[i].cue) {
        if (claims::propose(context, t, proposal)) {
          head = t;
          break;
        }
      }
    }
    owner[head] = i;
  }
  FeatureList features;
  for (const Sentence& sentence : p.document.sentences) {
    for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
      if (!claims::propose(context, t, proposal) || proposal.frame == claims::kFrameHeadline) {
        continue;
      }
      const bool yes = owner[t] != Tree::kNone;
      counts.reachable += yes ? 1 : 0;
      // Inside a content or beside the head of a cue people marked nothing: no evidence.
      if (!yes && (content[t] != 0 || cue[t] != 0)) {
        continue;
      }
      ++counts.candidates;
      claims::accept_features(context, proposal, features);
      accept.push_back({{features.data(), features.data() + features.size()}, 1, yes});
      if (yes) {
        LabelExample example{proposal, std::vector<std::uint8_t>(proposal.label.size()), number};
        for (const auto& [token, label] : marked[owner[t]].tokens) {
          if (proposal.in_window(token)) {
            example.gold[token - proposal.window.begin] = label;
          }
        }
        example.gold[t - proposal.window.begin] = claims::kCue;
        labels.push_back(std::move(example));
      }
    }
  }
}

}  // namespace sayso::train
