// SPDX-License-Identifier: Apache-2.0
// The program: arguments to commands. cli.cc is the only place that knows the command line (and
// the only one that includes CLI11); each command is a plain struct of settings and a function.
// Exit codes: 0 done, 1 nothing found or some documents refused, 2 error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "learn/learn.h"
#include "lex/lex.h"

namespace sayso {

// Settings every command may need. Flag > SAYSO_* variable > sayso.toml > default.
struct Common {
  std::string data;   // knowledge image; empty: beside the program, or the installed one
  std::string model;  // models/en.bin, likewise
  int threads = 1;
  bool quiet = false;
};

struct ReadCommand {
  Common common;
  std::vector<std::string> inputs;
  std::string input_format = "auto", date, outlet, glob, view = "page", layers;
  bool json = false, check = false, explain = false;
};
int run_read(const ReadCommand& command);

struct BenchCommand {
  Common common;
  std::vector<std::string> inputs;
  std::string input_format = "auto";
  int repeat = 1;
  int limit = 0;        // reports; 0 = all
  std::string stages;   // to be summed, "split,parse"
  std::string stories;  // a database: time stories, not stages
  int orders = 0;       // with stories: store its reports anew in so many orders and compare
};
// Stories of 1,000, 10,000 and 100,000 reports made of those of a database, repeated under changed
// dates and with changed words: reports a second, memory.
int run_bench_stories(const BenchCommand& command);
// All that is derived from the reports of a database is the same in whatever order they come.
int run_bench_replay(const BenchCommand& command);
int run_bench(const BenchCommand& command);

struct DataCommand {
  enum class What { compile, check, show, import_geonames } what = What::compile;
  std::string image = "knowledge.img";
  std::vector<std::string> folders;
  std::string table, key;
  std::string dump;  // allCountries.zip
  Common common;
};
int run_data(const DataCommand& command);
int import_geonames(const DataCommand& command);  // import_geonames.cc

// ---- shared by commands (files.cc)
// ---------------------------------------------------------------
std::string knowledge_path(const Common& common);
Result<Knowledge> open_knowledge(const Common& common);
Result<Model> open_model(const Common& common);
// "sayso: MESSAGE" on stderr; returns 2.
int complain(const Error& error);

int main_of(int argc, char** argv);

}  // namespace sayso
