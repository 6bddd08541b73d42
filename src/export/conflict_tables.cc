// SPDX-License-Identifier: Apache-2.0
#include "export/conflict_tables.h"

#include <array>

#include "base/text.h"

namespace sayso {
namespace {

// 1 a day, 2 a week, 3 a month, 4 a year, by the TIMEX3 value; ACLED and UCDP begin alike.
std::int64_t time_precision(const std::string& when) {
  if (when.find("-W") != std::string::npos) {
    return 2;
  }
  if (when.size() == 7) {
    return 3;
  }
  return when.size() == 4 ? 4 : 1;  // no date: the day of the report
}

bool has_sector(std::string_view code, std::string_view sector) {
  bool found = false;
  for_each_part(code, [&](std::string_view part) { found = found || part == sector; }, ' ');
  return found;
}

bool of_a_state(std::string_view code) {
  return code.size() == 3 || has_sector(code, "GOV") || has_sector(code, "MIL") ||
         has_sector(code, "COP") || has_sector(code, "SPY");
}

bool of_civilians(std::string_view code) {
  constexpr std::array<std::string_view, 8> kCivilians{"CVL", "REF", "EDU", "HLH",
                                                       "MED", "NGO", "BUS", "REL"};
  for (const std::string_view sector : kCivilians) {
    if (has_sector(code, sector)) {
      return true;
    }
  }
  return false;
}

class Acled {
 public:
  explicit Acled(const Knowledge& knowledge)
      : kinds_(knowledge.find_table("ontology.acled")),
        actors_(knowledge.find_table("ontology.acled_actors")) {}

  // The row of the mode, else that of the type alone; none: not recorded.
  [[nodiscard]] std::optional<std::uint32_t> kind(std::string_view type,
                                                  std::string_view mode) const {
    std::optional<std::uint32_t> found;
    const RowRange rows = kinds_ == nullptr ? RowRange{} : kinds_->find(type);
    for (std::uint32_t r = rows.begin; r < rows.end; ++r) {
      const std::string_view of = kinds_->text(r, kinds_->column("mode"));
      if (of == mode || (of.empty() && !found)) {
        found = r;
      }
    }
    return found;
  }
  [[nodiscard]] Cell cell(std::uint32_t row, std::string_view column) const {
    return Cell(std::string(kinds_->text(row, kinds_->column(column))));
  }
  // What kind of actor, by the first sector that says so; a country alone is its state.
  [[nodiscard]] Cell inter(const std::string& code) const {
    Cell found;
    for_each_part(
        code.size() == 3 ? std::string_view("GOV") : std::string_view(code),
        [&](std::string_view part) {
          const RowRange rows = actors_ == nullptr ? RowRange{} : actors_->find(part);
          if (!rows.empty() && std::holds_alternative<std::monostate>(found)) {
            found = Cell(std::string(actors_->text(rows.begin, actors_->column("inter"))));
          }
        },
        ' ');
    return found;
  }

