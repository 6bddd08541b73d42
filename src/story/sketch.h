// SPDX-License-Identifier: Apache-2.0
// Sketch: what of a text is needed to find its copies and its story, in about a kilobyte.
//
// - Shingles: hashes of all runs of five words, of which those divisible by 4 are kept (a sample by
//   value, so two texts keep the same ones). The share of the shorter text's shingles found in the
//   longer one says how much of it is copied, whatever was cut; fewer than kMinShingles say
//   nothing.
// - Terms: hashes of the content words, of the names of entities and of the places, with how often
//   each stands in the text and of what kind it is.
// Both lists are sorted and without repetition. Linear in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace sayso {

struct Term {
  std::uint32_t hash = 0;
  std::uint8_t count = 0;  // at most 255
  std::uint8_t kind = 0;   // TermKind
};
enum TermKind : std::uint8_t {  // bits
  kTermWord = 0,
  kTermName = 1,
  kTermTitle = 2,
  kTermNumber = 4,
  kTermLead = 8,     // first stands among the first 60 tokens
  kTermEarly = 16,   // among the first 100
  kTermEntity = 32,  // a whole name, no word
  kTermPlace = 64    // a place that is no country or region
};

struct Sketch {
  std::vector<std::uint32_t> shingles;
  std::vector<Term> terms;
  std::uint32_t words = 0;
};

constexpr std::uint32_t kShingleWords = 5;
constexpr std::uint32_t kMinShingles = 4;

// The hash under which a word stands among the terms.
std::uint32_t term_hash(std::string_view word);
// REQUIRES: tokens. Lemmas, parts of speech and entities are used where their layers ran.
std::string make_sketch(const Document& document);
// A broken sketch gives an empty one.
Sketch read_sketch(std::string_view bytes);
// Shingles in both.
std::uint32_t shared_shingles(const Sketch& a, const Sketch& b);

}  // namespace sayso
