// SPDX-License-Identifier: Apache-2.0
#include "event/patterns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace sayso::coding {
Error fault(const Table& table, std::uint32_t row, std::string what) {
  return Error{ErrorCode::corrupt, "table " + std::string(table.name()) + ", row of \"" +
                                       std::string(table.key(row)) + "\": " + std::move(what)};
}

namespace {

constexpr std::array<std::pair<std::string_view, Slot>, 12> kSlotNames{{{"subj", Slot::subj},
                                                                        {"own", Slot::own},
                                                                        {"speaker", Slot::speaker},
                                                                        {"obj", Slot::obj},
                                                                        {"iobj", Slot::iobj},
                                                                        {"poss", Slot::poss},
                                                                        {"mod", Slot::mod},
                                                                        {"clause", Slot::clause},
                                                                        {"adv", Slot::adv},
                                                                        {"prt", Slot::prt},
                                                                        {"here", Slot::here},
                                                                        {"self", Slot::self}}};

constexpr std::array<std::pair<std::string_view, Trait>, 16> kTraitNames{
    {{"any", Trait::any},
     {"actor", Trait::actor},
     {"person", Trait::person},
     {"place", Trait::place},
     {"facility", Trait::facility},
     {"works", Trait::works},
     {"force", Trait::force},
     {"country", Trait::country},
     {"coop", Trait::coop},
     {"conflict", Trait::conflict},
     {"event", Trait::event},
     {"named", Trait::named},
     {"number", Trait::number},
     {"several", Trait::several},
     {"unknown", Trait::unknown},
     {"verb", Trait::verb}}};

constexpr std::array<std::pair<std::string_view, FrameFlag>, 16> kFlagNames{
    {{"eats", kEatsClause},
     {"durative", kDurative},
     {"background", kBackground},
     {"firm", kFirm},
     {"reciprocal", kReciprocal},
     {"state", kStateOnly},
     {"sequel", kSequel},
     {"nothing", kNothing},
     {"topic", kTopic},
     {"needs-target", kNeedsTarget},
     {"needs-agent", kNeedsAgent},
     {"aside", kAside},
     {"change", kChange},
     {"able", kAble},
     {"undoes", kUndoes},
     {"ifheld", kIfHeld}}};

constexpr std::array<std::pair<std::string_view, TypeTrait>, 5> kTypeTraits{{{"words", kWords},
                                                                             {"states", kToStates},
                                                                             {"papers", kPapers},
                                                                             {"deed", kDeed},
                                                                             {"habit", kHabit}}};

template <typename Pairs, typename Out>
bool lookup(const Pairs& pairs, std::string_view name, Out& out) {
  for (const auto& [key, value] : pairs) {
    if (key == name) {
      out = value;
      return true;
    }
  }
  return false;
}

bool role_from(std::string_view name, Role& role) {
  for (int i = 0; i <= static_cast<int>(Role::participant); ++i) {
    if (role_name(static_cast<Role>(i)) == name) {
      role = static_cast<Role>(i);
      return true;
    }
  }
  return false;
}

bool time_from(std::string_view name, EventTime& time) {
  for (int i = 0; i <= static_cast<int>(EventTime::conditional); ++i) {
    if (event_time_name(static_cast<EventTime>(i)) == name) {
      time = static_cast<EventTime>(i);
      return true;
    }
  }
  return false;
}

}  // namespace

ThingMask Patterns::thing(std::string_view name) const {
  const auto it = thing_bits_.find(std::string(name));
  ThingMask mask;
  if (it != thing_bits_.end()) {
    mask.set(it->second);
  }
  return mask;
}

