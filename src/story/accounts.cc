// SPDX-License-Identifier: Apache-2.0
#include "story/accounts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "story/contradict.h"
#include "story/credibility.h"
#include "story/dispute.h"
#include "story/match.h"

namespace sayso {
namespace {

constexpr std::size_t kMaxAccountsAKey = 48;
// From how many points two events are one; the points are in match.cc.
constexpr double kSameEvent = 3.0;
constexpr Instant kWeeksAround = 2;  // that are looked through

// Which stories have become one by a day: later merges change nothing that was found before them.
class Standing {
 public:
  Standing(const std::vector<Report>& reports, const std::vector<StoryMerge>& merges)
      : reports_(reports), merges_(merges) {}

  void advance(std::optional<Instant> to) {
    for (; next_ < merges_.size(); ++next_) {
      const std::optional<Instant> at = merges_[next_].at;
      if (to && (!at || day_of(*at) > day_of(*to))) {
        return;
      }
      const std::uint32_t kept = find(merges_[next_].kept_born);
      const std::uint32_t absorbed = find(merges_[next_].absorbed_born);
      if (kept != absorbed) {
        const std::vector<std::string> names = births(absorbed);
        into_[absorbed] = kept;
        std::vector<std::string>& all = births(kept);
        all.insert(all.end(), names.begin(), names.end());
      }
    }
  }
  [[nodiscard]] std::uint32_t find(std::uint32_t born) const {
    for (auto found = into_.find(born); found != into_.end(); found = into_.find(born)) {
      born = found->second;
    }
    return born;
  }
  // The stories that are one with it, by the reports they began with.
  std::vector<std::string>& births(std::uint32_t born) {
    const std::uint32_t kept = find(born);
    const auto [found, fresh] = births_.try_emplace(kept);
    if (fresh) {
      found->second.push_back(reports_[kept].version_id);
    }
    return found->second;
  }

 private:
  const std::vector<Report>& reports_;
  const std::vector<StoryMerge>& merges_;
  std::size_t next_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> into_;
  std::unordered_map<std::uint32_t, std::vector<std::string>> births_;
};

class Builder {
 public:
  Builder(const std::vector<Report>& reports, const Stories& stories, const Knowledge& knowledge,
          const Edits& edits)
      : reports_(reports),
        stories_(stories),
        edits_(edits),
        families_(knowledge),
        standing_(reports, stories.merges) {}

  Accounts run(const SettledAccounts* settled) {
    for (std::uint32_t r = 0; r < reports_.size(); ++r) {
      standing_.advance(reports_[r].known_at);
      for (std::uint32_t e = 0; e < reports_[r].events.size(); ++e) {
        if (settled != nullptr && r < settled->count) {
          const auto found = settled->account.find(SettledAccounts::event_row(r, e));
          if (found != settled->account.end()) {
            place(r, e, view(r, e), known_account(found->second));
          }
        } else if (!reports_[r].events[e].rejected && !reports_[r].events[e].furniture) {
          add(r, e);
        }
      }
    }
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      settle(accounts_[i], rows_[i]);
    }
    Accounts out;
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      find_contradictions(accounts_[i], reports_, out.contradictions);
    }
    const auto events = static_cast<std::ptrdiff_t>(out.contradictions.size());
    find_disputes_told(reports_, stories_.original_of, out.contradictions);
    keep_plainer(out.contradictions, events);
    find_disputes_across(reports_, stories_, out.contradictions);
    out.accounts = std::move(accounts_);
    out.keys = std::move(placed_keys_);
    return out;
  }

 private:
  struct Row {
    EventView first;  // what is known of the account, filled up by each evidence
  };

  EventView view(std::uint32_t r, std::uint32_t e) const {
    EventView view = view_of(reports_[r], r, e, families_);
    view.story = stories_.born[r];
    return view;
  }
  // Found before: the number given to it then, or none yet.
  std::uint32_t known_account(std::uint32_t number) {
    const auto [found, fresh] = known_.try_emplace(number, kNoRow);
    if (fresh) {
      found->second = static_cast<std::uint32_t>(accounts_.size());
      return kNoRow;
    }
    return found->second;
  }
  [[nodiscard]] bool same_story(const EventView& a, const EventView& b) const {
    return a.story != kNoRow && b.story != kNoRow &&
           standing_.find(a.story) == standing_.find(b.story);
  }

