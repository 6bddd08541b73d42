// SPDX-License-Identifier: Apache-2.0
#include "parse/tree.h"

#include <algorithm>

namespace sayso {
namespace {

// Taken off every arc from the root: a second root never pays.
constexpr double kRootCost = 1e9;

}  // namespace

void TreeDecoder::decode(const float* scores, std::size_t stride, int n, std::int32_t* heads) {
  for (int i = 0; i < n; ++i) {
    const float* row = scores + static_cast<std::size_t>(i) * stride;
    int best = n;
    float most = row[n];
    for (int j = 0; j < n; ++j) {
      if (row[j] > most && j != i) {
        most = row[j];
        best = j;
      }
    }
    heads[i] = best;
  }
  if (!is_tree(heads, n, state_)) {
    contract(scores, stride, n, heads);
  }
}

// One root, and every word leads there.
bool TreeDecoder::is_tree(const std::int32_t* heads, int n, std::vector<std::uint8_t>& state) {
  if (std::count(heads, heads + n, n) != 1) {
    return false;
  }
  enum : std::uint8_t { unseen, open, done };
  state.assign(static_cast<std::size_t>(n) + 1, unseen);
  state[static_cast<std::size_t>(n)] = done;
  for (int i = 0; i < n; ++i) {
    int at = i;
    while (state[static_cast<std::size_t>(at)] == unseen) {
      state[static_cast<std::size_t>(at)] = open;
      at = heads[at];
    }
    if (state[static_cast<std::size_t>(at)] == open) {
      return false;
    }
    for (at = i; state[static_cast<std::size_t>(at)] == open; at = heads[at]) {
      state[static_cast<std::size_t>(at)] = done;
    }
  }
  return true;
}

int TreeDecoder::best_from(int place) const {
  const Arc* row = arcs_.data() + static_cast<std::size_t>(place) * width_;
  int best = -1;
  for (int j = 0; j < static_cast<int>(width_); ++j) {
    if (j != place && alive_[static_cast<std::size_t>(j)] != 0 &&
        (best < 0 || row[j].score > row[best].score)) {
      best = j;
    }
  }
  return best;
}

// Grows a path of best arcs backwards; where it meets itself the cycle becomes one node, where it
// meets the root or a finished path it is finished.
void TreeDecoder::contract(const float* scores, std::size_t stride, int n, std::int32_t* heads) {
  width_ = static_cast<std::size_t>(n) + 1;
  arcs_.resize(std::max(arcs_.size(), static_cast<std::size_t>(n) * width_));
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j <= n; ++j) {
      const double score =
          scores[static_cast<std::size_t>(i) * stride + static_cast<std::size_t>(j)];
      arc(i, j) = {j == n ? score - kRootCost : score, i, j};
    }
  }
  alive_.assign(width_, 1);
  node_at_.resize(width_);
  for (std::size_t i = 0; i < width_; ++i) {
    node_at_[i] = static_cast<std::int32_t>(i);
  }
  parent_.assign(static_cast<std::size_t>(n), -1);
  entry_.resize(static_cast<std::size_t>(n));
  enum : std::uint8_t { unseen, on_path, done };
  state_.assign(width_, unseen);
  state_[static_cast<std::size_t>(n)] = done;
  for (int start = 0; start < n; ++start) {
    if (alive_[static_cast<std::size_t>(start)] == 0 ||
        state_[static_cast<std::size_t>(start)] != unseen) {
      continue;
    }
    path_.assign(1, start);
    state_[static_cast<std::size_t>(start)] = on_path;
    for (;;) {
      const int into = path_.back();
      const int from = best_from(into);
      entry_[static_cast<std::size_t>(node_at_[static_cast<std::size_t>(into)])] = arc(into, from);
      std::uint8_t& state = state_[static_cast<std::size_t>(from)];
      if (state == done) {
        break;
      }
      if (state == unseen) {
        state = on_path;
        path_.push_back(from);
        continue;
      }
      fold(static_cast<std::size_t>(std::find(path_.begin(), path_.end(), from) - path_.begin()));
    }
    for (const int place : path_) {
      state_[static_cast<std::size_t>(place)] = done;
    }
  }
  expand(n, heads);
}

// The places of the path from `begin` on are a cycle: they become one node in the first's place.
void TreeDecoder::fold(std::size_t begin) {
  const int keep = path_[begin];
  const auto made = static_cast<std::int32_t>(parent_.size());
  for (std::size_t k = begin; k < path_.size(); ++k) {
    const int place = path_[k];
    const std::int32_t node = node_at_[static_cast<std::size_t>(place)];
    const double paid = entry_[static_cast<std::size_t>(node)].score;
    parent_[static_cast<std::size_t>(node)] = made;
    for (int j = 0; j < static_cast<int>(width_); ++j) {
      arc(place, j).score -= paid;  // what entering here instead would cost
    }
  }
  for (std::size_t k = begin + 1; k < path_.size(); ++k) {
    const int place = path_[k];
    alive_[static_cast<std::size_t>(place)] = 0;
    for (int j = 0; j < static_cast<int>(width_); ++j) {
      if (alive_[static_cast<std::size_t>(j)] == 0 || j == keep) {
        continue;
      }
      if (arc(place, j).score > arc(keep, j).score) {
        arc(keep, j) = arc(place, j);
      }
      if (j + 1 < static_cast<int>(width_) && arc(j, place).score > arc(j, keep).score) {
        arc(j, keep) = arc(j, place);
      }
    }
  }
  parent_.push_back(-1);
  entry_.emplace_back();
  node_at_[static_cast<std::size_t>(keep)] = made;
  path_.resize(begin + 1);
}

// From the last node made to the first: the arc into a node is the arc into the part it enters;
// the other parts keep theirs.
void TreeDecoder::expand(int n, std::int32_t* heads) const {
  std::vector<Arc> entry = entry_;
  for (auto node = static_cast<std::int32_t>(entry.size()) - 1; node >= n; --node) {
    std::int32_t part = entry[static_cast<std::size_t>(node)].child;
    while (parent_[static_cast<std::size_t>(part)] != node) {
      part = parent_[static_cast<std::size_t>(part)];
    }
    entry[static_cast<std::size_t>(part)] = entry[static_cast<std::size_t>(node)];
  }
  for (int i = 0; i < n; ++i) {
    heads[i] = entry[static_cast<std::size_t>(i)].head;
  }
}

}  // namespace sayso