Result<Patterns> Patterns::compile(const Knowledge& knowledge) {
  Patterns p;
  SAYSO_TRY_STATUS(p.read_things(knowledge.table("event.things")));
  SAYSO_TRY_STATUS(p.read_changes(knowledge.table("event.changes")));
  SAYSO_TRY_STATUS(p.read_frames(knowledge.table("event.frames"), knowledge));
  SAYSO_TRY_STATUS(p.read_words(knowledge.table("event.words")));
  SAYSO_TRY_STATUS(p.read_modality(knowledge.table("event.modality")));
  p.read_topics(knowledge.table("event.topics"));
  p.read_forms(knowledge.table("event.forms"));
  p.read_countries(knowledge.table("actors"), knowledge.table("countries"));
  Kinds& k = p.kinds;
  k = {p.thing("troops"),
       p.thing("people"),
       p.thing("body"),
       p.thing("weapon"),
       p.thing("vehicle"),
       p.thing("agreement"),
       p.thing("site"),
       p.thing("facility"),
       p.thing("measure"),
       p.thing("time"),
       p.thing("sport"),
       p.thing("market"),
       p.thing("anchor"),
       p.thing("flow"),
       p.thing("money"),
       p.thing("location"),
       p.thing("criminal"),
       p.thing("remains"),
       p.thing("armed"),
       p.thing("ethnic"),
       p.thing("meanwhile"),
       p.thing("upon"),
       p.thing("doing"),
       p.thing("carrier"),
       p.thing("means"),
       ThingMask{},
       ThingMask{},
       ThingMask{},
       p.thing("linking"),
       ThingMask{},
       p.thing("craft"),
       p.thing("retracted"),
       p.thing("hostility"),
       ThingMask{},
       p.thing("accident") | p.thing("nature"),
       ThingMask{},
       p.thing("rule"),
       p.thing("ifnamed"),
       p.thing("firstperson"),
       p.thing("media"),
       p.thing("community"),
       p.thing("otherside"),
       p.thing("abroad"),
       p.thing("likeness")};
  k.arms = k.weapon | p.thing("bomb");
  for (const std::string_view mode : {"heavy-weapons", "explosives", "firearms", "primitive"}) {
    p.weapon_modes.push_back({p.thing("by-" + std::string(mode)), std::string(mode)});
    k.arms |= p.weapon_modes.back().kind;
  }
  for (const std::string_view more : {"state", "government", "troops", "police", "diplomat"}) {
    k.publics |= p.thing(more);
  }
  for (const std::string_view more : {"agreement", "abstract", "ceasefire", "talks", "policy"}) {
    k.topics |= p.thing(more);
  }
  for (const std::string_view more : {"report", "law", "proposal", "order", "media", "demand"}) {
    k.papers |= p.thing(more);
  }
  const Table& numbers = knowledge.table("numbers");
  for (std::uint32_t row = 0; row < numbers.rows(); ++row) {
    if (numbers.text(row, numbers.column("class")) == "cardinal") {
      p.cardinals_.emplace(fold_hash(numbers.key(row)).hash,
                           static_cast<std::int32_t>(numbers.real(row, numbers.column("value"))));
    }
  }
  for (const std::string_view more : {"facility", "crossing", "waterway", "corridor", "road",
                                      "border", "airspace", "vehicle", "utility"}) {
    k.built |= p.thing(more);
  }
  for (const std::string_view more :
       {"facility", "crossing", "waterway", "corridor", "road", "border", "airspace", "utility",
        "transport", "line", "network"}) {
    k.works |= p.thing(more);
  }
  const Table& sectors = knowledge.table("ontology.sectors");
  for (std::uint32_t row = 0; row < sectors.rows(); ++row) {
    if (sectors.text(row, sectors.column("side")) == "private") {
      p.entries_private_.emplace(sectors.key(row));
    }
    if (const std::string_view power = sectors.text(row, sectors.column("power")); power != "no") {
      p.powers_.emplace(sectors.key(row));
      if (power == "armed") {
        p.armed_.emplace(sectors.key(row));
      }
    }
    if (sectors.text(row, sectors.column("holds")) == "own") {
      p.own_holders_.emplace_back(sectors.key(row));
    }
    if (sectors.integer(row, sectors.column("home")) > 0) {
      p.at_home_.emplace(sectors.key(row));
    }
    if (sectors.integer(row, sectors.column("home")) == 1) {
      p.anywhere_.emplace(sectors.key(row));
    }
  }
  for (const std::string_view more :
       {"leader", "diplomat", "police", "workers", "protesters", "refugees", "prisoner",
        "peacekeeper", "criminal", "expert"}) {
    k.people |= p.thing(more);
  }
  return p;
}

// Regular inflections of every word of the tables, and the irregular ones of a table.
void Patterns::read_forms(const Table& irregular) {
  const std::uint32_t lemma = irregular.column("lemma");
  for (std::uint32_t row = 0; row < irregular.rows(); ++row) {
    forms_.try_emplace(fold_hash(irregular.key(row)).hash,
                       fold_hash(irregular.text(row, lemma)).hash);
    irregular_.insert(fold_hash(irregular.text(row, lemma)).hash);
  }
  for (const std::string& word : lemmas_) {
    const std::uint64_t key = fold_hash(word).hash;
    const auto add = [&](std::string form) { forms_.try_emplace(fold_hash(form).hash, key); };
    if (word.size() < 3 || word.find(' ') != std::string::npos) {
      continue;
    }
    const std::string_view stem = std::string_view(word).substr(0, word.size() - 1);
    const char last = word.back();
    add(word + "s");
    add(word + "es");
    add(word + "ed");
    add(word + "ing");
    if (last == 'e') {
      add(word + "d");
      add(std::string(stem) + "ing");
    } else if (last == 'y') {
      add(std::string(stem) + "ies");
      add(std::string(stem) + "ied");
    } else {
      add(word + last + "ed");
      add(word + last + "ing");
    }
  }
  lemmas_.clear();
  lemmas_.shrink_to_fit();
}

