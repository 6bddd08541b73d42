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
constexpr std::size_t kPrescanBytes = 16U << 10;  // the standard's 1,024 are too few for real pages
constexpr std::size_t kChunk = 4096;              // UTF-16 units converted at a time

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

// Source bytes from `skipped` on, character by character: the converter tells which byte each
// UTF-16 unit came from.
DecodedBytes convert(std::string_view bytes, UConverter* converter, std::string charset,
                     std::uint32_t skipped) {
  DecodedBytes out;
  out.charset = std::move(charset);
  out.text.reserve(bytes.size() * 2);
  std::array<UChar, kChunk> units{};
  std::array<std::int32_t, kChunk> offsets{};
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  char32_t high = 0;
  std::uint32_t high_from = 0;
  const auto append = [&](char32_t c, std::uint32_t from) {
    const auto to = static_cast<std::uint32_t>(out.text.size());
    if (out.rows.empty() ||
        from - out.rows.back().source_begin != to - out.rows.back().text_begin) {
      out.rows.push_back({to, from});
    }
    append_utf8(out.text, c);
  };
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    const char* const begin = at;
    UChar* unit = units.data();
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &unit, units.data() + units.size(), &at, end, offsets.data(), 1,
                   &error);
    for (std::ptrdiff_t i = 0; i < unit - units.data(); ++i) {
      const auto u = static_cast<char32_t>(units[static_cast<std::size_t>(i)]);
      // -1: begun in the last chunk; its place is about where this chunk begins.
      const std::int32_t offset = std::max(offsets[static_cast<std::size_t>(i)], 0);
      const auto from = static_cast<std::uint32_t>(begin - bytes.data() + offset) + skipped;
      if (u >= 0xD800 && u < 0xDC00) {
        high = u;
        high_from = from;
      } else if (u >= 0xDC00 && u < 0xE000) {
        append(high == 0 ? U'\xFFFD' : 0x10000 + ((high - 0xD800) << 10) + (u - 0xDC00), high_from);
        high = 0;
      } else {
        append(u, from);
      }
    }
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

