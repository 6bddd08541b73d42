// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "base/check.h"
#include "base/json_writer.h"
#include "store/schema.h"
#include "store/sqlite_store.h"

namespace sayso {
namespace {

constexpr const char* kInsertVersion =
    "INSERT INTO versions(id, document, outlet, agency, published_at, known_at, title, url, "
    "language, section, authors, media_type, path, words, sketch, text, guid, record_id, "
    "fetched_at, paragraphs) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kInsertPlace = "INSERT INTO places VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kInsertClaim =
    "INSERT INTO claims VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kInsertEvent =
    "INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* kInsertState =
    "INSERT INTO states VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

void bind_instant(SqlStatement& statement, Instant at, Instant open) {
  if (at == open) {
    statement.bind_null();
  } else {
    statement.bind(at);
  }
}

}  // namespace

struct SqliteStore::Inserts {
  SqlStatement find_version, find_document, document, version, text, sentence, place, entity, claim,
      event, argument, quantity, state, dispute, note;

  static Result<std::unique_ptr<Inserts>> make(Database& db) {
    SAYSO_TRY(auto find_version, db.prepare("SELECT version FROM versions WHERE id=?"));
    SAYSO_TRY(auto find_document, db.prepare("SELECT document FROM documents WHERE id=?"));
    SAYSO_TRY(auto document, db.prepare("INSERT INTO documents(id, url) VALUES(?,?)"));
    SAYSO_TRY(auto version, db.prepare(kInsertVersion));
    SAYSO_TRY(auto text, db.prepare("INSERT INTO text_index(rowid, title, text) VALUES(?,?,?)"));
    SAYSO_TRY(auto sentence, db.prepare("INSERT INTO sentences VALUES(?,?,?,?)"));
    SAYSO_TRY(auto place, db.prepare(kInsertPlace));
    SAYSO_TRY(auto entity, db.prepare("INSERT INTO entities VALUES(?,?,?,?,?,?,?)"));
    SAYSO_TRY(auto claim, db.prepare(kInsertClaim));
    SAYSO_TRY(auto event, db.prepare(kInsertEvent));
    SAYSO_TRY(auto argument, db.prepare("INSERT INTO arguments VALUES(?,?,?,?,?,?,?,?)"));
    SAYSO_TRY(auto quantity, db.prepare("INSERT INTO quantities VALUES(?,?,?,?,?,?,?)"));
    SAYSO_TRY(auto state, db.prepare(kInsertState));
    SAYSO_TRY(auto dispute, db.prepare("INSERT INTO disputes VALUES(?,?,?,?,?,?,?,?)"));
    SAYSO_TRY(auto note, db.prepare("INSERT INTO notes VALUES(?,?,?,?,?,?)"));
    return std::unique_ptr<Inserts>(
        new Inserts{std::move(find_version), std::move(find_document), std::move(document),
                    std::move(version), std::move(text), std::move(sentence), std::move(place),
                    std::move(entity), std::move(claim), std::move(event), std::move(argument),
                    std::move(quantity), std::move(state), std::move(dispute), std::move(note)});
  }
};

std::size_t Rows::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == name) {
      return i;
    }
  }
  SAYSO_CHECK(!"no such column");
  return 0;
}

std::string Rows::text(std::size_t row, std::string_view name) const {
  const Cell& cell = rows[row][column(name)];
  if (const auto* s = std::get_if<std::string>(&cell)) {
    return *s;
  }
  if (const auto* n = std::get_if<std::int64_t>(&cell)) {
    return std::to_string(*n);
  }
  if (const auto* d = std::get_if<double>(&cell)) {
    std::string out;
    JsonWriter(out).value(*d);
    return out;
  }
  return {};
}

std::string spans_json(const std::vector<Stretch>& spans) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const Stretch s : spans) {
    json.begin_array().value(s.start).value(s.end).end_array();
  }
  json.end_array();
  return out;
}

std::vector<Stretch> spans_from(std::string_view json) {
  std::vector<Stretch> spans;
  std::vector<std::uint32_t> numbers;
  bool in_number = false;
  for (const char c : json) {
    if (c >= '0' && c <= '9') {
      if (!in_number) {
        numbers.push_back(0);
      }
      numbers.back() = numbers.back() * 10 + static_cast<std::uint32_t>(c - '0');
      in_number = true;
    } else {
      in_number = false;
    }
  }
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
    spans.push_back({numbers[i], numbers[i + 1]});
  }
  return spans;
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Mode mode) {
  const bool write = mode == Mode::write;
  SAYSO_TRY(auto db, Database::open(path, write, write));
  SAYSO_TRY_STATUS(prepare_schema(*db, write));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(db)));
}

