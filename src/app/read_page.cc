// SPDX-License-Identifier: Apache-2.0
#include "app/read_page.h"

#include <algorithm>
#include <array>

namespace sayso {
namespace {

constexpr std::string_view kIndent = "  ";

// What each byte of the text is in, innermost claim last: sources and cues win over contents.
std::vector<Style> styles_of(const Document& d) {
  std::vector<Style> styles(d.text.size() + 1, Style::plain);
  const auto lay = [&](Slice slice, Style style, bool over) {
    for (std::uint32_t i = 0; i < slice.count; ++i) {
      const Span span = d.span(d.ranges[slice.first + i]);
      for (std::uint32_t b = span.begin; b < span.end; ++b) {
        if (over || styles[b] == Style::plain) {
          styles[b] = style;
        }
      }
    }
  };
  for (const Claim& c : d.claims) {
    lay(c.content, Style::content, false);
  }
  for (const Claim& c : d.claims) {
    lay(c.source, Style::source, true);
    lay(c.cue, Style::cue, true);
  }
  return styles;
}

class Page {
 public:
  Page(std::string& out, const Document& d, const Terminal& t)
      : out_(out), d_(d), t_(t), width_(std::min(t.width(), 110)) {}

  void write() {
    head();
    claims();
    own_words();
    situation();
    notes();
    out_ += '\n';
  }

  // The text as it runs, source, cue and content marked; under each paragraph who speaks in it.
  void write_marked() {
    head();
    const auto mark = [&](Style style, std::string_view word) { return marked(style, word); };
    out_ += mark(Style::source, "source") + " " + mark(Style::cue, "cue") + " " +
            mark(Style::content, "content") + "\n\n";
    const std::vector<Style> styles = styles_of(d_);
    for (const Block& block : d_.blocks) {
      marked_block(block, styles);
      speakers_in(block.text);
      out_ += '\n';
    }
  }

 private:
  // In its colour; without colour in brackets: [source], {cue}, <content>.
  [[nodiscard]] std::string marked(Style style, std::string_view text) const {
    const bool color = t_.paint(Style::bold, "x") != "x";
    if (color || style == Style::plain) {
      return t_.paint(style, text);
    }
    const bool source = style == Style::source, cue = style == Style::cue;
    return (source ? "[" : cue ? "{" : "<") + std::string(text) + (source ? "]" : cue ? "}" : ">");
  }

  // Words are painted one by one, so that a colour never runs over the end of a line.
  void marked_block(const Block& block, const std::vector<Style>& styles) {
    const bool color = t_.paint(Style::bold, "x") != "x";
    std::string text;
    for (std::uint32_t b = block.text.begin; b < block.text.end;) {
      const auto blank = [&](std::uint32_t at) {
        return d_.text[at] == ' ' || d_.text[at] == '\n';
      };
      std::uint32_t e = b + 1;
      while (e < block.text.end && styles[e] == styles[b] && (!color || blank(e) == blank(b))) {
        ++e;
      }
      const std::string_view piece = d_.words(Span{b, e});
      const bool words = piece.find_first_not_of(" \n") != std::string_view::npos;
      text += words ? marked(styles[b], piece) : std::string(piece);
      b = e;
    }
    for (const std::string& one : wrap(text, width_)) {
      line(one);
    }
  }

  // One line a claim that begins in the paragraph: speaker, cue, manner.
  void speakers_in(Span block) {
    for (const Claim& c : d_.claims) {
      const Slice at = c.cue.count != 0 ? c.cue : c.content;
      const std::uint32_t begin = at.count == 0 ? 0 : d_.span(d_.ranges[at.first]).begin;
      if (at.count == 0 || begin < block.begin || begin >= block.end) {
        continue;
      }
      const std::string manner = manner_of(c);
      const std::string cue = joined(c.cue);
      std::string text = speaker(c) + (cue.empty() ? " (goes on)" : " " + cue);
      text += manner.empty() ? "" : " · " + manner;
      hanging("    ", t_.paint(Style::dim, "— ") + text);
    }
  }

  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }

  void paragraph(std::string_view indent, std::string_view text, Style style) {
    for (const std::string& one : wrap(text, width_ - static_cast<int>(indent.size()))) {
      out_ += indent;
      line(t_.paint(style, one));
    }
  }

  void head() {
    const std::string_view title = d_.headline();
    paragraph("", title.empty() ? std::string_view(d_.provenance.path) : title, Style::bold);
    std::string about;
    const auto add = [&](std::string_view part) {
      if (!part.empty()) {
        about += about.empty() ? "" : " · ";
        about += part;
      }
    };
    add(d_.provenance.outlet);
    if (d_.provenance.agency != d_.provenance.outlet) {
      add(d_.provenance.agency);
    }
    if (d_.provenance.published_at) {
      add(format_timestamp(*d_.provenance.published_at));
    }
    if (d_.provenance.paywalled) {
      add("behind a paywall");
    }
    add(count(d_.claims.size(), "claim") + ", " + count(d_.events.size(), "event") + ", " +
        count(d_.states.size(), "state"));
    paragraph("", about, Style::dim);
    whence();
  }

