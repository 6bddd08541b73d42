// SPDX-License-Identifier: Apache-2.0
// Who stands where around a word that may tell of an event: subjects through passives, control,
// raising, conjunction, relative and reduced relative clauses; arguments of nouns by possessor,
// modifier, preposition and through light verbs ("carried out an attack on").
#pragma once

#include <cstdint>
#include <vector>

#include "event/tree.h"

namespace sayso::coding {

struct Filler {
  Slot slot = Slot::subj;
  std::uint32_t token = 0;  // head word, "thousands of" and relative pronouns looked through
  std::uint32_t preposition = kNoToken;
  bool borrowed = false;  // from the object or a light verb, not its own dependent
};

struct Fillers {
  std::vector<Filler> list;
  bool passive = false;
  std::uint32_t light = kNoToken;  // the light verb a noun leans on
  const Modality* light_row = nullptr;
  std::uint32_t blame = kNoToken;  // the word that says who did it: "blamed the attack on X"
  void clear() {
    list.clear();
    passive = false;
    light = kNoToken;
    light_row = nullptr;
    blame = kNoToken;
  }
};

// REQUIRES: prepare() was called for this document.
void collect(const View& view, std::uint32_t token, Fillers& out);

// "put" of "was put out of action", "keeps it out of service": the verb that says of whom the noun
// with a preposition is told, or kNoToken.
std::uint32_t linking_verb(const View& view, std::uint32_t noun);

// hung.cc: the names that follow the first of a list, "between A, B and C".
void extend_list(const View& view, std::vector<std::uint32_t>& tokens);
// hung.cc: adds the receiver that hangs on a noun before it, "returned two of the vases to the
// museum".
void far_receiver(const View& view, std::uint32_t verb, std::uint32_t object, Fillers& out);
// hung.cc: of two bare objects the first, which receives the second.
bool next_object(const View& view, std::uint32_t verb, std::uint32_t object);
// hung.cc: a comma stands between the verb and the noun phrase, and no other word.
bool after_comma(const View& view, std::uint32_t verb, std::uint32_t noun);
// Who stands after "by" of a passive, or kNoToken.
std::uint32_t doer_of_passive(const View& view, std::uint32_t verb);
// The verb says what its object is, or has none: its noun is nothing that it does.
bool predicate_follows(const View& view, std::uint32_t verb, std::uint32_t noun);

// blame.cc: adds who is said to have done what the noun names, wherever a word of responsibility
// puts them. REQUIRES: out holds the noun's own fillers.
void collect_blame(const View& view, std::uint32_t noun, Fillers& out);

}  // namespace sayso::coding
