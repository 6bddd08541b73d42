// SPDX-License-Identifier: Apache-2.0
#include "event/factuality.h"

#include <algorithm>

namespace sayso::coding {
namespace {

constexpr int kSteps = 12;

// Walks from the event's word up to the root or the cue of the claim it stands in.
class Walk {
 public:
  Walk(const View& v, const Candidate& c) : v_(v), c_(c) {}

  Reading run() {
    std::uint32_t t = c_.token;
    const bool state = c_.frame != nullptr && (c_.frame->flags & kTellsState) != 0;
    if (state && v_.is_nominal(t) && child(v_, t, Deprel::cop) != kNoToken) {
      verb(t);  // "may be out of service"
    } else if (const std::uint32_t link = state ? linking_verb(v_, t) : kNoToken;
               link != kNoToken) {
      noun(t);  // "was not put out of service", "may be held in custody"
      verb(t = link);
    } else if (v_.is_nominal(t)) {
      noun(t);
      if (c_.fillers.light != kNoToken) {
        t = c_.fillers.light;
        if (const Modality* m = v_.modality(t, Govern::noun)) {
          apply(*m);  // "planning a phone call"
        }
        verb(t);
      }
    } else {
      verb(t);
    }
    up(t);
    Reading r;
    r.negated = !positive_;
    claim();
    // "an offer to free him": an infinitive that nothing known governs tells no state.
    const bool loose = c_.frame != nullptr && (c_.frame->flags & kTellsState) != 0 && to_ &&
                       !governed_ && !time_set_;
    if (loose && (c_.frame->flags & kChange) != 0) {
      certainty_ = -1;  // "no reason to stop the turbine": not told at all
    } else if (loose) {
      tentative_ = true;
      set_time(EventTime::planned);
    }
    r.time = time_set_ ? time_ : default_time();
    if (tentative_ && certainty_ == 2) {
      certainty_ = 0;
    }
    r.plain_future = will_ && r.time == EventTime::planned;
    r.factuality = value();
    return r;
  }

 private:
  void apply(const Modality& m, bool time = true) {
    if (m.flips) {
      positive_ = !positive_;
    }
    if (m.certainty != Modality::kKeep && m.certainty < certainty_) {
      certainty_ = m.certainty;
    }
    if (time && m.sets_time && !time_set_) {
      set_time(m.time);
    }
  }
  void set_time(EventTime time) {
    if (!time_set_) {
      time_ = time;
      time_set_ = true;
    }
  }

  [[nodiscard]] bool in_headline(std::uint32_t t) const {
    const BlockKind k = v_.d->block_kind(t);
    return k == BlockKind::headline || k == BlockKind::key_point || k == BlockKind::heading;
  }

  void noun(std::uint32_t t) {
    for (const std::uint32_t c : v_.d->children.of(t)) {
      const Deprel r = v_.relation(c);
      if (r == Deprel::amod || r == Deprel::det || r == Deprel::advmod || r == Deprel::compound) {
        if (const Modality* m = v_.modality(c, Govern::negation)) {
          apply(*m);
        } else if (const Modality* a = v_.modality(c, Govern::adverb)) {
          apply(*a);
        }
      } else if (r == Deprel::nsubj) {  // "no plant is out of service"
        negated_argument(c);
      } else if (r == Deprel::acl && v_.tokens().xpos[c] == Xpos::vbn && c > t) {
        // "Test flight delayed after accident": what is done with it, read as its attribute
        if (const Modality* m = v_.modality(c, Govern::noun)) {
          apply(*m);
        }
      }
    }
  }

  // Auxiliaries, adverbs and tense of one verb, adjective or copular noun.
  void verb(std::uint32_t t) {
    bool be = false, have = false, present = false, past = false;
    for (const std::uint32_t c : v_.d->children.of(t)) {
      const Deprel r = v_.relation(c);
      if (r == Deprel::advmod) {
        no_longer(c);
      }
      if (r == Deprel::aux && stays(t, c)) {
        set_time(EventTime::ongoing);  // "will stay closed for months": it is closed now
      } else if (r == Deprel::aux || r == Deprel::cop) {
        auxiliary(t, c, be, have, present, past);
      } else if (r == Deprel::advmod || r == Deprel::det) {
        if (const Modality* m = v_.modality(c, Govern::negation)) {
          apply(*m);
        } else if (const Modality* a = v_.modality(c, Govern::adverb)) {
          apply(*a);
        }
      } else if (r == Deprel::mark || r == Deprel::case_) {
        if (const Modality* m = v_.modality(c, Govern::mark)) {
          apply(*m);
        }
        to_ = to_ || v_.lower(c) == "to";
      } else if (r == Deprel::nsubj || r == Deprel::obj) {
        negated_argument(c);
      }
    }
    tense(t, be, have, present, past);
  }