  // Who wrote it, and where the input says what stands above: "date from json_ld".
  void whence() {
    const Provenance& p = d_.provenance;
    std::string about;
    const auto add = [&](const std::string& part) { about += (about.empty() ? "" : " · ") + part; };
    const auto from = [&](ProvenanceField field) {
      std::string place(found_in_name(p.found_in(field)));
      std::replace(place.begin(), place.end(), '_', ' ');
      return " (" + place + ")";
    };
    if (!p.authors.empty()) {
      std::string by = "by ";
      for (std::size_t i = 0; i < p.authors.size(); ++i) {
        by += (i == 0 ? "" : ", ") + p.authors[i];
      }
      add(by + from(ProvenanceField::authors));
    }
    for (const Credit& credit : d_.credits) {
      if (credit.role == "editing" || credit.role == "writing" || credit.role == "reporting") {
        add(credit.role + " " + std::string(d_.words(credit.name)));
      }
    }
    if (p.published_at) {
      add("published" + from(ProvenanceField::published_at));
    }
    if (p.modified_at && p.modified_at != p.published_at) {
      add("changed " + format_timestamp(*p.modified_at) + from(ProvenanceField::modified_at));
    }
    if (!p.outlet.empty()) {
      add("outlet" + from(ProvenanceField::outlet));
    }
    if (!d_.entries.empty()) {
      add(count(d_.entries.size(), "live post"));
    }
    if (!about.empty()) {
      paragraph("", about, Style::dim);
    }
  }

  static std::string count(std::size_t n, const char* what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
  }

  void heading(std::string_view text) {
    out_ += '\n';
    line(t_.paint(Style::bold, text));
  }

