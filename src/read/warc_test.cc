// SPDX-License-Identifier: Apache-2.0
// Archives and packed files, made here: nothing is read from outside the test.
#include <brotli/encode.h>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "read/http.h"
#include "read/read_test_util.h"
#include "read/unpack.h"

namespace sayso {
namespace {

using read::Packing;
using read::test::blocks_of;

std::string gzip(const std::string& bytes, int window = 15 + 16) {
  z_stream z{};
  REQUIRE(deflateInit2(&z, 9, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

std::string zstd(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

std::string brotli(const std::string& bytes) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size()) + 64;
  std::string out(size, '\0');
  REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, bytes.size(),
                                reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

std::string page(const std::string& about) {
  return "<html><head><title>" + about + "</title></head><body><article><h1>" + about +
         "</h1><p>The port of Tarvik was closed on Monday after a storm had damaged two cranes, "
         "the "
         "harbour master said in a statement, and the road to the north stayed open for "
         "trucks.</p><p>Officials said the ministry had sent engineers to look at the damage, and "
         "that ships were waiting outside the bay.</p></article></body></html>";
}

std::string record(const std::string& type, const std::string& uri, const std::string& block,
                   const std::string& content_type = "application/http; msgtype=response",
                   const std::string& more = "") {
  return "WARC/1.1\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + uri +
         "\r\nWARC-Date: 2022-07-28T09:30:00Z\r\nWARC-Record-ID: <urn:uuid:" + uri +
         ">\r\nContent-Type: " + content_type + "\r\n" + more +
         "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string response(const std::string& body, const std::string& fields = "", int status = 200) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: text/html\r\n" + fields +
         "\r\n" + body;
}

std::string chunked(const std::string& body) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += 100) {
    char size[16];
    const std::string part = body.substr(at, 100);
    std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    out += size + part + "\r\n";
  }
  return out + "0\r\n\r\n";
}

struct Got {
  std::vector<Document> documents;
  std::vector<Refusal> refused;
  std::uint64_t passed_over = 0;
};

Got read_file(const std::string& name, const std::string& bytes, const ReadOptions& options = {}) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("sayso-warc-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / name).string();
  std::ofstream(path, std::ios::binary) << bytes;
  Got got;
  auto source = Source::open({path}, options);
  REQUIRE(source.has_value());
  auto reader = Reader::make(read::test::knowledge(), options);
  REQUIRE(reader.has_value());
  RawReport report;
  while ((*source)->next(report)) {
    for (Document& d : (*reader)->read(std::move(report))) {
      CHECK_FALSE(validate(d).has_value());
      got.documents.push_back(std::move(d));
    }
  }
  got.refused = (*source)->refused();
  got.passed_over = (*source)->passed_over();
  std::filesystem::remove_all(folder);
  return got;
}

TEST_CASE("WARC: what each kind of record gives, with its provenance") {
  const std::string archive =
      record("warcinfo", "", "software: test\r\n", "application/warc-fields") +
      record("request", "http://h.example/a", "GET /a HTTP/1.1\r\n\r\n",
             "application/http; msgtype=request") +
      record("response", "http://h.example/a", response(page("Plain body"))) +
      record("response", "http://h.example/missing", response(page("Not found"), "", 404)) +
      record("response", "http://h.example/i.png",
             "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG") +
      record("revisit", "http://h.example/a", "HTTP/1.1 200 OK\r\n\r\n") +
      record("resource", "http://h.example/b", page("A resource"), "text/html") +
      record("conversion", "http://h.example/c",
             "Title of it\n\nThe minister said the bridge had been closed.\n", "text/plain");
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"a.warc", archive},
                                    {"a.warc.gz", gzip(archive)},
                                    {"a.warc.zst", zstd(archive)},
                                    {"no-name", archive}}) {
    CAPTURE(name);
    const Got got = read_file(name, bytes);
    REQUIRE(got.documents.size() == 3);
    CHECK(got.refused.empty());
    CHECK(got.passed_over == 5);
    const Provenance& p = got.documents[0].provenance;
    CHECK(p.url == "http://h.example/a");
    CHECK(p.record_id == "urn:uuid:http://h.example/a");
    REQUIRE(p.fetched_at.has_value());
    CHECK(format_timestamp(*p.fetched_at) == "2022-07-28T09:30:00Z");
    CHECK(got.documents[0].headline() == "Plain body");
    CHECK(got.documents[1].headline() == "A resource");
    CHECK(got.documents[2].text.find("bridge had been closed") != std::string::npos);
  }
}

