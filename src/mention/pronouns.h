// SPDX-License-Identifier: Apache-2.0
// Who "he" or "she" is: every person told of in this sentence and the three before it is a
// candidate, described by features of its nearest mention (how far, what role, whose clause) and of
// its entity (how often, named, gender); the sum of their weights decides. The weights are the
// table `mention.coref`. Private to coref.cc.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "mention/found.h"

namespace sayso::mention {

struct EntityState {  // beside Document::entities
  char gender = 0;
  std::uint32_t mentions = 0;
  bool spoke = false;           // was the subject of a verb of saying
  bool located = false;         // stood as a place: "in X", "the city of X"
  std::uint32_t named = kNone;  // the longest name
  Symbol country;
  bool settled = false;  // the code is a country's
  bool guessed = false;  // the code's country is that of the report
};

class PronounRanker {
 public:
  PronounRanker(const Catalog& c, const Document& d, const Buffers& b,
                const std::vector<EntityState>& entities)
      : c_(c), d_(d), t_(d.tokens), b_(b), entities_(entities) {
    first_in_sentence_.assign(d.sentences.size(), kNone);
    subject_.assign(d.sentences.size(), kNone);
  }

  // The mention was joined to its entity; call in text order.
  void joined(const Found& f);

  struct Answer {
    std::uint32_t entity = kNone;
    std::uint32_t later = kNone;  // or: row of the name that follows ("After his return, Lee ...")
  };
  // `known(row)`: the entity opened before that the name at this row joins, or kNone.
  template <typename Known>
  Answer antecedent(std::uint32_t row, const Known& known) {
    gather(row);
    fronted_ = kNone;
    const std::uint32_t sentence = t_.sentence[b_.found[row].head];
    std::uint32_t later = kNone;
    bool found = false;  // the one whose clause the pronoun stands in
    for (std::uint32_t k = row + 1; k < b_.found.size() && k < row + kAhead && !found; ++k) {
      const Found& g = b_.found[k];
      if (t_.sentence[g.head] != sentence) {
        break;
      }
      if (g.form != MentionForm::name || g.kind != MentionKind::person || !agree(row, g.gender)) {
        continue;
      }
      found = governs(k, row);
      const std::uint32_t entity = known(k);
      later = entity == kNone && (later == kNone || found) ? k : later;
      if (found) {
        front(entity, k);
      }
    }
    if (later != kNone) {
      candidates_.insert(candidates_.begin(), {kNone, later});
    }
    return best(row);
  }

 private:
  static constexpr std::uint32_t kWindow = 64, kAhead = 12, kSentences = 3;
  struct Candidate {
    std::uint32_t entity, row;  // row: its nearest mention
  };
  enum class Role : std::uint8_t { subj, obj, obl, poss, nmod, compound, agent, other };
  struct Place {  // in the tree
    Role role;
    std::uint32_t at, verb;  // the token whose role it is; the verb above it
  };

  void gather(std::uint32_t row);
  // "In her home town Lee has ...": the pronoun hangs in the clause whose subject the name is.
  [[nodiscard]] bool governs(std::uint32_t name, std::uint32_t row) const;
  void front(std::uint32_t entity, std::uint32_t row);
  Answer best(std::uint32_t row);
  float score(std::uint32_t row, const Candidate& c, bool nearest) const;
  void log(std::uint32_t row) const;
  // add(feature, value) for all that speaks for or against the candidate.
  template <typename Add>
  void describe(std::uint32_t row, const Candidate& c, bool nearest, Add&& add) const;
  template <typename Add>
  void describe_distance(std::uint32_t row, const Candidate& c, const Place& g, Add&& add) const;
  template <typename Add>
  void describe_entity(std::uint32_t row, const Candidate& c, const Place& p, Add&& add) const;
  template <typename Add>
  void describe_clause(std::uint32_t row, const Candidate& c, const Place& p, const Place& g,
                       Add&& add) const;
  [[nodiscard]] bool eligible(const Found& f) const;
  [[nodiscard]] bool agree(std::uint32_t row, char gender) const {
    const char own = b_.found[row].gender;
    return own == 0 || gender == 0 || own == gender;
  }
  // Which pair of roles: a third of the number of its features.
  static std::size_t role_pair(Role pronoun, Role mention);
  [[nodiscard]] Place place_of(std::uint32_t token) const;
  [[nodiscard]] bool under(std::uint32_t token, std::uint32_t above, int steps) const;
  [[nodiscard]] bool says(const Place& p) const {
    return p.role == Role::subj && !t_.is_root(p.at) &&
           (c_.links(d_, t_.head[p.at]) & kSpeech) != 0;
  }

  const Catalog& c_;
  const Document& d_;
  const TokenTable& t_;
  const Buffers& b_;
  const std::vector<EntityState>& entities_;
  std::vector<Candidate> candidates_;
  std::uint32_t fronted_ = kNone;                 // the entity of front()
  std::uint32_t most_ = 0;                        // mentions of the candidate told of most often
  std::vector<std::uint32_t> subject_;            // of a sentence: the entity of its main clause
  std::vector<std::uint32_t> first_in_sentence_;  // entity
  std::vector<std::uint32_t> seen_;  // entity -> row + 1 of the pronoun it was seen for
};

}  // namespace sayso::mention
