// SPDX-License-Identifier: Apache-2.0
// The state of the arc-eager parser. Words are 0..n-1; n is an artificial root behind the last
// word. Every word enters the stack once and leaves it once: 2n moves a sentence.
//
//   shift   push the next word                    left   next word heads the top; pop it
//   reduce  pop the top, which has a head         right  top heads the next word; push it
#pragma once

#include <cstdint>
#include <vector>

namespace sayso {

enum Move : std::uint8_t { kShift, kReduce, kLeft, kRight };
constexpr int kMoves = 4;
constexpr std::int16_t kNone = -1;

struct Node {
  std::int16_t head = kNone;
  std::int16_t left1 = kNone, left2 = kNone;        // leftmost child, second
  std::int16_t right1 = kNone, right2 = kNone;      // rightmost child, second
  std::uint8_t label = 63;                          // 63 = none yet
  std::uint8_t lefts = 0, rights = 0;               // how many children
  std::uint64_t left_labels = 0, right_labels = 0;  // sets of labels of the children
};

class ParseState {
 public:
  // REQUIRES: 0 < n < 32,000.
  void start(int n) {
    n_ = n;
    next_ = 0;
    stack_.clear();
    nodes_.assign(static_cast<std::size_t>(n) + 1, Node{});
  }
  [[nodiscard]] bool done() const { return next_ == n_ && stack_.empty(); }
  [[nodiscard]] bool allows(int move) const {
    switch (move) {
      case kShift:
        return next_ < n_;
      case kReduce:
        return !stack_.empty() && nodes_[top()].head != kNone;
      case kLeft:
        return !stack_.empty() && nodes_[top()].head == kNone;
      default:
        return !stack_.empty() && next_ < n_;
    }
  }
  // REQUIRES: allows(move). `label` counts for kLeft and kRight.
  void apply(int move, int label) {
    const auto next = static_cast<std::int16_t>(next_);
    if (move == kLeft) {
      attach_left(next, static_cast<std::int16_t>(top()), label);
      stack_.pop_back();
    } else if (move == kReduce) {
      stack_.pop_back();
    } else {
      if (move == kRight) {
        attach_right(static_cast<std::int16_t>(top()), next, label);
      }
      stack_.push_back(next);
      ++next_;
    }
  }
  [[nodiscard]] int n() const { return n_; }
  [[nodiscard]] int next() const { return next_; }  // n() = the root
  [[nodiscard]] int top() const { return stack_.back(); }
  [[nodiscard]] const std::vector<std::int16_t>& stack() const { return stack_; }
  [[nodiscard]] const Node& node(int i) const { return nodes_[i]; }
  Node& node(int i) { return nodes_[i]; }

 private:
  void attach_left(std::int16_t head, std::int16_t child, int label) {
    Node& h = nodes_[head];
    h.left2 = h.left1;
    h.left1 = child;
    h.lefts = static_cast<std::uint8_t>(h.lefts < 255 ? h.lefts + 1 : 255);
    h.left_labels |= 1ULL << label;
    set(child, head, label);
  }
  void attach_right(std::int16_t head, std::int16_t child, int label) {
    Node& h = nodes_[head];
    h.right2 = h.right1;
    h.right1 = child;
    h.rights = static_cast<std::uint8_t>(h.rights < 255 ? h.rights + 1 : 255);
    h.right_labels |= 1ULL << label;
    set(child, head, label);
  }
  void set(std::int16_t child, std::int16_t head, int label) {
    nodes_[child].head = head;
    nodes_[child].label = static_cast<std::uint8_t>(label);
  }

  int n_ = 0, next_ = 0;
  std::vector<std::int16_t> stack_;
  std::vector<Node> nodes_;
};

}  // namespace sayso
