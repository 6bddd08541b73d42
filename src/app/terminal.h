// SPDX-License-Identifier: Apache-2.0
// What the terminal can do: width, colour, and text that fits. Colour only where standard output
// is a terminal and NO_COLOR is not set (https://no-color.org); a pipe gets plain words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sayso {

enum class Style : std::uint8_t { plain, bold, dim, source, cue, content, event, state, warning };

class Terminal {
 public:
  // Reads COLUMNS, NO_COLOR, the terminal itself.
  static Terminal of_stdout();
  static Terminal of_stderr();
  Terminal(bool tty, bool color, int width) : tty_(tty), color_(color), width_(width) {}

  [[nodiscard]] bool tty() const { return tty_; }
  [[nodiscard]] int width() const { return width_; }  // columns; 100 where there is no terminal
  // The text in its style, or the text.
  [[nodiscard]] std::string paint(Style style, std::string_view text) const;

 private:
  bool tty_, color_;
  int width_;
};

// Lines of at most `width` columns, broken at white space; a longer word stands alone.
std::vector<std::string> wrap(std::string_view text, int width);
// Cut to `width` columns with an ellipsis if it does not fit; line breaks become spaces.
std::string fit(std::string_view text, int width);
// fit(), then filled with spaces to exactly `width` columns.
std::string pad(std::string_view text, int width);

}  // namespace sayso
