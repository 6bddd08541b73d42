// SPDX-License-Identifier: Apache-2.0
// doctor, backup, verify: is everything there and sound, and what to do if not.
#include <cstdio>
#include <filesystem>

#include "app/progress.h"
#include "app/rebuild.h"
#include "app/store_commands.h"
#include "app/terminal.h"
#include "pipeline/pipeline.h"

namespace sayso {
namespace {

class Doctor {
 public:
  explicit Doctor(const DoctorCommand& command) : command_(command), t_(Terminal::of_stdout()) {}

  int run() {
    std::printf("sayso %s\n", SAYSO_VERSION);
    auto knowledge = open_knowledge(command_.common);
    if (knowledge) {
      std::size_t rows = 0;
      for (const Table& table : knowledge->tables()) {
        rows += table.rows();
      }
      ok("knowledge", std::to_string(knowledge->tables().size()) + " tables, " + grouped(rows) +
                          " rows, " + grouped(knowledge->bytes() >> 10) + " KiB");
      tables(*knowledge);
    } else {
      bad("knowledge", knowledge.error().message);
    }
    auto model = open_model(command_.common);
    if (model) {
      ok("model", "loads");
    } else {
      bad("model", model.error().message);
    }
    if (knowledge && model) {
      auto pipeline = Pipeline::news(*knowledge, *model);
      if (pipeline) {
        ok("pipeline", std::to_string(pipeline->stages().size()) + " stages in order");
      } else {
        bad("pipeline", pipeline.error().message);
      }
    }
    if (!command_.db.empty()) {
      database(knowledge ? &*knowledge : nullptr);
    }
    return problems_ == 0 ? 0 : 1;
  }

 private:
  void ok(const char* what, const std::string& how) const {
    std::printf("  %s %-10s %s\n", t_.paint(Style::state, "ok ").c_str(), what, how.c_str());
  }
  void bad(const char* what, const std::string& how) {
    ++problems_;
    std::printf("  %s %-10s %s\n", t_.paint(Style::warning, "BAD").c_str(), what, how.c_str());
  }

  void tables(const Knowledge& knowledge) {
    for (const char* name : {"countries", "actors", "situation.values", "situation.variables",
                             "situation.rules", "situation.outlets"}) {
      const Table* table = knowledge.find_table(name);
      if (table == nullptr || table->rows() == 0) {
        bad("knowledge", std::string("table ") + name +
                             " is missing: build the image again (`cmake --build` or `sayso data "
                             "compile`)");
      }
    }
    const Table* geo = knowledge.find_table("geo.names");
    if (geo == nullptr || geo->rows() == 0) {
      bad("gazetteer", "no towns: run tools/fetch_data.sh and build again; places will be few");
    } else {
      ok("gazetteer", grouped(geo->rows()) + " spellings");
    }
  }

  void database(const Knowledge* knowledge) {
    auto store = Store::open(command_.db, command_.repair ? Store::Mode::write : Store::Mode::read);
    if (!store) {
      bad("database", store.error().message);
      return;
    }
    auto problems = (*store)->verify();
    if (!problems) {
      bad("database", problems.error().message);
      return;
    }
    for (const std::string& problem : *problems) {
      bad("database", problem + "; restore a backup (`sayso backup`) or ingest anew");
    }
    auto current = (*store)->derived_is_current();
    if (current && !*current && command_.repair && knowledge != nullptr) {
      if (const Status status = rebuild(**store, *knowledge); !status.ok()) {
        bad("database", status.error().message);
        return;
      }
      (void)(*store)->log("repair", "stories, accounts and states made anew");
      ok("database", "stories, accounts and states made anew");
    } else if (current && !*current) {
      bad("database", "an ingest was cut off: run it again, or `sayso doctor --db " + command_.db +
                          " --repair`");
    }
    auto counts = (*store)->counts();
    if (counts && problems->empty()) {
      std::error_code ignored;
      const auto n = [](std::int64_t v) { return grouped(static_cast<std::uint64_t>(v)); };
      ok("database", command_.db + ": " + n(counts->documents) + " reports in " +
                         n(counts->versions) + " versions, " + n(counts->words) + " words, " +
                         n(counts->claims) + " claims, " + n(counts->events) + " events, " +
                         grouped(std::filesystem::file_size(command_.db, ignored) >> 10) + " KiB");
    }
  }

  const DoctorCommand& command_;
  Terminal t_;
  int problems_ = 0;
};

}  // namespace

int run_doctor(const DoctorCommand& command) {
  return Doctor(command).run();
}

int run_backup(const BackupCommand& command) {
  std::error_code ignored;
  if (std::filesystem::exists(command.to, ignored)) {
    return complain({ErrorCode::invalid_argument, command.to + ": is there already"});
  }
  auto store = Store::open(command.db, Store::Mode::read);
  if (!store) {
    return complain(store.error());
  }
  const Status status = (*store)->backup(command.to);
  return status.ok() ? 0 : complain(status.error());
}

int run_verify(const BackupCommand& command) {
  auto store = Store::open(command.db, Store::Mode::read);
  if (!store) {
    return complain(store.error());
  }
  auto problems = (*store)->verify();
  if (!problems) {
    return complain(problems.error());
  }
  for (const std::string& problem : *problems) {
    std::printf("%s: %s\n", command.db.c_str(), problem.c_str());
  }
  if (problems->empty()) {
    std::printf("%s: sound\n", command.db.c_str());
  }
  return problems->empty() ? 0 : 1;
}

}  // namespace sayso
