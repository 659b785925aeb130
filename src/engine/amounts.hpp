#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "units/amounts.hpp"
#include "units/money.hpp"
#include "units/units.hpp"

namespace wattprint::engine {

// Amounts as people write them on a command line. `by` is the option, for messages.
// Errc::malformed for a number without its unit, and for what cannot be.

/// "12.5kWh", "3.6 MJ": Wh, kWh, MWh, GWh, J, kJ, MJ or GJ; more than nothing.
Result<Joules> parse_energy(std::string_view text, std::string_view by);

/// Hours as a number, "2160" or "2160h"; more than nothing.
Result<Seconds> parse_hours(std::string_view text, std::string_view by);

/// "80%" or "0.8"; 0 to 1. A bare 80 is refused: it may be either.
Result<Fraction> parse_share(std::string_view text, std::string_view by);

/// "64 GB" of memory, which is 64 GiB as memory is sold: MB, GB, TB, or MiB, GiB, TiB.
Result<Gigabytes> parse_memory(std::string_view text, std::string_view by);

/// "2 TB" of a drive, in powers of ten as drives are sold: GB, TB or PB.
Result<Terabytes> parse_capacity(std::string_view text, std::string_view by);

/// "0.30 EUR": a kilowatt hour's price with its currency of three letters.
Result<Price> parse_price(std::string_view text, std::string_view by);

struct Bounds {
  double low;
  double high;
  bool whole;
};
/// A number without a unit, within the bounds.
Result<double> parse_number(std::string_view text, std::string_view by, const Bounds& bounds);

}  // namespace wattprint::engine
