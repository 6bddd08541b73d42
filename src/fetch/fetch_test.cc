// SPDX-License-Identifier: Apache-2.0
#include "fetch/fetch.h"

#include <arpa/inet.h>
#include <atomic>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "fetch/address.h"
#include "fetch/feed_list.h"
#include "fetch/robots.h"
#include "fetch/schedule.h"

namespace sayso::fetch {
namespace {

std::string refused(const std::string& text) {
  std::array<std::uint8_t, 4> v4{};
  std::array<std::uint8_t, 16> v6{};
  if (::inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
    return refused_address(v4);
  }
  REQUIRE(::inet_pton(AF_INET6, text.c_str(), v6.data()) == 1);
  return refused_address(v6);
}

TEST_CASE("addresses: what is inside is refused, the public internet is not") {
  for (const char* inside : {
           "0.0.0.0",
           "0.1.2.3",
           "10.0.0.1",
           "10.255.255.255",
           "100.64.0.1",
           "100.100.100.200",
           "100.127.255.255",
           "127.0.0.1",
           "127.255.255.254",
           "168.63.129.16",
           "169.254.0.1",
           "169.254.169.254",
           "169.254.170.2",
           "172.16.0.1",
           "172.31.255.255",
           "192.0.0.192",
           "192.0.2.1",
           "192.88.99.1",
           "192.168.0.1",
           "192.168.255.255",
           "198.18.0.1",
           "198.19.255.255",
           "198.51.100.7",
           "203.0.113.9",
           "224.0.0.1",
           "239.255.255.255",
           "240.0.0.1",
           "255.255.255.255",
           "::",
           "::1",
           "::2",
           "::ffff:127.0.0.1",
           "::ffff:10.0.0.1",
           "::ffff:a9fe:a9fe",
           "::127.0.0.1",
           "::ffff:0:127.0.0.1",
           "64:ff9b::7f00:1",
           "64:ff9b::a00:1",
           "64:ff9b::a9fe:a9fe",
           "64:ff9b:1::1",
           "100::1",
           "2001::1",
           "2001:0:7f00:1::",
           "2001:db8::1",
           "2002:7f00:1::",
           "2002:a00:1::1",
           "2002:a9fe:a9fe::",
           "2002:c0a8:101::1",
           "3fff::1",
           "5f00::1",
           "fc00::1",
           "fd00:ec2::254",
           "fdff::1",
           "fe80::1",
           "febf::1",
           "fec0::1",
           "ff02::1",
           "ff0e::1",
           "4000::1",
           "2a00::200:5efe:7f00:1",
           "2a00::5efe:10.0.0.1",
           "8000::1",
           "1::1",
       }) {
    CAPTURE(inside);
    CHECK(refused(inside) != "");
  }
  for (const char* outside : {"1.1.1.1",         "8.8.8.8",
                              "9.255.255.255",   "11.0.0.1",
                              "100.63.255.255",  "100.128.0.1",
                              "126.255.255.255", "128.0.0.1",
                              "169.253.255.255", "172.15.255.255",
                              "172.32.0.1",      "192.167.255.255",
                              "192.169.0.1",     "198.17.255.255",
                              "198.20.0.1",      "223.255.255.255",
                              "::ffff:8.8.8.8",  "64:ff9b::808:808",
                              "2002:808:808::1", "2606:4700::1111",
                              "2a00:1450::1",    "2001:4860:4860::8888"}) {
    CAPTURE(outside);
    CHECK(refused(outside) == "");
  }
}

// A server on loopback that counts who comes, and answers everybody with a page.
class Listener {
 public:
  Listener() {
    socket_ = ::socket(AF_INET6, SOCK_STREAM, 0);  // both families
    const int off = 0;
    ::setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    sockaddr_in6 at{};
    at.sin6_family = AF_INET6;
    socklen_t size = sizeof at;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
        ::listen(socket_, 16) == 0 &&
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0) {
      port_ = ntohs(at.sin6_port);
      thread_ = std::thread([this] { serve(); });
    }
  }
  ~Listener() {
    stop_ = true;
    if (thread_.joinable()) {
      thread_.join();
    }
    ::close(socket_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] int visitors() const { return visitors_; }

 private:
  void serve() {
    while (!stop_) {
      pollfd wait{socket_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) {
        continue;
      }
      const int client = ::accept(socket_, nullptr, nullptr);
      ++visitors_;
      char buffer[4096];
      const ssize_t got = ::recv(client, buffer, sizeof buffer, 0);
      const std::string answer =
          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\npage";
      if (got > 0) {
        (void)!::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      }
      ::close(client);
    }
  }

  int socket_ = -1;
  int port_ = 0;
  std::atomic<int> visitors_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

FetchOptions quick() {
  FetchOptions options;
  options.robots = false;
  options.delay_s = 0;
  options.connect_s = 2;
  options.total_s = 3;
  return options;
}

TEST_CASE("no spelling of an inside address is connected to") {
  const Listener listener;
  if (listener.port() == 0) {
    MESSAGE("skipped: cannot listen on loopback");
    return;
  }
  auto fetcher = Fetcher::make(quick());
  REQUIRE(fetcher.has_value());
  const char* spellings[] = {
      "127.0.0.1",
      "127.1",
      "127.0.1",
      "127.000.000.001",
      "0127.0.0.1",
      "0177.0.0.1",
      "0177.1",
      "0x7f.0.0.1",
      "0x7f.1",
      "0x7f000001",
      "0X7F000001",
      "2130706433",
      "017700000001",
      "127.0.0.1.",
      "127.127.127.127",
      "0",
      "0.0.0.0",
      "0x0",
      "00",
      "localhost",
      "LOCALHOST",
      "localhost.",
      "ip6-localhost",
      "user@127.0.0.1",
      "user:pass@127.0.0.1",
      "8.8.8.8@127.0.0.1",
      "%31%32%37.0.0.1",
      "1%32%37.1",
      "[::1]",
      "[0:0:0:0:0:0:0:1]",
      "[::0:1]",
      "[0000:0000:0000:0000:0000:0000:0000:0001]",
      "[::]",
      "[::127.0.0.1]",
      "[::7f00:1]",
      "[::ffff:127.0.0.1]",
      "[::FFFF:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[0:0:0:0:0:ffff:127.0.0.1]",
      "[::ffff:7f00:0001]",
      "[::ffff:0:127.0.0.1]",
      "[64:ff9b::127.0.0.1]",
      "[64:ff9b::7f00:1]",
      "[64:ff9b:1::7f00:1]",
      "[2002:7f00:1::]",
      "[2002:7f00:0001::1]",
      "[2001:0:7f00:1::]",
      "[fe80::1]",
      "[fe80::1%25lo]",
      "[fec0::1]",
      "[fc00::1]",
      "[fd00:ec2::254]",
      "[ff02::1]",
      "[2001:db8::1]",
      "169.254.169.254",
      "169.254.43518",
      "169.16689662",
      "0xa9fea9fe",
      "0xA9.0xFE.0xA9.0xFE",
      "2852039166",
      "0251.0376.0251.0376",
      "[::ffff:169.254.169.254]",
      "[64:ff9b::a9fe:a9fe]",
      "[::ffff:a9fe:a9fe]",
      "10.0.0.1",
      "10.1",
      "0xa000001",
      "167772161",
      "012.0.0.1",
      "172.16.0.1",
      "0xac100001",
      "192.168.1.1",
      "192.168.257",
      "3232235777",
      "0300.0250.1.1",
      "100.100.100.200",
      "168.63.129.16",
      "192.0.0.192",
      "255.255.255.255",
      "224.0.0.1",
      "\xE2\x91\xA0\xE2\x91\xA1\xE2\x91\xA6.0.0.1",
      "127\xE3\x80\x82"
      "0.0.1",
  };
  CHECK(std::size(spellings) >= 60);
  for (const char* spelling : spellings) {
    CAPTURE(spelling);
    const std::string url =
        "http://" + std::string(spelling) + ":" + std::to_string(listener.port()) + "/feed";
    const Response r = (*fetcher)->get({url, "", ""});
    CHECK(r.outcome == Outcome::failed);
    CHECK(r.failure != "");
  }
  CHECK(listener.visitors() == 0);
  // the same door, opened on purpose
  FetchOptions open = quick();
  open.allow_private = true;
  auto inside = Fetcher::make(open);
  const Response r =
      (*inside)->get({"http://0x7f.1:" + std::to_string(listener.port()) + "/", "", ""});
  CHECK(r.outcome == Outcome::fetched);
  CHECK(r.body == "page");
  CHECK(listener.visitors() == 1);
}

TEST_CASE("other schemes are not fetched") {
  auto fetcher = Fetcher::make(quick());
  for (const char* url : {"file:///etc/passwd", "ftp://h.example/", "gopher://127.0.0.1/",
                          "dict://127.0.0.1/", "http:", "//h.example/", "", "javascript:1"}) {
    CHECK((*fetcher)->get({url, "", ""}).outcome == Outcome::failed);
  }
}

TEST_CASE("robots.txt") {
  const char* text =
      "# rules\nUser-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2\n\n"
      "User-agent: Other\nDisallow: /\n\nUser-Agent: sayso\nUser-agent: friend\nDisallow: /*.pdf$\n"
      "Disallow: /a%7Eb\nDisallow:\nSitemap: https://h.example/s.xml\n";
  const Robots ours = Robots::parse(text, "sayso");
  CHECK(ours.allows("/private/x"));
  CHECK_FALSE(ours.allows("/x/y.pdf"));
  CHECK(ours.allows("/x/y.pdf?z"));
  CHECK_FALSE(ours.allows("/a~b/c"));
  CHECK_FALSE(ours.crawl_delay_s().has_value());
  const Robots all = Robots::parse(text, "nobody");
  CHECK_FALSE(all.allows("/private/x"));
  CHECK(all.allows("/private/open/x"));
  CHECK(all.allows("/"));
  CHECK(*all.crawl_delay_s() == 2);
  CHECK(Robots::parse("", "sayso").allows("/x"));
  CHECK_FALSE(Robots::refuse_all().allows("/x"));
  CHECK(Robots::parse("User-agent: saysoextra\nDisallow: /", "sayso").allows("/"));
  // many stars against a long path: no explosion
  std::string stars;
  for (int i = 0; i < 200; ++i) {
    stars += "*a";
  }
  CHECK(Robots::parse("User-agent: *\nDisallow: /" + stars + "b", "sayso")
            .allows("/" + std::string(20000, 'a')));
}

TEST_CASE("lists of feeds: OPML and plain lines") {
  const auto opml = read_feed_list(
      "<?xml version='1.0'?><!DOCTYPE opml [<!ENTITY a 'x'>]><opml><body><outline text='News'>"
      "<outline text='A' title='Harbour Post' xmlUrl='https://h.example/rss?a=1&amp;b=2'/>"
      "<outline text='B' XMLURL='http://w.example/feed'/><outline xmlUrl='file:///etc/passwd'/>"
      "<outline text='again' xmlUrl='http://w.example/feed'/></outline></body></opml>");
  REQUIRE(opml.size() == 2);
  CHECK(opml[0].url == "https://h.example/rss?a=1&b=2");
  CHECK(opml[0].title == "Harbour Post");
  CHECK(opml[1].title == "B");
  const auto lines =
      read_feed_list("\xEF\xBB\xBF# ours\nhttps://h.example/rss  Harbour Post\n\nnonsense\r\n");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].title == "Harbour Post");
}

TEST_CASE("polling adapts") {
  const PollLimits limits;
  const auto next = [&](std::int64_t before, PollResult r) {
    return next_interval_s(limits, before, r);
  };
  CHECK(next(0, {}) == limits.first_s);
  CHECK(next(1800, {.fresh = 3}) == 900);
  CHECK(next(400, {.fresh = 1}) == limits.least_s);
  CHECK(next(1800, {}) == 2700);
  CHECK(next(86400, {}) == limits.most_s);
  CHECK(next(1800, {.failed = true, .failures = 1}) == 1800);
  CHECK(next(1800, {.failed = true, .failures = 2}) == 3600);
  CHECK(next(80000, {.failed = true, .failures = 9}) == limits.most_s);
  CHECK(next(900, {.fresh = 1, .retry_after_s = {}, .max_age_s = 3600}) == 3600);
  CHECK(next(900, {.failed = true, .failures = 1, .retry_after_s = 172800}) == 172800);
  CHECK(next(900, {.failed = true, .failures = 1, .retry_after_s = 99999999}) == 7 * 86400);
}

}  // namespace
}  // namespace sayso::fetch
