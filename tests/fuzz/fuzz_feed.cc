// SPDX-License-Identifier: Apache-2.0
#include "fuzz.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto reader = *Reader::make(fuzz::knowledge(), {});
  if (size == 0) {
    return 0;
  }
  // The first byte chooses the format.
  constexpr InputFormat kFormats[] = {InputFormat::feed, InputFormat::ninjs, InputFormat::newsml,
                                      InputFormat::jsonl};
  const InputFormat format = kFormats[data[0] % 4];
  ++data;
  --size;
  RawReport report;
  report.bytes.assign(reinterpret_cast<const char*>(data), size);
  report.path = "x";
  report.format = format;
  for (const Document& document : reader->read(std::move(report))) {
    SAYSO_CHECK(!validate(document).has_value());
  }
  return 0;
}
