// SPDX-License-Identifier: Apache-2.0
// Fetching over HTTP, politely and safely: robots.txt, a pause between requests to one host,
// conditional requests, limits of time and size, and no connection to anything but the public
// internet.
//
// Every connection is judged by the address it goes to, after names were resolved and on each
// redirect, so no spelling of an address and no name that changes its mind leads inside
// (fetch/address.h). Proxies of the environment are not used: they would hide the address.
// Thread rule: one Fetcher, one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace sayso::fetch {

struct FetchOptions {
  std::string user_agent = "sayso/0.1 (news reader; obeys robots.txt as \"sayso\")";
  std::size_t max_bytes = std::size_t{32} << 20;  // of a body, unpacked
  double connect_s = 10, total_s = 60;            // limits of one request
  int max_redirects = 8;
  double delay_s = 1;  // between two requests to one host; Crawl-delay if that is longer
  bool robots = true;
  bool allow_private = false;
};

struct Request {
  std::string url;
  std::string etag, last_modified;  // of what is there already
};

enum class Outcome : std::uint8_t { fetched, not_modified, failed };

struct Response {
  Outcome outcome = Outcome::failed;
  std::string failure;   // failed: why, in words
  int status = 0;        // the last one; 0: there was no answer
  std::string url;       // where it stood in the end
  std::string moved_to;  // set if every redirect on the way was permanent
  std::string body, content_type, etag, last_modified;
  std::optional<std::int64_t> retry_after_s, max_age_s;
  bool gone = false;  // status 410: never ask again
};

class Fetcher {
 public:
  static Result<std::unique_ptr<Fetcher>> make(FetchOptions options);
  virtual ~Fetcher() = default;
  // http and https alone. Waits until the host may be asked again.
  virtual Response get(const Request& request) = 0;
};

bool is_web_address(const std::string& input);  // begins with http:// or https://

}  // namespace sayso::fetch