// Replaces broken sequences and NUL, with a row behind each.
void repair(DecodedBytes& out) {
  std::string mended;
  std::vector<Origin> rows;
  std::size_t copied = 0;
  const std::string_view text = out.text;
  const auto add_row = [&](std::size_t to, std::size_t from) {
    const std::uint32_t source = out.source_of(static_cast<std::uint32_t>(from));
    const auto at = static_cast<std::uint32_t>(to);
    if (rows.empty() || source - rows.back().source_begin != at - rows.back().text_begin) {
      rows.push_back({at, source});
    }
  };
  std::size_t row = 0;
  const auto flush = [&](std::size_t to) {
    if (copied < to) {
      add_row(mended.size(), copied);
      for (; row < out.rows.size() && out.rows[row].text_begin < to; ++row) {
        if (out.rows[row].text_begin > copied) {
          add_row(mended.size() + out.rows[row].text_begin - copied, out.rows[row].text_begin);
        }
      }
    }
    mended.append(text.substr(copied, to - copied));
  };
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
      add_row(mended.size(), at);
      mended += "\xEF\xBF\xBD";
      ++out.repaired;
      copied = at + d.length;
    }
    at += d.length;
  }
  if (out.repaired != 0) {
    flush(text.size());
    out.text = std::move(mended);
    out.rows = std::move(rows);
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
  static constexpr std::array<bool, 256> kControl = [] {
    std::array<bool, 256> table{};
    for (std::size_t u = 0; u < 32; ++u) {
      table[u] = u != '\t' && u != '\n' && u != '\r' && u != '\f' && u != 0x1B;
    }
    table[127] = true;
    return table;
  }();
  std::size_t controls = 0;
  for (const char c : head) {
    controls += kControl[static_cast<unsigned char>(c)] ? 1 : 0;
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
  return row->source_begin + (at - row->text_begin);
}

namespace {

bool is_white(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// The label as the Encoding Standard would resolve it; "" if no such encoding is known.
std::string known_label(std::string_view label) {
  std::string low = lower_ascii(label);
  constexpr std::string_view kInLabels = "abcdefghijklmnopqrstuvwxyz0123456789-_.:";
  if (low.find_first_not_of(kInLabels) != std::string::npos) {
    return {};  // ICU would read over a stray quotation mark
  }
  if (low == "utf8" || low == "unicode-1-1-utf-8" || low.starts_with("utf-16")) {
    return "utf-8";  // a page whose <meta> could be read so far is not UTF-16
  }
  if (low == "x-user-defined") {
    return "windows-1252";
  }
  for (const auto& [from, to] : kLabels) {
    if (from == low) {
      return to;
    }
  }
  return low == "utf-8" || open_converter(low) ? low : std::string();
}

// https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : s_(bytes) {}

  std::string run() {
    while ((at_ = s_.find('<', at_)) != std::string_view::npos && at_ + 1 < s_.size()) {
      const std::string_view rest = s_.substr(at_);
      const char c = rest[1];
      if (rest.starts_with("<!--")) {
        const std::size_t end = s_.find("-->", at_ + 2);
        if (end == std::string_view::npos) {
          break;
        }
        at_ = end + 3;
      } else if (rest.size() > 5 && starts_with_ignoring_case(rest, "<meta") &&
                 (is_white(rest[5]) || rest[5] == '/')) {
        at_ += 6;
        if (std::string label = meta(); !label.empty()) {
          return label;
        }
      } else if (is_letter_byte(c) || (c == '/' && rest.size() > 2 && is_letter_byte(rest[2]))) {
        while (at_ < s_.size() && !is_white(s_[at_]) && s_[at_] != '>') {
          ++at_;
        }
        while (attribute()) {
        }
      } else if (c == '!' || c == '/' || c == '?') {
        at_ = std::min(s_.find('>', at_), s_.size());
      } else {
        ++at_;
      }
    }
    return {};
  }

 private:
  static bool is_letter_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  // The next attribute of a tag into name_ and value_; false behind the last one or at the end.
  bool attribute() {
    name_.clear();
    value_.clear();
    while (at_ < s_.size() && (is_white(s_[at_]) || s_[at_] == '/')) {
      ++at_;
    }
    if (at_ >= s_.size() || s_[at_] == '>') {
      return false;
    }
    const std::size_t begin = at_;
    do {
      ++at_;
    } while (at_ < s_.size() && s_[at_] != '=' && !is_white(s_[at_]) && s_[at_] != '/' &&
             s_[at_] != '>');
    name_ = lower_ascii(s_.substr(begin, at_ - begin));
    skip_white();
    if (at_ >= s_.size() || s_[at_] != '=') {
      return at_ < s_.size();
    }
    ++at_;
    skip_white();
    if (at_ >= s_.size()) {
      return false;
    }
    const char quote = s_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    const std::size_t from = at_ + (quoted ? 1 : 0);
    std::size_t to = from;
    while (to < s_.size() && (quoted ? s_[to] != quote : !is_white(s_[to]) && s_[to] != '>')) {
      ++to;
    }
    at_ = to + (quoted ? 1 : 0);
    if (to >= s_.size()) {
      at_ = s_.size();
      return false;
    }
    value_ = lower_ascii(s_.substr(from, to - from));
    return true;
  }

  void skip_white() {
    while (at_ < s_.size() && is_white(s_[at_])) {
      ++at_;
    }
  }

  std::string meta() {
    std::string charset;
    bool pragma = false, needs_pragma = false, decided = false;
    while (attribute()) {
      if (name_ == "http-equiv") {
        pragma = value_ == "content-type" && raw_is_trimmed();
      } else if (name_ == "content" && !decided) {
        charset = in_content(value_);
        decided = needs_pragma = !charset.empty();
      } else if (name_ == "charset") {
        charset = value_;
        decided = true;
        needs_pragma = false;
      }
    }
    if (at_ >= s_.size() || charset.empty() || (needs_pragma && !pragma)) {
      return {};
    }
    return known_label(charset);
  }

  // lower_ascii() trims; "Content-Type " with a blank is no pragma.
  [[nodiscard]] bool raw_is_trimmed() const {
    const std::size_t end = at_ > 0 && (s_[at_ - 1] == '"' || s_[at_ - 1] == '\'') ? at_ - 1 : at_;
    return end > 0 && !is_white(s_[end - 1]);
  }

  // "text/html; charset=utf-8" -> "utf-8"
  static std::string in_content(std::string_view content) {
    for (std::size_t at = 0; (at = content.find("charset", at)) != std::string_view::npos;) {
      at += 7;
      while (at < content.size() && is_white(content[at])) {
        ++at;
      }
      if (at >= content.size() || content[at] != '=') {
        continue;
      }
      ++at;
      while (at < content.size() && is_white(content[at])) {
        ++at;
      }
      if (at >= content.size()) {
        return {};
      }
      if (content[at] == '"' || content[at] == '\'') {
        const std::size_t end = content.find(content[at], at + 1);
        return end == std::string_view::npos ? std::string()
                                             : std::string(content.substr(at + 1, end - at - 1));
      }
      const std::size_t end = content.find_first_of(" \n\t\r\f;", at);
      return std::string(content.substr(at, end == std::string_view::npos ? end : end - at));
    }
    return {};
  }

  std::string_view s_;
  std::size_t at_ = 0;
  std::string name_, value_;
};

}  // namespace

std::string declared_charset(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    return "utf-8";
  }
  if (bytes.starts_with("<?xml")) {
    const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 512));
    const std::size_t at = head.find("encoding");
    const std::size_t quote = at == std::string_view::npos ? at : head.find_first_of("\"'", at);
    if (quote != std::string_view::npos) {
      const std::size_t end = head.find(head[quote], quote + 1);
      if (end != std::string_view::npos) {
        return lower_ascii(head.substr(quote + 1, end - quote - 1));
      }
    }
  }
  return Prescan(bytes.substr(0, kPrescanBytes)).run();
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
      out = convert(std::string_view(bytes).substr(mark), open_converter(name).get(), name, mark);
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
      out = convert(bytes, converter.get(), label, out.rows.empty() ? 0 : 3);
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
