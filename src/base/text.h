// SPDX-License-Identifier: Apache-2.0
// Small helpers over ASCII bytes: trim, split, prefix tests that ignore case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sayso {

std::string_view trim(std::string_view s);
// Views into `s`, empty parts kept: split("a||b", '|') = {"a", "", "b"}; split("", x) = {""}.
std::vector<std::string_view> split(std::string_view s, char separator);
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only
bool starts_with_ignoring_case(std::string_view s, std::string_view prefix);
// Calls f(part) for each part of a "|" list that is not empty.
template <typename F>
void for_each_part(std::string_view list, F&& f, char separator = '|') {
  while (!list.empty()) {
    const std::size_t at = list.find(separator);
    const std::string_view part = list.substr(0, at);
    if (!part.empty()) {
      f(part);
    }
    if (at == std::string_view::npos) {
      return;
    }
    list.remove_prefix(at + 1);
  }
}
bool list_has(std::string_view list, std::string_view part, char separator = '|');

}  // namespace sayso
