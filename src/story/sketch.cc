// SPDX-License-Identifier: Apache-2.0
#include "story/sketch.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace sayso {
namespace {

constexpr std::uint32_t kSample = 4;
constexpr std::size_t kMaxTerms = 400;
constexpr std::uint32_t kLeadTokens = 60;
constexpr std::uint32_t kEarlyTokens = 100;
constexpr std::uint8_t kRegionPrecision = 6;  // Place::precision from which it is a country or sea
constexpr std::size_t kMaxShingles = 4096;

// Names and places never meet words of the same letters.
constexpr std::uint64_t kNameSalt = 0x6E616D65;
constexpr std::uint64_t kPlaceSalt = 0x706C616365;

std::uint32_t short_hash(std::uint64_t h) {
  return static_cast<std::uint32_t>(mix64(h) >> 32);
}

// Words that say nothing about what a text is about, whatever the topic.
bool content_word(const Document& d, std::uint32_t t) {
  const TokenTable& k = d.tokens;
  if (d.symbols.fold(k.form[t]).empty()) {
    return false;
  }
  if (k.upos.size() == k.size()) {
    switch (k.upos[t]) {
      case Upos::noun:
      case Upos::propn:
      case Upos::verb:
      case Upos::adj:
      case Upos::num:
        return true;
      default:
        return false;
    }
  }
  return d.string(k.lower[t]).size() > 3;
}

class Maker {
 public:
  explicit Maker(const Document& d) : d_(d) {}

  std::string make() {
    walk();
    names();
    std::sort(shingles_.begin(), shingles_.end());
    shingles_.erase(std::unique(shingles_.begin(), shingles_.end()), shingles_.end());
    if (shingles_.size() > kMaxShingles) {
      shingles_.resize(kMaxShingles);
    }
    merge_terms();
    std::string out;
    append(out, words_);
    append(out, static_cast<std::uint32_t>(shingles_.size()));
    append(out, static_cast<std::uint32_t>(terms_.size()));
    for (const std::uint32_t s : shingles_) {
      append(out, s);
    }
    for (const Term& t : terms_) {
      append(out, t.hash);
      out += static_cast<char>(t.count);
      out += static_cast<char>(t.kind);
    }
    return out;
  }

 private:
  static void append(std::string& out, std::uint32_t n) {
    for (int i = 0; i < 4; ++i) {
      out += static_cast<char>(n >> (8 * i));
    }
  }

  void walk() {
    const TokenTable& t = d_.tokens;
    const bool has_lemmas = t.lemma.size() == t.size();
    std::uint64_t window[kShingleWords] = {};
    std::uint32_t filled = 0;
    std::uint32_t read = 0;
    for (std::uint32_t i = 0; i < t.size(); ++i) {
      const Block& block = d_.blocks[d_.sentences[t.sentence[i]].block];
      if (!reads_as_news(block.kind)) {
        continue;
      }
      const std::uint32_t at = read++;
      const FoldHash fold = d_.symbols.fold(t.form[i]);
      if (fold.empty()) {
        continue;
      }
      ++words_;
      window[filled++ % kShingleWords] = fold.hash;
      if (filled >= kShingleWords) {
        std::uint64_t h = 0;
        for (std::uint32_t k = 0; k < kShingleWords; ++k) {
          h = mix64(h * 31 + window[(filled + k) % kShingleWords]);
        }
        if (h % kSample == 0) {
          shingles_.push_back(short_hash(h));
        }
      }
      if (content_word(d_, i)) {
        const Symbol word = has_lemmas && t.lemma[i].some() ? t.lemma[i] : t.lower[i];
        std::uint8_t kind = kTermWord;
        if (t.upos.size() == t.size() ? t.upos[i] == Upos::propn
                                      : d_.symbols.shape(t.form[i]) == Shape::capitalized) {
          kind |= kTermName;
        }
        if (block.kind == BlockKind::headline) {
          kind |= kTermTitle;
        }
        const std::string_view form = d_.string(t.form[i]);
        if ((t.upos.size() == t.size() && t.upos[i] == Upos::num) ||
            (form.front() >= '0' && form.front() <= '9')) {
          kind |= kTermNumber;
        }
        // Only where a word stands first counts: merge_terms() keeps these of the first.
        kind |= at < kLeadTokens ? kTermLead : 0;
        kind |= at < kEarlyTokens ? kTermEarly : 0;
        terms_.push_back({short_hash(d_.symbols.fold(word).hash), 1, kind});
      }
    }
  }

