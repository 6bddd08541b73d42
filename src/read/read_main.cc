// SPDX-License-Identifier: Apache-2.0
// sayso_read_text: reading alone, for measuring and for looking at what it makes of a page.
//   sayso_read_text KNOWLEDGE [--quiet] INPUT...
// Writes the record with text and blocks (docs/record.md), and to standard error documents, bytes
// and processor seconds spent in Reader (not in Source, not in writing).
#include <cstdio>
#include <ctime>
#include <string_view>

#include "doc/record.h"
#include "read/read.h"

namespace {

int complain(const sayso::Error& error) {
  std::fprintf(stderr, "sayso_read_text: %s\n", error.message.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace sayso;
  if (argc < 3) {
    std::fputs("usage: sayso_read_text KNOWLEDGE [--quiet] INPUT...\n", stderr);
    return 2;
  }
  bool quiet = false;
  std::vector<std::string> inputs;
  for (int i = 2; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--quiet") {
      quiet = true;
    } else {
      inputs.emplace_back(argv[i]);
    }
  }
  auto knowledge = Knowledge::load(argv[1]);
  if (!knowledge) {
    return complain(knowledge.error());
  }
  const ReadOptions options;
  auto source = Source::open(std::move(inputs), options);
  if (!source) {
    return complain(source.error());
  }
  auto reader = Reader::make(*knowledge, options);
  if (!reader) {
    return complain(reader.error());
  }
  RawReport report;
  std::size_t documents = 0, bytes = 0;
  double seconds = 0;
  std::string line;
  while ((*source)->next(report)) {
    bytes += report.bytes.size();
    const std::clock_t start = std::clock();  // of the processor: others may be busy too
    const std::vector<Document> made = (*reader)->read(std::move(report));
    seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    documents += made.size();
    for (const Document& document : made) {
      if (auto broken = validate(document)) {
        std::fprintf(stderr, "%s: %s\n", document.provenance.path.c_str(), broken->c_str());
        return 2;
      }
      if (!quiet) {
        line.clear();
        RecordOptions record;
        record.text = true;
        append_record(line, document, record);
        line += '\n';
        std::fwrite(line.data(), 1, line.size(), stdout);
      }
    }
  }
  for (const Refusal& refusal : (*source)->refused()) {
    std::fprintf(stderr, "%s: %s\n", refusal.path.c_str(), refusal.reason.c_str());
  }
  std::fprintf(stderr,
               "%zu documents, %.1f MB, %.3f s: %.0f documents/s, %.1f MB/s; passed over %llu\n",
               documents, static_cast<double>(bytes) / 1e6, seconds,
               static_cast<double>(documents) / seconds, static_cast<double>(bytes) / 1e6 / seconds,
               static_cast<unsigned long long>((*source)->passed_over()));
  return 0;
}