void Patterns::read_countries(const Table& table, const Table& countries) {
  const std::uint32_t iso3 = countries.column("iso3"), people = countries.column("demonym");
  for (std::uint32_t row = 0; row < countries.rows(); ++row) {
    const std::string_view list = countries.text(row, people);
    country_names_.try_emplace(
        std::string(countries.text(row, iso3)),
        CountryName{std::string(countries.key(row)), std::string(list.substr(0, list.find('|')))});
  }
  const std::uint32_t kind = table.column("kind"), code = table.column("code");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const std::string_view k = table.text(row, kind);
    if (k == "demonym" || k == "country") {
      countries_.try_emplace(fold_hash(table.key(row)).hash, std::string(table.text(row, code)));
    }
  }
}

Status Patterns::read_things(const Table& table) {
  const std::uint32_t column = table.column("kinds");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    ThingMask mask;
    bool full = false;
    for_each_part(table.text(row, column), [&](std::string_view kind) {
      const auto bit = static_cast<std::uint32_t>(thing_bits_.size());
      const auto [it, fresh] = thing_bits_.try_emplace(std::string(kind), bit);
      full = full || it->second >= kMostThings;
      if (!full) {
        mask.set(it->second);
      }
    });
    if (full) {
      return fault(table, row, "too many kinds of thing");
    }
    note_lemma(table.key(row));
    entries_[fold_hash(table.key(row)).hash].things |= mask;
  }
  return {};
}

void Patterns::read_topics(const Table& table) {
  const std::uint32_t sport = table.column("sport"), business = table.column("business"),
                      force = table.column("force");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    LexEntry& e = entries_[fold_hash(table.key(row)).hash];
    e.sport = static_cast<std::int16_t>(table.integer(row, sport));
    e.business = static_cast<std::int16_t>(table.integer(row, business));
    e.force = table.text(row, force) == "yes";
  }
}

Result<SlotRef> Patterns::slot_ref(std::string_view text) const {
  SlotRef ref;
  if (!lookup(kSlotNames, text, ref.slot)) {
    ref.slot = Slot::prep;
    ref.prep = std::string(text);
    std::replace(ref.prep.begin(), ref.prep.end(), '_', ' ');
  }
  return ref;
}

Result<Test> Patterns::test(std::string_view text) {
  Test t;
  if (text == "*") {
    return t;
  }
  if (text.starts_with("@")) {
    t.trait = Trait::thing;
    t.things = thing(text.substr(1));
    if (t.things.none()) {
      return Error{ErrorCode::corrupt, "unknown kind of thing " + std::string(text)};
    }
    return t;
  }
  if (lookup(kTraitNames, text, t.trait)) {
    return t;
  }
  t.trait = Trait::lemma;
  note_lemma(text);
  t.lemma = fold_hash(text).hash;
  return t;
}

Result<Constraint> Patterns::constraint(std::string_view text) {
  Constraint c;
  if (text.ends_with('?')) {
    c.optional = true;
    text.remove_suffix(1);
  }
  if (text.starts_with('!')) {
    c.refuse = true;
    text.remove_prefix(1);
  }
  for (const std::string_view part : split(text, '|')) {
    SAYSO_TRY(Test t, test(part));
    c.any_of.push_back(t);
  }
  return c;
}

Status Patterns::parse_slots(Frame& frame, std::string_view cell) {
  for (const std::string_view part : split(cell, ' ')) {
    if (part.empty()) {
      continue;
    }
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) {
      return Error{ErrorCode::corrupt, "a slot without ':' in \"" + std::string(cell) + "\""};
    }
    SAYSO_TRY(SlotRef ref, slot_ref(part.substr(0, colon)));
    SAYSO_TRY(Constraint c, constraint(part.substr(colon + 1)));
    frame.rules.push_back({std::move(ref), std::move(c)});
  }
  return {};
}

