// SPDX-License-Identifier: Apache-2.0
#include "mention/bodies.h"

namespace sayso::mention {
namespace {

constexpr std::string_view kAnyBody = "body";  // in `mention.nouns`: "the group"
// Values of the column `body` of ontology.sectors: states have many bodies of the sector; members
// stand for the body ("the rebels" are the movement); bodies no table knows are mostly these; they
// speak in every report and are seldom "the group".
constexpr std::string_view kOfState = "state";
constexpr std::string_view kBand = "band";
constexpr std::string_view kFirm = "firm";
constexpr std::string_view kMedia = "media";

// Some sector of the code has bodies of this sort.
bool any_is(const Catalog& c, std::string_view code, std::string_view sort) {
  while (!code.empty()) {
    const std::size_t blank = code.find(' ');
    if (c.body_of_sector(code.substr(0, blank)) == sort) {
      return true;
    }
    code = blank == std::string_view::npos ? std::string_view{} : code.substr(blank + 1);
  }
  return false;
}

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
  const std::string_view sort = c.body_of_sector(sector);
  if (c.country(sector) != nullptr || sort == kOfState || (f.plural && sort != kBand)) {
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

bool of_sector(const Catalog& c, const Document& d, const Entity& e, std::string_view sector) {
  const std::string_view code = e.code.some() ? d.string(e.code) : std::string_view{};
  if (code.empty()) {
    return c.body_of_sector(sector) == kFirm && e.kind == MentionKind::organization;
  }
  if (sector.empty()) {  // "the group": of any kind but these
    return !any_is(c, code, kMedia) && !any_is(c, code, kOfState);
  }
  const std::size_t at = code.find(sector);
  return at != std::string_view::npos && (at == 0 || code[at - 1] == ' ');
}

}  // namespace sayso::mention
