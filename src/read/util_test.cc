// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <unistd.h>

#include "read/read_test_util.h"

namespace sayso::read::test {

namespace {
std::string environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}
}  // namespace

const Knowledge& knowledge() {
  static const Knowledge loaded = [] {
    const std::string image = (std::filesystem::temp_directory_path() /
                               ("sayso_read_test." + std::to_string(::getpid()) + ".img"))
                                  .string();
    const Status made =
        compile_knowledge({environment("SAYSO_SOURCE", ".") + "/data/lexicon"}, image);
    REQUIRE_MESSAGE(made.ok(), made.error().message);
    auto k = Knowledge::load(image);
    std::filesystem::remove(image);
    REQUIRE(k);
    return *std::move(k);
  }();
  return loaded;
}

std::vector<Document> read_all(const std::string& bytes, InputFormat format) {
  auto reader = Reader::make(knowledge(), {});
  REQUIRE(reader);
  RawReport report;
  report.bytes = bytes;
  report.path = "test";
  report.format = format;
  std::vector<Document> out = (*reader)->read(std::move(report));
  REQUIRE_FALSE(out.empty());
  for (const Document& d : out) {
    CHECK(validate(d).value_or("") == "");
    CHECK((d.layers & kLayerText) != 0);
  }
  return out;
}

Document read_one(const std::string& bytes, InputFormat format, const std::string& path) {
  auto reader = Reader::make(knowledge(), {});
  REQUIRE(reader);
  RawReport report;
  report.bytes = bytes;
  report.path = path;
  report.format = format;
  std::vector<Document> out = (*reader)->read(std::move(report));
  REQUIRE_FALSE(out.empty());
  CHECK(validate(out[0]).value_or("") == "");
  return std::move(out[0]);
}

std::string blocks_of(const Document& d) {
  std::string out;
  for (const Block& block : d.blocks) {
    out.append(block_kind_name(block.kind)).append(": ").append(d.words(block.text)) += '\n';
  }
  return out;
}

std::string title_of(const Document& d) {
  return std::string(d.words(d.title));
}

std::string shared_folder() {
  const std::string path =
      environment("SAYSO_SHARED", (environment("SAYSO_SOURCE", ".") + "/../shared").c_str());
  return std::filesystem::exists(path) ? path : std::string();
}

}  // namespace sayso::read::test
