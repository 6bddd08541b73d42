// SPDX-License-Identifier: Apache-2.0
// Tables on a terminal: columns as wide as their words where there is room, the widest ones
// narrowed where there is not; wide and combining characters counted by their columns.
#pragma once

#include <string>
#include <vector>

#include "app/terminal.h"

namespace sayso {

struct Column {
  std::string head;
  int least = 6;       // never narrower
  bool right = false;  // numbers
  Style style = Style::plain;
};

class TextTable {
 public:
  TextTable(const Terminal& terminal, std::vector<Column> columns)
      : terminal_(terminal), columns_(std::move(columns)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  // Lines that stand under the row added last, indented, wrapped to the width, dim.
  void under(std::string text);
  [[nodiscard]] std::string print() const;

 private:
  [[nodiscard]] std::vector<int> widths() const;
  const Terminal& terminal_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::pair<std::size_t, std::string>> notes_;  // row, text
};

}  // namespace sayso
