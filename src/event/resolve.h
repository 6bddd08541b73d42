// SPDX-License-Identifier: Apache-2.0
// From the words around an event to its arguments: mentions, codes through coreference, the
// country of a thing by its adjective ("Russian missiles"), of a struck place by where it lies;
// the event's own place and time; people counted.
#pragma once

#include <string>

#include "event/factuality.h"

namespace sayso::coding {

struct Resolved {
  Argument argument;
  std::uint32_t token = 0;  // head
  PlaceId place;
};

// One event being put together.
struct Draft {
  const Candidate* candidate = nullptr;
  Reading reading;
  std::vector<Resolved> arguments;
  PlaceId place;
  WhenId when;
  ClaimId claim;
  Counts counts;
  // What is announced or refused is coded as that: type of the announcement, empty if it is not.
  std::string_view turned;
  bool refused = false;
};

Resolved resolve(const View& view, std::uint32_t token, Role role);
void fill_arguments(const View& view, const Matcher& matcher, Draft& draft);
bool already(const Draft& draft, std::uint32_t token);
bool same_country(const Resolved& a, const Resolved& b, const View& view);
// partners.cc: adds who is met ("started talks about a loan in July with the bank"), who meets.
bool takes_partner(const Draft& draft);
void far_partner(const View& view, Draft& draft);
void subject_of_clause(const View& view, Draft& draft);
// other_side.cc: adds a target, true if it could. "Condemned the invasion": of who invaded, told
// before; "willing to trade a jailed American sailor": whose citizen is exchanged.
// "Rebel attacks", "the killing by soldiers": the words around a deed say whose it is.
bool has_doer(const View& view, std::uint32_t deed);
bool doer_of_earlier(const View& view, const Matcher& matcher, Draft& draft);
bool side_of_exchanged(const View& view, Draft& draft);
// "Rejected Mexico's plan", "refuted charges raised by the commission": whose matter it is.
// "Demanded that the mayor resign", "criticised how the army fought": who the content is about.
bool owner_of_matter(const View& view, Draft& draft);
bool subject_of_content(const View& view, Draft& draft);
// missing_sides.cc: somebody or something that a deed can be done to.
bool suffers(const View& view, std::uint32_t token);
// Part of a name that is an argument already.
bool within_argument(const View& view, const Draft& draft, std::uint32_t token);
// The same mention in the same role, reached by another of its words: "Ohio man James Fields".
// Gives the argument that is there the code, if it has none.
bool same_mention(Draft& draft, const Resolved& r);
// True if it could. "Lent Dubai money", read as one noun: adds who is given it.
bool receiver_in_gift(const View& view, Draft& draft);
// "Killed by bullets fired by police": adds who fired. "Police were deployed": they act.
bool user_of_instrument(const View& view, Draft& draft);
bool moved_forces(const View& view, Draft& draft);
// "Were killed when rebels attacked their base": adds who attacked.
bool doer_of_force(const View& view, const Matcher& matcher, Draft& draft);
// "A, B and C, who were murdered": adds those before the last.
void all_of_list(const View& view, Draft& draft);
// no_sides.cc: a frame that tells of words rather than deeds.
bool is_verbal(const Draft& draft);
// Takes away what is no side: nobody, a topic, the doer's own thing, the doer again.
void drop_no_sides(const View& view, Draft& draft);
// "The tone was set by talks between A and B": what is no actor does nothing where two sides are.
void drop_thing_beside_sides(const View& view, Draft& draft);
// "Flew home to Washington": who goes to a place of their own visits nobody.
void drop_own_country(const View& view, Draft& draft);
void fill_place(const View& view, Draft& draft);
// Codes that the event itself completes: who shells is a force, who acts at home is of the country
// where it happens. REQUIRES: arguments and place are filled.
void complete_codes(const View& view, Draft& draft);
// What is known of the sides once it is sure that the event is told: where it happens is no side,
// people of whom nothing more is said are citizens of that country.
void complete_sides(const View& view, Draft& draft);
void fill_when(const View& view, Draft& draft);
void fill_counts(const View& view, Draft& draft);
// "A teacher was shot. He later died": adds what is counted to the earlier event that was done to
// the same people. True if there is one. REQUIRES: counts and arguments are filled.
bool add_to_earlier(const View& view, const Draft& draft);
// Fills turned and refused. REQUIRES: arguments and reading are filled.
void turn_type(const View& view, Draft& draft);
// The words of a noun phrase: its head with what stands before it, no determiner.
TokenRange phrase(const View& view, std::uint32_t token);
// Where what the token names lies, by its own mention or another of its chain.
PlaceId place_at(const View& view, std::uint32_t token);
// "the port of Odesa", "the plant in Vuhlehirsk": the place among what hangs on the token.
PlaceId place_inside(const View& view, std::uint32_t token);
Symbol entity_code(const View& view, std::uint32_t token);

}  // namespace sayso::coding
