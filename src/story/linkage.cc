// SPDX-License-Identifier: Apache-2.0
#include "story/linkage.h"

#include <algorithm>

namespace sayso {
namespace {

// Of large groups the last members speak for all.
constexpr std::size_t kVoices = 8;
// Where two groups met, a third one linked to only one of them is compared with the other if it is
// near enough to matter; else the two are taken to have nothing in common.
constexpr float kWorthAsking = 0.25F;
// How like the members of a group are taken to be before any are known, and the pairs it takes to
// say otherwise.
constexpr double kUsual = 0.6;
constexpr double kUsualPairs = 4;

std::size_t first_voice(const std::vector<std::uint32_t>& voices) {
  return voices.size() > kVoices ? voices.size() - kVoices : 0;
}

}  // namespace

bool Linkage::later(const Step& x, const Step& y) {
  if (x.rank != y.rank) {
    return x.rank < y.rank;
  }
  return x.a != y.a ? x.a > y.a : x.b > y.b;
}

std::uint32_t Linkage::add(std::vector<std::uint32_t> voices) {
  const auto number = static_cast<std::uint32_t>(groups_.size());
  groups_.push_back({std::move(voices), {}, {}, number, 0});
  Group& group = groups_.back();
  for (std::size_t i = first_voice(group.voices); i < group.voices.size(); ++i) {
    for (std::size_t k = i + 1; k < group.voices.size(); ++k) {
      group.within.sum += double{score_(group.voices[i], group.voices[k])};
      ++group.within.count;
    }
  }
  return number;
}

std::uint32_t Linkage::find(std::uint32_t group) const {
  while (groups_[group].into != group) {
    group = groups_[group].into;
  }
  return group;
}

Linkage::Sum Linkage::between(const Group& a, const Group& b) const {
  Sum sum;
  for (std::size_t i = first_voice(a.voices); i < a.voices.size(); ++i) {
    for (std::size_t k = first_voice(b.voices); k < b.voices.size(); ++k) {
      sum.sum += double{score_(a.voices[i], b.voices[k])};
      ++sum.count;
    }
  }
  return sum;
}

float Linkage::cohesion(const Group& group) {
  return static_cast<float>((group.within.sum + kUsual * kUsualPairs) /
                            (group.within.count + kUsualPairs));
}

void Linkage::link(std::uint32_t a, std::uint32_t b) {
  if (a == b || groups_[a].links.count(b) != 0) {
    return;
  }
  const Sum sum = between(groups_[a], groups_[b]);
  groups_[a].links.emplace(b, sum);
  groups_[b].links.emplace(a, sum);
}

void Linkage::join(std::uint32_t a, std::uint32_t b) {
  a = find(a);
  b = find(b);
  if (a != b) {
    merge(std::min(a, b), std::max(a, b));
  }
}

void Linkage::propose(std::uint32_t a, std::uint32_t b) {
  const float mean = groups_[a].links.at(b).mean();
  const float looser = std::min(cohesion(groups_[a]), cohesion(groups_[b]));
  const float rank = mean / looser * static_cast<float>(kUsual);
  if (rank >= threshold_) {
    const auto [low, high] = std::minmax(a, b);
    heap_.push_back({rank, mean, low, high, groups_[low].version, groups_[high].version});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
}

void Linkage::merge(std::uint32_t kept, std::uint32_t absorbed) {
  Group& a = groups_[kept];
  Group& b = groups_[absorbed];
  const auto a_size = static_cast<std::uint32_t>(std::min(a.voices.size(), kVoices));
  const auto b_size = static_cast<std::uint32_t>(std::min(b.voices.size(), kVoices));
  a.within.add(b.within);
  if (const auto both = a.links.find(absorbed); both != a.links.end()) {
    a.within.add(both->second);
  }
  a.links.erase(absorbed);
  b.links.erase(kept);
  std::map<std::uint32_t, Sum> links;
  const auto add = [&](const std::map<std::uint32_t, Sum>& mine,
                       const std::map<std::uint32_t, Sum>& theirs, const Group& other,
                       std::uint32_t other_size) {
    for (const auto& [third, sum] : mine) {
      Sum& total = links[third];
      total.sum += sum.sum;
      total.count += sum.count;
      if (theirs.count(third) == 0) {
        const Group& c = groups_[third];
        Sum more;
        if (sum.mean() >= kWorthAsking) {
          more = between(other, c);
        } else {
          more.count = other_size * static_cast<std::uint32_t>(std::min(c.voices.size(), kVoices));
        }
        total.sum += more.sum;
        total.count += more.count;
      }
    }
  };
  add(a.links, b.links, b, b_size);
  add(b.links, a.links, a, a_size);
  a.links = std::move(links);
  for (const auto& [third, sum] : a.links) {
    groups_[third].links.erase(absorbed);
    groups_[third].links[kept] = sum;
  }
  a.voices.insert(a.voices.end(), b.voices.begin(), b.voices.end());
  std::sort(a.voices.begin(), a.voices.end());
  ++a.version;
  b.links.clear();
  b.voices.clear();
  b.into = kept;
}

void Linkage::run(const Forbidden& forbidden,
                  const std::function<void(std::uint32_t, std::uint32_t, float)>& merged) {
  for (std::uint32_t g = 0; g < groups_.size(); ++g) {
    for (const auto& [other, sum] : groups_[g].links) {
      if (other > g) {
        propose(g, other);
      }
    }
  }
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Step step = heap_.back();
    heap_.pop_back();
    const Group& a = groups_[step.a];
    const Group& b = groups_[step.b];
    if (a.into != step.a || b.into != step.b || a.version != step.a_version ||
        b.version != step.b_version || forbidden(step.a, step.b)) {
      continue;
    }
    merge(step.a, step.b);
    merged(step.a, step.b, step.mean);
    for (const auto& [third, sum] : groups_[step.a].links) {
      propose(step.a, third);
    }
  }
}

}  // namespace sayso
