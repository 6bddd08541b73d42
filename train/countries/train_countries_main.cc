// SPDX-License-Identifier: Apache-2.0
// train_countries KNOWLEDGE MODEL NEWS.jsonl > mention_countries.tsv
// Reads reports with the program's own stages; the chooser writes down what it would choose between
// for holders of office whose country a table knows (src/mention/country_choice.h). The weights
// that make their countries likeliest are fitted by gradient steps on the log likelihood of all
// questions, held small by a square penalty. Every fifth report is held out first, to print how
// often the best is right; what is written has learned from all.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <simdjson.h>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "lex/lex.h"
#include "mention/country_choice.h"
#include "mention/mention.h"
#include "pipeline/pipeline.h"
#include "read/read.h"

namespace sayso::train {
namespace {

using mention::CountryLog;
using mention::CountryValues;
using mention::kCountryFeatures;
using Weights = std::array<double, kCountryFeatures>;

struct Example {
  std::vector<CountryValues> candidates;
  std::size_t right = 0;
  int part = 0;
};

double sum(const Weights& w, const CountryValues& values) {
  double s = 0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    s += w[k] * values[k];
  }
  return s;
}

std::vector<double> chances(const Weights& w, const Example& e) {
  std::vector<double> p;
  double total = 0, most = -1e9;
  for (const auto& c : e.candidates) {
    p.push_back(sum(w, c));
    most = std::max(most, p.back());
  }
  for (double& x : p) {
    x = std::exp(x - most);
    total += x;
  }
  for (double& x : p) {
    x /= total;
  }
  return p;
}

Weights fit(const std::vector<Example>& examples, bool all) {
  constexpr int kSteps = 300;
  constexpr double kRate = 0.3, kPenalty = 0.5;
  Weights w{}, squares{};
  for (int step = 0; step < kSteps; ++step) {
    Weights gradient{};
    for (const Example& e : examples) {
      if (!all && e.part == 1) {
        continue;
      }
      const std::vector<double> p = chances(w, e);
      for (std::size_t i = 0; i < p.size(); ++i) {
        const double pull = (i == e.right ? 1.0 : 0.0) - p[i];
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

void print_right(const std::vector<Example>& examples, const Weights& w) {
  for (const double least : {0.0, 0.5, 0.6, 0.7, 0.8, 0.9}) {
    int right = 0, said = 0, of = 0, top = 0;
    for (const Example& e : examples) {
      if (e.part == 0) {
        continue;
      }
      const std::vector<double> p = chances(w, e);
      const std::size_t best =
          static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
      const std::size_t none = p.size() - 1;
      ++of;
      top += e.candidates[e.right][1] > 0 ? 1 : 0;
      if (p[best] >= least && best != none) {
        ++said;
        right += best == e.right ? 1 : 0;
      }
    }
    std::fprintf(stderr,
                 "held out, at least %.1f sure: %d of %d said right, of %d (the most named: %d)\n",
                 least, right, said, of, top);
  }
}

Result<std::vector<Example>> read_examples(const std::string& knowledge_path,
                                           const std::string& model_path, const std::string& news) {
  SAYSO_TRY(const auto knowledge, Knowledge::load(knowledge_path));
  SAYSO_TRY(const auto model, Model::load(model_path));
  SAYSO_TRY(const auto bytes, read_file(news));
  CountryLog log;
  SAYSO_TRY(auto stages, language_stages(knowledge, model));
  MentionOptions options;
  options.country_log = &log;
  SAYSO_TRY(auto mention, make_mention_stage(knowledge, options));
  stages.push_back(std::move(mention));
  SAYSO_TRY(const auto pipeline, Pipeline::make(std::move(stages)));
  SAYSO_TRY(const auto reader, Reader::make(knowledge, {}));
  auto scratches = pipeline.make_scratches();
  std::vector<Example> examples;
  int report = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    RawReport raw;
    raw.bytes = std::string(bytes.substr(begin, end - begin));
    raw.format = InputFormat::jsonl;
    begin = end + 1;
    auto read = reader->read(raw);
    if (read.empty()) {
      continue;
    }
    log.choices.clear();
    log.candidates.clear();
    SAYSO_TRY_STATUS(pipeline.run(read.at(0), scratches));
    ++report;
    for (const CountryLog::Choice& choice : log.choices) {
      Example e;
      e.part = report % 5 == 4 ? 1 : 0;
      e.right = choice.count - 1;  // none of them
      for (std::uint32_t i = 0; i < choice.count; ++i) {
        const CountryLog::Candidate& c = log.candidates[choice.first + i];
        e.right = c.country.some() && c.country == choice.country ? i : e.right;
        e.candidates.push_back(c.values);
      }
      if (e.candidates.size() > 1) {
        examples.push_back(std::move(e));
      }
    }
  }
  std::fprintf(stderr, "%d reports, %zu questions\n", report, examples.size());
  for (std::size_t k = 0; k < kCountryFeatures; ++k) {
    int set = 0, right = 0;
    for (const Example& e : examples) {
      for (std::size_t i = 0; i < e.candidates.size(); ++i) {
        set += e.candidates[i][k] > 0 ? 1 : 0;
        right += e.candidates[i][k] > 0 && i == e.right ? 1 : 0;
      }
    }
    std::fprintf(stderr, "  %s: %d set, %d right\n",
                 std::string(mention::country_feature_name(k)).c_str(), set, right);
  }
  return examples;
}

Status run(int argc, char** argv) {
  if (argc != 4) {
    return Error{ErrorCode::invalid_argument, "train_countries KNOWLEDGE MODEL NEWS.jsonl > OUT"};
  }
  SAYSO_TRY(const auto examples, read_examples(argv[1], argv[2], argv[3]));
  print_right(examples, fit(examples, false));
  const Weights w = fit(examples, true);
  std::printf(
      "#sayso-lexicon 1\n#table mention.countries\n#columns feature:key weight:f32\n"
      "#source Fitted by train/countries on news of 2004 to 2020 (Reuters, BBC, ABC, Wikinews); "
      "numbers alone, no text.\n#licence Apache-2.0\n");
  std::vector<std::pair<std::string, double>> rows;
  for (std::size_t k = 0; k < w.size(); ++k) {
    rows.emplace_back(mention::country_feature_name(k), w[k]);
  }
  std::sort(rows.begin(), rows.end());
  for (const auto& [name, weight] : rows) {
    std::printf("%s\t%.3f\n", name.c_str(), weight);
  }
  return {};
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (const auto status = sayso::train::run(argc, argv); !status.ok()) {
    std::fprintf(stderr, "train_countries: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
