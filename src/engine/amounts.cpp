#include "engine/amounts.hpp"

#include <array>
#include <optional>

#include "base/text.hpp"

namespace wattprint::engine {
namespace {

constexpr std::size_t kLongestAmount = 60;

struct EnergyUnit {
  std::string_view name;
  Joules size;
};
constexpr std::array kEnergyUnits{
    EnergyUnit{"Wh", Joules{3.6e3}},  EnergyUnit{"kWh", Joules{3.6e6}},
    EnergyUnit{"MWh", Joules{3.6e9}}, EnergyUnit{"GWh", Joules{3.6e12}},
    EnergyUnit{"J", Joules{1.0}},     EnergyUnit{"kJ", Joules{1e3}},
    EnergyUnit{"MJ", Joules{1e6}},    EnergyUnit{"GJ", Joules{1e9}},
};

/// All data centres of the world use some 400 TWh a year (IEA, 2024).
constexpr Joules kMostEnergy{3.6e18};

/// A hundred million devices for ten years.
constexpr Seconds kMostTime{100e6 * 87600 * 3600.0};

std::string quoted(std::string_view text) {
  return '"' + std::string(text.substr(0, kLongestAmount)) + '"';
}

/// A number, and the letters behind it.
struct Amount {
  double number;
  std::string_view unit;
};

std::optional<Amount> split_amount(std::string_view text) {
  text = trim(text);
  const auto end = text.find_last_of("0123456789.");
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = parse_double(text.substr(0, end + 1));
  if (!number) return std::nullopt;
  return Amount{*number, trim(text.substr(end + 1))};
}

/// mWh may mean a thousand million times less than MWh, so case counts; kWh is kWh in any case.
bool is_unit(std::string_view written, std::string_view unit) {
  return written == unit ||
         (unit.size() > 1 && unit[0] == 'k' && to_lower(written) == to_lower(unit));
}

}  // namespace

Result<Joules> parse_energy(std::string_view text, std::string_view by) {
  const auto wrong = [&](std::string_view why) {
    return fail(Errc::malformed,
                std::string(by) + ": " + quoted(text) + ' ' + std::string(why) +
                    "; write for example 12.5kWh (Wh, kWh, MWh, GWh, J, kJ, MJ, GJ)");
  };
  const auto amount = split_amount(text);
  if (!amount) return wrong("is no energy");
  if (amount->unit.empty()) return wrong("has no unit");
  for (const auto& unit : kEnergyUnits) {
    if (!is_unit(amount->unit, unit.name)) continue;
    const Joules energy = unit.size * amount->number;
    if (!(energy > Joules{0.0})) return wrong("is not more than nothing");
    if (energy > kMostEnergy)
      return wrong("is more than all data centres of the world use in a year");
    return energy;
  }
  return wrong("has a unit that is none of energy");
}

Result<Seconds> parse_hours(std::string_view text, std::string_view by) {
  const auto amount = split_amount(text);
  const bool is_hours = amount && (amount->unit.empty() || amount->unit == "h");
  const Seconds time(is_hours ? amount->number * 3600.0 : 0.0);
  if (!(time > Seconds(0.0)) || time > kMostTime)
    return fail(Errc::malformed, std::string(by) + ": " + quoted(text) +
                                     " is no time that work can take; write hours, for example 72");
  return time;
}

Result<Fraction> parse_share(std::string_view text, std::string_view by) {
  constexpr double kPercent = 100.0;
  const auto amount = split_amount(text);
  std::optional<double> share;
  if (amount && amount->unit == "%") share = amount->number / kPercent;
  if (amount && amount->unit.empty()) share = amount->number;
  if (!share || !(*share >= 0.0) || *share > 1.0)
    return fail(Errc::malformed, std::string(by) + ": " + quoted(text) +
                                     " is no share of a whole; write 0% to 100%, for example 80%");
  return Fraction{*share};
}

}  // namespace wattprint::engine
