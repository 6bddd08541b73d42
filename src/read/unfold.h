// SPDX-License-Identifier: Apache-2.0
// One file to its reports, one after the other: the whole file, the lines of JSON Lines, the
// records of a WARC, the mails of an mbox, the members of an archive. Private to read/; Source goes
// from file to file.
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

// Where a file was met. What the user named is read whatever it looks like.
enum class Place : std::uint8_t { named, folder, archive };

struct OpenFile {
  Input& input;
  std::string path;
  Place place;
  const ReadOptions& options;
  Losses& losses;
  std::string head{};           // what was read of it already
  bool head_is_member = false;  // of a WARC: it ends where a packed member does
};

// What the format of the file asks for; null where it is none of ours (which has been counted).
std::unique_ptr<Unfolder> unfold(OpenFile file);

std::unique_ptr<Unfolder> unfold_whole(OpenFile file, InputFormat format);
std::unique_ptr<Unfolder> unfold_lines(OpenFile file);
std::unique_ptr<Unfolder> unfold_warc(OpenFile file);
std::unique_ptr<Unfolder> unfold_mbox(OpenFile file);

// Files of folders and archives that are hidden, or speak of the others.
bool skipped_name(std::string_view name);

}  // namespace sayso::read
