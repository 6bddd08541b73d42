// SPDX-License-Identifier: Apache-2.0
// The record: what `sayso read --json` writes, one line a document, described field by field in
// docs/record.md. Offsets count Unicode code points of the text, end exclusive.
#pragma once

#include <string>

#include "doc/document.h"

namespace sayso {

struct RecordOptions {
  bool text = false;    // include the text and its blocks
  bool tokens = false;  // include the tokens
};

// Appends one JSON object, no line break. Layers that did not run give empty arrays.
void append_record(std::string& out, const Document& document, const RecordOptions& options);

}  // namespace sayso
