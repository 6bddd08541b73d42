// SPDX-License-Identifier: Apache-2.0
#include "claim/cues.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "lex/phrases.h"

namespace sayso::claims {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 23> kFrameNames{{
    {"that", kFrameThat},
    {"quote", kFrameQuote},
    {"if", kFrameIf},
    {"to", kFrameTo},
    {"obj-to", kFrameObjTo},
    {"np", kFrameNp},
    {"name", kFrameName},
    {"for", kFrameFor},
    {"of", kFrameOf},
    {"about", kFrameAbout},
    {"on", kFrameOn},
    {"with", kFrameWith},
    {"against", kFrameAgainst},
    {"as", kFrameAs},
    {"seem", kFrameSeem},
    {"passive-to", kFramePassiveTo},
    {"adverb", kFrameAdverb},
    {"modifier", kFrameModifier},
    {"according", kFrameAccording},
    {"headline", kFrameHeadline},
    {"at", kFrameAt},
    {"whom", kFrameWhom},
    {"number", kFrameNumber},
}};

template <typename Enum>
std::optional<Enum> by_name(std::string_view word, std::string_view (*name)(Enum), int count) {
  for (int i = 0; i < count; ++i) {
    if (name(static_cast<Enum>(i)) == word) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

constexpr int kChannelCount = 11;
constexpr int kCertaintyCount = 5;
constexpr int kActCount = 3;

std::optional<CuePos> pos_from(std::string_view word) {
  constexpr std::array<std::string_view, 5> kNames{"verb", "noun", "adj", "adv", "adp"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == word) {
      return static_cast<CuePos>(i);
    }
  }
  return std::nullopt;
}

Stance stance_from(std::string_view word) {
  if (word == "neutral" || word == "finding") {
    return Stance::neutral;
  }
  if (word == "distance" || word == "hedge") {
    return Stance::distance;
  }
  if (word == "deny") {
    return Stance::deny;
  }
  if (word == "refuse") {
    return Stance::refuse;
  }
  return word == "question" ? Stance::question : Stance::other;
}

Error bad_cell(const Table& table, std::uint32_t row, std::string_view cell) {
  return Error{ErrorCode::corrupt, "table " + std::string(table.name()) + ", key " +
                                       std::string(table.key(row)) + ": unknown value '" +
                                       std::string(cell) + "'"};
}

Result<Cue> read_cue(const Table& t, std::uint32_t row) {
  Cue cue;
  const std::string_view pos = t.text(row, t.column("pos"));
  const auto part = pos_from(pos);
  if (!part) {
    return bad_cell(t, row, pos);
  }
  cue.pos = *part;
  std::string_view unknown;
  for_each_part(t.text(row, t.column("frame")), [&](std::string_view word) {
    std::uint32_t bit = 0;
    for (const auto& [name, frame] : kFrameNames) {
      bit = name == word ? frame : bit;
    }
    unknown = bit == 0 ? word : unknown;
    cue.frames |= bit;
  });
  const std::string_view act = t.text(row, t.column("act"));
  const std::string_view certainty = t.text(row, t.column("certainty"));
  const std::string_view channel = t.text(row, t.column("channel"));
  const auto a = by_name<ClaimAct>(act, claim_act_name, kActCount);
  const auto c = by_name<Certainty>(certainty, certainty_name, kCertaintyCount);
  const auto h = by_name<Channel>(channel, channel_name, kChannelCount);
  if (!a || !c || !h || !unknown.empty()) {
    return bad_cell(t, row, !unknown.empty() ? unknown : !a ? act : !c ? certainty : channel);
  }
  cue.act = *a;
  cue.certainty = *c;
  cue.channel = *h;
  cue.stance = stance_from(t.text(row, t.column("stance")));
  cue.blames = t.text(row, t.column("stance")) == "attack";
  cue.strength = t.real(row, t.column("strength"));
  return cue;
}

std::optional<ChannelRole> role_from(std::string_view word) {
  constexpr std::array<std::string_view, 6> kNames{"place",  "addressee", "source",
                                                   "outlet", "anonymity", "piece"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == word) {
      return static_cast<ChannelRole>(i);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<CueLexicon> CueLexicon::make(const Knowledge& knowledge) {
  CueLexicon lexicon;
  lexicon.cues_ = &knowledge.table("cues");
  lexicon.channels_ = &knowledge.table("channels");
  lexicon.nouns_ = &knowledge.table("source_nouns");
  lexicon.agents_ = knowledge.find_table("agents");
  for (std::uint32_t row = 0; row < lexicon.cues_->rows(); ++row) {
    SAYSO_TRY(auto cue, read_cue(*lexicon.cues_, row));
    lexicon.rows_.push_back(cue);
  }
  const Table& channels = *lexicon.channels_;
  for (std::uint32_t row = 0; row < channels.rows(); ++row) {
    ChannelRow entry;
    const std::string_view name = channels.text(row, channels.column("channel"));
    const auto channel = by_name<Channel>(name, channel_name, kChannelCount);
    if (!channel) {
      return bad_cell(channels, row, name);
    }
    entry.channel = *channel;
    for_each_part(channels.text(row, channels.column("role")), [&](std::string_view word) {
      if (const auto role = role_from(word)) {
        entry.roles = static_cast<std::uint8_t>(entry.roles | (1U << static_cast<unsigned>(*role)));
      }
    });
    lexicon.channel_rows_.push_back(entry);
  }
  const Table& nouns = *lexicon.nouns_;
  for (std::uint32_t row = 0; row < nouns.rows(); ++row) {
    SourceNoun noun;
    const std::string_view kind = nouns.text(row, nouns.column("kind"));
    noun.kind = kind == "anonymous"    ? SourceKind::anonymous
                : kind == "indefinite" ? SourceKind::indefinite
                : kind == "document"   ? SourceKind::document
                : kind == "nobody"     ? SourceKind::nobody
                                       : SourceKind::unknown;
    noun.channel =
        by_name<Channel>(nouns.text(row, nouns.column("channel")), channel_name, kChannelCount)
            .value_or(Channel::unstated);
    lexicon.noun_rows_.push_back(noun);
  }
  return lexicon;
}

const Cue* CueLexicon::best(FoldHash lemma, CuePos pos, std::uint32_t frames) const {
  const Cue* best = nullptr;
  const RowRange rows = find(lemma);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    const Cue& c = rows_[row];
    if (c.pos == pos && (c.frames & frames) != 0 &&
        (best == nullptr || c.strength > best->strength)) {
      best = &c;
    }
  }
  return best;
}

std::uint32_t CueLexicon::frames(FoldHash lemma, CuePos pos) const {
  std::uint32_t frames = 0;
  const RowRange rows = find(lemma);
  for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
    frames |= rows_[row].pos == pos ? rows_[row].frames : 0;
  }
  return frames;
}

CueLexicon::SourceNoun CueLexicon::source_noun(FoldHash lemma) const {
  const RowRange rows = nouns_->find(lemma).rows;
  return rows.empty() ? SourceNoun{} : noun_rows_[rows.begin];
}

std::uint32_t CueLexicon::channel_row(const Document& document, std::uint32_t first,
                                      std::uint32_t limit, ChannelRole role) const {
  const auto match = longest_match(*channels_, document, first, limit, LastWord::form_or_lemma);
  if (!match) {
    return kNoRow;
  }
  for (std::uint32_t row = match->rows.begin; row < match->rows.end; ++row) {
    if ((channel_rows_[row].roles >> static_cast<unsigned>(role) & 1U) != 0 &&
        row_fits(*channels_, row, document, match->tokens)) {
      return row;
    }
  }
  return kNoRow;
}

Channel CueLexicon::channel_at(const Document& document, std::uint32_t first, std::uint32_t limit,
                               ChannelRole role) const {
  const std::uint32_t row = channel_row(document, first, limit, role);
  return row == kNoRow ? Channel::unstated : channel_rows_[row].channel;
}

bool CueLexicon::names_piece(const Document& document, TokenRange words) const {
  while (words.size() > 1 && document.tokens.upos[words.begin] == Upos::punct) {
    ++words.begin;
  }
  const auto match =
      longest_match(*channels_, document, words.begin, words.end, LastWord::form_or_lemma);
  return match && match->tokens.end == words.end &&
         channel_row(document, words.begin, words.end, ChannelRole::piece) != kNoRow;
}

bool CueLexicon::hides_name_until(const Document& document, std::uint32_t first,
                                  std::uint32_t end) const {
  const auto match = longest_match(*channels_, document, first, end, LastWord::form_or_lemma);
  return match && match->tokens.end == end && hides_name(document, first, end);
}

bool CueLexicon::hides_name(const Document& document, std::uint32_t first,
                            std::uint32_t limit) const {
  return channel_row(document, first, limit, ChannelRole::anonymity) != kNoRow;
}

}  // namespace sayso::claims
