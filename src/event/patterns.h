// SPDX-License-Identifier: Apache-2.0
// The event tables of data/lexicon, compiled once: which words may tell of an event, what must
// stand around them, and what the event then is. data/FORMAT.md describes the tables and the
// small language of their cells.
//
//   word  -> classes (event.words): "shell" v -> bombard; "take" v with obj:control -> seize
//   class -> frames (event.frames): bombard v, object place -> ASSAULT, cameo 194, roles, effects
//   word  -> kinds of thing (event.things): "artillery" -> weapon
//   change x kind of thing -> state (event.changes): "halt" of a flow -> status stopped
//   word  -> what it does to certainty and time of what it governs (event.modality)
//
// Immutable after compile(); one hash lookup per token finds all that is known of its lemma.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/symbols.h"
#include "doc/facts.h"
#include "lex/lex.h"

namespace sayso::coding {

constexpr std::size_t kMostThings = 256;
using ThingMask = std::bitset<kMostThings>;

// Where an argument stands seen from the word that tells of the event.
enum class Slot : std::uint8_t {
  subj,     // logical subject: who does it
  obj,      // logical object
  iobj,     // to whom, without a preposition
  poss,     // possessor of a noun
  mod,      // what stands before a noun: compound, adjective of nationality
  prep,     // after a preposition, named in SlotRef::prep
  clause,   // verb of a complement or infinitive clause
  adv,      // adverb
  prt,      // particle of a phrasal verb
  speaker,  // who is said to say the clause the word stands in
  own,      // the preposition before a noun itself: "in" of "is in custody"
  here,     // of effects only: the site the word is told of, as far as the report says (sites.cc)
  self      // the word itself
};

struct SlotRef {
  Slot slot = Slot::subj;
  std::string prep;  // lower case; only for Slot::prep
};

enum class Trait : std::uint8_t {
  any,
  actor,
  person,
  place,
  facility,
  works,  // what runs, is shut or is passed: facility, way, line, supply
  force,
  country,
  coop,
  conflict,
  event,
  named,
  number,
  verb,
  thing,
  lemma,
  several,
  unknown,  // a noun of which the tables say nothing
  negated
};

struct Test {
  Trait trait = Trait::any;
  ThingMask things;
  std::uint64_t lemma = 0;  // fold hash
};

// One of `any_of` must hold for some filler of the slot (none of them if `refuse`).
struct Constraint {
  std::vector<Test> any_of;
  bool refuse = false;
  bool optional = false;  // holds too if the slot is empty
};

struct SlotRule {
  SlotRef slot;
  Constraint constraint;
};

struct RoleRule {
  Role role = Role::agent;
  std::vector<SlotRef> slots;  // the first filled one gives the arguments
};

constexpr std::uint32_t kNoChange = 0xFFFFFFFF;

struct EffectRule {
  std::uint32_t change = kNoChange;  // a row of changes(): the kind of thing says which state it is
  StateVariable variable = StateVariable::control;
  std::string value;       // words; {agent} {target} {to} {from} {at} stand for arguments
  std::string value_code;  // empty: the words themselves
  std::string planned;     // what holds if it is planned ("are to begin"); empty: the same, planned
  std::string negated;     // what holds if the word is negated ("no ship passes"); empty: nothing
  SlotRef entity;
  bool entity_is_role = false;
  Role entity_role = Role::target;
};

enum FrameFlag : std::uint16_t {
  kEatsClause = 1,     // its clause is part of this happening: no event of its own
  kDurative = 2,       // goes on: present perfect and nouns read as ongoing
  kBackground = 4,     // a noun that is mostly mentioned, not told
  kFirm = 8,           // kept without a known actor, and in sport and business reports
  kReciprocal = 16,    // several subjects do it to each other
  kStateOnly = 32,     // no event, only its effects
  kNothing = 64,       // a reading that is no event: wins over others and gives nothing
  kTopic = 128,        // events named in its object are what it is about, not told
  kNeedsTarget = 256,  // no event without a resolved target
  kNeedsAgent = 512,
  kAside = 1024,    // a state told beside whatever event the word tells: competes with none
  kAble = 2048,     // "can" leaves it certain: what can be reached is open
  kUndoes = 8192,   // its state is over: "lost the town"
  kIfHeld = 16384,  // told only of one whom the report says to have been held
  kChange = 32768,  // as kAside, told after those, where they have not told it
  kSequel = 4096    // what became of one hurt before: its count goes to that event, if there is one
};

constexpr std::uint16_t kTellsState = kAside | kStateOnly | kChange;

// What a change makes of a thing, by its kind: the first row that fits.
struct Change {
  struct Row {
    std::vector<Test> kinds;
    EffectRule effect;  // its entity is unset; without words: no state
  };
  std::vector<Row> rows;
};

// What is true of a whole type: column traits of ontology.types.
enum TypeTrait : std::uint8_t {
  kWords = 1,     // done with words alone: its target is who is spoken of or to
  kToStates = 2,  // private people and firms do it to states, too
  kPapers = 4,    // a treaty, a report, a law may do it
  kDeed = 8,      // somebody may be blamed for it
  kHabit = 16     // in a relative clause in the present it is what somebody is wont to do
};

struct Frame {
  std::uint32_t class_id = 0;
  char pos = 'v';
  std::vector<SlotRule> rules;
  std::vector<RoleRule> roles;
  std::vector<EffectRule> effects;
  std::string type, mode, cameo, context;
  std::string count;  // "killed", "injured", "kidnapped", "arrested" or empty
  std::uint16_t flags = 0;
  std::uint8_t traits = 0;      // of its type
  bool mode_by_weapon = false;  // the weapon, if one is told of, gives the mode instead
  int weight = 0;
  bool cooperative = false, conflictual = false;
  bool some_public = false;      // one side at least must be a state, a force, a public body
  bool agent_public = false;     // its doer must be one, if it is named at all
  bool place_target = false;     // done in a country, it is done to it, if nobody else is named
  bool from_speaker = false;     // some role or rule asks for the speaker
  std::string planned, refused;  // the type if its doer announces it, or says it will not
};

struct WithItem {
  SlotRef slot;
  std::vector<Test> any_of;
};

struct WordRow {
  char pos = 'v';
  std::vector<WithItem> with;
  std::uint32_t class_id = 0;
};

enum class Govern : std::uint8_t { clause, noun, adverb, auxiliary, negation, mark, light, blame };

// What a word does to what it governs. Certainty 2 certain, 1 probable, 0 possible, -1 open;
// kKeep leaves it as it is.
struct Modality {
  static constexpr int kKeep = 9;
  char pos = 'v';
  Govern governs = Govern::clause;
  bool flips = false;  // turns true into false
  int certainty = kKeep;
  bool sets_time = false;
  EventTime time = EventTime::past;
  // blame ("responsible for", "accused X of"): who is said to have done the noun stands as the
  // word's subject 'a', its object 'o', after a preposition 'p' (X of "blamed it on X")
  char side = 'a';  // light verbs: its subject is the agent 'a', the target 't', both 'b', none '-'
};

struct LexEntry {
  // What its standing in a report says of the report's subject, in hundredths: see event.topics.
  std::int16_t sport = 0, business = 0;
  bool force = false;  // "gunman": somebody uses force
  [[nodiscard]] bool tells_subject() const { return sport != 0 || business != 0 || force; }
  std::uint32_t words = 0, words_count = 0;
  std::uint32_t modality = 0, modality_count = 0;
  ThingMask things;
};

// Kinds of thing the code itself asks about.
struct Kinds {
  ThingMask troops, people, body, weapon, vehicle, agreement, site, facility, measure, time, sport,
      market, anchor, flow, money, location, criminal, remains, armed, ethnic, meanwhile, upon,
      doing, carrier, means, topics, publics, arms, linking, built, craft, retracted, hostile,
      papers, mishap, works, rule, ifnamed, first_person, media, community, otherside, abroad,
      likeness;
};

// What is wrong with a row of a table.
Error fault(const Table& table, std::uint32_t row, std::string what);

class Patterns {
 public:
  Kinds kinds;
  // Modes of ASSAULT by kinds of weapon: kinds of thing named "by-" and the mode. The first fits.
  struct WeaponMode {
    ThingMask kind;
    std::string mode;
  };
  std::vector<WeaponMode> weapon_modes;
  // REQUIRES: the tables are in the image. An error names the row that does not read.
  static Result<Patterns> compile(const Knowledge& knowledge);

