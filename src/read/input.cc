// SPDX-License-Identifier: Apache-2.0
#include "read/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sayso::read {
namespace {
constexpr std::size_t kBlock = 256U << 10;
}

Input::~Input() {
  if (file_ != nullptr && file_ != stdin) {
    std::fclose(file_);
  }
}

Result<std::unique_ptr<Input>> Input::open(const std::string& path) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return Error{ErrorCode::io, std::strerror(errno)};
  }
  std::unique_ptr<Input> input(new Input(file));
  input->fill();
  if (!input->fault_.empty()) {
    return Error{ErrorCode::io, input->fault_};
  }
  input->begin(path);
  return input;
}

std::unique_ptr<Input> Input::of(std::string bytes, std::string_view name) {
  std::unique_ptr<Input> input(new Input(nullptr));
  input->raw_ = std::move(bytes);
  input->taken_ = input->raw_end_ = input->raw_.size();
  input->ended_ = true;
  input->begin(name);
  return input;
}

std::unique_ptr<Input> Input::of(std::unique_ptr<Bytes> bytes, std::string_view name) {
  std::unique_ptr<Input> input(new Input(nullptr));
  input->bytes_ = std::move(bytes);
  input->fill();
  input->begin(name);
  return input;
}

void Input::begin(std::string_view path) {
  packing_ = packing_of(raw(), path);
  if (packing_ != Packing::none) {
    unpacker_ = std::make_unique<Unpacker>(packing_);
  }
}

bool Input::fill() {
  if (ended_) {
    return false;
  }
  raw_.resize(std::max(raw_.size(), kBlock));
  raw_used_ = 0;
  member_at_ = std::string::npos;
  raw_end_ = bytes_ ? bytes_->read(raw_.data(), kBlock) : std::fread(raw_.data(), 1, kBlock, file_);
  taken_ += raw_end_;
  if (raw_end_ == 0) {
    ended_ = true;
    if (bytes_) {
      fault_ = bytes_->fault();
    } else if (std::ferror(file_) != 0) {
      fault_ = std::strerror(errno);
    }
  }
  return raw_end_ != 0;
}

// One block further; false at the end or on a fault.
bool Input::step(std::string& out) {
  const bool waiting = unpacker_ && unpacker_->waiting();
  if (raw_used_ == raw_end_ && !waiting && !fill()) {
    // Whatever the unpacker still holds of a cut stream is lost; say so.
    if (unpacker_ && !unpacker_->between_members() && fault_.empty()) {
      fault_ = "packed data ends too early";
    }
    return false;
  }
  if (unpacker_ && unpacker_->between_members()) {
    member_at_ = raw_used_;
  }
  if (!unpacker_) {
    out.append(raw_, raw_used_, raw_end_ - raw_used_);
    raw_used_ = raw_end_;
  } else {
    const std::size_t used = raw_used_, size = out.size();
    const std::uint64_t members = unpacker_->members();
    if (!unpacker_->step(raw(), raw_used_, out)) {
      fault_ = unpacker_->fault();
      return false;
    }
    if (used < raw_end_ && used == raw_used_ && size == out.size() &&
        members == unpacker_->members()) {
      fault_ = "packed data that does not go on";  // whatever the reason, no endless reading
      return false;
    }
  }
  return true;
}

bool Input::read(std::string& out, std::size_t want) {
  const std::size_t before = out.size();
  while (out.size() - before < want && fault_.empty() && step(out)) {
  }
  return out.size() != before;
}

bool Input::read_member(std::string& out, std::size_t want, bool& ended) {
  const std::size_t before = out.size();
  ended = false;
  while (out.size() - before < want && fault_.empty()) {
    const std::uint64_t members = unpacker_ ? unpacker_->members() : 0;
    if (!step(out)) {
      break;
    }
    if (unpacker_ && unpacker_->members() != members) {
      ended = true;
      break;
    }
  }
  return out.size() != before || ended;
}

// Moves raw_used_ to the next mark of a member; false if there is none up to the end.
bool Input::next_mark() {
  const std::string_view mark = packing_ == Packing::gzip ? std::string_view("\x1F\x8B\x08", 3)
                                                          : std::string_view("\x28\xB5\x2F\xFD");
  while (true) {
    const std::size_t at = raw().find(mark, raw_used_);
    if (at != std::string::npos) {
      raw_used_ = at;
      return true;
    }
    // A mark may be cut in two by the end of the block.
    const std::size_t kept = std::min(raw_end_ - raw_used_, mark.size() - 1);
    const std::string tail(raw().substr(raw_end_ - kept));
    raw_used_ = raw_end_;
    if (!fill()) {
      return false;
    }
    raw_.insert(0, tail);
    raw_end_ += tail.size();
  }
}

bool Input::next_member() {
  if (packing_ != Packing::gzip && packing_ != Packing::zstd) {
    return false;
  }
  // A broken member may have swallowed the beginnings of others before it was seen to be broken:
  // look from its own beginning on, or from that of what is still in memory.
  raw_used_ = member_at_ == std::string::npos ? 0 : std::min(member_at_ + 1, raw_end_);
  fault_.clear();
  unpacker_->restart();
  return next_mark();
}

}  // namespace sayso::read
