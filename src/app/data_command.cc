// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "app/app.h"

namespace sayso {
namespace {

int show(const DataCommand& command) {
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  if (command.table.empty()) {
    for (const Table& table : knowledge->tables()) {
      std::printf("%-24s %9u rows\n", std::string(table.name()).c_str(), table.rows());
    }
    return 0;
  }
  const Table* table = knowledge->find_table(command.table);
  if (table == nullptr) {
    return complain(
        {ErrorCode::not_found, "no table '" + command.table + "'; `sayso data show` lists them"});
  }
  const RowRange rows = command.key.empty() ? RowRange{0, table->rows()} : table->find(command.key);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    std::string line;
    table->append_row(line, row);
    std::printf("%s\n", line.c_str());
  }
  return rows.empty() ? 1 : 0;
}

}  // namespace

int run_data(const DataCommand& command) {
  if (command.what == DataCommand::What::import_geonames) {
    return import_geonames(command);
  }
  if (command.what == DataCommand::What::show) {
    return show(command);
  }
  const Status status = command.what == DataCommand::What::check
                            ? check_knowledge(command.folders)
                            : compile_knowledge(command.folders, command.image);
  if (!status.ok()) {
    return complain(status.error());
  }
  return 0;
}

}  // namespace sayso
