// SPDX-License-Identifier: Apache-2.0
// Model: one mapped, immutable file of named sections, shared by all threads. What a section holds
// is known to the learner that reads it; docs/formats/model.md has the bytes.
//
// Opening checks magic, version, bounds and the checksum of all bytes, so that a damaged file is an
// error with its name in it and never a wrong answer. The Model must outlive whatever was built on
// it: sections are views.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mapped_file.h"
#include "base/result.h"

namespace sayso {

// Raised whenever features, hashes or section layouts change: an old model is then refused.
constexpr std::uint32_t kModelVersion = 1;

class Model {
 public:
  static Result<Model> load(const std::string& path);

  // The bytes of a section, 64-byte aligned; empty if the model has no such section.
  [[nodiscard]] std::string_view section(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> sections() const;  // their names, in the file's order
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t size() const { return file_.bytes().size(); }

 private:
  Model(MappedFile file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  MappedFile file_;
  std::string path_;
};

// Puts sections together into the bytes of a model file; the trainer writes them to disk.
class ModelBuilder {
 public:
  // REQUIRES: name of at most 23 bytes, not added before.
  void add(std::string_view name, std::string bytes);
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] std::vector<std::pair<std::string, std::size_t>> sizes() const;

 private:
  std::vector<std::pair<std::string, std::string>> sections_;
};

}  // namespace sayso
