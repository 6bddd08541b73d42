// SPDX-License-Identifier: Apache-2.0
#include "read/encoding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <simdjson.h>
#include <uchardet.h>
#include <unicode/ucnv.h>

#include "base/text.h"
#include "base/utf8.h"

namespace sayso::read {
namespace {

constexpr std::size_t kSniffBytes = 64U << 10;
constexpr std::size_t kChunk = 256;  // source bytes between checkpoints of a legacy encoding

// https://encoding.spec.whatwg.org/#names-and-labels, those whose ICU meaning differs.
constexpr std::array<std::pair<std::string_view, const char*>, 22> kLabels{{
    {"ascii", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"ks_c_5601-1987", "windows-949"},
    {"euc-kr", "windows-949"},
    {"shift_jis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"big5", "big5-hkscs"},
}};

std::string lower_ascii(std::string_view s) {
  std::string out(trim(s));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

struct CloseConverter {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(std::string_view label) {
  const std::string low = lower_ascii(label);
  std::string name = low;
  for (const auto& [from, to] : kLabels) {
    if (from == low) {
      name = to;
    }
  }
  if (name.empty() || name == "utf-8" || name == "utf8" || name == "utf-7") {
    return nullptr;
  }
  UErrorCode error = U_ZERO_ERROR;
  Converter c(ucnv_open(name.c_str(), &error));
  return U_SUCCESS(error) ? std::move(c) : nullptr;
}

// Converts chunk by chunk so that each chunk leaves a checkpoint.
DecodedBytes convert(std::string_view bytes, UConverter* converter, std::string charset,
                     std::uint32_t unit, std::uint32_t skipped) {
  DecodedBytes out;
  out.charset = std::move(charset);
  out.unit = unit;
  out.text.reserve(bytes.size() * 2);
  std::array<char, kChunk * 8> buffer{};
  const char* const end = bytes.data() + bytes.size();
  for (const char* at = bytes.data(); at < end;) {
    const char* const stop = end - at > static_cast<std::ptrdiff_t>(kChunk) ? at + kChunk : end;
    out.rows.push_back({static_cast<std::uint32_t>(out.text.size()),
                        static_cast<std::uint32_t>(at - bytes.data()) + skipped});
    UErrorCode error = U_ZERO_ERROR;
    const std::int32_t n = ucnv_toAlgorithmic(UCNV_UTF8, converter, buffer.data(),
                                              static_cast<std::int32_t>(buffer.size()), at,
                                              static_cast<std::int32_t>(stop - at), &error);
    if (n > 0 && (U_SUCCESS(error) || error == U_STRING_NOT_TERMINATED_WARNING)) {
      out.text.append(buffer.data(), static_cast<std::size_t>(n));
    }
    at = stop;
  }
  return out;
}

// Multi-byte sequences that are broken, of all multi-byte sequences.
struct Utf8Census {
  std::size_t good = 0, broken = 0;
};
Utf8Census census(std::string_view bytes) {
  Utf8Census c;
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    const Decoded d = decode(bytes, at);
    ++(d.code_point == 0xFFFD && bytes.substr(at, 3) != "\xEF\xBF\xBD" ? c.broken : c.good);
    at += d.length;
  }
  return c;
}

// Replaces broken sequences and NUL, with a checkpoint at each.
void repair(DecodedBytes& out) {
  std::string mended;
  std::size_t copied = 0;
  const std::string_view text = out.text;
  std::uint32_t skipped = out.rows.empty() ? 0 : out.rows[0].source_begin;
  const auto flush = [&](std::size_t to) { mended.append(text.substr(copied, to - copied)); };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80 && byte != 0) {
      ++at;
      continue;
    }
    const Decoded d = decode(text, at);
    const bool bad = byte == 0 || (d.code_point == 0xFFFD && text.substr(at, 3) != "\xEF\xBF\xBD");
    if (bad) {
      flush(at);
      mended += "\xEF\xBF\xBD";
      ++out.repaired;
      copied = at + d.length;
      if (out.unit == 0) {
        if (out.rows.empty()) {
          out.rows.push_back({0, 0});
        }
        out.rows.push_back({static_cast<std::uint32_t>(mended.size()),
                            static_cast<std::uint32_t>(copied) + skipped});
      }
    }
    at += d.length;
  }
  if (out.repaired != 0) {
    flush(text.size());
    out.text = std::move(mended);
  }
}

enum class Wide : std::uint8_t { none, little, big };

// UTF-16 without a mark: in news most characters are below 256, so every second byte is zero.
Wide looks_utf16(std::string_view bytes) {
  const std::size_t n = std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1};
  if (n < 16) {
    return Wide::none;
  }
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < n; i += 2) {
    even += bytes[i] == 0 ? 1 : 0;
    odd += bytes[i + 1] == 0 ? 1 : 0;
  }
  if (odd * 10 > n * 3 && even * 50 < n) {
    return Wide::little;
  }
  return even * 10 > n * 3 && odd * 50 < n ? Wide::big : Wide::none;
}

