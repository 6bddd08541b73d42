// SPDX-License-Identifier: Apache-2.0
#include "mention/origins.h"

#include <algorithm>

namespace sayso::mention {

// What country (or body) the words [begin, end) before a head give it.
Origin Origins::in(std::uint32_t begin, std::uint32_t end) const {
  Origin o;
  for (std::uint32_t k = begin; k < end; ++k) {
    std::string_view country;
    std::string_view sector;
    std::uint32_t next = k + 1;
    if (const Adjective* a = adjective_at(k)) {
      country = d_.string(a->country);
      next = a->end;
    } else if (const auto bloc = lower_bloc(k, end)) {
      country = country_part(c_.code(bloc->rows.begin));  // "euro zone ministers"
      next = bloc->end;
    } else if (b_.name_at[k] != kNone) {
      const Found& f = b_.found[b_.name_at[k]];
      if (f.code.some() && f.kind != MentionKind::person && !shouted(f)) {
        const std::string_view code = d_.string(f.code);
        const bool bare = c_.is_sector(code);  // a body of no known country
        country = bare ? std::string_view{} : country_part(code);
        sector = f.country_name || f.capital ? std::string_view{} : bare ? code : sector_part(code);
        if (bare && o.sector.empty()) {
          o.sector = sector;
        }
      }
      next = std::max(next, f.tokens.end);
    }
    if (country.empty()) {
      continue;
    }
    const bool hyphen_after = next + 1 < t_.size() && is_hyphen(d_, next);
    const std::uint32_t after = hyphen_after ? c_.links(d_, next + 1) : 0;
    const std::uint32_t before = k > begin + 1 && is_hyphen(d_, k - 1) ? c_.links(d_, k - 2)
                                 : k > begin                           ? c_.links(d_, k - 1)
                                                                       : 0;
    if ((after & kOccupied) != 0 || (before & kAnti) != 0) {
      continue;
    }
    o.proxy = (after & kProxy) != 0 || ((before & kPro) != 0 && k > 0);
    o.country = country;
    o.sector = sector;
    if (o.proxy) {
      break;
    }
  }
  return o;
}

// A bloc that is written small.
std::optional<Phrase> Origins::lower_bloc(std::uint32_t k, std::uint32_t end) const {
  if (b_.name_at[k] != kNone || capital_first(d_, k) || d_.string(t_.form[k]).size() < 4) {
    return std::nullopt;
  }
  const auto hit = c_.actor(d_, k, end);
  return hit && c_.actor_kind(hit->rows.begin) == ActorKind::bloc ? hit : std::nullopt;
}

// "LAOS" in a text that writes Laos otherwise: letters of something else.
bool Origins::shouted(const Found& f) const {
  constexpr std::size_t kLetters = 4;
  const auto caps = [&](std::uint32_t k) {
    return d_.symbols.shape(t_.form[k]) == Shape::all_caps;
  };
  const std::uint32_t k = f.tokens.begin;
  return f.country_name && f.tokens.size() == 1 && d_.string(t_.form[k]).size() >= kLetters &&
         caps(k) && k > 0 && !caps(k - 1) && k + 1 < t_.size() && !caps(k + 1);
}

const Adjective* Origins::adjective_at(std::uint32_t t) const {
  const auto at = std::lower_bound(b_.adjectives.begin(), b_.adjectives.end(), t,
                                   [](const Adjective& a, std::uint32_t k) { return a.token < k; });
  return at != b_.adjectives.end() && at->token == t ? &*at : nullptr;
}

// Owner or complement: Ukraine's ministry, the army of Ukraine, lawmakers from both parties in
// the U.S. House.
std::string_view Origins::owner_country(std::uint32_t head, int steps) const {
  for (const std::uint32_t child : d_.children.of(head)) {
    if ((t_.deprel[child] != Deprel::nmod_poss && !belongs_to(child)) ||
        (c_.links(d_, child) & kStrike) != 0) {
      continue;  // "civilians in a US drone strike" are not of the United States
    }
    if (b_.name_at[child] != kNone) {
      const Found& f = b_.found[b_.name_at[child]];
      if (f.code.some() && !c_.is_sector(d_.string(f.code))) {
        return country_part(d_.string(f.code));
      }
    }
    const Origin o = in(std::min(child, child > 4 ? child - 4 : 0U), child);
    if (!o.country.empty() && child > head) {
      return o.country;
    }
    if (steps > 0 && child > head) {
      if (const std::string_view deeper = owner_country(child, steps - 1); !deeper.empty()) {
        return deeper;
      }
    }
  }
  return {};
}

bool Origins::belongs_to(std::uint32_t t) const {
  bool of = false;
  for (const std::uint32_t c : d_.children.of(t)) {
    const std::string_view w = d_.string(t_.lower[c]);
    of = of || (t_.deprel[c] == Deprel::case_ &&
                (w == "of" || w == "in" || w == "from" || w == "for" || w == "to"));
  }
  return of && t_.deprel[t] == Deprel::nmod;
}

std::string_view Origins::band_before(const Found& f) const {
  const std::string_view own = f.code.some() ? d_.string(f.code) : std::string_view{};
  const bool open = own.empty() || own == "UNK" || own == "COP" || own.starts_with("MIL");
  const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::group ||
                    f.kind == MentionKind::organization;
  for (std::uint32_t k = f.tokens.begin; open && acts && k < f.head; ++k) {
    const bool noun = t_.upos[k] == Upos::noun || t_.upos[k] == Upos::propn ||
                      (t_.upos[k] == Upos::adj && t_.lemma[k] == t_.lower[k]);  // not "suspected"
    const auto agent = noun && b_.name_at[k] == kNone ? c_.agent(d_, k, k + 1) : std::nullopt;
    const bool against =
        k > 0 && ((c_.links(d_, k - 1) & kAnti) != 0 ||
                  (k > 1 && is_hyphen(d_, k - 1) && (c_.links(d_, k - 2) & kAnti) != 0));
    if (agent && c_.body_of_sector(agent->sector) == "band" && !against &&
        !(k + 1 < f.head && is_hyphen(d_, k + 1))) {
      return agent->sector;
    }
  }
  return {};
}

}  // namespace sayso::mention
