// SPDX-License-Identifier: Apache-2.0
#include "base/url.h"

#include <algorithm>

#include "base/text.h"

namespace sayso {
namespace {

bool scheme_char(char c, bool first) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (!first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'));
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// RFC 3986, 5.2.4.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/', 1);
    const std::string_view segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
    if (segment == "/.." || segment == "..") {
      const std::size_t last = out.rfind('/');
      out.resize(last == std::string::npos ? 0 : last);
      if (path.empty()) {
        out += '/';
      }
    } else if (segment == "/." || segment == ".") {
      if (path.empty()) {
        out += '/';
      }
    } else {
      out += segment;
    }
  }
  return out;
}

}  // namespace

Url parse_url(std::string_view url) {
  Url out;
  url = trim(url);
  url = url.substr(0, url.find('#'));
  std::size_t colon = 0;
  while (colon < url.size() && scheme_char(url[colon], colon == 0)) {
    ++colon;
  }
  if (colon > 0 && colon < url.size() && url[colon] == ':') {
    out.scheme = url.substr(0, colon);
    std::transform(out.scheme.begin(), out.scheme.end(), out.scheme.begin(), lower);
    url.remove_prefix(colon + 1);
  }
  if (url.starts_with("//")) {
    out.has_authority = true;
    url.remove_prefix(2);
    const std::size_t end = std::min(url.find_first_of("/?"), url.size());
    out.authority = url.substr(0, end);
    url.remove_prefix(end);
  }
  const std::size_t query = url.find('?');
  out.path = url.substr(0, query);
  if (query != std::string_view::npos) {
    out.has_query = true;
    out.query = url.substr(query + 1);
  }
  return out;
}

std::string to_string(const Url& url) {
  std::string out = url.scheme;
  out += url.scheme.empty() ? "" : ":";
  if (url.has_authority) {
    out += "//" + url.authority;
  }
  out += url.path;
  if (url.has_query) {
    out += "?" + url.query;
  }
  return out;
}

std::string host_of(std::string_view url) {
  std::string host = parse_url(url).authority;
  if (const std::size_t at = host.rfind('@'); at != std::string::npos) {
    host.erase(0, at + 1);
  }
  if (host.starts_with('[')) {
    host = host.substr(1, host.find(']') == std::string::npos ? host.size() : host.find(']') - 1);
  } else if (const std::size_t port = host.find(':'); port != std::string::npos) {
    host.resize(port);
  }
  std::transform(host.begin(), host.end(), host.begin(), lower);
  return host;
}

std::string resolve_url(std::string_view base, std::string_view reference) {
  reference = trim(reference);
  Url to = parse_url(reference);
  const Url from = parse_url(base);
  if (!to.scheme.empty() || from.scheme.empty()) {
    return std::string(reference.substr(0, reference.find('#')));
  }
  to.scheme = from.scheme;
  if (to.has_authority) {
    return to_string(to);
  }
  to.has_authority = from.has_authority;
  to.authority = from.authority;
  if (to.path.empty()) {
    to.path = from.path;
    if (!to.has_query) {
      to.has_query = from.has_query;
      to.query = from.query;
    }
  } else if (!to.path.starts_with('/')) {
    const std::size_t slash = from.path.rfind('/');
    to.path = (slash == std::string::npos ? std::string(from.has_authority ? "/" : "")
                                          : from.path.substr(0, slash + 1)) +
              to.path;
  }
  to.path = without_dots(to.path);
  return to_string(to);
}

}  // namespace sayso