SqliteStore::SqliteStore(std::unique_ptr<Database> db) : db_(std::move(db)) {}

SqliteStore::~SqliteStore() {
  sentence_.reset();
  inserts_.reset();  // statements before the database they belong to
  if (in_transaction_) {
    (void)db_->run("ROLLBACK");
  }
}

Status SqliteStore::begin() {
  if (in_transaction_) {
    return {};
  }
  if (!inserts_) {
    SAYSO_TRY(inserts_, Inserts::make(*db_));
  }
  SAYSO_TRY_STATUS(
      db_->run("BEGIN IMMEDIATE; INSERT OR REPLACE INTO meta VALUES('derived','stale')"));
  in_transaction_ = true;
  return {};
}

Status SqliteStore::commit() {
  if (!in_transaction_) {
    return {};
  }
  in_transaction_ = false;
  if (Status status = db_->run("COMMIT"); !status.ok()) {
    (void)db_->run("ROLLBACK");
    return status;
  }
  return {};
}

Result<Added> SqliteStore::add(const Report& report) {
  if (!inserts_) {
    SAYSO_TRY(inserts_, Inserts::make(*db_));
  }
  Inserts& in = *inserts_;
  in.find_version.bind(report.version_id);
  auto there = in.find_version.step();
  in.find_version.reset();
  if (!there) {
    return std::move(there).error();
  }
  if (*there) {
    return Added::already_there;
  }
  SAYSO_TRY_STATUS(begin());
  in.find_document.bind(report.document_id);
  auto known = in.find_document.step();
  const std::int64_t found = known && *known ? in.find_document.integer(0) : 0;
  in.find_document.reset();
  if (!known) {
    return std::move(known).error();
  }
  std::int64_t document = found;
  if (found == 0) {
    SAYSO_TRY_STATUS(
        in.document.bind(report.document_id).bind_text(canonical_url(report.url)).run());
    document = db_->last_row();
  }
  std::string authors;
  JsonWriter json(authors);
  json.begin_array();
  for (const std::string& author : report.authors) {
    json.value(author);
  }
  json.end_array();
  in.version.bind(report.version_id).bind(document).bind_text(report.outlet);
  in.version.bind_text(report.agency).bind_text(report.published_at);
  if (report.known_at) {
    in.version.bind(*report.known_at);
  } else {
    in.version.bind_null();
  }
  in.version.bind_text(report.title).bind_text(report.url).bind_text(report.language);
  in.version.bind_text(report.section).bind(authors).bind_text(report.media_type);
  in.version.bind_text(report.path).bind(report.words).bind_blob(report.sketch).bind(report.text);
  in.version.bind_text(report.guid).bind_text(report.record_id).bind_text(report.fetched_at);
  in.version.bind_blob(report.paragraphs);
  SAYSO_TRY_STATUS(in.version.run());
  const std::int64_t version = db_->last_row();
  SAYSO_TRY_STATUS(add_rows(report, version));
  return found == 0 ? Added::new_document : Added::new_version;
}

