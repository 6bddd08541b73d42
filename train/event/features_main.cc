// SPDX-License-Identifier: Apache-2.0
// train_features KNOWLEDGE MODEL < reports.jsonl > words.jsonl
// First a line with the names of all features (WordFeatures). Then a line a report: its text as
// read, its sentences, and of each word its bytes in the text, its lower-case form, the words
// looked at with it and the numbers of its features.
#include <cstdio>
#include <iostream>
#include <string>

#include "base/json_writer.h"
#include "claim/claim.h"
#include "event/rules.h"
#include "event/word_features.h"
#include "mention/mention.h"
#include "pipeline/pipeline.h"
#include "read/read.h"

namespace sayso::train {
namespace {

using namespace coding;

void append_words(const View& v, const WordFeatures& features, std::string& out) {
  SentenceFeatures found;
  Rules::Scratch rules;
  const TokenTable& t = v.tokens();
  out += R"("sentences":[)";
  bool more = false;
  for (const Sentence& sentence : v.d->sentences) {
    const std::size_t events = v.d->events.size(), states = v.d->states.size();
    Rules::read(v, sentence.tokens, rules);
    features.collect(v, sentence.tokens, rules.matcher, events, states, found);
    out += more ? ",[" : "[";
    more = true;
    for (std::uint32_t k = sentence.tokens.begin; k < sentence.tokens.end; ++k) {
      const std::uint32_t i = k - sentence.tokens.begin;
      out += i == 0 ? "[" : ",[";
      out += std::to_string(t.begin[k]) + "," + std::to_string(t.end[k]) + ",";
      append_json_string(out, v.lower(k));
      out += ",[";
      for (const std::uint32_t near : found.near[i]) {
        out += out.back() == '[' ? "" : ",";
        out += near == kNoToken ? "-1" : std::to_string(near - sentence.tokens.begin);
      }
      out += "],[";
      for (std::uint32_t f = found.first[i]; f < found.first[i + 1]; ++f) {
        out += out.back() == '[' ? "" : ",";
        out += std::to_string(found.ids[f]);
      }
      out += "]]";
    }
    out += "]";
  }
  out += "]";
}

// All that comes before events; the rules are run sentence by sentence, so that the tagger sees
// what they made of each word.
Result<Pipeline> up_to_claims(const Knowledge& knowledge, const Model& model) {
  SAYSO_TRY(auto stages, language_stages(knowledge, model));
  SAYSO_TRY(auto mention, make_mention_stage(knowledge));
  stages.push_back(std::move(mention));
  SAYSO_TRY(auto claim, make_claim_stage(knowledge, &model));
  stages.push_back(std::move(claim));
  return Pipeline::make(std::move(stages));
}

Status run(const char* image, const char* weights) {
  SAYSO_TRY(const auto knowledge, Knowledge::load(image));
  SAYSO_TRY(const auto model, Model::load(weights));
  SAYSO_TRY(const auto patterns, Patterns::compile(knowledge));
  const WordFeatures features = WordFeatures::make(knowledge, patterns);
  SAYSO_TRY(const auto pipeline, up_to_claims(knowledge, model));
  SAYSO_TRY(const auto reader, Reader::make(knowledge, {}));
  auto scratches = pipeline.make_scratches();
  std::string out = "[";
  for (const std::string& name : features.names()) {
    out += out.size() == 1 ? "" : ",";
    append_json_string(out, name);
  }
  std::puts((out + "]").c_str());
  std::string line;
  View view;
  while (std::getline(std::cin, line)) {
    RawReport raw;
    raw.bytes = line;
    raw.path = "-";
    raw.format = InputFormat::jsonl;
    for (Document& d : reader->read(raw)) {
      SAYSO_TRY_STATUS(pipeline.run(d, scratches));
      view.prepare(d, patterns);
      out = R"({"text":)";
      append_json_string(out, d.text);
      out += ",";
      append_words(view, features, out);
      std::puts((out + "}").c_str());
    }
  }
  return {};
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "train_features KNOWLEDGE MODEL < reports.jsonl > words.jsonl\n");
    return 2;
  }
  const auto status = sayso::train::run(argv[1], argv[2]);
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    return 1;
  }
  return 0;
}
