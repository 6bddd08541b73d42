// SPDX-License-Identifier: Apache-2.0
#include "story/dispute.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "base/utf8.h"
#include "story/dispute_said.h"

namespace sayso {
namespace {

constexpr std::uint32_t kNearSentences = 3;    // numbers are set against each other close by
constexpr std::uint32_t kWithinSentences = 8;  // so are what is so and what is not
constexpr std::size_t kMostClaims = 200;       // of a report
constexpr std::size_t kSketchWords = 60;

class Finder {
 public:
  Finder(const Document& d, const DisputeWords& words) : d_(d), reader_(d, words) {}

  Disputes run() {
    Disputes out;
    if (d_.claims.size() > kMostClaims) {
      return out;
    }
    for (const Claim& c : d_.claims) {
      said_.push_back(reader_.read(c));
      out.sketches.push_back(sketch(said_.back()));
      named_.push_back(named_in(c));
    }
    for (std::uint32_t r = 0; r < said_.size(); ++r) {
      if (said_[r].usable && said_[r].denies) {
        deny(r);
      }
      if (said_[r].usable) {
        deny_all(r);
      }
    }
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      for (std::uint32_t r = 0; r < said_.size(); ++r) {
        if (l != r && said_[l].first < said_[r].first) {
          compare_numbers(l, r);
          compare_values(l, r);
        }
      }
    }
    for (std::uint32_t r = 0; r < said_.size(); ++r) {
      if ((said_[r].usable || said_[r].thought) && said_[r].only_number && !said_[r].denies) {
        compare_bare(r);
      }
      if (said_[r].usable && !said_[r].cued && !said_[r].open &&
          (said_[r].nobody || said_[r].absent != 0)) {
        compare_none(r);
      }
    }
    out.found = std::move(out_);
    return out;
  }

