// SPDX-License-Identifier: Apache-2.0
// pack_encoder BASE.bin TENSORS OUT.bin: the model BASE with the section "encoder" made from
// trained arrays. Sections named behind OUT.bin are left out.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "learn/learn.h"
#include "parse/encoder_pack.h"

namespace sayso {
namespace {

Status pack(const std::string& base, const std::string& trained, const std::string& out,
            const std::vector<std::string>& without) {
  SAYSO_TRY(const Model model, Model::load(base));
  SAYSO_TRY(const std::string bytes, read_file(trained));
  SAYSO_TRY(const TrainedTensors tensors, read_trained(bytes));
  SAYSO_TRY(std::string encoder, pack_encoder(tensors));
  ModelBuilder builder;
  for (const std::string& name : model.sections()) {
    if (name != "encoder" && std::find(without.begin(), without.end(), name) == without.end()) {
      builder.add(name, std::string(model.section(name)));
    }
  }
  builder.add("encoder", std::move(encoder));
  for (const auto& [name, size] : builder.sizes()) {
    std::fprintf(stderr, "section %-10s %10zu bytes\n", name.c_str(), size);
  }
  return write_file(out, builder.bytes());
}

}  // namespace
}  // namespace sayso

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "pack_encoder BASE.bin TENSORS OUT.bin [SECTION TO LEAVE OUT]...\n");
    return 2;
  }
  const auto status = sayso::pack(argv[1], argv[2], argv[3], {argv + 4, argv + argc});
  if (!status.ok()) {
    std::fprintf(stderr, "pack_encoder: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
