// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "doc/document.h"

namespace sayso {
namespace {

class Validator {
 public:
  explicit Validator(const Document& d) : d_(d), n_(d.tokens.size()) {}

  std::optional<std::string> run() {
    text();
    if ((d_.layers & kLayerTokens) != 0 && ok()) {
      tokens();
    }
    if ((d_.layers & kLayerTree) != 0 && ok()) {
      tree();
    }
    if ((d_.layers & kLayerMentions) != 0 && ok()) {
      mentions();
    }
    if ((d_.layers & kLayerClaims) != 0 && ok()) {
      claims();
    }
    if ((d_.layers & kLayerEvents) != 0 && ok()) {
      events();
    }
    return broken_;
  }

 private:
  [[nodiscard]] bool ok() const { return !broken_.has_value(); }

  void expect(bool condition, const char* what, std::size_t row) {
    if (!condition && ok()) {
      broken_ = std::string(what) + " (row " + std::to_string(row) + ")";
    }
  }

  [[nodiscard]] bool boundary(std::uint32_t at) const {
    return at == d_.text.size() ||
           (at < d_.text.size() && (static_cast<unsigned char>(d_.text[at]) & 0xC0) != 0x80);
  }
  [[nodiscard]] bool good(Span s) const {
    return s.begin <= s.end && s.end <= d_.text.size() && boundary(s.begin) && boundary(s.end);
  }
  [[nodiscard]] bool good(TokenRange r) const { return r.begin <= r.end && r.end <= n_; }
  [[nodiscard]] bool filled(TokenRange r) const { return r.begin < r.end && r.end <= n_; }
  template <typename Tag, typename Table>
  [[nodiscard]] static bool good(Id<Tag> id, const Table& table) {
    return !id.some() || id.value < table.size();
  }
  [[nodiscard]] bool good(Symbol s) const { return !s.some() || s.value < d_.symbols.size(); }
  template <typename Table>
  [[nodiscard]] static bool good(Slice s, const Table& table) {
    return s.count == 0 || (s.first <= table.size() && s.count <= table.size() - s.first);
  }

  void text() {
    expect(valid_utf8(d_.text), "text is not valid UTF-8", 0);
    expect(good(d_.title), "title outside the text", 0);
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < d_.blocks.size(); ++i) {
      const Span s = d_.blocks[i].text;
      expect(good(s) && s.begin >= last, "block out of order or range", i);
      last = s.end;
    }
    last = 0;
    for (std::size_t i = 0; i < d_.entries.size(); ++i) {
      const Span s = d_.entries[i].text;
      expect(good(s) && s.begin >= last && !s.empty(), "live entry out of order or range", i);
      last = s.end;
    }
    expect(!d_.dateline || (good(d_.dateline->text) && good(d_.dateline->place)),
           "dateline outside the text", 0);
    for (std::size_t i = 0; i < d_.credits.size(); ++i) {
      expect(good(d_.credits[i].name) && good(d_.credits[i].place), "credit outside the text", i);
    }
    for (std::size_t i = 1; i < d_.origins.size(); ++i) {
      expect(d_.origins[i - 1].text_begin < d_.origins[i].text_begin, "origins out of order", i);
    }
    for (std::size_t i = 0; i < d_.notes.size(); ++i) {
      expect(good(d_.notes[i].where), "note outside the text", i);
    }
  }

  void tokens() {
    const TokenTable& t = d_.tokens;
    expect(t.end.size() == n_ && t.flags.size() == n_ && t.form.size() == n_ &&
               t.lower.size() == n_ && t.sentence.size() == n_,
           "token columns of different length", n_);
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; ok() && i < n_; ++i) {
      expect(good(t.span(i)) && t.begin[i] < t.end[i] && t.begin[i] >= last,
             "token out of order or range", i);
      expect(t.form[i].some() && good(t.form[i]) && t.lower[i].some() && good(t.lower[i]),
             "token without form", i);
      expect(t.sentence[i] < d_.sentences.size(), "token without sentence", i);
      last = t.end[i];
    }
    std::uint32_t next = 0;
    for (std::size_t i = 0; ok() && i < d_.sentences.size(); ++i) {
      const Sentence& s = d_.sentences[i];
      expect(filled(s.tokens) && s.tokens.begin == next, "sentences do not tile the tokens", i);
      expect(s.block < d_.blocks.size() && d_.blocks[s.block].text.contains(d_.span(s.tokens)),
             "sentence outside its block", i);
      next = s.tokens.end;
    }
    expect(next == n_, "tokens after the last sentence", next);
  }

  void tree() {
    const TokenTable& t = d_.tokens;
    expect(t.lemma.size() == n_ && t.upos.size() == n_ && t.xpos.size() == n_ &&
               t.head.size() == n_ && t.deprel.size() == n_,
           "tree columns of different length", n_);
    for (std::uint32_t i = 0; ok() && i < n_; ++i) {
      expect(d_.sentence_tokens(i).contains(t.head[i]), "head in another sentence", i);
      expect(t.lemma[i].some() && good(t.lemma[i]), "token without lemma", i);
    }
    for (std::size_t i = 0; ok() && i < d_.sentences.size(); ++i) {
      sentence_tree(i);
    }
    expect(d_.children.built() || n_ == 0, "children not built", 0);
  }

