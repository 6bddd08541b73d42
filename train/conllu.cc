// SPDX-License-Identifier: Apache-2.0
#include "conllu.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace sayso::train {
namespace {

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == '\t') {
      out.emplace_back();
    } else if (c != '\r') {
      out.back().push_back(c);
    }
  }
  return out;
}

}  // namespace

std::vector<Sentence> read_conllu(const std::string& path) {
  std::ifstream in(path);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  std::vector<Sentence> out;
  Sentence s;
  std::string line;
  std::string document;
  int multi_end = 0;
  bool multi_space = true;
  bool paragraph = true;
  while (std::getline(in, line)) {
    if (line.empty()) {
      if (s.size() > 0) {
        s.document = document;
        s.new_paragraph = paragraph;
        paragraph = false;
        out.push_back(std::move(s));
      }
      s = {};
      multi_end = 0;
    } else if (line[0] == '#') {
      if (line.starts_with("# newdoc id = ")) {
        document = line.substr(14);
        paragraph = true;
      } else if (line.starts_with("# newpar")) {
        paragraph = true;
      }
    } else {
      const auto c = columns(line);
      if (c.size() < 10 || c[0].find('.') != std::string::npos) {
        continue;
      }
      const bool space = c[9].find("SpaceAfter=No") == std::string::npos;
      if (const auto dash = c[0].find('-'); dash != std::string::npos) {
        multi_end = std::atoi(c[0].c_str() + dash + 1);
        multi_space = space;
        continue;
      }
      const int id = std::atoi(c[0].c_str());
      const bool inside = id <= multi_end;
      s.form.push_back(c[1]);
      s.lemma.push_back(c[2]);
      s.upos.push_back(c[3]);
      s.xpos.push_back(c[4]);
      s.deprel.push_back(c[7]);
      s.head.push_back(std::atoi(c[6].c_str()) - 1);
      s.joined.push_back(inside && s.size() > 1 && !s.space.empty() && !s.space.back());
      s.space.push_back(inside ? id == multi_end && multi_space : space);
    }
  }
  return out;
}

}  // namespace sayso::train
