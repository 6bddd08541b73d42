// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/effects.h"
#include "event/patterns.h"

namespace sayso {
namespace {

using namespace coding;

struct EventScratch : Scratch {
  View view;
  Matcher matcher;
  Draft draft;
  std::vector<TokenRange> ranges;
};

bool known_actor(const View& v, const Resolved& r) {
  if (r.argument.code.some() || r.place.some()) {
    return true;
  }
  if (r.argument.mention.some()) {
    const Mention& m = v.d->mentions[r.argument.mention.value];
    if (m.kind == MentionKind::person || m.kind == MentionKind::organization ||
        m.kind == MentionKind::group || m.kind == MentionKind::facility ||
        m.kind == MentionKind::vehicle ||
        (m.kind == MentionKind::place && m.form == MentionForm::name)) {
      return true;  // a name taken for a place may be anybody's
    }
    return (v.things(r.token) & v.patterns->kinds.publics).any();  // "70 countries"
  }
  return v.tokens().upos[r.token] == Upos::propn ||
         (v.things(r.token) &
          (v.patterns->kinds.people | v.patterns->kinds.troops | v.patterns->kinds.body |
           v.patterns->kinds.facility | v.patterns->kinds.vehicle | v.patterns->kinds.site))
             .any();
}

// Sport and markets use the words of war: a sentence that speaks of them tells no event unless
// the frame cannot be meant otherwise or both sides are states, forces or their officers.
bool plays(const View& v, TokenRange s) {
  std::uint32_t hits = 0;
  for (std::uint32_t t = s.begin; t < s.end; ++t) {
    hits += v.plays(t) ? 1 : 0;
  }
  return v.playful ? hits >= 1 : hits >= 2 && hits * 12 >= s.size();
}

// A state, a force, a court, a public or international body; no firm, no private person.
bool is_public(const View& v, const Resolved& r) {
  for (const std::uint32_t c : v.d->children.of(r.token)) {
    if (v.relation(c) == Deprel::amod && (v.things(c) & v.patterns->kinds.ethnic).any()) {
      return true;  // "ethnic Albanians": a side, though no state's
    }
  }
  if (!r.argument.code.some()) {  // "nearly 70 countries", "both governments"
    return (v.things(r.token) & v.patterns->kinds.publics).any();
  }
  const std::string_view code = v.d->string(r.argument.code);
  const bool some_place = r.argument.mention.some() && r.place.some() &&
                          v.d->mentions[r.argument.mention.value].kind == MentionKind::place &&
                          v.d->string(v.d->places[r.place.value].kind) != "country";
  if (some_place && !v.d->mentions[r.argument.mention.value].code.some()) {
    return false;  // "build a tower in Canary Wharf": a spot is no side
  }
  const std::size_t blank = code.find(' ');
  if (blank == std::string_view::npos) {
    return !v.patterns->is_private(code);
  }
  bool some = false;
  for_each_part(
      code.substr(blank + 1),
      [&](std::string_view sector) { some = some || !v.patterns->is_private(sector); }, ' ');
  return some;
}

// "armed youths", "masked men"
bool is_armed(const View& v, std::uint32_t t) {
  const auto children = v.d->children.of(t);
  return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
    return v.relation(c) == Deprel::amod && (v.things(c) & v.patterns->kinds.armed).any();
  });
}

// "The bailout could wipe out shareholders", "hit by the crisis": force needs somebody, or arms.
bool no_force(const View& v, const Draft& draft) {
  if (draft.candidate->frame->type != "ASSAULT") {
    return false;
  }
  const auto& k = v.patterns->kinds;
  bool agent = false;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::instrument) {
      return false;
    }
    if (r.argument.role != Role::agent) {
      continue;
    }
    agent = true;
    if (known_actor(v, r) || is_actor(v, r.token) || v.is_verb(r.token) ||
        (v.things(r.token) & (k.arms | k.vehicle | k.troops | k.criminal | k.hostile)).any()) {
      return false;
    }
  }
  return agent;
}

// "a legal hole is stopping Berne", "the news sent shares up": its doer is named and is nobody.
bool nobody_acts(const View& v, const Draft& draft) {
  static constexpr std::array<std::string_view, 9> kDeeds = {"AGREE",    "AID",     "COERCE",
                                                             "CONCEDE",  "CONSULT", "COOPERATE",
                                                             "MOBILIZE", "RETREAT", "SANCTION"};
  if (std::find(kDeeds.begin(), kDeeds.end(), draft.candidate->frame->type) == kDeeds.end()) {
    return false;
  }
  bool agent = false;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role != Role::agent && r.argument.role != Role::participant) {
      continue;
    }
    agent = true;
    if (known_actor(v, r) || is_actor(v, r.token) || v.is_verb(r.token)) {
      return false;
    }
  }
  return agent;
}

