// SPDX-License-Identifier: Apache-2.0
// Text to sentences, tokens, tags, tree and names, with the shipped models: whatever the bytes, a
// valid document in which every token has a place in its tree. SAYSO_MODEL and SAYSO_KNOWLEDGE name
// other files than models/en.bin and what is compiled from data/.
#include "fuzz.h"
#include "learn/learn.h"
#include "parse/parse.h"
#include "split/split.h"

using namespace sayso;

namespace {

struct Stages {
  Knowledge knowledge;
  Model model;
  std::unique_ptr<Reader> reader;
  std::vector<std::unique_ptr<Stage>> stages;
  std::vector<std::unique_ptr<Scratch>> scratches;

  static Knowledge load_knowledge() {
    if (const char* image = std::getenv("SAYSO_KNOWLEDGE")) {
      auto k = Knowledge::load(image);
      SAYSO_CHECK(k.has_value());
      return *std::move(k);
    }
    return fuzz::compiled("/data");
  }
  static Model load_model() {
    const char* path = std::getenv("SAYSO_MODEL");
    auto m = Model::load(path == nullptr ? fuzz::source_folder() + "/models/en.bin" : path);
    SAYSO_CHECK(m.has_value());
    return *std::move(m);
  }

  Stages() : knowledge(load_knowledge()), model(load_model()) {
    ReadOptions options;
    options.format = InputFormat::text;
    reader = *Reader::make(knowledge, options);
    stages.push_back(*make_split_stage(knowledge, model));
    stages.push_back(*make_parse_stage(model));
    stages.push_back(*make_name_stage(knowledge, model));
    for (const auto& stage : stages) {
      scratches.push_back(stage->make_scratch());
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Stages& all = *new Stages;  // the scratches are kept from text to text, as workers do
  RawReport report;
  report.bytes.assign(reinterpret_cast<const char*>(data), size);
  report.path = "x";
  report.format = InputFormat::text;
  for (Document& document : all.reader->read(std::move(report))) {
    for (std::size_t i = 0; i < all.stages.size(); ++i) {
      SAYSO_CHECK(all.stages[i]->run(document, *all.scratches[i]).ok());
      document.layers |= all.stages[i]->writes();
    }
    SAYSO_CHECK(!validate(document).has_value());
  }
  return 0;
}
