// SPDX-License-Identifier: Apache-2.0
#include "export/export.h"

#include <array>
#include <cstdlib>

#include "base/json_writer.h"

namespace sayso {
namespace {

bool is_number(const std::string& text) {
  char* end = nullptr;
  (void)std::strtod(text.c_str(), &end);
  return end != text.c_str() && *end == '\0';
}

void append_cell(std::string& out, const std::string& text, bool is_text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  const bool formula = is_text && !text.empty() &&
                       kFormula.find(text.front()) != std::string_view::npos && !is_number(text);
  const bool quote = formula || text.find_first_of(",\"\r\n") != std::string::npos ||
                     (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  out += formula ? "'" : "";
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += '"';
    }
  }
  out += '"';
}

void write_cell(JsonWriter& json, const Cell& cell) {
  if (const auto* s = std::get_if<std::string>(&cell)) {
    json.value(*s);
  } else if (const auto* n = std::get_if<std::int64_t>(&cell)) {
    json.value(*n);
  } else if (const auto* d = std::get_if<double>(&cell)) {
    json.value(*d);
  } else {
    json.null();
  }
}

void write_row(JsonWriter& json, const Rows& rows, std::size_t row) {
  json.begin_object();
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    json.key(rows.columns[c]);
    write_cell(json, rows.rows[row][c]);
  }
  json.end_object();
}

}  // namespace

std::optional<TableFormat> table_format_from(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames{"table", "csv", "json", "jsonl", "geojson"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      return static_cast<TableFormat>(i);
    }
  }
  return std::nullopt;
}

void append_csv(std::string& out, const Rows& rows) {
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    out += c == 0 ? "" : ",";
    append_cell(out, rows.columns[c], true);
  }
  out += "\r\n";
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    for (std::size_t c = 0; c < rows.columns.size(); ++c) {
      out += c == 0 ? "" : ",";
      append_cell(out, rows.text(r, rows.columns[c]),
                  std::holds_alternative<std::string>(rows.rows[r][c]));
    }
    out += "\r\n";
  }
}

void append_json(std::string& out, const Rows& rows) {
  out += "[";
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    out += r == 0 ? "\n" : ",\n";
    JsonWriter json(out);
    write_row(json, rows, r);
  }
  out += "\n]\n";
}

void append_jsonl(std::string& out, const Rows& rows) {
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    JsonWriter json(out);
    write_row(json, rows, r);
    out += '\n';
  }
}

void append_geojson(std::string& out, const Rows& rows) {
  const std::size_t lat = rows.column("lat");
  const std::size_t lon = rows.column("lon");
  std::int64_t without = 0;
  bool first = true;
  out += "{\"type\":\"FeatureCollection\",\"features\":[";
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    const auto* y = std::get_if<double>(&rows.rows[r][lat]);
    const auto* x = std::get_if<double>(&rows.rows[r][lon]);
    if (x == nullptr || y == nullptr) {
      ++without;
      continue;
    }
    out += first ? "\n" : ",\n";
    first = false;
    JsonWriter json(out);
    json.begin_object().field("type", "Feature");
    json.key("geometry").begin_object().field("type", "Point");
    json.key("coordinates").begin_array().value(*x).value(*y).end_array().end_object();
    json.key("properties").begin_object();
    for (std::size_t c = 0; c < rows.columns.size(); ++c) {
      if (c != lat && c != lon) {
        json.key(rows.columns[c]);
        write_cell(json, rows.rows[r][c]);
      }
    }
    json.end_object().end_object();
  }
  out += "\n],\"rows_without_place\":" + std::to_string(without) + "}\n";
}

}  // namespace sayso