Status Patterns::parse_roles(Frame& frame, std::string_view cell) const {
  for (const std::string_view part : split(cell, ' ')) {
    if (part.empty()) {
      continue;
    }
    const std::size_t equals = part.find('=');
    RoleRule rule;
    if (equals == std::string_view::npos || !role_from(part.substr(0, equals), rule.role)) {
      return Error{ErrorCode::corrupt, "unknown role in \"" + std::string(part) + "\""};
    }
    for (const std::string_view slot : split(part.substr(equals + 1), '|')) {
      SAYSO_TRY(SlotRef ref, slot_ref(slot));
      rule.slots.push_back(std::move(ref));
    }
    frame.roles.push_back(std::move(rule));
  }
  return {};
}

// "control=held by {agent}@obj; status=open/resumed!stopped@subj": variable, words, code, words if
// negated, whose.
Status Patterns::parse_effects(Frame& frame, std::string_view cell) const {
  for (std::string_view part : split(cell, ';')) {
    part = trim(part);
    if (part.empty()) {
      continue;
    }
    const std::size_t at = part.rfind('@');
    EffectRule e;
    if (at == std::string_view::npos) {
      return Error{ErrorCode::corrupt, "effect without \"@\": \"" + std::string(part) + "\""};
    }
    if (const auto change = change_ids_.find(std::string(part.substr(0, at)));
        change != change_ids_.end()) {
      e.change = change->second;
    } else if (Status parsed = parse_effect(part.substr(0, at), e); !parsed.ok()) {
      return parsed;
    }
    const std::string_view whose = part.substr(at + 1);
    e.entity_is_role = role_from(whose, e.entity_role);
    SAYSO_TRY(e.entity, slot_ref(whose));
    frame.effects.push_back(std::move(e));
  }
  return {};
}

Status Patterns::read_frames(const Table& table, const Knowledge& knowledge) {
  const std::uint32_t pos = table.column("pos"), slots = table.column("slots"),
                      type = table.column("type"), mode = table.column("mode"),
                      cameo = table.column("cameo"), roles = table.column("roles"),
                      context = table.column("context"), effect = table.column("effect"),
                      count = table.column("count"), flags = table.column("flags");
  const Table& types = knowledge.table("ontology.types");
  const Table& modes = knowledge.table("ontology.modes");
  const std::uint32_t quad = types.column("quad");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const auto fresh = static_cast<std::uint32_t>(class_frames_.size());
    const auto [it, added] = class_ids_.try_emplace(std::string(table.key(row)), fresh);
    const auto at = static_cast<std::uint32_t>(frames_.size());
    if (added) {
      class_frames_.push_back({at, at});
    }
    class_frames_[it->second].end = at + 1;  // rows of one key stand together
    Frame f;
    f.class_id = it->second;
    const std::string_view p = table.text(row, pos);
    f.pos = p.empty() ? 'v' : p.front();
    f.type = table.text(row, type);
    f.mode = table.text(row, mode);
    f.cameo = table.text(row, cameo);
    f.context = table.text(row, context);
    f.count = table.text(row, count);
    for (const std::string_view flag : split(table.text(row, flags), ' ')) {
      FrameFlag bit = kFirm;
      if (!flag.empty() && !lookup(kFlagNames, flag, bit)) {
        return fault(table, row, "unknown flag " + std::string(flag));
      }
      f.flags = static_cast<std::uint16_t>(f.flags | (flag.empty() ? 0 : bit));
    }
    for (Status status :
         {parse_slots(f, table.text(row, slots)), parse_roles(f, table.text(row, roles)),
          parse_effects(f, table.text(row, effect))}) {
      if (!status.ok()) {
        return fault(table, row, std::move(status).error().message);
      }
    }
    f.mode_by_weapon = f.mode.empty();
    const RowRange mode_rows = modes.find(f.mode);
    for (std::uint32_t k = mode_rows.begin; k < mode_rows.end; ++k) {
      f.mode_by_weapon |= modes.text(k, modes.column("type")) == f.type &&
                          modes.text(k, modes.column("by_weapon")) == "yes";
    }
    if (!f.type.empty()) {
      const RowRange found = types.find(f.type);
      if (found.empty()) {
        return fault(table, row, "type not in ontology.types: " + f.type);
      }
      const std::string_view q = types.text(found.begin, quad);
      f.cooperative = q.ends_with("cooperation");
      f.conflictual = q.ends_with("conflict");
      const std::string_view open_to = types.text(found.begin, types.column("public"));
      f.some_public = open_to == "some";
      f.agent_public = open_to == "agent" && f.count.empty();
      f.place_target = types.text(found.begin, types.column("place_target")) == "yes";
      for (const std::string_view word :
           split(types.text(found.begin, types.column("traits")), ' ')) {
        TypeTrait trait = kWords;
        if (!word.empty() && !lookup(kTypeTraits, word, trait)) {
          return fault(table, row, "unknown trait of " + f.type + ": " + std::string(word));
        }
        f.traits = static_cast<std::uint8_t>(f.traits | (word.empty() ? 0 : trait));
      }
      f.planned = types.text(found.begin, types.column("planned"));
      f.refused = types.text(found.begin, types.column("refused"));
    }
    f.from_speaker = std::any_of(f.rules.begin(), f.rules.end(), [](const SlotRule& rule) {
      return rule.slot.slot == Slot::speaker;
    });
    f.weight = (f.flags & kNothing) != 0 ? 3 : 0;  // a reading ruled out beats a plain one
    frames_.push_back(std::move(f));
  }
  return {};
}

