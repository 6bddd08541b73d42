// SPDX-License-Identifier: Apache-2.0
#include "lex/dump.h"

#include <algorithm>
#include <cstring>

#include "base/mapped_file.h"
#include "lex/image.h"
#include "lex/lex.h"

namespace sayso {
namespace {

constexpr std::string_view kTypes[] = {"key", "str", "i32", "f32", "date"};

template <typename T>
T at(std::string_view bytes, std::uint64_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view string_at(std::string_view bytes, std::uint64_t offset) {
  return bytes.substr(offset + sizeof(std::uint32_t), at<std::uint32_t>(bytes, offset));
}

// "name:key entity:str ..." of the table at this row of the image's list.
std::string columns_of(std::string_view bytes, std::uint32_t row) {
  const auto header = at<image::Header>(bytes, 0);
  const auto entry =
      at<image::TableEntry>(bytes, header.tables_at + row * sizeof(image::TableEntry));
  std::string line;
  for (std::uint32_t c = 0; c < entry.column_count; ++c) {
    const auto column =
        at<image::ColumnEntry>(bytes, entry.columns_at + c * sizeof(image::ColumnEntry));
    line += line.empty() ? "" : " ";
    line += string_at(bytes, entry.strings_at + column.name);
    line += ':';
    line += kTypes[column.type];
  }
  return line;
}

}  // namespace

Status dump_tables(const std::string& image_path, const std::string& folder,
                   const std::vector<std::string>& leave_out) {
  SAYSO_TRY(const Knowledge knowledge, Knowledge::load(image_path));  // checks the image
  SAYSO_TRY(const MappedFile file, MappedFile::open(image_path));
  for (std::uint32_t i = 0; i < knowledge.tables().size(); ++i) {
    const Table& table = knowledge.tables()[i];
    if (std::find(leave_out.begin(), leave_out.end(), table.name()) != leave_out.end()) {
      continue;
    }
    std::string text = "#sayso-lexicon 1\n#table " + std::string(table.name()) + "\n#columns " +
                       columns_of(file.bytes(), i) +
                       "\n#source Taken from a compiled image.\n#licence As the image.\n";
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
      table.append_row(text, row);
      text += '\n';
    }
    SAYSO_TRY_STATUS(write_file(folder + "/" + std::string(table.name()) + ".tsv", text));
  }
  return {};
}

}  // namespace sayso
