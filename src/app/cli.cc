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
  command->add_option("--view", c.view, "page: who says what; text: the words, marked")
      ->check(CLI::IsMember({"page", "text"}))
      ->capture_default_str();
  command->add_flag("--json", c.json, "JSON Lines, one record a report (docs/record.md)");
  command->add_option("--layers", c.layers, "More in the record: tokens, text (comma-separated)");
  command->add_flag("--check", c.check, "Check every promise between layers; stop at a broken one");
}

void add_bench(CLI::App& app, BenchCommand& c) {
  CLI::App* command = app.add_subcommand("bench", "Words a second on one core, stage by stage");
  add_common(*command, c.common);
  command->add_option("inputs", c.inputs, "Files or folders of reports")->required();
  command->add_option("--input-format", c.input_format, "As for read")->capture_default_str();
  command->add_option("--repeat", c.repeat, "Go over the input this often")
      ->check(CLI::Range(1, 1000));
  command->add_option("--limit", c.limit, "At most so many reports")->check(CLI::NonNegativeNumber);
}

void add_data(CLI::App& app, DataCommand& c) {
  CLI::App* command = app.add_subcommand("data", "The knowledge under data/: compile, check, show");
  command->require_subcommand(1);
  CLI::App* compile = command->add_subcommand("compile", "Folders of tables to one image");
  compile->add_option("image", c.image, "Image to write")->required();
  compile->add_option("folders", c.folders, "Folders with *.tsv tables")->required();
  compile->callback([&c] { c.what = DataCommand::What::compile; });
  CLI::App* check =
      command->add_subcommand("check", "What is wrong in the tables, by file and line");
  check->add_option("folders", c.folders, "Folders with *.tsv tables")->required();
  check->callback([&c] { c.what = DataCommand::What::check; });
  CLI::App* show = command->add_subcommand("show", "Tables, the rows of one, or those of a key");
  add_common(*show, c.common);
  show->add_option("table", c.table, "Name of a table");
  show->add_option("key", c.key, "Key to look up, as text would");
  show->callback([&c] { c.what = DataCommand::What::show; });
}

}  // namespace

int main_of(int argc, char** argv) {
  CLI::App app{"Sayso: news reports to event data that keeps its sources"};
  app.require_subcommand(1);
  app.set_version_flag("--version", SAYSO_VERSION);
  app.set_config("--config", "", "Settings file")->envname("SAYSO_CONFIG");
  ReadCommand read;
  add_read(app, read);
  BenchCommand bench;
  add_bench(app, bench);
  DataCommand data;
  add_data(app, data);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e);
    return code == 0 ? 0 : 2;
  }
  if (app.got_subcommand("read")) {
    return run_read(read);
  }
  if (app.got_subcommand("bench")) {
    return run_bench(bench);
  }
  if (app.got_subcommand("data")) {
    return run_data(data);
  }
  return 2;
}

}  // namespace sayso
