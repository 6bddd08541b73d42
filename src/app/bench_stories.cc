// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <sys/resource.h>

#include "app/store_commands.h"
#include "base/hash.h"
#include "story/story.h"

namespace sayso {
namespace {

void append(std::string& out, std::uint32_t n) {
  for (int i = 0; i < 4; ++i) {
    out += static_cast<char>(n >> (8 * i));
  }
}

// One term or shingle in seven becomes another one: the same report reworded for another day.
std::string reworded(const std::string& bytes, std::uint32_t round) {
  Sketch sketch = read_sketch(bytes);
  const auto change = [&](std::uint32_t& hash) {
    const std::uint64_t h = mix64(hash + (std::uint64_t{round} << 32));
    hash = h % 7 == 0 ? static_cast<std::uint32_t>(h >> 32) : hash;
  };
  for (std::uint32_t& s : sketch.shingles) {
    change(s);
  }
  for (Term& t : sketch.terms) {
    change(t.hash);
  }
  std::sort(sketch.shingles.begin(), sketch.shingles.end());
  std::sort(sketch.terms.begin(), sketch.terms.end(),
            [](const Term& a, const Term& b) { return a.hash < b.hash; });
  std::string out;  // as make_sketch() writes it
  append(out, sketch.words);
  append(out, static_cast<std::uint32_t>(sketch.shingles.size()));
  append(out, static_cast<std::uint32_t>(sketch.terms.size()));
  for (const std::uint32_t s : sketch.shingles) {
    append(out, s);
  }
  for (const Term& t : sketch.terms) {
    append(out, t.hash);
    out += static_cast<char>(t.count);
    out += static_cast<char>(t.kind);
  }
  return out;
}

// `count` reports; each round of the given ones lies after the one before.
std::vector<Report> repeated(const std::vector<Report>& given, std::size_t count) {
  Instant first = kOpenEnd;
  Instant last = kOpenStart;
  for (const Report& r : given) {
    first = std::min(first, r.known_at.value_or(first));
    last = std::max(last, r.known_at.value_or(last));
  }
  const Instant span = last < first ? kDaySeconds : last - first + kDaySeconds;
  std::vector<Report> out;
  out.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Report& from = given[i % given.size()];
    const auto round = static_cast<std::uint32_t>(i / given.size());
    Report r;
    r.document_id = from.document_id + "/" + std::to_string(round);
    r.version_id = r.document_id;
    r.outlet = from.outlet;
    r.title = from.title;
    r.known_at = from.known_at.value_or(0) + static_cast<Instant>(round) * span;
    r.sketch = round == 0 ? from.sketch : reworded(from.sketch, round);
    out.push_back(std::move(r));
  }
  return out;
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

int run_bench_stories(const BenchCommand& command) {
  auto knowledge = open_knowledge(command.common);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  const Likeness likeness(&*knowledge);
  auto store = open_for_reading(command.stories);
  if (!store) {
    return complain(store.error());
  }
  auto loaded = (*store)->load(false);
  if (!loaded) {
    return complain(loaded.error());
  }
  if (loaded->empty()) {
    return complain({ErrorCode::not_found, command.stories + ": holds no reports"});
  }
  std::printf("%10s %10s %10s %12s %10s %8s\n", "reports", "stories", "copies", "reports/s",
              "us/report", "MB");
  for (const std::size_t count : {1000, 10000, 100000}) {
    std::vector<Report> reports = repeated(*loaded, count);
    mark_versions(reports);
    const double start = cpu_seconds();
    const Stories stories = build_stories(reports, likeness);
    const double seconds = std::max(cpu_seconds() - start, 1e-6);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%10zu %10zu %10zu %12.0f %10.1f %8.0f\n", count, stories.stories.size(),
                stories.copies.size(), static_cast<double>(count) / seconds,
                1e6 * seconds / static_cast<double>(count),
                static_cast<double>(usage.ru_maxrss) / 1e3);
  }
  return 0;
}

}  // namespace sayso