// Sides a happening of the type must have: see ontology.types, column public.
bool sides_fit(const View& v, const Draft& draft) {
  const Frame& frame = *draft.candidate->frame;
  bool some = false, agent = false, fit = false;
  for (const Resolved& r : draft.arguments) {
    const bool one = is_public(v, r);
    some = some || one;
    if (r.argument.role == Role::agent || r.argument.role == Role::participant) {
      agent = true;
      fit = fit || one ||
            (v.things(r.token) &
             (v.patterns->kinds.troops | v.patterns->kinds.weapon | v.patterns->kinds.criminal))
                .any() ||
            is_armed(v, r.token);
    }
  }
  return (!frame.some_public || some) && (!frame.agent_public || !agent || fit);
}

// "Suspected rebels", "killed, presumably by the army": who did it is not certain.
void doubt_doer(const View& v, Draft& draft) {
  if (draft.reading.factuality != Factuality::ct_plus) {
    return;
  }
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role != Role::agent) {
      continue;
    }
    for (const std::uint32_t c : v.d->children.of(r.token)) {
      const Deprel relation = v.relation(c);
      if (relation != Deprel::amod && relation != Deprel::advmod) {
        continue;
      }
      const Modality* m = v.modality(c, Govern::adverb);
      m = m == nullptr ? v.modality(c, Govern::clause) : m;
      if (m != nullptr && (m->certainty == 0 || m->certainty == 1)) {
        draft.reading.factuality = Factuality::pr_plus;
      }
    }
  }
}

bool names_doer(const View& v, const Candidate& c) {
  return std::any_of(c.fillers.list.begin(), c.fillers.list.end(), [&](const Filler& f) {
    return f.slot == Slot::prep && v.lower(f.preposition) == "by" && is_actor(v, f.token);
  });
}

// A noun tells of an event when something is said to happen with it, or it heads its sentence, or
// it names its own doer and is new ("a Russian air strike"); "the war", "since the invasion" only
// mention one.
bool noun_is_told(const View& v, const Candidate& c) {
  const std::uint32_t t = c.token;
  if (c.fillers.blame != kNoToken) {
    return true;
  }
  if (c.fillers.light != kNoToken) {
    // "following the invasion", a preposition taken for a verb
    const LexEntry* light = v.patterns->find(v.d->symbols.fold(v.tokens().lower[c.fillers.light]));
    return light == nullptr || (light->things & v.patterns->kinds.anchor).none();
  }
  const Deprel r = v.relation(t);
  if (v.tokens().is_root(t) || r == Deprel::parataxis) {
    return true;
  }
  bool definite = false, anchor = false, meanwhile = false;
  for (const std::uint32_t k : v.d->children.of(t)) {
    const std::string_view w = v.lower(k);
    meanwhile = meanwhile || (v.relation(k) == Deprel::case_ &&
                              (v.things(k) & v.patterns->kinds.meanwhile).any());
    definite =
        definite || (v.relation(k) == Deprel::det && (w == "the" || w == "this" || w == "that"));
    anchor = anchor || ((v.relation(k) == Deprel::case_ || v.relation(k) == Deprel::mark) &&
                        (v.things(k) & v.patterns->kinds.anchor).any());
  }
  const std::uint32_t head = v.tokens().head[t];
  const bool governed = v.modality(head, Govern::noun) != nullptr;
  if (governed && (c.frame->flags & kBackground) == 0) {
    return true;
  }
  if ((anchor && !meanwhile) || (c.frame->flags & kBackground) != 0) {
    return false;
  }
  bool agent = false, other = false;
  for (const Filler& f : c.fillers.list) {
    if (f.slot == Slot::subj && !f.borrowed) {
      return true;  // "Russia in massive redeployment"
    }
    const bool coded = entity_code(v, f.token).some() || v.place[f.token] != kNoToken;
    agent = agent || ((f.slot == Slot::poss || f.slot == Slot::mod) && coded);
    other = other || (f.slot == Slot::prep && coded);
  }
  if (anchor) {  // "trapped during a raid by soldiers": new, and with its doer
    return !definite && (agent || names_doer(v, c));
  }
  if (r == Deprel::nsubj && child(v, head, Deprel::expl) != kNoToken) {
    return true;  // "there have been attacks"
  }
  if (r == Deprel::nsubj && v.is_verb(head)) {
    return agent || other;
  }
  return !definite && (agent || other);
}

