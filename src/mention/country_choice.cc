// SPDX-License-Identifier: Apache-2.0
#include "mention/country_choice.h"

#include <algorithm>
#include <cmath>

namespace sayso::mention {
namespace {

constexpr std::size_t kMostCountries = 24;
constexpr std::size_t kMostEvidence = 4096;  // a bound for texts of any length
constexpr std::size_t kBack = 48, kAhead = 16;
constexpr std::uint32_t kSentences = 3;
constexpr int kSteps = 6;  // up the tree

float& at(CountryValues& v, CountryFeature f) {
  return v[static_cast<std::size_t>(f)];
}
std::string_view sector_in(std::string_view code) {
  const std::size_t blank = code.find(' ');
  return blank == std::string_view::npos ? std::string_view{} : code.substr(blank + 1);
}

}  // namespace

void CountryChooser::add(std::uint32_t token, std::string_view country, Symbol name, Sort sort,
                         std::string_view sector) {
  country = country.substr(0, 3);
  if (c_.country(country) == nullptr || evidence_.size() >= kMostEvidence) {
    return;
  }
  Evidence e;
  e.token = token;
  e.sentence = d_.tokens.sentence[token];
  e.country = d_.symbols.intern(country);
  e.name = name;
  e.sector = sector;
  e.sort = sort;
  e.dateline = d_.dateline && d_.dateline->place.begin <= d_.tokens.begin[token] &&
               d_.tokens.begin[token] < d_.dateline->place.end;
  evidence_.push_back(e);
}

void CountryChooser::gather(const std::vector<std::uint8_t>* but) {
  evidence_.clear();
  for (const Place& p : d_.places) {
    if (p.country.some()) {
      add(p.tokens.begin, d_.string(p.country), p.name, Sort::place);
    }
  }
  for (const Adjective& a : b_.adjectives) {
    add(a.token, d_.string(a.country), Symbol::none(), Sort::adjective);
  }
  for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
    const Found& f = b_.found[row];
    const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization ||
                      f.kind == MentionKind::group;
    const bool counts = but == nullptr || (*but)[row] == 0;
    if (counts && f.form == MentionForm::name && acts && f.code.some() && f.country.some()) {
      const std::string_view sector = sector_in(d_.string(f.code));
      if (c_.body_of_sector(sector.substr(0, 3)) == "media") {
        continue;  // who reports it
      }
      const bool power = c_.of_its_place(sector, true);
      add(f.tokens.begin, d_.string(f.country), f.name, power ? Sort::power : Sort::actor, sector);
    }
  }
  std::stable_sort(evidence_.begin(), evidence_.end(),
                   [](const Evidence& x, const Evidence& y) { return x.token < y.token; });
  read_title();
  summed_ = false;
}

// The headline is given beside the text: its single words are looked up.
void CountryChooser::read_title() {
  title_.clear();
  const std::string_view words = d_.headline();
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t end = std::min(words.find_first_of(" ,:;'-\n", i), words.size());
    if (end > i + 2 && words[i] >= 'A' && words[i] <= 'Z') {
      const RowRange rows = c_.actors->find(words.substr(i, end - i));
      if (!rows.empty() && c_.actor_kind(rows.begin) <= ActorKind::capital) {
        title_.push_back(d_.symbols.intern(c_.code(rows.begin).substr(0, 3)));
      }
    }
    i = end + 1;
  }
}

std::size_t CountryChooser::total_of(Symbol country) const {
  std::size_t k = 0;
  while (k < totals_.size() && totals_[k].country != country) {
    ++k;
  }
  return k;
}

void CountryChooser::sum(Symbol but) {
  if (summed_ && but == summed_but_) {
    return;
  }
  summed_ = true;
  summed_but_ = but;
  totals_.clear();
  for (const Evidence& e : evidence_) {
    if (but.some() && e.name == but) {
      continue;
    }
    std::size_t k = total_of(e.country);
    if (k == totals_.size()) {
      if (k == kMostCountries) {
        continue;
      }
      totals_.emplace_back().country = e.country;
    }
    Total& t = totals_[k];
    t.all += 1;
    t.places += e.sort == Sort::place ? 1.0F : 0.0F;
    t.power += e.sort == Sort::power ? 1.0F : 0.0F;
    t.adjectives += e.sort == Sort::adjective ? 1.0F : 0.0F;
    t.first = t.first || (e.sentence == 0 && !e.dateline);
    t.dateline = t.dateline || e.dateline;
  }
  for (const Symbol country : title_) {
    if (const std::size_t k = total_of(country); k < totals_.size()) {
      totals_[k].title = true;
    }
  }
}

bool CountryChooser::hangs_on(std::uint32_t token, std::uint32_t head) const {
  const TokenTable& t = d_.tokens;
  for (int up = 0; up < kSteps && !t.is_root(token); ++up) {
    token = t.head[token];
    if (token == head) {
      return true;
    }
    if (t.upos[token] == Upos::verb) {
      return false;
    }
  }
  return false;
}

