// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

#include <array>
#include <string>

namespace sayso {
namespace {

// Evidence: written once, never changed (but versions.known_until, which is derived).
constexpr const char* kEvidence = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents(
  document INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT);
CREATE TABLE versions(
  version INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents,
  outlet TEXT, agency TEXT, published_at TEXT, known_at INTEGER, known_until INTEGER,
  title TEXT, url TEXT, language TEXT, section TEXT, authors TEXT, media_type TEXT, path TEXT,
  words INTEGER NOT NULL, sketch BLOB, text TEXT NOT NULL);
CREATE INDEX versions_document ON versions(document);
CREATE TABLE sentences(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE places(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  name TEXT NOT NULL, country TEXT, admin1 TEXT, kind TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL NOT NULL, geonames_id INTEGER,
  precision INTEGER NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE entities(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  name TEXT NOT NULL, code TEXT, office TEXT, kind TEXT, mentions INTEGER NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE claims(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL, id TEXT NOT NULL,
  sentence INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  source TEXT NOT NULL, cue TEXT NOT NULL, content TEXT NOT NULL,
  speaker TEXT, code TEXT, said_at TEXT, channel TEXT NOT NULL, certainty TEXT NOT NULL,
  kind TEXT NOT NULL, act TEXT NOT NULL, anonymous INTEGER NOT NULL, "outer" INTEGER,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE events(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL, id TEXT NOT NULL,
  sentence INTEGER NOT NULL, claim INTEGER, place INTEGER,
  type TEXT NOT NULL, mode TEXT, cameo TEXT, context TEXT, "trigger" TEXT NOT NULL,
  "when" TEXT, from_at INTEGER, to_at INTEGER, factuality TEXT NOT NULL, time TEXT NOT NULL,
  killed INTEGER, injured INTEGER, kidnapped INTEGER, arrested INTEGER,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE arguments(
  version INTEGER NOT NULL REFERENCES versions, event INTEGER NOT NULL, number INTEGER NOT NULL,
  role TEXT NOT NULL, code TEXT, name TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY(version, event, number)) WITHOUT ROWID;
CREATE TABLE quantities(
  version INTEGER NOT NULL REFERENCES versions, event INTEGER NOT NULL, number INTEGER NOT NULL,
  what TEXT, low REAL, best REAL, high REAL,
  PRIMARY KEY(version, event, number)) WITHOUT ROWID;
CREATE TABLE states(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL, id TEXT NOT NULL,
  sentence INTEGER NOT NULL, claim INTEGER, event INTEGER, place INTEGER,
  entity TEXT NOT NULL, kind TEXT, variable TEXT NOT NULL, value TEXT NOT NULL, value_code TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  "when" TEXT, from_at INTEGER, to_at INTEGER, factuality TEXT NOT NULL, time TEXT NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE TABLE notes(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  code TEXT NOT NULL, detail TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE text_index USING fts5(
  title, text, content='versions', content_rowid='version',
  tokenize='unicode61 remove_diacritics 2', detail=none, columnsize=0);
CREATE TABLE log(entry INTEGER PRIMARY KEY, at TEXT NOT NULL, action TEXT NOT NULL, detail TEXT);
)sql";

// Derived: made anew from the evidence at the end of each ingest.
constexpr const char* kDerived = R"sql(
CREATE TABLE outlets(
  outlet TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, country TEXT,
  reliability TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE copies(
  version INTEGER PRIMARY KEY REFERENCES versions, original INTEGER NOT NULL REFERENCES versions,
  share REAL NOT NULL);
CREATE TABLE stories(
  story INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, first_at INTEGER,
  last_at INTEGER, reports INTEGER NOT NULL, originals INTEGER NOT NULL);
CREATE TABLE story_reports(
  version INTEGER PRIMARY KEY REFERENCES versions, story INTEGER NOT NULL REFERENCES stories);
CREATE INDEX story_reports_story ON story_reports(story);
CREATE TABLE accounts(
  account INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story INTEGER REFERENCES stories,
  type TEXT NOT NULL, mode TEXT, cameo TEXT, agent TEXT, agent_code TEXT, target TEXT,
  target_code TEXT, place TEXT, country TEXT, lat REAL, lon REAL, precision INTEGER,
  from_at INTEGER, to_at INTEGER, affirming INTEGER NOT NULL, denying INTEGER NOT NULL,
  credibility INTEGER NOT NULL, retracted INTEGER NOT NULL,
  killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
  injured_low INTEGER, injured_best INTEGER, injured_high INTEGER);
CREATE TABLE evidence(
  version INTEGER NOT NULL REFERENCES versions, event INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts, source TEXT NOT NULL, source_key TEXT NOT NULL,
  stance TEXT NOT NULL, hedged INTEGER NOT NULL, independent INTEGER NOT NULL,
  interested INTEGER NOT NULL,
  PRIMARY KEY(version, event)) WITHOUT ROWID;
CREATE INDEX evidence_account ON evidence(account);
CREATE TABLE facts(
  fact INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entity TEXT NOT NULL,
  entity_key TEXT NOT NULL, variable TEXT NOT NULL, value TEXT NOT NULL, status TEXT NOT NULL,
  rule TEXT, because TEXT, valid_from INTEGER, valid_to INTEGER, known_from INTEGER,
  other_values TEXT, sources INTEGER NOT NULL, credibility INTEGER NOT NULL, lat REAL, lon REAL);
CREATE INDEX facts_entity ON facts(entity_key, variable);
CREATE TABLE fact_evidence(
  fact INTEGER NOT NULL REFERENCES facts, version INTEGER NOT NULL REFERENCES versions,
  state INTEGER NOT NULL, side TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(fact, version, state, side)) WITHOUT ROWID;
CREATE TABLE contradictions(
  contradiction INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
  differs_in TEXT NOT NULL, account TEXT,
  left_value TEXT NOT NULL, left_source TEXT NOT NULL,
  left_version INTEGER NOT NULL REFERENCES versions,
  left_start INTEGER NOT NULL, left_end INTEGER NOT NULL,
  right_value TEXT NOT NULL, right_source TEXT NOT NULL,
  right_version INTEGER NOT NULL REFERENCES versions,
  right_start INTEGER NOT NULL, right_end INTEGER NOT NULL);
)sql";

// Format 2: what claims of one report say against each other, and analysts' edits.
constexpr const char* kDisputes = R"sql(
ALTER TABLE claims ADD COLUMN sketch BLOB;
CREATE TABLE disputes(
  version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  left_claim INTEGER NOT NULL, right_claim INTEGER NOT NULL, differs_in TEXT NOT NULL,
  subject TEXT NOT NULL, left_value TEXT NOT NULL, right_value TEXT NOT NULL,
  PRIMARY KEY(version, number)) WITHOUT ROWID;
)sql";
constexpr const char* kEdits = R"sql(
CREATE TABLE edits(
  edit INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, action TEXT NOT NULL,
  kind TEXT NOT NULL, target TEXT NOT NULL, other TEXT, field TEXT, value TEXT, reason TEXT,
  undone_at TEXT, undone_by TEXT);
)sql";

// Format 3: where a version came from, its paragraphs, what is furniture in it; inputs and how they
// fared.
constexpr const char* kOrigins = R"sql(
ALTER TABLE versions ADD COLUMN guid TEXT;
ALTER TABLE versions ADD COLUMN record_id TEXT;
ALTER TABLE versions ADD COLUMN fetched_at TEXT;
ALTER TABLE versions ADD COLUMN paragraphs BLOB;
CREATE TABLE inputs(
  input INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT,
  tried_at TEXT, succeeded_at TEXT, failed_at TEXT, failure TEXT, failing INTEGER NOT NULL,
  failures INTEGER NOT NULL, successes INTEGER NOT NULL, reports INTEGER NOT NULL,
  new_at TEXT, status INTEGER, etag TEXT, last_modified TEXT, moved_to TEXT,
  interval_s INTEGER, next_at TEXT);
CREATE INDEX documents_url ON documents(url);
)sql";
constexpr const char* kFurniture = R"sql(
CREATE TABLE furniture(
  version INTEGER NOT NULL REFERENCES versions, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY(version, start)) WITHOUT ROWID;
)sql";

// Format 4: which stories turned out to be one.
constexpr const char* kStoryLog = R"sql(
CREATE TABLE story_log(
  entry INTEGER PRIMARY KEY, at INTEGER, kept TEXT NOT NULL, absorbed TEXT NOT NULL,
  likeness REAL NOT NULL);
)sql";
// Format 5: what a source without a name is called.
constexpr const char* kSourceWords = "ALTER TABLE claims ADD COLUMN source_words TEXT;";
// Format 6: derived tables that can be brought up to date by what was added.
constexpr const char* kDropped = R"sql(
DROP TABLE evidence; DROP TABLE contradictions; DROP TABLE fact_evidence; DROP TABLE facts;
DROP TABLE accounts; DROP TABLE copies; DROP TABLE story_reports; DROP TABLE stories;
DROP TABLE story_log; DROP TABLE furniture;
CREATE INDEX versions_known_at ON versions(known_at);
CREATE INDEX versions_guid ON versions(guid);
)sql";
constexpr const char* kGrown = R"sql(
CREATE TABLE copies(
  version INTEGER PRIMARY KEY REFERENCES versions, original INTEGER NOT NULL REFERENCES versions,
  root INTEGER NOT NULL REFERENCES versions, share REAL NOT NULL);
CREATE INDEX copies_original ON copies(original);
CREATE TABLE furniture(
  version INTEGER NOT NULL REFERENCES versions, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  key INTEGER NOT NULL, PRIMARY KEY(version, start)) WITHOUT ROWID;
CREATE TABLE paragraph_keys(
  key INTEGER NOT NULL, version INTEGER NOT NULL REFERENCES versions,
  PRIMARY KEY(key, version)) WITHOUT ROWID;
CREATE TABLE furniture_keys(key INTEGER PRIMARY KEY);
CREATE TABLE stories(
  story INTEGER PRIMARY KEY REFERENCES versions, id TEXT NOT NULL UNIQUE, title TEXT,
  first_at INTEGER, last_at INTEGER, reports INTEGER NOT NULL, originals INTEGER NOT NULL);
CREATE TABLE story_reports(
  version INTEGER PRIMARY KEY REFERENCES versions, story INTEGER NOT NULL REFERENCES stories,
  born INTEGER NOT NULL REFERENCES versions);
CREATE INDEX story_reports_story ON story_reports(story);
CREATE TABLE story_log(
  entry INTEGER PRIMARY KEY, at INTEGER, kept TEXT NOT NULL, absorbed TEXT NOT NULL,
  likeness REAL NOT NULL, kept_version INTEGER NOT NULL REFERENCES versions,
  absorbed_version INTEGER NOT NULL REFERENCES versions);
CREATE INDEX story_log_absorbed ON story_log(absorbed_version);
CREATE TABLE accounts(
  account INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story INTEGER REFERENCES stories,
  type TEXT NOT NULL, mode TEXT, cameo TEXT, agent TEXT, agent_code TEXT, target TEXT,
  target_code TEXT, place TEXT, country TEXT, lat REAL, lon REAL, precision INTEGER,
  from_at INTEGER, to_at INTEGER, affirming INTEGER NOT NULL, denying INTEGER NOT NULL,
  credibility INTEGER NOT NULL, retracted INTEGER NOT NULL,
  killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
  injured_low INTEGER, injured_best INTEGER, injured_high INTEGER,
  story_version INTEGER REFERENCES versions);
CREATE INDEX accounts_story_version ON accounts(story_version);
CREATE INDEX accounts_story ON accounts(story);
CREATE TABLE evidence(
  version INTEGER NOT NULL REFERENCES versions, event INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts, source TEXT NOT NULL, source_key TEXT NOT NULL,
  stance TEXT NOT NULL, hedged INTEGER NOT NULL, independent INTEGER NOT NULL,
  interested INTEGER NOT NULL,
  PRIMARY KEY(version, event)) WITHOUT ROWID;
CREATE INDEX evidence_account ON evidence(account);
CREATE TABLE event_keys(
  key INTEGER NOT NULL, version INTEGER NOT NULL REFERENCES versions, event INTEGER NOT NULL,
  PRIMARY KEY(key, version, event)) WITHOUT ROWID;
CREATE INDEX event_keys_version ON event_keys(version);
CREATE TABLE facts(
  fact INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entity TEXT NOT NULL,
  entity_key TEXT NOT NULL, variable TEXT NOT NULL, value TEXT NOT NULL, status TEXT NOT NULL,
  rule TEXT, because TEXT, valid_from INTEGER, valid_to INTEGER, known_from INTEGER,
  other_values TEXT, sources INTEGER NOT NULL, credibility INTEGER NOT NULL, lat REAL, lon REAL);
CREATE INDEX facts_entity ON facts(entity_key, variable);
CREATE TABLE fact_evidence(
  fact INTEGER NOT NULL REFERENCES facts, version INTEGER NOT NULL REFERENCES versions,
  state INTEGER NOT NULL, side TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(fact, version, state, side)) WITHOUT ROWID;
CREATE TABLE contradictions(
  contradiction INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL,
  differs_in TEXT NOT NULL, account TEXT,
  left_value TEXT NOT NULL, left_source TEXT NOT NULL,
  left_version INTEGER NOT NULL REFERENCES versions,
  left_start INTEGER NOT NULL, left_end INTEGER NOT NULL,
  right_value TEXT NOT NULL, right_source TEXT NOT NULL,
  right_version INTEGER NOT NULL REFERENCES versions,
  right_start INTEGER NOT NULL, right_end INTEGER NOT NULL,
  found_in TEXT NOT NULL, scope TEXT);
CREATE INDEX contradictions_scope ON contradictions(found_in, scope);
INSERT OR REPLACE INTO meta VALUES('derived','stale');
)sql";
// Format 7: things without a name; what ties statements; when facts expire.
constexpr const char* kScopes = R"sql(
ALTER TABLE states ADD COLUMN scope TEXT;
ALTER TABLE states ADD COLUMN geonames_id INTEGER;
ALTER TABLE facts ADD COLUMN expires_at INTEGER;
)sql";
constexpr const char* kTies = R"sql(
CREATE TABLE state_ties(
  tie INTEGER NOT NULL, version INTEGER NOT NULL REFERENCES versions, number INTEGER NOT NULL,
  PRIMARY KEY(tie, version, number)) WITHOUT ROWID;
