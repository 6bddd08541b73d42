// SPDX-License-Identifier: Apache-2.0
#include "read/unpack.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include "base/check.h"
#include "base/text.h"

namespace sayso::read {
namespace {

constexpr std::size_t kBlock = 256U << 10;
constexpr std::string_view kGzipMark = "\x1F\x8B";
constexpr std::string_view kZstdMark = "\x28\xB5\x2F\xFD";
// .warc.zst may begin with a frame that is skipped by other readers and holds a dictionary.
constexpr std::string_view kDictionaryMark = "\x5D\x2A\x4D\x18";
constexpr std::size_t kMaxDictionary = std::size_t{16} << 20;
constexpr int kMaxWindowLog = 27;  // 128 MiB: what zstd itself allows without being asked

}  // namespace

struct Unpacker::State {
  Packing packing;
  z_stream zlib{};
  bool zlib_open = false, raw_deflate = false;
  ZSTD_DCtx* zstd = nullptr;
  BrotliDecoderState* brotli = nullptr;
  std::string dictionary;  // the frame in front of a .warc.zst, as far as it has come
  bool want_dictionary = false;

  std::string block = std::string(kBlock, '\0');
  bool full = false;              // the last step filled the block
  bool ended = true;              // between members
  std::uint64_t members = 0;      // ended
  std::uint64_t in = 0, out = 0;  // of this member
  std::string fault;

  explicit State(Packing p) : packing(p) { open(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { close(); }

  void open() {
    switch (packing) {
      case Packing::gzip:
        zlib_open = inflateInit2(&zlib, 15 + 16) == Z_OK;
        break;
      case Packing::deflate:
        zlib_open = inflateInit2(&zlib, raw_deflate ? -15 : 15) == Z_OK;
        break;
      case Packing::zstd:
        zstd = ZSTD_createDCtx();
        ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, kMaxWindowLog);
        break;
      case Packing::brotli:
        brotli = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
        break;
      case Packing::none:
        SAYSO_CHECK(!"nothing to unpack");
    }
  }
  void close() {
    if (zlib_open) {
      inflateEnd(&zlib);
      zlib_open = false;
    }
    ZSTD_freeDCtx(zstd);
    zstd = nullptr;
    if (brotli != nullptr) {
      BrotliDecoderDestroyInstance(brotli);
      brotli = nullptr;
    }
  }

  void end_member() {
    ended = true;
    ++members;
    in = out = 0;
  }

  void took(std::size_t taken, std::size_t made, std::string& to) {
    to.append(block, 0, made);
    full = made == block.size();
    in += taken;
    out += made;
    if (out > kBombFloor && out / kBombRatio > in) {
      fault = "unpacks to more than " + std::to_string(kBombRatio) +
              " times its size; not read further";
    }
  }

  void step_zlib(std::string_view from, std::size_t& used, std::string& to) {
    if (ended && members > 0) {
      inflateReset(&zlib);
    }
    ended = false;
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data() + used));
    zlib.avail_in = static_cast<uInt>(std::min<std::size_t>(from.size() - used, 1U << 30));
    const uInt offered = zlib.avail_in;
    zlib.next_out = reinterpret_cast<Bytef*>(block.data());
    zlib.avail_out = static_cast<uInt>(block.size());
    const int code = inflate(&zlib, Z_NO_FLUSH);
    if (code == Z_DATA_ERROR && packing == Packing::deflate && !raw_deflate && out == 0) {
      raw_deflate = true;  // "deflate" without the zlib header, as some servers send it
      close();
      open();
      ended = true;
      members = 0;
      step_zlib(from, used, to);
      return;
    }
    used += offered - zlib.avail_in;
    const bool padding = code < 0 && code != Z_BUF_ERROR && members > 0 && out == 0 &&
                         zlib.avail_out == block.size() && zlib.total_out == 0 && in == 0;
    took(offered - zlib.avail_in, block.size() - zlib.avail_out, to);
    if (code == Z_STREAM_END) {
      end_member();
    } else if (padding && from.find_first_not_of('\0', used) == std::string_view::npos) {
      used = from.size();  // zeros behind the last member
      ended = true;
      in = 0;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      fault = packing == Packing::gzip ? "broken gzip data" : "broken deflate data";
    }
  }

  // True while bytes belong to the dictionary's frame.
  bool take_dictionary(std::string_view from, std::size_t& used) {
    if (members == 0 && out == 0 && in == 0 && dictionary.empty()) {
      want_dictionary = from.substr(used).starts_with(kDictionaryMark);
    }
    if (!want_dictionary) {
      return false;
    }
    std::size_t size = 8;
    if (dictionary.size() >= 8) {
      size += static_cast<unsigned char>(dictionary[4]) |
              static_cast<std::size_t>(static_cast<unsigned char>(dictionary[5])) << 8 |
              static_cast<std::size_t>(static_cast<unsigned char>(dictionary[6])) << 16 |
              static_cast<std::size_t>(static_cast<unsigned char>(dictionary[7])) << 24;
    }
    if (size > kMaxDictionary) {
      fault = "a zstd dictionary larger than 16 MiB";
      return true;
    }
    if (size == 8 && dictionary.size() == 8) {
      fault = "an empty zstd dictionary";
      return true;
    }
    const std::size_t more = std::min(size - dictionary.size(), from.size() - used);
    dictionary.append(from.substr(used, more));
    used += more;
    if (dictionary.size() == size && size > 8) {
      want_dictionary = false;
      std::string words = dictionary.substr(8);
      if (words.starts_with(kZstdMark)) {  // packed itself
        std::string unpacked;
        fault = unpack(Packing::zstd, words, kMaxDictionary, unpacked);
        words = std::move(unpacked);
      }
      if (ZSTD_isError(ZSTD_DCtx_loadDictionary(zstd, words.data(), words.size())) != 0) {
        fault = "broken zstd dictionary";
      }
      return used == from.size();
    }
    return true;
  }

