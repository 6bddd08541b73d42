// SPDX-License-Identifier: Apache-2.0
// Who speaks, through which channel, how sure, when: from drafts to rows of Document::claims.
#include <algorithm>
#include <string_view>

#include "claim/draft.h"

namespace sayso::claims {
namespace {

class Resolver {
 public:
  Resolver(const Context& c, const std::vector<Draft>& drafts, Document& d)
      : c_(c), tree_(c.tree), drafts_(drafts), d_(d) {}

  void run() {
    mention_of_.assign(d_.tokens.size(), MentionId::none());
    for (std::uint32_t i = 0; i < d_.mentions.size(); ++i) {
      const Mention& m = d_.mentions[i];
      if (m.head.some()) {
        mention_of_[m.head.value] = MentionId{i};
      }
    }
    when_of_.assign(d_.tokens.size(), WhenId::none());
    for (std::uint32_t i = 0; i < d_.whens.size(); ++i) {
      const TokenRange r = d_.whens[i].tokens;
      if (r.empty()) {
        today_ = WhenId{i};
      }
      std::fill(when_of_.begin() + r.begin, when_of_.begin() + r.end, WhenId{i});
    }
    order();
    for (const std::uint32_t i : order_) {
      claim(i);
    }
    finish();
  }

 private:
  // Text order by cue (or content where there is none); row numbers follow it.
  void order() {
    order_.resize(drafts_.size());
    row_of_.resize(drafts_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) {
      order_[i] = i;
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return drafts_[a].head < drafts_[b].head;
    });
    for (std::uint32_t k = 0; k < order_.size(); ++k) {
      row_of_[order_[k]] = k;
    }
  }

  void claim(std::uint32_t i) {
    const Draft& draft = drafts_[i];
    Claim claim;
    claim.source = d_.add_ranges(draft.source);
    claim.cue = d_.add_ranges(draft.cue);
    claim.content = d_.add_ranges(draft.content);
    claim.score = draft.score;
    if (draft.outer != Tree::kNone) {
      claim.outer = ClaimId{row_of_[draft.outer]};
    }
    claim.kind = kind_of(draft);
    if (draft.goes_on != Tree::kNone) {
      const Claim& before = d_.claims[row_of_[draft.goes_on]];
      claim.speaker = before.speaker;
      claim.speaker_name = before.speaker_name;
      claim.code = before.code;
      claim.channel = before.channel;
      claim.anonymous = before.anonymous;
      claim.said_at = before.said_at;
    } else {
      if (draft.row != nullptr) {
        claim.act = draft.row->act;
        claim.certainty = draft.row->certainty;
      }
      speaker(draft, claim);
      claim.channel = channel_of(draft);
      claim.certainty = certainty_of(draft, claim.certainty);
      claim.said_at = said_at(draft, claim);
    }
    d_.claims.push_back(claim);
  }

  [[nodiscard]] ClaimKind kind_of(const Draft& draft) const {
    std::uint32_t quoted = 0, words = 0;
    for (const TokenRange r : draft.content) {
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        if (tree_.upos(t) != Upos::punct) {
          ++words;
          quoted += c_.quotes.inside(t) ? 1 : 0;
        }
      }
    }
    // Words told inside a longer quotation are told in it, not quoted anew.
    if (quoted == 0 || c_.quotes.inside(draft.head)) {
      return draft.goes_on != Tree::kNone && quoted > 0 ? ClaimKind::direct : ClaimKind::indirect;
    }
    return quoted == words ? ClaimKind::direct : ClaimKind::mixed;
  }

  // The noun a relative pronoun stands for, else the token itself.
  [[nodiscard]] std::uint32_t antecedent(std::uint32_t t) const {
    const std::string_view w = tree_.lower(t);
    if (w != "who" && w != "which" && w != "that") {
      return t;
    }
    std::uint32_t at = t;
    for (int steps = 0; steps < 6 && !tree_.is_root(at); ++steps) {
      if (tree_.rel(at) == Deprel::acl_relcl) {
        return tree_.head(at);
      }
      at = tree_.head(at);
    }
    return t;
  }

