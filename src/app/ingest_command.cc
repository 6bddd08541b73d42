// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "app/intake.h"
#include "app/store_commands.h"

namespace sayso {
namespace {

constexpr std::size_t kMostFollowed = 1000;  // links of one run

Result<ReadOptions> read_options(const IngestCommand& command) {
  ReadOptions options;
  const auto format = input_format_from(command.input_format);
  if (!format) {
    return Error{ErrorCode::invalid_argument,
                 "--input-format " + command.input_format + ": unknown"};
  }
  options.format = *format;
  options.latest = std::time(nullptr) + 2 * kDaySeconds;  // a day ahead of us somewhere, and a slip
  options.outlet = command.outlet;
  options.glob = command.glob;
  if (!command.date.empty()) {
    options.date = parse_iso(command.date);
    if (!options.date) {
      return Error{ErrorCode::invalid_argument,
                   "--date " + command.date + ": not a date like 2022-07-28"};
    }
  }
  return options;
}

// What a run read and what it did not.
struct Outcome {
  Tally tally;
  std::vector<Refusal> refused;
  std::uint64_t more_refused = 0, passed_over = 0;
};

Status read_files(Intake& intake, const ReadOptions& options, std::vector<std::string> paths,
                  Progress& progress, Outcome& out) {
  if (paths.empty()) {
    return {};
  }
  for (const std::string& path : paths) {
    intake.name_input(path);
  }
  SAYSO_TRY(auto source, Source::open(paths, options));
  SAYSO_TRY_STATUS(intake.read_all(*source, progress, out.tally));
  out.refused.insert(out.refused.end(), source->refused().begin(), source->refused().end());
  out.more_refused += source->more_refused();
  out.passed_over += source->passed_over();
  return intake.keep_files(paths, *source);
}

Status read_addresses(Intake& intake, const std::vector<std::string>& addresses,
                      const WebOptions& web, Progress& progress, Outcome& out) {
  std::vector<WebTask> tasks;
  for (const std::string& address : addresses) {
    tasks.push_back({address, {}, {}, {}});
  }
  if (!tasks.empty()) {
    SAYSO_TRY_STATUS(
        intake.read_web(std::move(tasks), "feed", web, progress, out.tally, out.refused));
  }
  return follow_links(intake, web, progress, out.tally, out.refused);
}

void summary(const IngestCommand& command, const Outcome& out, double seconds, Store& store) {
  const Tally& t = out.tally;
  for (const Refusal& refusal : out.refused) {
    std::fprintf(stderr, "sayso: %s: %s\n", refusal.path.c_str(), refusal.reason.c_str());
  }
  if (command.common.quiet) {
    return;
  }
  std::fprintf(
      stderr, "%s reports read in %.1f s (%s words/s): %s new, %s new versions, %s already known",
      grouped(t.documents).c_str(), seconds,
      grouped(static_cast<std::uint64_t>(static_cast<double>(t.words) / std::max(seconds, 0.001)))
          .c_str(),
      grouped(t.fresh).c_str(), grouped(t.versions).c_str(), grouped(t.known).c_str());
  if (t.empty > 0) {
    std::fprintf(stderr, ", %s without text", grouped(t.empty).c_str());
  }
  const std::uint64_t refused = out.refused.size() + out.more_refused;
  if (refused > 0) {
    std::fprintf(stderr, ", %s refused", grouped(refused).c_str());
  }
  if (out.passed_over > 0) {
    std::fprintf(stderr, ", %s passed over", grouped(out.passed_over).c_str());
  }
  std::fprintf(stderr, "\n");
  if (auto counts = store.counts()) {
    const auto n = [](std::int64_t v) { return grouped(static_cast<std::uint64_t>(v)); };
    std::fprintf(stderr,
                 "%s holds %s reports (%s copies) in %s stories: %s claims, %s events told as %s, "
                 "%s facts, %s contradictions\n",
                 command.db.c_str(), n(counts->documents).c_str(), n(counts->copies).c_str(),
                 n(counts->stories).c_str(), n(counts->claims).c_str(), n(counts->accounts).c_str(),
                 n(counts->events).c_str(), n(counts->facts).c_str(),
                 n(counts->contradictions).c_str());
  }
}

Status ingest(const IngestCommand& command, const ReadOptions& options, Intake& intake,
              Outcome& out) {
  Progress progress(!command.common.quiet);
  std::vector<std::string> addresses;
  std::vector<std::string> paths;
  for (const std::string& input : command.inputs) {
    (fetch::is_web_address(input) ? addresses : paths).push_back(input);
  }
  SAYSO_TRY_STATUS(read_files(intake, options, std::move(paths), progress, out));
  SAYSO_TRY_STATUS(read_addresses(intake, addresses, command.web, progress, out));
  SAYSO_TRY_STATUS(intake.derive(progress));
  const Tally& t = out.tally;
  return intake.store().log("ingest",
                            std::to_string(t.fresh) + " new, " + std::to_string(t.versions) +
                                " new versions, " + std::to_string(t.known) + " already known, " +
                                std::to_string(out.refused.size() + out.more_refused) + " refused");
}

}  // namespace

Status follow_links(Intake& intake, const WebOptions& web, Progress& progress, Tally& tally,
                    std::vector<Refusal>& refused) {
  std::vector<std::string> links = std::move(tally.links);
  tally.links.clear();
  std::sort(links.begin(), links.end());
  links.erase(std::unique(links.begin(), links.end()), links.end());
  if (links.size() > kMostFollowed) {
    refused.push_back({links[kMostFollowed], "and " + std::to_string(links.size() - kMostFollowed) +
                                                 " more links: over the limit of one run"});
    links.resize(kMostFollowed);
  }
  std::vector<WebTask> tasks;
  for (std::string& link : links) {
    tasks.push_back({std::move(link), {}, {}, {}});
  }
  return tasks.empty() ? Status()
                       : intake.read_web(std::move(tasks), "page", web, progress, tally, refused);
}

int run_ingest(const IngestCommand& command) {
  const auto options = read_options(command);
  if (!options) {
    return complain(options.error());
  }
  for (const std::string& input : command.inputs) {  // before the models are opened
    if (!fetch::is_web_address(input)) {
      if (auto there = Source::open({input}, *options); !there) {
        return complain(there.error());
      }
    }
  }
  auto intake = Intake::open(command.common, command.db, *options);
  if (!intake) {
    return complain(intake.error());
  }
  Outcome out;
  const auto start = std::chrono::steady_clock::now();
  const Status status = ingest(command, *options, **intake, out);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!status.ok()) {
    return complain(status.error());
  }
  summary(command, out, seconds, (*intake)->store());
  // A feed without news is no failure, files without reports are.
  const bool web = std::any_of(command.inputs.begin(), command.inputs.end(), fetch::is_web_address);
  const bool nothing = out.tally.documents == out.tally.empty && (out.tally.documents > 0 || !web);
  return out.refused.empty() && !nothing ? 0 : 1;
}

}  // namespace sayso
