// SPDX-License-Identifier: Apache-2.0
#include "names.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "parse/name_features.h"

namespace sayso::train {
namespace {

// What the sets call their types -> ours. Annotations of nationalities and the like are left out.
int type_of(std::string name) {
  static const std::map<std::string, int> kTypes = {
      {"per", 0},           {"person", 0},       {"politician", 0},
      {"org", 1},           {"organisation", 1}, {"politicalparty", 1},
      {"corporation", 1},   {"group", 1},        {"loc", 2},
      {"location", 2},      {"country", 2},      {"misc", 3},
      {"creative-work", 3}, {"product", 3},      {"event", 3},
      {"election", 3},      {"oth", -1},         {"o", -1}};
  for (char& c : name) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto at = kTypes.find(name);
  return at == kTypes.end() ? 3 : at->second;
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  std::string cell;
  for (const char c : line) {
    if (c == '\t' || c == ' ') {
      if (!cell.empty()) {
        out.push_back(cell);
      }
      cell.clear();
    } else if (c != '\r') {
      cell.push_back(c);
    }
  }
  if (!cell.empty()) {
    out.push_back(cell);
  }
  return out;
}

// BIO or IO tags to classes.
std::vector<std::uint8_t> to_classes(const std::vector<std::string>& tags) {
  const auto n = tags.size();
  std::vector<int> type(n, -1);
  std::vector<bool> begin(n, false);
  for (std::size_t i = 0; i < n; ++i) {
    if (tags[i].size() > 2 && tags[i][1] == '-') {
      type[i] = type_of(tags[i].substr(2));
      begin[i] = tags[i][0] == 'B' || i == 0 || type[i - 1] != type[i];
    }
  }
  std::vector<std::uint8_t> out(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (type[i] >= 0) {
      const bool last = i + 1 == n || type[i + 1] != type[i] || begin[i + 1];
      const NamePlace place = begin[i] ? (last ? kNameUnit : kNameBegin)
                              : last   ? kNameLast
                                       : kNameInside;
      out[i] = static_cast<std::uint8_t>(name_class(type[i], place));
    }
  }
  return out;
}

using Spans = std::set<std::array<int, 3>>;
Spans spans_of(const std::vector<std::uint8_t>& classes) {
  Spans out;
  int begin = 0;
  for (int i = 0; i < static_cast<int>(classes.size()); ++i) {
    if (classes[i] == 0) {
      continue;
    }
    const NamePlace place = name_place(classes[i]);
    if (place == kNameBegin || place == kNameUnit) {
      begin = i;
    }
    if (place == kNameLast || place == kNameUnit) {
      out.insert({name_type(classes[i]), begin, i});
    }
  }
  return out;
}

int best_class(const float* scores, int before, bool last) {
  int best = -1;
  for (int c = 0; c < kNameClasses; ++c) {
    if (name_follows(before, c) && (!last || name_follows(c, 0)) &&
        (best < 0 || scores[c] > scores[best])) {
      best = c;
    }
  }
  return best < 0 ? 0 : best;
}

void remember(NameHistory& history, const WordInfo& word, int cls) {
  if (cls > 0 && (word.looks & kAlpha) != 0) {
    history[word.lower] = static_cast<std::uint8_t>(name_type(cls) + 1);
  }
}

}  // namespace

std::vector<NameSentence> read_names(const std::string& path, int form_column, int tag_column) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  std::vector<NameSentence> out;
  std::vector<std::string> tags;
  NameSentence s;
  bool document = true;
  std::string line;
  bool more = true;
  while (more) {
    more = static_cast<bool>(std::getline(in, line));
    const bool comment = more && line.size() > 1 && line[0] == '#' && line[1] == ' ';
    document |= comment && line.starts_with("# newdoc");
    const auto c = !more || comment ? std::vector<std::string>{} : cells(line);
    if (c.size() > static_cast<std::size_t>(std::max(form_column, tag_column))) {
      if (c[form_column] != "-DOCSTART-") {
        s.form.push_back(c[form_column]);
        tags.push_back(c[tag_column]);
      }
    } else if (!comment && !s.form.empty()) {
      s.gold = to_classes(tags);
      s.new_document = document;
      document =
          path.find("uner") == std::string::npos &&
          path.find("redocred") == std::string::npos;  // elsewhere every sentence stands alone
      out.push_back(std::move(s));
      s = {};
      tags.clear();
    }
  }
  return out;
}

void look_up(NameSentence& s, const NameLists& lists) {
  Document d;
  for (const std::string& form : s.form) {
    d.tokens.begin.push_back(static_cast<std::uint32_t>(d.text.size()));
    d.text += form;
    d.tokens.end.push_back(static_cast<std::uint32_t>(d.text.size()));
    d.text += " ";
    d.tokens.form.push_back(d.symbols.intern(form));
    d.tokens.lemma.push_back(d.tokens.form.back());
    d.tokens.flags.push_back(kSpaceAfter);
  }
  s.lists.resize(s.form.size());
  lists.mark(d, {0, d.tokens.size()}, s.lists.data());
}

