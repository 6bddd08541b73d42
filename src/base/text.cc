// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

namespace sayso {
namespace {
char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
bool space(char c) {
  return c == ' ' || (c >= 9 && c <= 13);
}
}  // namespace

std::string_view trim(std::string_view s) {
  while (!s.empty() && space(s.front())) {
    s.remove_prefix(1);
  }
  while (!s.empty() && space(s.back())) {
    s.remove_suffix(1);
  }
  return s;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = s.find(separator);
    parts.push_back(s.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    s.remove_prefix(at + 1);
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool starts_with_ignoring_case(std::string_view s, std::string_view prefix) {
  if (s.size() < prefix.size()) {
    return false;
  }
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(s[i]) != lower(prefix[i])) {
      return false;
    }
  }
  return true;
}

bool list_has(std::string_view list, std::string_view part, char separator) {
  bool found = false;
  for_each_part(list, [&](std::string_view p) { found = found || p == part; }, separator);
  return found;
}

}  // namespace sayso
