// SPDX-License-Identifier: Apache-2.0
#include "story/match.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr Instant kWeek = 7 * kDaySeconds;
// A report that gives no date tells of the last days; one that gives a date may be off by one
// (time zones, "overnight").
constexpr Instant kUndatedBefore = 3 * kDaySeconds;
constexpr Instant kSlack = kDaySeconds;

bool article(std::string_view word) {
  return word == "the" || word == "a" || word == "an" || word == "its" || word == "his" ||
         word == "her" || word == "their";
}

std::uint64_t key(std::string_view family, std::string_view what, std::string_view value,
                  Instant week) {
  std::string k(family);
  k += '\n';
  k += what;
  k += '\n';
  k += value;
  return hash64(k, static_cast<std::uint64_t>(week));
}

double place_points(const EventView& a, const EventView& b) {
  if (!a.has_place || !b.has_place) {
    return 0;
  }
  if (!a.place_key.empty() && a.place_key == b.place_key) {
    return a.precision >= 6 ? 1 : 2;  // the same country is little
  }
  if (!a.country.empty() && !b.country.empty() && a.country != b.country) {
    return -10;
  }
  const double apart = distance_km(a.lat, a.lon, b.lat, b.lon);
  if (apart <= a.radius_km + b.radius_km + 5) {
    return a.precision <= 3 && b.precision <= 3 ? 1.5 : 0.5;
  }
  return -10;
}

// Of an actor whose country is not known ("UNK UAF").
constexpr std::string_view kNoCountry = "UNK";

bool codes_fit(std::string_view a, std::string_view b) {
  if (country_of(a) != country_of(b)) {
    return false;
  }
  return a.size() == b.size() ? a == b : a.starts_with(b) || b.starts_with(a);
}

double actor_points(const std::string& a, const std::string& a_code, const std::string& b,
                    const std::string& b_code) {
  if (!a.empty() && !b.empty() && thing_key(a) == thing_key(b)) {
    return 1.5;
  }
  if (a_code.empty() || b_code.empty()) {
    return 0;
  }
  if (codes_fit(a_code, b_code)) {
    return 1;
  }
  if (country_of(a_code) == kNoCountry || country_of(b_code) == kNoCountry) {
    return 0;
  }
  return country_of(a_code) == country_of(b_code) ? 0.5 : -1.5;
}

// Two names of things share a head word ("two of the bridges", "three bridges").
double target_points(const EventView& a, const EventView& b) {
  if (a.target.empty() || b.target.empty()) {
    return 0;
  }
  if (a.target_key == b.target_key) {
    return 2;
  }
  if (!a.target_code.empty() && !b.target_code.empty()) {
    return actor_points({}, a.target_code, {}, b.target_code);
  }
  const auto last = [](std::string_view words) {
    const std::size_t blank = words.find_last_of(' ');
    return blank == std::string_view::npos ? words : words.substr(blank + 1);
  };
  return equal_ignoring_case(last(a.target), last(b.target)) ? 0.7 : -1.5;
}

double time_points(const EventView& a, const EventView& b) {
  const Instant gap = std::max(a.from, b.from) - std::min(a.to, b.to);
  if (a.from == kOpenStart || b.from == kOpenStart || a.to == kOpenEnd || b.to == kOpenEnd) {
    return 0;
  }
  if (gap > kSlack) {
    return -10;
  }
  const bool short_spans = a.to - a.from <= 2 * kDaySeconds && b.to - b.from <= 2 * kDaySeconds;
  return a.dated && b.dated && short_spans ? 1 : 0.3;
}

double count_points(const Counts& a, const Counts& b) {
  double points = 0;
  const auto one = [&](std::int32_t x, std::int32_t y) {
    if (x == kNotStated || y == kNotStated) {
      return;
    }
    const double low = std::min(x, y);
    const double high = std::max(x, y);
    points += low == high ? 1 : (high > 3 * low + 2 ? -1 : 0);
  };
  one(a.killed, b.killed);
  one(a.injured, b.injured);
  one(a.kidnapped, b.kidnapped);
  one(a.arrested, b.arrested);
  return points;
}

}  // namespace

Families::Families(const Knowledge& knowledge) {
  const Table* table = knowledge.find_table("situation.families");
  if (table == nullptr) {
    return;
  }
  const std::uint32_t family = table->column("family");
  for (std::uint32_t r = 0; r < table->rows(); ++r) {
    family_.emplace(table->key(r), table->text(r, family));
  }
}

std::string_view Families::of(std::string_view type) const {
  const auto found = family_.find(std::string(type));
  return found == family_.end() ? type : std::string_view(found->second);
}

std::string country_of(std::string_view code) {
  return std::string(code.substr(0, code.find(' ')));
}

std::string thing_key(std::string_view words) {
  std::string out;
  for_each_part(
      words,
      [&](std::string_view word) {
        if (!article(lowered(word))) {
          append_folded(out, word);
        }
      },
      ' ');
  return out;
}

