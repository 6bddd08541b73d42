// SPDX-License-Identifier: Apache-2.0
// WARC 1.0 and 1.1 (and 0.17, 0.18 of the drafts) record by record: one gzip member or zstd frame a
// record, or packed as a whole, or not packed. Records of kinds that carry no page (requests,
// metadata, warcinfo, revisits) are passed over without being kept in memory.
//
// A broken record (no version line, no length, a member that ends too early or cannot be unpacked)
// is reported with why and where; reading goes on at the next one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "read/input.h"

namespace sayso::read {

enum class WarcKind : std::uint8_t { response, resource, conversion, revisit, other };

struct WarcRecord {
  WarcKind kind = WarcKind::other;
  std::string id;            // without angle brackets
  std::string uri, date;     // as given
  std::string content_type;  // of the block
  std::string block;         // response, resource, conversion: the bytes, else empty
  bool truncated = false;    // by the crawler, by max_bytes or by the end of the file
};

class WarcReader {
 public:
  // REQUIRES: the input outlives the reader. `begun` is what was read of it already; `at_member`:
  // it ends where a packed member does. A block longer than max_bytes is cut there.
  WarcReader(Input& input, std::string begun, bool at_member, std::size_t max_bytes)
      : input_(input), buffer_(std::move(begun)), max_bytes_(max_bytes), member_ended_(at_member) {}

  enum class Got : std::uint8_t { record, broken, end };
  // broken: `why` says what is wrong, with the number of the record.
  Got next(WarcRecord& record, std::string& why);
  [[nodiscard]] std::uint64_t number() const { return number_; }  // of the last record, from 1

 private:
  struct Head;
  bool more();
  [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(at_); }
  bool find_record(bool& skipped);
  bool read_head(Head& head, std::string& why);
  bool read_block(const Head& head, WarcRecord& record, std::string& why);
  Got broken(std::string& why, std::string reason);

  Input& input_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t max_bytes_;
  std::uint64_t number_ = 0;
  bool member_ended_ = false;  // the buffer ends where a packed member does
  std::string fault_;          // met while looking for a record
  bool lost_ = false;          // after a broken record: look for the next version line
};

}  // namespace sayso::read
