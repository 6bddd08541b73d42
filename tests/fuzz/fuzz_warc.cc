// SPDX-License-Identifier: Apache-2.0
// Files that hold many reports, from the packed bytes to documents.
#include "fuzz.h"
#include "read/detect.h"
#include "read/unfold.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ReadOptions options = [] {
    ReadOptions o;
    o.max_bytes = 64U << 10;
    return o;
  }();
  static const auto reader = *Reader::make(fuzz::knowledge(), options);
  if (size == 0) {
    return 0;
  }
  // The first byte chooses; the rest is the file.
  auto input = read::Input::of(std::string(reinterpret_cast<const char*>(data + 1), size - 1),
                               (data[0] & 4) != 0 ? "x.br" : "x");
  read::Losses losses;
  read::OpenFile file{*input, "x", read::Place::named, options, losses};
  input->read_member(file.head, 4096, file.head_is_member);
  const auto unfolder = (data[0] & 3) == 0   ? read::unfold_warc(std::move(file))
                        : (data[0] & 3) == 1 ? read::unfold_lines(std::move(file))
                        : (data[0] & 3) == 2
                            ? read::unfold_mbox(std::move(file))
                            : read::unfold_whole(std::move(file), InputFormat::automatic);
  RawReport report;
  for (std::size_t n = 0; unfolder->next(report); ++n) {
    SAYSO_CHECK(n <= (std::size_t{8} << 20));
    if (n < 64) {
      for (const Document& document : reader->read(std::move(report))) {
        SAYSO_CHECK(!validate(document).has_value());
      }
    }
  }
  return 0;
}
