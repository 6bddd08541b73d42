// SPDX-License-Identifier: Apache-2.0
// sayso_parse_conllu MODEL.bin < gold.conllu > predicted.conllu: lemmas, tags and trees for given
// words and sentences, so that parsing can be scored apart from splitting (bench/scores.py).
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "parse/parse.h"

namespace sayso {
namespace {

struct Line {
  std::string text;  // printed as it is unless `token` says otherwise
  std::vector<std::string> columns;
  bool word = false;
};

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns(1);
  for (const char c : line) {
    if (c == '\t') {
      columns.emplace_back();
    } else {
      columns.back().push_back(c);
    }
  }
  return columns;
}

std::string straight(std::string form) {
  const std::string curly = "\xE2\x80\x99";
  for (std::size_t at = form.find(curly); at != std::string::npos; at = form.find(curly)) {
    form.replace(at, curly.size(), "'");
  }
  return form;
}

void add_word(Document& d, const std::string& form) {
  d.tokens.begin.push_back(static_cast<std::uint32_t>(d.text.size()));
  d.text += form;
  d.tokens.end.push_back(static_cast<std::uint32_t>(d.text.size()));
  d.text += ' ';
  d.tokens.flags.push_back(kSpaceAfter);
  d.tokens.form.push_back(d.symbols.intern(straight(form)));
  d.tokens.lower.push_back(d.symbols.intern(lowered(straight(form))));
  d.tokens.sentence.push_back(static_cast<std::uint32_t>(d.sentences.size()));
}

void print(const Document& d, const std::vector<Line>& lines) {
  std::uint32_t t = 0;
  std::uint32_t sentence_begin = 0;
  for (const Line& line : lines) {
    if (!line.word) {
      sentence_begin = line.text.empty() ? t : sentence_begin;
      std::printf("%s\n", line.text.c_str());
      continue;
    }
    const std::uint32_t head = d.tokens.is_root(t) ? 0 : d.tokens.head[t] - sentence_begin + 1;
    std::printf("%s\t%s\t%s\t%s\t%s\t_\t%u\t%s\t_\t%s\n", line.columns[0].c_str(),
                line.columns[1].c_str(), std::string(d.string(d.tokens.lemma[t])).c_str(),
                std::string(upos_name(d.tokens.upos[t])).c_str(),
                std::string(xpos_name(d.tokens.xpos[t])).c_str(), head,
                std::string(deprel_name(d.tokens.deprel[t])).c_str(),
                line.columns.size() > 9 ? line.columns[9].c_str() : "_");
    ++t;
  }
}

// Takes the lines of one part of the file, whole sentences.
Status parse(const Stage& stage, Scratch& scratch, std::vector<Line>& lines) {
  Document d;
  std::uint32_t begin = 0;
  for (const Line& line : lines) {
    if (line.word) {
      add_word(d, line.columns[1]);
    } else if (line.text.empty() && d.tokens.size() > begin) {
      d.sentences.push_back({{begin, d.tokens.size()}, 0});
      begin = d.tokens.size();
    }
  }
  d.blocks.push_back({{0, static_cast<std::uint32_t>(d.text.size())}, BlockKind::paragraph});
  d.layers = kLayerText | kLayerTokens;
  SAYSO_TRY_STATUS(stage.run(d, scratch));
  print(d, lines);
  lines.clear();
  return {};
}

Status run(const char* path) {
  SAYSO_TRY(const Model model, Model::load(path));
  SAYSO_TRY(const auto stage, make_parse_stage(model));
  const auto scratch = stage->make_scratch();
  constexpr std::size_t kPart = 2000;  // lines, about
  std::vector<Line> lines;
  std::string text;
  while (std::getline(std::cin, text)) {
    Line line{text, {}, false};
    if (!text.empty() && text[0] != '#') {
      line.columns = columns_of(text);
      line.word =
          line.columns.size() > 7 && line.columns[0].find_first_of("-.") == std::string::npos;
      if (!line.word && line.columns[0].find('.') != std::string::npos) {
        continue;  // a node without a word
      }
    }
    lines.push_back(std::move(line));
    if (text.empty() && lines.size() > kPart) {
      SAYSO_TRY_STATUS(parse(*stage, *scratch, lines));
    }
  }
  lines.push_back({});
  return parse(*stage, *scratch, lines);
}

}  // namespace
}  // namespace sayso

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "sayso_parse_conllu MODEL.bin < gold.conllu > predicted.conllu\n");
    return 2;
  }
  const auto status = sayso::run(argv[1]);
  if (!status.ok()) {
    std::fprintf(stderr, "sayso_parse_conllu: %s\n", status.error().message.c_str());
    return 2;
  }
  return 0;
}
