// SPDX-License-Identifier: Apache-2.0
// `sayso bench --stories DB --orders N`: the reports of a database are stored anew in N orders:
// once shuffled and in one piece, once as they were known, else shuffled, in pieces with what is
// derived brought up to date after each; in the end it must be the same each time. They need not be
// read again, so this is quick enough for thousands.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

#include "app/rebuild.h"
#include "app/store_commands.h"

namespace sayso {
namespace {

constexpr std::size_t kPieces = 12;  // the first holds a third

Result<std::vector<Store::Digest>> stored_anew(const std::vector<Report>& reports,
                                               const Knowledge& knowledge, const std::string& path,
                                               bool pieces) {
  std::vector<Store::Digest> digest;
  {
    SAYSO_TRY(auto store, Store::open(path, Store::Mode::write));
    const std::size_t first = reports.size() / 3;
    const std::size_t size = std::max<std::size_t>(1, reports.size() * 2 / 3 / (kPieces - 1));
    for (std::size_t i = 0; i < reports.size(); ++i) {
      SAYSO_TRY(const Added added, store->add(reports[i]));
      (void)added;
      const bool piece = pieces && i >= first && (i - first) % size == 0;
      if (piece || i + 1 == reports.size()) {
        SAYSO_TRY_STATUS(store->commit());
        SAYSO_TRY_STATUS(bring_up_to_date(*store, knowledge));
      }
    }
    SAYSO_TRY(digest, store->digest());
  }
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(path + suffix, ignored);
  }
  return digest;
}

}  // namespace

int run_bench_replay(const BenchCommand& command) {
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  auto store = open_for_reading(command.stories);
  if (!store) {
    return complain(store.error());
  }
  auto reports = (*store)->load(true);
  if (!reports) {
    return complain(reports.error());
  }
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(failed);
  if (failed) {
    return complain({ErrorCode::io, "no temporary folder: " + failed.message()});
  }
  std::vector<Store::Digest> first;
  for (int order = 0; order < command.orders; ++order) {
    std::mt19937 random(static_cast<unsigned>(order));
    std::sort(reports->begin(), reports->end(),
              canonical_before);  // an order is its number's alone
    if (order != 1) {
      std::shuffle(reports->begin(), reports->end(), random);
    }
    const std::string path =
        (folder / ("sayso-replay-" + std::to_string(std::random_device{}()) + ".db")).string();
    auto digest = stored_anew(*reports, *knowledge, path, order > 0);
    if (!digest) {
      return complain(digest.error());
    }
    if (order == 0) {
      first = *digest;
    }
    for (std::size_t t = 0; t < first.size(); ++t) {
      if (!(first[t] == (*digest)[t])) {
        std::printf("order %d: %s differ (%lld rows, %lld at first)\n", order,
                    first[t].table.c_str(), static_cast<long long>((*digest)[t].rows),
                    static_cast<long long>(first[t].rows));
        return 1;
      }
    }
    std::fprintf(stderr, "order %d of %d: the same\n", order + 1, command.orders);
  }
  std::printf("%d orders of %zu reports, %zu pieces each: the same", command.orders,
              reports->size(), kPieces);
  for (const Store::Digest& d : first) {
    std::printf("%s %lld rows of %s", &d == first.data() ? "" : ",", static_cast<long long>(d.rows),
                d.table.c_str());
  }
  std::printf("\n");
  return 0;
}

}  // namespace sayso
