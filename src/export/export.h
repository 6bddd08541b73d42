// SPDX-License-Identifier: Apache-2.0
// Export: rows of the store as files other programs read.
//
// - CSV (RFC 4180): lines end in CR LF; a cell that a spreadsheet would run as a formula (it begins
//   with = + - @, tab or return and is no number) gets an apostrophe in front.
// - JSON, JSON Lines: numbers as numbers, absent values as null, no column left out.
// - GeoJSON (RFC 7946): a Feature for each row with lat and lon; rows without them are counted in
//   `rows_without_place`.
// Column names are those of the record and the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lex/lex.h"
#include "store/store.h"

namespace sayso {

enum class TableFormat : std::uint8_t { table, csv, json, jsonl, geojson };
std::optional<TableFormat> table_format_from(std::string_view name);

void append_csv(std::string& out, const Rows& rows);
void append_json(std::string& out, const Rows& rows);
void append_jsonl(std::string& out, const Rows& rows);
void append_geojson(std::string& out, const Rows& rows);

// The events of the store in the columns of others' tables (docs/formats/exports.md).
enum class EventTable : std::uint8_t { gdelt, plover, acled, ucdp, cameo };
std::optional<EventTable> event_table_from(std::string_view name);
// Rows as that project lays them out; `rows` is View::accounts. What we do not know stays empty;
// events of kinds that the project does not record are left out.
Rows as_event_table(const Rows& accounts, EventTable table, const Knowledge& knowledge);

}  // namespace sayso