bool looks_binary(std::string_view bytes) {
  constexpr std::array<std::string_view, 12> kMagic{"%PDF-",
                                                    "\x89PNG",
                                                    "\xFF\xD8\xFF",
                                                    "GIF8",
                                                    "PK\x03\x04",
                                                    "\x7F"
                                                    "ELF",
                                                    "SQLite f",
                                                    "\xD0\xCF\x11\xE0",
                                                    "Rar!",
                                                    "7z\xBC\xAF",
                                                    "OggS",
                                                    "ID3"};
  for (const std::string_view magic : kMagic) {
    if (bytes.starts_with(magic)) {
      return true;
    }
  }
  const std::string_view head = bytes.substr(0, kSniffBytes);
  std::size_t controls = 0;
  for (const char c : head) {
    const auto u = static_cast<unsigned char>(c);
    controls +=
        (u < 32 && u != '\t' && u != '\n' && u != '\r' && u != '\f' && u != 0x1B) || u == 127 ? 1
                                                                                              : 0;
  }
  return controls * 20 > head.size();
}

std::string guess_charset(std::string_view bytes) {
  // Plain ASCII says nothing; the detector is fed the stretch around the first other byte.
  std::size_t first = 0;
  while (first < bytes.size() && static_cast<unsigned char>(bytes[first]) < 0x80) {
    ++first;
  }
  const std::size_t from = first < 1024 ? 0 : first - 1024;
  const std::string_view part = bytes.substr(from, kSniffBytes);
  uchardet_t detector = uchardet_new();
  uchardet_handle_data(detector, part.data(), part.size());
  uchardet_data_end(detector);
  std::string name = uchardet_get_charset(detector);
  uchardet_delete(detector);
  return name;
}

}  // namespace

std::uint32_t DecodedBytes::source_of(std::uint32_t at) const {
  if (rows.empty()) {
    return at;
  }
  auto row = std::upper_bound(rows.begin(), rows.end(), at,
                              [](std::uint32_t a, const Origin& o) { return a < o.text_begin; });
  if (row != rows.begin()) {
    --row;
  }
  if (unit == 0) {
    return row->source_begin + (at - row->text_begin);
  }
  std::uint32_t characters = 0;
  for (std::uint32_t i = row->text_begin; i < at; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // A character outside the basic plane is two units in UTF-16.
    characters += (c & 0xC0) == 0x80 ? 0 : (c >= 0xF0 && unit == 2 ? 2 : 1);
  }
  return row->source_begin + characters * unit;
}

std::string declared_charset(std::string_view bytes) {
  const std::string head = lower_ascii(bytes.substr(0, 4096));
  const auto value_after = [&](std::size_t at) -> std::string {
    while (at < head.size() &&
           (head[at] == ' ' || head[at] == '=' || head[at] == '"' || head[at] == '\'')) {
      ++at;
    }
    const std::size_t end = head.find_first_of("\"' />;?", at);
    return head.substr(at, end == std::string::npos ? end : end - at);
  };
  if (head.starts_with("<?xml")) {
    const std::size_t end = head.find("?>");
    const std::size_t at = head.find("encoding");
    if (at != std::string::npos && at < end) {
      return value_after(at + 8);
    }
  }
  for (std::size_t at = head.find("<meta"); at != std::string::npos;
       at = head.find("<meta", at + 5)) {
    const std::size_t end = head.find('>', at);
    const std::size_t charset = head.find("charset", at);
    if (charset != std::string::npos && charset < end) {
      return value_after(charset + 7);
    }
  }
  return {};
}

DecodedBytes decode_bytes(std::string bytes, std::string_view declared) {
  DecodedBytes out;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    out.rows.push_back({0, 3});
    bytes.erase(0, 3);
    declared = "";
  } else {
    const bool little_mark = bytes.starts_with("\xFF\xFE");
    const bool big_mark = bytes.starts_with("\xFE\xFF");
    const Wide wide = little_mark ? Wide::little : big_mark ? Wide::big : looks_utf16(bytes);
    if (wide != Wide::none) {
      const std::uint32_t mark = little_mark || big_mark ? 2 : 0;
      const char* const name = wide == Wide::little ? "utf-16le" : "utf-16be";
      out =
          convert(std::string_view(bytes).substr(mark), open_converter(name).get(), name, 2, mark);
      repair(out);
      return out;
    }
  }
  if (looks_binary(bytes)) {
    out.not_text = true;
    out.charset.clear();
    return out;
  }
  const bool valid = simdjson::validate_utf8(bytes);
  if (!valid) {
    const Utf8Census c = census(bytes);
    const bool mostly_utf8 = c.good > c.broken * 8;
    std::string label = mostly_utf8 ? std::string() : lower_ascii(declared);
    Converter converter = open_converter(label);
    if (!converter && !mostly_utf8) {
      label = lower_ascii(guess_charset(bytes));
      converter = open_converter(label);
      if (!converter) {
        label = "windows-1252";
        converter = open_converter(label);
      }
    }
    if (converter) {
      const bool single = ucnv_getMaxCharSize(converter.get()) == 1;
      out = convert(bytes, converter.get(), label, single ? 1 : 2, 0);
      repair(out);
      return out;
    }
  }
  out.text = std::move(bytes);
  if (!valid || out.text.find('\0') != std::string::npos) {
    repair(out);
  }
  return out;
}

}  // namespace sayso::read