Status Patterns::read_words(const Table& table) {
  const std::uint32_t pos = table.column("pos"), with = table.column("with"),
                      name = table.column("class");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    WordRow w;
    const std::string_view p = table.text(row, pos);
    w.pos = p.empty() ? 'v' : p.front();
    const auto it = class_ids_.find(std::string(table.text(row, name)));
    if (it == class_ids_.end()) {
      return fault(table, row, "no frame of class " + std::string(table.text(row, name)));
    }
    w.class_id = it->second;
    for (const std::string_view part : split(table.text(row, with), ' ')) {
      const std::size_t colon = part.find(':');
      if (part.empty()) {
        continue;
      }
      if (colon == std::string_view::npos) {
        return fault(table, row, "with: no ':' in " + std::string(part));
      }
      WithItem item;
      SAYSO_TRY(item.slot, slot_ref(part.substr(0, colon)));
      for (const std::string_view word : split(part.substr(colon + 1), '|')) {
        auto parsed = test(word);
        if (!parsed) {
          return fault(table, row, std::move(parsed).error().message);
        }
        item.any_of.push_back(*parsed);
      }
      w.with.push_back(std::move(item));
    }
    note_lemma(table.key(row));
    LexEntry& entry = entries_[fold_hash(table.key(row)).hash];
    if (entry.words_count == 0) {
      entry.words = static_cast<std::uint32_t>(words_.size());
    }
    ++entry.words_count;  // rows of one key stand together
    words_.push_back(std::move(w));
  }
  return {};
}

Status Patterns::read_modality(const Table& table) {
  constexpr std::array<std::pair<std::string_view, Govern>, 8> kGoverns{
      {{"clause", Govern::clause},
       {"noun", Govern::noun},
       {"adverb", Govern::adverb},
       {"auxiliary", Govern::auxiliary},
       {"negation", Govern::negation},
       {"mark", Govern::mark},
       {"light", Govern::light},
       {"blame", Govern::blame}}};
  const std::uint32_t pos = table.column("pos"), governs = table.column("governs"),
                      polarity = table.column("polarity"), certainty = table.column("certainty"),
                      time = table.column("time"), side = table.column("side");
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    Modality m;
    const std::string_view p = table.text(row, pos);
    m.pos = p.empty() ? 'v' : p.front();
    if (!lookup(kGoverns, table.text(row, governs), m.governs)) {
      return fault(table, row, "unknown word in column governs");
    }
    m.flips = table.text(row, polarity) == "-";
    const std::string_view c = table.text(row, certainty);
    m.certainty = c == "CT" ? 2 : c == "PR" ? 1 : c == "PS" ? 0 : c == "U" ? -1 : Modality::kKeep;
    m.sets_time = time_from(table.text(row, time), m.time);
    const std::string_view s = table.text(row, side);
    m.side = s.empty() ? 'a' : s.front();
    LexEntry& entry = entries_[fold_hash(table.key(row)).hash];
    if (entry.modality_count == 0) {
      entry.modality = static_cast<std::uint32_t>(modality_.size());
    }
    ++entry.modality_count;
    modality_.push_back(m);
  }
  return {};
}

bool Patterns::holds_for_itself(std::string_view code) const {
  return std::any_of(own_holders_.begin(), own_holders_.end(),
                     [&](const std::string& sector) { return list_has(code, sector, ' '); });
}

}  // namespace sayso::coding
