// SPDX-License-Identifier: Apache-2.0
#include "doc/record.h"

#include <string_view>

#include "base/json_writer.h"
#include "base/utf8.h"

namespace sayso {
namespace {

class RecordWriter {
 public:
  RecordWriter(std::string& out, const Document& d) : d_(d), points_(d.text), json_(out) {}

  void write(const RecordOptions& options) {
    json_.begin_object();
    head();
    found_in();
    if (options.text) {
      text();
    }
    dateline();
    credits();
    entries();
    sentences();
    if (options.tokens) {
      tokens();
    }
    mentions();
    entities();
    places();
    times();
    claims();
    events();
    states();
    notes();
    json_.end_object();
  }

 private:
  void offsets(Span s) {
    json_.field("start", points_.at(s.begin)).field("end", points_.at(s.end));
  }
  void offsets(TokenRange r) { offsets(d_.span(r)); }

  void optional_text(std::string_view key, Symbol s) {
    json_.key(key);
    if (s.some()) {
      json_.value(d_.string(s));
    } else {
      json_.null();
    }
  }

  template <typename Tag>
  void reference(std::string_view key, char letter, Id<Tag> id) {
    json_.key(key);
    if (id.some()) {
      json_.value(letter + std::to_string(id.value));
    } else {
      json_.null();
    }
  }

  void spans(std::string_view key, Slice slice) {
    json_.key(key).begin_array();
    for (std::uint32_t i = 0; i < slice.count; ++i) {
      const Span s = d_.span(d_.ranges[slice.first + i]);
      json_.begin_array().value(points_.at(s.begin)).value(points_.at(s.end)).end_array();
    }
    json_.end_array();
  }

  void head() {
    json_.field("id", d_.id).field("title", d_.headline());
    moment("published_at", d_.provenance.published_at);
    moment("modified_at", d_.provenance.modified_at);
    json_.field("outlet", d_.provenance.outlet);
    json_.field("agency", d_.provenance.agency);
    json_.field("url", d_.provenance.url);
    if (!d_.provenance.record_id.empty()) {
      json_.field("record_id", d_.provenance.record_id);
    }
    if (d_.provenance.fetched_at) {
      json_.field("fetched_at", format_timestamp(*d_.provenance.fetched_at));
    }
    json_.field("language", d_.provenance.language);
    json_.field("section", d_.provenance.section);
    json_.field("paywalled", d_.provenance.paywalled);
    json_.key("authors").begin_array();
    for (const std::string& author : d_.provenance.authors) {
      json_.value(author);
    }
    json_.end_array();
  }

  void moment(std::string_view key, const std::optional<Timestamp>& t) {
    json_.key(key);
    if (t) {
      json_.value(format_timestamp(*t));
    } else {
      json_.null();
    }
  }

  // Only the fields whose place is known.
  void found_in() {
    json_.key("found_in").begin_object();
    for (std::size_t i = 0; i < kProvenanceFieldCount; ++i) {
      const auto field = static_cast<ProvenanceField>(i);
      if (d_.provenance.found_in(field) != FoundIn::none) {
        json_.field(provenance_field_name(field), found_in_name(d_.provenance.found_in(field)));
      }
    }
    json_.end_object();
  }

  void place_span(Span place) {
    json_.key("place");
    if (place.empty()) {
      json_.null();
    } else {
      json_.value(d_.words(place));
    }
  }

  void dateline() {
    json_.key("dateline");
    if (!d_.dateline) {
      json_.null();
      return;
    }
    const DatelineParts& line = *d_.dateline;
    json_.begin_object();
    offsets(line.text);
    place_span(line.place);
    json_.key("date");
    if (line.date) {
      json_.value(format_day(*line.date));
    } else {
      json_.null();
    }
    json_.field("agency", line.agency).end_object();
  }

  void credits() {
    json_.key("credits").begin_array();
    for (const Credit& credit : d_.credits) {
      json_.begin_object();
      json_.field("role", credit.role).field("name", d_.words(credit.name));
      offsets(credit.name);
      place_span(credit.place);
      json_.end_object();
    }
    json_.end_array();
  }

  void entries() {
    json_.key("entries").begin_array();
    for (const LiveEntry& entry : d_.entries) {
      json_.begin_object();
      offsets(entry.text);
      moment("published_at", entry.published_at);
      json_.end_object();
    }
    json_.end_array();
  }

