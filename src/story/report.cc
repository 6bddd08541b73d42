// SPDX-License-Identifier: Apache-2.0
#include "story/report.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"
#include "base/utf8.h"
#include "story/dispute.h"
#include "story/paragraphs.h"
#include "story/scope.h"
#include "story/sketch.h"

namespace sayso {
namespace {

// Parameters that say how a reader came, not what is read.
bool tracks_readers(std::string_view parameter) {
  constexpr std::array<std::string_view, 9> kNames{"fbclid", "gclid",  "cmpid",  "ref",    "ocid",
                                                   "mc_cid", "mc_eid", "igshid", "ref_src"};
  const std::string_view name = parameter.substr(0, parameter.find('='));
  return name.starts_with("utm_") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class Keeper {
 public:
  Keeper(const Document& d, const DisputeWords& words)
      : d_(d), words_(words), points_(d.text), scopes_(d) {}

  Report keep() {
    head();
    for (const Sentence& s : d_.sentences) {
      r_.sentences.push_back(stretch(d_.span(s.tokens)));
    }
    for (const Place& p : d_.places) {
      r_.places.push_back({text(p.name), text(p.country), text(p.admin1), text(p.kind),
                           stretch(p.tokens), p.lat, p.lon, p.radius_km, p.geonames_id,
                           p.precision});
    }
    entities();
    claims();
    for (const Event& e : d_.events) {
      r_.events.push_back(event(e));
    }
    for (const StateEffect& s : d_.states) {
      r_.states.push_back(state(s));
    }
    Disputes disputes = find_disputes(d_, words_);
    for (std::size_t c = 0; c < std::min(r_.claims.size(), disputes.sketches.size()); ++c) {
      r_.claims[c].sketch = std::move(disputes.sketches[c]);
    }
    for (const Dispute& d : disputes.found) {
      r_.disputes.push_back({d.left, d.right, d.in, d.subject, d.left_value, d.right_value});
    }
    for (const Note& n : d_.notes) {
      r_.notes.push_back({n.code, n.detail, stretch(n.where)});
    }
    r_.sketch = make_sketch(d_);
    r_.paragraphs = make_paragraphs(d_, points_);
    tell_apart(r_.claims);
    tell_apart(r_.events);
    tell_apart(r_.states);
    return std::move(r_);
  }

 private:
  [[nodiscard]] std::string text(Symbol s) const { return std::string(d_.string(s)); }
  [[nodiscard]] Stretch stretch(Span s) const { return {points_.at(s.begin), points_.at(s.end)}; }
  [[nodiscard]] Stretch stretch(TokenRange r) const { return stretch(d_.span(r)); }

  std::vector<Stretch> stretches(Slice slice, std::vector<TokenRange>* all = nullptr) {
    std::vector<Stretch> list;
    for (std::uint32_t i = 0; i < slice.count; ++i) {
      const TokenRange r = d_.ranges[slice.first + i];
      list.push_back(stretch(r));
      if (all != nullptr) {
        all->push_back(r);
      }
    }
    return list;
  }
  [[nodiscard]] std::uint32_t sentence(TokenRange r) const {
    return r.begin < d_.tokens.size() ? d_.tokens.sentence[r.begin] : 0;
  }
  [[nodiscard]] std::string row_id(char letter, std::string_view what, Stretch s,
                                   std::string_view more) const {
    std::string key = r_.version_id;
    key += letter;
    key += what;
    key += '\n';
    key += std::to_string(s.start) + ":" + std::to_string(s.end);
    key += '\n';
    key += more;
    return to_hex(hash128(key).high);
  }

  // Two rows about the very same words get different ids, by their order.
  template <typename Row>
  static void tell_apart(std::vector<Row>& rows) {
    std::unordered_map<std::string, int> seen;
    for (Row& row : rows) {
      const int before = seen[row.id]++;
      if (before > 0) {
        row.id = to_hex(hash128(row.id + "\n" + std::to_string(before)).high);
      }
    }
  }

  void head() {
    const Provenance& p = d_.provenance;
    r_.url = p.url;
    r_.outlet = p.outlet;
    r_.agency = p.agency;
    r_.language = p.language;
    r_.section = p.section;
    r_.media_type = p.media_type;
    r_.path = p.path;
    r_.authors = p.authors;
    r_.title = std::string(d_.headline());
    std::replace(r_.title.begin(), r_.title.end(), '\n', ' ');
    r_.text = d_.text;
    r_.words = d_.tokens.size();
    r_.guid = p.guid;
    r_.record_id = p.record_id;
    if (p.fetched_at) {
      r_.fetched_at = format_timestamp(*p.fetched_at);
      r_.known_at = p.fetched_at->instant;  // if nothing better is known
    }
    if (p.published_at) {
      r_.published_at = format_timestamp(*p.published_at);
      r_.known_at = p.published_at->instant;
    }
    if (p.modified_at && (!p.published_at || p.modified_at->instant > *r_.known_at)) {
      r_.known_at = p.modified_at->instant;
    }
    std::string key = canonical_url(p.url);
    if (key.empty()) {
      const bool given = !d_.id.empty() && d_.id != content_id(d_);
      key = given ? "id\n" + r_.outlet + "\n" + d_.id
                  : "text\n" + r_.outlet + "\n" + r_.published_at + "\n" + r_.text;
    }
    r_.document_id = to_hex(hash128(key));
    // The same words with a newer date, or with other furniture around them, are the same version:
    // an outlet that only touches the clock has said nothing new.
    r_.version_id = to_hex(hash128(r_.document_id + "\n" + said_words()));
  }

  // The words of the blocks that read as news, blanks made one; of a text without such, all.
  [[nodiscard]] std::string said_words() const {
    std::string said;
    for (const Block& block : d_.blocks) {
      if (!reads_as_news(block.kind)) {
        continue;
      }
      bool blank = true;
      for (const char c : d_.words(block.text)) {
        const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!is_blank) {
          said += c;
        } else if (!blank) {
          said += ' ';
        }
        blank = is_blank;
      }
      said += '\n';
    }
    return said.empty() ? d_.text : said;
  }

  void entities() {
    std::vector<std::uint32_t> count(d_.entities.size(), 0);
    for (const Mention& m : d_.mentions) {
      if (m.entity.some()) {
        ++count[m.entity.value];
      }
    }
    for (std::size_t i = 0; i < d_.entities.size(); ++i) {
      const Entity& e = d_.entities[i];
      const bool named = e.first.some() && d_.mentions[e.first.value].form == MentionForm::name;
      if (!e.name.some() || !(named || e.code.some()) || e.kind == MentionKind::time ||
          e.kind == MentionKind::quantity) {
        continue;
      }
      r_.entities.push_back({text(e.name), text(e.code), text(e.office),
                             std::string(mention_kind_name(e.kind)), count[i]});
    }
  }

  void claims() {
    for (const Claim& c : d_.claims) {
      ReportClaim k;
      std::vector<TokenRange> all;
      k.source = stretches(c.source, &all);
      k.cue = stretches(c.cue, &all);
      k.content = stretches(c.content, &all);
      if (!all.empty()) {
        const auto by_begin = [](TokenRange a, TokenRange b) { return a.begin < b.begin; };
        const auto by_end = [](TokenRange a, TokenRange b) { return a.end < b.end; };
        const TokenRange whole{std::min_element(all.begin(), all.end(), by_begin)->begin,
                               std::max_element(all.begin(), all.end(), by_end)->end};
        k.whole = stretch(whole);
        k.sentence = sentence(
            all[c.source.count + c.cue.count < all.size() ? c.source.count + c.cue.count : 0]);
      }
      k.speaker = text(c.speaker_name);
      k.code = text(c.code);
      if (k.speaker.empty() && c.source.count > 0) {
        k.source_words = source_words(d_.ranges[c.source.first]);
      }
      k.channel = channel_name(c.channel);
      k.certainty = certainty_name(c.certainty);
      k.kind = claim_kind_name(c.kind);
      k.act = claim_act_name(c.act);
      k.anonymous = c.anonymous;
      k.outer = c.outer.some() ? c.outer.value : kNoRow;
      if (c.said_at.some()) {
        k.said_at = text(d_.whens[c.said_at.value].value);
      }
      k.id = row_id('c', k.speaker, k.whole,
                    k.content.empty() ? "" : std::to_string(k.content.front().start));
      r_.claims.push_back(std::move(k));
    }
  }

  // Up to the first comma ("a pilot, who asked not to be named"), a dozen words at most; "who" and
  // "he" name nobody.
  [[nodiscard]] std::string source_words(TokenRange r) const {
    constexpr std::uint32_t kMost = 12;
    std::uint32_t end = r.begin;
    while (end < r.end && end < r.begin + kMost && d_.string(d_.tokens.lower[end]) != ",") {
      ++end;
    }
    const bool tagged = d_.tokens.upos.size() == d_.tokens.size();
    const bool pronoun = tagged && end > r.begin && d_.tokens.upos[r.begin] == Upos::pron;
    const bool clause = pronoun && (d_.tokens.xpos[r.begin] == Xpos::wdt ||
                                    d_.tokens.xpos[r.begin] == Xpos::wp);  // "which hurt two"
    if (end == r.begin || (end == r.begin + 1 && pronoun) || clause) {
      return {};
    }
    std::string words(d_.words(TokenRange{r.begin, end}));
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
  }

  template <typename Row>
  void set_when(Row& row, WhenId when) const {
    if (when.some()) {
      const When& w = d_.whens[when.value];
      row.when = text(w.value);
      row.from = w.from;
      row.to = w.to;
    }
  }

  ReportEvent event(const Event& e) {
    ReportEvent k;
    k.type = text(e.type);
    k.mode = text(e.mode);
    k.cameo = text(e.cameo);
    for (std::uint32_t i = 0; i < e.context.count; ++i) {
      k.context += (i == 0 ? "" : "|") + text(d_.symbol_list[e.context.first + i]);
    }
    k.trigger = stretches(e.trigger);
    k.sentence = sentence(d_.ranges[e.trigger.first]);
    for (std::uint32_t i = 0; i < e.arguments.count; ++i) {
      const Argument& a = d_.arguments[e.arguments.first + i];
      std::string name = a.name.some() ? text(a.name) : std::string(d_.words(a.tokens));
      std::replace(name.begin(), name.end(), '\n', ' ');
      k.arguments.push_back(
          {std::string(role_name(a.role)), text(a.code), std::move(name), stretch(a.tokens)});
    }
    for (std::uint32_t i = 0; i < e.quantities.count; ++i) {
      const Quantity& q = d_.quantities[d_.quantity_list[e.quantities.first + i].value];
      ReportQuantity one{std::string(d_.words(q.what)), {}, {}, {}};
      if (q.has_low) {
        one.low = q.low;
      }
      if (q.has_best) {
        one.best = q.best;
      }
      if (q.has_high) {
        one.high = q.high;
      }
      k.quantities.push_back(std::move(one));
    }
    k.claim = e.claim.some() ? e.claim.value : kNoRow;
    k.place = e.place.some() ? e.place.value : kNoRow;
    set_when(k, e.when);
    k.counts = e.counts;
    k.factuality = factuality_name(e.factuality);
    k.time = event_time_name(e.time);
    k.id = row_id('e', k.type, k.trigger.front(),
                  k.arguments.empty() ? "" : std::to_string(k.arguments.front().where.start));
    return k;
  }

  ReportState state(const StateEffect& s) {
    ReportState k;
    k.entity = scopes_.name_inside(s);
    k.scope = scopes_.scope_of(s);
    k.geonames_id = scopes_.place_id(s);
    k.value = text(s.value);
    k.value_code = text(s.value_code);
    k.variable = state_variable_name(s.variable);
    k.where = stretch(s.tokens);
    k.sentence = sentence(s.tokens);
    k.claim = s.claim.some() ? s.claim.value : kNoRow;
    k.event = s.event.some() ? s.event.value : kNoRow;
    k.place = s.place.some() ? s.place.value : kNoRow;
    if (s.mention.some()) {
      k.kind = mention_kind_name(d_.mentions[s.mention.value].kind);
    }
    set_when(k, s.when);
    k.factuality = factuality_name(s.factuality);
    k.time = event_time_name(s.time);
    k.id = row_id('s', k.entity + "\n" + k.variable + "\n" + k.value, k.where, "");
    return k;
  }

  const Document& d_;
  const DisputeWords& words_;
  CodePoints points_;
  Scopes scopes_;
  Report r_;
};

}  // namespace

std::string canonical_url(std::string_view url) {
  url = trim(url);
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find('#'));
  const std::string_view query =
      url.find('?') == std::string_view::npos ? std::string_view{} : url.substr(url.find('?') + 1);
  std::string_view path = url.substr(0, url.find('?'));
  const std::size_t slash = path.find('/');
  std::string host = lowered(path.substr(0, slash));
  for (const std::string_view prefix : {"www.", "m.", "amp."}) {
    if (host.starts_with(prefix)) {
      host.erase(0, prefix.size());
    }
  }
  path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  std::vector<std::string_view> kept;
  for_each_part(
      query,
      [&](std::string_view p) {
        if (!tracks_readers(p)) {
          kept.push_back(p);
        }
      },
      '&');
  std::sort(kept.begin(), kept.end());
  std::string out = host + std::string(path);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    out += i == 0 ? '?' : '&';
    out += kept[i];
  }
  return out;
}

