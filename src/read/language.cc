// SPDX-License-Identifier: Apache-2.0
#include "read/language.h"

#include <algorithm>
#include <cld2/public/compact_lang_det.h>

namespace sayso::read {
namespace {
// Bytes looked at, in three pieces from all over the text: enough to be sure, cheap on long texts.
constexpr std::size_t kPiece = 800;
constexpr std::size_t kLeast = 120;

bool inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

std::string_view piece(std::string_view text, std::size_t begin) {
  std::size_t end = std::min(text.size(), begin + kPiece);
  while (begin > 0 && inside_character(text, begin)) {
    --begin;
  }
  while (end > begin && inside_character(text, end)) {
    --end;
  }
  return text.substr(begin, end - begin);
}
}  // namespace

std::string detect_language(std::string_view text) {
  if (text.size() < kLeast) {
    return {};
  }
  std::string pieces;
  if (text.size() > 3 * kPiece) {
    for (const std::size_t begin :
         {std::size_t{0}, text.size() / 2 - kPiece / 2, text.size() - kPiece}) {
      pieces.append(piece(text, begin)) += ' ';
    }
    text = pieces;
  }
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) {
    return {};
  }
  return CLD2::LanguageCode(language);
}

}  // namespace sayso::read
