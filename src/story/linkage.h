// SPDX-License-Identifier: Apache-2.0
// Linkage: puts groups of reports together, the likeliest pair of groups first, as long as the mean
// likeness between the members of two groups reaches the threshold. The threshold is held against
// how like the members of the looser group are among themselves: two tight groups that differ a
// little are two stories, two loose ones that differ as little are one. What is linked to nothing
// stays alone. Deterministic: ties go to the groups added first.
// Private to story/.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace sayso {

class Linkage {
 public:
  using Score = std::function<float(std::uint32_t, std::uint32_t)>;     // of two members
  using Forbidden = std::function<bool(std::uint32_t, std::uint32_t)>;  // two groups

  Linkage(float threshold, Score score) : threshold_(threshold), score_(std::move(score)) {}

  // A group with the members that speak for it. Groups are numbered as they are added.
  std::uint32_t add(std::vector<std::uint32_t> voices);
  // These two may belong together; asked once, further calls change nothing.
  void link(std::uint32_t a, std::uint32_t b);
  // Whatever their likeness. May be called before run() only.
  void join(std::uint32_t a, std::uint32_t b);
  // `merged`: called with (kept, absorbed, mean likeness) for each step.
  void run(const Forbidden& forbidden,
           const std::function<void(std::uint32_t, std::uint32_t, float)>& merged);
  // The group that absorbed this one, or itself.
  [[nodiscard]] std::uint32_t find(std::uint32_t group) const;

 private:
  struct Sum {
    double sum = 0;
    std::uint32_t count = 0;
    void add(const Sum& more) {
      sum += more.sum;
      count += more.count;
    }
    [[nodiscard]] float mean() const { return count == 0 ? 0 : static_cast<float>(sum / count); }
  };
  struct Group {
    std::vector<std::uint32_t> voices;
    std::map<std::uint32_t, Sum> links;
    Sum within;                 // of its members among themselves
    std::uint32_t into = 0;     // itself while it stands
    std::uint32_t version = 0;  // of its links
  };
  struct Step {
    float rank;  // the mean, held against the cohesion
    float mean;
    std::uint32_t a, b, a_version, b_version;
  };
  static bool later(const Step& x, const Step& y);
  [[nodiscard]] Sum between(const Group& a, const Group& b) const;
  [[nodiscard]] static float cohesion(const Group& group);
  void merge(std::uint32_t kept, std::uint32_t absorbed);
  void propose(std::uint32_t a, std::uint32_t b);

  float threshold_;
  Score score_;
  std::vector<Group> groups_;
  std::vector<Step> heap_;
};

}  // namespace sayso