CREATE TABLE full_names(
  last TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(last, name)) WITHOUT ROWID;
CREATE INDEX fact_evidence_state ON fact_evidence(version, state);
CREATE INDEX facts_expires_at ON facts(expires_at);
CREATE INDEX contradictions_left ON contradictions(left_version);
INSERT OR REPLACE INTO meta VALUES('derived','stale');
DELETE FROM meta WHERE key='derived_upto';
)sql";
constexpr const char* kStale = "INSERT OR REPLACE INTO meta VALUES('derived','stale');";

// Step i brings a database of version i to version i + 1.
constexpr std::array<std::array<const char*, 2>, kSchemaVersion> kSteps{{{{kEvidence, kDerived}},
                                                                         {{kDisputes, kEdits}},
                                                                         {{kOrigins, kFurniture}},
                                                                         {{kStoryLog, kStale}},
                                                                         {{kSourceWords, kStale}},
                                                                         {{kDropped, kGrown}},
                                                                         {{kScopes, kTies}}}};

}  // namespace

Status prepare_schema(Database& db, bool write) {
  SAYSO_TRY(auto version_text, db.one("PRAGMA user_version"));
  SAYSO_TRY(auto application, db.one("PRAGMA application_id"));
  SAYSO_TRY(auto tables, db.one("SELECT count(*) FROM sqlite_schema"));
  const int version = std::stoi(version_text.value_or("0"));
  const bool empty = tables.value_or("0") == "0";
  if (!empty && std::stoi(application.value_or("0")) != kApplicationId) {
    return Error{ErrorCode::corrupt, db.path() + ": is a database of another program"};
  }
  if (version > kSchemaVersion) {
    return Error{ErrorCode::unsupported_version,
                 db.path() + ": made by a newer release (format " + std::to_string(version) +
                     ", this one reads up to " + std::to_string(kSchemaVersion) +
                     "); install that release"};
  }
  if (!write) {
    if (empty) {
      return Error{ErrorCode::not_found, db.path() + ": holds nothing yet; run `sayso ingest`"};
    }
    if (version < kSchemaVersion) {
      return Error{ErrorCode::unsupported_version,
                   db.path() +
                       ": made by an older release; run `sayso ingest` on it once to "
                       "bring it up to date"};
    }
    return {};
  }
  SAYSO_TRY_STATUS(
      db.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
             "PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
             "PRAGMA temp_store=MEMORY;"));
  if (version == kSchemaVersion) {
    return {};
  }
  SAYSO_TRY_STATUS(db.run("BEGIN IMMEDIATE"));
  for (int step = version; step < kSchemaVersion; ++step) {
    for (const char* sql : kSteps[static_cast<std::size_t>(step)]) {
      if (Status status = db.run(sql); !status.ok()) {
        (void)db.run("ROLLBACK");
        return status;
      }
    }
  }
  const std::string stamp = "PRAGMA user_version=" + std::to_string(kSchemaVersion) +
                            "; PRAGMA application_id=" + std::to_string(kApplicationId) +
                            "; COMMIT";
  return db.run(stamp.c_str());
}

}  // namespace sayso
