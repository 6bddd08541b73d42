// SPDX-License-Identifier: Apache-2.0
// What a description means. A report names a thing once ("the Torkham border crossing") and then
// calls it "the crossing", "the main crossing", "it": states must go under the name. Private to
// event/.
#pragma once

#include <string>
#include <vector>

#include "event/resolve.h"

namespace sayso::coding {

// The thing itself where the word only says what kind of settlement or body of water it is: "the
// city of Kherson", "the port of Odesa". None if it is not such a word.
PlaceId called_place(const View& view, std::uint32_t token);
// The same where the gazetteer does not know the name: the head of the name, or kNoToken.
std::uint32_t called_name(const View& view, std::uint32_t token);

// "the older canal" is another one than the canal, whatever it was taken for.
bool is_another(const View& view, std::uint32_t token);
// "the bridge at Ilave": the name right after the noun, wherever the parser hung it, or kNoToken.
std::uint32_t place_after(const View& view, std::uint32_t token);

// The name of what a description at `token` ("the crossing", "busiest crossing") means: of the
// nearest phrase before it, else after it, with the same head and a name in it. Empty if the words
// name something themselves, or mean any such thing ("a bridge", "two bridges").
std::string described_name(const View& view, std::uint32_t token);

// The ship or aircraft named at `token`, or meant by "the ship" there. Empty if none is.
std::string craft_name(const View& view, std::uint32_t token);

// Names in the order they are met, and how often each is.
class NameCount {
 public:
  void add(std::string name);
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  // The first of those met most often. REQUIRES: size() > 0.
  [[nodiscard]] const std::string& most() const;

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> counts_;
};

// The ship or aircraft that the report names most. Empty if it names none.
std::string main_craft(const View& view);

// Whose predicate a noun is: "Kherson is the only city they took" gives Kherson; else the token.
std::uint32_t subject_of_predicate(const View& view, std::uint32_t token);

// Names that say who a noun means: "two labourers, Gul Marjan and Sabir Shah". Appends nothing if
// there are none.
void named_persons(const View& view, std::uint32_t token, std::vector<std::uint32_t>& out);

// "The leader of the gang, Adolfo Mora, …": the person named in apposition, wherever it hangs.
void named_beside(const View& view, std::uint32_t token, std::vector<std::uint32_t>& out);
// Who of several told of without names is named soon after: "Two workers were freed. Ann Roe, one
// of the two, …". Appends nothing if nobody is.
void named_later(const View& view, std::uint32_t token, std::vector<std::uint32_t>& out);
// Where the capitals that follow a name end: a name of which only a part is known.
std::uint32_t full_name_end(const View& view, TokenRange name);

// The facility (`place`: or town) that "it" stands for where its chain says somebody else
// (pronoun_things.cc); kNoToken if the token is no such pronoun or none was named lately.
std::uint32_t thing_meant(const View& view, std::uint32_t pronoun, bool place);

// The route that a flow runs through: "traffic through the Torkham crossing"; where the words do
// not say, the last route named before. kNoToken, or the head of the route's phrase.
std::uint32_t carrier_of(const View& view, std::uint32_t token);

}  // namespace sayso::coding