  // Exactly one root, and every token reaches it: depth by pointer walking with marks, linear.
  void sentence_tree(std::size_t row) {
    const TokenRange s = d_.sentences[row].tokens;
    std::uint32_t roots = 0;
    std::vector<std::uint8_t> state(s.size(), 0);  // 0 new, 1 on the path, 2 reaches the root
    std::vector<std::uint32_t> path;
    for (std::uint32_t i = s.begin; i < s.end; ++i) {
      roots += d_.tokens.is_root(i) ? 1 : 0;
      std::uint32_t at = i;
      path.clear();
      while (state[at - s.begin] == 0) {
        state[at - s.begin] = 1;
        path.push_back(at);
        if (d_.tokens.is_root(at)) {
          break;
        }
        at = d_.tokens.head[at];
        expect(state[at - s.begin] != 1, "cycle in the tree of sentence", row);
      }
      for (const std::uint32_t p : path) {
        state[p - s.begin] = 2;
      }
    }
    expect(roots == 1, "sentence without exactly one root", row);
  }

  void mentions() {
    for (std::size_t i = 0; ok() && i < d_.mentions.size(); ++i) {
      const Mention& m = d_.mentions[i];
      expect(filled(m.tokens), "mention without words", i);
      expect(m.head.some() && m.tokens.contains(m.head.value), "mention head outside", i);
      expect(m.entity.some() && good(m.entity, d_.entities), "mention without entity", i);
      expect(good(m.place, d_.places) && good(m.code) && good(m.name), "mention row", i);
      expect(i == 0 || d_.mentions[i - 1].tokens.begin <= m.tokens.begin, "mentions out of order",
             i);
    }
    for (std::size_t i = 0; ok() && i < d_.entities.size(); ++i) {
      const Entity& e = d_.entities[i];
      expect(e.first.some() && good(e.first, d_.mentions), "entity without mention", i);
      expect(good(e.name) && good(e.code) && good(e.office), "entity symbols", i);
    }
    for (std::size_t i = 0; ok() && i < d_.places.size(); ++i) {
      const Place& p = d_.places[i];
      expect(filled(p.tokens) && p.name.some() && good(p.name), "place without words or name", i);
      expect(p.lat >= -90 && p.lat <= 90 && p.lon >= -180 && p.lon <= 180, "place off the map", i);
    }
    for (std::size_t i = 0; ok() && i < d_.whens.size(); ++i) {
      const When& w = d_.whens[i];
      expect(good(w.tokens) && w.value.some() && good(w.value) && w.from <= w.to, "time row", i);
    }
    for (std::size_t i = 0; ok() && i < d_.quantities.size(); ++i) {
      expect(filled(d_.quantities[i].tokens) && good(d_.quantities[i].what), "quantity row", i);
    }
  }

  void claims() {
    for (std::size_t i = 0; ok() && i < d_.ranges.size(); ++i) {
      expect(filled(d_.ranges[i]), "empty range", i);
    }
    for (std::size_t i = 0; ok() && i < d_.claims.size(); ++i) {
      const Claim& c = d_.claims[i];
      expect(good(c.source, d_.ranges) && good(c.cue, d_.ranges) && good(c.content, d_.ranges),
             "claim ranges", i);
      expect(good(c.speaker, d_.entities) && good(c.said_at, d_.whens), "claim references", i);
      expect(good(c.outer, d_.claims) && c.outer.value != i, "claim outer", i);
      ClaimId outer = c.outer;
      for (std::size_t steps = 0; ok() && outer.some(); ++steps) {
        expect(steps <= d_.claims.size(), "claims nest in a circle", i);
        outer = d_.claims[outer.value].outer;
      }
    }
  }

  void events() {
    for (std::size_t i = 0; ok() && i < d_.events.size(); ++i) {
      const Event& e = d_.events[i];
      expect(e.type.some() && good(e.type) && good(e.mode) && good(e.cameo), "event type", i);
      expect(e.trigger.count > 0 && good(e.trigger, d_.ranges), "event without trigger", i);
      expect(good(e.arguments, d_.arguments) && good(e.quantities, d_.quantity_list) &&
                 good(e.context, d_.symbol_list),
             "event slices", i);
      expect(good(e.claim, d_.claims) && good(e.place, d_.places) && good(e.when, d_.whens),
             "event references", i);
    }
    for (std::size_t i = 0; ok() && i < d_.arguments.size(); ++i) {
      expect(filled(d_.arguments[i].tokens) && good(d_.arguments[i].mention, d_.mentions),
             "argument row", i);
    }
    for (std::size_t i = 0; ok() && i < d_.states.size(); ++i) {
      const StateEffect& s = d_.states[i];
      expect(s.entity.some() && s.value.some() && filled(s.tokens), "state row", i);
      expect(good(s.claim, d_.claims) && good(s.event, d_.events) && good(s.when, d_.whens) &&
                 good(s.place, d_.places) && good(s.mention, d_.mentions),
             "state references", i);
    }
  }

  const Document& d_;
  std::uint32_t n_;
  std::optional<std::string> broken_;
};

}  // namespace

std::optional<std::string> validate(const Document& document) {
  return Validator(document).run();
}

}  // namespace sayso
