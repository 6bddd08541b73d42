// SPDX-License-Identifier: Apache-2.0
#include "learn/learn.h"

#include <doctest/doctest.h>
#include <filesystem>

#include "learn/feature_hash.h"
#include "learn/weights.h"

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

std::string temporary(const char* name) {
  return (std::filesystem::temp_directory_path() / name).string();
}

}  // namespace

TEST_CASE("a model gives back its sections, and refuses a damaged file by name") {
  ModelBuilder builder;
  builder.add("one", "first");
  builder.add("two", std::string(1000, 'x'));
  std::string bytes = builder.bytes();
  const std::string path = temporary("sayso_learn_test.bin");
  REQUIRE(write_file(path, bytes).ok());
  auto model = Model::load(path);
  REQUIRE(model.has_value());
  CHECK(model->section("one") == "first");
  CHECK(model->section("two").size() == 1000);
  CHECK(model->section("three").empty());

  for (const std::size_t at :
       {std::size_t{0}, std::size_t{9}, std::size_t{20}, bytes.size() - 30}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    REQUIRE(write_file(path, damaged).ok());
    const auto refused = Model::load(path);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().message.find(path) != std::string::npos);
  }
  REQUIRE(write_file(path, bytes.substr(0, 100)).ok());
  CHECK(!Model::load(path).has_value());
  std::filesystem::remove(path);
}

TEST_CASE("weights come out of the table as they went in") {
  std::vector<SparseWeights::Row> sparse;
  std::vector<QuadWeights::Row> quad;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const std::uint64_t h = feature_hash(i, 77);
    sparse.push_back(
        {h,
         {{static_cast<std::uint8_t>(i % 60), static_cast<std::int8_t>(i % 100 + 1)}, {61, -3}}});
    const auto w = static_cast<std::int16_t>(i % 100 + 1);
    quad.push_back({h, {w, -2, 3, static_cast<std::int16_t>(-w)}});
  }
  const std::string sparse_bytes = SparseWeights::build(sparse, 62);
  const std::string quad_bytes = QuadWeights::build(quad);
  const auto s = SparseWeights::open(sparse_bytes, "s");
  const auto q = QuadWeights::open(quad_bytes, "q");
  REQUIRE(s.has_value());
  REQUIRE(q.has_value());
  int strangers = 0;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    std::int32_t sums[SparseWeights::kMostClasses] = {};
    s->score(&sparse[i].hash, 1, sums);
    CHECK(sums[61] == -3);
    strangers += sums[i % 60] != static_cast<std::int32_t>(i % 100 + 1) ? 1 : 0;
    std::int32_t four[4] = {};
    q->score(&quad[i].hash, 1, four);
    strangers += four[3] != -static_cast<std::int32_t>(i % 100 + 1) ? 1 : 0;
    const std::uint64_t stranger = feature_hash(i, 78);
    std::int32_t none[4] = {};
    q->score(&stranger, 1, none);
    strangers += none[1] != 0 ? 1 : 0;
  }
  CHECK(strangers < 15);  // 16-bit checks: about one in 11,000 is taken for another
}

TEST_CASE("sections of the wrong size are refused") {
  CHECK(!SparseWeights::open("short", "tagger").has_value());
  std::string bytes = SparseWeights::build({{12345, {{0, 1}}}}, 2);
  CHECK(!SparseWeights::open(std::string_view(bytes).substr(0, bytes.size() - 1), "x").has_value());
  CHECK(!QuadWeights::open("", "moves").has_value());
}
