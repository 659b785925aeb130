#include "engine/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
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

struct SizeUnit {
  std::string_view name;
  double size;  ///< in gibibytes for memory, in terabytes for drives
};
constexpr std::array kMemoryUnits{SizeUnit{"mb", 1.0 / 1024}, SizeUnit{"mib", 1.0 / 1024},
                                  SizeUnit{"gb", 1.0},        SizeUnit{"gib", 1.0},
                                  SizeUnit{"tb", 1024.0},     SizeUnit{"tib", 1024.0}};
constexpr std::array kDriveUnits{SizeUnit{"gb", 1e-3}, SizeUnit{"tb", 1.0}, SizeUnit{"pb", 1e3}};

// More than the largest data centres have.
constexpr double kMostMemory = 1e9;  // GiB
constexpr double kMostDrives = 1e9;  // TB

/// A kilowatt hour never cost that much in a currency with a code, hyperinflation aside.
constexpr double kMostPrice = 1e6;

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

template <std::size_t N>
Result<double> parse_size(std::string_view text, std::string_view by,
                          const std::array<SizeUnit, N>& units, double most,
                          std::string_view example) {
  const auto wrong = [&](std::string_view why) {
    return fail(Errc::malformed,
                fmt::format("{}: {} {}; write for example {}", by, quoted(text), why, example));
  };
  const auto amount = split_amount(text);
  if (!amount) return wrong("is no size");
  if (amount->unit.empty()) return wrong("has no unit");
  const auto unit = std::find_if(units.begin(), units.end(), [&](const SizeUnit& candidate) {
    return candidate.name == to_lower(amount->unit);
  });
  if (unit == units.end()) return wrong("has a unit that is none of its kind");
  const double size = amount->number * unit->size;
  if (!(size > 0.0)) return wrong("is not more than nothing");
  if (size > most) return wrong("is more than anybody has");
  return size;
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

Result<Gigabytes> parse_memory(std::string_view text, std::string_view by) {
  const auto size = parse_size(text, by, kMemoryUnits, kMostMemory, "64GB (MB, GB, TB)");
  if (!size) return fail(size.error());
  return Gigabytes{*size};
}

Result<Terabytes> parse_capacity(std::string_view text, std::string_view by) {
  const auto size = parse_size(text, by, kDriveUnits, kMostDrives, "2TB (GB, TB, PB)");
  if (!size) return fail(size.error());
  return Terabytes{*size};
}

Result<Price> parse_price(std::string_view text, std::string_view by) {
  constexpr std::string_view kPerKwh = "/kwh";
  const auto amount = split_amount(text);
  std::string currency = to_lower(amount ? amount->unit : std::string_view());
  if (currency.size() > kPerKwh.size() && currency.ends_with(kPerKwh))
    currency.resize(currency.size() - kPerKwh.size());
  const bool is_code =
      currency.size() == 3 &&
      std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const auto wrong = [&](std::string_view why) {
    return fail(Errc::malformed, fmt::format("{}: {} {}; write the price of a kWh with the code "
                                             "of its currency, for example \"0.30 EUR\"",
                                             by, quoted(text), why));
  };
  if (!amount) return wrong("is no price");
  if (!is_code) return wrong("has no currency");
  if (!(amount->number >= 0.0 && amount->number <= kMostPrice))
    return wrong("is not what a kWh costs");
  for (char& c : currency) c = static_cast<char>(c - 'a' + 'A');
  return Price{MoneyPerKwh{amount->number}, currency};
}

Result<double> parse_number(std::string_view text, std::string_view by, const Bounds& bounds) {
  const auto value = parse_double(text);
  if (value && *value >= bounds.low && *value <= bounds.high &&
      (!bounds.whole || *value == std::floor(*value)))
    return *value;
  return fail(Errc::malformed,
              fmt::format("{}: expected a {}number from {} to {}, found {}", by,
                          bounds.whole ? "whole " : "", bounds.low, bounds.high, quoted(text)));
}

}  // namespace wattprint::engine