 private:
  // Kind (a says, d denies, n says it is not so), number of words and their short hashes; then
  // figures: hash of what, low and high.
  [[nodiscard]] std::string sketch(const Said& s) const {
    if (!s.usable || s.words.size() < 3) {
      return {};
    }
    std::string out(1, s.cued ? (s.negated ? 'a' : 'd') : (s.negated ? 'n' : 'a'));
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
      if (f.head != 0 && !reader_.is_measure(f) && !reader_.is_unit(f) && f.high < 4e9) {
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

  // Whether two claims go back to different people. Claims inside one another are one telling.
  [[nodiscard]] bool different(std::uint32_t l, std::uint32_t r) const {
    const Claim& a = d_.claims[l];
    const Claim& b = d_.claims[r];
    if (a.outer == ClaimId{r} || b.outer == ClaimId{l}) {
      return false;
    }
    if (a.speaker.some() && b.speaker.some()) {
      const bool people = d_.entities[a.speaker.value].kind == MentionKind::person ||
                          d_.entities[b.speaker.value].kind == MentionKind::person;
      return a.speaker != b.speaker && !one_named(l, r) && (people || !shares_name(a, b));
    }
    return source_words(a) != source_words(b) && !same_again(a, b) && !one_named(l, r);
  }
  // "The same study" after "one study".
  [[nodiscard]] bool same_again(const Claim& a, const Claim& b) const {
    const std::string x = source_words(a);
    const std::string y = source_words(b);
    const bool same = y.starts_with("the same ") && list_has(x, y.substr(y.rfind(' ') + 1), ' ');
    return same || (y.starts_with("the ") && adds(b));
  }
  // "The paper also said."
  [[nodiscard]] bool adds(const Claim& c) const {
    for (std::uint32_t i = 0; i < c.cue.count; ++i) {
      const TokenRange cue = d_.ranges[c.cue.first + i];
      for (std::uint32_t t = cue.begin; t <= cue.end && t < d_.tokens.size(); ++t) {
        const std::uint32_t k = t == cue.end ? (cue.begin > 0 ? cue.begin - 1 : t) : t;
        if (d_.string(d_.tokens.lower[k]) == "also") {
          return true;
        }
      }
    }
    return false;
  }
  // Two capitals in a row that stand in both: "the firm Trade Alert", "Trade Alert data".
  [[nodiscard]] bool shares_name(const Claim& a, const Claim& b) const {
    if (a.source.count == 0 || b.source.count == 0) {
      return false;
    }
    const TokenRange x = d_.ranges[a.source.first];
    const TokenRange y = d_.ranges[b.source.first];
    const auto names = [&](std::uint32_t t) {
      return d_.symbols.shape(d_.tokens.form[t]) == Shape::capitalized &&
             d_.symbols.shape(d_.tokens.form[t + 1]) == Shape::capitalized &&
             d_.tokens.upos[t] == Upos::propn;
    };
    for (std::uint32_t t = x.begin; t + 1 < x.end; ++t) {
      for (std::uint32_t u = y.begin; names(t) && u + 1 < y.end; ++u) {
        if (names(u) && d_.tokens.lower[t] == d_.tokens.lower[u] &&
            d_.tokens.lower[t + 1] == d_.tokens.lower[u + 1]) {
          return true;
        }
      }
    }
    return false;
  }
  // "The analysts of Trade Alert" and "Trade Alert data": one body named in both sources.
  [[nodiscard]] bool one_named(std::uint32_t l, std::uint32_t r) const {
    const std::vector<EntityId>& a = named_[l];
    const std::vector<EntityId>& b = named_[r];
    return std::any_of(a.begin(), a.end(),
                       [&](EntityId e) { return std::find(b.begin(), b.end(), e) != b.end(); });
  }
  [[nodiscard]] std::vector<EntityId> named_in(const Claim& c) const {
    std::vector<EntityId> out;
    for (const Mention& m : d_.mentions) {
      if (c.source.count == 0 || !d_.ranges[c.source.first].contains(m.head.value)) {
        continue;
      }
      // "The paper", of a paper that the report names: all of the source.
      const bool whole = m.form == MentionForm::nominal &&
                         m.tokens.end == d_.ranges[c.source.first].end &&
                         d_.entities[m.entity.value].name.some();
      if ((m.form == MentionForm::name || whole) &&
          (m.kind == MentionKind::organization || m.kind == MentionKind::person)) {
        out.push_back(m.entity);
      }
    }
    return out;
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
      const double share = right.cued || right.mere ? denied(l, r) : not_so(l, r);
      if (share >= 0.5 && share > best_share) {
        best = l;
        best_share = share;
      }
    }
    if (best_share > 0) {
      add(best, r, "polarity", subject_of(said_[best], right.mere ? Said{} : right),
          short_words(best), "denied");
    }
  }

  // "Nothing has been signed" beside "they signed an agreement"; "we hold no driver" beside "the
  // driver was detained".
  void deny_all(std::uint32_t r) {
    const Said& right = said_[r];
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      if (l == r || !left.usable || left.denies || left.open || !different(l, r)) {
        continue;
      }
      const std::uint32_t apart = left.sentence > right.sentence ? left.sentence - right.sentence
                                                                 : right.sentence - left.sentence;
      if (apart <= kNearSentences && undone(left, right)) {
        add(l, r, "polarity", subject_of(left, Said{}), short_words(l), short_words(r));
        return;
      }
      if (apart <= kWithinSentences && !right.frees.empty() && !left.held.empty()) {
        add(l, r, "polarity", name_of(left.held.front().whom), short_words(l), short_words(r));
        return;
      }
    }
  }
  // Whether nobody did, according to `right`, what `left` says was done.
  [[nodiscard]] bool undone(const Said& left, const Said& right) const {
    return std::any_of(right.none.begin(), right.none.end(), [&](std::uint32_t x) {
      return all_told(x, left, right) &&
             std::any_of(left.deeds.begin(), left.deeds.end(),
                         [&](std::uint32_t y) { return reader_.same_deed(x, y); });
    });
  }
  // Whether what stands with the verb of `right` stands in `left` too: "nobody died in the second
  // blast" says nothing of the first.
  [[nodiscard]] bool all_told(std::uint32_t verb, const Said& left, const Said& right) const {
    return std::all_of(right.tokens.begin(), right.tokens.end(), [&](std::uint32_t t) {
      const std::uint32_t head = d_.tokens.head[t];
      const bool of_it =
          head == verb || (head < d_.tokens.size() && d_.tokens.head[head] == verb && head != verb);
      return t == verb || !of_it || d_.tokens.upos[t] == Upos::verb ||
             has(left.words, reader_.lemma(t));
    });
  }
  [[nodiscard]] std::string name_of(std::uint32_t token) const {
    for (const Mention& m : d_.mentions) {
      if (m.tokens.contains(token)) {
        return std::string(d_.words(m.tokens));
      }
    }
    return std::string(d_.string(d_.tokens.form[token]));
  }

