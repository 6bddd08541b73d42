// SPDX-License-Identifier: Apache-2.0
#include "app/progress.h"

#include <cstdio>

#include "app/terminal.h"

namespace sayso {

using std::chrono::duration;
using std::chrono::steady_clock;

Progress::Progress(bool wanted) : start_(steady_clock::now()), last_(start_) {
  shown_ = wanted && Terminal::of_stderr().tty();
}
Progress::~Progress() {
  clear();
}

void Progress::update(std::uint64_t documents, std::uint64_t words, std::uint64_t done,
                      std::uint64_t total) {
  const auto now = steady_clock::now();
  if (!shown_ || now - last_ < std::chrono::milliseconds(100)) {
    return;
  }
  last_ = now;
  const double seconds = duration<double>(now - start_).count();
  const double part = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
  std::string line = "  ";
  if (total != 0) {
    constexpr int kWidth = 24;
    const int full = static_cast<int>(part * kWidth);
    for (int i = 0; i < kWidth; ++i) {
      line += i < full ? "█" : "░";
    }
    line += " " + std::to_string(static_cast<int>(part * 100)) + " %  ";
  }
  line += grouped(documents) + " reports";
  if (seconds > 0.2) {
    line += "  " + grouped(static_cast<std::uint64_t>(static_cast<double>(words) / seconds)) +
            " words/s";
  }
  if (part > 0.02 && part < 1) {
    const auto left = static_cast<int>(seconds / part * (1 - part));
    line += "  " + std::to_string(left / 60) + ":" + (left % 60 < 10 ? "0" : "") +
            std::to_string(left % 60) + " left";
  }
  say(line);
}

void Progress::say(const std::string& what) {
  if (shown_) {
    std::fprintf(stderr, "\r%s", pad(what, Terminal::of_stderr().width() - 1).c_str());
    std::fflush(stderr);
    drawn_ = true;
  }
}

void Progress::clear() {
  if (drawn_) {
    std::fprintf(
        stderr, "\r%s\r",
        std::string(static_cast<std::size_t>(Terminal::of_stderr().width() - 1), ' ').c_str());
    drawn_ = false;
  }
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) {
    digits.insert(i - 3, ",");
  }
  return digits;
}

}  // namespace sayso
