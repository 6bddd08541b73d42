// SPDX-License-Identifier: Apache-2.0
// Model: a file of trained weights, mapped read-only (models/en.bin). Sections by name.
// (The parse worktree owns this room; this header is the agreed surface.)
#pragma once

#include <string>
#include <string_view>

#include "base/mapped_file.h"
#include "base/result.h"

namespace sayso {

class Model {
 public:
  static Result<Model> load(const std::string& path);
  [[nodiscard]] std::string_view section(std::string_view name) const;  // empty if it has none

 private:
  explicit Model(MappedFile file) : file_(std::move(file)) {}
  MappedFile file_;
};

}  // namespace sayso