  // How much of what `r` denies by its cue, or by pointing back, `l` says.
  [[nodiscard]] double denied(std::uint32_t l, std::uint32_t r) const {
    const Said& left = said_[l];
    const Said& right = said_[r];
    const bool just_before = left.first < right.first && right.sentence - left.sentence <= 1;
    const double nearest = 0.5 + 0.001 * left.first / (1.0 + right.first);
    if (right.mere) {  // "cited bankers who were there" says nothing that could be untrue
      return d_.claims[l].source.count > 0 && just_before && !left.noun ? nearest : 0;
    }
    const std::size_t both = shared(left, right);
    if (right.words.size() > 1 && both >= 2 && names_all(left, right, just_before)) {
      const double share = static_cast<double>(both);
      // A denial mostly says less than what it denies; next to it, it may say more.
      const double of_right = share / static_cast<double>(right.words.size());
      const double of_left = share / static_cast<double>(left.words.size());
      return near(left, right) ? std::max(of_right, of_left) : of_right;
    }
    return just_before && one_thing(left, right) ? nearest : 0;
  }

  static bool near(const Said& a, const Said& b) {
    return a.sentence > b.sentence ? a.sentence - b.sentence <= 1 : b.sentence - a.sentence <= 1;
  }

  // The one noun of a short denial: "denied that there was any agreement", "... that any lock had
  // been opened".
  [[nodiscard]] bool one_thing(const Said& left, const Said& right) const {
    constexpr std::size_t kShort = 2;
    return right.words.size() <= kShort && !left.open &&
           std::any_of(right.tokens.begin(), right.tokens.end(), [&](std::uint32_t t) {
             return d_.tokens.upos[t] == Upos::noun && has(left.words, reader_.lemma(t));
           });
  }

  // How much of what is not so according to the words of `r` is so according to those of `l`.
  [[nodiscard]] double not_so(std::uint32_t l, std::uint32_t r) const {
    const Said& left = said_[l];
    const Said& right = said_[r];
    const std::uint32_t apart = left.sentence > right.sentence ? left.sentence - right.sentence
                                                               : right.sentence - left.sentence;
    if (apart > kWithinSentences || left.open || right.open || !names_all(left, right, false)) {
      return 0;
    }
    const auto part = [&](std::uint64_t word) {
      return std::find(left.parts.begin(), left.parts.end(), word) != left.parts.end();
    };
    const std::size_t both = shared(left, right);
    const double least = static_cast<double>(std::min(left.words.size(), right.words.size()));
    const double share = static_cast<double>(both) / least;
    // "There was no agreement" beside "they reached an agreement".
    if (right.absent != 0 && right.words.size() <= 2 && part(right.absent) &&
        apart <= kNearSentences) {
      return std::max(0.5, share);
    }
    // A name may be hung anyhow: "Mohamed Bazoum had tried", "Bazoum had not tried".
    const auto told = [&](std::uint64_t word) {
      return part(word) || (both > 2 && share >= 0.8 && has(left.words, word));
    };
    const bool same_deed = left.root == right.root && both >= 2 &&
                           std::all_of(right.parts.begin(), right.parts.end(), told);
    if (same_deed && share >= 0.6) {
      return share;
    }
    // "It had never invited them" beside "they had been invited twice".
    const bool same_verb = left.root == right.root && right.acts && left.acts && apart <= 1;
    return same_verb ? 0.5 : 0;
  }

  static bool has(const std::vector<std::uint64_t>& words, std::uint64_t word) {
    return std::binary_search(words.begin(), words.end(), word);
  }

