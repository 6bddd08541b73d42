// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>

#include "base/check.h"
#include "read/http.h"
#include "read/unpack.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kLimit = 1U << 20;
  if (size < 2) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  constexpr std::string_view kEncodings[] = {"gzip", "deflate", "zstd", "br"};
  std::string body(bytes);
  (void)read::decode_body(body, (data[0] & 16) != 0, kEncodings[data[0] & 3], kLimit);
  SAYSO_CHECK(body.size() <= std::max(kLimit, bytes.size()));
  const read::HttpHead head = read::http_head(bytes);
  SAYSO_CHECK(head.body <= bytes.size());
  return 0;
}
