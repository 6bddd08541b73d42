// SPDX-License-Identifier: Apache-2.0
// Live reports: posts one after the other, each with its own time. Found by JSON-LD
// (LiveBlogPosting), by elements that stand side by side and hold a time each, or by lines that
// begin with a clock ("10:42 GMT"), on plain text too.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "read/html_page.h"
#include "read/json_ld.h"
#include "read/tables.h"

namespace sayso::read {

struct PostMark {        // here a post begins
  std::uint32_t at = 0;  // a row of Page::paras, or a byte of the text
  std::optional<Timestamp> published_at;
};

// Posts of the JSON-LD whose first words open one of the paragraphs `paras`. In text order.
std::vector<PostMark> match_posts(const std::vector<LivePost>& posts, const Page& page,
                                  const std::vector<std::uint32_t>& paras, const Table& calendar);

// Elements side by side, each with a time of its own: at least three, in order of time.
// `day`: of clocks without a day.
std::vector<PostMark> find_timed_elements(const HtmlTree& tree, const Page& page,
                                          const std::vector<std::uint32_t>& paras,
                                          const Table& calendar,
                                          const std::optional<Timestamp>& day);

// Sets d.entries from marks (bytes of the text), widened to whole blocks.
void set_entries(Document& d, const std::vector<PostMark>& marks);
// Lines that begin with a clock, at least three in order; sets d.entries if there are none yet.
void find_clock_lines(Document& d);

// "10:42", "10.42am", "9:05 p.m. GMT" at the beginning of the text: minutes of the day and where it
// ends; none if it is no clock.
struct Clock {
  int minutes;
  std::size_t end;
};
std::optional<Clock> clock_at(std::string_view text);

}  // namespace sayso::read
