// SPDX-License-Identifier: Apache-2.0
#include "learn/learn.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/hash.h"

namespace sayso {
namespace {

constexpr char kMagic[8] = {'S', 'A', 'Y', 'S', 'O', 'M', 'D', 'L'};

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t sections;
  std::uint64_t file_size;
  std::uint64_t checksum;  // hash64 of all bytes behind the header
};
struct SectionRow {
  char name[24];
  std::uint64_t offset, size;
};
static_assert(sizeof(Header) == 32 && sizeof(SectionRow) == 40);

constexpr std::size_t kAlign = 64;
std::size_t aligned(std::size_t n) {
  return (n + kAlign - 1) / kAlign * kAlign;
}

Error broken(const std::string& path, const char* what) {
  return {ErrorCode::corrupt, path + ": " + what + "; make the model again or restore the file"};
}

}  // namespace

Result<Model> Model::load(const std::string& path) {
  SAYSO_TRY(MappedFile file, MappedFile::open(path));
  const std::string_view bytes = file.bytes();
  Header header{};
  if (bytes.size() < sizeof(header)) {
    return broken(path, "too short to be a model");
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) {
    return broken(path, "not a Sayso model");
  }
  if (header.version != kModelVersion) {
    return Error{ErrorCode::unsupported_version,
                 path + ": model of version " + std::to_string(header.version) +
                     ", this program reads version " + std::to_string(kModelVersion)};
  }
  if (header.file_size != bytes.size() ||
      header.sections > (bytes.size() - sizeof(header)) / sizeof(SectionRow)) {
    return broken(path, "cut short");
  }
  if (hash64(bytes.substr(sizeof(header))) != header.checksum) {
    return broken(path, "the checksum does not agree");
  }
  for (std::uint32_t i = 0; i < header.sections; ++i) {
    SectionRow row{};
    std::memcpy(&row, bytes.data() + sizeof(header) + i * sizeof(row), sizeof(row));
    if (row.offset > bytes.size() || row.size > bytes.size() - row.offset ||
        row.offset % kAlign != 0) {
      return broken(path, "a section lies outside the file");
    }
  }
  return Model(std::move(file), path);
}

std::string_view Model::section(std::string_view name) const {
  const std::string_view bytes = file_.bytes();
  Header header{};
  std::memcpy(&header, bytes.data(), sizeof(header));
  for (std::uint32_t i = 0; i < header.sections; ++i) {
    SectionRow row{};
    std::memcpy(&row, bytes.data() + sizeof(header) + i * sizeof(row), sizeof(row));
    if (std::string_view(row.name, strnlen(row.name, sizeof(row.name))) == name) {
      return bytes.substr(row.offset, row.size);
    }
  }
  return {};
}

std::vector<std::string> Model::sections() const {
  Header header{};
  std::memcpy(&header, file_.bytes().data(), sizeof(header));
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < header.sections; ++i) {
    SectionRow row{};
    std::memcpy(&row, file_.bytes().data() + sizeof(header) + i * sizeof(row), sizeof(row));
    names.emplace_back(row.name, strnlen(row.name, sizeof(row.name)));
  }
  return names;
}

void ModelBuilder::add(std::string_view name, std::string bytes) {
  SAYSO_CHECK(name.size() < sizeof(SectionRow::name));
  sections_.emplace_back(std::string(name), std::move(bytes));
}

std::string ModelBuilder::bytes() const {
  std::size_t at = aligned(sizeof(Header) + sections_.size() * sizeof(SectionRow));
  std::string out(at, '\0');
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    SectionRow row{};
    std::memcpy(row.name, sections_[i].first.data(), sections_[i].first.size());
    row.offset = out.size();
    row.size = sections_[i].second.size();
    out += sections_[i].second;
    out.resize(aligned(out.size()), '\0');
    std::memcpy(out.data() + sizeof(Header) + i * sizeof(row), &row, sizeof(row));
  }
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.version = kModelVersion;
  header.sections = static_cast<std::uint32_t>(sections_.size());
  header.file_size = out.size();
  header.checksum = hash64(std::string_view(out).substr(sizeof(Header)));
  std::memcpy(out.data(), &header, sizeof(header));
  return out;
}

std::vector<std::pair<std::string, std::size_t>> ModelBuilder::sizes() const {
  std::vector<std::pair<std::string, std::size_t>> out;
  for (const auto& [name, bytes] : sections_) {
    out.emplace_back(name, bytes.size());
  }
  return out;
}

}  // namespace sayso
