// SPDX-License-Identifier: Apache-2.0
// sayso_factuality: how sure and when, for words named by the caller; bench/score_factuality.py.
//   sayso_factuality KNOWLEDGE MODEL < IN > OUT
// IN   a line a sentence: byte offsets of the words, parted by commas; a tab; the sentence.
// OUT  a line a word, in the order asked: factuality (FactBank's class), time, noun or verb; "-" if
//      no token stands there.
#include <charconv>
#include <cstdio>
#include <iostream>
#include <string>

#include "base/text.h"
#include "event/event.h"
#include "pipeline/pipeline.h"

namespace {

using namespace sayso;

int complain(const Error& error) {
  std::fprintf(stderr, "sayso_factuality: %s\n", error.message.c_str());
  return 2;
}

std::uint32_t token_at(const Document& d, std::uint32_t byte) {
  for (std::uint32_t t = 0; t < d.tokens.size(); ++t) {
    if (d.tokens.begin[t] <= byte && byte < d.tokens.end[t]) {
      return t;
    }
  }
  return static_cast<std::uint32_t>(d.tokens.size());
}

void answer(FactualityReader& reader, std::vector<Document>& documents, std::string_view wanted) {
  const bool read = documents.size() == 1;
  if (read) {
    reader.prepare(documents[0]);
  }
  for (const std::string_view part : split(wanted, ',')) {
    std::uint32_t byte = 0;
    std::from_chars(part.data(), part.data() + part.size(), byte);
    const std::uint32_t t = read ? token_at(documents[0], byte) : 0;
    if (!read || t >= documents[0].tokens.size()) {
      std::puts("-\t-\t-");
      continue;
    }
    const FactualityReader::Answer a = reader.of(t);
    std::printf("%.*s\t%.*s\t%s\n", static_cast<int>(factuality_name(a.factuality).size()),
                factuality_name(a.factuality).data(),
                static_cast<int>(event_time_name(a.time).size()), event_time_name(a.time).data(),
                a.noun ? "noun" : "verb");
  }
}

Status work(const char* image, const char* weights) {
  SAYSO_TRY(const auto knowledge, Knowledge::load(image));
  SAYSO_TRY(const auto model, Model::load(weights));
  SAYSO_TRY(const auto pipeline, Pipeline::news(knowledge, model));
  ReadOptions options;
  options.format = InputFormat::text;
  SAYSO_TRY(const auto reader, Reader::make(knowledge, options));
  SAYSO_TRY(const auto factuality, FactualityReader::make(knowledge));
  auto scratches = pipeline.make_scratches();
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      return Error{ErrorCode::invalid_argument, "a line without a tab: " + line.substr(0, 60)};
    }
    RawReport report;
    report.bytes = line.substr(tab + 1);
    report.path = "-";
    report.format = InputFormat::text;
    std::vector<Document> documents = reader->read(std::move(report));
    for (Document& d : documents) {
      SAYSO_TRY_STATUS(pipeline.run(d, scratches));
    }
    answer(*factuality, documents, std::string_view(line).substr(0, tab));
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: sayso_factuality KNOWLEDGE MODEL < IN > OUT\n", stderr);
    return 2;
  }
  Status done = work(argv[1], argv[2]);
  return done.ok() ? 0 : complain(done.error());
}
