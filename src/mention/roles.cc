// SPDX-License-Identifier: Apache-2.0
// Whose spokesman, president or head somebody is: such offices are held in bodies of all kinds, so
// their holder has the code of the body. "A spokeswoman for the company" is business, "employer
// representatives" are employers, "Hamas officials" are of Hamas; the president of a body that no
// table knows is not of the government. Which nouns are such offices: class role of
// `mention.links`.
#include <algorithm>
#include <optional>
#include <string>

#include "mention/found.h"

namespace sayso::mention {
namespace {

constexpr std::string_view kPolice = "COP";

class Roles {
 public:
  Roles(const Catalog& c, Document& d, Buffers& b) : c_(c), d_(d), t_(d.tokens), b_(b) {}

  void run() {
    police_alone_ = only_police();
    for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
      Found& f = b_.found[row];
      if (f.form == MentionForm::nominal && role(f.head) &&
          (f.kind == MentionKind::person || f.kind == MentionKind::group)) {
        holder(row);
      } else if (f.form == MentionForm::name && f.kind == MentionKind::person &&
                 f.actor_rows.empty()) {
        titled(f);
      }
    }
  }

 private:
  [[nodiscard]] bool role(std::uint32_t t) const { return (c_.links(d_, t) & kRole) != 0; }

  static bool body(const Found& f) {
    return f.kind == MentionKind::organization || f.kind == MentionKind::group;
  }

  [[nodiscard]] std::string_view country_in(std::string_view code) const {
    return code.empty() || c_.is_sector(code) ? std::string_view{} : code.substr(0, code.find(' '));
  }
  [[nodiscard]] std::string_view sector_in(std::string_view code) const {
    const std::size_t at = code.find(' ');
    return c_.is_sector(code)             ? code
           : at == std::string_view::npos ? std::string_view{}
                                          : code.substr(at + 1);
  }
  [[nodiscard]] std::string_view code_of(const Found& f) const {
    return f.code.some() ? d_.string(f.code) : std::string_view{};
  }

  // The body that what hangs on the noun names or describes.
  [[nodiscard]] const Found* body_of(const Found& f) const {
    for (const std::uint32_t k : d_.children.of(f.head)) {
      const Deprel r = t_.deprel[k];
      const bool before = r == Deprel::compound || r == Deprel::nmod_poss || r == Deprel::nmod_desc;
      if (!before && !(r == Deprel::nmod && of_it(k))) {
        continue;
      }
      const Found* g = headed_at(k);
      const bool part = g == nullptr || (g->form == MentionForm::nominal && body(*g) &&
                                         sector_in(code_of(*g)).empty());
      if (part && r == Deprel::nmod) {
        if (const Found* owner = owner_of_part(k); owner != nullptr) {
          return owner;
        }
      }
      if (g != nullptr && body(*g)) {
        return g;
      }
    }
    return nullptr;
  }

  // "the head of Airbus's Japan unit": a part of a body, which is no mention of its own.
  [[nodiscard]] const Found* owner_of_part(std::uint32_t part) const {
    for (const std::uint32_t k : d_.children.of(part)) {
      const Found* g = t_.deprel[k] == Deprel::nmod_poss ? headed_at(k) : nullptr;
      if (g != nullptr && body(*g) && g->form == MentionForm::name) {
        return g;
      }
    }
    return nullptr;
  }

  // "the heads of ten mills": of what no table knows as somebody.
  [[nodiscard]] bool of_nobody(const Found& f) const {
    for (const std::uint32_t k : d_.children.of(f.head)) {
      const bool of = k > f.head && t_.deprel[k] == Deprel::nmod && of_it(k) &&
                      t_.upos[k] == Upos::noun && !c_.agent(d_, k, k + 1);
      const Found* g = of ? headed_at(k) : nullptr;
      if (of && (g == nullptr || g->kind == MentionKind::facility)) {
        return true;
      }
    }
    return false;
  }