TEST_CASE("WARC: bodies in chunks and under every content encoding") {
  const std::string body = page("The same page");
  std::string archive;
  archive += gzip(record("response", "http://h.example/1",
                         response(chunked(body), "Transfer-Encoding: chunked\r\n")));
  archive += gzip(
      record("response", "http://h.example/2", response(gzip(body), "Content-Encoding: gzip\r\n")));
  archive += gzip(record("response", "http://h.example/3",
                         response(gzip(body, 15), "Content-Encoding: deflate\r\n")));
  archive += gzip(record("response", "http://h.example/4",
                         response(gzip(body, -15), "Content-Encoding: deflate\r\n")));
  archive += gzip(
      record("response", "http://h.example/5", response(brotli(body), "Content-Encoding: br\r\n")));
  archive += gzip(
      record("response", "http://h.example/6", response(zstd(body), "content-encoding: zstd\r\n")));
  archive += gzip(record(
      "response", "http://h.example/7",
      response(chunked(gzip(body)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n")));
  // heads that no longer tell the truth about what the archive keeps
  archive += gzip(record("response", "http://h.example/8",
                         response(body, "Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n")));
  const Got got = read_file("bodies.warc.gz", archive);
  CHECK(got.refused.empty());
  REQUIRE(got.documents.size() == 8);
  for (const Document& d : got.documents) {
    CAPTURE(d.provenance.url);
    CHECK(blocks_of(d) == blocks_of(got.documents[0]));
    CHECK(d.headline() == "The same page");
    CHECK(d.notes.empty());
  }
}

TEST_CASE("WARC: broken records are named and passed over, those behind them are read") {
  const std::string one = record("response", "http://h.example/1", response(page("First")));
  const std::string two = record("response", "http://h.example/2", response(page("Second")));
  const std::string three = record("response", "http://h.example/3", response(page("Third")));
  std::string no_length = two;
  no_length.replace(no_length.find("Content-Length: "), 16, "Content-Langth: ");
  std::string too_long = two;
  too_long.replace(too_long.find("Content-Length: "), 16, "Content-Length: 9");
  std::string damaged = gzip(two);
  for (std::size_t i = 40; i < 60; ++i) {
    damaged[i] = static_cast<char>(damaged[i] ^ 0x5A);
  }
  struct Case {
    std::string what;
    std::string name, bytes;
    std::size_t documents, refused;
  };
  const std::vector<Case> cases{
      {"without length", "a.warc", one + no_length + three, 2, 1},
      {"noise between", "b.warc", one + "garbage\r\nmore\r\n" + three, 2, 1},
      {"length too long, packed", "c.warc.gz", gzip(one) + gzip(too_long) + gzip(three), 2, 1},
      {"damaged member", "d.warc.gz", gzip(one) + damaged + gzip(three), 2, 1},
      {"member cut short", "e.warc.gz", gzip(one) + gzip(two).substr(0, 150) + gzip(three), 2, 1},
      {"cut in the last", "f.warc.gz", gzip(one) + gzip(three).substr(0, 200), 1, 1},
      {"cut in the last, plain", "g.warc", one + three.substr(0, three.size() - 200), 1, 1},
      {"cut in the last header, plain", "i.warc", one + three.substr(0, 80), 1, 1},
      {"cut in the last header, packed", "j.warc.gz", gzip(one) + gzip(three).substr(0, 40), 1, 1},
      {"a header without end", "k.warc",
       one + "WARC/1.1\r\nX: " + std::string(900000, 'x') + "\r\n" + three, 2, 1},
      {"damaged frame", "h.warc.zst", zstd(one) + zstd(two).substr(0, 150) + zstd(three), 2, 1},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Got got = read_file(c.name, c.bytes);
    CHECK(got.documents.size() == c.documents);
    REQUIRE(got.refused.size() == c.refused);
    CHECK(got.refused[0].reason.starts_with("record 2: "));
    CHECK(got.documents[0].headline() == "First");
    CHECK((c.documents == 1 || got.documents[1].headline() == "Third"));
  }
}

TEST_CASE("WARC: what the crawler cut is read as far as it goes, with a note") {
  const Got got = read_file(
      "cut.warc", record("response", "http://h.example/1", response(page("First")),
                         "application/http; msgtype=response", "WARC-Truncated: length\r\n"));
  REQUIRE(got.documents.size() == 1);
  REQUIRE(got.documents[0].notes.size() == 1);
  CHECK(got.documents[0].notes[0].code == "cut");
}

TEST_CASE("packed text of every kind; what is behind the end does no harm") {
  const std::string text = "The mayor said the road was open again.\n";
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"a.txt.gz", gzip(text)},
                                    {"b.txt.zst", zstd(text)},
                                    {"c.txt.br", brotli(text)},
                                    {"d.txt", gzip(text)},
                                    {"e.txt.gz", gzip(text) + std::string(512, '\0')},
                                    {"f.txt.gz", gzip(text.substr(0, 9)) + gzip(text.substr(9))}}) {
    CAPTURE(name);
    const Got got = read_file(name, bytes);
    REQUIRE(got.documents.size() == 1);
    CHECK(got.documents[0].text == text);
    CHECK(got.refused.empty());
  }
}

TEST_CASE("bombs are broken off: a note, bounded memory") {
  // The packed forms of 64 MiB of blanks.
  const std::string blanks(std::size_t{64} << 20, ' ');
  for (const auto& [name, packing, bytes] :
       {std::tuple<std::string, Packing, std::string>{"a.txt.gz", Packing::gzip, gzip(blanks)},
        {"b.txt.zst", Packing::zstd, zstd(blanks)},
        {"c.txt.br", Packing::brotli, brotli(blanks)}}) {
    CAPTURE(name);
    std::string out;
    CHECK(read::unpack(packing, bytes, blanks.size(), out).find("times its size") !=
          std::string::npos);
    CHECK(out.size() <= read::kBombFloor + (std::size_t{1} << 20));
    const Got got = read_file(name, bytes);
    REQUIRE(got.documents.size() == 1);
    CHECK(gave_nothing(got.documents[0]));
    REQUIRE(got.refused.size() == 1);
    CHECK(got.refused[0].reason.find("times its size") != std::string::npos);
  }
  const std::string archive =
      gzip(record("response", "http://h.example/1", response(page("First")))) +
      gzip(record("response", "http://h.example/2",
                  response(gzip(blanks), "Content-Encoding: gzip\r\n"))) +
      gzip(record("response", "http://h.example/3", response(blanks))) +
      gzip(record("response", "http://h.example/4", response(page("Last"))));
  const Got got = read_file("bombs.warc.gz", archive);
  CHECK(got.refused.size() == 1);
  REQUIRE(got.documents.size() == 3);
  CHECK(got.documents[0].headline() == "First");
  CHECK(gave_nothing(got.documents[1]));
  CHECK(got.documents[2].headline() == "Last");
}

TEST_CASE("limits: a body longer than max_bytes is cut there") {
  ReadOptions options;
  options.max_bytes = 2000;
  std::string text;
  for (int i = 0; i < 2000; ++i) {
    text += "Sentence " + std::to_string(i * 7919) + " was said. ";
  }
  const Got got =
      read_file("long.warc",
                record("response", "http://h.example/1",
                       "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + text) +
                    record("conversion", "http://h.example/2", "He said no.", "text/plain"),
                options);
  REQUIRE(got.documents.size() == 2);
  CHECK(got.documents[0].text.size() <= 2000);
  CHECK(got.documents[0].notes[0].code == "cut");
}

TEST_CASE("heads of HTTP") {
  const auto head = read::http_head(
      "HTTP/1.1 203 Fine\r\nCONTENT-TYPE: Text/HTML; Charset=\"windows-1251\"\r\nX: a\r\n "
      "folded\r\nTransfer-Encoding:chunked\r\n\r\nbody");
  CHECK(head.status == 203);
  CHECK(head.media.type == "text/html");
  CHECK(head.media.charset == "windows-1251");
  CHECK(head.chunked);
  CHECK(head.body == 112);
  CHECK(read::http_head("no such thing").status == 0);
}

}  // namespace
}  // namespace sayso
