// SPDX-License-Identifier: Apache-2.0
// Claim: who says what, by which words, through which channel, how sure, inside whose telling.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "lex/lex.h"

namespace sayso {

Result<std::unique_ptr<Stage>> make_claim_stage(const Knowledge& knowledge);

}  // namespace sayso
