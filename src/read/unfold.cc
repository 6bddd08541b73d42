// SPDX-License-Identifier: Apache-2.0
#include "read/unfold.h"

#include <algorithm>

#include "base/text.h"
#include "read/archive.h"
#include "read/detect.h"

namespace sayso::read {
namespace {

constexpr std::size_t kHead = 64U << 10;
constexpr std::size_t kChunk = 1U << 20;
constexpr std::size_t kMostListed = 1000;

class Whole : public Unfolder {
 public:
  Whole(OpenFile file, InputFormat format) : f_(std::move(file)), format_(format) {}

  bool next(RawReport& report) override {
    if (done_) {
      return false;
    }
    done_ = true;
    std::string bytes = std::move(f_.head);
    const std::size_t limit = f_.options.max_bytes;
    while (bytes.size() <= limit && f_.input.read(bytes, kChunk)) {
    }
    if (bytes.empty() && !f_.input.fault().empty()) {
      f_.losses.refuse(f_.path, f_.input.fault());
      return false;
    }
    report = RawReport{};
    report.cut = bytes.size() > limit;
    if (report.cut) {
      bytes.resize(limit);
    } else if (!f_.input.fault().empty()) {
      report.cut = true;  // what was unpacked before the damage is a report still
      f_.losses.refuse(f_.path, f_.input.fault());
    }
    report.bytes = std::move(bytes);
    report.path = f_.path;
    report.format = format_;
    return true;
  }

 private:
  OpenFile f_;
  InputFormat format_;
  bool done_ = false;
};

// The buffer holds what was read and not handed out.
class Lines : public Unfolder {
 public:
  explicit Lines(OpenFile file) : f_(std::move(file)), buffer_(std::move(f_.head)) {}

  bool next(RawReport& report) override {
    while (true) {
      std::size_t end = buffer_.find('\n', at_);
      std::size_t searched = buffer_.size();
      while (end == std::string::npos && buffer_.size() - at_ <= f_.options.max_bytes) {
        if (at_ > kChunk) {
          buffer_.erase(0, at_);
          searched -= at_;
          at_ = 0;
        }
        if (!f_.input.read(buffer_, kChunk)) {
          break;
        }
        end = buffer_.find('\n', searched);
        searched = buffer_.size();
      }
      if (end == std::string::npos && at_ == buffer_.size()) {
        if (!f_.input.fault().empty()) {
          f_.losses.refuse(f_.path, f_.input.fault());
        }
        return false;
      }
      ++line_;
      if (take(report, end)) {
        return true;
      }
    }
  }

 private:
  // The line up to `end` (npos: as far as it was read) into the report; false if it is blank.
  bool take(RawReport& report, std::size_t end) {
    const std::size_t stop = end == std::string::npos ? buffer_.size() : end;
    const bool cut = stop - at_ > f_.options.max_bytes;
    const std::string_view line = std::string_view(buffer_).substr(at_, stop - at_);
    const bool blank = trim(line).empty();
    if (!blank) {
      report = RawReport{};
      report.bytes.reserve(line.size() + 64);  // room for the padding simdjson wants
      report.bytes.assign(line.substr(0, std::min(line.size(), f_.options.max_bytes)));
      report.path = f_.path;
      report.record = line_;
      report.format = InputFormat::jsonl;
      report.cut = cut;
    }
    at_ = end == std::string::npos ? buffer_.size() : end + 1;
    if (cut && end == std::string::npos) {
      skip_line();
    }
    return !blank;
  }

  void skip_line() {
    buffer_.clear();
    at_ = 0;
    while (f_.input.read(buffer_, kChunk)) {
      const std::size_t end = buffer_.find('\n');
      if (end != std::string::npos) {
        at_ = end + 1;
        return;
      }
      buffer_.clear();
    }
  }

  OpenFile f_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 0;
};

// Mails one after the other, each behind a line "From address date" (RFC 4155).
class Mbox : public Unfolder {
 public:
  explicit Mbox(OpenFile file) : f_(std::move(file)), buffer_(std::move(f_.head)) {}

  bool next(RawReport& report) override {
    std::size_t end = std::string::npos;
    std::size_t searched = std::min<std::size_t>(buffer_.size(), 1);
    while (true) {
      end = buffer_.find("\nFrom ", searched > 6 ? searched - 6 : 0);
      if (end != std::string::npos || buffer_.size() > f_.options.max_bytes) {
        break;
      }
      searched = buffer_.size();
      if (!f_.input.read(buffer_, kChunk)) {
        break;
      }
    }
    if (trim(buffer_).empty()) {
      if (!f_.input.fault().empty()) {
        f_.losses.refuse(f_.path, f_.input.fault());
      }
      return false;
    }
    const std::size_t stop = end == std::string::npos ? buffer_.size() : end + 1;
    report = RawReport{};
    report.bytes = buffer_.substr(0, std::min(stop, f_.options.max_bytes));
    report.cut = report.bytes.size() < stop;
    report.path = f_.path;
    report.record = ++mail_;
    report.format = InputFormat::mail;
    buffer_.erase(0, stop);
    return true;
  }

 private:
  OpenFile f_;
  std::string buffer_;
  std::uint64_t mail_ = 0;
};

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

}  // namespace

bool skipped_name(std::string_view name) {
  return name.empty() || name[0] == '.' || name == "golden" || name == "node_modules" ||
         starts_with_ignoring_case(name, "readme") || starts_with_ignoring_case(name, "license") ||
         starts_with_ignoring_case(name, "changelog");
}

std::unique_ptr<Unfolder> unfold(OpenFile file) {
  // Of packed WARCs one member alone, so that their reader sees where members end.
  file.input.read_member(file.head, kHead, file.head_is_member);
  if (!file.head.starts_with("WARC/")) {
    file.input.read(file.head, kHead - std::min(kHead, file.head.size()));
  }
  if (const ArchiveKind kind = archive_kind(file.head); kind != ArchiveKind::none) {
    if (file.place == Place::archive) {
      file.losses.refuse(file.path, "an archive inside an archive; unpack it first");
      return nullptr;
    }
    return kind == ArchiveKind::zip ? unfold_zip(std::move(file)) : unfold_tar(std::move(file));
  }
  InputFormat format = file.options.format;
  if (format == InputFormat::automatic) {
    if (file.place != Place::named && foreign(file.head, file.path)) {
      ++file.losses.passed_over;
      return nullptr;
    }
    format = detect_format(file.head, file.path);
  }
  if (format == InputFormat::jsonl && line_wise(file.head)) {
    return unfold_lines(std::move(file));
  }
  if (format == InputFormat::warc) {
    return unfold_warc(std::move(file));
  }
  if (format == InputFormat::mail && file.head.starts_with("From ")) {
    return unfold_mbox(std::move(file));
  }
  return unfold_whole(std::move(file), format);
}

void Losses::refuse(std::string path, std::string reason) {
  if (refused.size() < kMostListed) {
    refused.push_back({std::move(path), std::move(reason)});
  } else {
    ++more_refused;
  }
}

std::unique_ptr<Unfolder> unfold_whole(OpenFile file, InputFormat format) {
  return std::make_unique<Whole>(std::move(file), format);
}
std::unique_ptr<Unfolder> unfold_lines(OpenFile file) {
  return std::make_unique<Lines>(std::move(file));
}
std::unique_ptr<Unfolder> unfold_mbox(OpenFile file) {
  return std::make_unique<Mbox>(std::move(file));
}

}  // namespace sayso::read
