// SPDX-License-Identifier: Apache-2.0
// train_coref KNOWLEDGE MODEL EXAMPLES.jsonl > mention_coref.tsv
// Reads the texts with the program's own stages; the ranker of pronouns writes down what it chose
// between (mention/coref_log.h). The weights that make the right candidates likeliest are fitted by
// full-batch gradient steps on the log likelihood, held small by a square penalty. Every fifth text
// is held out first, to print how often the best candidate is right; what is written has learned
// from all.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <simdjson.h>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/mapped_file.h"
#include "base/utf8.h"
#include "claim/tree.h"
#include "lex/lex.h"
#include "mention/coref_log.h"
#include "mention/mention.h"
#include "pipeline/pipeline.h"
#include "read/read.h"
#include "weights.h"

namespace sayso::train {
namespace {

using mention::CorefLog;
using mention::kCorefFeatures;

struct Pronoun {
  std::uint64_t at = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> same;
};
struct Text {
  std::string text;
  bool names_alone = false;  // GAP: the span is a name, found anywhere in the entity
  std::vector<Pronoun> pronouns;
};
struct Example {
  std::vector<std::array<float, kCorefFeatures>> candidates;
  std::vector<bool> right;
  int part = 0;
};

Result<std::vector<Text>> read_texts(const std::string& path) {
  SAYSO_TRY(const auto bytes, read_file(path));
  std::vector<Text> out;
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  if (parser.parse_many(bytes, std::size_t{8} << 20U).get(lines) != simdjson::SUCCESS) {
    return Error{ErrorCode::corrupt, path + ": not JSON Lines"};
  }
  for (const auto line : lines) {
    Text text;
    std::string_view words, set;
    simdjson::dom::array pronouns;
    if (line["text"].get(words) != simdjson::SUCCESS || line["set"].get(set) != simdjson::SUCCESS ||
        line["pronouns"].get(pronouns) != simdjson::SUCCESS) {
      return Error{ErrorCode::corrupt, path + ": a line without text, set or pronouns"};
    }
    text.text = words;
    text.names_alone = set == "gap";
    for (const auto item : pronouns) {
      Pronoun p;
      p.at = item["at"].get_uint64().value_unsafe();
      simdjson::dom::array same;
      if (item["same"].get(same) != simdjson::SUCCESS) {
        continue;
      }
      for (const auto span : same) {
        p.same.emplace_back(span.at(0).get_uint64().value_unsafe(),
                            span.at(1).get_uint64().value_unsafe());
      }
      text.pronouns.push_back(std::move(p));
    }
    out.push_back(std::move(text));
  }
  return out;
}

// The token of the span that hangs on none of its other tokens, or kNone.
std::uint32_t head_of(const Document& d, std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t t = 0; t < d.tokens.size(); ++t) {
    if (d.tokens.begin[t] < from || d.tokens.end[t] > to) {
      continue;
    }
    const std::uint32_t h = d.tokens.head[t];
    if (h == t || d.tokens.begin[h] < from || d.tokens.end[h] > to) {
      return t;
    }
  }
  return claims::Tree::kNone;
}

bool means(const Document& d, const Text& text, const CorefLog::Candidate& c, std::uint32_t from,
           std::uint32_t to) {
  if (!text.names_alone || c.entity == claims::Tree::kNone) {
    return head_of(d, from, to) == c.token;
  }
  for (const Mention& m : d.mentions) {
    if (m.form == MentionForm::name && m.entity.some() && m.entity.value == c.entity &&
        d.tokens.begin[m.tokens.begin] < to && from < d.tokens.end[m.tokens.end - 1]) {
      return true;
    }
  }
  return false;
}

void add_examples(const Document& d, const Text& text, const CorefLog& log, int part,
                  std::vector<Example>& out) {
  const CodePoints points(d.text);
  for (const CorefLog::Choice& choice : log.choices) {
    const std::uint32_t at = d.tokens.begin[choice.token];
    for (const Pronoun& p : text.pronouns) {
      if (points.byte_of(p.at) != at) {
        continue;
      }
      Example example;
      example.part = part;
      bool any = false;
      for (std::uint32_t i = choice.first; i < choice.first + choice.count; ++i) {
        const CorefLog::Candidate& c = log.candidates[i];
        const bool right = std::any_of(p.same.begin(), p.same.end(), [&](const auto& span) {
          return means(d, text, c, points.byte_of(span.first), points.byte_of(span.second));
        });
        any = any || right;
        example.candidates.push_back(c.values);
        example.right.push_back(right);
      }
      if (any && example.candidates.size() > 1) {
        out.push_back(std::move(example));
      }
    }
  }
}

using Weights = std::array<double, kCorefFeatures>;

double sum(const Weights& w, const std::array<float, kCorefFeatures>& values) {
  double s = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    s += w[k] * values[k];
  }
  return s;
}

