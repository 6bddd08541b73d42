// SPDX-License-Identifier: Apache-2.0
#include "base/url.h"

#include <doctest/doctest.h>

namespace sayso {
namespace {

// The examples of RFC 3986, 5.4, without fragments.
TEST_CASE("relative references") {
  const char* base = "http://a/b/c/d;p?q";
  const std::pair<const char*, const char*> cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"g;x=1/../y", "http://a/b/c/y"},
  };
  for (const auto& [reference, wanted] : cases) {
    CAPTURE(reference);
    CHECK(resolve_url(base, reference) == wanted);
  }
  CHECK(resolve_url("", "a/b") == "a/b");
  CHECK(resolve_url("https://h.example", "a") == "https://h.example/a");
}

TEST_CASE("hosts") {
  CHECK(host_of("HTTPS://user:p@H.Example:8080/a?b") == "h.example");
  CHECK(host_of("http://[::1]:80/") == "::1");
  CHECK(host_of("mailto:a@b") == "");
}

}  // namespace
}  // namespace sayso
