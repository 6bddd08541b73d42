// SPDX-License-Identifier: Apache-2.0
// Zip and tar files: every member ends, every document of the first ones is valid.
#include "fuzz.h"
#include "read/unfold.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ReadOptions options = [] {
    ReadOptions o;
    o.max_bytes = 64U << 10;
    return o;
  }();
  static const auto reader = *Reader::make(fuzz::knowledge(), options);
  const auto input =
      read::Input::of(std::string(reinterpret_cast<const char*>(data), size), "x.tar");
  read::Losses losses;
  const auto unfolder = read::unfold({*input, "x", read::Place::named, options, losses});
  RawReport report;
  for (std::size_t n = 0; unfolder && unfolder->next(report); ++n) {
    SAYSO_CHECK(n <= (std::size_t{1} << 20));
    SAYSO_CHECK(report.bytes.size() <= options.max_bytes);
    if (n < 8) {
      for (const Document& document : reader->read(std::move(report))) {
        SAYSO_CHECK(!validate(document).has_value());
      }
    }
  }
  return 0;
}