  void text() {
    json_.field("path", d_.provenance.path);
    json_.field("text", d_.text);
    json_.key("blocks").begin_array();
    for (const Block& block : d_.blocks) {
      json_.begin_object();
      offsets(block.text);
      json_.field("kind", block_kind_name(block.kind)).end_object();
    }
    json_.end_array();
  }

  void sentences() {
    json_.key("sentences").begin_array();
    for (const Sentence& sentence : d_.sentences) {
      json_.begin_object();
      offsets(sentence.tokens);
      json_.end_object();
    }
    json_.end_array();
  }

  void tokens() {
    const TokenTable& t = d_.tokens;
    const bool tree = (d_.layers & kLayerTree) != 0;
    json_.key("tokens").begin_array();
    for (std::uint32_t i = 0; i < t.size(); ++i) {
      json_.begin_object();
      offsets(t.span(i));
      if (tree) {
        json_.field("lemma", d_.string(t.lemma[i])).field("upos", upos_name(t.upos[i]));
        json_.field("xpos", xpos_name(t.xpos[i]));
        json_.field("head", t.is_root(i) ? std::int64_t{-1} : std::int64_t{t.head[i]});
        json_.field("deprel", deprel_name(t.deprel[i]));
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void mentions() {
    json_.key("mentions").begin_array();
    for (std::uint32_t i = 0; i < d_.mentions.size(); ++i) {
      const Mention& m = d_.mentions[i];
      json_.begin_object();
      reference("id", 'm', MentionId{i});
      json_.field("form", mention_form_name(m.form)).field("kind", mention_kind_name(m.kind));
      offsets(m.tokens);
      reference("entity", 'n', m.entity);
      optional_text("code", m.code);
      optional_text("name", m.name);
      if (m.metonym) {
        json_.field("metonym", true);
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void entities() {
    json_.key("entities").begin_array();
    for (std::uint32_t i = 0; i < d_.entities.size(); ++i) {
      const Entity& e = d_.entities[i];
      json_.begin_object();
      reference("id", 'n', EntityId{i});
      json_.field("kind", mention_kind_name(e.kind));
      optional_text("name", e.name);
      optional_text("code", e.code);
      optional_text("office", e.office);
      json_.end_object();
    }
    json_.end_array();
  }

  void place_fields(const Place& p) {
    optional_text("name", p.name);
    json_.field("lat", p.lat).field("lon", p.lon).field("radius_km", double{p.radius_km});
    json_.field("precision", p.precision);
    optional_text("kind", p.kind);
    optional_text("country", p.country);
    optional_text("admin1", p.admin1);
    if (p.metonym) {
      json_.field("metonym", true);
    }
    json_.key("geonames_id");
    if (p.geonames_id != 0) {
      json_.value(p.geonames_id);
    } else {
      json_.null();
    }
  }

  void places() {
    json_.key("places").begin_array();
    for (const Place& p : d_.places) {
      json_.begin_object();
      offsets(p.tokens);
      place_fields(p);
      json_.end_object();
    }
    json_.end_array();
  }

  void when_fields(const When& w) {
    optional_text("value", w.value);
    instant("from", w.from, kOpenStart);
    instant("to", w.to, kOpenEnd);
  }

  void instant(std::string_view key, Instant at, Instant open) {
    json_.key(key);
    if (at == open) {
      json_.null();
    } else if (at % kDaySeconds == 0) {
      json_.value(format_day(day_of(at)));
    } else {
      json_.value(format_instant(at));
    }
  }

  void times() {
    json_.key("times").begin_array();
    for (const When& w : d_.whens) {
      if (w.tokens.empty()) {
        continue;
      }
      json_.begin_object();
      offsets(w.tokens);
      json_.field("type", time_type_name(w.type));
      when_fields(w);
      if (w.of_event) {
        json_.field("of_event", true);
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void claims() {
    json_.key("claims").begin_array();
    for (std::uint32_t i = 0; i < d_.claims.size(); ++i) {
      const Claim& c = d_.claims[i];
      json_.begin_object();
      reference("id", 'c', ClaimId{i});
      spans("source", c.source);
      spans("cue", c.cue);
      spans("content", c.content);
      reference("outer", 'c', c.outer);
      optional_text("speaker", c.speaker_name);
      optional_text("code", c.code);
      reference("entity", 'n', c.speaker);
      json_.field("channel", channel_name(c.channel)).field("anonymous", c.anonymous);
      json_.field("certainty", certainty_name(c.certainty)).field("kind", claim_kind_name(c.kind));
      json_.field("act", claim_act_name(c.act));
      json_.key("said_at");
      if (c.said_at.some()) {
        json_.value(d_.string(d_.whens[c.said_at.value].value));
      } else {
        json_.null();
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void arguments(const Event& e) {
    json_.key("actors").begin_array();
    for (std::uint32_t i = 0; i < e.arguments.count; ++i) {
      const Argument& a = d_.arguments[e.arguments.first + i];
      json_.begin_object().field("role", role_name(a.role));
      offsets(a.tokens);
      optional_text("code", a.code);
      optional_text("name", a.name);
      json_.end_object();
    }
    json_.end_array();
  }

  void quantities(const Event& e) {
    json_.key("quantities").begin_array();
    for (std::uint32_t i = 0; i < e.quantities.count; ++i) {
      const Quantity& q = d_.quantities[d_.quantity_list[e.quantities.first + i].value];
      json_.begin_object().field("what", d_.words(q.what));
      number("low", q.has_low, q.low);
      number("best", q.has_best, q.best);
      number("high", q.has_high, q.high);
      json_.end_object();
    }
    json_.end_array();
  }

  void number(std::string_view key, bool has, double value) {
    json_.key(key);
    if (has) {
      json_.value(value);
    } else {
      json_.null();
    }
  }

  void counts(const Counts& c) {
    json_.key("counts").begin_object();
    const auto one = [&](std::string_view key, std::int32_t n) {
      if (n != kNotStated) {
        json_.field(key, n);
      }
    };
    one("killed", c.killed);
    one("injured", c.injured);
    one("kidnapped", c.kidnapped);
    one("arrested", c.arrested);
    json_.end_object();
  }

  void when_or_null(WhenId when) {
    json_.key("when");
    if (!when.some()) {
      json_.null();
      return;
    }
    json_.begin_object();
    when_fields(d_.whens[when.value]);
    json_.end_object();
  }

  void events() {
    json_.key("events").begin_array();
    for (std::uint32_t i = 0; i < d_.events.size(); ++i) {
      const Event& e = d_.events[i];
      json_.begin_object();
      reference("id", 'e', EventId{i});
      optional_text("type", e.type);
      optional_text("mode", e.mode);
      json_.key("context").begin_array();
      for (std::uint32_t k = 0; k < e.context.count; ++k) {
        json_.value(d_.string(d_.symbol_list[e.context.first + k]));
      }
      json_.end_array();
      optional_text("cameo", e.cameo);
      spans("trigger", e.trigger);
      reference("claim", 'c', e.claim);
      arguments(e);
      json_.key("place");
      if (e.place.some()) {
        json_.begin_object();
        place_fields(d_.places[e.place.value]);
        json_.end_object();
      } else {
        json_.null();
      }
      when_or_null(e.when);
      json_.field("factuality", factuality_name(e.factuality));
      json_.field("time", event_time_name(e.time));
      quantities(e);
      counts(e.counts);
      json_.end_object();
    }
    json_.end_array();
  }

  void states() {
    json_.key("states").begin_array();
    for (const StateEffect& s : d_.states) {
      json_.begin_object();
      optional_text("entity", s.entity);
      json_.field("variable", state_variable_name(s.variable));
      optional_text("value", s.value);
      optional_text("value_code", s.value_code);
      offsets(s.tokens);
      reference("claim", 'c', s.claim);
      reference("event", 'e', s.event);
      when_or_null(s.when);
      json_.field("factuality", factuality_name(s.factuality));
      json_.field("time", event_time_name(s.time));
      json_.end_object();
    }
    json_.end_array();
  }

  void notes() {
    json_.key("notes").begin_array();
    for (const Note& n : d_.notes) {
      json_.begin_object().field("code", n.code);
      offsets(n.where);
      if (!n.detail.empty()) {
        json_.field("detail", n.detail);
      }
      json_.end_object();
    }
    json_.end_array();
  }

  const Document& d_;
  CodePoints points_;
  JsonWriter json_;
};

}  // namespace

void append_record(std::string& out, const Document& document, const RecordOptions& options) {
  RecordWriter(out, document).write(options);
}

}  // namespace sayso
