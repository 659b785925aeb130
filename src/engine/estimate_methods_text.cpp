#include <fmt/format.h>

#include "engine/estimate_methods.hpp"
#include "reports/columns.hpp"
#include "reports/human.hpp"

namespace wattprint::engine {
namespace {

using reports::Cell;
using reports::Columns;
using reports::Tone;

Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string headline(const std::string& about, const reports::Style& style) {
  return paint(style, Tone::quiet, "wattprint") + "  " + paint(style, Tone::strong, about) + "\n";
}

template <class Q>
void figure_row(Columns& columns, const char* name, const Figure<Q>& figure,
                const std::string& unit_suffix, std::string remark) {
  const auto unit = reports::unit_for(figure.value);
  columns.row({label(name),
               {to_text(figure, unit) + unit_suffix, Tone::strong},
               {interval_text(figure, unit)},
               {std::move(remark), Tone::quiet}});
}

std::string parts_text(const MethodFigures& figures) {
  std::string text;
  for (const auto& part : figures.parts)
    if (part.energy.value > Joules{0.0})
      text += fmt::format("{}{} {}", text.empty() ? "" : "   ", part.name,
                          reports::percent(part.energy.value / figures.energy.value));
  return text;
}

void add_notes(Columns& columns, const MethodFigures& figures) {
  for (const auto& fault : figures.faults)
    columns.free_row({"known fault", Tone::warning}, {fault});
  for (const auto& assumption : figures.assumptions)
    columns.free_row(
        label("assumed"),
        {assumption.effect.empty() ? assumption.what : assumption.what + "; " + assumption.effect});
}

/// One unit for a column, that of the first row which has figures.
template <class Amount>
reports::Unit column_unit(const std::vector<MethodRow>& rows, Amount amount) {
  for (const auto& row : rows)
    if (row.figures) return reports::unit_for(amount(*row.figures).value);
  return reports::unit_for(decltype(amount(std::declval<MethodFigures>()).value){});
}

template <class Q>
void add_figure(std::vector<Cell>& cells, const Figure<Q>& figure, reports::Unit unit) {
  cells.push_back({to_text(figure, unit), Tone::strong, true});
  cells.push_back({interval_text(figure, unit), Tone::quiet});
}

std::string spread_text(const std::optional<double>& spread) {
  return spread ? "x " + reports::significant(*spread, 2) : "-";
}

std::string table_text(const std::vector<MethodRow>& rows, const reports::Style& style) {
  const auto energy_unit = column_unit(rows, [](const MethodFigures& one) { return one.energy; });
  const auto grams_unit = column_unit(rows, [](const MethodFigures& one) { return one.emissions; });
  Columns columns(2, reports::kWholeText);
  columns.row({label("method"),
               {"energy", Tone::quiet, true},
               {""},
               {"CO2e", Tone::quiet, true},
               {""},
               {"embodied", Tone::quiet, true},
               label("g/kWh, PUE")});
  for (const auto& row : rows) {
    if (!row.figures) {
      columns.free_row({row.name}, {"- " + row.figures.error().what, Tone::quiet});
      continue;
    }
    const auto& figures = *row.figures;
    std::vector<Cell> cells{{row.name}};
    add_figure(cells, figures.energy, energy_unit);
    add_figure(cells, figures.emissions, grams_unit);
    cells.push_back({figures.embodied ? to_text(*figures.embodied, grams_unit) : "-", {}, true});
    cells.push_back({fmt::format("{:.0f}, {:.3g}", figures.intensity.value(), figures.pue.value()),
                     Tone::quiet});
    columns.row(std::move(cells));
  }
  const auto spread = spread_of(rows);
  columns.row({label("highest / lowest"),
               {spread_text(spread.energy), Tone::plain, true},
               {""},
               {spread_text(spread.emissions), Tone::plain, true}});
  return columns.render(style);
}

}  // namespace

std::string method_text(const std::string& about, const MethodRow& row,
                        const reports::Style& style) {
  const auto& figures = *row.figures;
  Columns columns(2, reports::kWholeText);
  columns.free_row(label("method"), {fmt::format("{} {}, as published", row.title, row.version)});
  figure_row(columns, "energy", figures.energy, "", fmt::format("PUE {:.3g}", figures.pue.value()));
  figure_row(columns, "emissions", figures.emissions, " CO2e",
             fmt::format("{:.0f} g/kWh", figures.intensity.value()));
  if (figures.embodied)
    figure_row(columns, "embodied", *figures.embodied, " CO2e", "share of making the hardware");
  if (figures.water) figure_row(columns, "water", *figures.water, "", "");
  if (const auto parts = parts_text(figures); !parts.empty())
    columns.free_row(label("of which"), {parts});
  add_notes(columns, figures);
  columns.free_row(label("source"), {row.citation});
  return headline(about, style) + columns.render(style);
}

std::string methods_text(const std::string& about, const std::vector<MethodRow>& rows,
                         const reports::Style& style) {
  std::string text = headline(about, style) + table_text(rows, style);
  for (const auto& row : rows) {
    if (!row.figures || (row.figures->faults.empty() && row.figures->assumptions.empty())) continue;
    text += "  " + paint(style, Tone::quiet, row.name) + "\n";
    Columns notes(4, reports::kWholeText);
    add_notes(notes, *row.figures);
    text += notes.render(style);
  }
  return text;
}

}  // namespace wattprint::engine
