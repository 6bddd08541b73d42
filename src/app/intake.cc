// SPDX-License-Identifier: Apache-2.0
#include "app/intake.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "app/rebuild.h"

namespace sayso {
namespace {

// A transaction holds this many reports, or what came in a second: fewer syncs, little to lose.
constexpr std::uint64_t kBatch = 256;

void succeeded(InputHealth& row, const std::string& now, std::uint64_t fresh) {
  row.tried_at = row.succeeded_at = now;
  row.failing = 0;
  ++row.successes;
  row.reports += static_cast<std::int64_t>(fresh);
  if (fresh > 0) {
    row.new_at = now;
  }
}

void failed(InputHealth& row, const std::string& now, std::string why) {
  row.tried_at = row.failed_at = now;
  row.failure = std::move(why);
  ++row.failing;
  ++row.failures;
}

bool stands_elsewhere(const Document& document) {
  for (const Note& note : document.notes) {
    if (note.code == "summary_only" || note.code == "link_only") {
      return fetch::is_web_address(document.provenance.url);
    }
  }
  return false;
}

std::string trouble_of(const Document& document) {
  for (const Note& note : document.notes) {
    if (!note.detail.empty()) {
      return note.detail;
    }
  }
  return document.notes.empty() ? "no text" : document.notes.front().code;
}

}  // namespace

std::string now_iso() {
  return format_instant(std::time(nullptr));
}

Result<std::unique_ptr<Intake>> Intake::open(const Common& common, const std::string& db,
                                             const ReadOptions& options) {
  SAYSO_TRY(Knowledge knowledge, open_knowledge(common));
  SAYSO_TRY(Model model, open_model(common));
  std::unique_ptr<Intake> intake(
      new Intake(std::move(knowledge), std::move(model), common.threads));
  SAYSO_TRY(Pipeline pipeline, Pipeline::news(intake->knowledge_, intake->model_));
  intake->pipeline_ = std::make_unique<Pipeline>(std::move(pipeline));
  SAYSO_TRY(intake->reader_, Reader::make(intake->knowledge_, options));
  SAYSO_TRY(intake->store_, Store::open(db, Store::Mode::write));
  return intake;
}

void Intake::name_input(const std::string& input) {
  tallies_.try_emplace(input);
  std::error_code ignored;
  if (!fetch::is_web_address(input) && std::filesystem::is_directory(input, ignored)) {
    folders_.push_back(input);
  }
}

InputTally* Intake::tally_of(const std::string& path) {
  if (const auto found = tallies_.find(path); found != tallies_.end()) {
    return &found->second;
  }
  for (const std::string& folder : folders_) {
    if (path.starts_with(folder)) {
      return &tallies_[folder];
    }
  }
  return nullptr;
}

Status Intake::keep(Document&& document, Tally& tally, bool follow) {
  ++tally.documents;
  InputTally* input = tally_of(document.provenance.path);
  if (input != nullptr) {
    ++input->documents;
    if (input->title.empty()) {
      input->title = document.provenance.outlet;
    }
  }
  if (document.text.empty()) {
    ++tally.empty;  // nothing to keep; its note says why
    if (input != nullptr && input->empty++ == 0) {
      input->trouble = trouble_of(document);
    }
    return {};
  }
  const Report report = report_of(document, dispute_words_);
  tally.words += report.words;
  SAYSO_TRY(const Added added, store_->add(report));
  switch (added) {
    case Added::new_document:
      ++tally.fresh;
      break;
    case Added::new_version:
      ++tally.versions;
      break;
    case Added::already_there:
      ++tally.known;
      break;
  }
  if (added != Added::already_there) {
    if (input != nullptr) {
      ++input->fresh;
    }
    if (follow && stands_elsewhere(document)) {
      tally.links.push_back(document.provenance.url);
    }
  }
  return {};
}

Status Intake::read_all(Source& source, Progress& progress, Tally& tally, bool follow) {
  auto last = std::chrono::steady_clock::now();
  const auto sink = [&](Document&& document) -> Status {
    SAYSO_TRY_STATUS(keep(std::move(document), tally, follow));
    progress.update(tally.documents, tally.words, source.bytes_done(), source.bytes_total());
    const auto now = std::chrono::steady_clock::now();
    if (tally.documents % kBatch == 0 || now - last > std::chrono::seconds(1)) {
      last = now;
      return store_->commit();
    }
    return {};
  };
  RunOptions run;
  run.threads = threads_;
  SAYSO_TRY(const RunReport report, run_all(source, *reader_, *pipeline_, run, sink));
  (void)report;
  return store_->commit();
}

Status Intake::load_rows() {
  if (!rows_loaded_) {
    SAYSO_TRY(const std::vector<InputHealth> rows, store_->inputs());
    for (const InputHealth& row : rows) {
      rows_.emplace(row.address, row);
    }
    rows_loaded_ = true;
  }
  return {};
}

Result<InputHealth> Intake::row_of(const std::string& address, const char* kind) {
  SAYSO_TRY_STATUS(load_rows());
  const auto found = rows_.find(address);
  if (found != rows_.end()) {
    return found->second;
  }
  InputHealth row;
  row.address = address;
  row.kind = kind;
  return row;
}

Result<fetch::Fetcher*> Intake::fetcher(const WebOptions& web) {
  if (!fetcher_) {
    fetch::FetchOptions options;
    options.allow_private = web.allow_private;
    options.delay_s = web.delay_s;
    options.total_s = web.timeout_s;
    options.connect_s = std::min(options.connect_s, web.timeout_s);
    if (!web.user_agent.empty()) {
      options.user_agent = web.user_agent;
    }
    SAYSO_TRY(fetcher_, fetch::Fetcher::make(std::move(options)));
  }
  return fetcher_.get();
}

Status Intake::read_web(std::vector<WebTask> tasks, const char* kind, const WebOptions& web,
                        Progress& progress, Tally& tally, std::vector<Refusal>& refused,
                        After after, void* user) {
  SAYSO_TRY(fetch::Fetcher * fetcher, this->fetcher(web));
  const bool feeds = std::string_view(kind) == "feed";
  for (WebTask& task : tasks) {
    tallies_[task.address] = {};
    SAYSO_TRY(const InputHealth row, row_of(task.address, kind));
    task.url = row.moved_to.empty() ? task.address : row.moved_to;
    task.etag = row.etag;
    task.last_modified = row.last_modified;
  }
  WebSource source(std::move(tasks), *fetcher);
  SAYSO_TRY_STATUS(read_all(source, progress, tally, web.follow && feeds));
  refused.insert(refused.end(), source.refused().begin(), source.refused().end());
  const std::string now = now_iso();
  for (const WebResult& result : source.results()) {
    SAYSO_TRY(InputHealth row, row_of(result.address, kind));
    const fetch::Response& response = result.response;
    const InputTally& input = tallies_[result.address];
    row.status = response.status;
    const bool nothing =
        response.outcome == fetch::Outcome::fetched && input.documents == input.empty;
    if (response.outcome == fetch::Outcome::failed || nothing) {
      const std::string why =
          nothing ? "nothing to read there: " + input.trouble : response.failure;
      failed(row, now, why);
      if (nothing) {
        refused.push_back({result.address, why});
      }
    } else {
      succeeded(row, now, input.fresh);
      row.title = input.title.empty() ? row.title : input.title;
      row.moved_to = response.moved_to.empty() ? row.moved_to : response.moved_to;
      if (response.outcome == fetch::Outcome::fetched) {
        row.etag = response.etag;
        row.last_modified = response.last_modified;
      }
    }
    if (after != nullptr) {
      after(row, response, input.fresh, user);
    }
    SAYSO_TRY_STATUS(store_->put_input(row));
    rows_[row.address] = row;
  }
  return {};
}

Status Intake::keep_files(const std::vector<std::string>& paths, const Source& source) {
  const std::string now = now_iso();
  std::unordered_map<std::string, std::pair<std::uint64_t, std::string>> refused;  // by input
  for (const Refusal& refusal : source.refused()) {
    for (const std::string& path : paths) {
      if (refusal.path == path || refusal.path.starts_with(path)) {
        auto& [count, first] = refused[path];
        first = count++ == 0 ? refusal.path + ": " + refusal.reason : first;
        break;
      }
    }
  }
  for (const std::string& path : paths) {
    if (path == "-") {
      continue;
    }
    SAYSO_TRY(InputHealth row, row_of(path, "file"));
    const InputTally& input = tallies_[path];
    const auto& [count, first] = refused[path];
    if (input.documents > input.empty) {
      succeeded(row, now, input.fresh);
      row.title = input.title;
    }
    if (count > 0 || input.documents == input.empty) {
      const std::int64_t failing = row.failing;
      failed(row, now,
             count == 0
                 ? input.trouble
                 : first + (count > 1 ? " (and " + std::to_string(count - 1) + " more)" : ""));
      row.failing = input.documents > input.empty ? failing : row.failing;  // partly read: it works
    }
    SAYSO_TRY_STATUS(store_->put_input(row));
    rows_[path] = row;
  }
  return {};
}

Status Intake::derive(Progress& progress) {
  SAYSO_TRY(const bool current, store_->derived_is_current());
  if (!current) {
    progress.say("  stories, accounts and states ...");
    return bring_up_to_date(*store_, knowledge_);
  }
  return {};
}

}  // namespace sayso
