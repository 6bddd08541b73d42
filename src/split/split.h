// SPDX-License-Identifier: Apache-2.0
// Split: text and blocks to sentences and tokens (UD English tokenisation). Never across blocks;
// furniture, bylines and credits are left untokenised.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

Result<std::unique_ptr<Stage>> make_split_stage(const Knowledge& knowledge, const Model& model);

}  // namespace sayso
