// SPDX-License-Identifier: Apache-2.0
#include "event/word_features.h"

#include <algorithm>

#include "base/text.h"
#include "event/told.h"

namespace sayso::coding {
namespace {

constexpr std::uint16_t kNone = 0xFFFF;

// "held by {agent}" -> "control=held by"
std::string effect_key(StateVariable variable, std::string_view value) {
  std::string out(state_variable_name(variable));
  out += '=';
  bool inside = false;
  for (const char c : value) {
    inside = inside || c == '{';
    if (!inside) {
      out += c;
    }
    inside = inside && c != '}';
  }
  return std::string(trim(out));
}

// What a filled-in value of the record was in its frame: "held by Russia" -> "held by".
std::string told_key(StateVariable variable, std::string_view value) {
  std::string out(state_variable_name(variable));
  out += '=';
  const std::size_t by = value.find(" by ");
  out += by == std::string_view::npos ? value : value.substr(0, by + 3);
  return out;
}

int part_of(char pos) {
  return pos == 'v' ? 0 : pos == 'n' ? 1 : 2;
}

bool is_doubtful(Factuality f, EventTime time) {
  return time == EventTime::planned || time == EventTime::conditional || f == Factuality::u ||
         f == Factuality::ps_plus;
}

bool is_denied(Factuality f) {
  return f == Factuality::ct_minus || f == Factuality::pr_minus || f == Factuality::ps_minus;
}

std::uint32_t child_of(const View& v, std::uint32_t t, std::initializer_list<Deprel> any,
                       std::uint32_t but) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (c != but && std::find(any.begin(), any.end(), v.relation(c)) != any.end()) {
      return c;
    }
  }
  return kNoToken;
}

// The nearest verb above `t`, or kNoToken.
std::uint32_t verb_above(const View& v, std::uint32_t t) {
  for (std::uint32_t k = 0; k < kMost && !v.tokens().is_root(t); ++k) {
    t = v.tokens().head[t];
    if (v.is_verb(t)) {
      return t;
    }
  }
  return kNoToken;
}

bool has_content(const View& v, std::uint32_t t) {
  switch (v.tokens().upos[t]) {
    case Upos::verb:
    case Upos::noun:
    case Upos::propn:
    case Upos::adj:
    case Upos::pron:
    case Upos::num:
      return true;
    default:
      return v.misread[t] != 0 || v.participle[t] != 0;
  }
}

std::uint32_t particle_of(const View& v, std::uint32_t t) {
  for (const std::uint32_t c : v.d->children.of(t)) {
    if (v.tokens().deprel[c] == Deprel::compound_prt) {
      return c;
    }
  }
  return kNoToken;
}

}  // namespace

std::uint16_t WordFeatures::add(std::string name) {
  const auto [it, fresh] =
      numbers_.try_emplace(std::move(name), static_cast<std::uint16_t>(names_.size()));
  if (fresh) {
    names_.push_back(it->first);
  }
  return it->second;
}

std::uint16_t WordFeatures::number(std::string_view name) const {
  const auto it = numbers_.find(std::string(name));
  return it == numbers_.end() ? kNone : it->second;
}

WordFeatures WordFeatures::make(const Knowledge& knowledge, const Patterns& patterns) {
  WordFeatures f;
  for (const std::string& thing : patterns.thing_names()) {
    f.things_.push_back(f.add("thing " + thing));
  }
  for (int k = 0; k <= static_cast<int>(MentionKind::other); ++k) {
    f.kinds_.push_back(
        f.add("mention " + std::string(mention_kind_name(static_cast<MentionKind>(k)))));
  }
  for (int k = 0; k <= static_cast<int>(MentionForm::pronoun); ++k) {
    f.forms_.push_back(
        f.add("form " + std::string(mention_form_name(static_cast<MentionForm>(k)))));
  }
  for (int k = 0; k < kXposCount; ++k) {
    f.tags_.push_back(f.add("tag " + std::string(xpos_name(static_cast<Xpos>(k)))));
  }
  for (int k = 0; k < kDeprelCount; ++k) {
    const std::string name(deprel_name(static_cast<Deprel>(k)));
    f.relations_.push_back(f.add("relation " + name));
    f.child_relations_.push_back(f.add("child " + name));
  }
  const Table& sectors = knowledge.table("ontology.sectors");
  for (std::uint32_t row = 0; row < sectors.rows(); ++row) {
    f.add("sector " + std::string(sectors.key(row)));
  }
  for (int k = 0; k < kJudgedCount; ++k) {
    f.judged_.push_back(f.add("judged " + std::string(judged_name(static_cast<Judged>(k)))));
  }
  f.country_ = f.add("country");
  f.claim_ = f.add("claim");
  f.dated_ = f.add("dated");
  f.plays_ = f.add("plays");
  f.sport_ = f.add("sport");
  f.business_ = f.add("business");
  f.mishap_ = f.add("mishap");
  f.doubtful_ = f.add("doubtful");
  f.denied_ = f.add("denied");
  f.nothing_ = f.add("nothing");
  f.negated_ = f.add("negated");
  f.add_frames(patterns);
  return f;
}

