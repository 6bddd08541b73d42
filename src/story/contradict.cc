// SPDX-License-Identifier: Apache-2.0
#include "story/contradict.h"

#include <algorithm>
#include <functional>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "story/match.h"

namespace sayso {
namespace {

const ReportEvent& event_of(const Evidence& e, const std::vector<Report>& reports) {
  return reports[e.report].events[e.event];
}

std::string subject_of(const Account& a) {
  std::string s = a.type.substr(0, 1) + lowered(std::string_view(a.type).substr(1));
  if (!a.target.empty()) {
    s += ": " + a.target;
  }
  if (!a.place.empty() && a.place != a.target) {
    s += " at " + a.place;
  }
  return s;
}

Contradiction between(const Account& account, const Evidence& l, const Evidence& r,
                      std::string_view in, std::string left, std::string right,
                      const std::vector<Report>& reports) {
  Contradiction c;
  c.subject = subject_of(account);
  c.in = in;
  c.account_id = account.id;
  c.left = std::move(left);
  c.right = std::move(right);
  c.left_report = l.report;
  c.right_report = r.report;
  c.left_source = l.source;
  c.right_source = r.source;
  c.left_where = event_of(l, reports).trigger.front();
  c.right_where = event_of(r, reports).trigger.front();
  c.id = contradiction_id(c, reports);
  return c;
}

// The first pair (in canonical order) of counting evidence from different sources for which `f`.
template <typename F>
bool first_pair(const Account& account, F&& f) {
  for (std::size_t i = 0; i < account.evidence.size(); ++i) {
    for (std::size_t k = i + 1; k < account.evidence.size() && k < i + 64; ++k) {
      const Evidence& l = account.evidence[i];
      const Evidence& r = account.evidence[k];
      if (l.counts && r.counts && l.source_key != r.source_key && f(l, r)) {
        return true;
      }
    }
  }
  return false;
}

// Said of what happened, not of what somebody means to do or not.
bool of_what_happened(const ReportEvent& e) {
  return e.time != "planned" && e.time != "conditional" && !e.factuality.starts_with("PS");
}

std::string agent_of(const ReportEvent& e, std::string& name) {
  for (const ReportArgument& a : e.arguments) {
    if (a.role == "agent" && !a.code.empty()) {
      name = a.name;
      return country_of(a.code);
    }
  }
  return {};
}

}  // namespace

std::string contradiction_id(const Contradiction& c, const std::vector<Report>& reports) {
  const std::string key = "contradiction\n" + c.in + "\n" + c.subject + "\n" +
                          reports[c.left_report].version_id + std::to_string(c.left_where.start) +
                          "\n" + reports[c.right_report].version_id +
                          std::to_string(c.right_where.start) + "\n" + c.left + "\n" + c.right;
  return to_hex(hash128(key).high);
}

namespace {

bool same_target(const ReportEvent& a, const ReportEvent& b) {
  const auto target = [](const ReportEvent& e) {
    for (const ReportArgument& x : e.arguments) {
      if (x.role == "target") {
        return thing_key(x.name);
      }
    }
    return std::string();
  };
  const std::string of = target(a);
  return !of.empty() && of == target(b);
}

// Whether denying `no` leaves `yes` untrue: "the Kremlin denied that Russian missiles struck" says
// nothing against a missile of others, or of nobody named.
bool denies_the_same(const ReportEvent& yes, const ReportEvent& no) {
  std::string name;
  const std::string who = agent_of(no, name);
  const bool same_kind = yes.type == no.type || (!no.mode.empty() && yes.mode == no.mode);
  // "It forbids anybody to hinder access" is no word against somebody's having done so.
  const bool said = no.claim != kNoRow;
  // Blows and arrests are told apart by where they fall; of requests and agreements there are many.
  const bool one_matter = yes.type == "ASSAULT" || yes.type == "COERCE" || same_target(yes, no);
  return said && same_kind && one_matter && of_what_happened(no) && of_what_happened(yes) &&
         (who.empty() || who == agent_of(yes, name));
}

}  // namespace

namespace {

// Two persons, each by a name: a minister arrested here, a president and his wife there.
bool others(const Evidence& l, const Evidence& r, const std::vector<Report>& reports) {
  const auto whom = [&](const Evidence& e) {
    const auto& entities = reports[e.report].entities;
    for (const ReportArgument& x : event_of(e, reports).arguments) {
      const bool person = x.role == "target" &&
                          std::any_of(entities.begin(), entities.end(), [&](const ReportEntity& n) {
                            return n.name == x.name && n.kind == "person";
                          });
      if (person) {
        return thing_key(x.name);
      }
    }
    return std::string();
  };
  const std::string x = whom(l);
  const std::string y = whom(r);
  return !x.empty() && !y.empty() && x.find(y) == std::string::npos &&
         y.find(x) == std::string::npos;
}

}  // namespace

void find_contradictions(const Account& account, const std::vector<Report>& reports,
                         std::vector<Contradiction>& out) {
  if (account.evidence.size() < 2) {
    return;
  }
  first_pair(account, [&](const Evidence& l, const Evidence& r) {
    const ReportEvent& left = event_of(l, reports);
    const ReportEvent& right = event_of(r, reports);
    const bool opposed =
        (l.stance == Stance::affirms && r.stance == Stance::denies &&
         denies_the_same(left, right)) ||
        (l.stance == Stance::denies && r.stance == Stance::affirms && denies_the_same(right, left));
    if (opposed) {
      const auto word = [](const Evidence& e) {
        return std::string(e.stance == Stance::affirms ? "it happened" : "it did not happen");
      };
      out.push_back(between(account, l, r, "polarity", word(l), word(r), reports));
    }
    return opposed;
  });
  // Many may accuse or ask; only one side fires a shell.
  first_pair(account, [&](const Evidence& l, const Evidence& r) {
    if (account.type != "ASSAULT" && account.type != "COERCE") {
      return false;
    }
    std::string left;
    std::string right;
    const std::string a = agent_of(event_of(l, reports), left);
    const std::string b = agent_of(event_of(r, reports), right);
    const bool differ = !a.empty() && !b.empty() && a != b && l.stance == Stance::affirms &&
                        r.stance == Stance::affirms;
    if (differ) {
      out.push_back(between(account, l, r, "actor", left, right, reports));
    }
    return differ;
  });
  // A count that only grows, told again days later.
  const auto grown = [&](std::uint32_t l, std::uint32_t r, std::int32_t a, std::int32_t b) {
    constexpr Instant kSettled = 2 * kDaySeconds;
    const auto& left = reports[l].known_at;
    const auto& right = reports[r].known_at;
    return left && right &&
           ((*right - *left > kSettled && b > a) || (*left - *right > kSettled && a > b));
  };
  const auto number = [&](const char* what, std::int32_t Counts::* field) {
    first_pair(account, [&](const Evidence& l, const Evidence& r) {
      // Eleven arrested there, and 42 nobody says where, may well be two events.
      if ((event_of(l, reports).place == kNoRow) != (event_of(r, reports).place == kNoRow)) {
        return false;
      }
      // A report that counts three, and quotes who counts one, mostly tells of two things.
      const bool narrates = l.report == r.report && (event_of(l, reports).claim == kNoRow ||
                                                     event_of(r, reports).claim == kNoRow);
      if (narrates || others(l, r, reports)) {
        return false;
      }
      const std::int32_t a = event_of(l, reports).counts.*field;
      const std::int32_t b = event_of(r, reports).counts.*field;
      const bool differ =
          a != kNotStated && b != kNotStated && a != b && !grown(l.report, r.report, a, b);
      if (differ) {
        out.push_back(between(account, l, r, "number", std::to_string(a) + " " + what,
                              std::to_string(b) + " " + what, reports));
      }
      return differ;
    });
  };
  number("killed", &Counts::killed);
  number("injured", &Counts::injured);
  number("kidnapped", &Counts::kidnapped);
  number("arrested", &Counts::arrested);
}

void find_disputes_told(const std::vector<Report>& reports,
                        const std::vector<std::uint32_t>& original_of,
                        std::vector<Contradiction>& out) {
  for (std::uint32_t r = 0; r < reports.size(); ++r) {
    const Report& report = reports[r];
    if (report.known_until || original_of[r] != r) {
      continue;
    }
    for (const ReportDispute& d : report.disputes) {
      if (d.left >= report.claims.size() || d.right >= report.claims.size()) {
        continue;
      }
      Contradiction c;
      c.subject = d.subject;
      c.in = d.in;
      c.left = d.left_value;
      c.right = d.right_value;
      c.left_report = r;
      c.right_report = r;
      c.left_source = source_label(report, d.left);
      c.right_source = source_label(report, d.right);
      c.left_where = report.claims[d.left].whole;
      c.right_where = report.claims[d.right].whole;
      c.id = contradiction_id(c, reports);
      out.push_back(std::move(c));
    }
  }
}

}  // namespace sayso
