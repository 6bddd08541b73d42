// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/app.h"

namespace sayso {
namespace {

void add_common(CLI::App& command, Common& common) {
  command
      .add_option("--data", common.data, "Knowledge image (default: the one built or installed)")
      ->envname("SAYSO_DATA");
  command
      .add_option("--model", common.model, "Trained model (default: the one built or installed)")
      ->envname("SAYSO_MODEL");
  command.add_option("-t,--threads", common.threads, "Worker threads")
      ->envname("SAYSO_THREADS")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command.add_flag("-q,--quiet", common.quiet, "No progress, no messages but errors");
}

void add_read(CLI::App& app, ReadCommand& c) {
  CLI::App* command =
      app.add_subcommand("read", "What reports say, on whose say-so; nothing is stored");
  add_common(*command, c.common);
  command->add_option("inputs", c.inputs, "Files, folders, or - for standard input")->required();
  command
      ->add_option("--input-format", c.input_format, "auto, text, html, jsonl, feed, ninjs, newsml")
      ->capture_default_str();
  command->add_option("--date", c.date, "Publication date where the input gives none (2022-07-28)");
  command->add_option("--outlet", c.outlet, "Outlet where the input gives none");
  command->add_flag("--json", c.json, "JSON Lines, one record a report (docs/record.md)");
  command->add_option("--layers", c.layers, "More in the record: tokens, text (comma-separated)");
  command->add_flag("--check", c.check, "Check every promise between layers; stop at a broken one");
}

}  // namespace

int main_of(int argc, char** argv) {
  CLI::App app{"Sayso: news reports to event data that keeps its sources"};
  app.require_subcommand(1);
  app.set_version_flag("--version", SAYSO_VERSION);
  app.set_config("--config", "", "Settings file")->envname("SAYSO_CONFIG");
  ReadCommand read;
  add_read(app, read);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e);
    return code == 0 ? 0 : 2;
  }
  if (app.got_subcommand("read")) {
    return run_read(read);
  }
  return 2;
}

}  // namespace sayso