void WordFeatures::add_frames(const Patterns& patterns) {
  for (const Frame& frame : patterns.frames()) {
    if (!frame.type.empty()) {
      add("type " + frame.type);
      add("found " + frame.type);
      add("untold " + frame.type);
    }
    for (const EffectRule& e : frame.effects) {
      add("effect " + effect_key(e.variable, e.value));
      add("state " + effect_key(e.variable, e.value));
    }
  }
  patterns.for_each_entry([&](const LexEntry& entry) {
    OfEntry& of = entries_[&entry];
    for (std::uint32_t i = 0; i < entry.words_count; ++i) {
      const WordRow& word = patterns.word(entry.words + i);
      std::vector<std::uint16_t>& out = of[static_cast<std::size_t>(part_of(word.pos))];
      const Patterns::Range range = patterns.frames_of(word.class_id);
      for (std::uint32_t k = range.begin; k < range.end; ++k) {
        const Frame& frame = patterns.frames()[k];
        if (frame.pos != word.pos) {
          continue;
        }
        if (!frame.type.empty()) {
          out.push_back(number("type " + frame.type));
        }
        if ((frame.flags & kNothing) != 0) {
          out.push_back(nothing_);
        }
        for (const EffectRule& e : frame.effects) {
          out.push_back(number("effect " + effect_key(e.variable, e.value)));
        }
      }
    }
    for (std::vector<std::uint16_t>& out : of) {
      std::sort(out.begin(), out.end());
      out.erase(std::unique(out.begin(), out.end()), out.end());
    }
  });
}

// What is known of the word itself.
void WordFeatures::word(const View& v, std::uint32_t t, std::vector<std::uint16_t>& out) const {
  const TokenTable& tokens = v.tokens();
  if (v.entry[t] != nullptr) {
    const auto it = entries_.find(v.entry[t]);
    const bool verb = v.is_verb(t) || v.participle[t] != 0;
    const int part = verb ? 0 : v.is_nominal(t) ? 1 : 2;
    if (it != entries_.end()) {
      const auto& of = it->second[static_cast<std::size_t>(part)];
      out.insert(out.end(), of.begin(), of.end());
    }
  }
  const ThingMask& things = v.things(t);
  for (std::size_t bit = 0; things.any() && bit < things_.size(); ++bit) {
    if (things.test(bit)) {
      out.push_back(things_[bit]);
    }
  }
  if (v.mention[t] != kNoToken) {
    const Mention& m = v.d->mentions[v.mention[t]];
    out.push_back(kinds_[static_cast<std::size_t>(m.kind)]);
    out.push_back(forms_[static_cast<std::size_t>(m.form)]);
    if (m.code.some()) {
      const std::string_view code = v.d->string(m.code);
      std::uint16_t sector = kNone;
      for_each_part(
          code,
          [&](std::string_view part) {
            sector = sector == kNone ? number("sector " + std::string(part)) : sector;
          },
          ' ');
      out.push_back(sector == kNone ? country_ : sector);
    }
  }
  out.push_back(tags_[static_cast<std::size_t>(tokens.xpos[t])]);
  out.push_back(relations_[static_cast<std::size_t>(tokens.deprel[t])]);
  std::uint64_t seen = 0;
  for (const std::uint32_t c : v.d->children.of(t)) {
    const auto relation = static_cast<std::uint32_t>(tokens.deprel[c]);
    if (v.modality(c, Govern::negation) != nullptr) {
      out.push_back(negated_);
    }
    if ((seen >> relation & 1) == 0) {
      seen |= std::uint64_t{1} << relation;
      out.push_back(child_relations_[relation]);
    }
  }
  if (v.claim[t] != kNoToken) {
    out.push_back(claim_);
  }
  if (v.dated[t] != 0) {
    out.push_back(dated_);
  }
}

