#include "reports/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "reports/phrases.hpp"
#include "runs/run_id.hpp"

namespace wattprint::reports {
namespace {

using runs::RunRecord;

constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLabelWidth = 9;  // "emissions"
constexpr std::size_t kMostWarnings = 3;
constexpr std::size_t kMostLines = 2;  // of where a figure is from

Cell label(std::string text) { return {std::move(text), Tone::quiet}; }

std::string headline(const RunRecord& record, const Style& style) {
  const std::string name = shorten(printable(record.identity.name), kLongestName);
  const std::string gap = name.empty() ? "" : "  ";
  return paint(style, Tone::quiet, "wattprint") + gap + paint(style, Tone::strong, name) + "  " +
         to_text(record.outcome.duration) + ", " +
         paint(style, outcome_tone(record.outcome), outcome_phrase(record.outcome)) + '\n';
}

/// One line of a figure: label, value, interval, where it is from.
template <class Q>
void figure_row(Columns& columns, const std::string& name, const std::optional<Figure<Q>>& figure,
                std::string_view of_what, const std::string& source) {
  if (!figure) {
    columns.free_row(label(name), {"unknown", Tone::warning});
    return;
  }
  const Unit unit = unit_for(figure->value);
  columns.row({label(name),
               {to_text(*figure, unit) + std::string(of_what), Tone::strong},
               {interval_text(*figure, unit)},
               {source, Tone::quiet}});
}

/// "cpu 76 %  memory 24 %  (7 % of it is idle share)"; empty when there is nothing to tell apart.
std::string parts(const RunRecord& record) {
  if (!record.energy || record.energy->value <= Joules{0.0}) return "";
  using measure::Component;
  struct Kind {
    Component component;
    std::string_view name;
  };
  constexpr Kind kKinds[] = {{Component::cpu, "cpu"},
                             {Component::dram, "memory"},
                             {Component::gpu, "gpu"},
                             {Component::platform, "whole machine"}};
  std::vector<std::string> shares;
  for (const auto& kind : kKinds) {
    Joules sum;
    bool there = false;
    for (const auto& component : record.components) {
      if (component.component != kind.component) continue;
      sum += component.energy.value;
      there = true;
    }
    if (there)
      shares.push_back(fmt::format("{} {}", kind.name, percent(sum / record.energy->value)));
  }
  const auto& idle = record.attribution.charged_idle;
  const bool has_idle = idle && idle->value > Joules{0.0};
  if (shares.size() < 2 && !has_idle) return "";
  std::string text = fmt::format("{}", fmt::join(shares, "   "));
  if (has_idle)
    text += fmt::format("   ({} of it is idle share)", percent(idle->value / record.energy->value));
  return text;
}

std::string elsewhere_text(const RunRecord& record, const std::vector<Elsewhere>& elsewhere) {
  if (!record.emissions) return "";
  const Unit unit = unit_for(record.emissions->value);  // one unit, to be compared at a glance
  std::string text;
  for (const auto& place : elsewhere) {
    if (!text.empty()) text += "   ";
    text += fmt::format("{} {} {}", printable(place.zone),
                        significant(place.emissions.value.value() / unit.size, 2), unit.name);
  }
  return text;
}

std::string last_line(const RunRecord& record, bool kept, const Style& style) {
  const std::string_view id = runs::short_id(record.identity.id);
  const bool improvable = !record.energy || record.energy->basis != Basis::measured;
  std::string text =
      kept ? fmt::format("kept as run {0}; wattprint show {0}", id) : std::string("not kept");
  if (improvable)
    text += std::string(kept ? "," : ";") + " wattprint doctor says how to measure better";
  return "  " + paint(style, Tone::quiet, text) + '\n';
}

}  // namespace

std::string summary(const RunRecord& record, const SummaryExtras& extras, const Style& style) {
  Columns columns(2, kMostLines);
  figure_row(columns, "energy", record.energy, "",
             record.energy ? source_phrase(record.energy->basis, record.energy->source) : "");
  figure_row(columns, "emissions", record.emissions, " CO2e", grid_phrase(record));
  if (auto text = parts(record); !text.empty())
    columns.free_row(label("of which"), {std::move(text)});
  if (auto text = elsewhere_text(record, extras.elsewhere); !text.empty())
    columns.free_row(label("elsewhere"), {std::move(text)});
  return headline(record, style) + columns.render(style) +
         warning_lines(record, kLabelWidth, kMostWarnings, style) +
         last_line(record, extras.kept, style);
}

}  // namespace wattprint::reports
