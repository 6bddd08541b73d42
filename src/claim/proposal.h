// SPDX-License-Identifier: Apache-2.0
// Proposal: a word that may be the cue of a claim, and what the rules would take as its source, cue
// and content: one label a token of the sentence around it. The scorer (score.h) then says whether
// it is a claim at all and may move the labels; without a trained model the rules stand as they
// are.
#pragma once

#include <cstdint>
#include <vector>

#include "claim/cues.h"
#include "claim/quotes.h"
#include "claim/tree.h"

namespace sayso::claims {

enum Label : std::uint8_t { kOut, kSource, kCue, kContent };
constexpr int kLabels = 4;

// What the rules read; views of one worker's buffers for the document at hand.
struct Context {
  const Document& document;
  const Tree& tree;
  const Quotes& quotes;
  const CueLexicon& lexicon;
};

struct Proposal {
  std::uint32_t head = Tree::kNone;         // the token that says: "said", "claim", ":"
  std::uint32_t source_head = Tree::kNone;  // head of the source's noun phrase
  std::uint32_t content_head = Tree::kNone;
  TokenRange window;                // the sentence, cut to kReach tokens either side
  std::vector<std::uint8_t> label;  // Label of each token of the window
  const Cue* cue = nullptr;         // the row that fits the frame; null if the word is not known
  Frame frame = kFrameThat;
  float prior = 0;             // how sure the rules are, 0..1
  float rule = 0;              // the rules' own prior, kept when the learned score replaces it
  bool quote = false;          // content in quotation marks found beside the cue
  bool sure_cue = false;       // the rules know where the cue begins: "was quoted as saying"
  bool told_after = false;     // "C, X said.": by its place alone as sure as can be
  bool sure_source = false;    // the rules know the source by its place alone
  bool sure_labels = false;    // the rules know all labels
  bool shared_source = false;  // the source is the subject of another verb ("..., adding that")
  std::uint32_t ends = Tree::kNone;    // no content from this token on
  std::uint32_t silent = Tree::kNone;  // spoken of, and no speaker: the subject of "was criticised"

  static constexpr std::uint32_t kReach = 160;

  // Makes an empty proposal around `token`; keeps the label buffer.
  void begin(const Context& context, std::uint32_t token);
  [[nodiscard]] bool in_window(std::uint32_t t) const { return window.contains(t); }
  [[nodiscard]] std::uint8_t at(std::uint32_t t) const { return label[t - window.begin]; }
  void paint(TokenRange tokens, Label with);
  void paint_below(const Tree& tree, std::uint32_t top, Label with);
  [[nodiscard]] bool has(Label wanted) const;
};

// Fills `proposal` for the word at `token`; false if no structure there could be a claim.
bool propose(const Context& context, std::uint32_t token, Proposal& proposal);

// What it would tell is nobody's say-so: "you see", "anyone who hopes", "imagine that".
bool nobody_says(const Context& context, const Proposal& proposal);

// The parts of propose(), by the kind of word.
bool propose_verb(const Context& context, std::uint32_t token, Proposal& proposal);
bool propose_noun(const Context& context, std::uint32_t token, Proposal& proposal);
bool propose_adjective(const Context& context, std::uint32_t token, Proposal& proposal);
bool propose_adverb(const Context& context, std::uint32_t token, Proposal& proposal);
bool propose_according(const Context& context, std::uint32_t token, Proposal& proposal);
bool propose_headline(const Context& context, std::uint32_t token, Proposal& proposal);

// The infinitive at `clause` is itself a known cue with content of its own.
bool tells_itself(const Context& context, std::uint32_t clause);
// The noun that carries the verb of telling at `verb` and says whose it is ("Russia's attempts to
// portray"), or kNone.
std::uint32_t carried_by_noun(const Context& context, std::uint32_t verb);

// Whose words or thoughts the predicate at `token` tells: its subject, or the subject it shares
// with the verb above it, or the noun it modifies.
struct Sayer {
  std::uint32_t token = Tree::kNone;
  bool shared = false;
};
Sayer find_sayer(const Tree& tree, std::uint32_t token);
// Labels the source's noun phrase, without the clause the cue stands in.
void paint_source(const Tree& tree, Proposal& proposal, Sayer sayer);
// Labels the cue word with its auxiliaries, particles and adverbs.
void paint_cue(const Tree& tree, Proposal& proposal);

}  // namespace sayso::claims