// How force was used, by what it was used with: "killed in a grenade attack" is explosives.
std::string_view mode_of_weapon(const View& v, const Draft& draft) {
  if (draft.candidate->frame->type != "ASSAULT") {
    return {};
  }
  const auto of = [&](std::uint32_t t) -> std::string_view {
    for (const Patterns::WeaponMode& m : v.patterns->weapon_modes) {
      if ((v.things(t) & m.kind).any()) {
        return m.mode;
      }
    }
    return {};
  };
  for (const Resolved& r : draft.arguments) {
    const Role role = r.argument.role;
    if (role == Role::instrument || role == Role::agent) {
      if (const std::string_view mode = of(r.token); !mode.empty()) {
        return mode;
      }
    }
  }
  for (const Filler& f : draft.candidate->fillers.list) {
    const bool means = f.slot == Slot::mod || f.slot == Slot::subj ||
                       (f.slot == Slot::prep && !f.borrowed &&
                        (v.things(f.preposition) & v.patterns->kinds.means).any());
    if (!means) {
      continue;
    }
    if (const std::string_view mode = of(f.token); !mode.empty()) {
      return mode;
    }
    for (const std::uint32_t c : v.d->children.of(f.token)) {  // "in a bomb attack"
      if (v.relation(c) == Deprel::compound && !of(c).empty()) {
        return of(c);
      }
    }
  }
  return {};
}

// CAMEO's unspecified code of a type that a turned event may have.
std::string_view turned_code(std::string_view type) {
  return type == "AGREE" ? "030" : type == "THREATEN" ? "130" : "120";
}

// "will decide if it should be fined": nobody demands it.
bool is_open_question(const View& v, const Candidate& c) {
  const std::uint32_t verb = v.tokens().head[c.token];
  for (const std::uint32_t k : v.d->children.of(verb)) {
    if (c.word->pos == 'x' && v.relation(k) == Deprel::mark &&
        v.modality(k, Govern::mark) != nullptr) {
      return true;
    }
  }
  return false;
}

// "The right to override", "will decide whether it is punished": nothing that is told to happen.
bool is_untold(const View& v, const Candidate& c) {
  const std::uint32_t t = c.fillers.light == kNoToken ? c.token : c.fillers.light;
  const std::uint32_t mark = child(v, t, Deprel::mark);
  return (v.relation(t) == Deprel::acl && has_mark_to(v, t)) ||
         (v.relation(t) == Deprel::ccomp && mark != kNoToken &&
          v.modality(mark, Govern::mark) != nullptr);
}

// A demand on oneself is none: "Russia said Moscow must act".
bool speaks_of_itself(const View& v, const Draft& draft) {
  std::uint32_t agent = kNoToken;
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::agent && agent == kNoToken) {
      agent = v.entity_of(r.token);
    }
  }
  for (const Resolved& r : draft.arguments) {
    if (r.argument.role == Role::target && agent != kNoToken && v.entity_of(r.token) == agent) {
      return true;
    }
  }
  return false;
}

// "An earlier version of this report said …": what the outlet takes back is told no more.
bool is_retracted(const View& v, TokenRange sentence) {
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const bool compared = t > sentence.begin && v.tokens().xpos[t - 1] == Xpos::jj &&
                          v.lower(t - 1) == v.lemma(t - 1) && v.lemma(t - 1) == "early";
    if ((v.things(t) & v.patterns->kinds.retracted).any() && !compared) {
      return true;  // but "an early version of the plan"
    }
  }
  return false;
}

class EventStage : public Stage {
 public:
  explicit EventStage(Patterns patterns) : patterns_(std::move(patterns)) {}
  [[nodiscard]] std::string_view name() const override { return "event"; }
  [[nodiscard]] std::uint32_t reads() const override {
    return kLayerTree | kLayerMentions | kLayerClaims;
  }
  [[nodiscard]] std::uint32_t writes() const override { return kLayerEvents; }
  [[nodiscard]] std::unique_ptr<Scratch> make_scratch() const override {
    return std::make_unique<EventScratch>();
  }

  Status run(Document& document, Scratch& scratch) const override {
    auto& s = static_cast<EventScratch&>(scratch);
    s.view.prepare(document, patterns_);
    for (const Sentence& sentence : document.sentences) {
      if (reads_as_news(document.blocks[sentence.block].kind)) {
        read_sentence(s, sentence.tokens);
      }
    }
    date_plans(document);
    return {};
  }

