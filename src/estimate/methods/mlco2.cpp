#include "estimate/methods/mlco2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::mlco2 {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

/// The page takes its table's figures as whole numbers (parseInt).
CarbonIntensity cut_off(CarbonIntensity intensity) {
  return CarbonIntensity{std::trunc(intensity.value())};
}

/// The page splits the mantissa of a number in scientific notation at its decimal point, which
/// "0e+0" and "1e+0" do not have.
bool has_one_digit(double x) {
  // Written as JavaScript does: the shortest text that gives the number back.
  std::string digits = fmt::format("{}", x);
  digits.erase(std::min(digits.find('e'), digits.size()));
  std::erase_if(digits, [](char c) { return c < '0' || c > '9'; });
  const auto first = digits.find_first_not_of('0');
  return first == std::string::npos || first == digits.find_last_not_of('0');
}

/// Whether one of the page's three comparisons kills it: kilometres by car (0.398 kg a mile), coal
/// (0.905 kg a pound) and seedlings in ten years (60 kg each), as the page has them from the US
/// EPA.
bool kills_the_page(double kg) {
  return has_one_digit(kg / (0.398 / 1.609344)) || has_one_digit(kg / (0.905 * 2.204623)) ||
         has_one_digit(kg / 60.0);
}

Footprint weigh(Watts power, Seconds time, double kg_per_kwh, double exact_kg_per_kwh,
                Fraction offset) {
  const double exact_kwh = power.value() * Hours(time).count() / 1000.0;
  const double kwh = two_decimals(exact_kwh);
  const double kg = two_decimals(kwh * kg_per_kwh);
  const double offset_kg = two_decimals(kg * (offset.value() * 100.0) / 100.0);
  return {.energy = kwh * kKilowattHour,
          .intensity = CarbonIntensity{kg_per_kwh * 1000.0},
          .emissions = Grams{kg * 1000.0},
          .offset = Grams{offset_kg * 1000.0},
          .unrounded = Grams{exact_kwh * exact_kg_per_kwh * 1000.0},
          .page_fails = kills_the_page(kg)};
}

std::optional<Region> read(std::string_view provider, const Published& row) {
  const auto intensity = row.number(0);
  const auto offset = row.number(1);
  if (!intensity || !offset) return std::nullopt;
  return Region{provider, row.name, CarbonIntensity{*intensity}, Fraction{*offset / 100.0}};
}

}  // namespace

double two_decimals(double x) {
  if (!std::isfinite(x)) return x;
  // printf rounds the exact value as toFixed does, but a tie to the even side. A tie is an odd
  // number of eighths: only these have exactly three decimals that end in 5.
  const double eighths = x * 8.0;
  if (std::abs(x) < 1e12 && eighths == std::trunc(eighths) && std::fmod(eighths, 2.0) != 0.0)
    return std::ceil(x * 100.0) / 100.0;
  return *parse_double(fmt::format("{:.2f}", x));
}

Result<std::optional<Watts>> hardware_power(std::string_view hardware) {
  const auto row = published("mlco2/hardware/", hardware);
  if (!row) return fail(row.error());
  if (!*row || !(*row)->number()) return std::nullopt;
  return Watts{*(*row)->number()};
}

Result<std::optional<Region>> find_region(std::string_view provider, std::string_view region) {
  const auto row = published(fmt::format("mlco2/region/{}/", provider), region);
  if (!row) return fail(row.error());
  return *row ? read(provider, **row) : std::nullopt;
}

Result<std::optional<Region>> cleanest_region(std::string_view provider) {
  const auto rows = published_under(fmt::format("mlco2/region/{}/", provider));
  if (!rows) return fail(rows.error());
  std::optional<Region> best;
  double best_rank = 0.0;
  for (const Published& row : *rows) {
    const auto region = read(provider, row);
    const double rank = row.number(2).value_or(0.0);
    if (!region) continue;
    const auto impact = cut_off(region->intensity);
    if (!best || impact < cut_off(best->intensity) ||
        (impact == cut_off(best->intensity) && rank < best_rank)) {
      best = region;
      best_rank = rank;
    }
  }
  return best;
}

Footprint footprint(Watts power, Seconds time, CarbonIntensity intensity, Fraction offset) {
  return weigh(power, time, two_decimals(cut_off(intensity).value() / 1000.0),
               intensity.value() / 1000.0, offset);
}

Footprint footprint_typed(Watts power, Seconds time, CarbonIntensity intensity, Fraction offset) {
  const double kg_per_kwh = intensity.value() / 1000.0;
  return weigh(power, time, kg_per_kwh, kg_per_kwh, offset);
}

Grams emissions_in(const Region& region, Joules energy) {
  return Grams{two_decimals(energy / kKilowattHour * cut_off(region.intensity).value() / 1000.0) *
               1000.0};
}

}  // namespace wattprint::estimate::methods::mlco2
