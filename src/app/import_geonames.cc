// SPDX-License-Identifier: Apache-2.0
// `sayso data import-geonames DUMP`: the villages that the gazetteer of the build leaves out, from
// a dump of geonames.org (allCountries.zip, one country's zip, or the text within). Reads the
// dump as a stream; writes a new image with all tables of the old one and the places added.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <unistd.h>
#include <unordered_map>
#include <unordered_set>
#include <zip.h>

#include "app/app.h"
#include "base/mapped_file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lex/dump.h"

namespace sayso {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kLongestLine = std::size_t{1} << 20;
constexpr std::size_t kFields = 19;
enum Field : std::uint8_t {
  kId = 0,
  kName = 1,
  kAscii = 2,
  kAlternates = 3,
  kLat = 4,
  kLon = 5,
  kClass = 6,
  kCode = 7,
  kCountry = 8,
  kPopulation = 14
};

using Line = std::function<void(std::string_view)>;

// Cuts what comes in chunks into lines.
class Lines {
 public:
  explicit Lines(Line line) : line_(std::move(line)) {}
  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      if (end == std::string_view::npos) {
        rest_.append(bytes.substr(0, kLongestLine));
        return;
      }
      rest_.append(bytes.substr(0, end));
      if (rest_.size() <= kLongestLine) {
        line_(rest_);
      }
      rest_.clear();
      bytes.remove_prefix(end + 1);
    }
  }
  void close() {
    if (!rest_.empty()) {
      line_(rest_);
    }
  }

 private:
  Line line_;
  std::string rest_;
};

Status read_zip(const std::string& path, Lines& lines) {
  int code = 0;
  const std::unique_ptr<zip_t, void (*)(zip_t*)> zip(zip_open(path.c_str(), ZIP_RDONLY, &code),
                                                     zip_discard);
  if (!zip) {
    return Error{ErrorCode::io, path + ": not a zip file, or not to be opened"};
  }
  const zip_int64_t entries = zip_get_num_entries(zip.get(), 0);
  bool any = false;
  for (zip_int64_t i = 0; i < entries; ++i) {
    const char* raw = zip_get_name(zip.get(), static_cast<zip_uint64_t>(i), 0);
    const std::string_view name = raw == nullptr ? "" : raw;
    if (!name.ends_with(".txt") || name.starts_with("readme")) {
      continue;
    }
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(zip.get(), static_cast<zip_uint64_t>(i), 0), zip_fclose);
    if (!file) {
      return Error{ErrorCode::io, path + ": " + std::string(name) + " cannot be read"};
    }
    std::string buffer(kChunk, '\0');
    zip_int64_t got = 0;
    while ((got = zip_fread(file.get(), buffer.data(), buffer.size())) > 0) {
      lines.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(got)));
    }
    if (got < 0) {
      return Error{ErrorCode::corrupt, path + ": " + std::string(name) + " is damaged"};
    }
    lines.close();
    any = true;
  }
  if (!any) {
    return Error{ErrorCode::not_found, path + ": holds no .txt of places"};
  }
  return {};
}

Status read_text(const std::string& path, Lines& lines) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::not_found, path + ": cannot open"};
  }
  std::string buffer(kChunk, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    lines.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  lines.close();
  return {};
}

class Importer {
 public:
  Importer(const Knowledge& knowledge, std::FILE* places, std::FILE* names)
      : places_(places),
        names_(names),
        words_{knowledge.find_table("mention.first_names"), knowledge.find_table("mention.nouns"),
               knowledge.find_table("mention.titles"), knowledge.find_table("agents")} {
    const Table& countries = knowledge.table("countries");
    for (std::uint32_t row = 0; row < countries.rows(); ++row) {
      iso3_.emplace(countries.text(row, countries.column("iso2")),
                    countries.text(row, countries.column("iso3")));
    }
    if (const Table* known = knowledge.find_table("geo.places")) {
      remember(*known);
    }
  }

  void line(std::string_view text) {
    const auto cells = split(text, '\t');
    if (cells.size() != kFields || !valid_utf8(text)) {
      bad_ += text.empty() ? 0 : 1;
      return;
    }
    if (cells[kClass] != "P" || ids_.contains(std::string(cells[kId]))) {
      return;
    }
    const auto country = iso3_.find(cells[kCountry]);
    double lat = 0;
    double lon = 0;
    if (country == iso3_.end() || !number(cells[kLat], lat) || !number(cells[kLon], lon) ||
        cells[kName].empty() || folded(cells[kId]).empty()) {
      ++bad_;
      return;
    }
    std::int32_t population = 0;
    std::from_chars(cells[kPopulation].data(),
                    cells[kPopulation].data() + cells[kPopulation].size(), population);
    std::fprintf(places_, "%.*s\t%.*s\t%.5f\t%.5f\t%.*s\t%s\t%d\t%.*s\n", size(cells[kId]),
                 cells[kId].data(), size(cells[kName]), cells[kName].data(), lat, lon,
                 size(country->second), country->second.data(),
                 division(country->second, lat, lon).c_str(), population, size(cells[kCode]),
                 cells[kCode].data());
    spell(cells, population < 100000);
    ++added_;
  }

  [[nodiscard]] std::uint64_t added() const { return added_; }
  [[nodiscard]] std::uint64_t bad() const { return bad_; }

 private:
  static int size(std::string_view s) { return static_cast<int>(s.size()); }
  static bool number(std::string_view text, double& out) {
    const auto got = std::from_chars(text.data(), text.data() + text.size(), out);
    return got.ec == std::errc{} && got.ptr == text.data() + text.size() && std::abs(out) <= 180;
  }
  static std::string cell_of(std::string_view country, double lat, double lon) {
    return std::string(country) + ":" + std::to_string(static_cast<int>(std::floor(lat * 4))) +
           ":" + std::to_string(static_cast<int>(std::floor(lon * 4)));
  }

