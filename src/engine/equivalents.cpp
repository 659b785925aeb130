#include "engine/equivalents.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalog/tables.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

constexpr int kDigits = 2;
/// Nobody pictures a smaller part of a flight; the document has it.
constexpr double kLeastShown = 1e-3;

template <class Q>
std::optional<Q> value_of(const std::optional<Figure<Q>>& figure) {
  if (!figure) return std::nullopt;
  return figure->value;
}

std::string count_text(double count) { return reports::significant(count, kDigits); }

std::string interval_of(const EquivalentRow& row) {
  if (row.low == row.high) return {};
  return fmt::format("({} to {})", reports::interval_end(row.low, row.count, kDigits),
                     reports::interval_end(row.high, row.count, kDigits));
}

std::string constant_text(const footprint::Equivalent& one) {
  return one.emissions
             ? reports::to_text(Figure<Grams>::exact(*one.emissions, Basis::assumed, "")) + " CO2e"
             : reports::to_text(Figure<Joules>::exact(*one.energy, Basis::assumed, ""));
}

}  // namespace

Result<std::vector<EquivalentRow>> equivalents_of(const std::optional<Figure<Grams>>& emissions,
                                                  const std::optional<Figure<Joules>>& energy,
                                                  std::string_view set) {
  const auto constants = footprint::equivalents(catalog::tables::equivalents(),
                                                set.empty() ? footprint::kDefaultEquivalents : set);
  if (!constants) return fail(constants.error());
  std::vector<EquivalentRow> rows;
  for (const auto& one : footprint::compare(value_of(emissions), value_of(energy), *constants)) {
    EquivalentRow row{one.equivalent, one.count, 0.0, 0.0};
    if (one.equivalent.emissions) {
      row.low = emissions->low / *one.equivalent.emissions;
      row.high = emissions->high / *one.equivalent.emissions;
    } else {
      row.low = energy->low / *one.equivalent.energy;
      row.high = energy->high / *one.equivalent.energy;
    }
    rows.push_back(row);
  }
  return rows;
}

std::string equivalents_text(const std::vector<EquivalentRow>& rows, const reports::Style& style) {
  if (rows.empty()) return {};
  using reports::Tone;
  reports::Columns columns(4, reports::kWholeText);
  std::vector<std::string_view> too_large;
  for (const auto& row : rows) {
    if (row.count < kLeastShown) {
      too_large.push_back(row.equivalent.what);
      continue;
    }
    columns.row({{count_text(row.count), Tone::strong, true},
                 {interval_of(row)},
                 {std::string(row.equivalent.what)},
                 {fmt::format("{} each, {}; {}", constant_text(row.equivalent), row.equivalent.year,
                              row.equivalent.source),
                  Tone::quiet}});
  }
  std::string text =
      "  " +
      paint(style, Tone::quiet, fmt::format("as much as (set {}):", rows.front().equivalent.set)) +
      "\n";
  if (!columns.empty()) text += columns.render(style);
  if (too_large.empty()) return text;
  reports::Columns rest(4, reports::kWholeText);
  rest.row({{fmt::format("less than a thousandth of the {}", fmt::join(too_large, ", of the ")),
             Tone::quiet}});
  return text + rest.render(style);
}

void write_equivalents(runs::JsonWriter& json, const std::vector<EquivalentRow>& rows) {
  json.begin_array("equivalents");
  for (const auto& row : rows) {
    json.begin_object();
    json.text("set", row.equivalent.set);
    json.text("id", row.equivalent.id);
    json.text("what", row.equivalent.what);
    json.number("count", row.count);
    json.number("low", row.low);
    json.number("high", row.high);
    json.quantity("emissions_g_each", row.equivalent.emissions);
    json.quantity("energy_j_each", row.equivalent.energy);
    json.number("year", row.equivalent.year);
    json.text("source", row.equivalent.source);
    json.end();
  }
  json.end();
}

std::string equivalents_json(std::string_view run, const std::vector<EquivalentRow>& rows) {
  runs::JsonWriter json;
  json.begin_object();
  json.text("schema", "wattprint.equivalents.v1");
  json.text("run", run);
  write_equivalents(json, rows);
  json.end();
  return std::move(json).take();
}

}  // namespace wattprint::engine