  // "no longer": the negation hangs on the adverb.
  void no_longer(std::uint32_t adverb) {
    if (v_.tokens().xpos[adverb] != Xpos::rbr || adverb == 0 ||
        v_.tokens().head[adverb - 1] != adverb || v_.lower(adverb - 1) != "no") {
      return;
    }
    positive_ = !positive_;
  }

  // `aux` is "will" beside "stay" or "remain", read as an auxiliary too, and a state is told.
  [[nodiscard]] bool stays(std::uint32_t t, std::uint32_t aux) const {
    const Modality* m = v_.modality(aux, Govern::auxiliary);
    if (c_.frame == nullptr || (c_.frame->flags & kTellsState) == 0 || m == nullptr ||
        m->time != EventTime::planned) {
      return false;
    }
    const auto children = v_.d->children.of(t);
    return std::any_of(children.begin(), children.end(), [&](std::uint32_t c) {
      return v_.relation(c) == Deprel::aux && (v_.things(c) & v_.patterns->thing("lasting")).any();
    });
  }

  void auxiliary(std::uint32_t verb, std::uint32_t aux, bool& be, bool& have, bool& present,
                 bool& past) {
    const std::string_view lemma = v_.lemma(aux);
    const Xpos x = v_.tokens().xpos[aux];
    be = be || lemma == "be";
    have = have || lemma == "have";
    present = present || x == Xpos::vbz || x == Xpos::vbp;
    past = past || x == Xpos::vbd;
    const Modality* m = v_.modality(aux, Govern::auxiliary);
    if (m == nullptr || (verb == c_.token && c_.frame != nullptr && lemma == "can" &&
                         (c_.frame->flags & kAble) != 0)) {
      return;
    }
    const bool would = lemma == "would" || v_.lower(aux) == "would" || v_.lower(aux) == "'d";
    if (would) {
      // Reported future inside somebody's words; else a condition.
      const std::uint32_t claim = v_.claim[verb];
      const bool reported = claim != kNoToken && v_.d->claims[claim].kind != ClaimKind::direct &&
                            v_.relation(verb) != Deprel::advcl;
      if (reported) {
        tentative_ = true;
        set_time(EventTime::planned);
      } else {
        certainty_ = -1;
        set_time(EventTime::conditional);
      }
      return;
    }
    will_ = will_ || m->time == EventTime::planned;
    for (const std::uint32_t c : v_.d->children.of(verb)) {
      if (v_.relation(c) == Deprel::aux && v_.lemma(c) == "have" && c > aux) {
        apply(*m, false);  // "may have moved": uncertain, but past
        set_time(EventTime::past);
        return;
      }
    }
    apply(*m);
  }

  void negated_argument(std::uint32_t argument) {
    for (const std::uint32_t c : v_.d->children.of(argument)) {
      if (v_.relation(c) == Deprel::det && v_.lower(c) == "no") {
        positive_ = !positive_;
      }
    }
    const std::string_view w = v_.lower(argument);
    if (w == "nobody" || w == "none" || w == "nothing") {
      positive_ = !positive_;
    }
  }

  [[nodiscard]] bool be_before_to(std::uint32_t t) const {
    bool be = false;
    for (const std::uint32_t c : v_.d->children.of(t)) {
      if (be && v_.lower(c) == "to") {
        return true;
      }
      be = be || (v_.relation(c) == Deprel::aux && v_.lemma(c) == "be");
    }
    return false;
  }