  // "for the company", "of the union"; not "to journalists".
  [[nodiscard]] bool of_it(std::uint32_t noun) const {
    for (const std::uint32_t k : d_.children.of(noun)) {
      if (t_.deprel[k] == Deprel::case_ && (c_.links(d_, k) & kOwning) != 0) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] const Found* headed_at(std::uint32_t t) const {
    if (b_.name_at[t] != kNone) {
      return &b_.found[b_.name_at[t]];
    }
    const auto after =
        std::upper_bound(b_.found.begin(), b_.found.end(), t,
                         [](std::uint32_t at, const Found& g) { return at < g.tokens.begin; });
    for (auto g = after; g != b_.found.begin();) {
      --g;
      if (g->head == t && g->form == MentionForm::nominal) {
        return &*g;
      }
      if (g->tokens.begin + 8 < t) {
        break;
      }
    }
    return nullptr;
  }

  // "employer representatives": the noun before it describes it and is no mention of its own.
  [[nodiscard]] std::string_view described_by(const Found& f) const {
    std::string_view sector;
    for (std::uint32_t k = f.tokens.begin; k < f.head;) {
      const auto agent = c_.agent(d_, k, f.head);
      const bool noun = agent && t_.upos[agent->end - 1] == Upos::noun && b_.name_at[k] == kNone;
      sector = noun ? agent->sector : sector;
      k = agent ? agent->end : k + 1;
    }
    return sector;
  }

  void holder(std::uint32_t row) {
    Found& f = b_.found[row];
    const std::string_view own = code_of(f);
    if (!open_to_body(sector_in(own))) {
      return;
    }
    std::string_view sector;
    std::string_view country = country_in(own);
    if (const Found* g = body_of(f)) {
      const std::string_view code = code_of(*g);
      sector = sector_in(code);
      country = country_in(code).empty() ? country : country_in(code);
      if (sector.empty() && country_in(code).empty() && g->form == MentionForm::name &&
          sector_in(own) != "BUS") {
        give(f, country, {});  // of a body that no table knows
        pass_on(f);
        return;
      }
    } else {
      sector = described_by(f);
      if (sector.empty() && sector_in(own) == "GOV" && of_nobody(f)) {
        give(f, country, {});
        pass_on(f);
        return;
      }
    }
    if (sector.empty() || sector == "UNK" || sector == "CVL" || sector == sector_in(own)) {
      return;
    }
    give(f, country, sector);
    pass_on(f);
  }

  // The sector says no more than that somebody holds an office.
  static bool open_to_body(std::string_view sector) {
    return sector.empty() || sector == "GOV" || sector == "UNK" || sector == "BUS";
  }

  // A name that the noun stands in apposition to.
  void pass_on(const Found& f) {
    if (f.owner == kNone || !b_.found[f.owner].actor_rows.empty()) {
      return;
    }
    b_.found[f.owner].code = f.code;
    b_.found[f.owner].country = f.country;
  }

  // "Wal-Mart spokesman Kory Lundberg", "union president Ron Gettelfinger".
  void titled(Found& f) {
    const auto at =
        std::lower_bound(b_.titles.begin(), b_.titles.end(), f.tokens.begin,
                         [](const TitleHit& h, std::uint32_t k) { return h.tokens.end < k; });
    if (at == b_.titles.end() || at->tokens.end != f.tokens.begin) {
      return;
    }
    if (at->title.rank == Rank::grade && police_alone_ && sector_in(code_of(f)) == "MIL") {
      give(f, country_in(code_of(f)), kPolice);
      return;
    }
    if (at->tokens.begin == 0 || !role(at->tokens.end - 1) ||
        !open_to_body(sector_in(code_of(f)))) {
      return;
    }
    const std::uint32_t before = at->tokens.begin - 1;
    if (t_.sentence[before] != t_.sentence[f.tokens.begin]) {
      return;
    }
    if (b_.name_at[before] != kNone) {
      const Found& g = b_.found[b_.name_at[before]];
      if (body(g) && code_of(g).empty() && sector_in(code_of(f)) != "BUS") {
        give(f, country_in(code_of(f)), {});
      }
    } else if (const auto agent = c_.agent(d_, before, before + 1);
               agent && t_.upos[before] == Upos::noun && agent->sector != "CVL" &&
               agent->sector != "UNK") {
      give(f, country_in(code_of(f)), agent->sector);
    }
  }

  // The report tells of police and of no army: its sergeants and captains are policemen.
  [[nodiscard]] bool only_police() const {
    bool police = false;
    for (const Found& f : b_.found) {
      const std::string_view sector = sector_in(code_of(f));
      const bool body = f.kind == MentionKind::organization || f.kind == MentionKind::group;
      if (body && sector.starts_with("MIL")) {
        return false;
      }
      police = police || sector == kPolice;
    }
    return police;
  }

  void give(Found& f, std::string_view country, std::string_view sector) {
    std::string code(country);
    if (!country.empty() && !sector.empty()) {
      code += ' ';
    }
    code += sector;
    f.code = code.empty() ? Symbol::none() : d_.symbols.intern(code);
    f.country = country.empty() ? Symbol::none() : d_.symbols.intern(country);
  }

  const Catalog& c_;
  Document& d_;
  const TokenTable& t_;
  Buffers& b_;
  bool police_alone_ = false;
};

}  // namespace

void give_roles(const Catalog& catalog, Document& d, Buffers& b) {
  Roles(catalog, d, b).run();
}

}  // namespace sayso::mention
