// SPDX-License-Identifier: Apache-2.0
// Source: walks what the user named and hands out reports, JSON Lines line by line.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <sys/stat.h>

#include "base/text.h"
#include "read/detect.h"
#include "read/input.h"
#include "read/read.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kHead = 64U << 10;
constexpr std::size_t kChunk = 1U << 20;

struct Entry {
  std::string path;
  bool named = false;  // by the user, not met in a folder
};

bool skipped_name(const std::string& name) {
  return name.empty() || name[0] == '.' || name == "golden" || name == "node_modules" ||
         starts_with_ignoring_case(name, "readme") || starts_with_ignoring_case(name, "license") ||
         starts_with_ignoring_case(name, "changelog");
}

// JSON Lines proper: the first line is a whole object (or does not end in sight). Otherwise the
// file is one JSON value over many lines, an array of records perhaps.
bool line_wise(std::string_view head) {
  head = head.substr(std::min(head.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), head.size()));
  const std::size_t end = head.find('\n');
  if (head.starts_with("[")) {
    return false;
  }
  return end == std::string_view::npos || !head.starts_with("{") ||
         trim(head.substr(0, end)).ends_with("}");
}

// All files below `folder` in the order of their names, folders among them at their place.
void walk(const fs::path& folder, std::vector<Entry>& out, std::uint64_t& passed_over) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end; it.increment(error)) {
    entries.push_back(*it);
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (skipped_name(name)) {
      continue;
    }
    if (entry.is_directory(ignored)) {
      if (!entry.is_symlink(ignored)) {  // a link may lead back up
        walk(entry.path(), out, passed_over);
      }
    } else if (entry.is_regular_file(ignored) && read::known_extension(name)) {
      out.push_back({entry.path().string(), false});
    } else {
      ++passed_over;
    }
  }
}

class FileSource : public Source {
 public:
  FileSource(std::vector<Entry> entries, ReadOptions options, std::uint64_t bytes,
             std::uint64_t passed_over)
      : entries_(std::move(entries)),
        options_(std::move(options)),
        bytes_total_(bytes),
        passed_over_(passed_over) {}

  bool next(RawReport& report) override {
    const bool more = advance(report);
    bytes_done_ = bytes_closed_ + (input_ ? input_->taken() : 0);
    return more;
  }
  [[nodiscard]] const std::vector<Refusal>& refused() const override { return refused_; }
  [[nodiscard]] std::uint64_t bytes_total() const override { return bytes_total_; }
  [[nodiscard]] std::uint64_t bytes_done() const override { return bytes_done_; }
  [[nodiscard]] std::uint64_t passed_over() const override { return passed_over_; }

 private:
  bool advance(RawReport& report) {
    while (true) {
      if (lines_ && next_line(report)) {
        return true;
      }
      if (next_ == entries_.size()) {
        return false;
      }
      if (open(entries_[next_++], report)) {
        return true;
      }
    }
  }

  // True if the file is one report, now in `report`; JSON Lines set lines_ instead.
  bool open(const Entry& entry, RawReport& report) {
    close();
    auto input = read::Input::open(entry.path);
    if (!input) {
      refused_.push_back({entry.path, input.error().message});
      return false;
    }
    input_ = *std::move(input);
    path_ = entry.path;
    buffer_.clear();
    at_ = 0;
    line_ = 0;
    input_->read(buffer_, kHead);
    InputFormat format = options_.format;
    if (format == InputFormat::automatic) {
      if (!entry.named && read::foreign(buffer_, path_)) {
        ++passed_over_;
        close();
        return false;
      }
      format = read::detect_format(buffer_, path_);
    }
    if (format == InputFormat::jsonl && line_wise(buffer_)) {
      lines_ = true;
      return false;
    }
    return whole(format, report);
  }