  void add(std::uint32_t r, std::uint32_t e) {
    const EventView view = this->view(r, e);
    keys_.clear();
    keys_of(view, view.story == kNoRow ? std::vector<std::string>() : standing_.births(view.story),
            kWeeksAround, keys_);
    std::uint32_t best = kNoRow;
    double best_points = kSameEvent;
    candidates_.clear();
    for (const std::uint64_t key : keys_) {
      const auto found = index_.find(key);
      if (found != index_.end()) {
        candidates_.insert(candidates_.end(), found->second.begin(), found->second.end());
      }
    }
    std::sort(candidates_.begin(), candidates_.end());
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
    for (const std::uint32_t candidate : candidates_) {
      double points = match(rows_[candidate].first, view, same_story(rows_[candidate].first, view));
      if (!edits_.empty()) {
        points = edited(candidate, reports_[r].events[e].id, points);
      }
      if (points > best_points || (points == best_points && best == kNoRow)) {
        best = candidate;
        best_points = points;
      }
    }
    if (!edits_.empty()) {
      best = joined(reports_[r].events[e].id, best);
    }
    place(r, e, view, best);
  }

  // kNoRow: an account of its own.
  void place(std::uint32_t r, std::uint32_t e, const EventView& view, std::uint32_t best) {
    if (best == kNoRow) {
      best = static_cast<std::uint32_t>(accounts_.size());
      accounts_.emplace_back();
      accounts_.back().id = to_hex(hash128("account\n" + reports_[r].events[e].id).high);
      rows_.push_back({view});
    } else {
      fill_up(rows_[best].first, view);
    }
    accounts_[best].evidence.push_back({r, e, {}, {}, Stance::affirms, false, true, false, false});
    if (!edits_.empty()) {
      placed_[reports_[r].events[e].id] = best;
    }
    if (accounts_[best].story == kNoRow && stories_.story_of[r] != kNoRow) {
      accounts_[best].story = stories_.story_of[r];
      accounts_[best].story_report = r;
    }
    keys_.clear();
    keys_of(view,
            view.story == kNoRow ? std::vector<std::string>()
                                 : std::vector<std::string>{reports_[view.story].version_id},
            0, keys_);
    for (const std::uint64_t key : keys_) {  // the account spoken of last stands last
      placed_keys_.push_back({key, r, e});
      std::vector<std::uint32_t>& list = index_[key];
      const auto there = std::find(list.begin(), list.end(), best);
      if (there != list.end()) {
        list.erase(there);
      } else if (list.size() >= kMaxAccountsAKey) {
        list.erase(list.begin());
      }
      list.push_back(best);
    }
  }

  // An analyst's word goes before any points.
  [[nodiscard]] double edited(std::uint32_t candidate, const std::string& id, double points) const {
    const std::vector<std::string>* apart = edits_.apart_from(id);
    for (const Evidence& e : accounts_[candidate].evidence) {
      if (apart != nullptr && std::find(apart->begin(), apart->end(),
                                        reports_[e.report].events[e.event].id) != apart->end()) {
        return -10;
      }
    }
    return points;
  }
  [[nodiscard]] std::uint32_t joined(const std::string& id, std::uint32_t best) {
    if (const std::vector<std::string>* with = edits_.one_with(id)) {
      for (const std::string& other : *with) {
        if (const auto found = placed_.find(other); found != placed_.end()) {
          return found->second;
        }
      }
    }
    return best;
  }

  // Where claims of one report are set against each other in their own words, the same said of the
  // events in them goes: "it happened", "it did not happen".
  static void keep_plainer(std::vector<Contradiction>& found, std::ptrdiff_t events) {
    const auto inside = [](Stretch event, Stretch claim) {
      return event.start >= claim.start && event.end <= claim.end;
    };
    std::unordered_multimap<std::uint32_t, const Contradiction*> by_report;
    for (auto d = found.begin() + events; d != found.end(); ++d) {
      by_report.emplace(d->left_report, &*d);
    }
    const auto told = [&](const Contradiction& c) {
      const auto [first, last] = by_report.equal_range(c.left_report);
      return c.in == "polarity" && c.right_report == c.left_report &&
             std::any_of(first, last, [&](const auto& row) {
               const Contradiction& d = *row.second;
               return d.in == c.in && ((inside(c.left_where, d.left_where) &&
                                        inside(c.right_where, d.right_where)) ||
                                       (inside(c.left_where, d.right_where) &&
                                        inside(c.right_where, d.left_where)));
             });
    };
    std::vector<Contradiction> kept;
    for (auto c = found.begin(); c != found.end(); ++c) {
      if (c - found.begin() >= events || !told(*c)) {
        kept.push_back(*c);
      }
    }
    found = std::move(kept);
  }

