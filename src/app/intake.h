// SPDX-License-Identifier: Apache-2.0
// What `ingest` and `watch` share: everything opened once, reports into the store, how each input
// fared, and what is derived made anew.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/app.h"
#include "app/progress.h"
#include "app/store_commands.h"
#include "app/web_source.h"
#include "store/store.h"

namespace sayso {

// What one input gave.
struct InputTally {
  std::uint64_t documents = 0, empty = 0, fresh = 0;
  std::string title;    // outlet of its reports
  std::string trouble;  // why the first of the empty ones is empty
};

struct Tally {
  std::uint64_t documents = 0, words = 0, fresh = 0, versions = 0, known = 0, empty = 0;
  std::vector<std::string> links;  // of fresh reports that stand elsewhere in full
};

class Intake {
 public:
  static Result<std::unique_ptr<Intake>> open(const Common& common, const std::string& db,
                                              const ReadOptions& options);

  // Inputs whose reports are counted apart: files and addresses by their name, folders by all that
  // lies below.
  void name_input(const std::string& input);
  // Reads everything of the source into the store. `follow`: collect Tally::links.
  Status read_all(Source& source, Progress& progress, Tally& tally, bool follow = false);
  // Web addresses likewise, and their rows of `inputs` written; `after` is called with each row
  // before that (to plan the next attempt).
  using After = void (*)(InputHealth& row, const fetch::Response& response, std::uint64_t fresh,
                         void* user);
  Status read_web(std::vector<WebTask> tasks, const char* kind, const WebOptions& web,
                  Progress& progress, Tally& tally, std::vector<Refusal>& refused,
                  After after = nullptr, void* user = nullptr);
  // Rows for files and folders that were named: how they fared.
  Status keep_files(const std::vector<std::string>& paths, const Source& source);
  // Stories, accounts, states, if anything came since they were made.
  Status derive(Progress& progress);

  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] const Knowledge& knowledge() const { return knowledge_; }
  // The row of `inputs`, or a new one.
  Result<InputHealth> row_of(const std::string& address, const char* kind);

 private:
  Intake(Knowledge knowledge, Model model, int threads)
      : knowledge_(std::move(knowledge)),
        dispute_words_(&knowledge_),
        model_(std::move(model)),
        threads_(threads) {}
  Status keep(Document&& document, Tally& tally, bool follow);
  InputTally* tally_of(const std::string& path);
  Result<fetch::Fetcher*> fetcher(const WebOptions& web);
  Status load_rows();

  Knowledge knowledge_;
  DisputeWords dispute_words_;
  Model model_;
  int threads_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  std::unordered_map<std::string, InputTally> tallies_;  // by input
  std::vector<std::string> folders_;
  std::map<std::string, InputHealth> rows_;
  bool rows_loaded_ = false;
};

// Fetches what Tally::links names (at most 1,000), as pages.
Status follow_links(Intake& intake, const WebOptions& web, Progress& progress, Tally& tally,
                    std::vector<Refusal>& refused);

std::string now_iso();

}  // namespace sayso
