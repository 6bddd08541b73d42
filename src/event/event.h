// SPDX-License-Identifier: Apache-2.0
// Event: who did what to whom, coded, with factuality and the state effects, each on a claim.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "lex/lex.h"

namespace sayso {

Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge& knowledge);

}  // namespace sayso
