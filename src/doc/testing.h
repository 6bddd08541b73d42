// SPDX-License-Identifier: Apache-2.0
// For tests of the stages after parse/: a Document with text, tokens and tree from CoNLL-U, so that
// a rule over the tree can be tested without a model. A sentence's "# newpar" or "# block = KIND"
// opens a new block; blocks are parted by a line break.
#pragma once

#include <string_view>

#include "doc/document.h"

namespace sayso {

// REQUIRES: well-formed CoNLL-U; multiword lines and empty nodes are skipped.
Document document_from_conllu(std::string_view conllu);

}  // namespace sayso