// Both hang on one verb, on different branches.
bool CountryChooser::other_side(std::uint32_t token, std::uint32_t head) const {
  const TokenTable& t = d_.tokens;
  const auto verb_of = [&](std::uint32_t k, Deprel* relation) {
    for (int up = 0; up < kSteps && !t.is_root(k); ++up) {
      *relation = base_relation(t.deprel[k]);
      k = t.head[k];
      if (t.upos[k] == Upos::verb) {
        return k;
      }
    }
    return kNone;
  };
  Deprel mine = Deprel::dep, its = Deprel::dep;
  const std::uint32_t verb = verb_of(head, &mine);
  return verb != kNone && verb_of(token, &its) == verb && mine != its &&
         (mine == Deprel::nsubj || its == Deprel::nsubj) &&
         (mine == Deprel::obj || its == Deprel::obj || mine == Deprel::obl || its == Deprel::obl);
}

void CountryChooser::look_around(std::uint32_t head, Symbol but, std::string_view sector) {
  const auto set = [&](const Evidence& e, CountryFeature f) {
    const std::size_t k = total_of(e.country);
    if (k < totals_.size()) {
      at(candidates_[k].values, f) = 1;
    }
  };
  const auto set_sort = [&](const Evidence& e) {
    if (e.sort == Sort::place || e.sort == Sort::adjective) {
      set(e, e.sort == Sort::place ? CountryFeature::same_place : CountryFeature::same_adj);
    }
  };
  const auto counted = [&](const Evidence& e) { return !(but.some() && e.name == but); };
  const std::uint32_t here = d_.tokens.sentence[head];
  const auto from =
      std::lower_bound(evidence_.begin(), evidence_.end(), head,
                       [](const Evidence& e, std::uint32_t token) { return e.token < token; });
  bool near = false, recent = false, power = false, like = false;
  std::size_t looked = 0;
  for (auto e = from; e != evidence_.begin() && looked < kBack; ++looked) {
    --e;
    if (!counted(*e)) {
      continue;
    }
    const std::uint32_t back = here - e->sentence;
    if (back == 0 && !e->dateline) {
      set(*e, CountryFeature::same_before);
      set_sort(*e);
      if (!near) {
        set(*e, CountryFeature::same_nearest);
      }
      near = true;
      if (hangs_on(e->token, head)) {
        set(*e, CountryFeature::inside);
      } else if (other_side(e->token, head)) {
        set(*e, CountryFeature::other_side);
      }
    } else if (back > 0 && back <= kSentences) {
      set(*e, back == 1   ? CountryFeature::prev1
              : back == 2 ? CountryFeature::prev2
                          : CountryFeature::prev3);
    }
    if (!recent && !e->dateline) {
      set(*e, CountryFeature::recent);
      recent = true;
    }
    if (!power && e->sort == Sort::power) {
      set(*e, CountryFeature::recent_power);
      power = true;
    }
    if (!like && !sector.empty() && e->sector == sector) {
      set(*e, CountryFeature::like_it);
      like = true;
    }
  }
  looked = 0;
  for (auto e = from; e != evidence_.end() && e->sentence == here && looked < kAhead;
       ++e, ++looked) {
    if (counted(*e)) {
      set(*e, CountryFeature::same_after);
      set_sort(*e);
      if (hangs_on(e->token, head)) {
        set(*e, CountryFeature::inside);
      } else if (other_side(e->token, head)) {
        set(*e, CountryFeature::other_side);
      }
    }
  }
}

// Residents and rebels are where they are told of, governments seldom: their own weights.
void CountryChooser::add_of_folk() {
  for (std::size_t k = 0; k < totals_.size(); ++k) {
    CountryValues& v = candidates_[k].values;
    at(v, CountryFeature::folk_share) = at(v, CountryFeature::share);
    at(v, CountryFeature::folk_same) =
        std::max(at(v, CountryFeature::same_before), at(v, CountryFeature::same_after));
    at(v, CountryFeature::folk_recent) = at(v, CountryFeature::recent);
    at(v, CountryFeature::folk_title) = at(v, CountryFeature::title);
  }
}

void CountryChooser::add_none(const Found& f, float all) {
  CountryValues& none = candidates_.back().values;
  at(none, CountryFeature::none) = 1;
  at(none, CountryFeature::none_few) = 1.0F / (1.0F + all);
  at(none, CountryFeature::none_many) = std::log1p(static_cast<float>(totals_.size()));
  at(none, CountryFeature::none_plural) = f.plural ? 1.0F : 0.0F;
  at(none, CountryFeature::none_bare) = f.plural && !f.definite ? 1.0F : 0.0F;
}

