// SPDX-License-Identifier: Apache-2.0
#include "read/archive.h"

#include <cstring>
#include <fnmatch.h>
#include <optional>

#include "base/text.h"
#include "base/utf8.h"
#include "read/detect.h"

namespace sayso::read {
namespace {

constexpr std::size_t kHeader = 512;  // of a tar, and the block its members are filled up to
constexpr std::size_t kChunk = 256U << 10;
constexpr std::size_t kMaxName = 64U << 10;

std::uint64_t octal(std::string_view field) {
  // More than 8 GiB: base 256, marked by the first bit.
  if (!field.empty() && (static_cast<unsigned char>(field[0]) & 0x80) != 0) {
    std::uint64_t value = 0;
    for (const char c : field.substr(field.size() - 8)) {
      value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
  }
  std::uint64_t value = 0;
  for (const char c : field) {
    if (c >= '0' && c <= '7') {
      value = value * 8 + static_cast<std::uint64_t>(c - '0');
    } else if (c != ' ') {
      break;
    }
  }
  return value;
}

std::string_view until_zero(std::string_view field) {
  return field.substr(0, std::min(field.find('\0'), field.size()));
}

bool is_tar_header(std::string_view h) {
  if (h.size() < kHeader || h[0] == '\0') {
    return false;
  }
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kHeader; ++i) {
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(h[i]);
  }
  return sum == octal(h.substr(148, 8));
}

// The value of a key in the records "length key=value\n" of a pax header.
std::optional<std::string> pax_value(std::string_view records, std::string_view key) {
  while (!records.empty()) {
    std::size_t length = 0, at = 0;
    while (at < records.size() && records[at] >= '0' && records[at] <= '9' && at < 9) {
      length = length * 10 + static_cast<std::size_t>(records[at++] - '0');
    }
    if (length <= at + 1 || length > records.size() || records[at] != ' ') {
      break;
    }
    std::string_view record = records.substr(at + 1, length - at - 2);
    if (record.starts_with(key) && record.substr(key.size()).starts_with("=")) {
      return std::string(record.substr(key.size() + 1));
    }
    records.remove_prefix(length);
  }
  return std::nullopt;
}

class Tar : public Archive {
 public:
  explicit Tar(OpenFile file) : Archive(std::move(file)), buffer_(std::move(f_.head)) {}

 protected:
  bool advance(Member& member) override {
    while (skip(left_ + padding_)) {
      left_ = padding_ = 0;
      std::string header(kHeader, '\0');
      if (take(header.data(), kHeader) < kHeader) {
        break;
      }
      if (header.find_first_not_of('\0') == std::string::npos) {
        return false;  // the end mark
      }
      if (!is_tar_header(header)) {
        f_.losses.refuse(f_.path, "broken tar header; not read further");
        return false;
      }
      if (open(header, member)) {
        return true;
      }
    }
    if (!f_.input.fault().empty()) {
      f_.losses.refuse(f_.path, f_.input.fault());
    }
    return false;
  }

 private:
  class MemberBytes : public Bytes {
   public:
    explicit MemberBytes(Tar& tar) : tar_(tar) {}
    std::size_t read(char* to, std::size_t room) override {
      const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(room, tar_.left_));
      const std::size_t got = tar_.take(to, want);
      tar_.left_ -= got;
      if (got < want) {
        broken_ = true;
      }
      return got;
    }
    [[nodiscard]] std::string fault() const override {
      return broken_ ? "the archive ends inside this member" : "";
    }

   private:
    Tar& tar_;
    bool broken_ = false;
  };

  bool more() { return f_.input.read(buffer_, kChunk); }

  std::size_t take(char* to, std::size_t want) {
    std::size_t got = 0;
    while (got < want) {
      if (at_ == buffer_.size()) {
        buffer_.clear();
        at_ = 0;
        if (!more()) {
          break;
        }
      }
      const std::size_t n = std::min(want - got, buffer_.size() - at_);
      std::memcpy(to + got, buffer_.data() + at_, n);
      at_ += n;
      got += n;
    }
    return got;
  }

  bool skip(std::uint64_t n) {
    while (n > 0) {
      if (at_ == buffer_.size()) {
        buffer_.clear();
        at_ = 0;
        if (!more()) {
          return false;
        }
      }
      const std::uint64_t here = std::min<std::uint64_t>(n, buffer_.size() - at_);
      at_ += static_cast<std::size_t>(here);
      n -= here;
    }
    return true;
  }

