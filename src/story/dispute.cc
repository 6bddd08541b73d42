// SPDX-License-Identifier: Apache-2.0
#include "story/dispute.h"

#include <algorithm>
#include <limits>
#include <set>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

constexpr std::uint32_t kNearSentences = 3;  // numbers are set against each other close by
constexpr std::size_t kFewWords = 3;         // a content of so few says only how many
constexpr std::size_t kMostClaims = 200;     // of a report

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
  bool mere = false;  // "that", "this", "the accusation": what was said before
};

class Finder {
 public:
  explicit Finder(const Document& d) : d_(d) {}

  std::vector<Dispute> run() {
    if (d_.claims.size() < 2 || d_.claims.size() > kMostClaims) {
      return {};
    }
    for (const Claim& c : d_.claims) {
      said_.push_back(read(c));
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
    return std::move(out_);
  }

 private:
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
    s.denies = c.certainty == Certainty::denied && d_.string(d_.tokens.lower[s.first]) != "to";
    s.usable = c.act == ClaimAct::speech || s.denies;
    for (std::uint32_t i = 0; i < c.content.count; ++i) {
      const TokenRange r = d_.ranges[c.content.first + i];
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        if (is_content(t)) {
          s.words.push_back(lemma(t));
          s.tokens.push_back(t);
        }
        const std::uint32_t head = d_.tokens.head[t];
        if (d_.string(d_.tokens.lower[t]) == "no" && d_.tokens.upos[t] == Upos::det &&
            head < d_.tokens.size() && d_.tokens.upos[head] == Upos::noun) {
          s.figures.push_back({lemma(head), 0, 0, {t, t + 1}, {head, head + 1}});
        }
      }
      figures(r, s);
    }
    s.mere = refers_back(s);
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
                          : s.words.size() == 1 && d_.tokens.upos[s.tokens.front()] == Upos::noun);
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
      if (l == r || !left.usable || left.denies || left.words.empty() || !different(l, r)) {
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
        share = both >= 2 ? static_cast<double>(both) / least : 0;
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

  void compare_numbers(std::uint32_t l, std::uint32_t r) {
    const Said& left = said_[l];
    const Said& right = said_[r];
    if (!left.usable || !right.usable || left.denies || right.denies ||
        right.sentence - left.sentence > kNearSentences || !different(l, r)) {
      return;
    }
    for (const Figure& a : left.figures) {
      for (const Figure& b : right.figures) {
        const bool bare = b.head == 0 && right.words.size() <= kFewWords;
        const bool same = a.head != 0 && a.head == b.head && !is_measure(a);
        // The same noun counted of something else is another matter.
        const bool same_matter = same && (shared(left, right) >= 2 || right.words.size() <= 2);
        if ((a.high < b.low || b.high < a.low) && a.head != 0 && !is_measure(a) &&
            (bare || same_matter)) {
          add(l, r, true, std::string(d_.words(a.what)), std::string(d_.words(a.words)),
              std::string(d_.words(b.words)));
          return;
        }
      }
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
    const TokenRange r = d_.ranges[d_.claims[claim].content.first];
    std::string words(d_.words(TokenRange{r.begin, std::min(r.end, r.begin + 24)}));
    return r.size() > 24 ? words + " …" : words;
  }

  const Document& d_;
  std::vector<Said> said_;
  std::vector<Dispute> out_;
};

}  // namespace

std::vector<Dispute> find_disputes(const Document& document) {
  return Finder(document).run();
}

}  // namespace sayso
