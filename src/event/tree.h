// SPDX-License-Identifier: Apache-2.0
// What all parts of this room see: the document, the patterns, and per-token indexes that prepare()
// fills once a document (what is known of each lemma, whose mention, which place, which claim), and
// small questions about the tree: who is the subject of a verb, through control, conjunction,
// relative and reduced relative clauses. One View a worker; buffers keep their capacity.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "doc/document.h"
#include "event/patterns.h"

namespace sayso::coding {

constexpr std::uint32_t kNoToken = 0xFFFFFFFF;
constexpr std::uint32_t kMost = 8;  // of conjuncts, steps of control: bounds hostile input

struct View {
  Document* d = nullptr;
  const Patterns* patterns = nullptr;
  std::vector<const LexEntry*> entry;    // by token, what is known of its lemma
  std::vector<std::uint64_t> key;        // by token, fold hash of its lemma as the tables spell it
  std::vector<ThingMask> thing_mask;     // by token, kinds of thing; two-word keys included
  std::vector<std::uint32_t> mention;    // by token, mention whose head it is (or covers it)
  std::vector<std::uint32_t> place;      // by token, row of Document::places
  std::vector<std::uint32_t> claim;      // by token, innermost claim whose content it stands in
  std::vector<std::uint8_t> cue;         // by token, 1 in the cue of some claim
  std::vector<std::uint8_t> participle;  // by token, 1: a passive tagged as something else
  std::vector<std::uint8_t> misread;     // by token, 1: a noun tagged as a verb: "gas flows … fell"
  std::vector<std::uint8_t> dated;       // by token, 1 in an expression of time
  std::vector<std::uint32_t> claim_size;       // scratch of prepare()
  std::vector<const LexEntry*> subject_words;  // scratch of prepare(): each once
  std::vector<TokenRange> crafts;              // where a ship or an aircraft is named: "Ever Given"
  std::vector<std::uint32_t> craft;            // by token, its row there, or kNoToken
  // by token of a name ("Zueitina"), the noun that says what site it is ("the port of Zueitina")
  std::vector<std::uint32_t> site_name;
  // where each such name first stands for the site and not for who runs it
  std::unordered_map<std::string, std::uint32_t> site_called;

  [[nodiscard]] std::uint32_t entity_of(std::uint32_t t) const;  // kNoToken: none
  // Head word of the source of the claim `t` stands in, or kNoToken.
  [[nodiscard]] std::uint32_t claim_source(std::uint32_t t) const;

  bool playful = false;   // the report is about sport or markets
  bool sporting = false;  // it is about sport
  bool mishap = false;    // it is about an accident or a disaster, and nobody uses force in it
  // The country most of whom and of what the report names are of, by its code; empty: no such
  std::string home;
  bool business = false;  // it is about firms, markets, the economy

  void prepare(Document& document, const Patterns& compiled);

  [[nodiscard]] const TokenTable& tokens() const { return d->tokens; }
  [[nodiscard]] std::string_view lemma(std::uint32_t t) const {
    return d->symbols.text(d->tokens.lemma[t]);
  }
  [[nodiscard]] std::string_view lower(std::uint32_t t) const {
    return d->symbols.text(d->tokens.lower[t]);
  }
  [[nodiscard]] Deprel relation(std::uint32_t t) const {
    return base_relation(d->tokens.deprel[t]);
  }
  [[nodiscard]] const ThingMask& things(std::uint32_t t) const { return thing_mask[t]; }
  // The modality row of token `t` for what it governs and its part of speech, or null.
  [[nodiscard]] const Modality* modality(std::uint32_t t, Govern governs) const;
  [[nodiscard]] bool plays(std::uint32_t t) const;  // a word of sport or markets
  [[nodiscard]] bool is_verb(std::uint32_t t) const;
  [[nodiscard]] bool is_nominal(std::uint32_t t) const;

 private:
  void note_subject(const LexEntry* word) {
    if (word->tells_subject()) {
      subject_words.push_back(word);
    }
  }
  void mark_home();     // fills home
  void mark_subject();  // fills playful, sporting, business
};

// crafts.cc: fills crafts and craft. REQUIRES: all other indexes are filled.
void mark_crafts(View& view);
// sites.cc: fills site_name; "the Sharara field" is a facility. REQUIRES: as mark_crafts.
void mark_sites(View& view);
// "St. Lawrence Seaway", headed by its first word: the last word of the name, which says what kind
// of thing it is; the token itself where nothing follows it.
std::uint32_t kind_word(const View& view, std::uint32_t token);
// One capitalised word taken for a person nobody knows: it may as well be a town ("control of
// Mekelle"), where a frame asks for a place.
bool may_be_place(const View& view, std::uint32_t token);
// "holds Al-Rahad, which lies between": no person, whatever it was taken for.
bool is_told_as_thing(const View& view, std::uint32_t token);
// Logical subject candidates of a verb, adjective or copular noun; at most kMost.
void collect_subjects(const View& view, std::uint32_t token, std::vector<std::uint32_t>& out,
                      bool& surface_passive);
bool is_passive(const View& view, std::uint32_t token);
// A finite verb the parser took for a participle after the noun that is its subject.
bool is_misread_clause(const View& view, std::uint32_t token);
// The object of such a verb, read as beside its subject: "Planes bombed blocks". kNoToken: none.
std::uint32_t object_beside(const View& view, std::uint32_t token);
// "Britain lifted sanctions" read as a noun phrase: the verb before the noun that is its object,
// whichever of the two has the subject. Returns the subject, or kNoToken.
std::uint32_t subject_of_modifier(const View& view, std::uint32_t token);
// Looks through "thousands of", "one of".
std::uint32_t content_head(const View& view, std::uint32_t token);
// First child of `token` with the relation, or kNoToken.
std::uint32_t child(const View& view, std::uint32_t token, Deprel relation);

bool is_relative_pronoun(const View& view, std::uint32_t token);
// The noun a relative clause headed by `verb` stands at, or kNoToken.
std::uint32_t relative_antecedent(const View& view, std::uint32_t verb);
// The token and what is joined to it.
void add_conjuncts(const View& view, std::uint32_t token, std::vector<std::uint32_t>& out);
// The noun phrase that ends right before `token`, a comma between them or not, or kNoToken.
std::uint32_t noun_before(const View& view, std::uint32_t token);
bool has_mark_to(const View& view, std::uint32_t verb);
// Its own preposition is one of these.
bool has_case(const View& view, std::uint32_t token, std::initializer_list<std::string_view> any);
// Its preposition, or the mark of a clause; parsers hang it on a number too: "to 18 rebels".
std::uint32_t preposition_of(const View& view, std::uint32_t token);

}  // namespace sayso::coding
