// SPDX-License-Identifier: Apache-2.0
// One name, one kind: what a report says a name is ("Bilka is a chain of shops", "the band Linkin
// Park") holds for all its uses, and a name that was found once is found wherever it stands.
// Private to names.cc.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "mention/name_readings.h"

namespace sayso::mention {

class NameReport : protected NameReadings {
 protected:
  using NameReadings::NameReadings;

  // Gives names that no table knows the kind that the report gives them.
  void agree_on_kinds() {
    gather_said();
    for (Found& f : b_.found) {
      if (!f.actor_rows.empty() || f.kind == MentionKind::event) {
        continue;
      }
      const auto at = said_.find(fold_of(f.tokens));
      if (at == said_.end()) {
        continue;
      }
      const std::optional<MentionKind> kind = at->second.agreed();
      if (kind && *kind != f.kind &&
          !(f.kind == MentionKind::facility && *kind != MentionKind::person)) {
        f.kind = *kind;
        f.sub = {};
        if (f.kind != MentionKind::place && f.kind != MentionKind::facility) {
          f.geo_rows = f.feature_rows = {};
        }
      }
    }
  }

  // Names found elsewhere in the report, as ranges and the row they repeat.
  [[nodiscard]] std::vector<std::pair<TokenRange, std::uint32_t>> repeated_names() const {
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_first;
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      const Found& f = b_.found[row];
      if (repeatable(f)) {
        by_first[t_.form[f.tokens.begin].value].push_back(row);
      }
    }
    std::vector<std::pair<TokenRange, std::uint32_t>> more;
    for (const Sentence& sentence : d_.sentences) {
      if (!reads_as_news(d_.blocks[sentence.block].kind)) {
        continue;
      }
      for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end; ++t) {
        if (b_.name_at[t] != kNone || b_.taken[t] != 0 || !capital(t) || !(proper(t) || camel(t))) {
          continue;
        }
        const auto rows = by_first.find(t_.form[t].value);
        const std::uint32_t row =
            rows == by_first.end() ? kNone : longest_here(rows->second, t, sentence.tokens.end);
        if (row != kNone) {
          more.push_back({{t, t + b_.found[row].tokens.size()}, row});
          t += b_.found[row].tokens.size() - 1;
        }
      }
    }
    return more;
  }

 private:
  static constexpr std::array<MentionKind, 4> kKinds{MentionKind::person, MentionKind::organization,
                                                     MentionKind::place, MentionKind::facility};

  struct Said {
    std::array<std::uint16_t, 4> times{};
    [[nodiscard]] std::optional<MentionKind> agreed() const {
      std::optional<MentionKind> one;
      for (std::size_t k = 0; k < kKinds.size(); ++k) {
        if (times[k] > 0) {
          if (one) {
            return std::nullopt;
          }
          one = kKinds[k];
        }
      }
      return one;
    }
  };

  [[nodiscard]] std::uint64_t fold_of(TokenRange r) const {
    FoldHash fold;
    for (std::uint32_t k = r.begin; k < r.end; ++k) {
      fold = fold.then(d_.symbols.fold(t_.form[k]));
    }
    return fold.hash;
  }

  void gather_said() {
    said_.clear();
    for (const Found& f : b_.found) {
      const bool person = f.kind == MentionKind::person && f.tokens.size() > 1;
      const bool known = !f.geo_rows.empty() || !f.feature_rows.empty();
      if (const std::uint32_t noun = person ? kNone : describing(f, known); noun != kNone) {
        if (const std::optional<MentionKind> kind = kind_of(noun, noun < f.tokens.begin)) {
          const auto at = std::find(kKinds.begin(), kKinds.end(), *kind);
          if (at != kKinds.end()) {
            ++said_[fold_of(f.tokens)].times[static_cast<std::size_t>(at - kKinds.begin())];
          }
        }
      }
    }
  }

  // The noun that says what the name is: "X is a village", "X, a chain of shops", "the band X". Of
  // a name that lists of places know only the first counts.
  [[nodiscard]] std::uint32_t describing(const Found& f, bool known) const {
    const std::uint32_t up = t_.head[f.head];
    if (t_.deprel[f.head] == Deprel::nsubj && up > f.head && common_noun(up)) {
      for (const std::uint32_t child : d_.children.of(up)) {
        if (t_.deprel[child] == Deprel::cop) {
          return up;
        }
      }
    }
    for (const std::uint32_t child : d_.children.of(f.head)) {
      if (!known && t_.deprel[child] == Deprel::appos && child >= f.tokens.end &&
          common_noun(child)) {
        return child;
      }
    }
    const std::uint32_t begin = d_.sentence_tokens(f.tokens.begin).begin;
    if (!known && f.tokens.begin > begin && common_noun(f.tokens.begin - 1) &&
        d_.symbols.shape(t_.form[f.tokens.begin - 1]) == Shape::lower &&
        t_.lemma[f.tokens.begin - 1] == t_.lower[f.tokens.begin - 1]) {
      const std::uint32_t noun = f.tokens.begin - 1;
      const bool joined = t_.head[noun] == f.head || t_.head[f.head] == noun;
      return joined && f.tokens.end < t_.size() && t_.upos[f.tokens.end] != Upos::noun ? noun
                                                                                       : kNone;
    }
    return kNone;
  }

  [[nodiscard]] bool common_noun(std::uint32_t t) const { return t_.upos[t] == Upos::noun; }

  // Whom a noun before the name describes may be somebody of it: "member Liberal International".
  [[nodiscard]] std::optional<MentionKind> kind_of(std::uint32_t t, bool before) const {
    std::uint32_t end = 0;
    if (const auto noun = c_.noun(d_, t, t + 1, &end)) {
      return noun->kind;
    }
    if (before) {
      return std::nullopt;
    }
    const auto agent = c_.agent(d_, t, t + 1);
    if (agent && agent->kind != "person") {
      return MentionKind::organization;
    }
    return agent || c_.title(d_, t, t + 1, &end) ? std::optional(MentionKind::person)
                                                 : std::nullopt;
  }

  [[nodiscard]] bool repeatable(const Found& f) const {
    const bool kind = f.kind == MentionKind::organization || f.kind == MentionKind::place ||
                      f.kind == MentionKind::facility || f.kind == MentionKind::group ||
                      (f.kind == MentionKind::person && f.tokens.size() > 1);
    return kind && capital(f.tokens.begin) &&
           (f.tokens.size() > 1 || d_.string(t_.form[f.tokens.begin]).size() > 2) &&
           !(f.tokens.size() == 1 && noun_or_title(f.tokens.begin));
  }

  [[nodiscard]] std::uint32_t longest_here(const std::vector<std::uint32_t>& rows, std::uint32_t t,
                                           std::uint32_t limit) const {
    std::uint32_t best = kNone;
    for (const std::uint32_t row : rows) {
      const TokenRange r = b_.found[row].tokens;
      bool same = t + r.size() <= limit;
      for (std::uint32_t k = 0; same && k < r.size(); ++k) {
        same = t_.form[t + k] == t_.form[r.begin + k] && b_.name_at[t + k] == kNone;
      }
      if (same && (best == kNone || r.size() > b_.found[best].tokens.size())) {
        best = row;
      }
    }
    return best;
  }

  std::unordered_map<std::uint64_t, Said> said_;  // name -> what it was said to be, how often
};

}  // namespace sayso::mention
