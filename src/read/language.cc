// SPDX-License-Identifier: Apache-2.0
#include "read/language.h"

#include <algorithm>
#include <cld2/public/compact_lang_det.h>

namespace sayso::read {
namespace {
constexpr std::size_t kMost = 6000;  // bytes looked at: enough to be sure, cheap on long texts
constexpr std::size_t kLeast = 120;
}  // namespace

std::string detect_language(std::string_view text) {
  std::size_t size = std::min(text.size(), kMost);
  while (size > 0 && size < text.size() &&
         (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  if (size < kLeast) {
    return {};
  }
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(size), true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) {
    return {};
  }
  return CLD2::LanguageCode(language);
}

}  // namespace sayso::read
