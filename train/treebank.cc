// SPDX-License-Identifier: Apache-2.0
#include "treebank.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

namespace sayso::train {
namespace {

Upos upos_or_x(const std::string& name) {
  Upos u = Upos::x;
  upos_from(name, u);
  return u;
}
Xpos xpos_or_none(const std::string& name) {
  Xpos x = Xpos::none;
  xpos_from(name, x);
  return x;
}

}  // namespace

void TagSet::learn(const std::vector<Sentence>& sentences, int least) {
  std::map<std::string, int> count;
  for (const Sentence& s : sentences) {
    for (int i = 0; i < s.size(); ++i) {
      ++count[s.upos[i] + " " + s.xpos[i]];
    }
  }
  std::map<std::string, int> best;
  for (const auto& [name, n] : count) {
    const std::string upos = name.substr(0, name.find(' '));
    const std::string xpos = name.substr(name.find(' ') + 1);
    if (n >= least) {
      number_[name] = size();
      classes_.emplace_back(upos_or_x(upos), xpos_or_none(xpos));
      if (n > best[upos]) {
        best[upos] = n;
        fallback_[upos] = number_[name];
      }
    }
  }
}

int TagSet::of(const std::string& upos, const std::string& xpos) const {
  const auto at = number_.find(upos + " " + xpos);
  if (at != number_.end()) {
    return at->second;
  }
  const auto f = fallback_.find(upos);
  return f != fallback_.end() ? f->second : 0;
}

std::string TagSet::bytes() const {
  std::string out;
  for (const auto& [u, x] : classes_) {
    out.push_back(static_cast<char>(u));
    out.push_back(static_cast<char>(x));
  }
  return out;
}

std::string build_words(const std::string& clusters, const std::vector<Sentence>& sentences,
                        const TagSet& tags) {
  std::unordered_map<std::uint32_t, WordTable::Row> rows;
  std::ifstream in(clusters);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", clusters.c_str());
    std::exit(2);
  }
  std::string line;
  std::map<std::string, std::map<int, std::pair<std::uint64_t, std::pair<int, int>>>> by_lower;
  while (std::getline(in, line)) {
    const auto a = line.find('\t');
    const auto b = line.find('\t', a + 1);
    const auto c = line.find('\t', b + 1);
    const std::string word = line.substr(0, a);
    const int fine = std::atoi(line.c_str() + a + 1);
    const int coarse = std::atoi(line.c_str() + b + 1);
    auto& slot = by_lower[normal_form(word, true)][fine];
    slot.first += std::strtoull(line.c_str() + c + 1, nullptr, 10);
    slot.second = {fine, coarse};
    WordTable::Row& row = rows[WordTable::key(word)];
    row.key = WordTable::key(word);
    row.fine = static_cast<std::uint16_t>(fine);
    row.coarse = static_cast<std::uint16_t>(coarse);
  }
  for (const auto& [word, found] : by_lower) {  // unseen in lower case: as its capitalized form
    WordTable::Row& row = rows[WordTable::key(word)];
    if (row.fine == 0) {
      const auto most = std::max_element(found.begin(), found.end(), [](auto& x, auto& y) {
        return x.second.first < y.second.first;
      });
      row.key = WordTable::key(word);
      row.fine = static_cast<std::uint16_t>(most->second.second.first);
      row.coarse = static_cast<std::uint16_t>(most->second.second.second);
    }
  }
  std::map<std::string, std::map<int, int>> seen;
  for (const Sentence& s : sentences) {
    for (int i = 0; i < s.size(); ++i) {
      ++seen[normal_form(s.form[i], true)][tags.of(s.upos[i], s.xpos[i])];
    }
  }
  std::map<std::vector<int>, int> classes;
  for (const auto& [word, tag_counts] : seen) {
    int total = 0;
    std::vector<std::pair<int, int>> order;
    for (const auto& [tag, n] : tag_counts) {
      total += n;
      order.emplace_back(-n, tag);
    }
    if (total < 2) {
      continue;
    }
    std::sort(order.begin(), order.end());
    std::vector<int> set;
    for (const auto& [n, tag] : order) {
      if (-n * 12 >= total && set.size() < 4) {
        set.push_back(tag);
      }
    }
    set.push_back(total >= 8 ? 1000 : 0);  // well known, or seen a few times
    const auto number =
        classes.try_emplace(set, static_cast<int>(classes.size()) + 1).first->second;
    WordTable::Row& row = rows[WordTable::key(word)];
    row.key = WordTable::key(word);
    row.tags = static_cast<std::uint16_t>(number);
  }
  std::fprintf(stderr, "%zu ambiguity classes, %zu words\n", classes.size(), rows.size());
  std::vector<WordTable::Row> list;
  for (const auto& [key, row] : rows) {
    list.push_back(row);
  }
  return WordTable::build(std::move(list));
}

}  // namespace sayso::train
