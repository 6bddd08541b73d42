// SPDX-License-Identifier: Apache-2.0
// Which site is meant where a report only says that "loading has resumed" or lists several in one
// breath. Private to event/.
#pragma once

#include <string>
#include <vector>

#include "event/resolve.h"

namespace sayso::coding {

// Where what a word tells goes on: a site after a preposition, on its subject or object, its
// subject itself, "there", else the one named last before it. Appends nothing if the words place it
// elsewhere.
// The town named last before the token, or kNoToken: where "nothing comes in".
std::uint32_t town_named_before(const View& view, std::uint32_t token);
void sites_of(const View& view, const Candidate& candidate, std::vector<std::uint32_t>& out);

struct ListedSite {
  std::uint32_t token = 0;  // the name
  std::string name;         // "port of Es Sider"
};
// "the ports of Es Sider and Ras Lanuf": each of them. Appends nothing for a single site.
void listed_sites(const View& view, std::uint32_t token, std::vector<ListedSite>& out);

// rule_names.cc: "force majeure at Bardon and Vest": the rule at each place. Appends nothing unless
// there are several.
void rule_places(const View& view, const Draft& draft, std::uint32_t token,
                 std::vector<ListedSite>& out);

// The site `token` names, with the word that first said what it is: "port of Zueitina".
std::string called_site(const View& view, std::uint32_t token, std::uint32_t noun);

// The same where only the name is known: "Brega" of a report on the port of Brega.
std::string with_kind(const View& view, std::string name);

}  // namespace sayso::coding
