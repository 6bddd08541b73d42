// SPDX-License-Identifier: Apache-2.0
// Parse: tokens to lemma, part of speech and dependency tree; then, as a stage of its own, name
// tags. By trained models.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

Result<std::unique_ptr<Stage>> make_parse_stage(const Model& model);
// Reads the tree layer (tags) and the lists of names in `knowledge`.
Result<std::unique_ptr<Stage>> make_name_stage(const Knowledge& knowledge, const Model& model);

}  // namespace sayso
