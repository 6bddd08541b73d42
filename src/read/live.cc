// SPDX-License-Identifier: Apache-2.0
#include "read/live.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "read/dates.h"
#include "read/entry.h"

namespace sayso::read {
namespace {

constexpr std::size_t kFewestPosts = 3;
constexpr std::size_t kFewestWords = 10;  // of a post, on average
constexpr std::size_t kPrefix = 32;       // folded bytes by which a post is known
constexpr Day kLongest = 14;              // days a live report may run
constexpr std::uint32_t kTimeNodes = 12;  // below an element that shows a time
constexpr std::size_t kMostTimes = 4000;

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::string prefix_of(std::string_view words) {
  return folded(words.substr(0, 160)).substr(0, kPrefix);
}

// Mostly up or mostly down, and not longer than a live report runs.
bool in_order(const std::vector<PostMark>& marks) {
  std::size_t up = 0, down = 0;
  Instant low = marks[0].published_at->instant, high = low;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const Instant a = marks[i - 1].published_at->instant, b = marks[i].published_at->instant;
    up += b >= a ? 1 : 0;
    down += b <= a ? 1 : 0;
    low = std::min(low, b);
    high = std::max(high, b);
  }
  const std::size_t pairs = marks.size() - 1;
  return std::max(up, down) * 10 >= pairs * 8 && high - low > 0 &&
         high - low <= kLongest * kDaySeconds;
}

// Clocks without days: the day of the report, and the next where the clock jumps back over half a
// day in the order of time.
void give_days(std::vector<PostMark>& marks, const std::vector<int>& minutes, Timestamp day) {
  std::size_t up = 0, down = 0;
  for (std::size_t i = 1; i < minutes.size(); ++i) {  // on the dial: 23:50 is before 00:20
    ((minutes[i] - minutes[i - 1] + 1440) % 1440 < 720 ? up : down) += 1;
  }
  const bool newest_first = down > up;
  const Instant midnight =
      day.has_clock ? static_cast<Instant>(day.day()) * kDaySeconds - day.utc_offset_min * 60
                    : day.instant;
  Instant days = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const std::size_t at = newest_first ? marks.size() - 1 - i : i;
    if (i > 0) {
      const std::size_t before = newest_first ? at + 1 : at - 1;
      days += minutes[at] + 720 < minutes[before] ? 1 : 0;
    }
    Timestamp t = day;
    t.instant = midnight + days * kDaySeconds + minutes[at] * 60;
    t.has_clock = true;
    marks[at].published_at = t;
  }
}

class TimedElements {
 public:
  TimedElements(const HtmlTree& tree, const Page& page, const std::vector<std::uint32_t>& paras,
                const Table& calendar, const std::optional<Timestamp>& day)
      : tree_(tree), page_(page), paras_(paras), calendar_(calendar), day_(day) {}

  std::vector<PostMark> run() {
    if (paras_.size() < kFewestPosts) {
      return {};
    }
    collect_times();
    if (times_.size() < kFewestPosts) {
      return {};
    }
    const std::uint32_t list = common_parent();
    std::vector<PostMark> marks =
        list == tree_.nodes.size() ? std::vector<PostMark>{} : posts(list);
    if (marks.size() < kFewestPosts) {
      return {};
    }
    if (clocks_only_) {
      if (!day_) {
        return {};
      }
      give_days(marks, minutes_, *day_);
    }
    return in_order(marks) && enough_words(marks) ? std::move(marks) : std::vector<PostMark>{};
  }

 private:
  struct Time {
    std::uint32_t node;
    std::optional<Timestamp> at;  // else only a clock
    int minutes;
  };

  // Elements that show a time among or directly above the paragraphs taken.
  void collect_times() {
    const std::uint32_t first = page_.paras[paras_.front()].block;
    const std::uint32_t last = page_.paras[paras_.back()].row;
    const std::uint32_t from = first > 60 ? first - 60 : 1;
    for (std::uint32_t node = from; node < last && times_.size() < kMostTimes; ++node) {
      const HtmlNode& n = tree_.nodes[node];
      if (n.tag == Tag::text || n.end - node > kTimeNodes) {
        continue;
      }
      const bool is_time = n.tag == Tag::time;
      if (!is_time && !named_time(tree_.get(node, Attribute::class_))) {
        continue;
      }
      if (auto time = time_of(node)) {
        times_.push_back(*time);
        node = std::max(n.end, node + 1) - 1;
      }
    }
  }