  void speaker(const Draft& draft, Claim& claim) {
    std::uint32_t head = draft.source_head;
    if (!draft.source.empty() && (head == Tree::kNone || !within(draft.source, head))) {
      head = draft.shared_source && head != Tree::kNone ? head : top_of(draft.source.front());
    }
    if (head == Tree::kNone) {
      return;
    }
    head = antecedent(head);
    const bool hidden = hides_name(tree_.extent(head), draft);
    MentionId mention = mention_of_[head];
    if (!mention.some()) {
      mention = named_in(tree_.extent(head), head);
    }
    for (const TokenRange r : draft.source) {
      // "Ms Diallo" with title and name side by side in the tree
      if (!mention.some() && r.contains(head)) {
        mention = name_after_title(r, head);
      }
    }
    const CueLexicon::SourceNoun noun = c_.lexicon.source_noun(fold(head));
    claim.anonymous = hidden;
    if (!mention.some()) {
      mention = described_person(draft);
    }
    if (!mention.some()) {
      claim.anonymous = hidden || is_anonymous(head, noun.kind);
      return;
    }
    const Symbol described = mention_code(mention);
    if (!has_name(mention) || describes_next(mention, draft)) {
      const MentionId person = described_person(draft);
      mention = person.some() ? person : mention;
    }
    const Mention& m = d_.mentions[mention.value];
    claim.speaker = m.entity;
    const Entity* e = m.entity.some() ? &d_.entities[m.entity.value] : nullptr;
    claim.code = m.code.some() ? m.code : e != nullptr ? e->code : Symbol{};
    claim.code = claim.code.some() ? claim.code : described;
    claim.speaker_name = e != nullptr && e->name.some() ? e->name : m.name;
    const bool named = m.form == MentionForm::name || (e != nullptr && e->name.some());
    if (noun.kind == SourceKind::anonymous && tree_.upos(head) == Upos::noun) {
      claim.anonymous = true;
    } else if (!named) {
      const std::uint32_t first =
          e != nullptr && e->first.some() && d_.mentions[e->first.value].head.some()
              ? d_.mentions[e->first.value].head.value
              : head;
      claim.anonymous = hidden || is_anonymous(head, noun.kind) ||
                        is_anonymous(first, c_.lexicon.source_noun(fold(first)).kind);
    }
  }

  [[nodiscard]] bool has_name(MentionId id) const {
    const Mention& m = d_.mentions[id.value];
    return m.form == MentionForm::name ||
           (m.entity.some() && d_.entities[m.entity.value].name.some());
  }

  // "William Hill spokesman Rupert Adams": the name only says whose spokesman.
  [[nodiscard]] bool describes_next(MentionId id, const Draft& draft) const {
    const TokenRange name = d_.mentions[id.value].tokens;
    return within(draft.source, name.end) && tree_.upos(name.end) == Upos::noun;
  }

  [[nodiscard]] Symbol mention_code(MentionId id) const {
    const Mention& m = d_.mentions[id.value];
    return m.code.some() ? m.code : m.entity.some() ? d_.entities[m.entity.value].code : Symbol{};
  }

  // "The head of the union, Ana Ruiz", "lead author Dr Ana Ruiz of the museum": the one person
  // named in the source, where the name stands beside the description and not inside it ("a
  // spokeswoman for Ruiz", "Ruiz's lawyers").
  [[nodiscard]] MentionId described_person(const Draft& draft) const {
    MentionId found;
    for (const TokenRange r : draft.source) {
      auto at =
          std::lower_bound(d_.mentions.begin(), d_.mentions.end(), r.begin,
                           [](const Mention& m, std::uint32_t t) { return m.tokens.begin < t; });
      for (; at != d_.mentions.end() && at->tokens.begin < r.end; ++at) {
        if (at->kind != MentionKind::person || at->form != MentionForm::name ||
            !r.contains(at->tokens)) {
          continue;
        }
        if (!beside_description(at->tokens, r)) {
          continue;
        }
        if (found.some()) {
          return {};  // several speak
        }
        found = MentionId{static_cast<std::uint32_t>(at - d_.mentions.begin())};
      }
    }
    return found;
  }

  [[nodiscard]] bool beside_description(TokenRange name, TokenRange source) const {
    if (name.end < source.end) {
      const Upos next = tree_.upos(name.end);
      if (next == Upos::noun || next == Upos::propn || next == Upos::part || next == Upos::cconj ||
          next == Upos::verb || next == Upos::aux) {
        return false;
      }
    }
    for (std::uint32_t t = source.begin; t < name.begin; ++t) {
      const Xpos x = d_.tokens.xpos[t];
      if (x == Xpos::wp || x == Xpos::wdt || tree_.upos(t) == Upos::verb) {
        return false;  // "a man who met Ruiz"
      }
    }
    std::uint32_t before = name.begin;
    while (before > source.begin && tree_.upos(before - 1) == Upos::propn &&
           tree_.head(before - 1) >= name.begin && name.contains(tree_.head(before - 1))) {
      --before;  // "Dr", "Sir"
    }
    if (before == source.begin) {
      return true;
    }
    const Upos u = tree_.upos(before - 1);
    return u == Upos::noun || u == Upos::propn || u == Upos::adj || tree_.lower(before - 1) == ",";
  }

