#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "units/figure.hpp"

namespace wattprint::catalog {

/// Cells that the CPU tables have in common; an empty cell is nothing.
inline std::optional<unsigned> whole(std::string_view cell) {
  const auto number = parse_u64(cell);
  return number ? std::optional(static_cast<unsigned>(*number)) : std::nullopt;
}

/// tdp_w, tdp_w_low and tdp_w_high as a figure, with its source in parts.
inline std::optional<Figure<Watts>> tdp_of(std::array<std::string_view, 3> cells, Basis basis,
                                           std::initializer_list<std::string_view> source) {
  const auto value = parse_double(cells[0]);
  const auto low = parse_double(cells[1]);
  const auto high = parse_double(cells[2]);
  if (!value || !low || !high) return std::nullopt;
  Figure<Watts> figure{Watts{*value}, Watts{*low}, Watts{*high}, basis, {}};
  for (const std::string_view part : source) figure.source += part;
  return figure;
}

}  // namespace wattprint::catalog
