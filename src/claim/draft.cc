// SPDX-License-Identifier: Apache-2.0
#include "claim/draft.h"

#include <algorithm>

namespace sayso::claims {
namespace {

bool quotation_mark(const Context& c, std::uint32_t t) {
  if (c.tree.upos(t) != Upos::punct) {
    return false;
  }
  const std::uint32_t row = c.quotes.of(t);
  if (row == Quotes::kNone) {
    return false;
  }
  const Quote& quote = c.quotes.all()[row];
  return t == quote.tokens.begin || (!quote.open && t + 1 == quote.tokens.end);
}

bool droppable(const Context& c, std::uint32_t t) {
  if (c.tree.upos(t) != Upos::punct || quotation_mark(c, t)) {
    return false;
  }
  // A comma or point just inside a closing mark stays: "…vulnerable,"
  const std::string_view form = c.document.words(c.document.tokens.span(t));
  return form != "?" && form != "!" && form != ")" && form != "]" && form != "(" && form != "[";
}

TokenRange trimmed(const Context& c, TokenRange r) {
  r.end = std::max(r.begin, r.end);
  while (!r.empty() && droppable(c, r.begin)) {
    ++r.begin;
  }
  while (!r.empty() && droppable(c, r.end - 1)) {
    --r.end;
  }
  // A mark whose partner is outside: the opening one alone at the end, the closing one at the
  // start.
  if (r.size() > 1 && quotation_mark(c, r.begin) &&
      c.quotes.all()[c.quotes.of(r.begin)].tokens.begin != r.begin) {
    ++r.begin;
  }
  if (r.size() > 1 && quotation_mark(c, r.end - 1) &&
      c.quotes.all()[c.quotes.of(r.end - 1)].tokens.begin == r.end - 1) {
    --r.end;
  }
  return r;
}

// A quotation told whole keeps both its marks: “C” without its last or first mark gets it.
TokenRange with_marks(const Context& c, TokenRange r) {
  const std::uint32_t last = c.quotes.of(r.end - 1), first = c.quotes.of(r.begin);
  if (last != Quotes::kNone) {
    const Quote& quote = c.quotes.all()[last];
    if (!quote.open && quote.tokens.begin >= r.begin && quote.tokens.begin < r.end &&
        quote.tokens.end == r.end + 1) {
      ++r.end;
    }
  }
  if (first != Quotes::kNone) {
    const Quote& quote = c.quotes.all()[first];
    if (!quote.continued && quote.tokens.begin + 1 == r.begin && quote.tokens.end <= r.end) {
      --r.begin;
    }
  }
  return r;
}

bool words_in(const Context& c, TokenRange r) {
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    if (c.tree.upos(t) != Upos::punct) {
      return true;
    }
  }
  return false;
}

// An opening bracket in the range is not closed there.
bool open_bracket(const Context& c, TokenRange r) {
  int open = 0;
  for (std::uint32_t t = r.begin; t < r.end; ++t) {
    const std::string_view w = c.tree.lower(t);
    open += w == "(" ? 1 : w == ")" ? -1 : 0;
  }
  return open > 0;
}

void collect(const Context& c, const Proposal& p, Label wanted, std::vector<TokenRange>& out) {
  out.clear();
  const TokenRange window = p.window;
  for (std::uint32_t t = window.begin; t < window.end;) {
    if (p.at(t) != wanted) {
      ++t;
      continue;
    }
    TokenRange run{t, t + 1};
    std::uint32_t next = t + 1;
    while (next < window.end &&
           (p.at(next) == wanted || (p.at(next) == kOut && c.tree.upos(next) == Upos::punct))) {
      run.end = p.at(next) == wanted ? next + 1 : run.end;
      ++next;
    }
    t = next;
    TokenRange cut = wanted == kCue ? run : trimmed(c, run);
    cut = wanted == kContent && !cut.empty() ? with_marks(c, cut) : cut;
    if (wanted == kSource && cut.end < window.end && c.tree.lower(cut.end) == ")" &&
        open_bracket(c, cut)) {
      ++cut.end;  // "General Motors (GM)"
    }
    if (!cut.empty() && (wanted == kCue || words_in(c, cut))) {
      out.push_back(cut);
    }
  }
}

}  // namespace