Report report_of(const Document& document, const DisputeWords& words) {
  return Keeper(document, words).keep();
}

bool canonical_before(const Report& a, const Report& b) {
  const Instant at = a.known_at.value_or(kOpenEnd);
  const Instant bt = b.known_at.value_or(kOpenEnd);
  return at != bt ? at < bt : a.version_id < b.version_id;
}

namespace {

// A third of the shorter text, or the title: some outlets give one id to everything.
bool alike(const Report& a, const Report& b) {
  if (!a.title.empty() && a.title == b.title) {
    return true;
  }
  const Sketch x = read_sketch(a.sketch);
  const Sketch y = read_sketch(b.sketch);
  const std::size_t shorter = std::min(x.shingles.size(), y.shingles.size());
  return shorter >= kMinShingles && shared_shingles(x, y) * 3 >= shorter;
}

// Documents whose address changed while the outlet's own id stayed: document_id -> that of the
// first of them. REQUIRES: reports in canonical order.
std::unordered_map<std::string_view, std::string_view> moved_documents(
    const std::vector<Report>& reports) {
  std::unordered_map<std::string, const Report*> last;  // by outlet and id
  std::unordered_map<std::string_view, std::string_view> first_of;
  for (const Report& r : reports) {
    if (r.guid.empty()) {
      continue;
    }
    const Report*& before = last[lowered(r.outlet) + "\n" + r.guid];
    if (before != nullptr && before->document_id != r.document_id && alike(*before, r)) {
      const auto known = first_of.find(before->document_id);
      first_of.emplace(r.document_id, known == first_of.end()
                                          ? std::string_view(before->document_id)
                                          : known->second);
    }
    before = &r;
  }
  return first_of;
}

}  // namespace

