// SPDX-License-Identifier: Apache-2.0
// Zip and tar files made here, byte by byte where a library would refuse to.
#include "read/archive.h"

#include <cstdio>
#include <cstring>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "read/read_test_util.h"

namespace sayso {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("sayso-archive-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(at(name), std::ios::binary) << bytes;
    return at(name);
  }

 private:
  fs::path path_;
};

std::string page(const std::string& about) {
  return "<html><body><article><h1>" + about +
         "</h1><p>The port of Tarvik was closed on Monday after a storm had damaged two cranes, "
         "the harbour master said in a statement.</p></article></body></html>";
}

std::string tar_member(const std::string& name, const std::string& bytes, char type = '0') {
  std::string h(512, '\0');
  std::memcpy(h.data(), name.data(), std::min<std::size_t>(name.size(), 100));
  std::snprintf(h.data() + 124, 12, "%011zo", bytes.size());
  h[156] = type;
  std::memcpy(h.data() + 257, "ustar\00000", 8);
  unsigned sum = 8 * ' ';
  for (const char c : h) {
    sum += static_cast<unsigned char>(c);
  }
  std::snprintf(h.data() + 148, 8, "%06o", sum);
  return h + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

const std::string kTarEnd(1024, '\0');

struct Member {
  std::string name, bytes;
  bool link = false;
};

std::string zip_file(const Folder& folder, const std::string& name,
                     const std::vector<Member>& members) {
  int code = 0;
  const std::string path = folder.at(name);
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  REQUIRE(zip != nullptr);
  for (const Member& m : members) {
    zip_source_t* source = zip_source_buffer(zip, m.bytes.data(), m.bytes.size(), 0);
    const zip_int64_t index = zip_file_add(zip, m.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    REQUIRE(index >= 0);
    if (m.link) {
      zip_file_set_external_attributes(zip, static_cast<zip_uint64_t>(index), 0, ZIP_OPSYS_UNIX,
                                       0120777U << 16);
    }
  }
  REQUIRE(zip_close(zip) == 0);
  return path;
}

std::string gzip(const std::string& bytes) {
  std::string out(bytes.size() + 1000, '\0');
  z_stream z{};
  REQUIRE(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&z, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

struct Got {
  std::vector<RawReport> reports;
  std::vector<Refusal> refused;
  std::uint64_t passed_over = 0;
  [[nodiscard]] std::string names() const {
    std::string out;
    for (const RawReport& r : reports) {
      out += r.path.substr(r.path.rfind(".zip") == std::string::npos ? r.path.find(".t")
                                                                     : r.path.rfind(".zip")) +
             " ";
    }
    return out;
  }
};

Got walk(const std::string& path, const ReadOptions& options = {}) {
  auto source = Source::open({path}, options);
  REQUIRE(source);
  Got got;
  RawReport report;
  while ((*source)->next(report)) {
    got.reports.push_back(std::move(report));
  }
  got.refused = (*source)->refused();
  got.passed_over = (*source)->passed_over();
  return got;
}

TEST_CASE("names that lead out of an archive are refused") {
  for (const char* bad :
       {"../a.html", "a/../../b.html", "a/..", "..", "/etc/passwd", "\\a.html", "..\\a.html",
        "a\\..\\b.html", "C:\\a.html", "c:/a.html", "", "a\nb.html"}) {
    CAPTURE(bad);
    CHECK_FALSE(read::refused_member_name(bad).empty());
  }
  for (const char* good :
       {"a.html", "a/b.html", "..a/b..html", "./a.html", "a..b/c.html", "ü/é.html"}) {
    CAPTURE(good);
    CHECK(read::refused_member_name(good).empty());
  }
}

TEST_CASE("zip: pages and lines are read like files of a folder, the rest is named or counted") {
  const Folder folder;
  const Got got =
      walk(zip_file(folder, "a.zip",
                    {{"one.html", page("First")},
                     {"sub/two.html.gz", gzip(page("Second"))},
                     {"l.jsonl", "{\"text\":\"He said no.\"}\n{\"text\":\"She said yes.\"}\n"},
                     {"picture.png", "x"},
                     {"__MACOSX/._one.html", "x"},
                     {"../out.html", page("Out")},
                     {"/root.html", page("Root")},
                     {"link.html", "one.html", true},
                     {"inner.zip", std::string("PK\x03\x04", 4) + std::string(600, 'x')}}));
  CHECK(got.names() == ".zip/one.html .zip/sub/two.html.gz .zip/l.jsonl .zip/l.jsonl ");
  CHECK(got.reports[1].bytes == page("Second"));
  CHECK(got.reports[3].record == 2);
  CHECK(got.passed_over == 2);
  REQUIRE(got.refused.size() == 4);
  CHECK(got.refused[0].path.ends_with("a.zip/../out.html"));
  CHECK(got.refused[0].reason.find("leads out") != std::string::npos);
  CHECK(got.refused[1].reason.find("root") != std::string::npos);
  CHECK(got.refused[2].reason.find("link") != std::string::npos);
  CHECK(got.refused[3].reason.find("archive inside") != std::string::npos);
}

TEST_CASE("zip: bombs, broken and foreign ones end with a reason") {
  const Folder folder;
  const std::string blanks(std::size_t{32} << 20, ' ');
  const Got bomb = walk(zip_file(folder, "b.zip", {{"b.txt", blanks}, {"c.txt", "He said no."}}));
  REQUIRE(bomb.refused.size() >= 1);
  CHECK(bomb.refused[0].reason.find("times its size") != std::string::npos);
  REQUIRE(bomb.reports.size() == 1);
  CHECK(bomb.reports[0].bytes == "He said no.");

  const std::string good = zip_file(folder, "g.zip", {{"one.html", page("First")}});
  std::ifstream in(good, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const Got cut = walk(folder.write("cut.zip", bytes.substr(0, bytes.size() - 30)));
  CHECK(cut.reports.empty());
  REQUIRE(cut.refused.size() == 1);
  CHECK(cut.refused[0].reason.find("not a zip") != std::string::npos);
  const Got packed = walk(folder.write("g.zip.gz", gzip(bytes)));
  CHECK(packed.reports.size() == 1);
  const Got office = walk(zip_file(
      folder, "o.zip", {{"[Content_Types].xml", "<a/>"}, {"word/document.xml", "<a>x</a>"}}));
  CHECK(office.reports.empty());
  CHECK(office.refused.size() == 1);
}

TEST_CASE("tar: members, long names, links, padding; packed too") {
  const Folder folder;
  const std::string deep = std::string(150, 'd') + "/three.html";
  const std::string pax = "path=" + deep + "\n";
  const std::string tar =
      tar_member("one.html", page("First")) + tar_member("sub/", "", '5') +
      tar_member("sub/two.txt", "He said no.") + tar_member("../out.html", page("Out")) +
      tar_member("link.html", "", '2') + tar_member("hard.html", "", '1') +
      tar_member("fifo.html", "", '6') +
      tar_member("x", std::to_string(pax.size() + 4) + " " + pax, 'x') +
      tar_member("short.html", page("Third")) +
      tar_member("././@LongLink", deep + std::string(1, '\0'), 'L') +
      tar_member("cut.html", page("Fourth")) + tar_member("p.png", "x") + kTarEnd;
  for (const auto& [name, bytes] : {std::pair<std::string, std::string>{"a.tar", tar},
                                    {"b.tar.gz", gzip(tar)},
                                    {"c.tgz", gzip(tar)}}) {
    CAPTURE(name);
    const Got got = walk(folder.write(name, bytes));
    REQUIRE(got.reports.size() == 4);
    CHECK(got.reports[0].bytes == page("First"));
    CHECK(got.reports[1].bytes == "He said no.");
    CHECK(got.reports[2].path.ends_with("d/three.html"));
    CHECK(got.reports[2].bytes == page("Third"));
    CHECK(got.reports[3].path.ends_with("d/three.html"));
    CHECK(got.refused.size() == 4);
    CHECK(got.passed_over == 1);
  }
  const Got cut = walk(folder.write("d.tar", tar.substr(0, 600)));
  REQUIRE(cut.reports.size() == 1);
  CHECK(cut.reports[0].cut);
  REQUIRE_FALSE(cut.refused.empty());
  CHECK(cut.refused[0].reason.find("ends inside") != std::string::npos);
  const Got broken =
      walk(folder.write("e.tar", tar_member("one.html", page("First")) + std::string(512, 'x')));
  CHECK(broken.reports.size() == 1);
  REQUIRE(broken.refused.size() == 1);
  CHECK(broken.refused[0].reason.find("tar header") != std::string::npos);
}

TEST_CASE("archives: --glob chooses members") {
  const Folder folder;
  ReadOptions options;
  options.glob = "2022/*.dat";
  const Got got =
      walk(folder.write("g.tar", tar_member("2022/a.dat", "He said no.") +
                                     tar_member("2021/b.dat", "She said yes.") + kTarEnd),
           options);
  REQUIRE(got.reports.size() == 1);
  CHECK(got.reports[0].path.ends_with("2022/a.dat"));
}

}  // namespace
}  // namespace sayso