bool make_draft(const Context& c, const Proposal& p, Draft& draft) {
  collect(c, p, kSource, draft.source);
  collect(c, p, kCue, draft.cue);
  collect(c, p, kContent, draft.content);
  if (const std::uint32_t quote = c.quotes.of(p.head); quote != Quotes::kNone) {
    // Told inside a quotation: its content ends with it.
    const TokenRange inside = c.quotes.all()[quote].tokens;
    for (TokenRange& r : draft.content) {
      r = trimmed(c, {std::max(r.begin, inside.begin), std::min(r.end, inside.end)});
    }
    std::erase_if(draft.content, [](TokenRange r) { return r.empty(); });
  }
  draft.head = p.head;
  draft.source_head = p.source_head;
  draft.content_head = p.content_head;
  draft.row = p.cue;
  draft.frame = p.frame;
  draft.score = p.prior;
  draft.rule = p.rule;
  draft.shared_source = p.shared_source;
  draft.reserve = false;
  draft.goes_on = draft.outer = Tree::kNone;
  return !draft.content.empty() && !draft.cue.empty();
}

namespace {

bool within(const std::vector<TokenRange>& ranges, std::uint32_t t) {
  return std::any_of(ranges.begin(), ranges.end(), [t](TokenRange r) { return r.contains(t); });
}

}  // namespace

void drop_doubles(std::vector<Draft>& drafts) {
  std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
    return a.cue.front().begin < b.cue.front().begin;
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    bool worse = false;
    if (kept > 0 && drafts[kept - 1].cue.back().end > drafts[i].cue.front().begin) {
      if (drafts[kept - 1].score >= drafts[i].score) {
        worse = true;
      } else {
        --kept;
      }
    }
    if (!worse) {
      if (kept != i) {
        drafts[kept] = std::move(drafts[i]);
      }
      ++kept;
    }
  }
  drafts.resize(kept);
}

namespace {

class QuoteRunner {
 public:
  QuoteRunner(const Context& c, std::vector<Draft>& drafts) : c_(c), drafts_(drafts) {}