  bool whole(InputFormat format, RawReport& report) {
    while (buffer_.size() <= options_.max_bytes && input_->read(buffer_, kChunk)) {
    }
    if (buffer_.empty() && !input_->fault().empty()) {
      refuse_fault();
      close();
      return false;
    }
    report = RawReport{};
    report.cut = buffer_.size() > options_.max_bytes;
    if (report.cut) {
      buffer_.resize(options_.max_bytes);
    } else if (!input_->fault().empty()) {
      report.cut = true;  // what was unpacked before the damage is a report still
    }
    report.bytes = std::move(buffer_);
    buffer_ = {};
    report.path = path_;
    report.format = format;
    close();
    return true;
  }

  // The next line that is not blank. The buffer holds what was read and not handed out.
  bool next_line(RawReport& report) {
    while (true) {
      std::size_t end = buffer_.find('\n', at_);
      std::size_t searched = buffer_.size();
      while (end == std::string::npos && buffer_.size() - at_ <= options_.max_bytes) {
        if (at_ > kChunk) {
          buffer_.erase(0, at_);
          searched -= at_;
          at_ = 0;
        }
        if (!input_->read(buffer_, kChunk)) {
          break;
        }
        end = buffer_.find('\n', searched);
        searched = buffer_.size();
      }
      if (end == std::string::npos && at_ == buffer_.size()) {
        if (!input_->fault().empty()) {
          refuse_fault();
        }
        close();
        return false;
      }
      ++line_;
      const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
      const bool cut = stop - at_ > options_.max_bytes;
      const bool unread = cut && end == std::string::npos;
      const std::string_view line = std::string_view(buffer_).substr(at_, stop - at_);
      const bool blank = trim(line).empty();
      if (!blank) {
        report = RawReport{};
        report.bytes.reserve(line.size() + 64);  // room for the padding simdjson wants
        report.bytes.assign(line.substr(0, std::min(line.size(), options_.max_bytes)));
        report.path = path_;
        report.record = line_;
        report.format = InputFormat::jsonl;
        report.cut = cut;
      }
      at_ = end == std::string::npos ? buffer_.size() : end + 1;
      if (unread) {
        skip_line();
      }
      if (!blank) {
        return true;
      }
    }
  }

  void skip_line() {
    buffer_.clear();
    at_ = 0;
    while (input_->read(buffer_, kChunk)) {
      const std::size_t end = buffer_.find('\n');
      if (end != std::string::npos) {
        at_ = end + 1;
        return;
      }
      buffer_.clear();
    }
  }

  void refuse_fault() { refused_.push_back({path_, path_ + ": " + input_->fault()}); }

  void close() {
    if (input_) {
      bytes_closed_ += input_->taken();
      input_.reset();
    }
    lines_ = false;
  }

  std::vector<Entry> entries_;
  ReadOptions options_;
  std::size_t next_ = 0;
  std::unique_ptr<read::Input> input_;
  std::string path_, buffer_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 0;
  bool lines_ = false;
  std::vector<Refusal> refused_;
  std::uint64_t bytes_total_, bytes_closed_ = 0, passed_over_;
  std::atomic<std::uint64_t> bytes_done_ = 0;  // read by whoever draws the progress bar
};

}  // namespace

Result<std::unique_ptr<Source>> Source::open(std::vector<std::string> paths,
                                             const ReadOptions& options) {
  std::vector<Entry> entries;
  std::uint64_t bytes = 0, passed_over = 0;
  for (std::string& path : paths) {
    if (path == "-") {
      entries.push_back({path, true});
      continue;
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      return Error{ErrorCode::not_found, path + ": no such file or folder"};
    }
    if (!fs::is_directory(status)) {
      entries.push_back({std::move(path), true});
      continue;
    }
    const std::size_t before = entries.size();
    walk(path, entries, passed_over);
    if (entries.size() == before) {
      return Error{ErrorCode::not_found,
                   path +
                       ": no reports in this folder (looked for .txt, .html, .jsonl, .json, "
                       ".xml, .rss, .atom and the same with .gz or .zst)"};
    }
  }
  for (const Entry& entry : entries) {
    struct stat info{};
    if (entry.path != "-" && ::stat(entry.path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) {
      bytes += static_cast<std::uint64_t>(info.st_size);
    }
  }
  return std::unique_ptr<Source>(
      std::make_unique<FileSource>(std::move(entries), options, bytes, passed_over));
}

}  // namespace sayso
