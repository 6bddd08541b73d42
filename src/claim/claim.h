// SPDX-License-Identifier: Apache-2.0
// Claim: who says what, by which words, through which channel, how sure, inside whose telling.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

// The learned part reads the sections claim.* of the model, or of claim.bin in the model's folder.
// Without them (or without a model) the rules over the tree decide alone. The knowledge and the
// model must outlive the stage.
Result<std::unique_ptr<Stage>> make_claim_stage(const Knowledge& knowledge,
                                                const Model* model = nullptr);

}  // namespace sayso
