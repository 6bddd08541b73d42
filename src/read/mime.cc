// SPDX-License-Identifier: Apache-2.0
#include "read/mime.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "read/encoding.h"

namespace sayso::read {
namespace {

constexpr int kMaxDepth = 12;
constexpr std::size_t kMaxParts = 500;

int hex_digit(char c) {
  return c >= '0' && c <= '9'                 ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

class Walker {
 public:
  explicit Walker(MimeMessage& out) : out_(out) {}

  void walk(std::string_view bytes, int depth, bool alternative, bool whole) {
    MimePart part;
    std::size_t end = 0;
    part.fields = header_fields(bytes, end);
    part.raw = end == std::string_view::npos ? std::string_view{} : bytes.substr(end);
    const std::string_view type = field_of(part.fields, "content-type");
    part.media = media_type_of(type.empty() ? "text/plain" : type);
    part.alternative = alternative;
    part.attachment =
        starts_with_ignoring_case(field_of(part.fields, "content-disposition"), "attachment");
    if (whole) {
      out_.fields = part.fields;
      out_.media = part.media;
    }
    if (out_.leaves.size() >= kMaxParts || depth > kMaxDepth) {
      out_.broken = true;
      return;
    }
    if (!part.media.type.starts_with("multipart/") || part.media.boundary.empty()) {
      out_.leaves.push_back(std::move(part));
      return;
    }
    const bool choice = part.media.type == "multipart/alternative";
    parts(part.raw, part.media.boundary, depth, alternative || choice);
  }

 private:
  // The pieces between lines "--boundary"; the last such line ends in "--".
  void parts(std::string_view body, const std::string& boundary, int depth, bool alternative) {
    const std::string mark = "--" + boundary;
    std::size_t begin = std::string_view::npos;
    std::size_t at = 0;
    while (at <= body.size()) {
      at = body.find(mark, at);
      if (at == std::string_view::npos) {
        break;
      }
      const std::string_view behind = body.substr(at + mark.size(), 2);
      const bool last = behind == "--";
      if ((at != 0 && body[at - 1] != '\n') ||
          !(last || behind.empty() || behind[0] == '\r' || behind[0] == '\n' || behind[0] == ' ' ||
            behind[0] == '\t')) {
        at += mark.size();
        continue;
      }
      if (begin != std::string_view::npos) {
        walk(body.substr(begin, at > begin ? at - begin : 0), depth + 1, alternative, false);
      }
      if (last || out_.leaves.size() >= kMaxParts) {
        return;
      }
      const std::size_t line = body.find('\n', at);
      begin = line == std::string_view::npos ? body.size() : line + 1;
      at = begin;
    }
    out_.broken = true;
    if (begin != std::string_view::npos && begin < body.size()) {
      walk(body.substr(begin), depth + 1, alternative, false);
    }
  }

  MimeMessage& out_;
};

// "=?charset?B?words?=" at `at`: its words as UTF-8, and `at` behind it.
bool encoded_word(std::string_view s, std::size_t& at, std::string& out) {
  const std::size_t charset = at + 2;
  const std::size_t first = s.find('?', charset);
  if (first == std::string_view::npos || first - charset > 40 || first + 3 >= s.size() ||
      s[first + 2] != '?') {
    return false;
  }
  const std::size_t end = s.find("?=", first + 3);
  if (end == std::string_view::npos) {
    return false;
  }
  const std::string_view words = s.substr(first + 3, end - first - 3);
  const char kind = static_cast<char>(s[first + 1] | 32);
  if ((kind != 'b' && kind != 'q') || words.find('\n') != std::string_view::npos) {
    return false;
  }
  std::string_view label = s.substr(charset, first - charset);
  label = label.substr(0, label.find('*'));  // RFC 2231: a language behind the charset
  std::string bytes = kind == 'b' ? decode_base64(words) : decode_quoted_printable(words, true);
  out += decode_bytes(std::move(bytes), label).text;
  at = end + 2;
  return true;
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) {
      if (c == '=') {
        held = 0;  // the end, or that of one of several pieces put together
        bits = 0;
      }
      continue;
    }
    bits = (bits << 6) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(bits >> held));
    }
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text, bool header) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_' && header) {
      out.push_back(' ');
    } else if (c != '=') {
      out.push_back(c);
    } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
      i += 2;
    } else {
      // "=" and the end of the line: the line goes on. Blanks may stand between.
      const std::size_t next = text.find_first_not_of(" \t\r", i + 1);
      if (next != std::string_view::npos && text[next] == '\n') {
        i = next;
      } else if (next == std::string_view::npos) {
        break;
      } else {
        out.push_back(c);
      }
    }
  }
  return out;
}

std::string MimePart::body() const {
  const std::string_view encoding = field_of(fields, "content-transfer-encoding");
  if (equal_ignoring_case(encoding, "base64")) {
    return decode_base64(raw);
  }
  if (equal_ignoring_case(encoding, "quoted-printable")) {
    return decode_quoted_printable(raw);
  }
  return std::string(raw);
}

MimeMessage read_mime(std::string_view message) {
  if (message.starts_with("From ")) {  // the line of an mbox
    message.remove_prefix(std::min(message.find('\n'), message.size() - 1) + 1);
  }
  MimeMessage out;
  Walker(out).walk(message, 0, false, true);
  return out;
}

std::string header_words(std::string_view value) {
  std::string out;
  bool after_word = false;  // blanks between two encoded words are no blanks
  std::size_t blanks = 0;
  for (std::size_t at = 0; at < value.size();) {
    const char c = value[at];
    if (c == '\r' || c == '\n' || c == ' ' || c == '\t') {
      ++blanks;
      ++at;
      continue;
    }
    std::string word;
    const bool encoded = value.substr(at).starts_with("=?") && encoded_word(value, at, word);
    if (blanks > 0 && !out.empty() && !(encoded && after_word)) {
      out.push_back(' ');
    }
    blanks = 0;
    after_word = encoded;
    if (encoded) {
      out += word;
    } else {
      out.push_back(c);
      ++at;
    }
  }
  repair_utf8(out);
  return out;
}

}  // namespace sayso::read
