// SPDX-License-Identifier: Apache-2.0
// train_model SHARED_DIR DATA_DIR WORK_DIR KNOWLEDGE.img OUT.bin: trains every section of the model
// but "encoder" (train/encoder/) and writes it. WORK_DIR holds clusters.tsv and redocred.conll.
// Deterministic: the same inputs give the same bytes.
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "learn/learn.h"
#include "learners.h"
#include "lemmas.h"
#include "lexicon.h"
#include "names.h"
#include "parse/name_features.h"
#include "sentences_train.h"

namespace sayso::train {
namespace {

constexpr int kFolds = 4;
constexpr std::size_t kFoldRun = 50;  // sentences in a row that go to one fold

void stamp(const char* what) {
  std::fprintf(stderr, "%7.1f s of CPU: %s\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC,
               what);
}

std::size_t fold_of(std::size_t sentence) {
  return sentence / kFoldRun % kFolds;
}

// Tags as a tagger gives them that has not seen the sentence.
void tag_unseen(std::vector<Example>& examples, int classes) {
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<const Example*> part;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (fold_of(i) != fold) {
        part.push_back(&examples[i]);
      }
    }
    const Perceptron tagger = train_tagger(part, classes, 3, fold + 2);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (fold_of(i) == fold) {
        predict_tags(tagger, examples[i]);
      }
    }
  }
}

std::string key_of(const std::vector<std::string>& forms) {
  std::string key;
  for (const std::string& form : forms) {
    key += form;
    key += '\t';
  }
  return key;
}

// Name sets with words, tags (unseen ones where a sentence was in the tagger's training) and lists.
class NameData {
 public:
  NameData(WordPool& pool, const Perceptron& tagger, const NameLists& lists,
           const std::map<std::string, const Example*>& tagged)
      : pool_(pool), tagger_(tagger), lists_(lists), tagged_(tagged) {}

  std::vector<NameSentence> read(const std::string& path, int form_column, int tag_column) {
    std::vector<NameSentence> out = read_names(path, form_column, tag_column);
    for (NameSentence& s : out) {
      Example e;
      for (const std::string& form : s.form) {
        e.words.push_back(pool_.get(form));
      }
      const auto known = tagged_.find(key_of(s.form));
      if (known != tagged_.end()) {
        e.tags = known->second->tags;
      } else {
        predict_tags(tagger_, e);
      }
      s.words = e.words;
      s.tags = e.tags;
      look_up(s, lists_);
    }
    return out;
  }

 private:
  WordPool& pool_;
  const Perceptron& tagger_;
  const NameLists& lists_;
  const std::map<std::string, const Example*>& tagged_;
};

// "German" in "a German skater" is no name of a place here, as it is none in the other sets.
void drop_peoples(std::vector<NameSentence>& sentences) {
  for (NameSentence& s : sentences) {
    for (std::size_t i = 0; i < s.gold.size(); ++i) {
      if (s.gold[i] == name_class(2, kNameUnit) && (s.lists[i] & kListPeople) != 0 &&
          (s.lists[i] & kListCountry) == 0) {
        s.gold[i] = 0;
      }
    }
  }
}

std::string train_name_section(NameData& data, const std::string& shared, const std::string& work) {
  const std::string ner = shared + "/data/language/ner/";
  std::vector<std::vector<NameSentence>> sets;
  sets.push_back(data.read(ner + "uner_ewt/en_ewt-ud-train.0c7ce0de.iob2", 1, 2));
  sets.push_back(data.read(ner + "crossner/politics/train.txt", 0, 1));
  sets.push_back(data.read(ner + "wnut17/wnut17train.conll", 0, 1));
  sets.push_back(data.read(ner + "btc/btc.train", 0, 1));
  sets.push_back(data.read(work + "/redocred.conll", 0, 1));
  drop_peoples(sets.back());
  std::vector<const NameSentence*> all;
  for (const auto& set : sets) {
    for (const NameSentence& s : set) {
      all.push_back(&s);
    }
  }
  const Perceptron names = train_names(all, 6, 5);
  const struct {
    const char *name, *path;
    int form, tag;
  } tests[] = {{"UNER-EWT dev", "uner_ewt/en_ewt-ud-dev.iob2", 1, 2},
               {"wikigold", "wikigold/wikigold.conll.txt", 0, 1},
               {"CrossNER politics dev", "crossner/politics/dev.txt", 0, 1}};
  for (const auto& t : tests) {
    const auto set = data.read(ner + t.path, t.form, t.tag);
    std::vector<std::vector<std::uint8_t>> found;
    predict_names(names, set, found);
    std::printf("names %s: %s\n", t.name, name_score(set, found).c_str());
  }
  return SparseWeights::build(names.sparse(names.spread() / 127, 2, 110000), kNameClasses);
}

int run(const std::string& shared, const std::string& data, const std::string& work,
        const std::string& image, const std::string& out) {
  const std::string clusters = work + "/clusters.tsv";
  const auto knowledge = Knowledge::load(image);
  if (!knowledge) {
    std::fprintf(stderr, "%s\n", knowledge.error().message.c_str());
    return 2;
  }
  const std::string ud = shared + "/data/language/ud/";
  std::vector<Sentence> sentences = read_conllu(ud + "ewt/en_ewt-ud-train.conllu");
  for (Sentence& s : read_conllu(ud + "gum/en_gum-ud-train.conllu")) {
    sentences.push_back(std::move(s));
  }
  ModelBuilder model;
  stamp("sentences");
  model.add("sentences",
            train_sentences(sentences, read_split_lexicon(data + "/lexicon/split.tsv"), 6));

  TagSet tags;
  tags.learn(sentences, 15);
  model.add("tags", tags.bytes());
  const std::string words = build_words(clusters, sentences, tags);
  model.add("words", words);
  stamp("lemmas");
  model.add("lemmas", train_lemmas(sentences, tags));

  auto table = WordTable::open(words);
  if (!table) {
    return 2;
  }
  WordPool pool(*table);
  std::vector<Example> examples;
  std::vector<const Example*> all;
  for (const Sentence& s : sentences) {
    examples.push_back(prepare(s, tags, pool));
  }
  for (const Example& e : examples) {
    all.push_back(&e);
  }
  stamp("tagger");
  const Perceptron tagger = train_tagger(all, tags.size(), 6, 1);
  stamp("tags of sentences as a tagger gives them that has not seen them");
  tag_unseen(examples, tags.size());
  stamp("names");
  {
    std::map<std::string, const Example*> tagged;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      tagged[key_of(sentences[i].form)] = &examples[i];
    }
    constexpr std::uint16_t kAllLists = 0xFF;
    const NameLists lists(*knowledge, kAllLists);
    NameData names(pool, tagger, lists, tagged);
    model.add("names", train_name_section(names, shared, work));
    model.add("name_lists", std::string(reinterpret_cast<const char*>(&kAllLists), 2));
  }
  const std::string bytes = model.bytes();
  if (auto status = write_file(out, bytes); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.error().message.c_str());
    return 2;
  }
  for (const auto& [name, size] : model.sizes()) {
    std::fprintf(stderr, "section %-10s %10zu bytes\n", name.c_str(), size);
  }
  stamp("done");
  return 0;
}

}  // namespace
}  // namespace sayso::train

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "train_model SHARED_DIR DATA_DIR WORK_DIR KNOWLEDGE.img OUT.bin\n");
    return 2;
  }
  return sayso::train::run(argv[1], argv[2], argv[3], argv[4], argv[5]);
}
