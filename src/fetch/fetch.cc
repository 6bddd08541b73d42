// SPDX-License-Identifier: Apache-2.0
#include "fetch/fetch.h"

#include <algorithm>
#include <chrono>
#include <curl/curl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>

#include "base/text.h"
#include "base/url.h"
#include "fetch/address.h"
#include "fetch/robots.h"

namespace sayso::fetch {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxHeader = 256U << 10;
constexpr std::size_t kMaxRobots = 500U << 10;
constexpr long kSlowBytes = 200;  // a second, over kSlowSeconds: a server that drips
constexpr long kSlowSeconds = 20;

struct Exchange {  // one request and its answer
  std::size_t max_bytes = 0;
  bool allow_private = false;
  std::string body, refused;
  std::string content_type, etag, last_modified, retry_after, cache_control;
  std::size_t header_bytes = 0;
  bool too_long = false;
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& x = *static_cast<Exchange*>(user);
  if (x.body.size() + size * count > x.max_bytes) {
    x.too_long = true;
    return 0;
  }
  x.body.append(data, size * count);
  return size * count;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& x = *static_cast<Exchange*>(user);
  const std::string_view line(data, size * count);
  x.header_bytes += line.size();
  if (x.header_bytes > kMaxHeader) {
    x.too_long = true;
    return 0;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return line.size();
  }
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  for (const auto& [wanted, to] :
       {std::pair<std::string_view, std::string*>{"content-type", &x.content_type},
        {"etag", &x.etag},
        {"last-modified", &x.last_modified},
        {"retry-after", &x.retry_after},
        {"cache-control", &x.cache_control}}) {
    if (equal_ignoring_case(name, wanted)) {
      *to = value.substr(0, 1000);
    }
  }
  return line.size();
}

// Called with the address about to be connected to, for every connection.
curl_socket_t on_socket(void* user, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& x = *static_cast<Exchange*>(user);
  if (!x.allow_private) {
    const std::string what = refused_address(address->addr);
    if (!what.empty()) {
      x.refused = what;
      return CURL_SOCKET_BAD;
    }
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  if (text.empty() || text.size() > 9 ||
      text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  return std::stoll(std::string(text));
}

std::optional<std::int64_t> retry_after_of(const std::string& value) {
  if (auto seconds = seconds_of(value)) {
    return seconds;
  }
  const std::time_t at = value.empty() ? -1 : curl_getdate(value.c_str(), nullptr);
  return at < 0 ? std::nullopt
                : std::optional<std::int64_t>(std::max<std::int64_t>(0, at - std::time(nullptr)));
}

std::optional<std::int64_t> max_age_of(std::string_view cache_control) {
  for (const std::string_view raw : split(cache_control, ',')) {
    const std::string_view part = trim(raw);
    if (starts_with_ignoring_case(part, "max-age=")) {
      return seconds_of(part.substr(8));
    }
  }
  return std::nullopt;
}

std::string target_of(const Url& url) {
  return (url.path.empty() ? "/" : url.path) + (url.has_query ? "?" + url.query : "");
}

struct Host {
  Clock::time_point next{};
  std::optional<Robots> robots;
  std::string robots_failure;  // why everything there is refused
};

class CurlFetcher : public Fetcher {
 public:
  explicit CurlFetcher(FetchOptions options, CURL* curl)
      : options_(std::move(options)), curl_(curl) {}
  ~CurlFetcher() override { curl_easy_cleanup(curl_); }
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;

  Response get(const Request& request) override {
    Response r;
    std::string url = request.url;
    bool permanent = true;
    for (int hop = 0; hop <= options_.max_redirects; ++hop) {
      r.url = url;
      const Url parts = parse_url(url);
      if ((parts.scheme != "http" && parts.scheme != "https") || parts.authority.empty()) {
        return fail(r, url + ": not an address of http or https");
      }
      if (std::string no = robots_refuse(parts); !no.empty()) {
        return fail(r, std::move(no));
      }
      Exchange x;
      x.max_bytes = options_.max_bytes;
      std::string location;
      if (std::string no = exchange(url, &request, x, r.status, location); !no.empty()) {
        return fail(r, std::move(no));
      }
      if (location.empty()) {
        r.moved_to = hop > 0 && permanent ? url : "";
        return finish(r, std::move(x));
      }
      permanent = permanent && (r.status == 301 || r.status == 308);
      url = location;
    }
    return fail(r, "more than " + std::to_string(options_.max_redirects) + " redirects");
  }

 private:
  static Response fail(Response& r, std::string why) {
    r.outcome = Outcome::failed;
    r.failure = std::move(why);
    return std::move(r);
  }

  static Response finish(Response& r, Exchange x) {
    r.retry_after_s = retry_after_of(x.retry_after);
    r.max_age_s = max_age_of(x.cache_control);
    r.gone = r.status == 410;
    if (r.status == 304) {
      r.outcome = Outcome::not_modified;
      return std::move(r);
    }
    if (r.status < 200 || r.status > 299) {
      return fail(r, "the server answered " + std::to_string(r.status));
    }
    r.outcome = Outcome::fetched;
    r.body = std::move(x.body);
    r.content_type = std::move(x.content_type);
    r.etag = std::move(x.etag);
    r.last_modified = std::move(x.last_modified);
    return std::move(r);
  }

  Host& host_at(const Url& url) { return hosts_[url.scheme + "://" + lowered(url.authority)]; }
  static std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  }

  // "" or why robots.txt forbids it. Asks for robots.txt once a host.
  std::string robots_refuse(const Url& url) {
    if (!options_.robots) {
      return {};
    }
    Host& host = host_at(url);
    if (!host.robots) {
      read_robots(url, host);
    }
    if (!host.robots_failure.empty()) {
      return host.robots_failure;
    }
    return host.robots->allows(target_of(url)) ? std::string() : "robots.txt does not allow it";
  }

  // A robots.txt that is not there allows all; one that cannot be had now forbids all (RFC 9309).
  void read_robots(const Url& url, Host& host) {
    std::string at = url.scheme + "://" + url.authority + "/robots.txt";
    host.robots = Robots::allow_all();
    for (int hop = 0; hop < 5; ++hop) {
      Exchange x;
      x.max_bytes = kMaxRobots;
      int status = 0;
      std::string location;
      const std::string failure = exchange(at, nullptr, x, status, location);
      if (x.too_long) {  // what came is enough
        host.robots = Robots::parse(x.body, "sayso");
        return;
      }
      if (!failure.empty() || status >= 500) {
        host.robots_failure =
            failure.empty() ? "robots.txt: the server answered " + std::to_string(status) : failure;
        return;
      }
      if (location.empty()) {
        if (status >= 200 && status <= 299) {
          host.robots = Robots::parse(x.body, "sayso");
        }
        return;
      }
      at = location;
    }
  }

  void wait_for(const Url& url) {
    Host& host = host_at(url);
    const double crawl = host.robots ? host.robots->crawl_delay_s().value_or(0) : 0;
    const auto now = Clock::now();
    if (host.next > now) {
      std::this_thread::sleep_until(host.next);
    }
    host.next = std::max(now, host.next) +
                std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(std::max(options_.delay_s, crawl)));
  }

  // One request, redirects not followed. "" or what went wrong.
  std::string exchange(const std::string& url, const Request* conditions, Exchange& x, int& status,
                       std::string& location) {
    wait_for(parse_url(url));
    x.allow_private = options_.allow_private;
    curl_easy_reset(curl_);
    std::array<char, CURL_ERROR_SIZE> message{};
    curl_slist* headers = nullptr;
    const auto add = [&](const char* name, const std::string& value) {
      if (!value.empty() && value.find_first_of("\r\n") == std::string::npos) {
        headers = curl_slist_append(headers, (std::string(name) + value).c_str());
      }
    };
    if (conditions != nullptr) {
      add("If-None-Match: ", conditions->etag);
      add("If-Modified-Since: ", conditions->last_modified);
      add("Accept: ",
          "application/atom+xml, application/rss+xml, application/feed+json, "
          "text/html;q=0.9, application/xml;q=0.9, */*;q=0.5");
    }
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_ERRORBUFFER, message.data());
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_s * 1000));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_s * 1000));
    set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytes);
    set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
    set(CURLOPT_FORBID_REUSE, 1L);  // each request makes its connection: each is judged
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, &x);
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &x);
    set(CURLOPT_OPENSOCKETFUNCTION, &on_socket);
    set(CURLOPT_OPENSOCKETDATA, &x);
    const CURLcode code = curl_easy_perform(curl_);
    curl_slist_free_all(headers);
    long http = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &http);
    status = static_cast<int>(http);
    char* next = nullptr;
    curl_easy_getinfo(curl_, CURLINFO_REDIRECT_URL, &next);
    location = next == nullptr ? std::string() : resolve_url(url, next);
    if (!x.refused.empty() && code != CURLE_OK) {
      return host_of(url) + " is an address that is not asked (" + x.refused +
             "); --allow-private lifts this";
    }
    if (x.too_long) {
      return "longer than the limit of " + std::to_string(x.max_bytes) + " bytes";
    }
    if (code != CURLE_OK) {
      const std::string why = message[0] != '\0' ? message.data() : curl_easy_strerror(code);
      return host_of(url) + ": " + why;
    }
    return {};
  }

  template <typename T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(curl_, option, value);
  }

  FetchOptions options_;
  CURL* curl_;
  std::unordered_map<std::string, Host> hosts_;
};

}  // namespace

Result<std::unique_ptr<Fetcher>> Fetcher::make(FetchOptions options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURL* curl = ready == CURLE_OK ? curl_easy_init() : nullptr;
  if (curl == nullptr) {
    return Error{ErrorCode::internal, "libcurl cannot be started"};
  }
  return std::unique_ptr<Fetcher>(std::make_unique<CurlFetcher>(std::move(options), curl));
}

bool is_web_address(const std::string& input) {
  return starts_with_ignoring_case(input, "http://") ||
         starts_with_ignoring_case(input, "https://");
}

}  // namespace sayso::fetch