void CountryChooser::weigh(const Found& f, Symbol but, std::string_view sector) {
  sum(but);
  float all = 0, places = 0, power = 0, adjectives = 0, most = 0, most_power = 0;
  for (const Total& t : totals_) {
    all += t.all, places += t.places, power += t.power, adjectives += t.adjectives;
    most = std::max(most, t.all), most_power = std::max(most_power, t.power);
  }
  candidates_.assign(totals_.size() + 1, {});
  for (std::size_t k = 0; k < totals_.size(); ++k) {
    const Total& t = totals_[k];
    candidates_[k].country = t.country;
    CountryValues& v = candidates_[k].values;
    at(v, CountryFeature::share) = t.all / all;
    at(v, CountryFeature::top) = t.all == most ? 1.0F : 0.0F;
    at(v, CountryFeature::many) = std::log1p(t.all);
    at(v, CountryFeature::alone) = totals_.size() == 1 ? 1.0F : 0.0F;
    at(v, CountryFeature::share_place) = places > 0 ? t.places / places : 0.0F;
    at(v, CountryFeature::share_adj) = adjectives > 0 ? t.adjectives / adjectives : 0.0F;
    at(v, CountryFeature::share_power) = power > 0 ? t.power / power : 0.0F;
    at(v, CountryFeature::top_power) = power > 0 && t.power == most_power ? 1.0F : 0.0F;
    at(v, CountryFeature::first) = t.first ? 1.0F : 0.0F;
    at(v, CountryFeature::title) = t.title ? 1.0F : 0.0F;
    at(v, CountryFeature::dateline) = t.dateline ? 1.0F : 0.0F;
  }
  add_none(f, all);
  look_around(f.head, but, sector);
  if (!c_.of_its_place(sector, true)) {
    add_of_folk();
    at(candidates_.back().values, CountryFeature::none_folk) = 1;
  }
}

CountryChooser::Answer CountryChooser::ask(const Found& f, Symbol but) {
  const std::string_view code = f.code.some() ? d_.string(f.code) : std::string_view{};
  weigh(f, but, c_.is_sector(code) ? code : sector_in(code));
  Answer best;
  float most = -1e9F;
  sums_.clear();
  for (const auto& candidate : candidates_) {
    float s = 0;
    for (std::size_t k = 0; k < kCountryFeatures; ++k) {
      s += c_.country_weight(k) * candidate.values[k];
    }
    sums_.push_back(s);
    if (s > most) {
      most = s;
      best.country = candidate.country;
    }
  }
  float total = 0;
  for (const float s : sums_) {
    total += std::exp(s - most);
  }
  best.certainty = 1.0F / total;
  return best;
}

void CountryChooser::log_last(const Found& f, CountryLog& out) const {
  CountryLog::Choice choice;
  choice.token = f.head;
  choice.name = f.name;
  choice.first = static_cast<std::uint32_t>(out.candidates.size());
  choice.count = static_cast<std::uint32_t>(candidates_.size());
  out.candidates.insert(out.candidates.end(), candidates_.begin(), candidates_.end());
  out.choices.push_back(choice);
}

std::uint32_t CountryChooser::times(Symbol country, Symbol but) const {
  return static_cast<std::uint32_t>(std::count_if(
      evidence_.begin(), evidence_.end(),
      [&](const Evidence& e) { return e.country == country && !(but.some() && e.name == but); }));
}

// Holders of office and bodies of states that a table knows and nothing in their own words places:
// what the rest of the report says of their country is what it says of those no table knows.
void CountryChooser::log_known(CountryLog& out) {
  constexpr std::uint32_t kSame = 4;  // questions about one name
  gather();
  for (std::uint32_t row = 0; row < b_.found.size(); ++row) {
    const Found& f = b_.found[row];
    const bool acts = f.kind == MentionKind::person || f.kind == MentionKind::organization;
    if (f.form != MentionForm::name || !acts || f.actor_rows.empty() || !f.country.some() ||
        !f.code.some() || c_.country(d_.string(f.country)) == nullptr ||
        !c_.of_its_place(sector_in(d_.string(f.code)), true)) {
      continue;
    }
    bool placed = false;
    for (std::uint32_t k = f.tokens.begin; k < f.tokens.end; ++k) {
      const auto hit = c_.actor(d_, k, k + 1);
      placed = placed || (hit && c_.actor_kind(hit->rows.begin) <= ActorKind::capital);
    }
    const auto same = static_cast<std::uint32_t>(
        std::count_if(out.choices.begin(), out.choices.end(),
                      [&](const CountryLog::Choice& c) { return c.name == f.name; }));
    if (placed || same >= kSame) {
      continue;
    }
    weigh(f, f.name, sector_in(d_.string(f.code)));
    // A country in its own phrase answers by rule.
    const bool told = std::any_of(
        candidates_.begin(), candidates_.end(), [](const CountryLog::Candidate& candidate) {
          return candidate.values[static_cast<std::size_t>(CountryFeature::inside)] > 0;
        });
    if (!told) {
      log_last(f, out);
      out.choices.back().country = d_.symbols.intern(d_.string(f.country).substr(0, 3));
      out.choices.back().known = true;
    }
  }
}

}  // namespace sayso::mention
