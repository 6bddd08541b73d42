// SPDX-License-Identifier: Apache-2.0
#include "app/table.h"

#include <algorithm>
#include <numeric>

#include "base/utf8.h"

namespace sayso {
namespace {
constexpr int kGap = 2;
}

void TextTable::under(std::string text) {
  notes_.emplace_back(rows_.size() - 1, std::move(text));
}

std::vector<int> TextTable::widths() const {
  std::vector<int> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    int widest = display_width(columns_[c].head);
    for (const auto& row : rows_) {
      widest = std::max(widest, std::min(display_width(row[c]), 400));
    }
    widths.push_back(widest);
  }
  const int room = terminal_.width() - kGap * (static_cast<int>(columns_.size()) - 1);
  while (std::accumulate(widths.begin(), widths.end(), 0) > room) {
    std::size_t widest = columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c] > columns_[c].least &&
          (widest == columns_.size() || widths[c] > widths[widest])) {
        widest = c;
      }
    }
    if (widest == columns_.size()) {
      break;
    }
    --widths[widest];
  }
  return widths;
}

std::string TextTable::print() const {
  const std::vector<int> width = widths();
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells, bool head) {
    std::string text;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      std::string cell = fit(cells[c], width[c]);
      const int blank = width[c] - display_width(cell);
      const std::string space(static_cast<std::size_t>(std::max(0, blank)), ' ');
      const bool last = c + 1 == columns_.size();
      const std::string painted = terminal_.paint(head ? Style::dim : columns_[c].style, cell);
      text += columns_[c].right ? space + painted : painted + (last ? "" : space);
      text += last ? "" : std::string(kGap, ' ');
    }
    out += text + "\n";
  };
  std::vector<std::string> heads;
  for (const Column& column : columns_) {
    heads.push_back(column.head);
  }
  line(heads, true);
  std::size_t note = 0;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    line(rows_[r], false);
    for (; note < notes_.size() && notes_[note].first == r; ++note) {
      for (const std::string& part : wrap(notes_[note].second, terminal_.width() - 4)) {
        out += "    " + terminal_.paint(Style::dim, part) + "\n";
      }
    }
  }
  return out;
}

}  // namespace sayso
