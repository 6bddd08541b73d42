// SPDX-License-Identifier: Apache-2.0
// A file, or standard input, as a stream of bytes; gzip (several members too) and zstd are known by
// their first bytes and unpacked on the way. Never the whole file in memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "base/result.h"

namespace sayso::read {

class Input {
 public:
  // "-" is standard input.
  static Result<std::unique_ptr<Input>> open(const std::string& path);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  // Appends up to about `want` bytes; false at the end or on a fault (see fault()).
  bool read(std::string& out, std::size_t want);
  // "" or why reading stopped before the end ("broken gzip data"). What came before it is good.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  // Bytes taken from the file so far, as they lie on the disk.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }

 private:
  struct Unpacker;
  explicit Input(std::FILE* file);
  bool fill();

  std::FILE* file_;
  std::unique_ptr<Unpacker> unpacker_;
  std::string raw_;  // bytes read and not yet used
  std::size_t raw_used_ = 0;
  bool ended_ = false;
  std::uint64_t taken_ = 0;
  std::string fault_;
};

}  // namespace sayso::read