  void run() {
    taken_.assign(c_.document.tokens.size(), 0);
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (drafts_[i].reserve || c_.quotes.inside(drafts_[i].head)) {
        continue;  // what is told inside a quotation does not part it
      }
      for (const auto* list : {&drafts_[i].content, &drafts_[i].cue, &drafts_[i].source}) {
        for (const TokenRange r : *list) {
          std::fill(taken_.begin() + r.begin, taken_.begin() + r.end, 1);
        }
      }
    }
    sentence_draft_.assign(c_.document.sentences.size(), Tree::kNone);
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      const Draft& d = drafts_[i];
      const std::uint32_t s = c_.document.tokens.sentence[d.head];
      const bool quoted = c_.quotes.inside(d.head);
      const bool speaks = d.row == nullptr || d.row->act == ClaimAct::speech;
      if (!d.reserve && !quoted && speaks && d.outer == Tree::kNone) {
        sentence_draft_[s] = i;  // the last one that tells by itself
      }
    }
    for (std::uint32_t i = 0; i < drafts_.size(); ++i) {
      if (!drafts_[i].reserve && !c_.quotes.inside(drafts_[i].head)) {
        leftward(drafts_[i]);
      }
    }
    forward();
  }

 private:
  // The sentence is quoted from its first to its last word.
  [[nodiscard]] bool all_quoted(TokenRange r) const {
    bool any = false;
    for (std::uint32_t t = r.begin; t < r.end; ++t) {
      if (c_.tree.upos(t) == Upos::punct) {
        continue;
      }
      if (!c_.quotes.inside(t)) {
        return false;
      }
      any = true;
    }
    return any;
  }

  void append(Draft& d, TokenRange r) {
    r = trimmed(c_, r);
    if (r.empty()) {
      return;
    }
    TokenRange* near = nullptr;
    for (TokenRange& have : d.content) {
      near = touches(have, r) ? &have : near;
    }
    if (near != nullptr) {
      near->begin = std::min(near->begin, r.begin);
      near->end = std::max(near->end, r.end);
    } else {
      d.content.push_back(r);
      std::sort(d.content.begin(), d.content.end(),
                [](TokenRange a, TokenRange b) { return a.begin < b.begin; });
    }
    std::fill(taken_.begin() + r.begin, taken_.begin() + r.end, 1);
  }

  // Nothing but punctuation stands between them.
  [[nodiscard]] bool touches(TokenRange a, TokenRange b) const {
    if (b.begin < a.begin) {
      std::swap(a, b);
    }
    constexpr std::uint32_t kMost = 4;
    return b.begin <= a.end + kMost && (b.begin <= a.end || !words_in(c_, {a.end, b.begin}));
  }

  // Content that begins inside a quotation opened in an earlier sentence takes it from its start.
  void leftward(Draft& d) {
    const TokenRange first = d.content.front();
    const std::uint32_t row = c_.quotes.of(first.begin);
    if (row == Quotes::kNone) {
      return;
    }
    const TokenRange quote = c_.quotes.all()[row].tokens;
    const TokenRange sentence = c_.document.sentence_tokens(d.head);
    if (quote.begin < sentence.begin && first.begin <= sentence.begin + 1 &&
        free_run(quote.begin, sentence.begin)) {
      append(d, {quote.begin, first.begin});
    }
  }

  [[nodiscard]] bool free_run(std::uint32_t from, std::uint32_t to) const {
    return std::find(taken_.begin() + from, taken_.begin() + to, 1) == taken_.begin() + to;
  }

  void forward() {
    const auto& sentences = c_.document.sentences;
    std::uint32_t last = Tree::kNone;        // draft whose speaker may go on
    std::uint32_t last_block = Tree::kNone;  // block of its last words
    const std::size_t written = drafts_.size();
    for (std::uint32_t s = 0; s < sentences.size(); ++s) {
      const Sentence& sentence = sentences[s];
      const bool quoted = all_quoted(sentence.tokens);
      if (sentence_draft_[s] != Tree::kNone) {
        last = sentence_draft_[s];
        last_block = sentence.block;
        continue;
      }
      if (last == Tree::kNone || !quoted ||
          !reads_as_news(c_.document.blocks[sentence.block].kind)) {
        if (!quoted && sentence.block != last_block) {
          last = Tree::kNone;
        }
        tail(sentence.tokens, last);
        continue;
      }
      if (!free_run(sentence.tokens.begin, sentence.tokens.end)) {
        last_block = sentence.block;  // who ends the quotation told it: “A. B,” she said
        continue;
      }
      const std::uint32_t row = c_.quotes.of(first_word(sentence.tokens));
      const bool runs_on = sentence.block == last_block || c_.quotes.all()[row].continued ||
                           c_.quotes.all()[row].tokens.begin < sentence.tokens.begin;
      if (runs_on) {
        append(drafts_[last], sentence.tokens);
      } else if (sentence.block == last_block + 1 && drafts_.size() < 2 * written + 8) {
        last = add_carried(sentence.tokens, last);
      } else {
        last = Tree::kNone;
        continue;
      }
      last_block = sentence.block;
    }
  }

  // An open quotation that ends within this sentence.
  void tail(TokenRange sentence, std::uint32_t last) {
    if (last == Tree::kNone) {
      return;
    }
    const std::uint32_t row = c_.quotes.of(sentence.begin);
    if (row == Quotes::kNone) {
      return;
    }
    const TokenRange quote = c_.quotes.all()[row].tokens;
    Draft& d = drafts_[last];
    if (quote.begin < sentence.begin && d.content.back().end > quote.begin &&
        d.content.back().end <= sentence.begin && quote.end <= sentence.end &&
        free_run(sentence.begin, quote.end)) {
      append(d, {sentence.begin, quote.end});
    }
  }

  [[nodiscard]] std::uint32_t first_word(TokenRange r) const {
    std::uint32_t t = r.begin;
    while (t + 1 < r.end && (c_.tree.upos(t) == Upos::punct) && !c_.quotes.inside(t)) {
      ++t;
    }
    return t;
  }

  std::uint32_t add_carried(TokenRange tokens, std::uint32_t from) {
    Draft d;
    d.content.push_back(trimmed(c_, tokens));
    d.head = tokens.begin;
    d.goes_on = from;
    d.frame = kFrameQuote;
    d.score = drafts_[from].score;
    drafts_.push_back(std::move(d));
    return static_cast<std::uint32_t>(drafts_.size() - 1);
  }

  const Context& c_;
  std::vector<Draft>& drafts_;
  std::vector<std::uint8_t> taken_;
  std::vector<std::uint32_t> sentence_draft_;
};

