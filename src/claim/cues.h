// SPDX-License-Identifier: Apache-2.0
// CueLexicon: the tables `cues`, `channels` and `source_nouns` in the form the stage asks for. A
// cue is found by the folded hash of its lemma (and particle); each row holds for some frames.
// Immutable after load, shared by all workers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "lex/lex.h"

namespace sayso::claims {

enum class CuePos : std::uint8_t { verb, noun, adj, adv, adp };

// How a cue carries its content; a row of `cues` lists the frames it holds for. Bits.
enum Frame : std::uint32_t {
  kFrameThat = 1U << 0,   // a finite clause
  kFrameQuote = 1U << 1,  // words in quotation marks
  kFrameIf = 1U << 2,     // an indirect question
  kFrameTo = 1U << 3,     // an infinitive; for verbs of `to` also "refer to X"
  kFrameObjTo = 1U << 4,  // somebody to do something
  kFrameNp = 1U << 5,     // a noun phrase
  kFrameName = 1U << 6,   // call X Y, describe X as Y
  kFrameFor = 1U << 7,    // the prepositions
  kFrameOf = 1U << 8,
  kFrameAbout = 1U << 9,
  kFrameOn = 1U << 10,
  kFrameWith = 1U << 11,
  kFrameAgainst = 1U << 12,
  kFrameAs = 1U << 13,
  kFrameSeem = 1U << 14,       // it seems that; X appears to
  kFramePassiveTo = 1U << 15,  // X is believed to
  kFrameAdverb = 1U << 16,     // reportedly
  kFrameModifier = 1U << 17,   // the alleged
  kFrameAccording = 1U << 18,
  kFrameHeadline = 1U << 19,  // a colon or a dash between source and content
  kFrameLoose = 1U << 20,     // a known word with content in none of its frames
  kFrameAt = 1U << 21,        // put the number at forty
  kFrameNumber = 1U << 23,    // counted forty ships
  kFrameWhom = 1U << 22       // no clause without a listener: "told that C" is a passive
};

enum class Stance : std::uint8_t { neutral, distance, deny, refuse, question, other };

struct Cue {
  std::uint32_t frames = 0;
  float strength = 0;
  CuePos pos = CuePos::verb;
  ClaimAct act = ClaimAct::speech;
  Certainty certainty = Certainty::asserted;
  Channel channel = Channel::unstated;
  Stance stance = Stance::neutral;
  bool blames = false;  // stance "attack", in words: "slammed", "condemned"
};

// `nobody`: words for people in general, whose views are nobody's say-so ("you").
enum class SourceKind : std::uint8_t { none, anonymous, indefinite, document, unknown, nobody };
// `anonymity`: the words say that the source is not named ("who asked not to be named").
// `piece`: the words say what kind of piece follows ("Analysis: ..."), not who tells it.
enum class ChannelRole : std::uint8_t { place, addressee, source, outlet, anonymity, piece };

class CueLexicon {
 public:
  static Result<CueLexicon> make(const Knowledge& knowledge);

  // Rows of `cues` whose key folds to `lemma`, any part of speech.
  [[nodiscard]] RowRange find(FoldHash lemma) const { return cues_->find(lemma).rows; }
  [[nodiscard]] const Cue& cue(std::uint32_t row) const { return rows_[row]; }
  // The strongest row for this part of speech that holds for one of `frames`; null if none.
  [[nodiscard]] const Cue* best(FoldHash lemma, CuePos pos, std::uint32_t frames) const;
  // All frames this part of speech of the lemma holds for.
  [[nodiscard]] std::uint32_t frames(FoldHash lemma, CuePos pos) const;

  struct SourceNoun {
    SourceKind kind = SourceKind::none;
    Channel channel = Channel::unstated;
  };
  [[nodiscard]] SourceNoun source_noun(FoldHash lemma) const;
  // A noun for persons, groups or organisations: army, ministry, doctor.
  [[nodiscard]] bool is_agent(FoldHash lemma) const {
    return agents_ != nullptr && !agents_->find(lemma).rows.empty();
  }
  // The channel the words from token `first` on name in this role, or unstated; longest match.
  Channel channel_at(const Document& document, std::uint32_t first, std::uint32_t limit,
                     ChannelRole role) const;
  // The words from token `first` on say that the source is not named.
  [[nodiscard]] bool hides_name(const Document& document, std::uint32_t first,
                                std::uint32_t limit) const;
  // The same, and the words end just before token `end`.
  [[nodiscard]] bool hides_name_until(const Document& document, std::uint32_t first,
                                      std::uint32_t end) const;
  // The words name a kind of piece.
  [[nodiscard]] bool names_piece(const Document& document, TokenRange words) const;

 private:
  static constexpr std::uint32_t kNoRow = 0xFFFFFFFF;
  [[nodiscard]] std::uint32_t channel_row(const Document& document, std::uint32_t first,
                                          std::uint32_t limit, ChannelRole role) const;
  const Table* cues_ = nullptr;
  const Table* channels_ = nullptr;
  const Table* nouns_ = nullptr;
  const Table* agents_ = nullptr;
  std::vector<Cue> rows_;
  std::vector<SourceNoun> noun_rows_;
  struct ChannelRow {
    std::uint8_t roles = 0;  // bits of ChannelRole
    Channel channel = Channel::unstated;
  };
  std::vector<ChannelRow> channel_rows_;
};

}  // namespace sayso::claims
