// SPDX-License-Identifier: Apache-2.0
#include "mention/quantities.h"

#include <algorithm>

namespace sayso::mention {
namespace {

enum class Bound : std::uint8_t { none, more, less, about };

class QuantityReader {
 public:
  QuantityReader(const Words& words, Document& d, std::vector<std::uint8_t>& taken)
      : words_(words), d_(d), t_(d.tokens), taken_(taken) {}

  void run() {
    for (const Sentence& sentence : d_.sentences) {
      if (!reads_as_news(d_.blocks[sentence.block].kind)) {
        continue;
      }
      for (std::uint32_t t = sentence.tokens.begin; t < sentence.tokens.end;) {
        t = taken_[t] != 0 ? t + 1 : read(t, sentence.tokens);
      }
    }
  }

 private:
  [[nodiscard]] std::string_view lower(std::uint32_t t, std::uint32_t limit) const {
    return t < limit ? d_.string(t_.lower[t]) : std::string_view{};
  }

  // An approximator at `t`, and where the number may begin.
  Bound bound(std::uint32_t& t, std::uint32_t limit) const {
    const auto hit = words_.time(d_, t, limit, TimeClass::approx);
    if (!hit || hit->end >= limit) {
      return Bound::none;
    }
    t = hit->end;
    const std::string_view v = hit->value;
    return v == "MORE_THAN" ? Bound::more : v == "LESS_THAN" ? Bound::less : Bound::about;
  }

  std::uint32_t read(std::uint32_t begin, TokenRange s) {
    std::uint32_t t = begin;
    const std::uint32_t limit = s.end;
    Bound b = bound(t, limit);
    const bool between = b == Bound::none && lower(t, limit) == "between";
    t += between ? 1U : 0U;
    const bool money = t < limit && is_money(t);
    t += money ? 1U : 0U;
    const auto n = t < limit && taken_[t] == 0 ? number_at(words_, d_, t, limit) : std::nullopt;
    if (!n || n->ordinal || n->end > limit || overlaps_time(t, n->end)) {
      return begin + 1;
    }
    Quantity q;
    std::uint32_t end = n->end;
    set(q, *n, b);
    // "between 5 and 10", "5 to 10", "5-10"
    if (const auto high = second(end, limit, between)) {
      q.low = n->value, q.high = high->value;
      q.best = (q.low + q.high) / 2;
      q.has_low = q.has_best = q.has_high = true;
      end = high->end;
    }
    if (const auto unit = words_.number_word(d_, end, limit)) {
      if (unit->kind == NumberClass::percent || unit->kind == NumberClass::currency) {
        q.what = {end, unit->end};
        end = unit->end;
      }
    } else if (lower(end, limit) == "%") {
      q.what = {end, end + 1};
      ++end;
    }
    // A number that only counts years, or stands alone in a name, is none.
    if (n->digits && q.what.empty() && !money && t_.upos[n->end - 1] != Upos::num) {
      return n->end;
    }
    if (money) {
      q.what = {t - 1, t};
    }
    q.tokens = {begin, end};
    counted(q, end, limit);
    const bool tiny = n->value == 1 && !n->digits && b == Bound::none && q.what.empty();
    if (tiny || (q.what.empty() && !n->digits && !n->indefinite)) {
      return n->end;
    }
    for (std::uint32_t k = begin; k < end; ++k) {
      taken_[k] = 2;
    }
    d_.quantities.push_back(q);
    return end;
  }

  [[nodiscard]] bool is_money(std::uint32_t t) const {
    const std::string_view f = d_.string(t_.form[t]);
    return f == "$" || f == "€" || f == "£" || f == "¥" || f == "US$" || f == "₽" || f == "₴" ||
           f == "₹";
  }

  [[nodiscard]] bool overlaps_time(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t k = begin; k < end; ++k) {
      if (taken_[k] != 0) {
        return true;
      }
    }
    return false;
  }

  static void set(Quantity& q, const Number& n, Bound b) {
    q.best = n.value;
    q.has_best = n.value != 0;
    if (n.indefinite) {
      q.low = n.low, q.high = n.high;
      q.has_low = n.low != 0;
      q.has_high = n.high != 0;
    }
    if (b == Bound::more) {
      q.low = n.indefinite ? n.low : n.value;
      q.has_low = true;
      q.has_high = false;
    } else if (b == Bound::less) {
      q.high = n.indefinite ? n.high : n.value;
      q.has_high = q.high != 0;
      q.has_low = false;
    } else if (b == Bound::none && !n.indefinite) {
      q.low = q.high = n.value;
      q.has_low = q.has_high = true;
    }
  }

  [[nodiscard]] std::optional<Number> second(std::uint32_t at, std::uint32_t limit,
                                             bool between) const {
    const std::string_view w = lower(at, limit);
    const bool joins = w == "to" || w == "-" || w == "–" || w == "or" || (between && w == "and");
    if (!joins || at + 1 >= limit || taken_[at + 1] != 0) {
      return std::nullopt;
    }
    std::uint32_t t = at + 1;
    t += is_money(t) && t + 1 < limit ? 1U : 0U;
    const auto n = number_at(words_, d_, t, limit);
    return n && !n->ordinal && !n->indefinite ? n : std::nullopt;
  }

  // The counted noun phrase: what follows directly or after "of".
  void counted(Quantity& q, std::uint32_t at, std::uint32_t limit) const {
    std::uint32_t t = at;
    if (lower(t, limit) == "of") {
      ++t;
    }
    while (t < limit && t < at + 6 &&
           (t_.upos[t] == Upos::det || t_.upos[t] == Upos::num || t_.xpos[t] == Xpos::prp_poss ||
            lower(t, limit) == "more" || lower(t, limit) == "other")) {
      ++t;
    }
    const std::uint32_t begin = t;
    std::uint32_t end = t;
    while (t < limit && t < begin + 8 && taken_[t] == 0) {
      const Upos u = t_.upos[t];
      const bool inner = u == Upos::adj || u == Upos::propn || u == Upos::noun ||
                         (u == Upos::punct && lower(t, limit) == "-") ||
                         (u == Upos::verb && t_.deprel[t] == Deprel::amod);
      if (!inner || (end > begin && u != Upos::noun && u != Upos::propn && end == t &&
                     (t_.upos[t - 1] == Upos::noun && t_.xpos[t - 1] == Xpos::nns))) {
        break;
      }
      ++t;
      if (u == Upos::noun || u == Upos::propn) {
        end = t;
      }
    }
    if (end > begin) {
      q.what = {begin, end};
    }
  }

  const Words& words_;
  Document& d_;
  const TokenTable& t_;
  std::vector<std::uint8_t>& taken_;
};

}  // namespace

void read_quantities(const Words& words, Document& d, std::vector<std::uint8_t>& taken) {
  QuantityReader(words, d, taken).run();
}

}  // namespace sayso::mention