void mark_versions(std::vector<Report>& reports) {
  std::sort(reports.begin(), reports.end(), canonical_before);
  const auto first_of = moved_documents(reports);
  std::unordered_map<std::string_view, std::vector<Report*>> documents;
  for (Report& r : reports) {
    r.known_until.reset();
    const auto moved = first_of.find(r.document_id);
    documents[moved == first_of.end() ? std::string_view(r.document_id) : moved->second].push_back(
        &r);
  }
  for (auto& [id, versions] : documents) {
    std::stable_sort(versions.begin(), versions.end(), [](const Report* a, const Report* b) {
      return a->known_at.value_or(kOpenStart) < b->known_at.value_or(kOpenStart);
    });
    for (std::size_t i = 1; i < versions.size(); ++i) {
      versions[i - 1]->known_until = versions[i]->known_at.value_or(kOpenStart);
    }
  }
}

std::string source_key(const Report& report, std::uint32_t claim) {
  if (claim != kNoRow && claim < report.claims.size()) {
    const ReportClaim& c = report.claims[claim];
    if (!c.speaker.empty()) {
      return lowered(c.speaker);
    }
    if (!c.code.empty() || c.anonymous) {
      return "? " + c.code + " via " +
             lowered(report.agency.empty() ? report.outlet : report.agency);
    }
    if (!c.source_words.empty()) {
      return "? " + lowered(c.source_words) + " via " +
             lowered(report.agency.empty() ? report.outlet : report.agency);
    }
    if (c.outer != kNoRow) {
      return source_key(report, c.outer);
    }
  }
  const std::string& said_by = report.agency.empty() ? report.outlet : report.agency;
  return said_by.empty() ? "? " + report.document_id : lowered(said_by);
}

// "a shopkeeper who walked over it to look for" is a shopkeeper to people.
static std::string without_clause(const std::string& words) {
  std::size_t end = words.size();
  for (const std::string_view relative : {" who ", " whom ", " which "}) {
    end = std::min(end, words.find(relative));
  }
  return words.substr(0, end);
}

std::string source_label(const Report& report, std::uint32_t claim) {
  if (claim != kNoRow && claim < report.claims.size()) {
    const ReportClaim& c = report.claims[claim];
    if (!c.speaker.empty()) {
      return c.speaker;
    }
    if (!c.source_words.empty()) {
      return without_clause(c.source_words) + (c.code.empty() ? "" : " (" + c.code + ")");
    }
    if (!c.code.empty()) {
      return "unnamed (" + c.code + ")";
    }
    if (c.anonymous) {
      return "unnamed source";
    }
    if (c.outer != kNoRow) {
      return source_label(report, c.outer);
    }
  }
  if (!report.outlet.empty()) {
    return report.outlet;
  }
  return report.path.empty() ? "unknown outlet" : report.path;
}

}  // namespace sayso
