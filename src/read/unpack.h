// SPDX-License-Identifier: Apache-2.0
// Unpacking gzip, deflate, zstd and brotli as a stream, block by block, with a guard against bombs:
// a stream that grows to more than kBombRatio times its packed size, once it is longer than
// kBombFloor, is broken off with a fault. Private to read/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sayso::read {

enum class Packing : std::uint8_t { none, gzip, deflate, zstd, brotli };

// Text packs to a tenth, lists of templates to a fiftieth. Below the floor any ratio is believed.
constexpr std::uint64_t kBombRatio = 250;
constexpr std::uint64_t kBombFloor = std::uint64_t{1} << 20;

// By the first bytes (gzip, zstd), else by the end of the name (.br, which has no mark of its own).
Packing packing_of(std::string_view head, std::string_view path);
// The value of Content-Encoding; none for "identity", nothing for one we do not know.
std::optional<Packing> packing_named(std::string_view name);

class Unpacker {
 public:
  explicit Unpacker(Packing packing);  // REQUIRES: not none
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker();

  // Takes bytes of `in` from `used` on and appends at most 256 KiB to `out`. Stops where a member
  // (gzip) or frame (zstd) ends. False on a fault.
  bool step(std::string_view in, std::size_t& used, std::string& out);
  // More may come out of what was taken already.
  [[nodiscard]] bool waiting() const;
  // Nothing is missing if the input ends here.
  [[nodiscard]] bool between_members() const;
  [[nodiscard]] std::uint64_t members() const;  // ended so far
  [[nodiscard]] const std::string& fault() const;
  // Forgets a fault and begins at a new member.
  void restart();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The whole of `packed`; what came out before a fault stands in `out`. "" or the fault, or that
// more than max_bytes came out.
std::string unpack(Packing packing, std::string_view packed, std::size_t max_bytes,
                   std::string& out);

}  // namespace sayso::read