  static bool named_time(std::string_view names) {
    for (std::size_t i = 0; i + 4 <= names.size(); ++i) {
      if ((names[i] | 0x20) == 't' && (names[i + 1] | 0x20) == 'i' &&
          (names[i + 2] | 0x20) == 'm' && (names[i + 3] | 0x20) == 'e') {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::optional<Time> time_of(std::uint32_t node) const {
    std::string shown;
    for (std::uint32_t i = node + 1; i < tree_.nodes[node].end && shown.size() < 60; ++i) {
      if (tree_.nodes[i].tag == Tag::text) {
        shown.append(tree_.words(tree_.nodes[i]));
      }
    }
    const std::string_view words = trim_unicode(shown);
    for (const std::string_view text : {tree_.get(node, Attribute::datetime), words}) {
      const auto t = text.empty() || text.size() > 60 ? std::nullopt : parse_date(calendar_, text);
      if (t && t->has_clock) {
        return Time{node, t, 0};
      }
    }
    if (const auto clock = clock_at(words); clock && words.size() - clock->end < 8) {
      return Time{node, std::nullopt, clock->minutes};
    }
    return std::nullopt;
  }

  // The element that holds most neighbours of the row of times, each in a child of its own.
  [[nodiscard]] std::uint32_t common_parent() const {
    std::unordered_map<std::uint32_t, std::size_t> votes;
    std::uint32_t best = static_cast<std::uint32_t>(tree_.nodes.size());
    std::size_t most = 0;
    for (std::size_t i = 1; i < times_.size(); ++i) {
      std::uint32_t at = tree_.nodes[times_[i - 1].node].parent;
      while (at != 0 && tree_.nodes[at].end <= times_[i].node) {
        at = tree_.nodes[at].parent;
      }
      const std::size_t n = ++votes[at];
      if (n > most) {
        most = n;
        best = at;
      }
    }
    return most + 1 >= kFewestPosts ? best : static_cast<std::uint32_t>(tree_.nodes.size());
  }

  std::vector<PostMark> posts(std::uint32_t list) {
    std::vector<PostMark> marks;
    std::uint32_t last_child = 0;
    bool any_clock = false, any_day = false;
    for (const Time& time : times_) {
      std::uint32_t child = time.node;
      while (child != 0 && tree_.nodes[child].parent != list) {
        child = tree_.nodes[child].parent;
      }
      if (child == 0 || child == last_child) {
        continue;  // a second time inside the same post
      }
      const Page::Range range = page_.below(tree_, child);
      // A time may be a child of the list itself, with the post as its next sibling.
      const auto para = std::lower_bound(paras_.begin(), paras_.end(), range.begin);
      if (para == paras_.end()) {
        continue;
      }
      last_child = child;
      if (!marks.empty() && marks.back().at == *para) {
        continue;
      }
      marks.push_back({*para, time.at});
      minutes_.push_back(time.minutes);
      (time.at ? any_day : any_clock) = true;
    }
    clocks_only_ = any_clock && !any_day;
    return any_clock && any_day ? std::vector<PostMark>{} : marks;
  }

  [[nodiscard]] bool enough_words(const std::vector<PostMark>& marks) const {
    std::size_t words = 0;
    for (const std::uint32_t para : paras_) {
      words += para >= marks.front().at ? page_.paras[para].words : 0;
    }
    return words >= marks.size() * kFewestWords;
  }

  const HtmlTree& tree_;
  const Page& page_;
  const std::vector<std::uint32_t>& paras_;
  const Table& calendar_;
  const std::optional<Timestamp>& day_;
  std::vector<Time> times_;
  std::vector<int> minutes_;
  bool clocks_only_ = false;
};

}  // namespace

std::optional<Clock> clock_at(std::string_view text) {
  std::size_t at = 0;
  int hour = 0, minute = 0;
  const auto number = [&](int& value, std::size_t most) {
    const std::size_t begin = at;
    while (at < text.size() && at - begin < most && digit(text[at])) {
      value = value * 10 + (text[at++] - '0');
    }
    return at - begin;
  };
  if (number(hour, 2) == 0 || at >= text.size() ||
      (text[at] != ':' && text[at] != '.' && text[at] != 'h')) {
    return std::nullopt;
  }
  const char mark = text[at++];
  if (number(minute, 2) != 2 || hour > 23 || minute > 59 || (at < text.size() && digit(text[at]))) {
    return std::nullopt;
  }
  std::size_t half = at;
  while (half < text.size() && text[half] == ' ') {
    ++half;
  }
  const char letter = half + 1 < text.size() ? static_cast<char>(text[half] | 0x20) : ' ';
  const std::size_t m = half + 1 < text.size() && text[half + 1] == '.' ? half + 2 : half + 1;
  const bool is_half =
      (letter == 'a' || letter == 'p') && m < text.size() && (text[m] | 0x20) == 'm' &&
      (m + 1 >= text.size() || (text[m + 1] | 0x20) < 'a' || (text[m + 1] | 0x20) > 'z');
  if (is_half && hour <= 12) {
    hour = hour % 12 + (letter == 'p' ? 12 : 0);
    at = m + 1 + (m + 1 < text.size() && text[m + 1] == '.' ? 1 : 0);
  } else if (mark == '.' && (at >= text.size() || (text[at] != ' ' && text[at] != 'b'))) {
    return std::nullopt;  // "3.14"
  }
  return Clock{hour * 60 + minute, at};
}

std::vector<PostMark> match_posts(const std::vector<LivePost>& posts, const Page& page,
                                  const std::vector<std::uint32_t>& paras, const Table& calendar) {
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < posts.size(); ++i) {
    for (const std::string* words : {&posts[i].headline, &posts[i].body}) {
      const bool html = words->find('<') != std::string::npos;
      const std::string key = prefix_of(html ? plain_words(words->substr(0, 2000)) : *words);
      if (key.size() >= 12) {
        known.emplace(key, i);
      }
    }
  }
  std::vector<PostMark> marks;
  std::size_t last = posts.size();
  for (const std::uint32_t para : paras) {
    const auto found =
        known.empty() ? known.end() : known.find(prefix_of(page.words(page.paras[para])));
    if (found != known.end() && found->second != last) {
      last = found->second;
      marks.push_back({para, parse_date(calendar, posts[last].published)});
    }
  }
  return marks;
}

std::vector<PostMark> find_timed_elements(const HtmlTree& tree, const Page& page,
                                          const std::vector<std::uint32_t>& paras,
                                          const Table& calendar,
                                          const std::optional<Timestamp>& day) {
  return TimedElements(tree, page, paras, calendar, day).run();
}

void set_entries(Document& d, const std::vector<PostMark>& marks) {
  std::size_t block = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const std::uint32_t end =
        i + 1 < marks.size() ? marks[i + 1].at : static_cast<std::uint32_t>(d.text.size());
    while (block < d.blocks.size() && d.blocks[block].text.begin < marks[i].at) {
      ++block;
    }
    Span span{};
    while (block < d.blocks.size() && d.blocks[block].text.begin < end) {
      const BlockKind kind = d.blocks[block].kind;
      if (kind == BlockKind::correction || kind == BlockKind::credits) {
        break;  // they close the report, not its last post
      }
      span = span.empty() ? d.blocks[block].text : Span{span.begin, d.blocks[block].text.end};
      ++block;
    }
    if (!span.empty()) {
      d.entries.push_back({span, marks[i].published_at});
    }
  }
}

void find_clock_lines(Document& d) {
  if (!d.entries.empty() || d.blocks.size() < kFewestPosts) {
    return;
  }
  std::vector<PostMark> marks;
  std::vector<int> minutes;
  std::size_t words = 0;
  for (const Block& block : d.blocks) {
    if (block.kind == BlockKind::headline || block.kind == BlockKind::byline ||
        block.kind == BlockKind::furniture || block.kind == BlockKind::dateline) {
      continue;
    }
    const std::string_view text = d.words(block.text);
    if (const auto clock = clock_at(text)) {
      marks.push_back({block.text.begin, std::nullopt});
      minutes.push_back(clock->minutes);
    }
    words += marks.empty() ? 0 : count_words(text, 200);
  }
  if (marks.size() < kFewestPosts || words < marks.size() * kFewestWords) {
    return;
  }
  give_days(marks, minutes, d.provenance.published_at.value_or(Timestamp{}));
  if (!in_order(marks)) {
    return;
  }
  if (!d.provenance.published_at) {
    for (PostMark& mark : marks) {
      mark.published_at.reset();  // a clock without a day is no moment
    }
  }
  set_entries(d, marks);
}

}  // namespace sayso::read