  std::string joined(Slice slice) const {
    std::string text;
    for (std::uint32_t i = 0; i < slice.count; ++i) {
      text += i == 0 ? "" : " … ";
      text += d_.words(d_.ranges[slice.first + i]);
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  }

  // "Antony Blinken (USA GOV)", the words of the source if nobody is known, or "unstated source".
  std::string speaker(const Claim& c) const {
    std::string who(d_.string(c.speaker_name));
    if (who.empty()) {
      who = joined(c.source);
    }
    if (who.empty()) {
      who = "unstated source";
    }
    std::string text = t_.paint(Style::source, who);
    if (c.speaker.some() && d_.entities[c.speaker.value].office.some()) {
      text += ", " + std::string(d_.string(d_.entities[c.speaker.value].office));
    }
    if (c.code.some()) {
      text += " (" + std::string(d_.string(c.code)) + ")";
    }
    return text;
  }

  static bool same_speaker(const Claim& a, const Claim& b) {
    return a.speaker_name.some() && a.speaker_name == b.speaker_name;
  }

  void claims() {
    if (d_.claims.empty()) {
      return;
    }
    heading("Who says what");
    for (std::uint32_t i = 0; i < d_.claims.size(); ++i) {
      claim(i);
    }
  }

  // "interview, likely, anonymous, as told by CNN": what a reader weighs a claim by.
  std::string manner_of(const Claim& c) const {
    std::string manner;
    const auto add = [&](std::string_view part) {
      manner += (manner.empty() ? "" : ", ") + std::string(part);
    };
    if (c.channel != Channel::unstated) {
      std::string channel(channel_name(c.channel));
      std::replace(channel.begin(), channel.end(), '_', ' ');
      add(channel);
    }
    if (c.certainty != Certainty::asserted) {
      add(certainty_name(c.certainty));
    }
    if (c.act != ClaimAct::speech) {
      add(claim_act_name(c.act));
    }
    if (c.anonymous) {
      add("anonymous");
    }
    if (c.outer.some() && !same_speaker(c, d_.claims[c.outer.value])) {
      add("as told by " + speaker(d_.claims[c.outer.value]));
    }
    return manner;
  }

  void claim(std::uint32_t i) {
    const Claim& c = d_.claims[i];
    std::string who(kIndent);
    who += speaker(c);
    const std::string cue = joined(c.cue);
    if (!cue.empty()) {
      who += " " + t_.paint(Style::cue, cue);
    }
    const std::string manner = manner_of(c);
    if (!manner.empty()) {
      who += t_.paint(Style::dim, " · ") + manner;
    }
    line(who);
    paragraph("    ", joined(c.content), Style::content);
    events_of(ClaimId{i});
  }

  void events_of(ClaimId claim) {
    for (std::uint32_t i = 0; i < d_.events.size(); ++i) {
      if (d_.events[i].claim == claim) {
        event(d_.events[i]);
      }
    }
  }

  std::string actors(const Event& e, std::initializer_list<Role> roles) const {
    std::string text;
    for (std::uint32_t i = 0; i < e.arguments.count; ++i) {
      const Argument& a = d_.arguments[e.arguments.first + i];
      if (std::find(roles.begin(), roles.end(), a.role) == roles.end()) {
        continue;
      }
      text += text.empty() ? "" : ", ";
      text += a.name.some() ? d_.string(a.name) : d_.words(a.tokens);
      if (a.code.some()) {
        text += " (" + std::string(d_.string(a.code)) + ")";
      }
    }
    return text;
  }

  void event(const Event& e) {
    std::string text = "→ " + t_.paint(Style::event, d_.string(e.type));
    if (e.mode.some()) {
      text += "/" + std::string(d_.string(e.mode));
    }
    text += " “" + joined(e.trigger) + "”";
    const std::string agents = actors(e, {Role::agent, Role::participant});
    const std::string targets = actors(e, {Role::target, Role::object, Role::beneficiary});
    if (!agents.empty()) {
      text += "  " + agents;
    }
    if (!targets.empty()) {
      text += (agents.empty() ? "  on " : " → ") + targets;
    }
    if (e.place.some()) {
      text += " · " + std::string(d_.string(d_.places[e.place.value].name));
    }
    if (e.when.some()) {
      text += " · " + std::string(d_.string(d_.whens[e.when.value].value));
    }
    text += " · " + std::string(event_time_name(e.time)) + " ";
    text += t_.paint(Style::dim, factuality_name(e.factuality));
    counts(text, e.counts);
    hanging("    ", text);
  }

  // Wrapped, later lines further in.
  void hanging(std::string_view indent, std::string_view text) {
    bool first = true;
    for (const std::string& one : wrap(text, width_ - static_cast<int>(indent.size()) - 2)) {
      out_ += indent;
      out_ += first ? "" : "  ";
      line(one);
      first = false;
    }
  }

  static void counts(std::string& text, const Counts& c) {
    const auto one = [&](std::int32_t n, const char* what) {
      if (n != kNotStated) {
        text += " · " + std::to_string(n) + " " + what;
      }
    };
    one(c.killed, "killed");
    one(c.injured, "injured");
    one(c.kidnapped, "kidnapped");
    one(c.arrested, "arrested");
  }

  void own_words() {
    const bool any = std::any_of(d_.events.begin(), d_.events.end(),
                                 [](const Event& e) { return !e.claim.some(); });
    if (any) {
      heading("In the outlet's own words");
      events_of(ClaimId::none());
    }
  }

  void situation() {
    if (d_.states.empty()) {
      return;
    }
    heading("If they are right");
    std::vector<std::array<std::string, 4>> rows;
    for (const StateEffect& s : d_.states) {
      std::string who = "the outlet";
      if (s.claim.some()) {
        const Claim& c = d_.claims[s.claim.value];
        who = c.speaker_name.some() ? std::string(d_.string(c.speaker_name)) : joined(c.source);
        if (who.empty()) {
          who = "unstated source";
        }
      }
      std::string value(d_.string(s.value));
      if (s.factuality != Factuality::ct_plus) {
        value += " [" + std::string(factuality_name(s.factuality)) + "]";
      }
      std::array<std::string, 4> row{std::string(d_.string(s.entity)),
                                     std::string(state_variable_name(s.variable)), value, who};
      if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
        rows.push_back(std::move(row));
      }
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a[0] < b[0]; });
    const int entity = width_ * 32 / 100;
    const int value = width_ * 28 / 100;
    const int who = width_ - entity - value - 17;
    const std::string* last = nullptr;
    for (const auto& row : rows) {
      const bool again = last != nullptr && *last == row[0];
      out_ += kIndent;
      out_ += t_.paint(Style::state, pad(again ? "" : row[0], entity));
      out_ += " " + pad(row[1], 11) + pad(row[2], value) + " ";
      line(t_.paint(Style::dim, fit(row[3], who)));
      last = &row[0];
    }
  }

  void notes() {
    if (d_.notes.empty()) {
      return;
    }
    heading("Notes on the text");
    for (const Note& note : d_.notes) {
      std::string text(kIndent);
      text += t_.paint(Style::warning, note.code);
      if (!note.detail.empty()) {
        text += ": " + note.detail;
      } else if (!note.where.empty()) {
        text += ": “" + fit(d_.words(note.where), width_ - 30) + "”";
      }
      line(text);
    }
  }

  std::string& out_;
  const Document& d_;
  const Terminal& t_;
  int width_;
};

}  // namespace

void append_page(std::string& out, const Document& document, const Terminal& terminal) {
  Page(out, document, terminal).write();
}

void append_marked_text(std::string& out, const Document& document, const Terminal& terminal) {
  Page(out, document, terminal).write_marked();
}

}  // namespace sayso
