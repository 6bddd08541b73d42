// SPDX-License-Identifier: Apache-2.0
#include "event/event.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "event/effects.h"
#include "event/likely.h"
#include "event/patterns.h"
#include "event/told.h"

namespace sayso {
namespace {

using namespace coding;

struct EventScratch : Scratch {
  View view;
  Matcher matcher;
  Draft draft;
  std::vector<TokenRange> ranges;
  Likely::Scratch likely;
};

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
  explicit EventStage(std::unique_ptr<const Patterns> patterns, std::optional<Model> weights,
                      std::optional<Likely> likely)
      : patterns_(std::move(patterns)), weights_(std::move(weights)), likely_(std::move(likely)) {}
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
    s.view.prepare(document, *patterns_);
    if (likely_) {
      likely_->begin_document(s.likely);
    }
    for (const Sentence& sentence : document.sentences) {
      if (reads_as_news(document.blocks[sentence.block].kind) &&
          !is_retracted(s.view, sentence.tokens)) {
        const std::size_t events = document.events.size(), states = document.states.size();
        read_sentence(s, sentence.tokens);
        if (likely_) {
          weigh(s, sentence.tokens, events, states);
        }
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

  // What the taught tagger takes away and adds.
  void weigh(EventScratch& s, TokenRange sentence, std::size_t events, std::size_t states) const {
    likely_->weigh(s.view, sentence, events, states, s.likely);
    const bool play = plays(s.view, sentence);
    for (const Likely::Found& found : s.likely.events) {
      const Candidate* known = s.matcher.of(found.token);
      if (known != nullptr && (known->frame->flags & kNothing) != 0) {
        continue;  // the tables know this reading as none
      }
      Candidate c;
      likely_->propose(s.view, found, c);
      emit(s, c, play);
    }
    for (const Likely::Found& found : s.likely.states) {
      likely_->add_state(s.view, sentence, found, s.likely);
    }
  }

  void read_sentence(EventScratch& s, TokenRange sentence) const {
    s.matcher.run(s.view, sentence);
    if (s.matcher.used == 0 && s.matcher.asides_used == 0) {
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
    if (!play && !s.view.sporting) {
      emit_asides(s, kAside);
      emit_asides(s, kChange);
    }
  }

  // States told beside events, where no event of the sentence has said the same of the same thing.
  static void emit_asides(EventScratch& s, std::uint16_t layer) {
    for (std::size_t i = 0; i < s.matcher.asides_used; ++i) {
      const Candidate& c = s.matcher.asides[i];
      if ((c.frame->flags & layer) == 0) {
        continue;
      }
      Draft draft;
      draft.candidate = &c;
      draft.claim =
          s.view.claim[c.token] == kNoToken ? ClaimId::none() : ClaimId{s.view.claim[c.token]};
      draft.reading = read_factuality(s.view, c);
      if (layer == kChange && is_untold(s.view, c, draft.reading.factuality)) {
        continue;
      }
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
    // "hard-hit Greece" is no blow
    const TokenRange sentence = v.d->sentence_tokens(c.token);
    if (c.token >= sentence.begin + 2 && v.lower(c.token - 1) == "-" &&
        (v.tokens().upos[c.token - 2] == Upos::adj || v.tokens().upos[c.token - 2] == Upos::adv) &&
        !state_only &&
        v.patterns->country(v.d->symbols.fold(v.tokens().lower[c.token - 2])).empty()) {
      return;
    }
    // "Russian-backed forces", "occupied towns": a participle before its noun tells a state at
    // most.
    if (v.is_verb(c.token) && v.relation(c.token) == Deprel::amod && !state_only &&
        subject_of_modifier(v, c.token) == kNoToken) {
      return;
    }
    if (v.is_verb(c.token) && child(v, c.token, Deprel::det) != kNoToken) {
      return;  // "the accused"
    }
    if (v.is_nominal(c.token) && !state_only && !c.taught && !noun_is_told(v, c)) {
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
    if (c.taught) {
      if (!sides_fit(v, draft) || !fits_subject(v, draft)) {
        return;
      }
      fill_counts(v, draft);
      turn_type(v, draft);
      store(s);
      return;
    }
    bool known = (c.frame->flags & kFirm) != 0, agent = false, target = false;
    for (const Resolved& r : draft.arguments) {
      const bool k =
          known_actor(v, r) || (!c.frame->count.empty() && v.tokens().upos[r.token] == Upos::num);
      known = known || k;
      agent =
          agent || (k && (r.argument.role == Role::agent || r.argument.role == Role::participant));
      target = target || (k && r.argument.role != Role::agent &&
                          (r.argument.role != Role::object || c.frame->type != "AID"));
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
    if (draft.arguments.empty() && names_no_deed(v, draft)) {
      return;
    }
    if ((c.frame->flags & kFirm) == 0 && (nobody_acts(v, draft) || no_force(v, draft))) {
      return;
    }
    if (is_untold(v, c, draft.reading.factuality) || !fits_subject(v, draft)) {
      return;
    }
    if (is_open_question(v, c) || (c.frame->from_speaker && speaks_of_itself(v, draft))) {
      return;
    }
    if (play && !v.sporting) {
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
      std::string_view mode = frame.mode_by_weapon ? mode_of_weapon(v, draft) : frame.mode;
      mode = mode.empty() ? frame.mode : mode;
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

  std::unique_ptr<const Patterns> patterns_;  // likely_ points into it
  std::optional<Model> weights_;  // what likely_ looks into, if it has a file of its own
  std::optional<Likely> likely_;
};

}  // namespace

Result<std::unique_ptr<Stage>> make_event_stage(const Knowledge& knowledge, const Model* model) {
  SAYSO_TRY(Patterns compiled, Patterns::compile(knowledge));
  auto patterns = std::make_unique<const Patterns>(std::move(compiled));
  std::optional<Model> own;
  std::optional<Likely> likely;
  if (model != nullptr && model->section("event").empty()) {
    const std::string& path = model->path();
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    if (auto found = Model::load(folder + "event.bin")) {
      own = *std::move(found);
    } else if (found.error().code != ErrorCode::not_found) {
      return std::move(found).error();
    }
    model = own ? &*own : nullptr;
  }
  if (model != nullptr) {
    SAYSO_TRY(likely, Likely::open(*model, knowledge, *patterns));
  }
  return std::unique_ptr<Stage>(
      std::make_unique<EventStage>(std::move(patterns), std::move(own), std::move(likely)));
}

}  // namespace sayso
