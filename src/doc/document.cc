// SPDX-License-Identifier: Apache-2.0
#include "doc/document.h"

#include <array>

namespace sayso {
namespace {
constexpr std::array<std::string_view, 13> kBlockKind{
    "headline",  "deck",    "key_point", "byline",     "dateline", "paragraph", "quote",
    "list_item", "caption", "credits",   "correction", "heading",  "furniture"};
constexpr std::array<std::string_view, 12> kFoundIn{"none",    "given",     "json_ld", "open_graph",
                                                    "meta",    "microdata", "time",    "byline",
                                                    "heading", "title_tag", "url",     "text"};
constexpr std::array<std::string_view, kProvenanceFieldCount> kProvenanceField{
    "title", "authors", "outlet", "published_at", "modified_at", "url", "language", "section"};

template <typename T>
std::size_t held(const std::vector<T>& v) {
  return v.capacity() * sizeof(T);
}
}  // namespace

std::string_view block_kind_name(BlockKind kind) {
  return kBlockKind[static_cast<std::size_t>(kind)];
}

std::string_view found_in_name(FoundIn found) {
  return kFoundIn[static_cast<std::size_t>(found)];
}

std::string_view provenance_field_name(ProvenanceField field) {
  return kProvenanceField[static_cast<std::size_t>(field)];
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

std::optional<Day> Document::published_day(std::uint32_t at) const {
  for (const LiveEntry& entry : entries) {
    if (entry.text.begin <= at && at < entry.text.end && entry.published_at) {
      return entry.published_at->day();
    }
  }
  return published_day();
}

std::size_t Document::memory() const {
  const TokenTable& t = tokens;
  return text.capacity() + symbols.bytes() + held(origins) + held(blocks) + held(entries) +
         held(credits) + held(sentences) + held(t.begin) + held(t.end) + held(t.flags) +
         held(t.form) + held(t.lower) + held(t.sentence) + held(t.lemma) + held(t.upos) +
         held(t.xpos) + held(t.head) + held(t.deprel) + held(t.name_tag) + held(children.first) +
         held(children.child) + held(mentions) + held(entities) + held(places) + held(whens) +
         held(quantities) + held(ranges) + held(symbol_list) + held(quantity_list) + held(claims) +
         held(arguments) + held(events) + held(states);
}

std::string content_id(const Document& document) {
  std::string key = document.provenance.url;
  key += '\n';
  key += document.text;
  return to_hex(hash128(key));
}

}  // namespace sayso
