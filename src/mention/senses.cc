// SPDX-License-Identifier: Apache-2.0
#include "mention/senses.h"

#include "mention/found.h"

namespace sayso::mention {
namespace {

// One noun in its sentence.
class Surroundings {
 public:
  Surroundings(const Document& d, TokenRange mention, std::uint32_t first, std::uint32_t head)
      : d_(d), t_(d.tokens), mention_(mention), first_(first), head_(head) {}

  // One of the tests of a list apart by "|": a word of the mention or of what hangs on the noun;
  // "_to" a complement with that preposition; "_poss" an owner; "_noun" describes the next noun;
  // "_capital", "_plural" of the noun itself.
  [[nodiscard]] bool fits(std::string_view list) const {
    while (!list.empty()) {
      const std::size_t bar = list.find('|');
      const std::string_view test = list.substr(0, bar);
      if (test.starts_with('_') ? form(test.substr(1)) : word(test)) {
        return true;
      }
      list = bar == std::string_view::npos ? std::string_view{} : list.substr(bar + 1);
    }
    return false;
  }

 private:
  [[nodiscard]] bool is(std::uint32_t t, std::string_view word) const {
    return d_.string(t_.lower[t]) == word || d_.string(t_.lemma[t]) == word;
  }

  [[nodiscard]] bool word(std::string_view word) const {
    for (std::uint32_t k = mention_.begin; k < first_; ++k) {
      if (is(k, word)) {
        return true;
      }
    }
    for (const std::uint32_t k : d_.children.of(head_)) {
      if (is(k, word) || (t_.deprel[k] == Deprel::nmod && within(k, word))) {
        return true;
      }
    }
    return false;
  }

  // "network of drug smugglers": what describes the complement counts.
  [[nodiscard]] bool within(std::uint32_t complement, std::string_view word) const {
    for (const std::uint32_t k : d_.children.of(complement)) {
      const Deprel r = t_.deprel[k];
      if ((r == Deprel::amod || r == Deprel::compound) && is(k, word)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool form(std::string_view test) const {
    if (test == "plural") {
      return t_.xpos[head_] == Xpos::nns || t_.xpos[head_] == Xpos::nnps;
    }
    if (test == "capital") {
      return capital_first(d_, first_);
    }
    if (test == "noun") {
      return t_.deprel[head_] == Deprel::compound && t_.head[head_] > head_;
    }
    for (const std::uint32_t k : d_.children.of(head_)) {
      if (test == "poss") {
        if (t_.deprel[k] == Deprel::nmod_poss) {
          return true;
        }
      } else if (t_.deprel[k] == Deprel::nmod && has_preposition(k, test)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool has_preposition(std::uint32_t noun, std::string_view word) const {
    for (const std::uint32_t k : d_.children.of(noun)) {
      if (t_.deprel[k] == Deprel::case_ && d_.string(t_.lower[k]) == word) {
        return true;
      }
    }
    return false;
  }

  const Document& d_;
  const TokenTable& t_;
  TokenRange mention_;
  std::uint32_t first_, head_;
};

}  // namespace

std::optional<Sense> noun_sense(const Catalog& c, const Document& d, TokenRange mention,
                                std::uint32_t first, std::uint32_t head) {
  const auto hit = Catalog::phrase(c.senses, d, first, head + 1, LastWord::form_or_lemma);
  if (!hit || hit->end != head + 1) {
    return std::nullopt;
  }
  const Surroundings around(d, mention, first, head);
  std::optional<Sense> otherwise;
  for (std::uint32_t row = hit->rows.begin; row < hit->rows.end; ++row) {
    const std::string_view test = c.senses->text(row, c.sense_around);
    const Sense sense{c.sense_kinds[row], c.senses->text(row, c.sense_sector)};
    if (test.empty()) {
      otherwise = sense;
    } else if (around.fits(test)) {
      return sense;
    }
  }
  return otherwise;
}

}  // namespace sayso::mention
