// SPDX-License-Identifier: Apache-2.0
// Mention: tree to mentions, entities (coreference), places with coordinates, times, quantities.
#pragma once

#include <memory>

#include "base/result.h"
#include "doc/stage.h"
#include "lex/lex.h"

namespace sayso {

namespace mention {
struct CorefLog;
struct CountryLog;
}  // namespace mention

struct MentionOptions {
  bool explain = false;                    // say of every place why it was chosen: Place::reason
  mention::CorefLog* coref_log = nullptr;  // for the trainer: what pronouns chose between
  mention::CountryLog* country_log = nullptr;  // the same of countries
};

Result<std::unique_ptr<Stage>> make_mention_stage(const Knowledge& knowledge,
                                                  MentionOptions options = {});

}  // namespace sayso
