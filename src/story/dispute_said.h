// SPDX-License-Identifier: Apache-2.0
// What a claim says, as far as another can be set against it: its content words, the figures in it,
// whether its main clause is denied, and how it says things are. Private to story/.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "story/dispute_words.h"

namespace sayso {

struct Figure {
  std::uint64_t head = 0;  // fold hash of the counted noun's lemma; 0: none named
  double low = 0, high = 0;
  TokenRange words;
  TokenRange what;
  bool money = false;
  bool vague = false;  // "several"
};

struct SaidValue {                       // "the tank is cracked"
  std::uint32_t subject = 0, token = 0;  // tokens
  bool negated = false;
  const std::vector<DisputeWords::Value>* values = nullptr;
};

struct Said {
  std::vector<std::uint64_t> words;   // content lemmas, sorted
  std::vector<std::uint32_t> tokens;  // where they stand
  std::vector<Figure> figures;
  std::uint32_t first = 0, sentence = 0;  // token, sentence of the content
  bool denies = false, usable = false;    // denies: by its cue or within ("was not hit")
  bool cued = false;                      // denies by its cue: "denied", "rejected"
  bool negated = false;                   // its main clause is
  bool open = false;                      // not said to be so: "would", "may"
  bool mere = false;                      // "that", "this", "the accusation": what was said before
  bool nobody = false;                    // "that nobody was": of what was said before
  bool own = false;          // says how many of its teller's own: "it would recall 10 models"
  bool thought = false;      // held to be so: "thought that the number was 9"
  bool noun = false;         // its main word is a noun of which nothing is said: "bankers who met"
  bool acts = false;         // its main word is a verb that says what is done
  bool only_number = false;  // "the number at 43", "430 had crossed": of what, was said before
  bool tells = false;        // has a verb: "court papers" that somebody cites say nothing yet
  std::uint64_t root = 0;    // lemma of the main predicate
  std::uint64_t absent = 0;  // lemma of what there is none of: "no agreement was reached"
  std::vector<std::uint64_t> parts;  // lemmas of its subject and object
  std::vector<SaidValue> values;
  std::vector<std::uint32_t> deeds;  // verbs of what is said to be so
  struct Held {                      // of these, "detained", and whom
    std::uint32_t verb, whom;
  };
  std::vector<Held> held;
  std::vector<std::uint32_t> none;   // of what nobody or nothing did: "nothing has been signed"
  std::vector<std::uint32_t> frees;  // "we hold no driver": of whoever is said to be held
};

class SaidReader {
 public:
  SaidReader(const Document& document, const DisputeWords& words) : d_(document), words_(words) {}
  [[nodiscard]] Said read(const Claim& claim) const;

  [[nodiscard]] std::uint64_t lemma(std::uint32_t token) const;
  // Times and shares pass from one matter to another too easily.
  [[nodiscard]] bool is_measure(const Figure& figure) const;
  [[nodiscard]] bool is_unit(const Figure& figure) const;
  // A name, be it of a country or its people.
  [[nodiscard]] bool is_name(std::uint32_t token) const;
  // Two verbs that tell of the same: one word, or "killed" and "died".
  [[nodiscard]] bool same_deed(std::uint32_t a, std::uint32_t b) const;
  // Whom the verb befalls, if a person: the token; else no_one().
  [[nodiscard]] std::uint32_t befallen(std::uint32_t verb) const;
  // What the sentence, or the one before it, asks or counts: "how many lorries", "the number of
  // lorries"; else no_one().
  [[nodiscard]] std::uint32_t asked_before(std::uint32_t sentence) const;
  [[nodiscard]] std::uint32_t no_one() const { return d_.tokens.size(); }

 private:
  [[nodiscard]] bool names(const Figure& figure, DisputeWords::Kind kind) const;
  [[nodiscard]] bool denies_truth(const Claim& claim) const;
  [[nodiscard]] std::string_view lemma_text(std::uint32_t token) const;
  // content.end: none
  [[nodiscard]] std::uint32_t root_of(TokenRange content) const;
  [[nodiscard]] bool is_content(std::uint32_t token) const;
  [[nodiscard]] bool is(std::uint32_t token, DisputeWords::Kind kind) const;
  [[nodiscard]] bool refers_back(const Said& s) const;
  [[nodiscard]] bool called_false(const Said& s) const;
  [[nodiscard]] bool begins_with_number(const Said& s) const;
  [[nodiscard]] bool only_number(const Said& s) const;
  [[nodiscard]] bool is_party(std::uint32_t token) const;
  [[nodiscard]] bool holds_nobody(std::uint32_t verb, TokenRange content) const;
  [[nodiscard]] bool is_nobody(TokenRange content) const;
  [[nodiscard]] bool of_its_own(const Claim& claim, TokenRange content) const;
  void figures(TokenRange r, Said& s) const;
  void name_counted(TokenRange content, Figure& f) const;
  void clause(TokenRange content, Said& s) const;
  [[nodiscard]] bool negates(std::uint32_t predicate, TokenRange content) const;
  void values(TokenRange content, Said& s) const;
  void deeds(TokenRange content, Said& s) const;

  const Document& d_;
  const DisputeWords& words_;
};

}  // namespace sayso