std::uint32_t size_of(const std::vector<TokenRange>& ranges) {
  std::uint32_t n = 0;
  for (const TokenRange r : ranges) {
    n += r.size();
  }
  return n;
}

}  // namespace

void extend_quotes(const Context& context, std::vector<Draft>& drafts) {
  QuoteRunner(context, drafts).run();
}

void drop_weak_inner(std::vector<Draft>& drafts) {
  constexpr std::uint32_t kTelling =
      kFrameThat | kFrameQuote | kFrameName | kFrameTo | kFrameAccording | kFrameAdverb;
  constexpr float kSure = 0.55F;
  // A reserve inside a reserve takes the next claim outwards, if there is one.
  for (Draft& d : drafts) {
    for (int depth = 0; depth < 8 && d.outer != Tree::kNone && drafts[d.outer].reserve; ++depth) {
      d.outer = drafts[d.outer].outer;
    }
  }
  const auto weak = [](const Draft& d) {
    if (d.reserve && d.outer == Tree::kNone) {
      return true;
    }
    const bool tells = d.plan || ((d.frame & kTelling) != 0 && d.row != nullptr && d.rule >= kSure);
    return d.outer != Tree::kNone && (!tells || d.unreal) && d.goes_on == Tree::kNone;
  };
  std::vector<std::uint32_t> moved(drafts.size(), Tree::kNone);
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    if (weak(drafts[i])) {
      continue;
    }
    moved[i] = kept;
    if (kept != i) {
      drafts[kept] = std::move(drafts[i]);
    }
    ++kept;
  }
  drafts.resize(kept);
  for (Draft& d : drafts) {
    d.goes_on = d.goes_on == Tree::kNone ? Tree::kNone : moved[d.goes_on];
    d.outer = Tree::kNone;
  }
}

void cut_according(const Context& c, std::vector<Draft>& drafts) {
  for (const Draft& a : drafts) {
    if (a.frame != kFrameAccording || a.cue.empty() || a.source.empty()) {
      continue;
    }
    const std::uint32_t from = a.cue.front().begin, to = a.source.back().end;
    const TokenRange sentence = c.document.sentence_tokens(from);
    for (Draft& d : drafts) {
      if (&d == &a || !sentence.contains(d.head) || !within(a.content, d.head)) {
        continue;
      }
      for (TokenRange& r : d.content) {
        if (r.begin < from && from < r.end && (to >= r.end || !words_in(c, {to, r.end}))) {
          r = trimmed(c, {r.begin, from});
        }
      }
    }
  }
}

void nest(std::vector<Draft>& drafts) {
  // Drafts by the first token of each content piece; a cue looks back at the pieces that may hold
  // it.
  struct Piece {
    TokenRange tokens;
    std::uint32_t draft, size;
  };
  std::vector<Piece> pieces;
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    const std::uint32_t size = size_of(drafts[i].content);
    for (const TokenRange r : drafts[i].content) {
      pieces.push_back({r, i, size});
    }
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.tokens.begin < b.tokens.begin; });
  constexpr std::size_t kLookBack = 64;
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    const std::uint32_t at = drafts[i].head;
    const auto after =
        std::upper_bound(pieces.begin(), pieces.end(), at,
                         [](std::uint32_t t, const Piece& p) { return t < p.tokens.begin; });
    std::uint32_t best = Tree::kNone, best_size = Tree::kNone;
    std::size_t seen = 0;
    for (auto p = after; p != pieces.begin() && seen < kLookBack; ++seen) {
      --p;
      if (p->draft != i && p->tokens.contains(at) && p->size < best_size &&
          drafts[i].goes_on == Tree::kNone && drafts[i].frame != kFrameHeadline) {
        best = p->draft;
        best_size = p->size;
      }
    }
    drafts[i].outer = best;
  }
  // Two claims inside each other (crossed content): the one with less content is the inner one.
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    std::uint32_t at = drafts[i].outer;
    for (std::size_t steps = 0; at != Tree::kNone && steps < drafts.size(); ++steps) {
      if (at == i) {
        drafts[i].outer = Tree::kNone;
        break;
      }
      at = drafts[at].outer;
      if (steps > 16) {
        drafts[i].outer = Tree::kNone;
        break;
      }
    }
  }
}

}  // namespace sayso::claims