  // "who asked not to be named", "speaking on condition of anonymity", around the source or the
  // verb, outside of what is told.
  [[nodiscard]] bool hides_name(TokenRange source, const Draft& draft) const {
    constexpr std::uint32_t kLongest = 40;
    const TokenRange sentence = d_.sentence_tokens(draft.head);
    const std::uint32_t from = std::min(source.begin, draft.head);
    const std::uint32_t to = std::min(
        {std::max(source.end, tree_.extent(draft.head).end), sentence.end, from + kLongest});
    for (std::uint32_t t = from; t < to; ++t) {
      if (!within(draft.content, t) && c_.lexicon.hides_name(d_, t, to)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] FoldHash fold(std::uint32_t t) const { return d_.symbols.fold(d_.tokens.lemma[t]); }

  [[nodiscard]] static bool within(const std::vector<TokenRange>& ranges, std::uint32_t t) {
    return std::any_of(ranges.begin(), ranges.end(), [t](TokenRange r) { return r.contains(t); });
  }

  [[nodiscard]] std::uint32_t top_of(TokenRange r) const {
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      if (tree_.is_root(t) || !r.contains(tree_.head(t))) {
        if (tree_.upos(t) != Upos::punct && tree_.upos(t) != Upos::adp) {
          return t;
        }
      }
    }
    return r.begin;
  }

  // A person or organisation named inside the noun phrase: "spokesman Dmitry Peskov".
  [[nodiscard]] MentionId named_in(TokenRange r, std::uint32_t head) const {
    constexpr std::uint32_t kLongest = 24;
    for (std::uint32_t t = r.begin; t < r.end && t < r.begin + kLongest; ++t) {
      const MentionId id = mention_of_[t];
      if (id.some() && d_.mentions[id.value].tokens.contains(head)) {
        return id;
      }
      const bool apposed = !tree_.is_root(t) && tree_.head(t) == head &&
                           (tree_.rel(t) == Deprel::appos || tree_.rel(t) == Deprel::flat ||
                            tree_.rel(t) == Deprel::compound || tree_.rel(t) == Deprel::nmod_desc);
      if (id.some() && apposed && d_.mentions[id.value].kind == MentionKind::person) {
        return id;
      }
    }
    return name_after_title(r, head);
  }

  // "Secretary of State Antony Blinken": the name that the title ends in, wherever it hangs.
  [[nodiscard]] MentionId name_after_title(TokenRange r, std::uint32_t head) const {
    constexpr std::uint32_t kLongest = 12;
    for (std::uint32_t t = head + 1; t < std::min(r.end, head + kLongest); ++t) {
      const Upos u = tree_.upos(t);
      if (u == Upos::punct || u == Upos::verb || u == Upos::pron ||
          (u == Upos::adp && tree_.lower(t) != "of" && tree_.lower(t) != "for")) {
        return MentionId::none();
      }
      const MentionId id = mention_of_[t];
      if (id.some() && d_.mentions[id.value].form == MentionForm::name &&
          d_.mentions[id.value].kind == MentionKind::person) {
        const std::uint32_t begin = d_.mentions[id.value].tokens.begin;
        const Upos before = tree_.upos(begin - 1);
        return begin > head && before != Upos::adp && before != Upos::det ? id : MentionId::none();
      }
    }
    return MentionId::none();
  }

  // "a source", "two officials", "some residents": nobody in particular is named.
  [[nodiscard]] bool is_anonymous(std::uint32_t head, SourceKind kind) const {
    if (kind == SourceKind::anonymous) {
      return true;
    }
    if (kind == SourceKind::none || kind == SourceKind::document || kind == SourceKind::unknown) {
      return false;
    }
    const std::uint32_t det = tree_.child(head, {Deprel::det, Deprel::nummod, Deprel::amod});
    if (tree_.upos(head) == Upos::num || tree_.upos(head) == Upos::adj) {
      return true;
    }
    if (det == Tree::kNone) {
      return false;
    }
    const std::string_view w = tree_.lower(det);
    return w == "a" || w == "an" || w == "some" || w == "several" || w == "many" || w == "one" ||
           w == "another" || tree_.upos(det) == Upos::num;
  }

  [[nodiscard]] Channel channel_of(const Draft& draft) const {
    if (draft.row != nullptr && draft.row->channel != Channel::unstated &&
        draft.row->channel != Channel::document) {
      return draft.row->channel;
    }
    Channel found = Channel::unstated;
    // Phrases beside the cue: "in a bulletin", "on Telegram", "told reporters".
    for (const std::uint32_t k : d_.children.of(draft.head)) {
      const Deprel rel = base_relation(tree_.rel(k));
      const bool place = rel == Deprel::obl;
      const bool addressee = rel == Deprel::obj || rel == Deprel::iobj;
      if ((!place && !addressee) || within(draft.content, k) || within(draft.source, k)) {
        continue;
      }
      const TokenRange r = tree_.extent(k);
      constexpr std::uint32_t kLongest = 20;
      for (std::uint32_t t = r.begin; t < std::min(r.end, r.begin + kLongest); ++t) {
        if (found != Channel::unstated || within(draft.content, t)) {
          break;
        }
        found = c_.lexicon.channel_at(d_, t, r.end,
                                      place ? ChannelRole::place : ChannelRole::addressee);
        if (found == Channel::unstated &&
            c_.lexicon.channel_at(d_, t, r.end, ChannelRole::outlet) != Channel::unstated) {
          found = addressee ? Channel::interview : Channel::media;
        }
      }
    }
    if (found == Channel::unstated && draft.cue.size() > 1 && quoted_by_outlet(draft)) {
      return Channel::media;
    }
    if (found != Channel::unstated || draft.source.empty()) {
      return found;
    }
    return source_channel(draft);
  }

  // "The paper quoted her as saying C": whoever quotes is an outlet.
  [[nodiscard]] bool quoted_by_outlet(const Draft& draft) const {
    const std::uint32_t subject = tree_.subject(draft.cue.front().begin);
    if (subject == Tree::kNone || within(draft.source, subject)) {
      return false;
    }
    const TokenRange r = tree_.extent(subject);
    bool outlet = c_.lexicon.source_noun(fold(subject)).channel == Channel::media;
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      outlet = outlet ||
               c_.lexicon.channel_at(d_, t, r.end, ChannelRole::outlet) != Channel::unstated ||
               c_.lexicon.channel_at(d_, t, r.end, ChannelRole::source) == Channel::media;
    }
    return outlet;
  }

