// SPDX-License-Identifier: Apache-2.0
// Parse: tokens to lemma, part of speech, dependency tree and name tags, by trained linear models.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

Result<std::unique_ptr<Stage>> make_parse_stage(const Knowledge& knowledge, const Model& model);

}  // namespace sayso
