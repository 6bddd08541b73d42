// SPDX-License-Identifier: Apache-2.0
// The language of a text, by CLD2.
#pragma once

#include <string>
#include <string_view>

namespace sayso::read {

// BCP 47 code, or "" where the text is too short or too mixed to say.
std::string detect_language(std::string_view text);

}  // namespace sayso::read
