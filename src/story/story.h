// SPDX-License-Identifier: Apache-2.0
// Stories: which reports are copies of one another, and which tell of the same happenings.
//
// Three things kept apart: *same text* (a copy: counts as one source, points to its original),
// *same story* (the same happenings, told by different reports), *same event* (story/accounts.h).
//
// Everything is built in canonical order, day by day: the reports of a day are put together with
// each other and with the stories of the days before, the likeliest first (story/linkage.h). So the
// result does not depend on the order in which reports came, and a later day changes an earlier one
// only where two stories turn out to be one, which is logged. The cost of a report is flat: it is
// compared only with the few originals and stories that share its rarest shingles and words and are
// near in time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "story/edits.h"
#include "story/likeness.h"
#include "story/report.h"
#include "story/sketch.h"

namespace sayso {

struct Copy {
  std::uint32_t report = 0, original = 0;  // rows of the reports given
  float share = 0;                         // of the copy's sampled shingles found in the original
};

struct Story {
  std::string id;                      // from the document_id of its first original report
  std::uint32_t born = 0;              // that report
  std::string title;                   // of the report nearest to the middle of the story
  std::vector<std::uint32_t> reports;  // rows of the reports given, canonical order
  std::uint32_t originals = 0;         // reports that are not copies
  std::optional<Instant> first_at, last_at;
};

// One story that turned out to be another: known until then by an id of its own.
struct StoryMerge {
  std::optional<Instant> at;                       // of the day whose reports showed it
  std::uint32_t kept_born = 0, absorbed_born = 0;  // Story::born of the two
  std::string kept, absorbed;                      // ids; the kept one may be absorbed later
  float likeness = 0;
};

struct Stories {
  std::vector<Copy> copies;                // by report
  std::vector<Story> stories;              // by first report
  std::vector<std::uint32_t> story_of;     // report -> row of stories, kNoRow for old versions
  std::vector<std::uint32_t> original_of;  // report -> itself, or the report it copies
  std::vector<std::uint32_t> root_of;      // report -> itself, or the earliest of its copies
  // report -> Story::born of the story it was first put in, kNoRow where it has none; a story that
  // was taken in later goes on under its own birth here.
  std::vector<std::uint32_t> born;
  std::vector<StoryMerge> merges;  // in the order in which they happened
};

// What was found before and stands: everything about reports known before some day, which later
// ones cannot change. The reports given are those of some time before that day (all of
// StoryOptions' windows, and of each story that is still open all reports), then all from it on.
struct Settled {
  std::size_t count = 0;  // reports before that day
  // From here on all reports are given, older ones only where something needs them.
  Instant complete_from = kOpenStart;
  std::vector<std::uint32_t> root_of, original_of;
  std::vector<std::uint32_t> born;  // kNoRow: not all of its story is given
  std::vector<StoryMerge> merges;   // kept_born, absorbed_born
};

struct StoryOptions {
  float copy_share = 0.5F;  // share of the shorter text from which it is a copy
  double window_days = 6;   // a story that was silent for longer takes no more reports
  double copy_days = 30;    // a text is looked for among those of so many days before (up to twice)
};

// REQUIRES: mark_versions(reports) was called. Only current versions have stories and copies.
// With `settled`, the same as for the whole collection as far as it is about the reports given, if
// Settled::original_of is what comes out for those before (else something older has changed, and
// one has to begin there).
Stories build_stories(const std::vector<Report>& reports, const Likeness& likeness,
                      const StoryOptions& options = {}, const Edits& edits = {},
                      const Settled* settled = nullptr);

}  // namespace sayso
