// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets share: the tables that reading needs, compiled once from data/lexicon of
// the source tree (SAYSO_SOURCE, else the working folder).
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

#include "base/check.h"
#include "read/read.h"

namespace sayso::fuzz {

inline std::string source_folder() {
  const char* source = std::getenv("SAYSO_SOURCE");
  return source == nullptr ? "." : source;
}

// What stands below a folder of the source tree ("/data/lexicon"), compiled.
inline Knowledge compiled(const std::string& folder) {
  const std::string image = (std::filesystem::temp_directory_path() /
                             ("sayso_fuzz." + std::to_string(::getpid()) + ".img"))
                                .string();
  SAYSO_CHECK(compile_knowledge({source_folder() + folder}, image).ok());
  auto k = Knowledge::load(image);
  SAYSO_CHECK(k.has_value());
  std::filesystem::remove(image);
  return *std::move(k);
}

inline const Knowledge& knowledge() {
  static const Knowledge loaded = compiled("/data/lexicon");
  return loaded;
}

}  // namespace sayso::fuzz