Perceptron train_names(const std::vector<const NameSentence*>& sentences, int epochs,
                       std::uint64_t seed) {
  Perceptron p(kNameClasses);
  std::mt19937_64 random(seed);
  std::vector<std::pair<std::size_t, std::size_t>> documents;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (sentences[i]->new_document || documents.empty()) {
      documents.emplace_back(i, i);
    }
    documents.back().second = i + 1;
  }
  FeatureList f;
  std::array<float, kNameClasses> scores{};
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = documents.size(); i > 1; --i) {
      std::swap(documents[i - 1], documents[random() % i]);
    }
    std::size_t wrong = 0;
    for (const auto& [from, to] : documents) {
      NameHistory history;
      for (std::size_t k = from; k < to; ++k) {
        const NameSentence& s = *sentences[k];
        const auto n = static_cast<int>(s.words.size());
        const NameWords words{s.words.data(), s.tags.data(), s.lists.data(), n};
        std::vector<int> out(n, 0);
        for (int i = 0; i < n; ++i) {
          p.tick();
          if (name_follows(i > 0 ? out[i - 1] : 0, 0) && !may_begin_name(*s.words[i])) {
            continue;
          }
          name_features(words, i, i > 0 ? out[i - 1] : 0, i > 1 ? out[i - 2] : 0, history, f);
          p.score(f.data(), f.size(), scores.data());
          const int gold = s.gold[i];
          scores[gold] -= 1.0F;
          const int guess =
              static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
          if (guess != gold) {
            p.update(f.data(), f.size(), gold, guess);
            ++wrong;
          }
          scores[gold] += 1.0F;
          out[i] = best_class(scores.data(), i > 0 ? out[i - 1] : 0, i + 1 == n);
        }
        for (int i = 0; i < n; ++i) {
          remember(history, *s.words[i], out[i]);
        }
      }
    }
    std::fprintf(stderr, "names epoch %d: %zu wrong, %zu rows\n", epoch, wrong, p.rows());
  }
  p.average();
  return p;
}

void predict_names(const Perceptron& p, const std::vector<NameSentence>& sentences,
                   std::vector<std::vector<std::uint8_t>>& out) {
  NameHistory history;
  FeatureList f;
  std::array<float, kNameClasses> scores{};
  out.clear();
  for (const NameSentence& s : sentences) {
    if (s.new_document) {
      history.clear();
    }
    const auto n = static_cast<int>(s.words.size());
    const NameWords words{s.words.data(), s.tags.data(), s.lists.data(), n};
    std::vector<std::uint8_t> tags(s.words.size(), 0);
    for (int i = 0; i < n; ++i) {
      if (name_follows(i > 0 ? tags[i - 1] : 0, 0) && !may_begin_name(*s.words[i])) {
        continue;
      }
      name_features(words, i, i > 0 ? tags[i - 1] : 0, i > 1 ? tags[i - 2] : 0, history, f);
      p.score(f.data(), f.size(), scores.data());
      tags[i] =
          static_cast<std::uint8_t>(best_class(scores.data(), i > 0 ? tags[i - 1] : 0, i + 1 == n));
    }
    for (int i = 0; i < n; ++i) {
      remember(history, *s.words[i], tags[i]);
    }
    out.push_back(std::move(tags));
  }
}

std::string name_score(const std::vector<NameSentence>& sentences,
                       const std::vector<std::vector<std::uint8_t>>& predicted) {
  std::array<int, 3> right{};
  std::array<int, 3> gold{};
  std::array<int, 3> found{};
  for (std::size_t k = 0; k < sentences.size(); ++k) {
    const Spans g = spans_of(sentences[k].gold);
    for (const auto& s : g) {
      gold[std::min(s[0], 2)] += s[0] < 3 ? 1 : 0;
    }
    for (const auto& s : spans_of(predicted[k])) {
      found[std::min(s[0], 2)] += s[0] < 3 ? 1 : 0;
      right[std::min(s[0], 2)] += s[0] < 3 && g.contains(s) ? 1 : 0;
    }
  }
  const auto line = [](int r, int f, int g) {
    char buffer[96];
    std::snprintf(buffer, sizeof(buffer), "P %.1f R %.1f F %.1f (%d)", 100.0 * r / std::max(f, 1),
                  100.0 * r / std::max(g, 1), 200.0 * r / std::max(f + g, 1), g);
    return std::string(buffer);
  };
  return line(right[0] + right[1] + right[2], found[0] + found[1] + found[2],
              gold[0] + gold[1] + gold[2]) +
         "  person " + line(right[0], found[0], gold[0]) + "  organization " +
         line(right[1], found[1], gold[1]) + "  place " + line(right[2], found[2], gold[2]);
}

}  // namespace sayso::train