// What the rules have found, at which words.
void WordFeatures::found(const View& v, const Matcher& judged, std::size_t first_event,
                         std::size_t first_state,
                         std::vector<std::pair<std::uint32_t, std::uint16_t>>& out) const {
  out.clear();
  const auto add = [&](std::uint32_t t, const std::string& name, Factuality f, EventTime time) {
    if (const std::uint16_t n = number(name); n != kNone) {
      out.emplace_back(t, n);
    }
    if (is_doubtful(f, time)) {
      out.emplace_back(t, doubtful_);
    }
    if (is_denied(f)) {
      out.emplace_back(t, denied_);
    }
  };
  for (std::size_t i = first_event; i < v.d->events.size(); ++i) {
    const Event& e = v.d->events[i];
    const std::string name = "found " + std::string(v.d->string(e.type));
    for (std::uint32_t k = 0; k < e.trigger.count; ++k) {
      const TokenRange r = v.d->ranges[e.trigger.first + k];
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        add(t, name, e.factuality, e.time);
      }
    }
  }
  for (std::size_t i = first_state; i < v.d->states.size(); ++i) {
    const StateEffect& s = v.d->states[i];
    add(s.thing.value, "state " + told_key(s.variable, v.d->string(s.value)), s.factuality, s.time);
  }
  for (std::size_t i = 0; i < judged.used; ++i) {  // what they looked at and did not tell
    const Candidate& c = judged.found[i];
    if (c.how == Judged::told) {
      continue;
    }
    out.emplace_back(c.token, judged_[static_cast<std::size_t>(c.how)]);
    if (const std::uint16_t n = number("untold " + c.frame->type); n != kNone) {
      out.emplace_back(c.token, n);
    }
  }
  std::sort(out.begin(), out.end());
}

void WordFeatures::collect(const View& v, TokenRange sentence, const Matcher& judged,
                           std::size_t first_event, std::size_t first_state,
                           SentenceFeatures& out) const {
  const TokenTable& tokens = v.tokens();
  out.ids.clear();
  out.first.assign(1, 0);
  out.near.resize(sentence.size());
  const bool play = coding::plays(v, sentence);
  found(v, judged, first_event, first_state, out.found);
  auto next = std::lower_bound(out.found.begin(), out.found.end(),
                               std::pair{sentence.begin, std::uint16_t{0}});
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const std::size_t begin = out.ids.size();
    if (!has_content(v, t)) {
      out.first.push_back(static_cast<std::uint32_t>(begin));
      out.near[t - sentence.begin].fill(kNoToken);
      continue;
    }
    word(v, t, out.ids);
    while (next != out.found.end() && next->first < t) {
      ++next;
    }
    for (; next != out.found.end() && next->first == t; ++next) {
      out.ids.push_back(next->second);
    }
    for (const auto& [holds, name] :
         {std::pair{play, plays_}, std::pair{v.sporting, sport_}, std::pair{v.business, business_},
          std::pair{v.mishap, mishap_}}) {
      if (holds) {
        out.ids.push_back(name);
      }
    }
    out.ids.resize(std::min(out.ids.size(), begin + kMostOfWord));
    out.first.push_back(static_cast<std::uint32_t>(out.ids.size()));
    auto& near = out.near[t - sentence.begin];
    const auto set = [&](Near which, std::uint32_t at) {
      near[static_cast<std::size_t>(which)] = at;
    };
    const std::uint32_t head = tokens.head[t];
    set(Near::own, t);
    set(Near::head, head);
    set(Near::grand, tokens.head[head]);
    set(Near::before, t > sentence.begin ? t - 1 : kNoToken);
    set(Near::behind, t + 1 < sentence.end ? t + 1 : kNoToken);
    set(Near::own_case, child_of(v, t, {Deprel::case_}, kNoToken));
    set(Near::head_case, head == t ? kNoToken : child_of(v, head, {Deprel::case_}, kNoToken));
    set(Near::head_other, child_of(v, head, {Deprel::obj, Deprel::nsubj}, t));
    set(Near::head_prt, particle_of(v, head));
    set(Near::head_aux, child_of(v, head, {Deprel::aux}, t));
    set(Near::head_joined, child_of(v, head, {Deprel::conj}, t));
    set(Near::above, verb_above(v, head));
    set(Near::own_det, child_of(v, t, {Deprel::det}, kNoToken));
    set(Near::before_that, t > sentence.begin + 1 ? t - 2 : kNoToken);
    set(Near::behind_that, t + 2 < sentence.end ? t + 2 : kNoToken);
    set(Near::head_more, child_of(v, head, {Deprel::advmod, Deprel::obl, Deprel::xcomp}, t));
  }
}

}  // namespace sayso::coding