  void step_zstd(std::string_view from, std::size_t& used, std::string& to) {
    if (take_dictionary(from, used)) {
      return;
    }
    ended = false;
    ZSTD_inBuffer packed{from.data() + used, from.size() - used, 0};
    ZSTD_outBuffer plain{block.data(), block.size(), 0};
    const std::size_t code = ZSTD_decompressStream(zstd, &plain, &packed);
    used += packed.pos;
    took(packed.pos, plain.pos, to);
    if (ZSTD_isError(code) != 0) {
      fault = "broken zstd data";
    } else if (code == 0) {
      end_member();
    }
  }

  void step_brotli(std::string_view from, std::size_t& used, std::string& to) {
    if (ended && members > 0) {
      used = from.size();  // what stands behind the end is no part of it
      full = false;
      return;
    }
    ended = false;
    std::size_t left = from.size() - used;
    const auto* next = reinterpret_cast<const std::uint8_t*>(from.data() + used);
    std::size_t room = block.size();
    auto* to_block = reinterpret_cast<std::uint8_t*>(block.data());
    const BrotliDecoderResult code =
        BrotliDecoderDecompressStream(brotli, &left, &next, &room, &to_block, nullptr);
    const std::size_t taken = from.size() - used - left;
    used += taken;
    took(taken, block.size() - room, to);
    if (code == BROTLI_DECODER_RESULT_SUCCESS) {
      end_member();
    } else if (code == BROTLI_DECODER_RESULT_ERROR) {
      fault = "broken brotli data";
    }
  }
};

Packing packing_of(std::string_view head, std::string_view path) {
  if (head.starts_with(kGzipMark)) {
    return Packing::gzip;
  }
  if (head.starts_with(kZstdMark) || head.starts_with(kDictionaryMark)) {
    return Packing::zstd;
  }
  const bool brotli = path.size() > 3 && equal_ignoring_case(path.substr(path.size() - 3), ".br");
  return brotli ? Packing::brotli : Packing::none;
}

std::optional<Packing> packing_named(std::string_view name) {
  name = trim(name);
  if (name.empty() || equal_ignoring_case(name, "identity")) {
    return Packing::none;
  }
  if (equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip")) {
    return Packing::gzip;
  }
  if (equal_ignoring_case(name, "deflate")) {
    return Packing::deflate;
  }
  if (equal_ignoring_case(name, "zstd")) {
    return Packing::zstd;
  }
  if (equal_ignoring_case(name, "br")) {
    return Packing::brotli;
  }
  return std::nullopt;
}

Unpacker::Unpacker(Packing packing) : state_(std::make_unique<State>(packing)) {}
Unpacker::~Unpacker() = default;

bool Unpacker::step(std::string_view in, std::size_t& used, std::string& out) {
  switch (state_->packing) {
    case Packing::zstd:
      state_->step_zstd(in, used, out);
      break;
    case Packing::brotli:
      state_->step_brotli(in, used, out);
      break;
    default:
      state_->step_zlib(in, used, out);
  }
  return state_->fault.empty();
}

bool Unpacker::waiting() const {
  return state_->full && !state_->ended;
}
bool Unpacker::between_members() const {
  return state_->ended;
}
std::uint64_t Unpacker::members() const {
  return state_->members;
}
const std::string& Unpacker::fault() const {
  return state_->fault;
}

void Unpacker::restart() {
  State& s = *state_;
  s.fault.clear();
  s.in = s.out = 0;
  s.full = false;
  s.ended = true;
  s.members = std::max<std::uint64_t>(s.members, 1);
  if (s.packing == Packing::zstd) {
    ZSTD_DCtx_reset(s.zstd, ZSTD_reset_session_only);
  }
}

std::string unpack(Packing packing, std::string_view packed, std::size_t max_bytes,
                   std::string& out) {
  Unpacker unpacker(packing);
  std::size_t used = 0;
  while (used < packed.size() || unpacker.waiting()) {
    const std::size_t before = out.size();
    const std::size_t taken = used;
    if (!unpacker.step(packed, used, out)) {
      return unpacker.fault();
    }
    if (out.size() > max_bytes) {
      out.resize(max_bytes);
      return "longer than the limit of " + std::to_string(max_bytes) + " bytes";
    }
    if (out.size() == before && used == taken) {
      break;  // no way on
    }
  }
  return unpacker.between_members() ? std::string() : "packed data ends too early";
}

}  // namespace sayso::read
