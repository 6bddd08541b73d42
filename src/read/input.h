// SPDX-License-Identifier: Apache-2.0
// A file, or standard input, as a stream of bytes; gzip (several members too) and zstd are known by
// their first bytes, brotli by its name, and unpacked on the way (read/unpack.h). Never the whole
// file in memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

#include "base/result.h"
#include "read/unpack.h"

namespace sayso::read {

// Where the bytes of an Input come from, other than a file: a member of an archive.
class Bytes {
 public:
  Bytes() = default;
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  virtual ~Bytes() = default;
  // 0 at the end or on a fault.
  virtual std::size_t read(char* to, std::size_t room) = 0;
  [[nodiscard]] virtual std::string fault() const = 0;
};

class Input {
 public:
  // "-" is standard input. The error does not repeat the path.
  static Result<std::unique_ptr<Input>> open(const std::string& path);
  // Bytes in memory; `name` is what packing_of() may look at.
  static std::unique_ptr<Input> of(std::string bytes, std::string_view name = {});
  static std::unique_ptr<Input> of(std::unique_ptr<Bytes> bytes, std::string_view name);
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input();

  // Appends up to about `want` bytes; false at the end or on a fault (see fault()).
  bool read(std::string& out, std::size_t want);
  // Likewise, but stops where a packed member ends, and says so; of unpacked files there is one.
  bool read_member(std::string& out, std::size_t want, bool& ended);
  // After a fault inside a packed member: goes on at the next one. False if there is none.
  bool next_member();
  // "" or why reading stopped before the end ("broken gzip data"). What came before it is good.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] bool packed() const { return unpacker_ != nullptr; }
  [[nodiscard]] bool on_disk() const { return file_ != nullptr && file_ != stdin; }
  // Bytes taken from the file so far, as they lie on the disk.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }

 private:
  explicit Input(std::FILE* file) : file_(file) {}
  void begin(std::string_view path);
  bool fill();
  bool step(std::string& out);
  bool next_mark();

  std::FILE* file_;  // null: the bytes come from bytes_, or are all in raw_
  std::unique_ptr<Bytes> bytes_;
  std::unique_ptr<Unpacker> unpacker_;
  Packing packing_ = Packing::none;
  [[nodiscard]] std::string_view raw() const { return std::string_view(raw_).substr(0, raw_end_); }

  std::string raw_;  // a block, kept at its size: bytes up to raw_end_ are read, to raw_used_ used
  std::size_t raw_end_ = 0, raw_used_ = 0;
  std::size_t member_at_ = std::string::npos;  // in raw_, where the packed member began
  bool ended_ = false;
  std::uint64_t taken_ = 0;
  std::string fault_;
};

}  // namespace sayso::read
