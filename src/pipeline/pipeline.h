// SPDX-License-Identifier: Apache-2.0
// Pipeline: a list of const stages whose order was checked, and the engine that runs it over many
// reports on several threads.
//
//   Source (one thread) -> queue bounded in bytes -> N workers: Reader, all stages, Scratch of
//   their own -> results put back in order -> sink (one thread)
//
// The sink sees documents in the order of the source whatever the number of threads, so 1 and 8
// threads give identical bytes. Memory: the bytes in flight are bounded by `max_bytes_in_flight`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "doc/document.h"
#include "doc/stage.h"
#include "learn/learn.h"
#include "lex/lex.h"
#include "read/read.h"

namespace sayso {

// The stages from split to names, for what reads no further, and for trainers. The knowledge and
// the model must outlive them.
Result<std::vector<std::unique_ptr<Stage>>> language_stages(const Knowledge& knowledge,
                                                            const Model& model);

class Pipeline {
 public:
  // Fails if a stage reads a layer that no earlier stage writes.
  static Result<Pipeline> make(std::vector<std::unique_ptr<Stage>> stages);
  // read to events. The knowledge and the model must outlive the pipeline. `explain`: every place
  // says why it was chosen.
  static Result<Pipeline> news(const Knowledge& knowledge, const Model& model,
                               bool explain = false);

  using Scratches = std::vector<std::unique_ptr<Scratch>>;
  [[nodiscard]] Scratches make_scratches() const;
  // Runs all stages; adds the seconds of processor time each took to `seconds` if given (one slot a
  // stage).
  Status run(Document& document, Scratches& scratches,
             std::vector<double>* seconds = nullptr) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Stage>>& stages() const { return stages_; }

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
};

struct RunOptions {
  int threads = 1;
  std::size_t max_bytes_in_flight = std::size_t{256} << 20;
};

struct RunReport {
  std::uint64_t documents = 0, tokens = 0, bytes = 0;
  std::uint64_t peak_document_bytes = 0;  // memory of the largest document after all stages
  std::vector<double> stage_seconds;      // summed over workers; [0] is reading
};

// Runs everything the source gives through reader and pipeline. The sink is called by one thread
// at a time, in order; an error from it stops the run and is returned.
Result<RunReport> run_all(Source& source, const Reader& reader, const Pipeline& pipeline,
                          const RunOptions& options, const std::function<Status(Document&&)>& sink);

}  // namespace sayso
