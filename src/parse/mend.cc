// SPDX-License-Identifier: Apache-2.0
#include "parse/mend.h"

#include <algorithm>
#include <string_view>

namespace sayso {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

// How a clause begins and what it lacks.
struct Opening {
  bool joined = false;       // "and C"
  bool told = false;         // "that C"
  bool subordinate = false;  // "because C": any other mark
  bool subject = false;
  bool helped = false;  // an auxiliary or copula
};

class Mender {
 public:
  Mender(Document& document, MendScratch& s) : d_(document), t_(document.tokens), told_(s.told) {}

  void sentence(TokenRange range) {
    range_ = range;
    read_note();
    told_.assign(range.size(), kNone);
    for (std::uint32_t c = range.begin; c < range.end; ++c) {
      if (t_.deprel[c] != Deprel::ccomp || t_.is_root(c)) {
        continue;
      }
      std::uint32_t& first = told_[t_.head[c] - range.begin];
      if (first == kNone) {
        first = c;
      } else {
        first = part(t_.head[c], first, c);
      }
    }
    for (std::uint32_t c = range.begin; c < range.end; ++c) {
      if (t_.deprel[c] == Deprel::ccomp && !t_.is_root(c) && c < t_.head[c]) {
        give_back_subject(t_.head[c], c);
        give_teller(t_.head[c], c);
      } else if (t_.deprel[c] == Deprel::parataxis && !t_.is_root(c) && t_.upos[c] == Upos::verb) {
        give_telling(c);
      }
    }
  }

 private:
  // "Rita substation: repaired, on load since Tuesday", as notes and bulletins have it: what stands
  // before the colon is the subject of the participle behind it.
  void read_note() {
    constexpr std::uint32_t kLongest = 8;  // words of a name with its kind
    std::uint32_t colon = range_.begin;
    bool names = false;
    while (colon < range_.end && colon - range_.begin <= kLongest &&
           d_.string(t_.lower[colon]) != ":") {
      const Upos u = t_.upos[colon];
      if (u == Upos::verb || u == Upos::aux || u == Upos::pron || u == Upos::punct) {
        return;
      }
      names = names || u == Upos::noun || u == Upos::propn;
      ++colon;
    }
    const std::uint32_t told = colon + 1;
    if (!names || told >= range_.end || colon - range_.begin > kLongest ||
        t_.xpos[told] != Xpos::vbn || t_.upos[told] != Upos::verb) {
      return;
    }
    const std::uint32_t thing = top_before(colon);
    if (thing == kNone || has_object(told)) {
      return;
    }
    const std::uint32_t root = t_.is_root(thing) ? thing : root_of(thing);
    if (root != thing && root != told) {
      return;
    }
    for (std::uint32_t k = range_.begin; k < range_.end; ++k) {
      if (t_.head[k] == thing && k > colon && k != told) {
        t_.head[k] = told;
      }
    }
    t_.head[told] = told;
    t_.deprel[told] = Deprel::root;
    t_.head[thing] = told;
    t_.deprel[thing] = Deprel::nsubj_pass;
    t_.head[colon] = told;
  }

  // The one word before `colon` that hangs on none of the others there, or kNone.
  [[nodiscard]] std::uint32_t top_before(std::uint32_t colon) const {
    std::uint32_t top = kNone;
    for (std::uint32_t k = range_.begin; k < colon; ++k) {
      if (t_.is_root(k) || t_.head[k] >= colon) {
        if (top != kNone) {
          return kNone;
        }
        top = k;
      }
    }
    return top != kNone && (t_.upos[top] == Upos::noun || t_.upos[top] == Upos::propn)
               ? top
               : static_cast<std::uint32_t>(kNone);
  }