  // Stances, independent sources, the account's own fields.
  void settle(Account& account, const Row& row) {
    const EventView& v = row.first;
    const ReportEvent& first = reports_[v.report].events[v.event];
    account.type = first.type;
    account.mode = v.mode;
    account.cameo = v.cameo;
    account.agent = v.agent;
    account.agent_code = v.agent_code;
    account.target = v.target;
    account.target_code = v.target_code;
    account.place = v.place;
    account.country = v.country;
    account.has_place = v.has_place;
    account.lat = v.lat;
    account.lon = v.lon;
    account.precision = v.precision;
    account.from = v.from;
    account.to = v.to;
    std::set<std::string> heard;
    std::set<std::string> sides;
    Weighed weighed;
    account.retracted = true;
    for (Evidence& e : account.evidence) {
      const Report& report = reports_[e.report];
      const ReportEvent& event = report.events[e.event];
      e.source_key = source_key(report, event.claim);
      e.source = source_label(report, event.claim);
      e.stance = stance_of(event.factuality, event.time);
      e.hedged = event.factuality.starts_with("PR");
      e.unnamed = e.source_key.starts_with("?");
      const std::string side =
          country_of(event.claim == kNoRow ? std::string() : report.claims[event.claim].code);
      e.interested =
          !side.empty() && (side == country_of(v.agent_code) || side == country_of(v.target_code));
      const bool current = !report.known_until;
      account.retracted = account.retracted && !current;
      const bool copy = stories_.original_of[e.report] != e.report;
      // A source counts once for each stance it takes: who affirms and later denies is two voices.
      e.counts = current && !copy &&
                 heard.insert(e.source_key + "\n" + std::string(stance_name(e.stance))).second;
      if (!e.counts) {
        continue;
      }
      weigh(e, event, side, sides, weighed);
      if (e.stance == Stance::affirms) {
        ++account.affirming;
        widen(account, event.counts);
      } else if (e.stance == Stance::denies) {
        ++account.denying;
      }
    }
    weighed.sides = static_cast<std::uint32_t>(sides.size());
    account.credibility = credibility_of(weighed);
    for (const Evidence& e : account.evidence) {
      if (const auto judged = edits_.credibility(reports_[e.report].events[e.event].id)) {
        account.credibility = *judged;
      }
    }
  }

  static void weigh(const Evidence& e, const ReportEvent&, const std::string& side,
                    std::set<std::string>& sides, Weighed& w) {
    switch (e.stance) {
      case Stance::affirms:
        ++(e.hedged ? w.affirm_hedged : w.affirm);
        w.disinterested += e.interested ? 0 : 1;
        w.named += e.unnamed ? 0 : 1;
        if (e.interested) {
          sides.insert(side);
        }
        break;
      case Stance::denies:
        ++w.deny;
        break;
      case Stance::possible:
        ++w.possible;
        break;
      case Stance::mentions:
        break;
    }
  }

  static void widen(Range& range, std::int32_t n) {
    if (n == kNotStated) {
      return;
    }
    range.low = std::min(range.low.value_or(n), double(n));
    range.high = std::max(range.high.value_or(n), double(n));
    range.best = n;  // the latest
  }
  static void widen(Account& account, const Counts& counts) {
    widen(account.killed, counts.killed);
    widen(account.injured, counts.injured);
    widen(account.kidnapped, counts.kidnapped);
    widen(account.arrested, counts.arrested);
  }

  const std::vector<Report>& reports_;
  const Stories& stories_;
  const Edits& edits_;
  Families families_;
  Standing standing_;
  std::unordered_map<std::uint32_t, std::uint32_t> known_;  // number given before -> account
  std::vector<EventKey> placed_keys_;
  std::unordered_map<std::string, std::uint32_t> placed_;  // event id -> account, if edits ask
  std::vector<Account> accounts_;
  std::vector<Row> rows_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> index_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> candidates_;
};

}  // namespace

std::string_view stance_name(Stance stance) {
  constexpr std::array<std::string_view, 4> kNames{"affirms", "denies", "possible", "mentions"};
  return kNames[static_cast<std::size_t>(stance)];
}

Stance stance_of(std::string_view factuality, std::string_view time) {
  if (factuality.ends_with('-')) {
    return Stance::denies;
  }
  if (factuality == "U" || time == "conditional") {
    return Stance::mentions;
  }
  return factuality == "PS+" || time == "planned" ? Stance::possible : Stance::affirms;
}

Accounts build_accounts(const std::vector<Report>& reports, const Stories& stories,
                        const Knowledge& knowledge, const Edits& edits,
                        const SettledAccounts* settled) {
  return Builder(reports, stories, knowledge, edits).run(settled);
}

std::vector<std::uint64_t> keys_wanted(const std::vector<Report>& reports, const Stories& stories,
                                       const Knowledge& knowledge, std::size_t first) {
  const Families families(knowledge);
  Standing standing(reports, stories.merges);
  standing.advance(std::nullopt);
  std::vector<std::uint64_t> keys;
  for (std::size_t r = first; r < reports.size(); ++r) {
    for (std::uint32_t e = 0; e < reports[r].events.size(); ++e) {
      const EventView view = view_of(reports[r], static_cast<std::uint32_t>(r), e, families);
      const std::uint32_t born = stories.born[r];
      keys_of(view, born == kNoRow ? std::vector<std::string>() : standing.births(born),
              kWeeksAround, keys);
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace sayso
