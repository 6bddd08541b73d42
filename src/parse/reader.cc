// SPDX-License-Identifier: Apache-2.0
#include "parse/reader.h"

#include <algorithm>
#include <utility>

namespace sayso {
namespace {

// Words that go through the encoder together: enough that weights are read once for many, few
// enough that the products stay in the second-level cache.
constexpr std::size_t kBatchWords = 128;
static_assert(kBatchWords + TreeReader::kWindow <= Encoder::kMostWords);

}  // namespace

Result<TreeReader> TreeReader::open(std::string_view section, int tags, std::string_view names) {
  SAYSO_TRY(const Tensors tensors, Tensors::open(section, "encoder"));
  SAYSO_TRY(Encoder encoder, Encoder::open(tensors));
  SAYSO_TRY(Heads heads, Heads::open(tensors, encoder.width(), tags));
  SAYSO_TRY(const Tensors name_tensors, Tensors::open(names, "names"));
  SAYSO_TRY(const NameStates states, NameStates::open(name_tensors, encoder.width()));
  return TreeReader(std::move(encoder), std::move(heads), states);
}

void TreeReader::read(Document& document, const WordInfo* const* words, std::uint8_t* tags,
                      Scratch& s) const {
  s.batch.clear();
  s.parts.clear();
  for (const Sentence& sentence : document.sentences) {
    const TokenRange range = sentence.tokens;
    for (std::uint32_t at = range.begin; at < range.end; at += kWindow) {
      const std::uint32_t end = std::min(range.end, at + kWindow);
      s.batch.words.insert(s.batch.words.end(), words + at, words + end);
      s.batch.end_sentence();
      s.parts.push_back({at, at > range.begin});
      if (s.batch.words.size() >= kBatchWords) {
        flush(document.tokens, tags, s);
      }
    }
  }
  if (!s.batch.words.empty()) {
    flush(document.tokens, tags, s);
  }
}

void TreeReader::flush(TokenTable& t, std::uint8_t* tags, Scratch& s) const {
  const Rows rows = encoder_.encode(s.batch, s.encoder);
  names_.keep(
      rows, s.products,
      t.name_state.data() + s.parts.front().begin * static_cast<std::size_t>(names_.width()));
  heads_.tags(s.batch, rows, s.found, s.heads);
  heads_.trees(s.batch, rows, s.found, s.heads);
  heads_.labels(s.batch, rows, s.found, s.heads);
  for (std::size_t p = 0; p < s.parts.size(); ++p) {
    const std::uint32_t first = s.batch.first[p];
    const std::uint32_t count = s.batch.first[p + 1] - first;
    const std::uint32_t begin = s.parts[p].begin;
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t token = begin + k;
      tags[token] = s.found.tags[first + k];
      t.deprel[token] = static_cast<Deprel>(s.found.labels[first + k]);
      t.head[token] = begin + (static_cast<std::uint32_t>(s.found.heads[first + k]) - first);
      if (t.head[token] == token) {
        if (s.parts[p].goes_on) {
          t.head[token] = s.root;
          t.deprel[token] = Deprel::parataxis;
        } else {
          s.root = token;
        }
      }
    }
  }
  s.batch.clear();
  s.parts.clear();
}

}  // namespace sayso
