// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <ctime>

#include "app/progress.h"
#include "app/rebuild.h"
#include "app/store_commands.h"
#include "pipeline/pipeline.h"

namespace sayso {
namespace {

// A transaction holds this many reports, or what came in a second: fewer syncs, little to lose.
constexpr std::uint64_t kBatch = 256;

struct Tally {
  std::uint64_t documents = 0, words = 0, fresh = 0, versions = 0, known = 0, empty = 0;
};

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
  if (!command.date.empty()) {
    options.date = parse_iso(command.date);
    if (!options.date) {
      return Error{ErrorCode::invalid_argument,
                   "--date " + command.date + ": not a date like 2022-07-28"};
    }
  }
  return options;
}

Status keep(Store& store, Document&& document, Tally& tally) {
  ++tally.documents;
  if (document.text.empty()) {
    ++tally.empty;  // nothing to keep; its note says why
    return {};
  }
  const Report report = report_of(document);
  tally.words += report.words;
  SAYSO_TRY(const Added added, store.add(report));
  switch (added) {
    case Added::new_document:
      ++tally.fresh;
      break;
    case Added::new_version:
      ++tally.versions;
      break;
    case Added::already_there:
      ++tally.known;
      break;
  }
  return {};
}

void summary(const IngestCommand& command, const Tally& t, double seconds, Store& store,
             const Source& source) {
  for (const Refusal& refusal : source.refused()) {
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
  if (!source.refused().empty()) {
    std::fprintf(stderr, ", %zu refused", source.refused().size());
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

Status ingest(const IngestCommand& command, Store& store, Source& source, const Reader& reader,
              const Pipeline& pipeline, const Knowledge& knowledge, Tally& tally) {
  Progress progress(!command.common.quiet);
  auto last = std::chrono::steady_clock::now();
  const auto sink = [&](Document&& document) -> Status {
    SAYSO_TRY_STATUS(keep(store, std::move(document), tally));
    progress.update(tally.documents, tally.words, source.bytes_done(), source.bytes_total());
    const auto now = std::chrono::steady_clock::now();
    if (tally.documents % kBatch == 0 || now - last > std::chrono::seconds(1)) {
      last = now;
      return store.commit();
    }
    return {};
  };
  RunOptions run;
  run.threads = command.common.threads;
  SAYSO_TRY(const RunReport report, run_all(source, reader, pipeline, run, sink));
  (void)report;
  SAYSO_TRY_STATUS(store.commit());
  SAYSO_TRY(const bool current, store.derived_is_current());
  if (!current) {
    progress.say("  stories, accounts and states ...");
    SAYSO_TRY_STATUS(rebuild(store, knowledge));
  }
  return store.log("ingest", std::to_string(tally.fresh) + " new, " +
                                 std::to_string(tally.versions) + " new versions, " +
                                 std::to_string(tally.known) + " already known, " +
                                 std::to_string(source.refused().size()) + " refused");
}

}  // namespace

int run_ingest(const IngestCommand& command) {
  auto options = read_options(command);
  if (!options) {
    return complain(options.error());
  }
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto model = open_model(command.common);
  if (!model) {
    return complain(model.error());
  }
  auto pipeline = Pipeline::news(*knowledge, *model);
  if (!pipeline) {
    return complain(pipeline.error());
  }
  auto source = Source::open(command.inputs, *options);
  if (!source) {
    return complain(source.error());
  }
  auto reader = Reader::make(*knowledge, *options);
  if (!reader) {
    return complain(reader.error());
  }
  auto store = Store::open(command.db, Store::Mode::write);
  if (!store) {
    return complain(store.error());
  }
  Tally tally;
  const auto start = std::chrono::steady_clock::now();
  const Status status = ingest(command, **store, **source, **reader, *pipeline, *knowledge, tally);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!status.ok()) {
    return complain(status.error());
  }
  summary(command, tally, seconds, **store, **source);
  const bool nothing = tally.documents == tally.empty;
  return (*source)->refused().empty() && !nothing ? 0 : 1;
}

}  // namespace sayso
