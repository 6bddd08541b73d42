// SPDX-License-Identifier: Apache-2.0
#include "lemmas.h"

#include <map>
#include <unordered_map>

#include "base/utf8.h"
#include "parse/lemma.h"

namespace sayso::train {
namespace {

LemmaScript script_for(const std::string& form, const std::string& lower,
                       const std::string& lemma) {
  const auto common = [&](const std::string& from) {
    std::size_t n = 0;
    while (n < from.size() && n < lemma.size() && from[n] == lemma[n]) {
      ++n;
    }
    while (n > 0 && n < lemma.size() && (static_cast<unsigned char>(lemma[n]) & 0xC0) == 0x80) {
      --n;
    }
    return n;
  };
  const std::size_t low = common(lower);
  const std::size_t cased = common(form);
  const bool keep = cased > low;
  const std::string& from = keep ? form : lower;
  const std::size_t n = keep ? cased : low;
  const std::size_t cut = from.size() - n;
  return {keep, static_cast<std::uint8_t>(n == 0 ? 255 : cut), lemma.substr(n)};
}

}  // namespace

std::uint8_t case_kind(const std::string& form, bool first) {
  return !is_upper(decode(form, 0).code_point) ? 0 : first ? 2 : 1;
}

std::string train_lemmas(const std::vector<Sentence>& sentences, const TagSet& tags) {
  struct Sample {
    std::string lower;
    std::uint32_t tag, kind;
    int script, count;
  };
  std::map<LemmaScript, int> numbers;
  std::vector<LemmaScript> scripts;
  std::map<std::tuple<std::string, std::uint32_t, std::uint32_t, int>, int> counts;
  for (const Sentence& s : sentences) {
    for (int i = 0; i < s.size(); ++i) {
      if (s.lemma[i] == "_" || s.form[i].empty()) {
        continue;
      }
      const std::string form = straight(s.form[i]);
      const std::string lower = lowered(form);
      const LemmaScript script = script_for(form, lower, s.lemma[i]);
      const auto [at, fresh] = numbers.try_emplace(script, static_cast<int>(scripts.size()));
      if (fresh) {
        scripts.push_back(script);
      }
      ++counts[{lower, static_cast<std::uint32_t>(tags.of(s.upos[i], s.xpos[i])),
                case_kind(s.form[i], i == 0), at->second}];
    }
  }
  std::unordered_map<std::uint32_t, std::uint16_t> table;
  const auto find = [&](std::uint32_t key) {
    const auto at = table.find(key);
    return at == table.end() ? -1 : static_cast<int>(at->second);
  };
  for (int n = 0; n <= Lemmatizer::kLongestEnding + 1; ++n) {
    const bool whole = n > Lemmatizer::kLongestEnding;
    std::unordered_map<std::uint32_t, std::map<int, int>> votes;
    std::unordered_map<std::uint32_t, int> backoff;
    for (const auto& [what, count] : counts) {
      const auto& [lower, tag, kind, script] = what;
      if (!whole && static_cast<int>(lower.size()) < n) {
        continue;
      }
      const std::uint32_t key = Lemmatizer::key(lower, whole ? Lemmatizer::kWhole : n, tag, kind);
      votes[key][script] += whole ? count : 1;  // endings are judged by distinct words
      backoff[key] = Lemmatizer::choose(lower, tag, kind, find);
    }
    for (const auto& [key, v] : votes) {
      int best = -1;
      int most = 0;
      for (const auto& [script, count] : v) {
        if (count > most) {
          best = script;
          most = count;
        }
      }
      if (best != backoff[key] && (whole || most >= 2 || n == 0)) {
        table.emplace(key, static_cast<std::uint16_t>(best));
      }
    }
  }
  return Lemmatizer::build(scripts, {table.begin(), table.end()});
}

std::string straight(const std::string& form) {
  std::string out = form;
  for (const char* curly : {"\xE2\x80\x99", "\xE2\x80\x98", "\xCA\xBC", "`", "\xC2\xB4"}) {
    if (curly[0] == '`' && out.size() == 1) {
      continue;
    }
    const std::string mark = curly;
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark)) {
      out.replace(at, mark.size(), "'");
    }
  }
  return out;
}

}  // namespace sayso::train
