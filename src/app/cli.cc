// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/app.h"
#include "app/store_commands.h"

namespace sayso {
namespace {

void add_common(CLI::App& command, Common& common) {
  command
      .add_option("--data", common.data, "Knowledge image (default: the one built or installed)")
      ->envname("SAYSO_DATA");
  command
      .add_option("--model", common.model, "Trained model (default: the one built or installed)")
      ->envname("SAYSO_MODEL");
  command.add_option("-t,--threads", common.threads, "Worker threads")
      ->envname("SAYSO_THREADS")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command.add_flag("-q,--quiet", common.quiet, "No progress, no messages but errors");
}

void add_read(CLI::App& app, ReadCommand& c) {
  CLI::App* command =
      app.add_subcommand("read", "What reports say, on whose say-so; nothing is stored");
  add_common(*command, c.common);
  command->add_option("inputs", c.inputs, "Files, folders, or - for standard input")->required();
  command->add_option("--glob", c.glob, "From folders, the files of this pattern: '*.warc.gz'");
  command
      ->add_option("--input-format", c.input_format,
                   "auto, text, html, jsonl, feed, ninjs, newsml, warc, mail")
      ->capture_default_str();
  command->add_option("--date", c.date, "Publication date where the input gives none (2022-07-28)");
  command->add_option("--outlet", c.outlet, "Outlet where the input gives none");
  command
      ->add_option("--view", c.view,
                   "page: who says what; claims: the text, source, cue and content marked (text is "
                   "the same)")
      ->check(CLI::IsMember({"page", "claims", "text"}))
      ->capture_default_str();
  command->add_flag("--json", c.json, "JSON Lines, one record a report (docs/record.md)");
  command->add_option("--layers", c.layers, "More in the record: tokens, text (comma-separated)");
  command->add_flag("--explain", c.explain, "Say of every place why it was chosen");
  command->add_flag("--check", c.check, "Check every promise between layers; stop at a broken one");
}

void add_bench(CLI::App& app, BenchCommand& c) {
  CLI::App* command = app.add_subcommand("bench", "Words a second on one core, stage by stage");
  add_common(*command, c.common);
  command->add_option("inputs", c.inputs, "Files or folders of reports");
  command->add_option("--stories", c.stories,
                      "A database: time the making of stories from its reports, repeated under "
                      "changed dates and words");
  command
      ->add_option("--orders", c.orders,
                   "With --stories: store its reports anew in so many shuffled orders; all that is "
                   "derived must be the same")
      ->check(CLI::Range(1, 10000));
  command->add_option("--input-format", c.input_format, "As for read")->capture_default_str();
  command->add_option("--repeat", c.repeat, "Go over the input this often")
      ->check(CLI::Range(1, 1000));
  command->add_option("--limit", c.limit, "At most so many reports")->check(CLI::NonNegativeNumber);
  command->add_option("--stage", c.stages, "Also these stages together (split,parse)");
}

void add_data(CLI::App& app, DataCommand& c) {
  CLI::App* command = app.add_subcommand("data", "The knowledge under data/: compile, check, show");
  command->require_subcommand(1);
  CLI::App* compile = command->add_subcommand("compile", "Folders of tables to one image");
  compile->add_option("image", c.image, "Image to write")->required();
  compile->add_option("folders", c.folders, "Folders with *.tsv tables")->required();
  compile->callback([&c] { c.what = DataCommand::What::compile; });
  CLI::App* check =
      command->add_subcommand("check", "What is wrong in the tables, by file and line");
  check->add_option("folders", c.folders, "Folders with *.tsv tables")->required();
  check->callback([&c] { c.what = DataCommand::What::check; });
  CLI::App* show = command->add_subcommand("show", "Tables, the rows of one, or those of a key");
  add_common(*show, c.common);
  show->add_option("table", c.table, "Name of a table");
  show->add_option("key", c.key, "Key to look up, as text would");
  show->callback([&c] { c.what = DataCommand::What::show; });
  CLI::App* import = command->add_subcommand("import-geonames",
                                             "An image with the villages of a GeoNames dump added");
  add_common(*import, c.common);
  import->add_option("dump", c.dump, "allCountries.zip, UA.zip, or the text within")->required();
  import->add_option("--image", c.image, "Image to write")->capture_default_str();
  import->callback([&c] { c.what = DataCommand::What::import_geonames; });
}

// ---- the database ------------------------------------------------------------------------------
void add_db(CLI::App& command, std::string& db) {
  command.add_option("--db", db, "Database file")->envname("SAYSO_DB")->capture_default_str();
}

void add_days(CLI::App& command, std::string& since, std::string& until) {
  command.add_option("--since", since, "Published on this day or later (2022-07-28)");
  command.add_option("--until", until, "Published on this day or before");
}

void add_web(CLI::App& command, WebOptions& web) {
  command.add_flag("--follow", web.follow,
                   "Also fetch the pages of entries that carry a summary or a link only");
  command.add_flag("--allow-private", web.allow_private,
                   "Also connect to private, loopback and link-local addresses");
  command.add_option("--delay", web.delay_s, "Seconds between two requests to one host")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  command.add_option("--timeout", web.timeout_s, "Seconds a request may take")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  command.add_option("--user-agent", web.user_agent, "How to introduce ourselves to servers");
}

void add_ingest(CLI::App& app, IngestCommand& c) {
  CLI::App* command = app.add_subcommand(
      "ingest", "Read reports into a database; running it again changes nothing");
  add_common(*command, c.common);
  add_db(*command, c.db);
  command
      ->add_option("inputs", c.inputs,
                   "Files, folders, web addresses of feeds or pages, or - for standard input")
      ->required();
  add_web(*command, c.web);
  command->add_option("--glob", c.glob, "From folders, the files of this pattern: '*.warc.gz'");
  command->add_option("--input-format", c.input_format, "As for read")->capture_default_str();
  command->add_option("--date", c.date, "Publication date where the input gives none (2022-07-28)");
  command->add_option("--outlet", c.outlet, "Outlet where the input gives none");
}

void add_watch(CLI::App& app, WatchCommand& c) {
  CLI::App* command = app.add_subcommand(
      "watch", "Ask feeds again and again, each at its own pace; Ctrl-C ends it");
  add_common(*command, c.common);
  add_db(*command, c.db);
  command
      ->add_option("inputs", c.inputs,
                   "OPML files, files with one address a line, or addresses of feeds")
      ->required();
  command->add_flag("--once", c.once, "Ask those that are due, then end");
  command->add_option("--least", c.least_s, "Seconds between two requests to a feed, at least")
      ->check(CLI::Range(1, 604800))
      ->capture_default_str();
  command->add_option("--most", c.most_s, "Seconds between two requests to a feed, at most")
      ->check(CLI::Range(1, 2592000))
      ->capture_default_str();
  add_web(*command, c.web);
}

CLI::App* add_query(CLI::App& app, const char* name, const char* what, View view, QueryCommand& c) {
  CLI::App* command = app.add_subcommand(name, what);
  c.view = view;
  add_db(*command, c.db);
  add_days(*command, c.since, c.until);
  command->add_option("--outlet", c.outlet, "Reports of this outlet");
  command
      ->add_option(
          "--format", c.format,
          view == View::accounts ? "table, csv, json, jsonl, geojson" : "table, csv, json, jsonl")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl", "geojson"}))
      ->capture_default_str();
  command->add_option("--limit", c.limit, "At most so many rows")->check(CLI::NonNegativeNumber);
  if (view != View::sources) {
    command->add_option("--about", c.about, "Words that stand in the sentence or subject");
  }
  if (view == View::claims || view == View::accounts || view == View::stories) {
    command->add_option("--who", c.who, "Speaker or actor: words of the name, or a code (RUS)");
    command->add_option("--where", c.where, "Place, region, or country as ISO 3166 alpha-3");
  }
  return command;
}

struct StoreCommands {
  IngestCommand ingest;
  WatchCommand watch;
  QueryCommand claims, events, stories, sources, contradictions;
  StateCommand state;
  DiffCommand diff;
  EditCommand edit;
  BriefCommand brief;
  ExportCommand exporting;
  DoctorCommand doctor;
  BackupCommand backup, verify;
};

void add_queries(CLI::App& app, StoreCommands& c) {
  add_query(app, "claims", "Who said what, how surely, through which channel", View::claims,
            c.claims)
      ->add_option("--type", c.claims.type,
                   "Certainty, channel or act: denied, bulletin, attitude");
  CLI::App* events = add_query(app, "events", "What happened, with the sources for and against",
                               View::accounts, c.events);
  events->add_option("--type", c.events.type, "Type, mode or CAMEO code: ASSAULT, 19");
  events->add_flag("--each", c.events.each, "Every telling, not one row an event");
  add_query(app, "stories", "Which reports tell of the same happenings", View::stories, c.stories);
  add_query(app, "sources", "Outlets, how reliable they are, what they gave", View::sources,
            c.sources)
      ->add_flag("--health", c.sources.health,
                 "Feeds, pages and files that were named: last success, failures and why");
  add_query(app, "contradictions", "What cannot all be right, side by side", View::contradictions,
            c.contradictions);
}

void add_state(CLI::App& app, StateCommand& c) {
  CLI::App* command = app.add_subcommand("state", "What is so on a date, as known on a date");
  add_common(*command, c.common);
  add_db(*command, c.db);
  command->add_option("--at", c.at, "The day in question (default: that of the newest report)");
  command->add_option("--known", c.known, "Only what was known on this day (default: everything)");
  command->add_option("--about", c.about, "Entities whose name holds these words");
  command->add_option("--type", c.type,
                      "Variable: control, access, condition, status, custody ...");
  command->add_flag("--all", c.all, "Also what has expired, and things without a name");
  command->add_flag("--evidence", c.evidence, "The words it rests on, and all who say otherwise");
  command->add_option("--format", c.format, "table, csv, json, jsonl, geojson")
      ->check(CLI::IsMember({"table", "csv", "json", "jsonl", "geojson"}))
      ->capture_default_str();
}

void add_diff(CLI::App& app, DiffCommand& c) {
  CLI::App* command =
      app.add_subcommand("diff", "What is otherwise on one day than on another, and who says so");
  add_common(*command, c.common);
  add_db(*command, c.db);
  command->add_option("--from", c.from, "The earlier day (2022-07-28)")->required();
  command->add_option("--to", c.to, "The later day (default: that of the newest report)");
  command->add_option("--known", c.known, "Only what was known on this day (default: everything)");
  command->add_option("--about", c.about, "Entities whose name holds these words");
  command->add_option("--type", c.type, "Variable: control, access, condition, status ...");
  command->add_option("--format", c.format, "text, csv, json, jsonl")
      ->check(CLI::IsMember({"text", "csv", "json", "jsonl"}))
      ->capture_default_str();
}

void add_edit(CLI::App& app, EditCommand& c) {
  CLI::App* command = app.add_subcommand(
      "edit", "What an analyst decides: kept in a log with author and time, can be undone");
  add_common(*command, c.common);
  add_db(*command, c.db);
  command
      ->add_option("action", c.action,
                   "reject, recode, merge, split, confirm, rate; list; undo NUMBER")
      ->required();
  command->add_option("target", c.target,
                      "Id (or its beginning) of an event, account, state, fact, story or report; "
                      "the name of an outlet (rate) or thing (merge)");
  command->add_option("other", c.other, "merge, split: with or from what");
  command->add_option("--field", c.field, "recode: type, mode, cameo, value, entity ...");
  command->add_option("--value", c.value, "recode: the new value; rate: A to F, 1 to 6");
  command->add_option("--by", c.author, "Who decides (default: the user's name)")
      ->envname("SAYSO_AUTHOR");
  command->add_option("--because", c.reason, "Why");
}

void add_brief_and_export(CLI::App& app, StoreCommands& c) {
  CLI::App* brief =
      app.add_subcommand("brief", "A bulletin of what changed, with sources, in words");
  add_common(*brief, c.brief.common);
  add_db(*brief, c.brief.db);
  brief->add_option("--since", c.brief.since, "From this day on (2022-07-28)");
  brief->add_option("--until", c.brief.until, "Up to this day");
  CLI::App* exporting = app.add_subcommand("export", "The database as files other programs read");
  add_common(*exporting, c.exporting.common);
  add_db(*exporting, c.exporting.db);
  add_days(*exporting, c.exporting.since, c.exporting.until);
  exporting
      ->add_option("--as", c.exporting.as,
                   "jsonl, json, csv, geojson, or events in the columns of others: gdelt, "
                   "plover, acled, ucdp, cameo")
      ->check(CLI::IsMember(
          {"jsonl", "json", "csv", "geojson", "gdelt", "plover", "acled", "ucdp", "cameo"}))
      ->capture_default_str();
  exporting
      ->add_option("--what", c.exporting.what,
                   "events, tellings, claims, states, stories, reports, sources, contradictions")
      ->check(CLI::IsMember({"events", "tellings", "claims", "states", "stories", "reports",
                             "sources", "contradictions"}))
      ->capture_default_str();
  exporting->add_option("-o,--out", c.exporting.out, "File, or - for standard output")
      ->capture_default_str();
}

void add_care(CLI::App& app, StoreCommands& c) {
  CLI::App* doctor =
      app.add_subcommand("doctor", "Is everything there and sound; what to do if not");
  add_common(*doctor, c.doctor.common);
  doctor->add_option("--db", c.doctor.db, "Also check this database")->envname("SAYSO_DB");
  doctor->add_flag("--repair", c.doctor.repair, "Finish what a cut-off ingest left undone");
  CLI::App* backup = app.add_subcommand("backup", "Copy a database, also while it is written to");
  add_db(*backup, c.backup.db);
  backup->add_option("to", c.backup.to, "File to write; must not be there yet")->required();
  add_db(*app.add_subcommand("verify", "Check a database, row by row"), c.verify.db);
}

void add_store_commands(CLI::App& app, StoreCommands& c) {
  add_ingest(app, c.ingest);
  add_watch(app, c.watch);
  add_queries(app, c);
  add_state(app, c.state);
  add_diff(app, c.diff);
  add_edit(app, c.edit);
  add_brief_and_export(app, c);
  add_care(app, c);
}

int run_store_command(const std::string& name, StoreCommands& c) {
  if (name == "ingest") {
    return run_ingest(c.ingest);
  }
  if (name == "watch") {
    return run_watch(c.watch);
  }
  if (name == "sources" && c.sources.health) {
    return run_health(c.sources.db, c.sources.format);
  }
  if (name == "events") {
    c.events.view = c.events.each ? View::events : View::accounts;
    return run_query(c.events);
  }
  if (name == "state") {
    return run_state(c.state);
  }
  if (name == "diff") {
    return run_diff(c.diff);
  }
  if (name == "edit") {
    return run_edit(c.edit);
  }
  if (name == "brief") {
    return run_brief(c.brief);
  }
  if (name == "export") {
    return run_export(c.exporting);
  }
  if (name == "doctor") {
    return run_doctor(c.doctor);
  }
  if (name == "backup") {
    return run_backup(c.backup);
  }
  if (name == "verify") {
    return run_verify(c.verify);
  }
  return run_query(name == "claims"    ? c.claims
                   : name == "stories" ? c.stories
                   : name == "sources" ? c.sources
                                       : c.contradictions);
}

}  // namespace

int main_of(int argc, char** argv) {
  CLI::App app{"Sayso: news reports to event data that keeps its sources"};
  app.require_subcommand(1);
  app.set_version_flag("--version", SAYSO_VERSION);
  app.set_config("--config", "", "Settings file")->envname("SAYSO_CONFIG");
  ReadCommand read;
  add_read(app, read);
  BenchCommand bench;
  add_bench(app, bench);
  DataCommand data;
  add_data(app, data);
  StoreCommands store;
  add_store_commands(app, store);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e);
    return code == 0 ? 0 : 2;
  }
  if (app.got_subcommand("read")) {
    return run_read(read);
  }
  if (app.got_subcommand("bench")) {
    return run_bench(bench);
  }
  if (app.got_subcommand("data")) {
    return run_data(data);
  }
  return run_store_command(app.get_subcommands().front()->get_name(), store);
}

}  // namespace sayso
