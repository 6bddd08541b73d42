// SPDX-License-Identifier: Apache-2.0
// Reading: bytes to Documents with clean text, blocks, provenance and origins.
//
// Two halves, so that work spreads over threads: Source walks files, folders and standard input
// and hands out RawReports one after the other (one thread); Reader turns a RawReport into
// documents (const, any number of threads). A feed is one RawReport and many documents; each line
// of JSON Lines, record of a WARC and mail of an mbox is a RawReport of its own.
//
// A file that cannot be opened, a broken record, a page without text: never an error of the run.
// Source reports it through `refused`, Reader through Notes on the document (or a document with
// empty text and a note, so that nothing vanishes silently).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "doc/document.h"
#include "lex/lex.h"

namespace sayso {

enum class InputFormat : std::uint8_t {
  automatic,
  text,
  html,
  jsonl,
  feed,
  ninjs,
  newsml,
  warc,
  mail
};
std::optional<InputFormat> input_format_from(std::string_view name);

struct ReadOptions {
  InputFormat format = InputFormat::automatic;
  std::optional<Timestamp> date;  // published_at where the input gives none
  std::string outlet;             // likewise
  std::optional<Instant> latest;  // a page's date behind it is refused; none = any
  std::string glob;  // from folders, the files of this name pattern instead of the known kinds
  std::size_t max_bytes = std::size_t{64} << 20;  // a longer text is cut there, with a note
};

struct RawReport {
  std::string bytes;
  std::string path;          // file, or "-"
  std::uint64_t record = 0;  // line or entry number within the file, from 1; 0 = the whole file
  InputFormat format = InputFormat::automatic;
  bool cut = false;  // more stood in the file than max_bytes, or it broke off

  // What the carrier says of it: the record of an archive, the response of a server.
  std::string url, media_type, charset, record_id;  // media_type may be a whole Content-Type
  std::optional<Timestamp> fetched_at;
  std::string encoding;  // content encodings to be undone, as Content-Encoding lists them
  bool chunked = false;  // chunks of HTTP to be undone, before the encodings
};

struct Refusal {  // an input that gave nothing, and why
  std::string path;
  std::string reason;
};

class Source {
 public:
  // Paths: files, folders (walked in name order), "-" for standard input. An error only if
  // a path given by the user does not exist.
  static Result<std::unique_ptr<Source>> open(std::vector<std::string> paths,
                                              const ReadOptions& options);
  virtual ~Source() = default;
  // False at the end. Files that cannot be read go to refused() and are passed over.
  virtual bool next(RawReport& report) = 0;
  // Also single records of archives that were broken. At most 1,000 are listed; more_refused() are
  // not.
  [[nodiscard]] virtual const std::vector<Refusal>& refused() const = 0;
  [[nodiscard]] virtual std::uint64_t more_refused() const { return 0; }
  // Bytes of all files known so far and bytes handed out, for a progress bar (0 = unknown).
  [[nodiscard]] virtual std::uint64_t bytes_total() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_done() const = 0;
  // Files met in folders that are of no format we read, and records of archives that carry no
  // report (requests, revisits, images, errors); known when next() has said false.
  [[nodiscard]] virtual std::uint64_t passed_over() const { return 0; }
};

// True for a document that stands for an input that gave nothing (empty text and a note that says
// why: empty, not_text, bad_record, no_article): it is counted as refused.
bool gave_nothing(const Document& document);

class Reader {
 public:
  static Result<std::unique_ptr<Reader>> make(const Knowledge& knowledge, ReadOptions options);
  virtual ~Reader() = default;
  // At least one document for every report; its layers hold kLayerText.
  [[nodiscard]] virtual std::vector<Document> read(RawReport report) const = 0;
};

}  // namespace sayso