  void tense(std::uint32_t t, bool be, bool have, bool present, bool past) {
    const Xpos x = v_.tokens().xpos[t];
    if (time_set_) {
      return;
    }
    const bool durative = c_.frame != nullptr && (c_.frame->flags & kDurative) != 0;
    // "the rebels were to withdraw", "the ban was to be lifted"
    if (be && to_ && (x == Xpos::vb || (x == Xpos::vbn && be_before_to(t)))) {
      tentative_ = true;
      set_time(EventTime::planned);
      return;
    }
    if (have && durative && present) {
      set_time(EventTime::ongoing);
    } else if (have || x == Xpos::vbd) {
      set_time(EventTime::past);
    } else if (x == Xpos::vbg && be) {
      set_time(past && !durative && t == c_.token ? EventTime::past : EventTime::ongoing);
    } else if (x == Xpos::vbg && t == c_.token && v_.relation(t) != Deprel::advcl) {
      set_time(EventTime::ongoing);
    } else if (x == Xpos::vbn && past) {
      set_time(EventTime::past);
    } else if (x == Xpos::vbz || x == Xpos::vbp) {
      set_time(in_headline(t) && !durative ? EventTime::past : EventTime::ongoing);
    } else if (be && present) {
      set_time(durative || !v_.is_verb(t) ? EventTime::ongoing : EventTime::past);
    } else if (be && past) {
      set_time(EventTime::past);
    } else if (to_ && v_.tokens().is_root(t) && in_headline(t)) {
      tentative_ = true;
      set_time(EventTime::planned);  // headline: "Minister to visit"
    }
  }

  void up(std::uint32_t from) {
    std::uint32_t t = from;
    for (int i = 0; i < kSteps; ++i) {
      const std::uint32_t head = v_.tokens().head[t];
      if (head == t) {
        return;
      }
      if (v_.claim[c_.token] != kNoToken && v_.cue[head] != 0 && v_.claim[head] != v_.claim[t]) {
        return;  // the claim's own word: its certainty is the claim's
      }
      const Deprel r = v_.relation(t);
      if (r == Deprel::conj) {
        conjunct(t, head);
      } else if (!governor(t, head, r)) {
        return;
      }
      t = head;
    }
  }

  // Verbs joined share auxiliaries that stand before the first: "will meet and discuss".
  void conjunct(std::uint32_t t, std::uint32_t head) {
    bool own_subject = child(v_, t, Deprel::nsubj) != kNoToken;
    for (const std::uint32_t c : v_.d->children.of(t)) {
      own_subject =
          own_subject || (v_.relation(c) == Deprel::aux && child(v_, c, Deprel::nsubj) != kNoToken);
    }
    const Xpos a = v_.tokens().xpos[t], b = v_.tokens().xpos[head];
    if (!own_subject && v_.is_verb(t) && v_.is_verb(head) &&
        (a == b || a == Xpos::vb || child(v_, t, Deprel::aux) == kNoToken)) {
      const bool positive = positive_;
      verb(head);
      positive_ = positive;  // negation rarely reaches the second verb
    }
  }

  bool governor(std::uint32_t t, std::uint32_t head, Deprel r) {
    const bool clausal = r == Deprel::xcomp || r == Deprel::ccomp || r == Deprel::advcl ||
                         r == Deprel::acl || r == Deprel::csubj;
    const bool nominal = r == Deprel::obj || r == Deprel::obl || r == Deprel::nmod ||
                         r == Deprel::nsubj || r == Deprel::compound;
    if (v_.tokens().deprel[t] == Deprel::acl_relcl) {
      return false;
    }
    if (clausal) {
      if (stands_beside(t, r)) {
        const bool positive = positive_;
        if (!time_set_) {
          verb_or_noun(head);
        }
        positive_ = positive;
        return false;
      }
      if (const Modality* m = v_.modality(head, Govern::clause)) {
        apply(*m);
        governed_ = true;
        verb_or_noun(head);
        return true;
      }
      // "will stay closed for months": it is closed now
      const ThingMask lasting = v_.things(head) & v_.patterns->thing("lasting");
      if (r == Deprel::xcomp && lasting.any() && c_.frame != nullptr &&
          !c_.frame->effects.empty() && has_will(head)) {
        set_time(EventTime::ongoing);
        return false;
      }
      if (r == Deprel::xcomp || (r == Deprel::advcl && !time_set_)) {
        verb_or_noun(head);
        return r == Deprel::xcomp;
      }
      return false;
    }
    if (nominal && v_.is_nominal(c_.token)) {
      if (head == c_.fillers.blame) {
        if (const Modality* m = v_.modality(head, Govern::blame)) {
          apply(*m, false);
        }
        for (const std::uint32_t k : v_.d->children.of(head)) {  // "is not responsible"
          const Modality* m = v_.modality(k, Govern::negation);
          positive_ = m != nullptr ? !positive_ : positive_;
        }
        set_time(EventTime::past);
        return v_.is_nominal(head);
      }
      if (const Modality* m = v_.modality(head, Govern::noun)) {
        apply(*m);
        verb_or_noun(head);
        return true;
      }
      if (v_.is_verb(head) && !time_set_ && r == Deprel::nsubj) {
        const bool positive = positive_;
        verb(head);
        positive_ = positive;  // "the attack was never explained": but there was one
      }
    }
    return false;
  }

