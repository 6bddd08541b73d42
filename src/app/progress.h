// SPDX-License-Identifier: Apache-2.0
// A bar on standard error while something long runs: only on a terminal, at most ten times a
// second, gone when done.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sayso {

class Progress {
 public:
  explicit Progress(bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // `done` of `total` bytes; total 0 = unknown.
  void update(std::uint64_t documents, std::uint64_t words, std::uint64_t done,
              std::uint64_t total);
  void say(const std::string& what);  // one line in place of the bar
  void clear();

 private:
  bool shown_, drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_;
};

// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number);

}  // namespace sayso
