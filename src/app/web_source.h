// SPDX-License-Identifier: Apache-2.0
// Web addresses as a Source, and several Sources as one.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "fetch/fetch.h"
#include "pipeline/pipeline.h"

namespace sayso {

struct WebTask {
  std::string address;  // as named; path of the reports it gives
  std::string url;      // where it is asked for (it may have moved)
  std::string etag, last_modified;
};

// What became of a task; the body went on as a report.
struct WebResult {
  std::string address;
  fetch::Response response;
};

// Fetches one task after the other, when it is asked for the next report.
class WebSource final : public Source {
 public:
  WebSource(std::vector<WebTask> tasks, fetch::Fetcher& fetcher)
      : tasks_(std::move(tasks)), fetcher_(fetcher) {}
  bool next(RawReport& report) override;
  [[nodiscard]] const std::vector<Refusal>& refused() const override { return refused_; }
  [[nodiscard]] std::uint64_t bytes_total() const override { return 0; }
  [[nodiscard]] std::uint64_t bytes_done() const override { return bytes_done_; }
  // Known when next() has said false.
  [[nodiscard]] const std::vector<WebResult>& results() const { return results_; }

 private:
  std::vector<WebTask> tasks_;
  fetch::Fetcher& fetcher_;
  std::size_t next_ = 0;
  std::vector<Refusal> refused_;
  std::vector<WebResult> results_;
  std::atomic<std::uint64_t> bytes_done_ = 0;
};

}  // namespace sayso