  // Whether every name in `right` stands in `left`, be it as a country or its people: "Russian
  // missiles" denied says nothing of "a Ukrainian missile". "The gate" told just before may be the
  // one whose name the denial gives.
  [[nodiscard]] bool names_all(const Said& left, const Said& right, bool just_before) const {
    constexpr std::size_t kStem = 4;
    const auto name = [&](std::uint32_t t) { return reader_.is_name(t); };
    if (just_before && std::none_of(left.tokens.begin(), left.tokens.end(), name)) {
      return true;
    }
    return std::all_of(right.tokens.begin(), right.tokens.end(), [&](std::uint32_t r) {
      const std::string_view stem = d_.string(d_.tokens.lower[r]).substr(0, kStem);
      return !name(r) || std::any_of(left.tokens.begin(), left.tokens.end(), [&](std::uint32_t l) {
        return name(l) && d_.string(d_.tokens.lower[l]).substr(0, kStem) == stem;
      });
    });
  }

  // "All tanks are sound" beside "the tank is cracked".
  void compare_values(std::uint32_t l, std::uint32_t r) {
    const Said& left = said_[l];
    const Said& right = said_[r];
    if (!left.usable || !right.usable || left.cued || right.cued || left.open || right.open ||
        right.sentence - left.sentence > kNearSentences || !different(l, r)) {
      return;
    }
    for (const SaidValue& a : left.values) {
      for (const SaidValue& b : right.values) {
        if (reader_.lemma(a.subject) == reader_.lemma(b.subject) && opposed(a, b) &&
            names_all(left, right, false)) {
          add(l, r, "value", std::string(d_.string(d_.tokens.form[a.subject])), short_words(l),
              short_words(r));
          return;
        }
      }
    }
  }
  [[nodiscard]] static bool opposed(const SaidValue& a, const SaidValue& b) {
    for (const DisputeWords::Value& x : *a.values) {
      for (const DisputeWords::Value& y : *b.values) {
        if (a.negated == b.negated ? !a.negated && x.excludes(y)
                                   : x.variable == y.variable && x.value == y.value) {
          return true;
        }
      }
    }
    return false;
  }

  void compare_numbers(std::uint32_t l, std::uint32_t r) {
    const Said& left = said_[l];
    const Said& right = said_[r];
    if (!left.usable || !right.usable || left.denies || right.denies || (left.own && right.own) ||
        right.sentence - left.sentence > kNearSentences || !different(l, r)) {
      return;
    }
    for (const Figure& a : left.figures) {
      for (const Figure& b : right.figures) {
        const bool same =
            a.head != 0 && a.head == b.head && !reader_.is_measure(a) && !reader_.is_unit(a);
        // The same noun counted of something else is another matter.
        const std::size_t least = std::min(left.words.size(), right.words.size());
        const std::size_t both = shared(left, right);
        const bool same_matter =
            same && (right.words.size() <= 2 || both >= 4 || (both >= 2 && 2 * both >= least));
        if (differ(a, b) && a.head != 0 && !reader_.is_measure(a) && same_matter) {
          add(l, r, "number", std::string(d_.words(a.what)), std::string(d_.words(a.words)),
              std::string(d_.words(b.words)));
          return;
        }
      }
    }
  }
  static bool differ(const Figure& a, const Figure& b) {
    constexpr double kRounded = 1.02;  // "4,300" is 4,304
    return !a.vague && !b.vague && a.money == b.money &&
           (a.high * kRounded < b.low || b.high * kRounded < a.low);
  }

  // "The spokesman put the number at 11": of what was counted last, by somebody else, just before.
  void compare_bare(std::uint32_t r) {
    const Said& right = said_[r];
    const Figure& b = right.figures.front();
    std::uint32_t nearest = 0;
    const Figure* counted = nullptr;
    if (b.head == 0 && compare_both_bare(r)) {
      return;
    }
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      const bool none = left.absent != 0 && !left.cued;  // "no lorry was held up"
      if (l == r || !left.usable || (left.denies && !none) || left.first >= right.first ||
          right.sentence - left.sentence > 1 || left.only_number || !different(l, r) ||
          (counted != nullptr && left.first <= said_[nearest].first)) {
        continue;
      }
      for (const Figure& a : left.figures) {
        const bool counts = none ? a.high == 0 && a.head == left.absent : a.high > 0;
        if (a.head != 0 && counts && !reader_.is_measure(a)) {
          nearest = l;
          counted = &a;
          break;
        }
      }
    }
    Figure bare = b;
    bare.money = b.what.size() == 0 && counted != nullptr ? counted->money : b.money;
    if (counted != nullptr && differ(*counted, bare) && (b.head == 0 || !reader_.is_measure(b))) {
      add(nearest, r, "number", std::string(d_.words(counted->what)),
          std::string(d_.words(counted->words)), std::string(d_.words(b.words)));
    }
  }