  [[nodiscard]] const LexEntry* find(FoldHash lemma) const {
    const auto it = entries_.find(lemma.hash);
    return it == entries_.end() ? nullptr : &it->second;
  }
  // The key an inflected form belongs to, 0 if none of ours: for lemmas the parser got wrong.
  [[nodiscard]] std::uint64_t key_of_form(FoldHash form) const {
    const auto it = forms_.find(form.hash);
    return it == forms_.end() ? 0 : it->second;
  }
  [[nodiscard]] bool is_irregular(std::uint64_t key) const { return irregular_.contains(key); }
  [[nodiscard]] const LexEntry* find_hash(std::uint64_t key) const {
    const auto it = entries_.find(key);
    return it == entries_.end() ? nullptr : &it->second;
  }
  [[nodiscard]] const WordRow& word(std::uint32_t row) const { return words_[row]; }
  [[nodiscard]] const Modality& modality(std::uint32_t row) const { return modality_[row]; }
  [[nodiscard]] const std::vector<Frame>& frames() const { return frames_; }
  [[nodiscard]] const Change& change(std::uint32_t row) const { return changes_[row]; }
  struct Range {
    std::uint32_t begin = 0, end = 0;
  };
  [[nodiscard]] Range frames_of(std::uint32_t class_id) const { return class_frames_[class_id]; }
  // All frames of a class, none if there is no such class.
  [[nodiscard]] std::span<const Frame> frames_of_class(const std::string& name) const {
    const auto it = class_ids_.find(name);
    const Range r = it == class_ids_.end() ? Range{} : class_frames_[it->second];
    return {frames_.data() + r.begin, r.end - r.begin};
  }
  [[nodiscard]] ThingMask thing(std::string_view name) const;
  // By bit of ThingMask.
  [[nodiscard]] std::vector<std::string> thing_names() const {
    std::vector<std::string> names(thing_bits_.size());
    for (const auto& [name, bit] : thing_bits_) {
      names[bit] = name;
    }
    return names;
  }
  template <class F>
  void for_each_entry(F&& f) const {
    for (const auto& [key, entry] : entries_) {
      f(entry);
    }
  }
  // Country code of a name or adjective of a country ("Russian"), empty if it is none.
  struct CountryName {
    std::string name, people;  // "Russia", "Russian"
  };
  // By ISO 3166 alpha-3 code, or null.
  [[nodiscard]] const CountryName* country_name(std::string_view code) const {
    const auto it = country_names_.find(std::string(code));
    return it == country_names_.end() ? nullptr : &it->second;
  }
  // Sector (or lone code) of those who act for themselves: firms, citizens, media, schools.
  [[nodiscard]] bool is_private(std::string_view sector) const {
    return entries_private_.contains(std::string(sector));
  }
  // Sector of those who can compel others: states, courts, police, the armed.
  [[nodiscard]] bool has_power(std::string_view sector) const {
    return powers_.contains(std::string(sector));
  }
  [[nodiscard]] bool is_armed(std::string_view sector) const {
    return armed_.contains(std::string(sector));
  }
  // Sector of those who mostly act in their own country: police, rebels, residents; no NGO.
  [[nodiscard]] bool acts_at_home(std::string_view sector) const {
    return at_home_.contains(std::string(sector));
  }
  // Of those, who are as likely to act elsewhere: firms, governments, media.
  [[nodiscard]] bool is_anywhere(std::string_view sector) const {
    return anywhere_.contains(std::string(sector));
  }
  // Of a code: what such an actor holds is its own and not its country's ("UKR REB", "USA BUS").
  [[nodiscard]] bool holds_for_itself(std::string_view code) const;
  // What a number word counts ("two"), or -1.
  [[nodiscard]] std::int32_t cardinal(FoldHash word) const {
    const auto it = cardinals_.find(word.hash);
    return it == cardinals_.end() ? -1 : it->second;
  }
  [[nodiscard]] std::string_view country(FoldHash word) const {
    const auto it = countries_.find(word.hash);
    return it == countries_.end() ? std::string_view{} : it->second;
  }

