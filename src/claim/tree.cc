// SPDX-License-Identifier: Apache-2.0
#include "claim/tree.h"

#include <algorithm>

namespace sayso::claims {

void Tree::build(const Document& document) {
  document_ = &document;
  const TokenTable& tokens = document.tokens;
  const std::uint32_t n = tokens.size();
  enter_.assign(n, 0);
  leave_.assign(n, 0);
  extent_.resize(n);
  std::uint32_t clock = 0;
  for (std::uint32_t root = 0; root < n; ++root) {
    if (!tokens.is_root(root)) {
      continue;
    }
    // Depth first with an explicit stack; a token is seen twice, the second time to leave it.
    stack_.assign(1, root);
    while (!stack_.empty()) {
      const std::uint32_t t = stack_.back();
      if (leave_[t] == 0 && enter_[t] == 0) {
        enter_[t] = ++clock;
        extent_[t] = {t, t + 1};
        for (const std::uint32_t c : document.children.of(t)) {
          if (c != t) {
            stack_.push_back(c);
          }
        }
        continue;
      }
      stack_.pop_back();
      leave_[t] = clock + 1;
      if (t != root) {
        TokenRange& up = extent_[tokens.head[t]];
        up.begin = std::min(up.begin, extent_[t].begin);
        up.end = std::max(up.end, extent_[t].end);
      }
    }
  }
}

std::uint32_t Tree::child(std::uint32_t t, std::initializer_list<Deprel> wanted) const {
  for (const std::uint32_t c : document_->children.of(t)) {
    if (c != t && std::find(wanted.begin(), wanted.end(), rel(c)) != wanted.end()) {
      return c;
    }
  }
  return kNone;
}

std::uint32_t Tree::subject(std::uint32_t t) const {
  // Where a parser gives two, parted by a comma, the one by the verb: "The strike, the army said".
  std::uint32_t found = kNone;
  for (const std::uint32_t c : document_->children.of(t)) {
    const Deprel r = rel(c);
    if (r == Deprel::nsubj || r == Deprel::nsubj_pass || r == Deprel::nsubj_outer) {
      bool parted = found == kNone;
      for (std::uint32_t k = found; !parted && k < c && c < t; ++k) {
        parted = lower(k) == ",";
      }
      found = parted ? c : found;
    }
  }
  return found;
}

bool Tree::has_case(std::uint32_t t, std::string_view preposition) const {
  for (const std::uint32_t c : document_->children.of(t)) {
    if (c != t && rel(c) == Deprel::case_ && lower(c) == preposition) {
      return true;
    }
  }
  return false;
}

}  // namespace sayso::claims
