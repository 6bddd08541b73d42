// SPDX-License-Identifier: Apache-2.0
// One report for a reader at a terminal: who says what and what follows (page), or the text with
// source, cue and content marked (text).
#pragma once

#include <string>

#include "app/terminal.h"
#include "doc/document.h"

namespace sayso {

void append_page(std::string& out, const Document& document, const Terminal& terminal);
void append_marked_text(std::string& out, const Document& document, const Terminal& terminal);

}  // namespace sayso
