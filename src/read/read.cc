// SPDX-License-Identifier: Apache-2.0
#include "read/read.h"

#include <simdjson.h>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso {
namespace {

class FileSource : public Source {
 public:
  FileSource(std::vector<std::string> paths, ReadOptions options)
      : paths_(std::move(paths)), options_(std::move(options)) {}

  bool next(RawReport& report) override {
    while (true) {
      if (at_ < text_.size()) {
        std::size_t end = text_.find('\n', at_);
        end = end == std::string::npos ? text_.size() : end;
        report = {text_.substr(at_, end - at_), path_, ++line_, InputFormat::jsonl};
        at_ = end + 1;
        return true;
      }
      if (next_ == paths_.size()) {
        return false;
      }
      path_ = paths_[next_++];
      auto bytes = read_file(path_ == "-" ? "/dev/stdin" : path_);
      if (!bytes) {
        refused_.push_back({path_, bytes.error().message});
        continue;
      }
      if (options_.format == InputFormat::jsonl) {
        text_ = *std::move(bytes);
        at_ = 0;
        line_ = 0;
        continue;
      }
      report = {*std::move(bytes), path_, 0, InputFormat::text};
      return true;
    }
  }
  [[nodiscard]] const std::vector<Refusal>& refused() const override { return refused_; }
  [[nodiscard]] std::uint64_t bytes_total() const override { return 0; }
  [[nodiscard]] std::uint64_t bytes_done() const override { return 0; }

 private:
  std::vector<std::string> paths_;
  ReadOptions options_;
  std::size_t next_ = 0, at_ = 0, line_ = 0;
  std::string text_, path_;
  std::vector<Refusal> refused_;
};

class TextReader : public Reader {
 public:
  explicit TextReader(ReadOptions options) : options_(std::move(options)) {}

  [[nodiscard]] std::vector<Document> read(RawReport report) const override {
    std::vector<Document> out(1);
    Document& d = out[0];
    d.provenance.path = report.path;
    d.provenance.outlet = options_.outlet;
    d.provenance.published_at = options_.date;
    d.text = std::move(report.bytes);
    if (report.format == InputFormat::jsonl) {
      simdjson::dom::parser parser;
      simdjson::dom::element line;
      if (parser.parse(simdjson::padded_string(d.text)).get(line) == simdjson::SUCCESS) {
        std::string_view value;
        d.text.clear();
        if (line["text"].get(value) == simdjson::SUCCESS)
          d.text = value;
        if (line["id"].get(value) == simdjson::SUCCESS)
          d.id = value;
        if (line["date"].get(value) == simdjson::SUCCESS)
          d.provenance.published_at = parse_iso(value);
      }
    }
    repair_utf8(d.text);
    std::size_t at = 0;
    while (at < d.text.size()) {
      std::size_t end = d.text.find("\n\n", at);
      end = end == std::string::npos ? d.text.size() : end;
      if (!trim(std::string_view(d.text).substr(at, end - at)).empty()) {
        d.blocks.push_back({{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                            BlockKind::paragraph});
      }
      at = end + 2;
    }
    if (d.id.empty()) {
      d.id = content_id(d);
    }
    d.layers = kLayerText;
    return out;
  }

 private:
  ReadOptions options_;
};

}  // namespace

std::optional<InputFormat> input_format_from(std::string_view name) {
  constexpr std::string_view kNames[] = {"auto", "text",  "html",  "jsonl",
                                         "feed", "ninjs", "newsml"};
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) {
      return static_cast<InputFormat>(i);
    }
  }
  return std::nullopt;
}

Result<std::unique_ptr<Source>> Source::open(std::vector<std::string> paths,
                                             const ReadOptions& options) {
  return std::unique_ptr<Source>(std::make_unique<FileSource>(std::move(paths), options));
}

Result<std::unique_ptr<Reader>> Reader::make(const Knowledge&, ReadOptions options) {
  return std::unique_ptr<Reader>(std::make_unique<TextReader>(std::move(options)));
}

}  // namespace sayso
