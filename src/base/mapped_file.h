// SPDX-License-Identifier: Apache-2.0
// A file mapped read-only: models, lexicons and gazetteers live in these, shared by all threads
// and, through the page cache, by all processes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sayso {

class MappedFile {
 public:
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// The whole file as a string, for small files and sources that may change while read.
Result<std::string> read_file(const std::string& path);
// Written beside and renamed over, so that a reader sees the old file or the new one, whole.
Status write_file(const std::string& path, std::string_view bytes);

}  // namespace sayso
