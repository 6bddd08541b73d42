// SPDX-License-Identifier: Apache-2.0
#include "read/warc.h"

#include <algorithm>

#include "base/text.h"
#include "read/http.h"

namespace sayso::read {
namespace {

constexpr std::size_t kChunk = 64U << 10;
constexpr std::size_t kMaxHead = 256U << 10;  // of a record's own header
constexpr std::string_view kVersion = "WARC/";

WarcKind kind_of(std::string_view name) {
  if (equal_ignoring_case(name, "response")) {
    return WarcKind::response;
  }
  if (equal_ignoring_case(name, "resource")) {
    return WarcKind::resource;
  }
  if (equal_ignoring_case(name, "conversion")) {
    return WarcKind::conversion;
  }
  return equal_ignoring_case(name, "revisit") ? WarcKind::revisit : WarcKind::other;
}

std::string without_brackets(std::string_view uri) {
  uri = trim(uri);
  if (uri.size() >= 2 && uri.front() == '<' && uri.back() == '>') {
    uri = uri.substr(1, uri.size() - 2);
  }
  return std::string(uri);
}

// Behind the first blank line; line by line, so that a short header in a long buffer costs little.
std::size_t blank_line(std::string_view bytes, std::size_t from) {
  for (std::size_t at = from > 1 ? from - 2 : 0;
       (at = bytes.find('\n', at)) != std::string_view::npos; ++at) {
    if (bytes.substr(at + 1, 1) == "\n") {
      return at + 2;
    }
    if (bytes.substr(at + 1, 2) == "\r\n") {
      return at + 3;
    }
  }
  return std::string_view::npos;
}

}  // namespace

struct WarcReader::Head {
  WarcKind kind = WarcKind::other;
  std::string id, uri, date, content_type;
  std::uint64_t length = 0;
  bool truncated = false;
};

// Appends to the buffer; drops what was used. False at the end of the input or on a fault.
bool WarcReader::more() {
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  return input_.read_member(buffer_, kChunk, member_ended_);
}

// Moves to the next "WARC/" at the beginning of a line. `skipped` if anything but line breaks lay
// before it. False at the end.
bool WarcReader::find_record(bool& skipped) {
  skipped = false;
  bool line_start = true;
  while (true) {
    while (at_ < buffer_.size()) {
      if (line_start && (rest().starts_with(kVersion) || kVersion.starts_with(rest()))) {
        break;
      }
      const char c = buffer_[at_];
      line_start = c == '\n';
      skipped = skipped || (c != '\n' && c != '\r' && c != ' ');
      if (line_start || c == '\r' || c == ' ') {
        ++at_;
      } else {
        at_ = std::min(buffer_.find('\n', at_), buffer_.size());
      }
    }
    if (rest().starts_with(kVersion)) {
      return true;
    }
    const bool at_edge = member_ended_ && rest().empty();
    if (!more()) {
      fault_ = input_.fault();
      if (!fault_.empty()) {
        skipped = true;
        if (input_.next_member()) {
          buffer_.clear();
          line_start = true;
          continue;
        }
      }
      skipped = skipped || !rest().empty();
      at_ = buffer_.size();
      return false;
    }
    line_start = line_start || at_edge;
  }
}

bool WarcReader::read_head(Head& head, std::string& why) {
  std::size_t end = 0, searched = 0;
  while (true) {
    const std::string_view bytes = rest();
    end = blank_line(bytes, searched);
    if (end != std::string_view::npos) {
      break;
    }
    searched = bytes.empty() ? 0 : bytes.size() - 1;
    if (bytes.size() > kMaxHead) {
      why = "a header longer than 256 KiB";
      at_ += kVersion.size();  // never the same record again
      return false;
    }
    if (!more()) {
      why = input_.fault().empty() ? "ends inside its header" : input_.fault();
      at_ += kVersion.size();
      return false;
    }
  }
  const std::string_view block = rest().substr(0, end);
  const std::size_t line = block.find('\n') + 1;
  std::size_t unused = 0;
  const auto fields = header_fields(block.substr(line), unused);
  head.kind = kind_of(field_of(fields, "warc-type"));
  head.id = without_brackets(field_of(fields, "warc-record-id"));
  head.uri = without_brackets(field_of(fields, "warc-target-uri"));
  head.date = field_of(fields, "warc-date");
  head.content_type = field_of(fields, "content-type");
  head.truncated = !field_of(fields, "warc-truncated").empty();
  const std::string_view length = field_of(fields, "content-length");
  if (length.empty() || length.size() > 18 ||
      length.find_first_not_of("0123456789") != std::string_view::npos) {
    why = "no length (Content-Length: " + std::string(length.substr(0, 40)) + ")";
    at_ += end;
    return false;
  }
  head.length = std::stoull(std::string(length));
  at_ += end;
  return true;
}

// Takes head.length bytes; keeps them, up to max_bytes_, where the kind carries a page.
bool WarcReader::read_block(const Head& head, WarcRecord& record, std::string& why) {
  const bool keep = head.kind == WarcKind::response || head.kind == WarcKind::resource ||
                    head.kind == WarcKind::conversion;
  std::uint64_t left = head.length;
  while (true) {
    const std::size_t have =
        static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer_.size() - at_));
    if (keep && record.block.size() < max_bytes_) {
      record.block.append(buffer_, at_, std::min(have, max_bytes_ - record.block.size()));
      record.truncated = record.truncated || record.block.size() == max_bytes_;
    }
    at_ += have;
    left -= have;
    if (left == 0) {
      return true;
    }
    const bool at_edge = member_ended_;
    if (!more()) {
      record.truncated = true;
      why = input_.fault().empty() ? "ends " + std::to_string(left) + " bytes too early"
                                   : input_.fault();
      return false;
    }
    // Packed record by record: where the member ends the record does, whatever its length says.
    if (at_edge && rest().starts_with(kVersion)) {
      record.truncated = true;
      why = "ends " + std::to_string(left) + " bytes too early";
      return false;
    }
  }
}

WarcReader::Got WarcReader::broken(std::string& why, std::string reason) {
  why = "record " + std::to_string(number_) + ": " + std::move(reason);
  lost_ = true;
  if (!input_.fault().empty()) {
    buffer_.clear();
    at_ = 0;
    if (input_.next_member()) {
      member_ended_ = true;
    }
  }
  return Got::broken;
}

WarcReader::Got WarcReader::next(WarcRecord& record, std::string& why) {
  record = WarcRecord{};
  bool skipped = false;
  const bool found = find_record(skipped);
  if (skipped && !lost_) {
    ++number_;
    lost_ = true;  // say it once
    why = "record " + std::to_string(number_) + ": " +
          (fault_.empty() ? "no WARC version line" : fault_);
    fault_.clear();
    return Got::broken;
  }
  lost_ = false;
  if (!found) {
    return Got::end;
  }
  ++number_;
  Head head;
  if (!read_head(head, why)) {
    return broken(why, std::move(why));
  }
  record.kind = head.kind;
  record.id = std::move(head.id);
  record.uri = std::move(head.uri);
  record.date = std::move(head.date);
  record.content_type = std::move(head.content_type);
  record.truncated = head.truncated;
  if (!read_block(head, record, why)) {
    return broken(why, std::move(why));
  }
  return Got::record;
}

}  // namespace sayso::read