  // Names as a whole and places, beside the words they are made of.
  void names() {
    for (const Mention& m : d_.mentions) {
      if (m.form == MentionForm::name && m.entity.some()) {
        const FoldHash name = d_.symbols.fold(d_.entities[m.entity.value].name);
        if (!name.empty()) {
          terms_.push_back({short_hash(name.hash ^ kNameSalt), 1, kTermEntity});
        }
      }
    }
    for (const Place& p : d_.places) {
      if (p.precision < kRegionPrecision) {
        const std::uint64_t of = p.geonames_id != 0 ? p.geonames_id : d_.symbols.fold(p.name).hash;
        terms_.push_back({short_hash(of ^ kPlaceSalt), 1, kTermPlace});
      }
    }
  }

  void merge_terms() {
    std::stable_sort(terms_.begin(), terms_.end(),
                     [](const Term& a, const Term& b) { return a.hash < b.hash; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < terms_.size(); ++i) {
      if (kept > 0 && terms_[kept - 1].hash == terms_[i].hash) {
        Term& same = terms_[kept - 1];
        same.kind |= terms_[i].kind;
        same.count = static_cast<std::uint8_t>(std::min(255, same.count + 1));
      } else {
        terms_[kept++] = terms_[i];
      }
    }
    terms_.resize(kept);
    if (terms_.size() > kMaxTerms) {  // the most frequent ones, ties by hash
      std::nth_element(terms_.begin(), terms_.begin() + kMaxTerms, terms_.end(),
                       [](const Term& a, const Term& b) {
                         return a.count != b.count ? a.count > b.count : a.hash < b.hash;
                       });
      terms_.resize(kMaxTerms);
      std::sort(terms_.begin(), terms_.end(),
                [](const Term& a, const Term& b) { return a.hash < b.hash; });
    }
  }

  const Document& d_;
  std::vector<std::uint32_t> shingles_;
  std::vector<Term> terms_;
  std::uint32_t words_ = 0;
};

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t n = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    n |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return n;
}

}  // namespace

std::uint32_t term_hash(std::string_view word) {
  return short_hash(fold_hash(word).hash);
}

std::string make_sketch(const Document& document) {
  return Maker(document).make();
}

Sketch read_sketch(std::string_view bytes) {
  Sketch sketch;
  if (bytes.size() < 12) {
    return sketch;
  }
  const std::size_t shingles = number_at(bytes, 4);
  const std::size_t terms = number_at(bytes, 8);
  if (shingles > kMaxShingles || terms > kMaxTerms ||
      bytes.size() != 12 + 4 * shingles + 6 * terms) {
    return sketch;
  }
  sketch.words = number_at(bytes, 0);
  sketch.shingles.reserve(shingles);
  std::size_t at = 12;
  for (std::size_t i = 0; i < shingles; ++i, at += 4) {
    sketch.shingles.push_back(number_at(bytes, at));
  }
  sketch.terms.reserve(terms);
  for (std::size_t i = 0; i < terms; ++i, at += 6) {
    sketch.terms.push_back({number_at(bytes, at), static_cast<std::uint8_t>(bytes[at + 4]),
                            static_cast<std::uint8_t>(bytes[at + 5])});
  }
  return sketch;
}

std::uint32_t shared_shingles(const Sketch& a, const Sketch& b) {
  std::uint32_t shared = 0;
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < a.shingles.size() && k < b.shingles.size()) {
    if (a.shingles[i] == b.shingles[k]) {
      ++shared;
      ++i;
      ++k;
    } else if (a.shingles[i] < b.shingles[k]) {
      ++i;
    } else {
      ++k;
    }
  }
  return shared;
}

}  // namespace sayso
