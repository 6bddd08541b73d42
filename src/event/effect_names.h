// SPDX-License-Identifier: Apache-2.0
// How what an event changes is called: agreements by their topic, flows by whence and whither,
// sites and forces by the name the report gave them. Private to event/.
#pragma once

#include <string>
#include <string_view>

#include "event/resolve.h"

namespace sayso::coding {

bool has_thing(const View& view, std::uint32_t token, std::string_view kind);
MentionKind kind_of(const View& view, std::uint32_t token);
// "Russia" for RUS and any of its sectors; empty if the code names no country.
std::string country_name(const View& view, Symbol code);
// "Gunmen", "forces loyal to X": a code that only says where they fight, not for whom they hold.
bool foreign_words(const View& view, const Resolved& argument);
// Empty if the words name nobody: "they", "his forces".
std::string argument_name(const View& view, const Resolved& argument);
// The first argument of the role; a participant is an agent too. Null if there is none.
const Resolved* argument_of(const Draft& draft, Role role);
std::string words_of(const View& view, TokenRange range);
// The words of a noun phrase without what only describes: "a tentative agreement".
std::string plain_words(const View& view, std::uint32_t token);
// A flow with its ends, an agreement with its matter, anything else by its words.
std::string thing_name(const View& view, const Draft& draft, std::uint32_t token);
// pact_names.cc: talks and agreements by their matter or those who hold them.
std::string pact_name(const View& view, const Draft& draft, std::uint32_t token);
// site_names.cc: what stands somewhere, by its name, its place or the whole it is part of.
std::string site_name(const View& view, std::uint32_t token, PlaceId where, TokenRange words);
// rule_names.cc: an order, a ban, an emergency, a strike with its matter. Empty: "the law",
// whichever.
std::string rule_name(const View& view, const Draft& draft, std::uint32_t token);
// effect_things.cc: a strait, canal, crossing or bridge known to the gazetteer.
bool place_is_water(const View& view, std::uint32_t token);
// Whether a state of the variable makes sense of the thing: no "control" of a person.
bool makes_sense(const View& view, StateVariable variable, const Resolved& thing);
// matter_names.cc: whether words hold a capital or a digit.
bool says_name(std::string_view words);
// A thing with the number after it: "Berth 7", "Line 7B", "Air Base 201".
std::string with_number(const View& view, std::uint32_t token, std::string name);
// A common noun without a name in `name` by what hangs on it: "road to mine".
std::string with_matter(const View& view, const Draft& draft, std::uint32_t token,
                        std::string name);
// Whether a reader can find the thing again by `name`: "it", "14 settlements" are nothing.
bool says_whose(const View& view, StateVariable variable, std::uint32_t token,
                std::string_view value, std::string_view name);
// The name under which a state of `variable` of the thing goes.
std::string entity_name(const View& view, const Draft& draft, StateVariable variable,
                        const Resolved& thing);

}  // namespace sayso::coding
