// SPDX-License-Identifier: Apache-2.0
#include "story/dispute.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr std::uint32_t kNearSentences = 3;  // numbers are set against each other close by
constexpr std::size_t kFewWords = 3;         // a content of so few says only how many
constexpr std::size_t kMostClaims = 200;     // of a report
constexpr std::size_t kSketchWords = 60;

struct Figure {
  std::uint64_t head = 0;  // fold hash of the counted noun's lemma; 0: none named
  double low = 0, high = 0;
  TokenRange words;
  TokenRange what;
};

struct Said {
  std::vector<std::uint64_t> words;   // content lemmas, sorted
  std::vector<std::uint32_t> tokens;  // where they stand
  std::vector<Figure> figures;
  std::uint32_t first = 0, sentence = 0;  // token, sentence of the content
  bool denies = false, usable = false;
  bool mere = false;         // "that", "this", "the accusation": what was said before
  bool only_number = false;  // "the number at 43", "430 had crossed": of what, was said before
  bool tells = false;        // has a verb: "court papers" that somebody cites say nothing yet
};

class Finder {
 public:
  explicit Finder(const Document& d) : d_(d) {}

  Disputes run() {
    Disputes out;
    if (d_.claims.size() > kMostClaims) {
      return out;
    }
    for (const Claim& c : d_.claims) {
      said_.push_back(read(c));
      out.sketches.push_back(sketch(said_.back()));
    }
    for (std::uint32_t r = 0; r < said_.size(); ++r) {
      if (said_[r].usable && said_[r].denies) {
        deny(r);
      }
    }
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      for (std::uint32_t r = 0; r < said_.size(); ++r) {
        if (l != r && said_[l].first < said_[r].first) {
          compare_numbers(l, r);
        }
      }
    }
    for (std::uint32_t r = 0; r < said_.size(); ++r) {
      if (said_[r].usable && said_[r].only_number && !said_[r].denies) {
        compare_bare(r);
      }
    }
    out.found = std::move(out_);
    return out;
  }

 private:
  // Kind, number of words and their short hashes; then figures: hash of what, low and high.
  [[nodiscard]] std::string sketch(const Said& s) const {
    if (!s.usable || s.words.size() < 3) {
      return {};
    }
    std::string out(1, s.denies ? 'd' : 'a');
    const std::size_t words = std::min(s.words.size(), kSketchWords);
    out += static_cast<char>(words);
    std::vector<std::uint32_t> hashes;
    for (const std::uint64_t w : s.words) {
      hashes.push_back(static_cast<std::uint32_t>(w >> 32));
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.resize(words);
    for (const std::uint32_t h : hashes) {
      put(out, h);
    }
    for (const Figure& f : s.figures) {
      if (f.head != 0 && !is_measure(f) && f.high < 4e9) {
        put(out, static_cast<std::uint32_t>(f.head >> 32));
        put(out, static_cast<std::uint32_t>(f.low));
        put(out, static_cast<std::uint32_t>(f.high));
      }
    }
    return out;
  }
  static void put(std::string& out, std::uint32_t n) {
    for (int i = 0; i < 4; ++i) {
      out += static_cast<char>(n >> (8 * i));
    }
  }

  [[nodiscard]] std::uint64_t lemma(std::uint32_t t) const {
    const TokenTable& k = d_.tokens;
    const Symbol s = k.lemma.size() == k.size() && k.lemma[t].some() ? k.lemma[t] : k.lower[t];
    return d_.symbols.fold(s).hash;
  }
  [[nodiscard]] bool is_content(std::uint32_t t) const {
    switch (d_.tokens.upos[t]) {
      case Upos::noun:
      case Upos::propn:
      case Upos::verb:
      case Upos::adj:
        return !d_.symbols.fold(d_.tokens.form[t]).empty();
      default:
        return false;
    }
  }

  Said read(const Claim& c) const {
    Said s;
    if (c.content.count == 0 || d_.tokens.upos.size() != d_.tokens.size()) {
      return s;
    }
    s.first = d_.ranges[c.content.first].begin;
    s.sentence = d_.tokens.sentence[s.first];
    // "declined to comment" refuses, it does not deny.
    s.denies = c.certainty == Certainty::denied && c.act != ClaimAct::intention &&
               d_.string(d_.tokens.lower[s.first]) != "to";
    s.usable = c.act == ClaimAct::speech || s.denies;
    for (std::uint32_t i = 0; i < c.content.count; ++i) {
      const TokenRange r = d_.ranges[c.content.first + i];
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        if (is_content(t)) {
          s.words.push_back(lemma(t));
          s.tokens.push_back(t);
        }
        s.tells = s.tells || d_.tokens.upos[t] == Upos::verb || d_.tokens.upos[t] == Upos::aux;
        const std::uint32_t head = d_.tokens.head[t];
        if (d_.string(d_.tokens.lower[t]) == "no" && d_.tokens.upos[t] == Upos::det &&
            head < d_.tokens.size() && d_.tokens.upos[head] == Upos::noun) {
          s.figures.push_back({lemma(head), 0, 0, {t, t + 1}, {head, head + 1}});
        }
      }
      figures(r, s);
    }
    s.mere = refers_back(s);
    s.only_number = only_number(s);
    std::sort(s.words.begin(), s.words.end());
    s.words.erase(std::unique(s.words.begin(), s.words.end()), s.words.end());
    return s;
  }

  // A content without words of its own but a pronoun, or one noun with "the": what was said before.
  [[nodiscard]] bool refers_back(const Said& s) const {
    const std::string_view word = d_.string(d_.tokens.lower[s.first]);
    const bool points = word == "that" || word == "this" || word == "it" || word == "the";
    return points && (s.words.empty()
                          ? word != "the"
                          : s.words.size() == 1 && d_.tokens.upos[s.tokens.front()] == Upos::noun &&
                                !is_party(s.tokens.front()));
  }
  // Few words, of which the only noun, if any, is "the" one spoken of.
  [[nodiscard]] bool only_number(const Said& s) const {
    if (s.figures.size() != 1 || s.figures.front().high == 0 || s.words.size() > kFewWords) {
      return false;
    }
    std::uint32_t nouns = 0;
    for (const std::uint32_t t : s.tokens) {
      const Upos upos = d_.tokens.upos[t];
      const bool known = upos == Upos::noun && t > 0 && d_.string(d_.tokens.lower[t - 1]) == "the";
      nouns += known ? 1 : (upos == Upos::noun || upos == Upos::propn ? 2 : 0);
    }
    return nouns <= 1;
  }
  // People and organisations can be contradicted ("the corporation") but are not what was said.
  [[nodiscard]] bool is_party(std::uint32_t token) const {
    return std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
      return m.tokens.contains(token) &&
             (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
              m.kind == MentionKind::group);
    });
  }

  void figures(TokenRange r, Said& s) const {
    constexpr double kAny = std::numeric_limits<double>::infinity();
    for (const Quantity& q : d_.quantities) {
      if (!r.contains(q.tokens.begin) || !(q.has_best || q.has_low || q.has_high)) {
        continue;
      }
      Figure f;
      f.words = q.tokens;
      f.what = q.what;
      f.low = q.has_low ? q.low : (q.has_high ? 0 : q.best);
      f.high = q.has_high ? q.high : (q.has_low && !(q.has_best && q.best > q.low) ? kAny : q.best);
      if (f.high < f.low) {
        std::swap(f.low, f.high);
      }
      for (std::uint32_t t = q.what.end; t-- > q.what.begin && f.head == 0;) {
        if (!q.tokens.contains(t) &&
            (d_.tokens.upos[t] == Upos::noun || d_.tokens.upos[t] == Upos::propn)) {
          f.head = lemma(t);
        }
      }
      s.figures.push_back(f);
    }
  }

  // Whether two claims go back to different people. Claims inside one another are one telling.
  [[nodiscard]] bool different(std::uint32_t l, std::uint32_t r) const {
    const Claim& a = d_.claims[l];
    const Claim& b = d_.claims[r];
    if (a.outer == ClaimId{r} || b.outer == ClaimId{l}) {
      return false;
    }
    if (a.speaker.some() && b.speaker.some()) {
      return a.speaker != b.speaker;
    }
    return source_words(a) != source_words(b);
  }
  [[nodiscard]] std::string source_words(const Claim& c) const {
    return c.source.count == 0 ? std::string() : lowered(d_.words(d_.ranges[c.source.first]));
  }

  [[nodiscard]] std::size_t shared(const Said& a, const Said& b) const {
    std::vector<std::uint64_t> both;
    std::set_intersection(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                          std::back_inserter(both));
    return both.size();
  }

  void deny(std::uint32_t r) {
    const Said& right = said_[r];
    std::uint32_t best = 0;
    double best_share = 0;
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      if (l == r || !left.usable || !left.tells || left.denies || left.words.empty() ||
          !different(l, r)) {
        continue;
      }
      const bool mere = right.mere;
      double share = 0;
      if (right.words.size() <= 1 && !mere) {
        continue;
      }
      if (mere && d_.claims[l].source.count > 0 && left.first < right.first &&
          right.sentence - left.sentence <= 1) {
        share = 0.5 + 0.001 * left.first / (1.0 + right.first);  // the nearest before
      } else if (!mere) {
        const std::size_t both = shared(left, right);
        const double least = static_cast<double>(std::min(left.words.size(), right.words.size()));
        share = both >= 2 && names_all(left, right) ? static_cast<double>(both) / least : 0;
      }
      if (share >= 0.5 && share > best_share) {
        best = l;
        best_share = share;
      }
    }
    if (best_share > 0) {
      add(best, r, false, subject_of(said_[best], right), short_words(best), "denied");
    }
  }

  // Whether every name in `right` stands in `left`, be it as a country or its people: "Russian
  // missiles" denied says nothing of "a Ukrainian missile".
  [[nodiscard]] bool names_all(const Said& left, const Said& right) const {
    constexpr std::size_t kStem = 4;
    const auto name = [&](std::uint32_t t) {
      return d_.symbols.shape(d_.tokens.form[t]) == Shape::capitalized &&
             (d_.tokens.upos[t] == Upos::propn || d_.tokens.upos[t] == Upos::adj);
    };
    return std::all_of(right.tokens.begin(), right.tokens.end(), [&](std::uint32_t r) {
      const std::string_view stem = d_.string(d_.tokens.lower[r]).substr(0, kStem);
      return !name(r) || std::any_of(left.tokens.begin(), left.tokens.end(), [&](std::uint32_t l) {
        return name(l) && d_.string(d_.tokens.lower[l]).substr(0, kStem) == stem;
      });
    });
  }

  void compare_numbers(std::uint32_t l, std::uint32_t r) {
    const Said& left = said_[l];
    const Said& right = said_[r];
    if (!left.usable || !right.usable || left.denies || right.denies ||
        right.sentence - left.sentence > kNearSentences || !different(l, r)) {
      return;
    }
    for (const Figure& a : left.figures) {
      for (const Figure& b : right.figures) {
        const bool same = a.head != 0 && a.head == b.head && !is_measure(a);
        // The same noun counted of something else is another matter.
        const bool same_matter = same && (shared(left, right) >= 2 || right.words.size() <= 2);
        if (differ(a, b) && a.head != 0 && !is_measure(a) && same_matter) {
          add(l, r, true, std::string(d_.words(a.what)), std::string(d_.words(a.words)),
              std::string(d_.words(b.words)));
          return;
        }
      }
    }
  }
  static bool differ(const Figure& a, const Figure& b) { return a.high < b.low || b.high < a.low; }

  // "The spokesman put the number at 11": of what was counted last, by somebody else, just before.
  void compare_bare(std::uint32_t r) {
    const Said& right = said_[r];
    const Figure& b = right.figures.front();
    std::uint32_t nearest = 0;
    const Figure* counted = nullptr;
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      if (l == r || !left.usable || left.denies || left.first >= right.first ||
          right.sentence - left.sentence > 1 || left.only_number || !different(l, r) ||
          (counted != nullptr && left.first <= said_[nearest].first)) {
        continue;
      }
      for (const Figure& a : left.figures) {
        if (a.head != 0 && a.high > 0 && !is_measure(a)) {
          nearest = l;
          counted = &a;
          break;
        }
      }
    }
    if (counted != nullptr && differ(*counted, b) && (b.head == 0 || !is_measure(b))) {
      add(nearest, r, true, std::string(d_.words(counted->what)),
          std::string(d_.words(counted->words)), std::string(d_.words(b.words)));
    }
  }
  // Times and money pass from one matter to another too easily.
  [[nodiscard]] bool is_measure(const Figure& f) const {
    for (const When& w : d_.whens) {
      if (w.tokens.overlaps(f.words) || w.tokens.overlaps(f.what)) {
        return true;
      }
    }
    const std::string_view last = d_.string(d_.tokens.lower[f.what.end - 1]);
    return last == "%" || last == "percent" || last == "cent";
  }

  void add(std::uint32_t l, std::uint32_t r, bool number, std::string subject, std::string left,
           std::string right) {
    for (const Dispute& d : out_) {
      if (d.number == number && ((d.left == l && d.right == r) || (d.left == r && d.right == l))) {
        return;
      }
    }
    std::replace(subject.begin(), subject.end(), '\n', ' ');
    std::replace(left.begin(), left.end(), '\n', ' ');
    out_.push_back({l, r, number, std::move(subject), std::move(left), std::move(right)});
  }

  // What both speak of: the words they share, names first, in the order of the text.
  [[nodiscard]] std::string subject_of(const Said& left, const Said& right) const {
    std::string out;
    int words = 0;
    for (const bool names : {true, false}) {
      for (const std::uint32_t t : left.tokens) {
        const bool name = d_.tokens.upos[t] == Upos::propn;
        const bool noun = name || d_.tokens.upos[t] == Upos::noun;
        const bool both = right.words.size() <= 1 ||
                          std::binary_search(right.words.begin(), right.words.end(), lemma(t));
        const std::string form(d_.string(d_.tokens.form[t]));
        if (noun && name == names && both && words < 4 && out.find(form) == std::string::npos) {
          out += (out.empty() ? "" : " ") + form;
          ++words;
        }
      }
    }
    return out.empty() ? "what was said" : out;
  }
  [[nodiscard]] std::string short_words(std::uint32_t claim) const {
    TokenRange r = d_.ranges[d_.claims[claim].content.first];
    if (r.size() > 1 && d_.string(d_.tokens.lower[r.begin]) == "that") {
      ++r.begin;
    }
    std::string words(d_.words(TokenRange{r.begin, std::min(r.end, r.begin + 24)}));
    return r.size() > 24 ? words + " …" : words;
  }

  const Document& d_;
  std::vector<Said> said_;
  std::vector<Dispute> out_;
};

// A claim of another report, from its sketch.
struct Sketched {
  std::uint32_t report = 0, claim = 0;
  bool denies = false;
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
        source_key(reports_[a.report], a.claim) == source_key(reports_[b.report], b.claim)) {
      return;
    }
    if (a.denies != b.denies && share >= 0.6) {
      add(a, b, "polarity", a.denies ? "denied" : words_of(a), b.denies ? "denied" : words_of(b));
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

Disputes find_disputes(const Document& document) {
  return Finder(document).run();
}

}  // namespace sayso
