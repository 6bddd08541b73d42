// SPDX-License-Identifier: Apache-2.0
#include "learn/learn.h"

namespace sayso {

Result<Model> Model::load(const std::string& path) {
  SAYSO_TRY(auto file, MappedFile::open(path));
  return Model(std::move(file));
}

std::string_view Model::section(std::string_view) const {
  return {};
}

}  // namespace sayso
