// SPDX-License-Identifier: Apache-2.0
// Bytes to UTF-8 under any declared encoding: valid text, rows in order, each inside the source.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/utf8.h"
#include "read/encoding.h"

using namespace sayso;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kLabels[] = {"",       "utf-8",       "windows-1251", "windows-1252",
                                          "koi8-r", "gb2312",      "shift_jis",    "euc-kr",
                                          "big5",   "iso-2022-jp", "utf-16le",     "iso-8859-7",
                                          "utf-7",  "hz-gb-2312",  "ibm866",       "no such label"};
  if (size == 0) {
    return 0;
  }
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool declared = (data[0] & 16) != 0;
  const std::string label =
      declared ? read::declared_charset(bytes) : std::string(kLabels[data[0] & 15]);
  const read::DecodedBytes decoded = read::decode_bytes(bytes, label);
  SAYSO_CHECK(valid_utf8(decoded.text));
  SAYSO_CHECK(!decoded.not_text || decoded.text.empty());
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < decoded.rows.size(); ++i) {
    const Origin& row = decoded.rows[i];
    SAYSO_CHECK(i == 0 || row.text_begin > last);
    SAYSO_CHECK(row.source_begin <= bytes.size());
    last = row.text_begin;
  }
  for (std::size_t at = 0; at < decoded.text.size(); at += decode(decoded.text, at).length) {
    SAYSO_CHECK(decoded.source_of(static_cast<std::uint32_t>(at)) < bytes.size());
  }
  return 0;
}
