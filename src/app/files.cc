// SPDX-License-Identifier: Apache-2.0
// Where the knowledge image and the model are: what the user says, else beside the program (a
// build tree), else where `cmake --install` puts them.
#include <array>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

#include "app/app.h"

namespace sayso {
namespace {

std::string program_folder() {
  std::array<char, 4096> buffer{};
  const ssize_t n = ::readlink("/proc/self/exe", buffer.data(), buffer.size() - 1);
  return n <= 0 ? "."
                : std::filesystem::path(std::string(buffer.data(), static_cast<std::size_t>(n)))
                      .parent_path()
                      .string();
}

std::string first_that_exists(const std::vector<std::string>& candidates) {
  for (const std::string& path : candidates) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
      return path;
    }
  }
  return candidates.front();
}

}  // namespace

std::string knowledge_path(const Common& common) {
  return !common.data.empty() ? common.data
                              : first_that_exists({program_folder() + "/knowledge.img",
                                                   SAYSO_DATA_DIR "/knowledge.img"});
}

Result<Knowledge> open_knowledge(const Common& common) {
  return Knowledge::load(knowledge_path(common));
}

Result<Model> open_model(const Common& common) {
  if (!common.model.empty()) {
    return Model::load(common.model);
  }
  const std::string here = program_folder();
  return Model::load(first_that_exists(
      {here + "/models/en.bin", here + "/../../models/en.bin", SAYSO_DATA_DIR "/models/en.bin"}));
}

int complain(const Error& error) {
  std::fprintf(stderr, "sayso: %s\n", error.message.c_str());
  return 2;
}

}  // namespace sayso
