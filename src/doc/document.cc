// SPDX-License-Identifier: Apache-2.0
#include "doc/document.h"

#include <array>

namespace sayso {
namespace {
constexpr std::array<std::string_view, 13> kBlockKind{
    "headline",  "deck",    "key_point", "byline",     "dateline", "paragraph", "quote",
    "list_item", "caption", "credits",   "correction", "heading",  "furniture"};

template <typename T>
std::size_t held(const std::vector<T>& v) {
  return v.capacity() * sizeof(T);
}
}  // namespace

std::string_view block_kind_name(BlockKind kind) {
  return kBlockKind[static_cast<std::size_t>(kind)];
}

bool reads_as_news(BlockKind kind) {
  return kind != BlockKind::furniture && kind != BlockKind::byline && kind != BlockKind::credits;
}

Slice Document::add_ranges(const std::vector<TokenRange>& list) {
  const Slice slice{static_cast<std::uint32_t>(ranges.size()),
                    static_cast<std::uint32_t>(list.size())};
  ranges.insert(ranges.end(), list.begin(), list.end());
  return slice;
}

void Document::note(std::string code, Span where, std::string detail) {
  notes.push_back({std::move(code), where, std::move(detail)});
}

std::optional<Day> Document::published_day() const {
  if (!provenance.published_at) {
    return std::nullopt;
  }
  return provenance.published_at->day();
}

std::size_t Document::memory() const {
  const TokenTable& t = tokens;
  return text.capacity() + symbols.bytes() + held(origins) + held(blocks) + held(sentences) +
         held(t.begin) + held(t.end) + held(t.flags) + held(t.form) + held(t.lower) +
         held(t.sentence) + held(t.lemma) + held(t.upos) + held(t.xpos) + held(t.head) +
         held(t.deprel) + held(t.name_tag) + held(children.first) + held(children.child) +
         held(mentions) + held(entities) + held(places) + held(whens) + held(quantities) +
         held(ranges) + held(symbol_list) + held(quantity_list) + held(claims) + held(arguments) +
         held(events) + held(states);
}

std::string content_id(const Document& document) {
  std::string key = document.provenance.url;
  key += '\n';
  key += document.text;
  return to_hex(hash128(key));
}

}  // namespace sayso