 private:
  const Table* kinds_;
  const Table* actors_;
};

}  // namespace

Rows acled_table(const Rows& in, const Knowledge& knowledge) {
  const Acled acled(knowledge);
  Rows out;
  out.columns = {
      "event_id_cnty", "event_date",      "year",       "time_precision",     "disorder_type",
      "event_type",    "sub_event_type",  "actor1",     "assoc_actor_1",      "inter1",
      "actor2",        "assoc_actor_2",   "inter2",     "civilian_targeting", "country",
      "admin1",        "location",        "latitude",   "longitude",          "geo_precision",
      "source",        "notes",           "fatalities", "fatalities_low",     "fatalities_high",
      "sources_for",   "sources_against", "url"};
  for (std::size_t r = 0; r < in.rows.size(); ++r) {
    const auto get = [&](std::string_view column) { return in.text(r, column); };
    const auto cell = [&](std::string_view column) { return in.rows[r][in.column(column)]; };
    const auto kind = acled.kind(get("type"), get("mode"));
    const bool told_of = get("time") != "planned" && get("time") != "conditional";
    if (!kind || !told_of || get("affirming") == "0") {
      continue;  // ACLED records what happened
    }
    const std::string country = get("country");
    const std::string precision = get("precision");
    const std::string agent = get("agent_code");
    const std::string target = get("target_code");
    out.rows.push_back({(country.empty() ? std::string("XXX") : country) + get("id"),
                        text_or_null(get("date")),
                        text_or_null(get("date").substr(0, 4)),
                        time_precision(get("when")),
                        acled.cell(*kind, "disorder"),
                        acled.cell(*kind, "event"),
                        acled.cell(*kind, "sub_event"),
                        text_or_null(get("agent")),
                        text_or_null(agent),
                        acled.inter(agent),
                        text_or_null(get("target")),
                        text_or_null(target),
                        acled.inter(target),
                        of_civilians(target) ? Cell(std::string("Civilian targeting")) : Cell(),
                        text_or_null(country),
                        text_or_null(get("admin1")),
                        text_or_null(get("place")),
                        cell("lat"),
                        cell("lon"),
                        precision.empty() ? Cell()
                                          : Cell(std::int64_t{precision == "1"  ? 1
                                                              : precision < "4" ? 2
                                                                                : 3}),
                        text_or_null(get("sources")),
                        text_or_null(get("sentence")),
                        cell("killed_best"),
                        cell("killed_low"),
                        cell("killed_high"),
                        cell("affirming"),
                        cell("denying"),
                        text_or_null(get("url"))});
  }
  return out;
}

Rows ucdp_table(const Rows& in) {
  Rows out;
  out.columns = {"id",
                 "year",
                 "type_of_violence",
                 "side_a",
                 "side_b",
                 "number_of_sources",
                 "source_article",
                 "source_office",
                 "source_date",
                 "source_headline",
                 "source_original",
                 "where_prec",
                 "where_coordinates",
                 "adm_1",
                 "latitude",
                 "longitude",
                 "country",
                 "event_clarity",
                 "date_prec",
                 "date_start",
                 "date_end",
                 "deaths_civilians",
                 "deaths_unknown",
                 "best",
                 "high",
                 "low"};
  for (std::size_t r = 0; r < in.rows.size(); ++r) {
    const auto get = [&](std::string_view column) { return in.text(r, column); };
    const auto cell = [&](std::string_view column) { return in.rows[r][in.column(column)]; };
    if (get("killed_high").empty() || get("killed_high") == "0" || get("type") != "ASSAULT" ||
        get("affirming") == "0") {
      continue;
    }
    const std::string agent = get("agent_code");
    const std::string target = get("target_code");
    // 1 a state fights, 2 groups fight each other, 3 one side kills civilians.
    Cell violence;
    if (of_civilians(target)) {
      violence = std::int64_t{3};
    } else if (!agent.empty() || !target.empty()) {
      violence = std::int64_t{of_a_state(agent) || of_a_state(target) ? 1 : 2};
    }
    const bool civilians = of_civilians(target);
    out.rows.push_back({get("id"),
                        text_or_null(get("date").substr(0, 4)),
                        violence,
                        text_or_null(get("agent")),
                        civilians ? Cell(std::string("Civilians")) : text_or_null(get("target")),
                        cell("affirming"),
                        text_or_null(get("url")),
                        text_or_null(get("outlet")),
                        text_or_null(get("published_at").substr(0, 10)),
                        text_or_null(get("title")),
                        text_or_null(get("sources")),
                        cell("precision"),
                        text_or_null(get("place")),
                        text_or_null(get("admin1")),
                        cell("lat"),
                        cell("lon"),
                        text_or_null(get("country")),
                        std::int64_t{get("date").empty() ? 2 : 1},
                        time_precision(get("when")),
                        text_or_null(get("date")),
                        text_or_null(get("to_date").empty() ? get("date") : get("to_date")),
                        civilians ? cell("killed_best") : Cell(),
                        civilians ? Cell() : cell("killed_best"),
                        cell("killed_best"),
                        cell("killed_high"),
                        cell("killed_low")});
  }
  return out;
}

}  // namespace sayso
