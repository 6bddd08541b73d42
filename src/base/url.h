// SPDX-License-Identifier: Apache-2.0
// Addresses (RFC 3986), as far as reading and fetching need them: parts, and relative references.
#pragma once

#include <string>
#include <string_view>

namespace sayso {

struct Url {
  std::string scheme;       // lower case, "" if there is none
  std::string authority;    // host with port, as given (no "//")
  std::string path, query;  // query without "?"; the fragment is dropped
  bool has_authority = false, has_query = false;
};
Url parse_url(std::string_view url);
std::string to_string(const Url& url);

// The host in lower case, without user, port and brackets; "" if there is none.
std::string host_of(std::string_view url);

// `reference` as seen from a document at `base`, without fragment. A reference with a scheme stays
// as it is; with an empty or relative base the reference is given back trimmed.
std::string resolve_url(std::string_view base, std::string_view reference);

}  // namespace sayso