  // A name or pax records that stand in place of a member's bytes.
  std::string extra() {
    std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(left_, kMaxName)), '\0');
    out.resize(take(out.data(), out.size()));
    left_ -= out.size();
    return out;
  }

  // One header; true if a member to be read begins behind it.
  bool open(std::string_view h, Member& member) {
    left_ = octal(h.substr(124, 12));
    const char type = h[156];
    if (type == 'x' || type == 'L') {
      const std::string words = set_size(left_).extra();
      if (type == 'L') {
        long_name_ = until_zero(words);
      } else {
        if (auto path = pax_value(words, "path")) {
          long_name_ = *std::move(path);
        }
        if (const auto size = pax_value(words, "size")) {
          pax_size_ = std::strtoull(size->c_str(), nullptr, 10);
        }
      }
      return false;
    }
    std::string name = name_of(h);
    if (pax_size_) {
      left_ = *pax_size_;
      pax_size_.reset();
    }
    set_size(left_);
    switch (type) {
      case '0':
      case '\0':
      case '7':
        break;
      case '1':
      case '2':
        refuse(name, "a link; links are not followed");
        return false;
      case '5':
      case 'g':
      case 'K':
        return false;
      default:
        refuse(name, "no ordinary file");
        return false;
    }
    if (name.ends_with("/") || !wanted(name)) {
      return false;
    }
    member.name = std::move(name);
    member.bytes = std::make_unique<MemberBytes>(*this);
    return true;
  }

  Tar& set_size(std::uint64_t size) {
    left_ = std::min(size, std::uint64_t{1} << 60);
    padding_ = (kHeader - size % kHeader) % kHeader;
    return *this;
  }

  std::string name_of(std::string_view h) {
    std::string name = std::move(long_name_);
    long_name_.clear();
    if (name.empty()) {
      name = until_zero(h.substr(0, 100));
      const std::string_view prefix = until_zero(h.substr(345, 155));
      if (h.substr(257, 6) == std::string_view("ustar\0", 6) && !prefix.empty()) {
        name = std::string(prefix) + "/" + name;
      }
    }
    repair_utf8(name);
    return name;
  }

  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t left_ = 0, padding_ = 0;  // of the member that is open
  std::string long_name_;                 // told by the header before
  std::optional<std::uint64_t> pax_size_;
};

}  // namespace

ArchiveKind archive_kind(std::string_view head) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
    return ArchiveKind::zip;
  }
  return is_tar_header(head) ? ArchiveKind::tar : ArchiveKind::none;
}

std::string refused_member_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxName) {
    return "a member without a name";
  }
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20) {
      return "a name with control characters";
    }
  }
  const bool drive = name.size() > 1 && name[1] == ':';
  if (name[0] == '/' || name[0] == '\\' || drive) {
    return "a name that begins at the root";
  }
  std::size_t at = 0;
  while (at <= name.size()) {
    const std::size_t end = std::min(name.find_first_of("/\\", at), name.size());
    if (name.substr(at, end - at) == "..") {
      return "a name that leads out of the archive";
    }
    at = end + 1;
  }
  return {};
}

bool Archive::wanted(std::string_view name) {
  if (const std::string why = refused_member_name(name); !why.empty()) {
    refuse(name, why);
    return false;
  }
  bool known = true;
  std::size_t at = 0;
  std::string_view last;
  while (at < name.size()) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    last = name.substr(at, end - at);
    known = known && (last.empty() || last == "." || !skipped_name(last));
    at = end + 1;
  }
  if (known && f_.options.glob.empty()) {
    known = known_extension(name);
  } else if (known) {
    const bool whole = f_.options.glob.find('/') != std::string::npos;
    known = ::fnmatch(f_.options.glob.c_str(), std::string(whole ? name : last).c_str(), 0) == 0;
  }
  if (!known) {
    ++f_.losses.passed_over;
  }
  return known;
}

void Archive::refuse(std::string_view name, std::string_view why) {
  std::string shown(name.substr(0, 200));
  for (char& c : shown) {
    c = static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  }
  repair_utf8(shown);
  f_.losses.refuse(f_.path + "/" + shown, std::string(why));
}

void Archive::close_member() {
  inner_.reset();  // before the input it reads from
  input_.reset();
}

bool Archive::next(RawReport& report) {
  while (true) {
    if (inner_ && inner_->next(report)) {
      return true;
    }
    close_member();
    Member member;
    if (!advance(member)) {
      return false;
    }
    input_ = Input::of(std::move(member.bytes), member.name);
    inner_ = unfold({*input_, f_.path + "/" + member.name, Place::archive, f_.options, f_.losses});
  }
}

std::unique_ptr<Unfolder> unfold_tar(OpenFile file) {
  return std::make_unique<Tar>(std::move(file));
}

}  // namespace sayso::read
