// SPDX-License-Identifier: Apache-2.0
#include "gold.h"

#include <simdjson.h>

#include "base/mapped_file.h"

namespace sayso::train {

Result<std::vector<GoldDocument>> read_gold(const std::string& path) {
  SAYSO_TRY(const auto bytes, read_file(path));
  constexpr std::array<const char*, 3> kRoles{"source", "cue", "content"};
  std::vector<GoldDocument> out;
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  if (parser.parse_many(bytes, std::size_t{8} << 20U).get(lines) != simdjson::SUCCESS) {
    return Error{ErrorCode::corrupt, path + ": not JSON Lines"};
  }
  for (const auto line : lines) {
    GoldDocument document;
    simdjson::dom::array attributions;
    std::string_view id, text;
    if (line["doc_id"].get(id) != simdjson::SUCCESS ||
        line["text"].get(text) != simdjson::SUCCESS ||
        line["attributions"].get(attributions) != simdjson::SUCCESS) {
      return Error{ErrorCode::corrupt, path + ": a line without doc_id, text or attributions"};
    }
    document.id = id;
    document.text = text;
    for (const auto item : attributions) {
      Attribution attribution;
      for (std::size_t r = 0; r < kRoles.size(); ++r) {
        simdjson::dom::array pieces;
        if (item[kRoles[r]].get(pieces) != simdjson::SUCCESS) {
          continue;
        }
        for (const auto piece : pieces) {
          attribution.roles[r].emplace_back(
              static_cast<std::uint32_t>(piece.at(0).get_uint64().value_unsafe()),
              static_cast<std::uint32_t>(piece.at(1).get_uint64().value_unsafe()));
        }
      }
      document.attributions.push_back(std::move(attribution));
    }
    out.push_back(std::move(document));
  }
  return out;
}

}  // namespace sayso::train