  [[nodiscard]] Channel source_channel(const Draft& draft) const {
    const TokenRange r = draft.source.front();
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      const Channel outlet = c_.lexicon.channel_at(d_, t, r.end, ChannelRole::outlet);
      if (outlet != Channel::unstated) {
        return outlet;
      }
    }
    if (draft.source_head == Tree::kNone) {
      return Channel::unstated;
    }
    // "poll", "satellite images": the head noun, with what is compounded to it.
    std::uint32_t from = draft.source_head;
    while (from > r.begin && tree_.rel(from - 1) == Deprel::compound) {
      --from;
    }
    for (std::uint32_t t = from; t <= draft.source_head; ++t) {
      const Channel channel =
          c_.lexicon.channel_at(d_, t, draft.source_head + 1, ChannelRole::source);
      if (channel != Channel::unstated) {
        return channel;
      }
    }
    return c_.lexicon.source_noun(fold(draft.source_head)).channel;
  }

  // What the cue says, what the words around it do to it, then how the content itself is hedged.
  [[nodiscard]] Certainty certainty_of(const Draft& draft, Certainty certainty) const {
    bool negated = false;
    for (const TokenRange r : draft.cue) {
      for (std::uint32_t t = r.begin; t < r.end; ++t) {
        const std::string_view w = tree_.lower(t);
        negated = negated || w == "not" || w == "n't" || w == "never" || w == "no";
        // "seemed to think"
        const Cue* seem =
            t == draft.head ? nullptr : c_.lexicon.best(fold(t), CuePos::verb, kFrameSeem);
        certainty = seem != nullptr ? std::max(certainty, seem->certainty) : certainty;
      }
    }
    const Stance stance = draft.row != nullptr ? draft.row->stance : Stance::neutral;
    if (stance == Stance::deny || stance == Stance::refuse) {
      return negated ? Certainty::possible : Certainty::denied;
    }
    if (negated) {
      return Certainty::doubted;
    }
    if (stance == Stance::question) {
      return Certainty::possible;
    }
    if (draft.content_head != Tree::kNone) {
      certainty = std::max(certainty, hedge_at(draft.content_head));
    }
    return certainty;
  }

  // might, may, could, possibly: possible; likely, probably, appears: likely.
  [[nodiscard]] Certainty hedge_at(std::uint32_t top) const {
    Certainty certainty = Certainty::asserted;
    if (const Cue* seem = c_.lexicon.best(fold(top), CuePos::verb, kFrameSeem); seem != nullptr) {
      certainty = std::max(certainty, seem->certainty);
    }
    for (const std::uint32_t k : d_.children.of(top)) {
      const Deprel rel = tree_.rel(k);
      if (rel == Deprel::aux || rel == Deprel::advmod) {
        if (const Cue* hedge = c_.lexicon.best(fold(k), CuePos::adv, kFrameModifier);
            hedge != nullptr) {
          certainty = std::max(certainty, hedge->certainty);
        }
      }
    }
    return certainty;
  }

  [[nodiscard]] WhenId said_at(const Draft& draft, const Claim& claim) const {
    for (const std::uint32_t k : d_.children.of(draft.head)) {
      const Deprel rel = base_relation(tree_.rel(k));
      if (rel != Deprel::obl && rel != Deprel::advmod && rel != Deprel::nmod) {
        continue;
      }
      const TokenRange r = tree_.extent(k);
      constexpr std::uint32_t kLongest = 12;
      for (std::uint32_t t = r.begin; t < std::min(r.end, r.begin + kLongest); ++t) {
        const WhenId when = when_of_[t];
        if (when.some() && !within(draft.content, t) && tree_.below(t, k) &&
            (d_.whens[when.value].type == TimeType::date ||
             d_.whens[when.value].type == TimeType::time)) {
          return when;
        }
      }
    }
    return claim.act == ClaimAct::speech && !claim.outer.some() ? today_ : WhenId::none();
  }

  // The one person named in the headline or the first two sentences of an interview.
  [[nodiscard]] EntityId interviewee() const {
    constexpr std::uint32_t kLead = 2;
    std::uint32_t end = 0, sentences = 0;
    for (const Sentence& s : d_.sentences) {
      const bool title = d_.blocks[s.block].kind == BlockKind::headline;
      if (!title && (!reads_as_news(d_.blocks[s.block].kind) || sentences++ >= kLead)) {
        break;
      }
      end = s.tokens.end;
    }
    bool interview = false;
    for (std::uint32_t t = 0; t < end && !interview; ++t) {
      interview = c_.lexicon.channel_at(d_, t, end, ChannelRole::piece) == Channel::interview;
    }
    EntityId who = EntityId::none();
    for (const Mention& m : d_.mentions) {
      if (!interview || m.tokens.begin >= end) {
        break;
      }
      if (m.form != MentionForm::name || m.kind != MentionKind::person || !m.entity.some()) {
        continue;
      }
      if (who.some() && who.value != m.entity.value) {
        return EntityId::none();
      }
      who = m.entity;
    }
    return who;
  }

  // "I" outside of quotations in an interview is the one interviewed.
  void answers() {
    EntityId who = EntityId::none();
    bool asked = false;
    for (std::uint32_t k = 0; k < order_.size(); ++k) {
      Claim& claim = d_.claims[k];
      const Draft& draft = drafts_[order_[k]];
      if (claim.outer.some() || claim.speaker.some() || draft.source_head == Tree::kNone ||
          tree_.lower(draft.source_head) != "i" || c_.quotes.inside(draft.head)) {
        continue;
      }
      who = asked ? who : interviewee();
      asked = true;
      if (who.some()) {
        claim.speaker = who;
        claim.speaker_name = d_.entities[who.value].name;
        claim.code = d_.entities[who.value].code;
      }
    }
  }

  // Pronouns of the first person inside a quotation speak for the one who is quoted.
  void finish() {
    answers();
    for (std::uint32_t k = 0; k < order_.size(); ++k) {
      Claim& claim = d_.claims[k];
      const Draft& draft = drafts_[order_[k]];
      if (!claim.outer.some() || draft.source_head == Tree::kNone ||
          claim.outer.value >= d_.claims.size()) {
        continue;
      }
      const std::string_view w = tree_.lower(draft.source_head);
      const Claim& outer = d_.claims[claim.outer.value];
      if ((w == "i" || w == "we" || w == "my" || w == "our") && c_.quotes.inside(draft.head)) {
        claim.speaker = outer.speaker;
        claim.speaker_name = outer.speaker_name;
        claim.code = outer.code;
        claim.anonymous = outer.anonymous;
      }
    }
  }

  const Context& c_;
  const Tree& tree_;
  const std::vector<Draft>& drafts_;
  Document& d_;
  std::vector<MentionId> mention_of_;
  std::vector<WhenId> when_of_;
  std::vector<std::uint32_t> order_, row_of_;
  WhenId today_;
};

}  // namespace

void write_claims(const Context& context, const std::vector<Draft>& drafts, Document& document) {
  Resolver(context, drafts, document).run();
}

}  // namespace sayso::claims
