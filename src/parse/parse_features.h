// SPDX-License-Identifier: Apache-2.0
// Features of the parser: for the choice of a move, and for the label of an arc. Trainer and
// runtime share them. S0, S1: top of the stack and the word below; N0..N3: the next words.
#pragma once

#include <cstdint>

#include "learn/feature_hash.h"
#include "parse/skeleton.h"
#include "parse/transition.h"

namespace sayso {

void move_features(const ParseState& state, const Skeleton& s, FeatureList& f);
// The arc head -> child, about to be made in `state` (head may be n: the root).
void label_features(const ParseState& state, const Skeleton& s, int head, int child,
                    FeatureList& f);

}  // namespace sayso