  [[nodiscard]] bool has_object(std::uint32_t verb) const {
    for (std::uint32_t k = range_.begin; k < range_.end; ++k) {
      if (t_.head[k] == verb && base_relation(t_.deprel[k]) == Deprel::obj) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint32_t root_of(std::uint32_t k) const {
    for (std::uint32_t i = 0; i < range_.size() && !t_.is_root(k); ++i) {
      k = t_.head[k];
    }
    return k;
  }

  [[nodiscard]] Opening opening(std::uint32_t clause) const {
    constexpr std::uint32_t kReach = 512;  // no arc within a sentence is longer
    Opening o;
    const std::uint32_t from = clause - std::min(clause - range_.begin, kReach);
    for (std::uint32_t k = from; k < std::min(range_.end, clause + kReach); ++k) {
      if (t_.head[k] != clause || k == clause) {
        continue;
      }
      switch (base_relation(t_.deprel[k])) {
        case Deprel::cc:
          o.joined = o.joined || k < clause;
          break;
        case Deprel::mark: {
          const std::string_view w = d_.string(t_.lower[k]);
          const bool content = w == "that" || w == "whether" || w == "if";
          o.told = o.told || (k < clause && content);
          o.subordinate = o.subordinate || (k < clause && !content);
          break;
        }
        case Deprel::nsubj:
        case Deprel::csubj:
        case Deprel::expl:
          o.subject = true;
          break;
        case Deprel::aux:
        case Deprel::cop:
          o.helped = true;
          break;
        default:
          break;
      }
    }
    return o;
  }

  // `above` has two content clauses, `first` before `second`: returns the one that stays.
  std::uint32_t part(std::uint32_t above, std::uint32_t first, std::uint32_t second) {
    if (first < above && above < second) {
      return second;  // "C, he said, D": told in two parts, and the claims want both
    }
    const Opening one = opening(first);
    const bool thing = t_.xpos[first] == Xpos::vbg && !one.subject && !one.helped;
    if (thing || one.subordinate) {  // "said adding it helps", "thinks after C it took D"
      t_.head[first] = second;
      t_.deprel[first] = one.subordinate ? Deprel::advcl : Deprel::csubj;
      return second;
    }
    const Opening two = opening(second);
    t_.head[second] = first;
    const bool adverbial = two.subordinate || t_.xpos[second] == Xpos::vbg;
    t_.deprel[second] = two.joined  ? Deprel::conj
                        : two.told  ? Deprel::ccomp  // "I thought that C, he said"
                        : adverbial ? Deprel::advcl
                                    : Deprel::parataxis;
    return first;
  }

  // "The airport, two miles to the south, was in their hands, a resident said": what was in their
  // hands is the airport, who said so the resident.
  void give_back_subject(std::uint32_t above, std::uint32_t clause) {
    constexpr std::uint32_t kReach = 100;
    if (above > clause + kReach) {
      return;
    }
    std::uint32_t early = kNone, late = kNone;
    bool helped = false;
    bool teller = false;  // "talks had begun, said a director": two subjects of one word
    // Far enough for a clause and who tells it, in sentences of any length.
    const std::uint32_t begin = clause > range_.begin + kReach ? clause - kReach : range_.begin;
    const std::uint32_t end = std::min(range_.end, above + kReach);
    for (std::uint32_t k = begin; k < end; ++k) {
      const Deprel r = base_relation(t_.deprel[k]);
      if (k > above) {
        teller = teller || (t_.head[k] == above && r == Deprel::nsubj);
      } else if (t_.head[k] == above && r == Deprel::nsubj) {
        if (early != kNone || k > clause) {
          return;
        }
        early = k;
      } else if (t_.head[k] == clause && k != clause) {
        if (k < clause &&
            (r == Deprel::nsubj || r == Deprel::csubj || r == Deprel::expl || r == Deprel::mark)) {
          return;
        }
        helped = helped || (k < clause && (r == Deprel::aux || r == Deprel::cop));
        const bool noun = t_.upos[k] == Upos::noun || t_.upos[k] == Upos::propn;
        if (k > clause && (r == Deprel::nsubj || (r == Deprel::appos && noun && late == kNone))) {
          late = k;
        }
      }
    }
    if (early == kNone || (late == kNone && !teller) || !helped) {
      return;
    }
    t_.head[early] = clause;
    t_.deprel[early] = Deprel::nsubj;
    if (!teller) {
      t_.head[late] = above;
      t_.deprel[late] = Deprel::nsubj;
    }
  }

  // "Twelve had been killed, the minister, Ann Roe, said": who says so hung on what is told.
  void give_teller(std::uint32_t above, std::uint32_t clause) {
    if (const std::uint32_t late = late_teller(above, clause); late != kNone) {
      t_.head[late] = above;
      t_.deprel[late] = Deprel::nsubj;
    }
  }

  // The same, the telling hung on what is told: "…, the minister, Ann Roe, told reporters".
  void give_telling(std::uint32_t telling) {
    const std::uint32_t clause = t_.head[telling];
    const std::uint32_t late =
        clause < telling ? late_teller(telling, clause) : static_cast<std::uint32_t>(kNone);
    if (late == kNone) {
      return;
    }
    t_.head[telling] = t_.is_root(clause) ? telling : t_.head[clause];
    t_.deprel[telling] = t_.deprel[clause];
    t_.head[clause] = telling;
    t_.deprel[clause] = Deprel::ccomp;
    t_.head[late] = telling;
    t_.deprel[late] = Deprel::nsubj;
  }

  [[nodiscard]] std::uint32_t late_teller(std::uint32_t above, std::uint32_t clause) const {
    constexpr std::uint32_t kReach = 100;
    const Xpos x = t_.xpos[above];
    const bool finite = x == Xpos::vbd || x == Xpos::vbz || x == Xpos::vbp;
    if (above > clause + kReach || !finite || t_.upos[clause] != Upos::verb) {
      return kNone;
    }
    std::uint32_t late = kNone;
    bool told_of = false;  // the clause has a subject of its own
    const std::uint32_t begin = clause > range_.begin + kReach ? clause - kReach : range_.begin;
    for (std::uint32_t k = begin; k < std::min(range_.end, above + kReach); ++k) {
      const Deprel r = base_relation(t_.deprel[k]);
      if (t_.head[k] == above && k != above && (r == Deprel::nsubj || r == Deprel::csubj)) {
        return kNone;
      }
      const bool mine = t_.head[k] == clause && k != clause;
      told_of = told_of || (mine && k < clause && (r == Deprel::nsubj || r == Deprel::expl));
      const bool noun = t_.upos[k] == Upos::noun || t_.upos[k] == Upos::propn;
      if (mine && noun && k > clause && k < above && after_comma(k) &&
          (r == Deprel::nsubj || r == Deprel::obj || r == Deprel::appos ||
           r == Deprel::parataxis)) {
        late = k;
      }
    }
    return told_of ? late : static_cast<std::uint32_t>(kNone);
  }

  // Whether a comma stands before the first word that hangs on `k`.
  [[nodiscard]] bool after_comma(std::uint32_t k) const {
    std::uint32_t first = k;
    while (first > range_.begin && t_.upos[first - 1] != Upos::punct &&
           t_.head[first - 1] >= first && t_.head[first - 1] <= k) {
      --first;
    }
    return first > range_.begin && d_.string(t_.lower[first - 1]) == ",";
  }

  Document& d_;
  TokenTable& t_;
  std::vector<std::uint32_t>& told_;
  TokenRange range_;
};

}  // namespace

void mend_trees(Document& document, MendScratch& scratch) {
  Mender mender(document, scratch);
  for (const Sentence& sentence : document.sentences) {
    mender.sentence(sentence.tokens);
  }
}

}  // namespace sayso