  // The division of the towns already known in the same quarter of a degree, or none.
  void remember(const Table& known) {
    const std::uint32_t country = known.column("country");
    const std::uint32_t admin1 = known.column("admin1");
    const std::uint32_t lat = known.column("lat");
    const std::uint32_t lon = known.column("lon");
    for (std::uint32_t row = 0; row < known.rows(); ++row) {
      ids_.emplace(known.key(row));
      if (!known.text(row, admin1).empty()) {
        divisions_.emplace(cell_of(known.text(row, country), double{known.real(row, lat)},
                                   double{known.real(row, lon)}),
                           known.text(row, admin1));
      }
    }
  }
  [[nodiscard]] std::string division(std::string_view country, double lat, double lon) const {
    for (const double dx : {0.0, 0.25, -0.25}) {
      for (const double dy : {0.0, 0.25, -0.25}) {
        const auto at = divisions_.find(cell_of(country, lat + dx, lon + dy));
        if (at != divisions_.end()) {
          return at->second;
        }
      }
    }
    return {};
  }

  // The spellings that a reader of English may meet: nearly as tools/build_gazetteer.py keeps them.
  void spell(const std::vector<std::string_view>& cells, bool small) {
    std::unordered_set<std::string> seen;
    const auto add = [&](std::string_view name, bool own) {
      std::string key = folded(name);
      if (key.size() < (own ? 3U : 4U) || !plain(name) || (!own && codes(name)) ||
          ((small || !own) && common(name)) || !seen.insert(std::move(key)).second) {
        return;
      }
      std::fprintf(names_, "%.*s\t%.*s\n", size(name), name.data(), size(cells[kId]),
                   cells[kId].data());
    };
    add(cells[kName], true);
    add(cells[kAscii], true);
    for (const std::string_view other : split(cells[kAlternates], ',')) {
      add(other, false);
    }
  }
  // Latin or Cyrillic letters (two bytes at most), no digits.
  static bool plain(std::string_view name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= 0xE3 || (c >= '0' && c <= '9') || c == '\t';
    });
  }
  static bool codes(std::string_view name) {
    return name.size() <= 4 &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }
  // First names and nouns are no use as the spelling of a village.
  [[nodiscard]] bool common(std::string_view name) const {
    return std::any_of(words_.begin(), words_.end(), [&](const Table* table) {
      return table != nullptr && !table->find(name).empty();
    });
  }

  std::FILE* places_;
  std::FILE* names_;
  std::array<const Table*, 4> words_;
  std::unordered_map<std::string_view, std::string_view> iso3_;
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string, std::string> divisions_;
  std::uint64_t added_ = 0, bad_ = 0;
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr const char* kPlacesHeader =
    "#sayso-lexicon 1\n#table geo.places\n#columns id:key name:str lat:f32 lon:f32 country:str "
    "admin1:str population:i32 feature:str\n#source geonames.org\n#licence CC-BY-4.0\n";
constexpr const char* kNamesHeader =
    "#sayso-lexicon 1\n#table geo.names\n#columns name:key place:str\n#source "
    "geonames.org\n#licence CC-BY-4.0\n";

Status import_into(const DataCommand& command, const std::string& folder, std::uint64_t& added,
                   std::uint64_t& bad) {
  const std::string image = knowledge_path(command.common);
  SAYSO_TRY(const Knowledge knowledge, Knowledge::load(image));
  SAYSO_TRY_STATUS(dump_tables(image, folder, {}));
  const File places(std::fopen((folder + "/import.places.tsv").c_str(), "wb"), std::fclose);
  const File names(std::fopen((folder + "/import.names.tsv").c_str(), "wb"), std::fclose);
  if (!places || !names) {
    return Error{ErrorCode::io, folder + ": cannot write"};
  }
  std::fputs(kPlacesHeader, places.get());
  std::fputs(kNamesHeader, names.get());
  Importer importer(knowledge, places.get(), names.get());
  Lines lines([&](std::string_view line) { importer.line(line); });
  SAYSO_TRY_STATUS(command.dump.ends_with(".zip") ? read_zip(command.dump, lines)
                                                  : read_text(command.dump, lines));
  added = importer.added();
  bad = importer.bad();
  if (added == 0) {
    return Error{ErrorCode::not_found, command.dump + ": no new populated place in it (" +
                                           std::to_string(bad) + " lines are no rows of GeoNames)"};
  }
  if (std::fflush(places.get()) != 0 || std::fflush(names.get()) != 0) {
    return Error{ErrorCode::io, folder + ": cannot write"};
  }
  return compile_knowledge({folder}, command.image);
}

}  // namespace

int import_geonames(const DataCommand& command) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::path folder =
      fs::temp_directory_path(failure) / ("sayso-import-" + std::to_string(getpid()));
  if (failure || !fs::create_directories(folder, failure)) {
    return complain({ErrorCode::io, folder.string() + ": cannot be made"});
  }
  std::uint64_t added = 0;
  std::uint64_t bad = 0;
  const Status status = import_into(command, folder.string(), added, bad);
  fs::remove_all(folder, failure);
  if (!status.ok()) {
    return complain(status.error());
  }
  std::fprintf(stderr, "sayso: %llu places added, %llu lines passed over; use --data %s\n",
               static_cast<unsigned long long>(added), static_cast<unsigned long long>(bad),
               command.image.c_str());
  return 0;
}

}  // namespace sayso
