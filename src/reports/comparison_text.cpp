#include <fmt/format.h>

#include <cmath>

#include "reports/columns.hpp"
#include "reports/comparison.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/run_id.hpp"

namespace wattprint::reports {
namespace {

constexpr std::size_t kLongestName = 24;

std::string who(const runs::Identity& identity) {
  const std::string id(runs::short_id(identity.id));
  const std::string name = shorten(printable(identity.name), kLongestName);
  return name.empty() ? id : name + " " + id;
}

/// "x 0.52  (0.31 to 0.87)"; "x 2.0  (1.1 and more)" when a may have been 0.
std::string ratio_text(const Figure<Ratio>& ratio) {
  const int digits =
      ratio.low == ratio.high || std::isinf(ratio.high.value()) ? 2 : digits_of(ratio);
  std::string text = "x " + significant(ratio.value.value(), digits);
  if (ratio.low == ratio.high) return text;
  text += "  (" + significant(ratio.low.value(), digits);
  return text + (std::isinf(ratio.high.value())
                     ? " and more)"
                     : " to " + significant(ratio.high.value(), digits) + ")");
}

Cell verdict(const std::optional<Figure<Ratio>>& ratio) {
  // Of two exact figures nobody knows how much they vary from run to run.
  if (!ratio || ratio->low == ratio->high) return {""};
  if (!is_clear(*ratio)) return {"no clear difference", Tone::quiet};
  return {ratio->value < Ratio{1.0} ? "less" : "more", Tone::strong};
}

/// to_cell makes text of one side; both sides are given so that they can share a unit.
template <class Q, class ToText>
void row(Columns& columns, std::string name, const Change<Q>& change, ToText to_cell) {
  const auto cell = [&](const std::optional<Figure<Q>>& figure) {
    return figure ? Cell{to_cell(*figure), Tone::plain, true} : Cell{"unknown", Tone::quiet, true};
  };
  columns.row({{std::move(name), Tone::quiet},
               cell(change.a),
               cell(change.b),
               {change.ratio ? ratio_text(*change.ratio) : ""},
               verdict(change.ratio)});
}

template <class Q>
void quantity_row(Columns& columns, std::string name, const Change<Q>& change) {
  const auto& larger =
      change.a && (!change.b || change.a->value > change.b->value) ? change.a : change.b;
  if (!larger) return;
  const Unit unit = unit_for(larger->value);
  row(columns, std::move(name), change, [&](const auto& figure) { return to_text(figure, unit); });
}

}  // namespace

std::string to_text(const Comparison& comparison, const Style& style) {
  Columns columns(2);
  columns.row(
      {{""}, {"A", Tone::strong, true}, {"B", Tone::strong, true}, {"B / A", Tone::strong}});
  quantity_row(columns, "energy", comparison.energy);
  for (const auto& component : comparison.components) {
    std::string name = "  " + printable(component.what);
    name[name.find('/')] = ' ';
    quantity_row(columns, shorten(name, kLongestName), component);
  }
  quantity_row(columns, "emissions", comparison.emissions);
  const auto seconds = [](const auto& figure) { return to_text(Seconds(figure.value.value())); };
  row(columns, "duration", comparison.duration, seconds);
  row(columns, "CPU time", comparison.cpu, seconds);
  row(columns, "grid", comparison.intensity,
      [](const auto& figure) { return significant(figure.value.value(), 3) + " g/kWh"; });

  std::string text = "A " + paint(style, Tone::strong, who(comparison.a)) + "   B " +
                     paint(style, Tone::strong, who(comparison.b)) + '\n' + columns.render(style);
  if (comparison.differences.empty()) return text;
  text += "\n" + paint(style, Tone::warning, "not the same in both") + '\n';
  Columns conditions(2);
  for (const auto& [what, a, b] : comparison.differences) {
    conditions.free_row({what, Tone::quiet}, {"A  " + (a.empty() ? "none" : printable(a))});
    conditions.free_row({""}, {"B  " + (b.empty() ? "none" : printable(b))});
  }
  return text + conditions.render(style);
}

}  // namespace wattprint::reports
