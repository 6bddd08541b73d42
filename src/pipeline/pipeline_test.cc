// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pipeline.h"

#include <doctest/doctest.h>
#include <string>

using namespace sayso;  // NOLINT(google-build-using-namespace)

namespace {

class Step : public Stage {
 public:
  Step(std::string name, std::uint32_t reads, std::uint32_t writes)
      : name_(std::move(name)), reads_(reads), writes_(writes) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::uint32_t reads() const override { return reads_; }
  [[nodiscard]] std::uint32_t writes() const override { return writes_; }
  Status run(Document& d, Scratch&) const override {
    // Uneven work, so that threads finish out of order.
    volatile std::uint64_t sum = 0;
    for (std::size_t i = 0; i < d.text.size() * 997 % 50000; ++i) {
      sum = sum + i;
    }
    d.text += name_;
    return {};
  }

 private:
  std::string name_;
  std::uint32_t reads_, writes_;
};

class Numbers : public Source {
 public:
  explicit Numbers(int count) : count_(count) {}
  bool next(RawReport& report) override {
    if (at_ == count_) {
      return false;
    }
    report = RawReport{};
    report.bytes.assign(static_cast<std::size_t>(at_ * 7919 % 200), 'x');
    report.path = "n";
    report.record = static_cast<std::uint64_t>(++at_);
    return true;
  }
  [[nodiscard]] const std::vector<Refusal>& refused() const override { return refused_; }
  [[nodiscard]] std::uint64_t bytes_total() const override { return 0; }
  [[nodiscard]] std::uint64_t bytes_done() const override { return 0; }

 private:
  int at_ = 0, count_;
  std::vector<Refusal> refused_;
};

class Plain : public Reader {
 public:
  [[nodiscard]] std::vector<Document> read(RawReport report) const override {
    std::vector<Document> out(report.record % 5 == 0 ? 2 : 1);  // sometimes a feed
    for (Document& d : out) {
      d.id = std::to_string(report.record);
      d.text = report.bytes;
      d.layers = kLayerText;
    }
    return out;
  }
};

Pipeline two_steps() {
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(std::make_unique<Step>("a", kLayerText, kLayerTokens));
  stages.push_back(std::make_unique<Step>("b", kLayerTokens, kLayerTree));
  return *Pipeline::make(std::move(stages));
}

std::string run_with(int threads) {
  Numbers source(300);
  const Plain reader;
  const Pipeline pipeline = two_steps();
  std::string out;
  const auto report =
      run_all(source, reader, pipeline, {threads, 4096}, [&](Document&& d) -> Status {
        out += d.id + ":" + d.text + "\n";
        return {};
      });
  REQUIRE(report.has_value());
  CHECK(report->documents == 360);
  return out;
}

}  // namespace

TEST_CASE("an impossible order is refused") {
  std::vector<std::unique_ptr<Stage>> stages;
  stages.push_back(std::make_unique<Step>("b", kLayerTokens, kLayerTree));
  const auto pipeline = Pipeline::make(std::move(stages));
  REQUIRE_FALSE(pipeline.has_value());
  CHECK(pipeline.error().message.find("stage b") != std::string::npos);
}

TEST_CASE("one thread or eight: the same documents in the same order") {
  const std::string one = run_with(1);
  CHECK(one == run_with(2));
  CHECK(one == run_with(8));
}

TEST_CASE("an error from the sink stops the run and comes back") {
  Numbers source(1000);
  const Plain reader;
  const Pipeline pipeline = two_steps();
  int seen = 0;
  const auto report = run_all(source, reader, pipeline, {4, 4096}, [&](Document&&) -> Status {
    if (++seen == 10) {
      return Error{ErrorCode::io, "disk full"};
    }
    return {};
  });
  REQUIRE_FALSE(report.has_value());
  CHECK(report.error().message == "disk full");
  CHECK(seen == 10);
}
