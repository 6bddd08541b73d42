// SPDX-License-Identifier: Apache-2.0
#include "mention/bodies.h"

#include <algorithm>
#include <array>

namespace sayso::mention {
namespace {

constexpr std::string_view kAnyBody = "body";  // in `mention.nouns`: "the group"
// Sectors of states, which have many bodies each.
constexpr std::array<std::string_view, 6> kOfState{"GOV", "MIL", "COP", "JUD", "LEG", "SPY"};
// Bodies that no table knows are mostly these.
constexpr std::string_view kFirm = "BUS";
constexpr std::string_view kMedia = "MED";  // speak in every report, and are seldom "the group"
// Sectors whose members stand for the body: "the rebels" are the movement.
constexpr std::array<std::string_view, 3> kBands{"REB", "UAF", "CRM"};

}  // namespace

bool stands_for_body(const Catalog& c, const Document& d, const Found& f) {
  const bool body = f.kind == MentionKind::organization || f.kind == MentionKind::group;
  if (!body || f.tokens.begin != f.head || f.head == 0 || d.tokens.upos[f.head - 1] != Upos::det ||
      (c.links(d, f.head) & kOneBody) == 0) {
    return false;
  }
  if (!f.code.some()) {
    return f.sub == kAnyBody && !f.plural;
  }
  const std::string_view code = d.string(f.code);
  const std::string_view sector = code.substr(code.rfind(' ') + 1);
  if (c.country(sector) != nullptr ||
      std::find(kOfState.begin(), kOfState.end(), sector) != kOfState.end() ||
      (f.plural && std::find(kBands.begin(), kBands.end(), sector) == kBands.end())) {
    return false;
  }
  for (const std::uint32_t k : d.children.of(f.head)) {
    const Deprel r = base_relation(d.tokens.deprel[k]);
    if (r == Deprel::nmod || r == Deprel::acl || r == Deprel::amod || r == Deprel::nummod ||
        r == Deprel::compound || r == Deprel::appos || r == Deprel::conj) {
      return false;
    }
  }
  return true;
}

bool of_sector(const Document& d, const Entity& e, std::string_view sector) {
  const std::string_view code = e.code.some() ? d.string(e.code) : std::string_view{};
  if (code.empty()) {
    return sector == kFirm && e.kind == MentionKind::organization;
  }
  if (sector.empty()) {  // "the group": of any kind but these
    return code.find(kMedia) == std::string_view::npos &&
           std::none_of(kOfState.begin(), kOfState.end(), [&](std::string_view part) {
             return code.find(part) != std::string_view::npos;
           });
  }
  const std::size_t at = code.find(sector);
  return at != std::string_view::npos && (at == 0 || code[at - 1] == ' ');
}

}  // namespace sayso::mention