 private:
  Status read_things(const Table& table);
  void read_topics(const Table& table);
  Status read_changes(const Table& table);  // changes.cc
  Status read_frames(const Table& table, const Knowledge& knowledge);
  Status read_words(const Table& table);
  Status read_modality(const Table& table);
  void read_countries(const Table& actors, const Table& countries);
  void read_forms(const Table& irregular);
  void note_lemma(std::string_view word) { lemmas_.emplace_back(word); }
  Result<SlotRef> slot_ref(std::string_view text) const;
  Result<Constraint> constraint(std::string_view text);
  Result<Test> test(std::string_view text);
  Status parse_slots(Frame& frame, std::string_view cell);
  Status parse_roles(Frame& frame, std::string_view cell) const;
  Status parse_effects(Frame& frame, std::string_view cell) const;
  static Status parse_effect(std::string_view text, EffectRule& effect);  // without "@obj"

  std::unordered_map<std::uint64_t, LexEntry> entries_;
  std::unordered_map<std::string, std::uint32_t> thing_bits_;
  std::unordered_map<std::string, std::uint32_t> class_ids_;
  std::unordered_map<std::string, std::uint32_t> change_ids_;
  std::vector<Change> changes_;
  std::unordered_map<std::uint64_t, std::string> countries_;
  std::unordered_map<std::uint64_t, std::int32_t> cardinals_;
  std::unordered_map<std::string, CountryName> country_names_;
  std::unordered_set<std::string> entries_private_, powers_, armed_, at_home_, anywhere_;
  std::vector<std::string> own_holders_;
  std::unordered_map<std::uint64_t, std::uint64_t> forms_;
  std::unordered_set<std::uint64_t> irregular_;  // keys with irregular inflections
  std::vector<std::string> lemmas_;              // while compiling: every word the tables speak of
  std::vector<WordRow> words_;
  std::vector<Modality> modality_;
  std::vector<Frame> frames_;
  std::vector<Range> class_frames_;
};

}  // namespace sayso::coding