Weights fit(const std::vector<Example>& examples, bool all) {
  constexpr int kSteps = 400;
  constexpr double kRate = 0.3, kPenalty = 0.1;
  Weights w{}, squares{};
  for (int step = 0; step < kSteps; ++step) {
    Weights gradient{};
    for (const Example& e : examples) {
      if (!all && e.part == 1) {
        continue;
      }
      std::vector<double> p(e.candidates.size());
      double total = 0, right = 0, most = -1e9;
      for (const auto& c : e.candidates) {
        most = std::max(most, sum(w, c));
      }
      for (std::size_t i = 0; i < p.size(); ++i) {
        p[i] = std::exp(sum(w, e.candidates[i]) - most);
        total += p[i];
        right += e.right[i] ? p[i] : 0;
      }
      for (std::size_t i = 0; i < p.size(); ++i) {
        const double pull = (e.right[i] ? p[i] / right : 0) - p[i] / total;
        for (std::size_t k = 0; k < gradient.size(); ++k) {
          gradient[k] += pull * e.candidates[i][k];
        }
      }
    }
    for (std::size_t k = 0; k < w.size(); ++k) {
      const double g = gradient[k] - kPenalty * w[k];
      squares[k] += g * g;
      w[k] += kRate * g / std::sqrt(squares[k] + 1e-9);
    }
  }
  return w;
}

void print_right(const std::vector<Example>& examples, const Weights& w, const char* what) {
  int right = 0, of = 0, nearest = 0;
  for (const Example& e : examples) {
    if (e.part == 0) {
      continue;
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < e.candidates.size(); ++i) {
      best = sum(w, e.candidates[i]) > sum(w, e.candidates[best]) ? i : best;
    }
    ++of;
    right += e.right[best] ? 1 : 0;
    nearest += e.right[0] ? 1 : 0;
  }
  std::fprintf(stderr, "%s: %d of %d right (the nearest: %d)\n", what, right, of, nearest);
}

Status run(int argc, char** argv) {
  if (argc != 4) {
    return Error{ErrorCode::invalid_argument, "train_coref KNOWLEDGE MODEL EXAMPLES.jsonl > OUT"};
  }
  SAYSO_TRY(const auto knowledge, Knowledge::load(argv[1]));
  SAYSO_TRY(const auto model, Model::load(argv[2]));
  SAYSO_TRY(const auto texts, read_texts(argv[3]));
  CorefLog log;
  SAYSO_TRY(auto stages, language_stages(knowledge, model));
  MentionOptions options;
  options.coref_log = &log;
  SAYSO_TRY(auto mention, make_mention_stage(knowledge, options));
  stages.push_back(std::move(mention));
  SAYSO_TRY(const auto pipeline, Pipeline::make(std::move(stages)));
  SAYSO_TRY(const auto reader, Reader::make(knowledge, {}));
  auto scratches = pipeline.make_scratches();
  std::vector<Example> examples;
  constexpr std::size_t kHeldOut = 5;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    RawReport raw;
    raw.bytes = R"({"id":"x","text":)";
    append_json_string(raw.bytes, texts[i].text);
    raw.bytes += "}";
    raw.format = InputFormat::jsonl;
    auto read = reader->read(raw);
    log.choices.clear();
    log.candidates.clear();
    SAYSO_TRY_STATUS(pipeline.run(read.at(0), scratches));
    if (read.at(0).text == texts[i].text) {
      add_examples(read.at(0), texts[i], log, i % kHeldOut == kHeldOut - 1 ? 1 : 0, examples);
    }
  }
  std::fprintf(stderr, "%zu texts, %zu pronouns with a choice\n", texts.size(), examples.size());
  print_right(examples, fit(examples, false), "held out");
  const Weights w = fit(examples, true);
  std::vector<std::pair<std::string, double>> rows;
  for (std::size_t k = 0; k < w.size(); ++k) {
    rows.emplace_back(mention::coref_feature_name(k), w[k]);
  }
  print_weights(
      "mention.coref",
      "Fitted by train/coref on GAP validation (Apache-2.0) and the train documents of GUM "
      "(annotations CC BY 4.0); numbers alone, no text.",
      "# after: the name follows in the same sentence; d0..d3 sentences back; r_ the role of the "
      "nearest mention, r0_ r1_ the same within one sentence\n",
      std::move(rows));
  return {};
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (const auto status = sayso::train::run(argc, argv); !status.ok()) {
    std::fprintf(stderr, "train_coref: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