  // "How many wait is disputed. Customs counted 620. The union speaks of 1,450": of what the
  // sentence before asks.
  bool compare_both_bare(std::uint32_t r) {
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      const Said& right = said_[r];
      if (l == r || !left.usable || !left.only_number || left.denies ||
          left.figures.front().head != 0 || left.first >= right.first ||
          right.sentence - left.sentence > 1 || !different(l, r)) {
        continue;
      }
      const std::uint32_t what = reader_.asked_before(left.sentence);
      if (what != reader_.no_one() && differ(left.figures.front(), right.figures.front())) {
        add(l, r, "number", std::string(d_.string(d_.tokens.form[what])),
            std::string(d_.words(left.figures.front().words)),
            std::string(d_.words(right.figures.front().words)));
        return true;
      }
    }
    return false;
  }

  // "No foreign base exists" beside "there are five bases"; "nobody was" beside "20 people hurt".
  void compare_none(std::uint32_t r) {
    const Said& right = said_[r];
    for (std::uint32_t l = 0; l < said_.size(); ++l) {
      const Said& left = said_[l];
      if (l == r || !left.usable || left.denies || left.open ||
          left.sentence + 1 < right.sentence || left.sentence > right.sentence ||
          left.first >= right.first || !different(l, r)) {
        continue;
      }
      for (const Figure& a : left.figures) {
        const bool same = right.nobody ? is_people(a) : a.head != 0 && a.head == right.absent;
        if (same && a.low > 0 && !reader_.is_measure(a) && !reader_.is_unit(a) &&
            (right.nobody || names_all(left, right, false))) {
          add(l, r, "number", std::string(d_.words(a.what)), std::string(d_.words(a.words)),
              right.nobody ? "nobody" : "none");
          return;
        }
      }
    }
  }
  [[nodiscard]] bool is_people(const Figure& f) const {
    return std::any_of(d_.mentions.begin(), d_.mentions.end(), [&](const Mention& m) {
      return m.tokens.overlaps(f.what) &&
             (m.kind == MentionKind::person || m.kind == MentionKind::group);
    });
  }

  void add(std::uint32_t l, std::uint32_t r, std::string_view in, std::string subject,
           std::string left, std::string right) {
    for (const Dispute& d : out_) {
      if (d.in == in && ((d.left == l && d.right == r) || (d.left == r && d.right == l))) {
        return;
      }
    }
    std::replace(subject.begin(), subject.end(), '\n', ' ');
    std::replace(left.begin(), left.end(), '\n', ' ');
    out_.push_back({l, r, std::string(in), std::move(subject), std::move(left), std::move(right)});
  }

  // What both speak of: the words they share, names first, in the order of the text.
  [[nodiscard]] std::string subject_of(const Said& left, const Said& right) const {
    std::string out;
    int words = 0;
    for (const bool names : {true, false}) {
      for (const std::uint32_t t : left.tokens) {
        const bool name = d_.tokens.upos[t] == Upos::propn;
        const bool noun = name || d_.tokens.upos[t] == Upos::noun;
        const bool both =
            right.words.size() <= 1 ||
            std::binary_search(right.words.begin(), right.words.end(), reader_.lemma(t));
        const std::string form(d_.string(d_.tokens.form[t]));
        if (noun && name == names && both && words < 4 && out.find(form) == std::string::npos) {
          out += (out.empty() ? "" : " ") + form;
          ++words;
        }
      }
    }
    for (const std::uint32_t t : left.tokens) {  // they share nothing but a verb
      if (out.empty() && (d_.tokens.upos[t] == Upos::noun || d_.tokens.upos[t] == Upos::propn)) {
        out = d_.string(d_.tokens.form[t]);
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
  SaidReader reader_;
  std::vector<Said> said_;
  std::vector<std::vector<EntityId>> named_;  // in the source of each claim
  std::vector<Dispute> out_;
};

}  // namespace

Disputes find_disputes(const Document& document, const DisputeWords& words) {
  return Finder(document, words).run();
}

}  // namespace sayso