double distance_km(double lat1, double lon1, double lat2, double lon2) {
  constexpr double kRadians = 3.14159265358979323846 / 180;
  const double dlat = (lat2 - lat1) * kRadians;
  const double dlon = (lon2 - lon1) * kRadians;
  const double h = std::pow(std::sin(dlat / 2), 2) + std::cos(lat1 * kRadians) *
                                                         std::cos(lat2 * kRadians) *
                                                         std::pow(std::sin(dlon / 2), 2);
  return 2 * 6371.0 * std::asin(std::min(1.0, std::sqrt(h)));
}

EventView view_of(const Report& report, std::uint32_t row, std::uint32_t event,
                  const Families& families) {
  const ReportEvent& e = report.events[event];
  EventView v;
  v.report = row;
  v.event = event;
  v.family = families.of(e.type);
  v.mode = e.mode;
  v.cameo = e.cameo;
  v.counts = e.counts;
  v.planned = e.time == "planned" || e.time == "conditional";
  for (const ReportArgument& a : e.arguments) {
    if (a.role == "agent" && v.agent.empty()) {
      v.agent = a.name;
      v.agent_code = a.code;
    } else if ((a.role == "target" || a.role == "object") && v.target.empty()) {
      v.target = a.name;
      v.target_code = a.code;
    }
  }
  v.target_key = thing_key(v.target);
  if (e.place != kNoRow && e.place < report.places.size()) {
    const ReportPlace& p = report.places[e.place];
    v.has_place = true;
    v.place = p.name;
    v.place_key = p.geonames_id != 0 ? std::to_string(p.geonames_id) : folded(p.name);
    v.country = p.country.size() == 3 ? p.country : "";
    v.lat = p.lat;
    v.lon = p.lon;
    v.radius_km = p.radius_km;
    v.precision = p.precision;
  }
  if (!e.when.empty() && (e.from != kOpenStart || e.to != kOpenEnd)) {
    v.dated = true;
    v.from = e.from;
    v.to = e.to;
  } else if (report.known_at && !v.planned) {
    v.from = *report.known_at - kUndatedBefore;
    v.to = *report.known_at + kDaySeconds;
  } else if (report.known_at) {
    v.from = *report.known_at;
  }
  return v;
}

void keys_of(const EventView& v, const std::vector<std::string>& stories, Instant weeks,
             std::vector<std::uint64_t>& keys) {
  const Instant at = v.from != kOpenStart ? v.from : (v.to != kOpenEnd ? v.to : 0);
  const Instant week = at / kWeek;
  const std::string agent = "story agent" + country_of(v.agent_code);
  for (Instant w = week - weeks; w <= week + weeks; ++w) {
    if (v.has_place && v.precision < 6 && !v.place_key.empty()) {
      keys.push_back(key(v.family, "place", v.place_key, w));
    }
    if (!v.target_key.empty()) {
      keys.push_back(key(v.family, "target", v.target_key, w));
    }
    for (const std::string& story : stories) {
      if (!v.agent_code.empty()) {
        keys.push_back(key(v.family, agent, story, w));
      }
    }
  }
  for (const std::string& story : stories) {
    keys.push_back(key(v.family, "story", story, 0));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

double match(const EventView& a, const EventView& b, bool same_story) {
  if (a.family != b.family) {
    return -10;
  }
  const double time = time_points(a, b);
  const double place = place_points(a, b);
  if (time < 0 || place < 0) {
    return -10;
  }
  double points = time + place + actor_points(a.agent, a.agent_code, b.agent, b.agent_code) +
                  target_points(a, b) + count_points(a.counts, b.counts);
  if (!a.mode.empty() && !b.mode.empty()) {
    points += a.mode == b.mode ? 0.5 : -1;
  }
  if (!a.cameo.empty() && a.cameo == b.cameo) {
    points += 0.3;
  }
  if (same_story) {
    points += 0.8;
  }
  if (a.planned != b.planned) {
    points -= 1.5;
  }
  return points;
}

void fill_up(EventView& account, const EventView& event) {
  const auto fill = [](std::string& mine, const std::string& theirs) {
    if (mine.empty()) {
      mine = theirs;
    }
  };
  fill(account.mode, event.mode);
  fill(account.cameo, event.cameo);
  if (account.agent.empty() || (account.agent_code.empty() && !event.agent_code.empty())) {
    account.agent = event.agent.empty() ? account.agent : event.agent;
    account.agent_code = event.agent_code;
  }
  if (account.target.empty()) {
    account.target = event.target;
    account.target_code = event.target_code;
    account.target_key = event.target_key;
  }
  if (event.has_place && (!account.has_place || event.precision < account.precision)) {
    account.has_place = true;
    account.place = event.place;
    account.place_key = event.place_key;
    account.country = event.country;
    account.lat = event.lat;
    account.lon = event.lon;
    account.radius_km = event.radius_km;
    account.precision = event.precision;
  }
  if (event.dated && !account.dated) {
    account.dated = true;
    account.from = event.from;
    account.to = event.to;
  }
}

}  // namespace sayso