 private:
  // What is planned and not dated lies in the future; one row says so for all.
  static void date_plans(Document& d) {
    WhenId future;
    for (Event& e : d.events) {
      if (e.time != EventTime::planned || e.when.some()) {
        continue;
      }
      if (!future.some()) {
        future = WhenId{static_cast<std::uint32_t>(d.whens.size())};
        When w;
        w.value = d.symbols.intern("FUTURE_REF");
        d.whens.push_back(w);
      }
      e.when = future;
    }
  }

  void read_sentence(EventScratch& s, TokenRange sentence) const {
    s.matcher.run(s.view, sentence);
    if (s.matcher.used == 0 && s.matcher.asides_used == 0) {
      return;
    }
    if (is_retracted(s.view, sentence)) {
      return;
    }
    const bool play = plays(s.view, sentence);
    std::vector<std::size_t> order(s.matcher.used);
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return s.matcher.found[a].token < s.matcher.found[b].token;
    });
    for (const std::size_t i : order) {
      const Candidate& c = s.matcher.found[i];
      if (!c.dropped && (c.frame->flags & kNothing) == 0) {
        emit(s, c, play && (c.frame->flags & kFirm) == 0);
      }
    }
    if (!play) {
      emit_asides(s);
    }
  }

  // States told beside events, where no event of the sentence has said the same of the same thing.
  static void emit_asides(EventScratch& s) {
    for (std::size_t i = 0; i < s.matcher.asides_used; ++i) {
      const Candidate& c = s.matcher.asides[i];
      Draft draft;
      draft.candidate = &c;
      draft.claim =
          s.view.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{s.view.claim[c.token]};
      draft.reading = read_factuality(s.view, c);
      fill_arguments(s.view, s.matcher, draft);
      fill_place(s.view, draft);
      fill_when(s.view, draft);
      add_effects(s.view, draft, EventId::none());
    }
  }

  void emit(EventScratch& s, const Candidate& c, bool play) const {
    const View& v = s.view;
    Draft& draft = s.draft;
    draft = Draft{};
    draft.candidate = &c;
    draft.claim = v.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{v.claim[c.token]};
    const bool state_only = (c.frame->flags & kStateOnly) != 0;
    // "Russian-backed forces", "occupied towns": a participle before its noun tells a state at
    // most.
    if (v.is_verb(c.token) && v.relation(c.token) == Deprel::amod && !state_only &&
        subject_of_modifier(v, c.token) == kNoToken) {
      return;
    }
    if (v.is_nominal(c.token) && !state_only && !noun_is_told(v, c)) {
      return;
    }
    draft.reading = read_factuality(v, c);
    fill_arguments(v, s.matcher, draft);
    fill_place(v, draft);
    complete_codes(v, draft);
    doubt_doer(v, draft);
    fill_when(v, draft);
    if (state_only) {
      add_effects(v, draft, EventId::none());
      return;
    }
    if ((c.frame->flags & kSequel) != 0) {
      fill_counts(v, draft);
      if (add_to_earlier(v, draft) || c.frame->type.empty()) {
        return;
      }
    }
    bool known = (c.frame->flags & kFirm) != 0, agent = false, target = false;
    for (const Resolved& r : draft.arguments) {
      const bool k =
          known_actor(v, r) || (!c.frame->count.empty() && v.tokens().upos[r.token] == Upos::num);
      known = known || k;
      agent =
          agent || (k && (r.argument.role == Role::agent || r.argument.role == Role::participant));
      target = target || (k && r.argument.role != Role::agent);
    }
    const bool sides = (c.frame->flags & kFirm) != 0 || sides_fit(v, draft);
    if (!known || !sides || ((c.frame->flags & kNeedsTarget) != 0 && !target) ||
        ((c.frame->flags & kNeedsAgent) != 0 && !agent)) {
      if (!play) {  // no event of public matters; what it did to a thing still holds
        add_effects(v, draft, EventId::none());
        if ((c.frame->flags & kEatsClause) != 0) {
          eaten(s, c);
        }
      }
      return;
    }
    if ((c.frame->flags & kFirm) == 0 && (nobody_acts(v, draft) || no_force(v, draft))) {
      return;
    }
    if (draft.reading.factuality == Factuality::u && is_untold(v, c)) {
      return;
    }
    if (c.frame->from_speaker && (speaks_of_itself(v, draft) || is_open_question(v, c))) {
      return;
    }
    if (play) {
      int known_sides = 0;
      for (const Resolved& r : draft.arguments) {
        known_sides += is_public(v, r) ? 1 : 0;
      }
      if (known_sides < 2) {
        return;
      }
    }
    fill_counts(v, draft);
    turn_type(v, draft);
    store(s);
    if ((c.frame->flags & kEatsClause) != 0) {
      eaten(s, c);
    }
  }

  // States that a clause inside the event speaks of: "agreed to allow deliveries".
  static void eaten(EventScratch& s, const Candidate& outer) {
    for (std::size_t i = 0; i < s.matcher.used; ++i) {
      const Candidate& inner = s.matcher.found[i];
      const auto& list = outer.fillers.list;
      const bool inside = std::any_of(list.begin(), list.end(), [&](const Filler& f) {
        return f.slot == Slot::clause && f.token == inner.token;
      });
      if (!inside || !inner.dropped || inner.frame->effects.empty()) {
        continue;
      }
      Draft draft;
      draft.candidate = &inner;
      draft.claim = s.draft.claim;
      draft.when = s.draft.when;
      draft.reading = read_factuality(s.view, inner);
      fill_arguments(s.view, s.matcher, draft);
      add_eaten_effects(s.view, s.draft, draft);
    }
  }

  static void store(EventScratch& s) {
    const View& v = s.view;
    const Draft& draft = s.draft;
    Document& d = *v.d;
    const Frame& frame = *draft.candidate->frame;
    Event e;
    const bool turned = !draft.turned.empty();
    e.type = d.symbols.intern(turned ? draft.turned : frame.type);
    if (turned) {
      e.cameo = d.symbols.intern(turned_code(draft.turned));
    } else {
      const std::string_view mode = frame.mode.empty() ? mode_of_weapon(v, draft) : frame.mode;
      if (!mode.empty()) {
        e.mode = d.symbols.intern(mode);
      }
      if (!frame.cameo.empty()) {
        e.cameo = d.symbols.intern(frame.cameo);
      }
    }
    e.context.first = static_cast<std::uint32_t>(d.symbol_list.size());
    for_each_part(frame.context, [&](std::string_view part) {
      d.symbol_list.push_back(d.symbols.intern(part));
      ++e.context.count;
    });
    trigger(s, e);
    e.arguments = {static_cast<std::uint32_t>(d.arguments.size()),
                   static_cast<std::uint32_t>(draft.arguments.size())};
    e.quantities.first = static_cast<std::uint32_t>(d.quantity_list.size());
    for (const Resolved& r : draft.arguments) {
      d.arguments.push_back(r.argument);
      quantities_of(d, r, e);
    }
    e.claim = draft.claim;
    e.place = draft.place;
    e.when = draft.when;
    e.counts = draft.counts;
    e.factuality = draft.refused ? Factuality::ct_plus : draft.reading.factuality;
    e.time = draft.refused ? EventTime::ongoing : draft.reading.time;
    const EventId id{static_cast<std::uint32_t>(d.events.size())};
    d.events.push_back(e);
    add_effects(v, draft, id);
  }

  static void quantities_of(Document& d, const Resolved& r, Event& e) {
    const auto first =
        std::lower_bound(d.quantities.begin(), d.quantities.end(), r.argument.tokens.begin,
                         [](const Quantity& q, std::uint32_t at) {
                           return std::max(q.tokens.end, q.what.end) <= at;
                         });
    for (auto q = first; q != d.quantities.end() && q->tokens.begin <= r.token; ++q) {
      if (q->what.contains(r.token) || q->tokens.contains(r.token)) {
        d.quantity_list.push_back(QuantityId{static_cast<std::uint32_t>(q - d.quantities.begin())});
        ++e.quantities.count;
      }
    }
  }

  static void trigger(EventScratch& s, Event& e) {
    const Candidate& c = *s.draft.candidate;
    std::vector<std::uint32_t> words{c.token};
    words.insert(words.end(), c.with.begin(), c.with.end());
    if (c.fillers.light != kNoToken) {
      words.push_back(c.fillers.light);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    s.ranges.clear();
    for (const std::uint32_t t : words) {
      if (!s.ranges.empty() && s.ranges.back().end == t) {
        s.ranges.back().end = t + 1;
      } else {
        s.ranges.push_back({t, t + 1});
      }
    }
    e.trigger = s.view.d->add_ranges(s.ranges);
  }

  Patterns patterns_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge& knowledge) {
  SAYSO_TRY(Patterns patterns, Patterns::compile(knowledge));
  return std::unique_ptr<Stage>(std::make_unique<EventStage>(std::move(patterns)));
}

}  // namespace sayso