Status SqliteStore::add_rows(const Report& report, std::int64_t version) {
  Inserts& in = *inserts_;
  SAYSO_TRY_STATUS(in.text.bind(version).bind(report.title).bind(report.text).run());
  std::uint32_t n = 0;
  for (const Stretch s : report.sentences) {
    SAYSO_TRY_STATUS(in.sentence.bind(version).bind(n++).bind(s.start).bind(s.end).run());
  }
  n = 0;
  for (const ReportPlace& p : report.places) {
    in.place.bind(version).bind(n++).bind(p.name).bind_text(p.country).bind_text(p.admin1);
    in.place.bind_text(p.kind).bind(p.where.start).bind(p.where.end).bind(p.lat).bind(p.lon);
    in.place.bind(static_cast<double>(p.radius_km));
    in.place.bind_row(p.geonames_id == 0 ? kNoRow : p.geonames_id);
    SAYSO_TRY_STATUS(in.place.bind(static_cast<int>(p.precision)).run());
  }
  n = 0;
  for (const ReportEntity& e : report.entities) {
    in.entity.bind(version).bind(n++).bind(e.name).bind_text(e.code).bind_text(e.office);
    SAYSO_TRY_STATUS(in.entity.bind_text(e.kind).bind(e.mentions).run());
  }
  n = 0;
  for (const ReportClaim& c : report.claims) {
    const std::string source = spans_json(c.source);
    const std::string cue = spans_json(c.cue);
    const std::string content = spans_json(c.content);
    in.claim.bind(version).bind(n++).bind(c.id).bind(c.sentence).bind(c.whole.start);
    in.claim.bind(c.whole.end).bind(source).bind(cue).bind(content).bind_text(c.speaker);
    in.claim.bind_text(c.code).bind_text(c.said_at).bind(c.channel).bind(c.certainty);
    in.claim.bind(c.kind).bind(c.act).bind(c.anonymous ? 1 : 0).bind_row(c.outer);
    in.claim.bind_blob(c.sketch).bind_text(c.source_words);
    SAYSO_TRY_STATUS(in.claim.run());
  }
  for (std::uint32_t e = 0; e < report.events.size(); ++e) {
    const ReportEvent& event = report.events[e];
    const std::string trigger = spans_json(event.trigger);
    in.event.bind(version).bind(e).bind(event.id).bind(event.sentence).bind_row(event.claim);
    in.event.bind_row(event.place).bind(event.type).bind_text(event.mode).bind_text(event.cameo);
    in.event.bind_text(event.context).bind(trigger).bind_text(event.when);
    bind_instant(in.event, event.from, kOpenStart);
    bind_instant(in.event, event.to, kOpenEnd);
    in.event.bind(event.factuality).bind(event.time);
    for (const std::int32_t count : {event.counts.killed, event.counts.injured,
                                     event.counts.kidnapped, event.counts.arrested}) {
      in.event.bind_row(count == kNotStated ? kNoRow : static_cast<std::uint32_t>(count));
    }
    SAYSO_TRY_STATUS(in.event.run());
    n = 0;
    for (const ReportArgument& a : event.arguments) {
      in.argument.bind(version).bind(e).bind(n++).bind(a.role).bind_text(a.code).bind(a.name);
      SAYSO_TRY_STATUS(in.argument.bind(a.where.start).bind(a.where.end).run());
    }
    n = 0;
    for (const ReportQuantity& q : event.quantities) {
      in.quantity.bind(version).bind(e).bind(n++).bind_text(q.what).bind_optional(q.low);
      SAYSO_TRY_STATUS(in.quantity.bind_optional(q.best).bind_optional(q.high).run());
    }
  }
  n = 0;
  for (const ReportState& s : report.states) {
    in.state.bind(version).bind(n++).bind(s.id).bind(s.sentence).bind_row(s.claim);
    in.state.bind_row(s.event).bind_row(s.place).bind(s.entity).bind_text(s.kind);
    in.state.bind(s.variable).bind(s.value).bind_text(s.value_code).bind(s.where.start);
    in.state.bind(s.where.end).bind_text(s.when);
    bind_instant(in.state, s.from, kOpenStart);
    bind_instant(in.state, s.to, kOpenEnd);
    in.state.bind(s.factuality).bind(s.time).bind_text(s.scope);
    SAYSO_TRY_STATUS(in.state.bind_row(s.geonames_id == 0 ? kNoRow : s.geonames_id).run());
  }
  n = 0;
  for (const ReportDispute& d : report.disputes) {
    in.dispute.bind(version).bind(n++).bind(d.left).bind(d.right).bind(d.in).bind(d.subject);
    SAYSO_TRY_STATUS(in.dispute.bind(d.left_value).bind(d.right_value).run());
  }
  n = 0;
  for (const ReportNote& note : report.notes) {
    in.note.bind(version).bind(n++).bind(note.code).bind_text(note.detail);
    SAYSO_TRY_STATUS(in.note.bind(note.where.start).bind(note.where.end).run());
  }
  return {};
}

Result<bool> SqliteStore::derived_is_current() {
  SAYSO_TRY(auto value, db_->one("SELECT value FROM meta WHERE key='derived'"));
  return !value || *value == "current";
}

Status SqliteStore::log(std::string_view action, std::string_view detail) {
  SAYSO_TRY(SqlStatement insert, db_->prepare("INSERT INTO log(at, action, detail) "
                                              "VALUES(strftime('%Y-%m-%dT%H:%M:%SZ','now'),?,?)"));
  return insert.bind(action).bind(detail).run();
}

}  // namespace sayso
