// SPDX-License-Identifier: Apache-2.0
// train_countries KNOWLEDGE MODEL NEWS.jsonl > mention_countries.tsv
// A line of NEWS is a report; with "questions" ([{"start", "end", "country"}], code points) it is
// one read by hand: the country of who is told of there without one ("" = of none of those named).
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
#include "base/utf8.h"
#include "lex/lex.h"
#include "mention/country_choice.h"
#include "mention/mention.h"
#include "pipeline/pipeline.h"
#include "read/read.h"
#include "weights.h"

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
  bool by_hand = false;
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
  constexpr double kByHand = 4;  // questions as they are, though few
  Weights w{}, squares{};
  for (int step = 0; step < kSteps; ++step) {
    Weights gradient{};
    for (const Example& e : examples) {
      if (!all && e.part == 1) {
        continue;
      }
      const std::vector<double> p = chances(w, e);
      for (std::size_t i = 0; i < p.size(); ++i) {
        const double pull = ((i == e.right ? 1.0 : 0.0) - p[i]) * (e.by_hand ? kByHand : 1.0);
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

void print_right(const std::vector<Example>& examples, const Weights& w, bool by_hand) {
  for (const double least : {0.0, 0.5, 0.6, 0.7, 0.8, 0.9}) {
    int right = 0, said = 0, of = 0, top = 0;
    for (const Example& e : examples) {
      if (e.part == 0 || e.by_hand != by_hand) {
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
    std::fprintf(
        stderr,
        "%s, held out, at least %.1f sure: %d of %d said right, of %d (the most named: %d)\n",
        by_hand ? "read by hand" : "known to tables", least, right, said, of, top);
  }
}

struct Question {
  std::uint64_t begin = 0, end = 0;
  std::string country;
};

Result<std::vector<Question>> read_questions(simdjson::dom::parser& parser, std::string_view line,
                                             bool& by_hand) {
  std::vector<Question> out;
  simdjson::dom::element record;
  simdjson::dom::array items;
  if (parser.parse(line.data(), line.size()).get(record) != simdjson::SUCCESS) {
    return Error{ErrorCode::corrupt, "not JSON Lines"};
  }
  by_hand = record["questions"].get(items) == simdjson::SUCCESS;
  if (by_hand) {
    for (const auto item : items) {
      out.push_back({item["start"].get_uint64().value_unsafe(),
                     item["end"].get_uint64().value_unsafe(),
                     std::string(item["country"].get_string().value_unsafe())});
    }
  }
  return out;
}

// The right candidate of a choice, or -1 if nobody says.
int right_of(const Document& d, const CountryLog& log, const CountryLog::Choice& choice,
             const std::vector<Question>& questions, bool by_hand) {
  const auto row_of = [&](std::string_view country) {
    for (std::uint32_t i = 0; i + 1 < choice.count; ++i) {
      if (d.string(log.candidates[choice.first + i].country) == country) {
        return static_cast<int>(i);
      }
    }
    return static_cast<int>(choice.count) - 1;
  };
  if (choice.known) {
    return by_hand ? -1 : row_of(d.string(choice.country));
  }
  const CodePoints points(d.text);
  for (const Question& q : questions) {
    if (points.byte_of(q.begin) <= d.tokens.begin[choice.token] &&
        d.tokens.end[choice.token] <= points.byte_of(q.end)) {
      return row_of(q.country);
    }
  }
  return -1;
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
  simdjson::dom::parser parser;
  std::vector<Example> examples;
  int report = 0, hand = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    RawReport raw;
    raw.bytes = std::string(bytes.substr(begin, end - begin));
    raw.format = InputFormat::jsonl;
    begin = end + 1;
    bool by_hand = false;
    SAYSO_TRY(const auto questions, read_questions(parser, raw.bytes, by_hand));
    auto read = reader->read(raw);
    if (read.empty()) {
      continue;
    }
    log.choices.clear();
    log.candidates.clear();
    SAYSO_TRY_STATUS(pipeline.run(read.at(0), scratches));
    ++report;
    for (const CountryLog::Choice& choice : log.choices) {
      const int right = right_of(read.at(0), log, choice, questions, by_hand);
      if (right < 0 || choice.count < 2) {
        continue;
      }
      Example e;
      e.by_hand = by_hand;
      e.part = report % 5 == 4 ? 1 : 0;
      e.right = static_cast<std::size_t>(right);
      for (std::uint32_t i = 0; i < choice.count; ++i) {
        e.candidates.push_back(log.candidates[choice.first + i].values);
      }
      hand += by_hand ? 1 : 0;
      examples.push_back(std::move(e));
    }
  }
  std::fprintf(stderr, "%d reports, %zu questions, %d of them read by hand\n", report,
               examples.size(), hand);
  return examples;
}

Status run(int argc, char** argv) {
  if (argc != 4) {
    return Error{ErrorCode::invalid_argument, "train_countries KNOWLEDGE MODEL NEWS.jsonl > OUT"};
  }
  SAYSO_TRY(const auto examples, read_examples(argv[1], argv[2], argv[3]));
  const Weights part = fit(examples, false);
  print_right(examples, part, false);
  print_right(examples, part, true);
  const Weights w = fit(examples, true);
  std::vector<std::pair<std::string, double>> rows;
  for (std::size_t k = 0; k < w.size(); ++k) {
    rows.emplace_back(mention::country_feature_name(k), w[k]);
  }
  print_weights("mention.countries",
                "Fitted by train/countries on news of 2004 to 2020 (Reuters, BBC, ABC, Wikinews), "
                "PolNeAR and MUC-4 training texts; numbers alone, no text.",
                "", std::move(rows));
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
