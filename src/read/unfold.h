// SPDX-License-Identifier: Apache-2.0
// One file to its reports, one after the other: the whole file, the lines of JSON Lines, the
// records of a WARC, the mails of an mbox. Private to read/; Source goes from file to file.
#pragma once

#include <memory>
#include <string>

#include "read/input.h"
#include "read/read.h"

namespace sayso::read {

// What a file gives beside reports; owned by Source.
struct Losses {
  std::vector<Refusal> refused;
  std::uint64_t more_refused = 0;  // not listed: the list is bounded
  std::uint64_t passed_over = 0;
  void refuse(std::string path, std::string reason);
};

class Unfolder {
 public:
  virtual ~Unfolder() = default;
  virtual bool next(RawReport& report) = 0;  // false at the end of the file
};

struct OpenFile {
  Input& input;
  std::string path;
  std::string head;             // what was read of it already
  bool head_is_member = false;  // of a WARC: it ends where a packed member does
  const ReadOptions& options;
  Losses& losses;
};

std::unique_ptr<Unfolder> unfold_whole(OpenFile file, InputFormat format);
std::unique_ptr<Unfolder> unfold_lines(OpenFile file);
std::unique_ptr<Unfolder> unfold_warc(OpenFile file);
std::unique_ptr<Unfolder> unfold_mbox(OpenFile file);

}  // namespace sayso::read
