// SPDX-License-Identifier: Apache-2.0
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "base/cpu_clock.h"
#include "pipeline/pipeline.h"

namespace sayso {
namespace {

struct Batch {  // what one RawReport became
  std::vector<Document> documents;
  std::size_t raw_bytes = 0;
};

// Everything the threads share, behind one mutex: a report costs milliseconds, a lock
// nanoseconds. Tickets number reports in source order; the sink takes them in that order.
class Run {
 public:
  Run(Source& source, const Reader& reader, const Pipeline& pipeline, const RunOptions& options,
      const std::function<Status(Document&&)>& sink)
      : source_(source), reader_(reader), pipeline_(pipeline), options_(options), sink_(sink) {
    report_.stage_seconds.assign(pipeline.stages().size() + 1, 0.0);
  }

  Result<RunReport> run() {
    std::vector<std::thread> workers;
    for (int i = 0; i < std::max(1, options_.threads); ++i) {
      workers.emplace_back([this] { work(); });
    }
    drain();
    for (std::thread& worker : workers) {
      worker.join();
    }
    if (failure_) {
      return std::move(*failure_);
    }
    return std::move(report_);
  }

 private:
  // Takes the next report; the source is walked by whoever is free, one at a time.
  bool take(RawReport& report, std::uint64_t& ticket) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] {
      return stop_ ||
             ((bytes_in_flight_ < options_.max_bytes_in_flight || in_flight_ == 0) && !reading_);
    });
    if (stop_ || ended_) {
      return false;
    }
    reading_ = true;
    lock.unlock();
    const bool more = source_.next(report);
    lock.lock();
    reading_ = false;
    if (more) {
      ticket = next_ticket_++;
      bytes_in_flight_ += report.bytes.size();
      ++in_flight_;
    } else {
      ended_ = true;
    }
    room_.notify_all();
    ready_.notify_all();
    return more;
  }

  void work() {
    Pipeline::Scratches scratches = pipeline_.make_scratches();
    std::vector<double> seconds(pipeline_.stages().size(), 0.0);
    double read_seconds = 0;
    RawReport report;
    std::uint64_t ticket = 0;
    while (take(report, ticket)) {
      Batch batch;
      batch.raw_bytes = report.bytes.size();
      const double start = thread_seconds();
      batch.documents = reader_.read(std::move(report));
      read_seconds += thread_seconds() - start;
      std::optional<Error> failure;
      for (Document& document : batch.documents) {
        if (Status status = pipeline_.run(document, scratches, &seconds); !status.ok()) {
          failure = std::move(status).error();
          break;
        }
      }
      report = RawReport{};
      const std::lock_guard lock(mutex_);
      if (failure) {
        fail(std::move(*failure));
      }
      done_.emplace(ticket, std::move(batch));
      ready_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    report_.stage_seconds[0] += read_seconds;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
      report_.stage_seconds[i + 1] += seconds[i];
    }
  }

  void fail(Error error) {  // REQUIRES: lock held
    if (!failure_) {
      failure_ = std::move(error);
    }
    stop_ = true;
    room_.notify_all();
  }

  // Runs on the caller's thread: hands finished batches to the sink in ticket order.
  void drain() {
    for (std::uint64_t ticket = 0;; ++ticket) {
      Batch batch;
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] {
          return stop_ || done_.count(ticket) != 0 || (ended_ && ticket == next_ticket_);
        });
        const auto found = done_.find(ticket);
        if (stop_ || found == done_.end()) {
          return;
        }
        batch = std::move(found->second);
        done_.erase(found);
      }
      const Status status = deliver(batch);
      const std::lock_guard lock(mutex_);
      bytes_in_flight_ -= batch.raw_bytes;
      --in_flight_;
      if (!status.ok()) {
        fail(status.error());
      }
      room_.notify_all();
    }
  }

  Status deliver(Batch& batch) {
    report_.bytes += batch.raw_bytes;
    for (Document& document : batch.documents) {
      ++report_.documents;
      report_.tokens += document.tokens.size();
      report_.peak_document_bytes =
          std::max<std::uint64_t>(report_.peak_document_bytes, document.memory());
      SAYSO_TRY_STATUS(sink_(std::move(document)));
    }
    return {};
  }

  Source& source_;
  const Reader& reader_;
  const Pipeline& pipeline_;
  const RunOptions& options_;
  const std::function<Status(Document&&)>& sink_;

  std::mutex mutex_;
  std::condition_variable room_, ready_;
  std::map<std::uint64_t, Batch> done_;
  std::uint64_t next_ticket_ = 0;
  std::size_t bytes_in_flight_ = 0;
  std::size_t in_flight_ = 0;
  bool reading_ = false, ended_ = false, stop_ = false;
  std::optional<Error> failure_;
  RunReport report_;  // counts: the draining thread; stage_seconds: under the mutex
};

}  // namespace

Result<RunReport> run_all(Source& source, const Reader& reader, const Pipeline& pipeline,
                          const RunOptions& options,
                          const std::function<Status(Document&&)>& sink) {
  return Run(source, reader, pipeline, options, sink).run();
}

}  // namespace sayso
