// SPDX-License-Identifier: Apache-2.0
// train_words keys MODEL < forms > keys      one form a line in; 12 numbers of 64 bits a form out:
//   form, lower, suffix 1..5, prefix 1..3, shape << 40, looks (see WordInfo), as the runtime makes
//   them
// train_words split MODEL IMAGE < text > tokens      a paragraph a line in; a sentence a line out,
//   tokens parted by tabs, an empty line behind each paragraph, as the runtime splits them
// train_words lists MODEL IMAGE < tokens > bits      the bits of NameLists, 16 a token, of
// lines as above
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "learn/learn.h"
#include "lex/lex.h"
#include "parse/name_lists.h"
#include "parse/words.h"
#include "split/split.h"

namespace sayso::train {
namespace {

int keys(const Model& model) {
  auto table = WordTable::open(model.section("words"));
  if (!table) {
    return 2;
  }
  std::string form;
  while (std::getline(std::cin, form)) {
    const WordInfo w = table->info(form);
    const std::uint64_t row[12] = {w.form,
                                   w.lower,
                                   w.suffix[0],
                                   w.suffix[1],
                                   w.suffix[2],
                                   w.suffix[3],
                                   w.suffix[4],
                                   w.prefix[0],
                                   w.prefix[1],
                                   w.prefix[2],
                                   std::uint64_t{w.shape} << 40,
                                   w.looks};
    std::fwrite(row, sizeof(row), 1, stdout);
  }
  return 0;
}

constexpr std::uint16_t kAllLists = 0xFFFF;

int lists(const Knowledge& knowledge) {
  const NameLists lists(knowledge, kAllLists);
  std::string line;
  std::vector<std::uint16_t> bits;
  while (std::getline(std::cin, line)) {
    Document d;
    for (std::size_t at = 0; !line.empty() && at <= line.size();) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      const std::string form = line.substr(at, end - at);
      d.tokens.begin.push_back(static_cast<std::uint32_t>(d.text.size()));
      d.text += form;
      d.tokens.end.push_back(static_cast<std::uint32_t>(d.text.size()));
      d.text += " ";
      d.tokens.form.push_back(d.symbols.intern(form));
      d.tokens.lemma.push_back(d.tokens.form.back());
      d.tokens.flags.push_back(kSpaceAfter);
      at = end + 1;
    }
    bits.assign(d.tokens.size(), 0);
    lists.mark(d, {0, d.tokens.size()}, bits.data());
    std::fwrite(bits.data(), sizeof(bits[0]), bits.size(), stdout);
  }
  return 0;
}

int split(const Knowledge& knowledge, const Model& model) {
  auto stage = make_split_stage(knowledge, model);
  if (!stage) {
    std::fprintf(stderr, "%s\n", stage.error().message.c_str());
    return 2;
  }
  const auto scratch = (*stage)->make_scratch();
  std::string line;
  std::string out;
  while (std::getline(std::cin, line)) {
    if (line.empty()) {
      continue;
    }
    Document d;
    d.text = line;
    d.blocks.push_back({{0, static_cast<std::uint32_t>(line.size())}, BlockKind::paragraph});
    d.layers = kLayerText;
    if (!(*stage)->run(d, *scratch).ok()) {
      continue;
    }
    out.clear();
    for (const Sentence& s : d.sentences) {
      for (std::uint32_t i = s.tokens.begin; i < s.tokens.end; ++i) {
        out += i == s.tokens.begin ? "" : "\t";
        out += d.symbols.text(d.tokens.form[i]);
      }
      out += '\n';
    }
    out += '\n';
    std::fwrite(out.data(), 1, out.size(), stdout);
  }
  return 0;
}

int run(int argc, char** argv) {
  const std::string mode = argc > 2 ? argv[1] : "";
  if (mode == "keys" || argc > 3) {
    const auto model = Model::load(argv[2]);
    if (!model) {
      std::fprintf(stderr, "%s\n", model.error().message.c_str());
      return 2;
    }
    if (mode == "keys") {
      return keys(*model);
    }
    const auto knowledge = Knowledge::load(argv[3]);
    if (!knowledge) {
      std::fprintf(stderr, "%s\n", knowledge.error().message.c_str());
      return 2;
    }
    return mode == "lists" ? lists(*knowledge) : split(*knowledge, *model);
  }
  std::fprintf(stderr, "train_words keys MODEL | split MODEL IMAGE | lists MODEL IMAGE\n");
  return 2;
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  return sayso::train::run(argc, argv);
}
