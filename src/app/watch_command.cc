// SPDX-License-Identifier: Apache-2.0
// `sayso watch`: feeds asked again and again, each at its own pace; every one that fails is named.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <thread>

#include "app/intake.h"
#include "app/store_commands.h"
#include "fetch/feed_list.h"
#include "fetch/schedule.h"

namespace sayso {
namespace {

constexpr std::int64_t kGoneInterval = 30 * 86400;  // after "gone"
constexpr std::size_t kMostLists = std::size_t{16} << 20;

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) {
  stop_asked = 1;
}

Result<std::string> whole_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return Error{ErrorCode::not_found, path + ": cannot be read"};
  }
  std::string text(kMostLists, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

// Addresses as they are, and those of lists, each once. Lists are read anew each round.
Result<std::vector<fetch::FeedAddress>> feeds_of(const std::vector<std::string>& inputs) {
  std::vector<fetch::FeedAddress> feeds;
  for (const std::string& input : inputs) {
    if (fetch::is_web_address(input)) {
      feeds.push_back({input, ""});
      continue;
    }
    SAYSO_TRY(const std::string text, whole_file(input));
    for (fetch::FeedAddress& feed : fetch::read_feed_list(text)) {
      feeds.push_back(std::move(feed));
    }
  }
  const auto by_url = [](const auto& a, const auto& b) { return a.url < b.url; };
  std::stable_sort(feeds.begin(), feeds.end(), by_url);
  feeds.erase(std::unique(feeds.begin(), feeds.end(),
                          [](const auto& a, const auto& b) { return a.url == b.url; }),
              feeds.end());
  if (feeds.empty()) {
    return Error{ErrorCode::not_found, inputs.front() + ": no feed addresses in it"};
  }
  return feeds;
}

// Sets when the feed is asked next.
void plan(InputHealth& row, const fetch::Response& response, std::uint64_t fresh, void* user) {
  fetch::PollResult result;
  result.failed = row.failing > 0;
  result.failures = row.failing;
  result.fresh = static_cast<std::int64_t>(fresh);
  result.retry_after_s = response.retry_after_s;
  result.max_age_s = response.max_age_s;
  row.interval_s = response.gone
                       ? kGoneInterval
                       : fetch::next_interval_s(*static_cast<const fetch::PollLimits*>(user),
                                                row.interval_s, result);
  row.next_at = format_instant(std::time(nullptr) + row.interval_s);
}

struct Round {
  std::size_t asked = 0;
  Tally tally;
  std::vector<Refusal> refused;
  std::string next_at;  // of the feed that is due first
};

Status one_round(const WatchCommand& command, const fetch::PollLimits& limits, Intake& intake,
                 Round& round) {
  SAYSO_TRY(const auto feeds, feeds_of(command.inputs));
  Progress progress(!command.common.quiet && !command.once);
  std::vector<WebTask> tasks;
  const std::string now = now_iso();
  for (const fetch::FeedAddress& feed : feeds) {
    SAYSO_TRY(const InputHealth row, intake.row_of(feed.url, "feed"));
    if (row.next_at.empty() || row.next_at <= now) {
      tasks.push_back({feed.url, {}, {}, {}});
    }
  }
  round.asked = tasks.size();
  if (!tasks.empty()) {
    fetch::PollLimits copy = limits;
    SAYSO_TRY_STATUS(intake.read_web(std::move(tasks), "feed", command.web, progress, round.tally,
                                     round.refused, &plan, &copy));
    SAYSO_TRY_STATUS(follow_links(intake, command.web, progress, round.tally, round.refused));
    SAYSO_TRY_STATUS(intake.derive(progress));
  }
  for (const fetch::FeedAddress& feed : feeds) {
    SAYSO_TRY(const InputHealth row, intake.row_of(feed.url, "feed"));
    if (round.next_at.empty() || row.next_at < round.next_at) {
      round.next_at = row.next_at;
    }
  }
  return {};
}

void report(const WatchCommand& command, const Round& round) {
  for (const Refusal& refusal : round.refused) {
    std::fprintf(stderr, "sayso: %s: %s\n", refusal.path.c_str(), refusal.reason.c_str());
  }
  if (!command.common.quiet && round.asked > 0) {
    std::fprintf(
        stderr, "%s  %zu feeds asked: %s new reports, %s new versions; %zu failed; next at %s\n",
        now_iso().c_str(), round.asked, grouped(round.tally.fresh).c_str(),
        grouped(round.tally.versions).c_str(), round.refused.size(), round.next_at.c_str());
  }
}

}  // namespace

int run_watch(const WatchCommand& command) {
  if (auto feeds = feeds_of(command.inputs); !feeds) {
    return complain(feeds.error());
  }
  auto intake = Intake::open(command.common, command.db, {});
  if (!intake) {
    return complain(intake.error());
  }
  fetch::PollLimits limits;
  limits.least_s = command.least_s;
  limits.most_s = std::max(command.most_s, command.least_s);
  limits.first_s = std::clamp(limits.first_s, limits.least_s, limits.most_s);
  std::signal(SIGINT, &ask_to_stop);
  std::signal(SIGTERM, &ask_to_stop);
  while (stop_asked == 0) {
    Round round;
    if (const Status status = one_round(command, limits, **intake, round); !status.ok()) {
      return complain(status.error());
    }
    report(command, round);
    if (command.once) {
      return round.refused.empty() ? 0 : 1;
    }
    while (stop_asked == 0 && now_iso() < round.next_at) {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
  }
  return 0;
}

}  // namespace sayso
