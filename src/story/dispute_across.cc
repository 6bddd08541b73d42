// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iterator>

#include "base/hash.h"
#include "story/dispute.h"

namespace sayso {
namespace {

// A claim of another report, from its sketch.
struct Sketched {
  std::uint32_t report = 0, claim = 0;
  bool denies = false;  // by its cue
  bool is_not = false;  // in its words
  std::vector<std::uint32_t> words;
  std::vector<std::array<std::uint32_t, 3>> figures;
};

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    n |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return n;
}

bool read_claim(std::string_view bytes, Sketched& out) {
  if (bytes.size() < 2) {
    return false;
  }
  out.denies = bytes[0] == 'd';
  out.is_not = bytes[0] == 'n';
  const auto words = static_cast<std::size_t>(static_cast<unsigned char>(bytes[1]));
  if (bytes.size() < 2 + 4 * words || (bytes.size() - 2 - 4 * words) % 12 != 0) {
    return false;
  }
  for (std::size_t i = 0; i < words; ++i) {
    out.words.push_back(number_at(bytes, 2 + 4 * i));
  }
  for (std::size_t at = 2 + 4 * words; at < bytes.size(); at += 12) {
    out.figures.push_back(
        {number_at(bytes, at), number_at(bytes, at + 4), number_at(bytes, at + 8)});
  }
  return true;
}

class Across {
 public:
  Across(const std::vector<Report>& reports, const Stories& stories,
         std::vector<Contradiction>& out)
      : reports_(reports), stories_(stories), out_(out) {}

  void story(const Story& story, std::uint32_t row) {
    row_ = row;
    std::vector<Sketched> claims;
    for (const std::uint32_t r : story.reports) {
      const Report& report = reports_[r];
      if (report.known_until || !report.known_at || stories_.original_of[r] != r) {
        continue;
      }
      for (std::uint32_t c = 0; c < report.claims.size(); ++c) {
        Sketched s;
        s.report = r;
        s.claim = c;
        if (report.claims[c].outer == kNoRow && read_claim(report.claims[c].sketch, s)) {
          claims.push_back(std::move(s));
        }
      }
    }
    for (std::size_t i = 0; i < claims.size(); ++i) {
      std::size_t compared = 0;
      for (std::size_t k = i + 1; k < claims.size() && compared < kMostCompared; ++k) {
        if (*reports_[claims[k].report].known_at - *reports_[claims[i].report].known_at >
            2 * kDaySeconds) {
          break;  // canonical order: all later ones are further away
        }
        if (claims[k].report != claims[i].report) {
          ++compared;
          pair(claims[i], claims[k]);
        }
      }
    }
  }

 private:
  static constexpr std::size_t kMostCompared = 400;

  void pair(const Sketched& a, const Sketched& b) {
    std::vector<std::uint32_t> both;
    std::set_intersection(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                          std::back_inserter(both));
    const double share = static_cast<double>(both.size()) /
                         static_cast<double>(std::min(a.words.size(), b.words.size()));
    if (both.size() < 3 || share < 0.5 ||
        source_key(reports_[a.report], a.claim) == source_key(reports_[b.report], b.claim) ||
        one_body(source_label(reports_[a.report], a.claim),
                 source_label(reports_[b.report], b.claim))) {
      return;
    }
    const bool denied =
        a.denies != b.denies && !a.is_not && !b.is_not && (share >= 0.6 || both.size() >= 4);
    const bool not_so =
        a.is_not != b.is_not && !a.denies && !b.denies && both.size() >= 4 && share >= 0.75;
    if (denied || not_so) {
      add(a, b, "polarity", a.denies || a.is_not ? "denied" : words_of(a),
          b.denies || b.is_not ? "denied" : words_of(b));
      return;
    }
    for (const auto& x : a.figures) {
      for (const auto& y : b.figures) {
        if (!a.denies && !b.denies && x[0] == y[0] && (x[2] < y[1] || y[2] < x[1])) {
          add(a, b, "number", range(x), range(y));
          return;
        }
      }
    }
  }
  // "CKE" and "CKE Restaurants".
  [[nodiscard]] static bool one_body(const std::string& a, const std::string& b) {
    return a.starts_with(b + " ") || b.starts_with(a + " ");
  }
  [[nodiscard]] static std::string range(const std::array<std::uint32_t, 3>& f) {
    return f[1] == f[2] ? std::to_string(f[1])
                        : std::to_string(f[1]) + " to " + std::to_string(f[2]);
  }
  // Texts are not at hand here: the claim's own words are those at left_where, right_where.
  [[nodiscard]] static std::string words_of(const Sketched&) { return "said so"; }

  void add(const Sketched& a, const Sketched& b, const char* in, std::string left,
           std::string right) {
    Contradiction c;
    const Report& l = reports_[a.report];
    const Report& r = reports_[b.report];
    c.story = row_;
    c.subject = l.title;
    c.in = in;
    c.left = std::move(left);
    c.right = std::move(right);
    c.left_report = a.report;
    c.right_report = b.report;
    c.left_source = source_label(l, a.claim);
    c.right_source = source_label(r, b.claim);
    c.left_where = l.claims[a.claim].whole;
    c.right_where = r.claims[b.claim].whole;
    c.id = to_hex(hash128(std::string("across\n") + in + "\n" + l.claims[a.claim].id + "\n" +
                          r.claims[b.claim].id)
                      .high);
    out_.push_back(std::move(c));
  }

  const std::vector<Report>& reports_;
  const Stories& stories_;
  std::vector<Contradiction>& out_;
  std::uint32_t row_ = 0;
};

}  // namespace

void find_disputes_across(const std::vector<Report>& reports, const Stories& stories,
                          std::vector<Contradiction>& out) {
  Across across(reports, stories, out);
  for (std::uint32_t s = 0; s < stories.stories.size(); ++s) {
    if (stories.stories[s].reports.size() > 1) {
      across.story(stories.stories[s], s);
    }
  }
}

}  // namespace sayso
