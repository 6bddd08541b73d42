// SPDX-License-Identifier: Apache-2.0
// Archives of files: zip, and tar (packed or not). Their members are read like files of a folder,
// one after the other, as streams; nothing is ever written to the disk. A member whose name would
// lead out of the archive, a link, a device, an archive inside the archive: refused, with a note.
// Private to read/.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "read/unfold.h"

namespace sayso::read {

enum class ArchiveKind : std::uint8_t { none, zip, tar };

// By the first 512 bytes.
ArchiveKind archive_kind(std::string_view head);

// "" or why a member of this name is not read.
std::string refused_member_name(std::string_view name);

// Members of an archive in the order they stand there.
class Archive : public Unfolder {
 public:
  explicit Archive(OpenFile file) : f_(std::move(file)) {}
  bool next(RawReport& report) override;

 protected:
  struct Member {
    std::string name;
    std::unique_ptr<Bytes> bytes;
  };
  // False at the end; what cannot be read goes to the losses and is passed over.
  virtual bool advance(Member& member) = 0;
  // True where a member of this name is to be read; otherwise it has been counted.
  bool wanted(std::string_view name);
  void refuse(std::string_view name, std::string_view why);
  void close_member();

  OpenFile f_;

 private:
  std::unique_ptr<Input> input_;
  std::unique_ptr<Unfolder> inner_;  // reads from input_
};

std::unique_ptr<Unfolder> unfold_zip(OpenFile file);
std::unique_ptr<Unfolder> unfold_tar(OpenFile file);

}  // namespace sayso::read
