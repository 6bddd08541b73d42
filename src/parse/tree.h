// SPDX-License-Identifier: Apache-2.0
// The best dependency tree with exactly one root for given scores of arcs: each word its best head
// where that is a tree already, else Chu-Liu/Edmonds in O(n^2) (cycles contracted in place).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sayso {

class TreeDecoder {
 public:
  // scores[i * stride + j]: word i under head j; j == n is the root. Scores of a word under itself
  // count for nothing. Sets heads[0..n), n for the root's word. REQUIRES: n > 0; scores finite.
  void decode(const float* scores, std::size_t stride, int n, std::int32_t* heads);

 private:
  struct Arc {
    double score;
    std::int32_t child, head;  // words
  };
  static bool is_tree(const std::int32_t* heads, int n, std::vector<std::uint8_t>& state);
  void contract(const float* scores, std::size_t stride, int n, std::int32_t* heads);
  Arc& arc(int into, int from) {
    return arcs_[static_cast<std::size_t>(into) * width_ + static_cast<std::size_t>(from)];
  }
  int best_from(int place) const;
  void fold(std::size_t begin);
  void expand(int n, std::int32_t* heads) const;

  std::vector<std::uint8_t> state_;
  // Places 0..n-1 hold words or what they were contracted to; place n is the root.
  std::size_t width_ = 0;
  std::vector<Arc> arcs_;              // [place][place]: best arc from a word there into one here
  std::vector<std::uint8_t> alive_;    // by place
  std::vector<std::int32_t> node_at_;  // by place: its node; nodes 0..n-1 are words
  std::vector<std::int32_t> parent_;   // by node: the node it was contracted into, -1
  std::vector<Arc> entry_;             // by node: the arc chosen into it
  std::vector<std::int32_t> path_;     // places
};

}  // namespace sayso