  // "Refused talks, demanding an apology", "although it agreed": told beside the main clause and
  // neither denied nor done by it.
  [[nodiscard]] bool stands_beside(std::uint32_t t, Deprel r) const {
    if (r != Deprel::advcl || has_mark_to(v_, t)) {
      return false;
    }
    const bool mark = child(v_, t, Deprel::mark) != kNoToken;
    return (mark && child(v_, t, Deprel::nsubj) != kNoToken) ||
           (!mark && t > 0 && v_.tokens().xpos[t] == Xpos::vbg && v_.lower(t - 1) == ",");
  }

  [[nodiscard]] bool has_will(std::uint32_t t) const {
    bool will = false, not_so = false;
    for (const std::uint32_t c : v_.d->children.of(t)) {
      const Modality* m =
          v_.relation(c) == Deprel::aux ? v_.modality(c, Govern::auxiliary) : nullptr;
      will = will || (m != nullptr && m->time == EventTime::planned);
      not_so = not_so || v_.modality(c, Govern::negation) != nullptr;
    }
    return will && !not_so;
  }

  void verb_or_noun(std::uint32_t t) {
    if (v_.is_nominal(t)) {
      noun(t);
    } else {
      verb(t);
    }
  }

  void claim() {
    for (std::uint32_t i = v_.claim[c_.token], n = 0; i != kNoToken && n < 4; ++n) {
      const Claim& c = v_.d->claims[i];
      switch (c.certainty) {
        case Certainty::asserted:
          break;
        case Certainty::likely:
          lower(1);
          break;
        case Certainty::possible:
          lower(0);
          break;
        case Certainty::doubted:
          lower(1);
          positive_ = false;
          break;
        case Certainty::denied:
          positive_ = !positive_;
          break;
      }
      if (c.act == ClaimAct::intention) {
        tentative_ = true;
        if (!time_set_) {
          set_time(EventTime::planned);
        }
      }
      i = c.outer.some() ? c.outer.value : kNoToken;
    }
  }
  void lower(int to) {
    if (certainty_ > to) {
      certainty_ = to;
    }
  }

  [[nodiscard]] EventTime default_time() const {
    return (c_.frame->flags & kDurative) != 0 ? EventTime::ongoing : EventTime::past;
  }

  [[nodiscard]] Factuality value() const {
    if (certainty_ < 0) {
      return Factuality::u;
    }
    if (positive_) {
      return certainty_ == 2   ? Factuality::ct_plus
             : certainty_ == 1 ? Factuality::pr_plus
                               : Factuality::ps_plus;
    }
    return certainty_ == 2   ? Factuality::ct_minus
           : certainty_ == 1 ? Factuality::pr_minus
                             : Factuality::ps_minus;
  }

  const View& v_;
  const Candidate& c_;
  bool positive_ = true, time_set_ = false, to_ = false, will_ = false, tentative_ = false;
  bool governed_ = false;  // by a word known to make clauses certain or not
  int certainty_ = 2;
  EventTime time_ = EventTime::past;
};

}  // namespace

Reading read_factuality(const View& view, const Candidate& candidate) {
  return Walk(view, candidate).run();
}

}  // namespace sayso::coding
