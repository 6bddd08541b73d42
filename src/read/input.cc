// SPDX-License-Identifier: Apache-2.0
#include "read/input.h"

#include <cerrno>
#include <cstring>
#include <zlib.h>
#include <zstd.h>

namespace sayso::read {
namespace {
constexpr std::size_t kBlock = 256U << 10;
}

// One of the two at a time; `block` receives what comes out.
struct Input::Unpacker {
  z_stream gzip{};
  bool is_gzip = false, member_ended = false;
  bool full = false;  // the last step filled the block: more may wait inside
  std::size_t members = 0;
  ZSTD_DStream* zstd = nullptr;
  std::string block = std::string(kBlock, '\0');

  Unpacker() = default;
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker() {
    if (is_gzip) {
      inflateEnd(&gzip);
    }
    ZSTD_freeDStream(zstd);
  }

  // Consumes from `raw` at `used`, appends to `out`; "" or what is wrong.
  std::string step(const std::string& raw, std::size_t& used, std::string& out) {
    return is_gzip ? step_gzip(raw, used, out) : step_zstd(raw, used, out);
  }

 private:
  std::string step_gzip(const std::string& raw, std::size_t& used, std::string& out) {
    if (member_ended) {
      inflateReset(&gzip);  // the next member
      member_ended = false;
    }
    gzip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data() + used));
    gzip.avail_in = static_cast<uInt>(raw.size() - used);
    gzip.next_out = reinterpret_cast<Bytef*>(block.data());
    gzip.avail_out = static_cast<uInt>(block.size());
    const int code = inflate(&gzip, Z_NO_FLUSH);
    used = raw.size() - gzip.avail_in;
    out.append(block, 0, block.size() - gzip.avail_out);
    full = gzip.avail_out == 0;
    if (code == Z_STREAM_END) {
      member_ended = true;
      ++members;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      if (members > 0 && gzip.total_out == 0) {  // padding behind the last member
        member_ended = true;
        used = raw.size();
        return {};
      }
      return "broken gzip data";
    }
    return {};
  }

  std::string step_zstd(const std::string& raw, std::size_t& used, std::string& out) {
    ZSTD_inBuffer in{raw.data() + used, raw.size() - used, 0};
    ZSTD_outBuffer to{block.data(), block.size(), 0};
    const std::size_t code = ZSTD_decompressStream(zstd, &to, &in);
    used += in.pos;
    out.append(block, 0, to.pos);
    full = to.pos == block.size();
    return ZSTD_isError(code) != 0 ? "broken zstd data" : std::string{};
  }
};

Input::Input(std::FILE* file) : file_(file) {}

Input::~Input() {
  if (file_ != nullptr && file_ != stdin) {
    std::fclose(file_);
  }
}

Result<std::unique_ptr<Input>> Input::open(const std::string& path) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    return Error{ErrorCode::io, path + ": " + std::strerror(errno)};
  }
  std::unique_ptr<Input> input(new Input(file));
  input->fill();
  if (!input->fault_.empty()) {
    return Error{ErrorCode::io, path + ": " + input->fault_};
  }
  const std::string_view head = input->raw_;
  if (head.starts_with("\x1F\x8B")) {
    input->unpacker_ = std::make_unique<Unpacker>();
    input->unpacker_->is_gzip = inflateInit2(&input->unpacker_->gzip, 15 + 16) == Z_OK;
  } else if (head.starts_with("\x28\xB5\x2F\xFD")) {
    input->unpacker_ = std::make_unique<Unpacker>();
    input->unpacker_->zstd = ZSTD_createDStream();
  }
  return input;
}

bool Input::fill() {
  if (ended_) {
    return false;
  }
  raw_.resize(kBlock);
  raw_used_ = 0;
  const std::size_t n = std::fread(raw_.data(), 1, kBlock, file_);
  raw_.resize(n);
  taken_ += n;
  if (n == 0) {
    ended_ = true;
    if (std::ferror(file_) != 0) {
      fault_ = std::strerror(errno);
    }
  }
  return n != 0;
}

bool Input::read(std::string& out, std::size_t want) {
  const std::size_t before = out.size();
  while (out.size() - before < want && fault_.empty()) {
    const bool waiting = unpacker_ && unpacker_->full;
    if (raw_used_ == raw_.size() && !waiting && !fill()) {
      // Whatever the unpacker still holds of a cut stream is lost; say so.
      if (unpacker_ && unpacker_->is_gzip && !unpacker_->member_ended && fault_.empty()) {
        fault_ = "gzip data ends too early";
      }
      break;
    }
    if (!unpacker_) {
      out.append(raw_, raw_used_, raw_.size() - raw_used_);
      raw_used_ = raw_.size();
    } else {
      // A full block out means more may wait inside; the loop comes back with the rest of raw_.
      const std::string wrong = unpacker_->step(raw_, raw_used_, out);
      if (!wrong.empty()) {
        fault_ = wrong;
      }
    }
  }
  return out.size() != before;
}

}  // namespace sayso::read
