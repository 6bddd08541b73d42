// SPDX-License-Identifier: Apache-2.0
#include "event/effect_turns.h"

#include <algorithm>

#include "event/effect_names.h"

namespace sayso::coding {
namespace {

constexpr std::uint32_t kClause = 14;  // words after the one that tells the state

// The end of the clause that begins with `word`: a comma, or another clause.
std::uint32_t clause_end(const View& v, std::uint32_t word) {
  const std::uint32_t end = std::min(v.d->sentence_tokens(word).end, word + kClause);
  for (std::uint32_t k = word + 1; k < end; ++k) {
    const Deprel r = v.relation(k);
    const bool clause = r == Deprel::conj || r == Deprel::advcl || r == Deprel::ccomp ||
                        r == Deprel::parataxis || r == Deprel::acl;
    if (v.tokens().upos[k] == Upos::punct || r == Deprel::mark ||
        (clause && (v.is_verb(k) || child(v, k, Deprel::cop) != kNoToken)) ||
        (r == Deprel::cc && v.is_verb(v.tokens().head[k]))) {
      return k;
    }
  }
  return end;
}

// Whether `f` holds of an adverb right before the word or of a word after it in its clause.
template <class F>
bool any_beside(const View& v, std::uint32_t word, F&& f) {
  const std::uint32_t begin = v.d->sentence_tokens(word).begin;
  for (std::uint32_t k = word; k-- > begin && word - k <= 3;) {
    const Deprel r = v.relation(k);
    if (r == Deprel::advmod && f(k)) {
      return true;
    }
    if (r != Deprel::advmod && r != Deprel::aux && r != Deprel::cop) {
      break;
    }
  }
  const std::uint32_t end = clause_end(v, word);
  for (std::uint32_t k = word + 1; k < end; ++k) {
    if (f(k)) {
      return true;
    }
  }
  return false;
}

// "At half its rate", "with a third of the staff": what some of it is left over for; no "handles a
// quarter of the exports".
bool is_portion(const View& v, std::uint32_t t) {
  const std::uint32_t begin = v.d->sentence_tokens(t).begin;
  std::uint32_t k = t;
  while (k > begin && v.relation(k - 1) == Deprel::det) {
    --k;
  }
  if (!has_thing(v, t, "portion") || v.tokens().upos[t] == Upos::adj || k == begin) {
    return false;
  }
  const std::string_view before = v.lower(k - 1);
  return before == "at" || before == "with" || before == "to" || before == "on";
}

bool is_bounded(const View& v, std::uint32_t word) {
  return any_beside(
      v, word, [&](std::uint32_t k) { return has_thing(v, k, "bounding") || is_portion(v, k); });
}

bool is_again(const View& v, std::uint32_t word) {
  return any_beside(v, word, [&](std::uint32_t k) { return has_thing(v, k, "again"); });
}

// "Halted until Monday", "stopped for the time being": no "stopped for three weeks", which tells
// since when.
bool is_for_a_time(const View& v, std::uint32_t word) {
  return any_beside(v, word, [&](std::uint32_t k) { return has_thing(v, k, "fornow"); });
}

}  // namespace

void turn_value(const View& v, std::uint32_t word, std::uint32_t thing, StateVariable variable,
                std::string& value) {
  if (variable != StateVariable::status && variable != StateVariable::access) {
    return;
  }
  if (value == "open") {
    if (is_bounded(v, word)) {
      value = variable == StateVariable::status ? "reduced" : "limited";
    } else if (variable == StateVariable::status && is_again(v, word)) {
      value = "resumed";
    }
  } else if (value == "stopped" && (has_thing(v, thing, "flow") || has_thing(v, thing, "work")) &&
             is_for_a_time(v, word)) {
    value = "suspended";
  }
}

}  // namespace sayso::coding
