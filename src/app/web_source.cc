// SPDX-License-Identifier: Apache-2.0
#include "app/web_source.h"

#include <ctime>

namespace sayso {

bool WebSource::next(RawReport& report) {
  while (next_ < tasks_.size()) {
    const WebTask& task = tasks_[next_++];
    fetch::Response response = fetcher_.get({task.url, task.etag, task.last_modified});
    const bool fetched = response.outcome == fetch::Outcome::fetched;
    if (response.outcome == fetch::Outcome::failed) {
      refused_.push_back({task.address, response.failure});
    }
    if (fetched) {
      report = RawReport{};
      report.bytes = std::move(response.body);
      response.body.clear();
      report.path = task.address;
      report.url = response.url;
      report.media_type = response.content_type;
      Timestamp now;
      now.instant = std::time(nullptr);
      now.has_clock = true;
      report.fetched_at = now;
      bytes_done_ += report.bytes.size();
    }
    results_.push_back({task.address, std::move(response)});
    if (fetched) {
      return true;
    }
  }
  return false;
}

}  // namespace sayso
