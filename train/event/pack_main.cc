// SPDX-License-Identifier: Apache-2.0
// pack_event NAMES WORDS TENSORS OUT.bin: the model of src/event/taught.h. NAMES: types, "-",
// states, "-", features, a line each. WORDS: a word a line, in the order of the rows of the array
// "words" behind its first.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/mapped_file.h"
#include "base/text.h"
#include "learn/learn.h"
#include "learn/tensors.h"
#include "parse/encoder_pack.h"

namespace sayso {
namespace {

Status pack(char** argv) {
  SAYSO_TRY(const std::string names, read_file(argv[1]));
  SAYSO_TRY(const std::string words, read_file(argv[2]));
  SAYSO_TRY(const std::string bytes, read_file(argv[3]));
  SAYSO_TRY(TrainedTensors t, read_trained(bytes));
  const auto size = [&](const char* name, std::size_t k) {
    return static_cast<int>(t[name].shape.at(k));
  };
  std::vector<std::pair<std::uint32_t, std::size_t>> order;
  for_each_part(
      words,
      [&](std::string_view word) {
        order.emplace_back(static_cast<std::uint32_t>(hash64(word) >> 32U), order.size() + 1);
      },
      '\n');
  std::sort(order.begin(), order.end());
  order.erase(std::unique(order.begin(), order.end(),
                          [](const auto& a, const auto& b) { return a.first == b.first; }),
              order.end());
  const auto columns = static_cast<std::size_t>(size("words", 1));
  const std::vector<float>& rows = t["words"].floats;
  std::vector<std::uint32_t> keys;
  std::vector<float> table(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(columns));
  for (const auto& [key, row] : order) {
    keys.push_back(key);
    const auto from = rows.begin() + static_cast<std::ptrdiff_t>(row * columns);
    table.insert(table.end(), from, from + static_cast<std::ptrdiff_t>(columns));
  }
  TensorsBuilder out;
  out.keys("words.keys", keys);
  out.byte_rows("words.table", table, static_cast<int>(keys.size()) + 1, static_cast<int>(columns));
  out.matrix("near.W", t["near"].floats, {}, size("near", 0), size("near", 1));
  out.byte_rows("features.table", t["features"].floats, size("features", 0), size("features", 1));
  out.byte_rows("past.table", t["past"].floats, size("past", 0), size("past", 1));
  out.floats("bias", t["bias"].floats);
  out.matrix("out.W", t["out"].floats, t["out.b"].floats, size("out", 0), size("out", 1));
  ModelBuilder builder;
  builder.add("event.names", names);
  builder.add("event", out.bytes());
  return write_file(argv[4], builder.bytes());
}

}  // namespace
}  // namespace sayso

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "pack_event NAMES WORDS TENSORS OUT.bin\n");
    return 2;
  }
  const auto status = sayso::pack(argv);
  if (!status.ok()) {
    std::fprintf(stderr, "pack_event: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
