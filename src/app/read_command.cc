// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <ctime>

#include "app/app.h"
#include "app/read_page.h"
#include "base/text.h"
#include "doc/record.h"
#include "pipeline/pipeline.h"

namespace sayso {

int run_read(const ReadCommand& command) {
  ReadOptions options;
  const auto format = input_format_from(command.input_format);
  if (!format) {
    return complain(
        {ErrorCode::invalid_argument, "--input-format " + command.input_format + ": unknown"});
  }
  options.format = *format;
  options.latest = std::time(nullptr) + 2 * kDaySeconds;  // a day ahead of us somewhere, and a slip
  options.outlet = command.outlet;
  options.glob = command.glob;
  if (!command.date.empty()) {
    options.date = parse_iso(command.date);
    if (!options.date) {
      return complain(
          {ErrorCode::invalid_argument, "--date " + command.date + ": not a date like 2022-07-28"});
    }
  }
  RecordOptions record;
  record.tokens = list_has(command.layers, "tokens", ',');
  record.text = list_has(command.layers, "text", ',');
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto model = open_model(command.common);
  if (!model) {
    return complain(model.error());
  }
  auto pipeline = Pipeline::news(*knowledge, *model, command.explain);
  if (!pipeline) {
    return complain(pipeline.error());
  }
  auto source = Source::open(command.inputs, options);
  if (!source) {
    return complain(source.error());
  }
  auto reader = Reader::make(*knowledge, options);
  if (!reader) {
    return complain(reader.error());
  }
  const Terminal terminal = Terminal::of_stdout();
  std::string line;
  std::size_t nothing = 0;  // documents that stand for an input without text
  const auto sink = [&](Document&& document) -> Status {
    if (command.check) {
      if (auto broken = validate(document)) {
        return Error{ErrorCode::internal,
                     document.provenance.path + ": " + document.id + ": " + *broken};
      }
    }
    if (gave_nothing(document)) {
      ++nothing;
      const Note& why = document.notes.back();
      std::fprintf(stderr, "sayso: %s: nothing to read (%s%s%s)\n",
                   document.provenance.path.c_str(), why.code.c_str(),
                   why.detail.empty() ? "" : ": ", why.detail.c_str());
    }
    line.clear();
    if (command.json) {
      append_record(line, document, record);
      line += '\n';
    } else if (command.view == "claims" || command.view == "text") {
      append_marked_text(line, document, terminal);
    } else {
      append_page(line, document, terminal);
    }
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) {
      return Error{ErrorCode::io, "cannot write to standard output"};
    }
    return {};
  };
  RunOptions run;
  run.threads = command.common.threads;
  auto report = run_all(**source, **reader, *pipeline, run, sink);
  if (!report) {
    return complain(report.error());
  }
  for (const Refusal& refusal : (*source)->refused()) {
    std::fprintf(stderr, "sayso: %s: %s\n", refusal.path.c_str(), refusal.reason.c_str());
  }
  if ((*source)->passed_over() > 0 && !command.common.quiet) {
    std::fprintf(stderr, "sayso: %llu files of no format we read were passed over\n",
                 static_cast<unsigned long long>((*source)->passed_over()));
  }
  return (*source)->refused().empty() && nothing == 0 && report->documents > 0 ? 0 : 1;
}

}  // namespace sayso
