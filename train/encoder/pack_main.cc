// SPDX-License-Identifier: Apache-2.0
// pack_encoder encoder|names BASE.bin TENSORS OUT.bin: the model BASE with the section "encoder" or
// "names" made from trained arrays. Sections named behind OUT.bin are left out.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "learn/learn.h"
#include "parse/encoder_pack.h"

namespace sayso {
namespace {

Status pack(const std::string& section, const std::string& base, const std::string& trained,
            const std::string& out, const std::vector<std::string>& without) {
  SAYSO_TRY(const Model model, Model::load(base));
  SAYSO_TRY(const std::string bytes, read_file(trained));
  SAYSO_TRY(const TrainedTensors tensors, read_trained(bytes));
  SAYSO_TRY(std::string packed, section == "names" ? pack_names(tensors) : pack_encoder(tensors));
  ModelBuilder builder;
  for (const std::string& name : model.sections()) {
    if (name != section && std::find(without.begin(), without.end(), name) == without.end()) {
      builder.add(name, std::string(model.section(name)));
    }
  }
  builder.add(section, std::move(packed));
  for (const auto& [name, size] : builder.sizes()) {
    std::fprintf(stderr, "section %-10s %10zu bytes\n", name.c_str(), size);
  }
  return write_file(out, builder.bytes());
}

}  // namespace
}  // namespace sayso

int main(int argc, char** argv) {
  const std::string section = argc > 1 ? argv[1] : "";
  if (argc < 5 || (section != "encoder" && section != "names")) {
    std::fprintf(stderr,
                 "pack_encoder encoder|names BASE.bin TENSORS OUT.bin [SECTION TO LEAVE OUT]...\n");
    return 2;
  }
  const auto status = sayso::pack(section, argv[2], argv[3], argv[4], {argv + 5, argv + argc});
  if (!status.ok()) {
    std::fprintf(stderr, "pack_encoder: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
