// SPDX-License-Identifier: Apache-2.0
// JsonWriter: appends JSON to a string, in the order of the calls, commas placed for you.
// Strings must be valid UTF-8 (the reader promises it); control characters are escaped.
// Numbers print the shortest form that reads back the same, so output is stable byte for byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace sayso {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);  // not finite: null
  JsonWriter& value(bool truth);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // already JSON

  template <typename T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
  JsonWriter& value(T number) {
    if constexpr (std::is_signed_v<T>) {
      return signed_value(static_cast<std::int64_t>(number));
    } else {
      return unsigned_value(static_cast<std::uint64_t>(number));
    }
  }
  template <typename T>
  JsonWriter& field(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

 private:
  void comma();
  JsonWriter& signed_value(std::int64_t number);
  JsonWriter& unsigned_value(std::uint64_t number);

  std::string& out_;
  bool first_ = true;
};

void append_json_string(std::string& out, std::string_view text);

}  // namespace sayso
