// SPDX-License-Identifier: Apache-2.0
#include "app/terminal.h"

#include <algorithm>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

namespace sayso {
namespace {

Terminal of(int fd) {
  const bool tty = ::isatty(fd) != 0;
  int width = 100;
  winsize size{};
  if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && std::atoi(columns) > 0) {
    width = std::atoi(columns);
  } else if (tty && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width = size.ws_col;
  }
  const char* no_color = std::getenv("NO_COLOR");
  const bool color = tty && (no_color == nullptr || *no_color == '\0');
  return {tty, color, std::clamp(width, 40, 400)};
}

std::string_view code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "1";
    case Style::dim:
      return "2";
    case Style::source:
      return "1;36";
    case Style::cue:
      return "33";
    case Style::content:
      return "3";
    case Style::event:
      return "1;32";
    case Style::state:
      return "1;35";
    case Style::warning:
      return "31";
  }
  return "";
}

}  // namespace

Terminal Terminal::of_stdout() {
  return of(STDOUT_FILENO);
}
Terminal Terminal::of_stderr() {
  return of(STDERR_FILENO);
}

std::string Terminal::paint(Style style, std::string_view text) const {
  const std::string_view code = code_of(style);
  if (!color_ || code.empty() || text.empty()) {
    return std::string(text);
  }
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

std::vector<std::string> wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  int used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(decode(text, at).code_point)) {
      at += decode(text, at).length;
    }
    std::size_t end = at;
    while (end < text.size() && !is_space(decode(text, end).code_point)) {
      end += decode(text, end).length;
    }
    if (end == at) {
      break;
    }
    const std::string_view word = text.substr(at, end - at);
    const int columns = display_width(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.push_back(std::move(line));
      line.clear();
      used = 0;
    }
    if (used > 0) {
      line += ' ';
      ++used;
    }
    line += word;
    used += columns;
    at = end;
  }
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string fit(std::string_view text, int width) {
  std::string out;
  int used = 0;
  std::size_t cut = 0;  // where the ellipsis would go
  for (std::size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    const char32_t c = d.code_point < 0x20 ? U' ' : d.code_point;
    const int columns = columns_of(c);
    if (used + columns > width) {
      out.resize(cut);
      return out + "…";
    }
    append_utf8(out, c);
    used += columns;
    if (used <= width - 1) {
      cut = out.size();
    }
    i += d.length;
  }
  return out;
}

std::string pad(std::string_view text, int width) {
  std::string out = fit(text, width);
  const int used = display_width(out);
  out.append(static_cast<std::size_t>(std::max(0, width - used)), ' ');
  return out;
}

}  // namespace sayso
