// SPDX-License-Identifier: Apache-2.0
#include "read/http.h"

#include <algorithm>

#include "base/text.h"
#include "read/unpack.h"

namespace sayso::read {
namespace {

constexpr std::size_t kMostFields = 1000;

int hex_digit(char c) {
  return c >= '0' && c <= '9'                 ? c - '0'
         : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                              : -1;
}

// "1a2f;extension\r\n" at `at`: the size, and `at` behind the line. False if it is no such line.
bool chunk_size(std::string_view body, std::size_t& at, std::size_t& size) {
  std::size_t digits = 0;
  std::size_t value = 0;
  std::size_t i = at;
  for (; i < body.size() && hex_digit(body[i]) >= 0 && digits < 8; ++i, ++digits) {
    value = value * 16 + static_cast<std::size_t>(hex_digit(body[i]));
  }
  const std::size_t line = body.find('\n', i);
  if (digits == 0 || line == std::string_view::npos || line - i > 256) {
    return false;
  }
  const std::string_view rest = trim(body.substr(i, line - i));
  if (!rest.empty() && rest[0] != ';') {
    return false;
  }
  at = line + 1;
  size = value;
  return true;
}

std::string dechunk(std::string& body) {
  std::string out;
  std::size_t at = 0;
  std::size_t chunks = 0;
  while (true) {
    std::size_t size = 0;
    if (at >= body.size()) {
      break;  // the last chunk is missing
    }
    if (!chunk_size(body, at, size)) {
      if (chunks == 0) {
        return {};  // never was chunked
      }
      body = std::move(out);
      return "broken chunk";
    }
    if (size == 0) {
      body = std::move(out);
      return {};
    }
    ++chunks;
    out.append(body, at, size);
    if (size > body.size() - at) {
      break;
    }
    at += size;
    if (body.compare(at, 2, "\r\n") == 0) {
      at += 2;
    } else if (at < body.size() && body[at] == '\n') {
      ++at;
    }
  }
  body = std::move(out);
  return "the last chunk is missing";
}

}  // namespace

std::vector<HeaderField> header_fields(std::string_view block, std::size_t& end) {
  std::vector<HeaderField> fields;
  std::size_t at = 0;
  end = std::string_view::npos;
  while (at < block.size()) {
    const std::size_t newline = block.find('\n', at);
    std::string_view line =
        block.substr(at, newline == std::string_view::npos ? newline : newline - at);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      end = newline == std::string_view::npos ? block.size() : newline + 1;
      break;
    }
    if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {  // folded
      HeaderField& last = fields.back();
      const char* from = last.value.data();
      last.value =
          trim(std::string_view(from, static_cast<std::size_t>(line.data() + line.size() - from)));
    } else if (const std::size_t colon = line.find(':');
               colon != std::string_view::npos && fields.size() < kMostFields) {
      const std::string_view value = line.substr(colon + 1);
      const std::string_view trimmed = trim(value);
      fields.push_back(
          {trim(line.substr(0, colon)), trimmed.empty() ? value.substr(0, 0) : trimmed});
    }
    if (newline == std::string_view::npos) {
      break;
    }
    at = newline + 1;
  }
  return fields;
}

std::string_view field_of(const std::vector<HeaderField>& fields, std::string_view name) {
  for (const HeaderField& field : fields) {
    if (equal_ignoring_case(field.name, name)) {
      return field.value;
    }
  }
  return {};
}

MediaType media_type_of(std::string_view content_type) {
  MediaType media;
  std::size_t at = content_type.find(';');
  for (const char c : trim(content_type.substr(0, at))) {
    media.type.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  while (at != std::string_view::npos && at < content_type.size()) {
    content_type.remove_prefix(at + 1);
    at = content_type.find(';');
    const std::string_view part = trim(content_type.substr(0, at));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    const std::string_view name = trim(part.substr(0, equals));
    std::string_view value = trim(part.substr(equals + 1));
    if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0]) {
      value = value.substr(1, value.size() - 2);
    }
    if (equal_ignoring_case(name, "charset") && media.charset.empty()) {
      media.charset = value;
    } else if (equal_ignoring_case(name, "boundary") && media.boundary.empty()) {
      media.boundary = value;
    }
  }
  return media;
}

HttpHead http_head(std::string_view response) {
  HttpHead head;
  if (!response.starts_with("HTTP/")) {
    return head;
  }
  const std::size_t blank = response.find(' ');
  const std::size_t line = response.find('\n');
  if (blank == std::string_view::npos || line == std::string_view::npos || blank > line) {
    return head;
  }
  for (std::size_t i = blank + 1; i < std::min(line, blank + 4); ++i) {
    if (response[i] < '0' || response[i] > '9') {
      break;
    }
    head.status = head.status * 10 + (response[i] - '0');
  }
  std::size_t end = 0;
  const auto fields = header_fields(response.substr(line + 1), end);
  head.body = end == std::string_view::npos ? response.size() : line + 1 + end;
  head.media = media_type_of(field_of(fields, "content-type"));
  head.encoding = field_of(fields, "content-encoding");
  head.chunked = starts_with_ignoring_case(field_of(fields, "transfer-encoding"), "chunked");
  return head;
}

std::string decode_body(std::string& body, bool chunked, std::string_view encoding,
                        std::size_t max_bytes) {
  std::string fault;
  if (chunked) {
    fault = dechunk(body);
  }
  std::vector<std::string_view> layers = split(encoding, ',');
  std::reverse(layers.begin(), layers.end());  // the last one named was put on last
  for (const std::string_view layer : layers) {
    const auto packing = packing_named(layer);
    if (!packing) {
      return "content encoding \"" + std::string(trim(layer)) + "\" is not known";
    }
    if (*packing == Packing::none || body.empty()) {
      continue;
    }
    std::string out;
    const std::string wrong = unpack(*packing, body, max_bytes, out);
    if (out.empty() && !wrong.empty()) {
      continue;  // was unpacked before
    }
    body = std::move(out);
    fault = fault.empty() ? wrong : fault;
  }
  return fault;
}

}  // namespace sayso::read
