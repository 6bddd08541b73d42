// SPDX-License-Identifier: Apache-2.0
// `sayso bench`: words a second on one core, stage by stage and for the whole way, on the user's
// own reports. Everything is read into memory first; then each report goes the whole way, one
// thread, its processor time read between stages. A word is a token with a letter or a digit.
// --stage NAME,NAME adds a row for these stages together.
#include <algorithm>
#include <cstdio>
#include <sstream>
#include <string>
#include <sys/resource.h>

#include "app/app.h"
#include "base/cpu_clock.h"
#include "base/text.h"
#include "pipeline/pipeline.h"

namespace sayso {
namespace {

struct Measured {
  std::uint64_t documents = 0, words = 0, tokens = 0, bytes = 0, largest_document = 0;
  std::vector<double> seconds;  // [0] reading, then the stages
};

std::uint64_t words_in(const Document& document) {
  std::uint64_t words = 0;
  for (const Symbol form : document.tokens.form) {
    words += document.symbols.fold(form).empty() ? 0 : 1;
  }
  return words;
}

Result<Measured> measure(const std::vector<RawReport>& reports, const Reader& reader,
                         const Pipeline& pipeline, int repeat) {
  Measured m;
  m.seconds.assign(pipeline.stages().size() + 1, 0.0);
  auto scratches = pipeline.make_scratches();
  std::vector<double> stage_seconds(pipeline.stages().size(), 0.0);
  for (int round = 0; round < repeat; ++round) {
    for (const RawReport& report : reports) {
      RawReport copy = report;
      m.bytes += copy.bytes.size();
      const double start = thread_seconds();
      std::vector<Document> documents = reader.read(std::move(copy));
      m.seconds[0] += thread_seconds() - start;
      for (Document& document : documents) {
        SAYSO_TRY_STATUS(pipeline.run(document, scratches, &stage_seconds));
        ++m.documents;
        m.tokens += document.tokens.size();
        m.words += words_in(document);
        m.largest_document = std::max<std::uint64_t>(m.largest_document, document.memory());
      }
    }
  }
  std::copy(stage_seconds.begin(), stage_seconds.end(), m.seconds.begin() + 1);
  return m;
}

// The seconds of the stages named, "split,parse". An error names a stage that does not exist.
Result<double> seconds_of(const std::string& names, const Measured& m, const Pipeline& pipeline) {
  double sum = 0;
  std::istringstream in(names);
  for (std::string name; std::getline(in, name, ',');) {
    const auto& stages = pipeline.stages();
    const auto at = std::find_if(stages.begin(), stages.end(),
                                 [&](const auto& stage) { return stage->name() == name; });
    if (at == stages.end() && name != "read") {
      return Error{ErrorCode::invalid_argument, "--stage " + name + ": no such stage"};
    }
    sum += m.seconds[name == "read" ? 0 : static_cast<std::size_t>(at - stages.begin()) + 1];
  }
  return sum;
}

Status print(const Measured& m, const Pipeline& pipeline, const std::string& stages,
             double load_seconds) {
  double whole = 0;
  for (const double s : m.seconds) {
    whole += s;
  }
  const auto words = static_cast<double>(m.words);
  std::printf("%-10s %12s %9s %7s\n", "stage", "words/s", "seconds", "share");
  const auto row = [&](const char* name, double seconds) {
    std::printf("%-10s %12.0f %9.2f %6.1f%%\n", name, seconds > 0 ? words / seconds : 0.0, seconds,
                whole > 0 ? 100 * seconds / whole : 0.0);
  };
  row("read", m.seconds[0]);
  for (std::size_t i = 0; i < pipeline.stages().size(); ++i) {
    row(std::string(pipeline.stages()[i]->name()).c_str(), m.seconds[i + 1]);
  }
  row("whole way", whole);
  if (!stages.empty()) {
    SAYSO_TRY(const double together, seconds_of(stages, m, pipeline));
    row(stages.c_str(), together);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("\n%llu reports, %llu words, %.1f MB of input, one core\n",
              static_cast<unsigned long long>(m.documents),
              static_cast<unsigned long long>(m.words), static_cast<double>(m.bytes) / 1e6);
  std::printf("knowledge and model loaded in %.0f ms\n", load_seconds * 1e3);
  std::printf("largest document in memory %.1f MB, process peak %.0f MB (input kept included)\n",
              static_cast<double>(m.largest_document) / 1e6,
              static_cast<double>(usage.ru_maxrss) / 1e3);
  return {};
}

Result<std::vector<RawReport>> slurp(const BenchCommand& command, const ReadOptions& options) {
  SAYSO_TRY(const auto source, Source::open(command.inputs, options));
  std::vector<RawReport> reports;
  RawReport report;
  while (source->next(report)) {
    reports.push_back(std::move(report));
    if (command.limit > 0 && reports.size() >= static_cast<std::size_t>(command.limit)) {
      break;
    }
  }
  return reports;
}

Status bench(const BenchCommand& command) {
  ReadOptions options;
  const auto format = input_format_from(command.input_format);
  if (!format) {
    return Error{ErrorCode::invalid_argument,
                 "--input-format " + command.input_format + ": unknown"};
  }
  options.format = *format;
  const double start = thread_seconds();
  SAYSO_TRY(const auto knowledge, open_knowledge(command.common));
  SAYSO_TRY(const auto model, open_model(command.common));
  SAYSO_TRY(const auto pipeline, Pipeline::news(knowledge, model));
  SAYSO_TRY(const auto reader, Reader::make(knowledge, options));
  const double load_seconds = thread_seconds() - start;
  SAYSO_TRY(const auto reports, slurp(command, options));
  SAYSO_TRY(const auto measured, measure(reports, *reader, pipeline, command.repeat));
  return print(measured, pipeline, command.stages, load_seconds);
}

}  // namespace

int run_bench(const BenchCommand& command) {
  if (!command.stories.empty()) {
    return command.orders > 0 ? run_bench_replay(command) : run_bench_stories(command);
  }
  if (command.inputs.empty()) {
    return complain({ErrorCode::invalid_argument, "bench needs files or folders, or --stories"});
  }
  const Status status = bench(command);
  return status.ok() ? 0 : complain(status.error());
}

}  // namespace sayso
