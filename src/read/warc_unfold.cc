// SPDX-License-Identifier: Apache-2.0
// Which records of a WARC are reports. What is decided here costs little (the heads alone are
// looked at); chunks and content encodings are undone by the Reader, on many threads.
#include <array>

#include "base/text.h"
#include "read/http.h"
#include "read/unfold.h"
#include "read/warc.h"

namespace sayso::read {
namespace {

// Types that can hold a report. What is served without type, or as "octet-stream", is looked at.
bool may_hold_report(std::string_view type) {
  constexpr std::array<std::string_view, 5> kCode{"text/css", "text/javascript", "text/dns",
                                                  "application/javascript",
                                                  "application/x-javascript"};
  for (const std::string_view code : kCode) {
    if (type == code) {
      return false;
    }
  }
  return type.empty() || type.starts_with("text/") || type == "application/octet-stream" ||
         type == "message/rfc822" || type.find("html") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos || type.find("json") != std::string_view::npos;
}

class Warc : public Unfolder {
 public:
  explicit Warc(OpenFile file)
      : f_(std::move(file)),
        reader_(f_.input, std::move(f_.head), f_.head_is_member, f_.options.max_bytes) {}

  bool next(RawReport& report) override {
    WarcRecord record;
    std::string why;
    while (true) {
      switch (reader_.next(record, why)) {
        case WarcReader::Got::end:
          if (!f_.input.fault().empty()) {
            f_.losses.refuse(f_.path, f_.input.fault());
          }
          return false;
        case WarcReader::Got::broken:
          f_.losses.refuse(f_.path, why);
          break;
        case WarcReader::Got::record:
          if (take(record, report)) {
            return true;
          }
          ++f_.losses.passed_over;
      }
    }
  }

 private:
  bool take(WarcRecord& record, RawReport& report) {
    if (record.kind == WarcKind::revisit || record.kind == WarcKind::other ||
        record.uri.starts_with("metadata:")) {  // what a crawler says of itself
      return false;
    }
    MediaType media = media_type_of(record.content_type);
    report = RawReport{};
    if (record.kind == WarcKind::response && media.type == "application/http") {
      const HttpHead head = http_head(record.block);
      if (head.status < 200 || head.status > 299 || head.status == 204) {
        return false;
      }
      media = head.media;
      report.chunked = head.chunked;
      report.encoding = head.encoding;
      record.block.erase(0, head.body);
    }
    if (!may_hold_report(media.type) || record.block.empty()) {
      return false;
    }
    report.bytes = std::move(record.block);
    report.path = f_.path;
    report.record = reader_.number();
    report.url = std::move(record.uri);
    report.record_id = std::move(record.id);
    report.fetched_at = parse_iso(record.date);
    report.media_type = std::move(media.type);
    report.charset = std::move(media.charset);
    report.cut = record.truncated;
    return true;
  }

  OpenFile f_;
  WarcReader reader_;
};

}  // namespace

std::unique_ptr<Unfolder> unfold_warc(OpenFile file) {
  return std::make_unique<Warc>(std::move(file));
}

}  // namespace sayso::read
