// SPDX-License-Identifier: Apache-2.0
// What the evidence of one account disagrees about. Private to story/.
#pragma once

#include <vector>

#include "story/accounts.h"

namespace sayso {

// Appends at most one contradiction for each thing it can be in (polarity, actor, each count): the
// earliest pair of independent sources that cannot both be right.
void find_contradictions(const Account& account, const std::vector<Report>& reports,
                         std::vector<Contradiction>& out);

// What the words of claims within current, original reports say against each other.
void find_disputes_told(const std::vector<Report>& reports,
                        const std::vector<std::uint32_t>& original_of,
                        std::vector<Contradiction>& out);

std::string contradiction_id(const Contradiction& c, const std::vector<Report>& reports);

}  // namespace sayso
