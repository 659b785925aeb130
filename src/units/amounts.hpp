#pragma once

#include <cstdint>

#include "units/units.hpp"

namespace wattprint {

/// How much hardware there is, and figures per so much of it.
using Gigabytes = Quantity<struct GibibyteTag>;   ///< of 2^30 bytes, as memory is sold
using Terabytes = Quantity<struct TerabyteTag>;   ///< of 10^12 bytes, as disks are sold
using Megahertz = Quantity<struct MegahertzTag>;  ///< clock of a processor
using Kilograms = Quantity<struct KilogramTag>;   ///< mass of hardware
using SquareMillimetres = Quantity<struct SquareMillimetreTag>;  ///< of silicon

using WattsPerGigabyte = Quantity<struct WattPerGibibyteTag>;
using WattsPerTerabyte = Quantity<struct WattPerTerabyteTag>;
using JoulesPerTerabyte = Quantity<struct JoulePerTerabyteTag>;  ///< of data that is sent
using GramsPerGigabyte = Quantity<struct GramPerGibibyteTag>;
using GramsPerTerabyte = Quantity<struct GramPerTerabyteTag>;
using GramsPerKilogram = Quantity<struct GramPerKilogramTag>;
using GramsPerSquareMillimetre = Quantity<struct GramPerSquareMillimetreTag>;

constexpr Watts operator*(WattsPerGigabyte rate, Gigabytes size) {
  return Watts{rate.value() * size.value()};
}
constexpr Watts operator*(WattsPerTerabyte rate, Terabytes size) {
  return Watts{rate.value() * size.value()};
}
constexpr Joules operator*(JoulesPerTerabyte rate, Terabytes size) {
  return Joules{rate.value() * size.value()};
}
constexpr Grams operator*(GramsPerGigabyte rate, Gigabytes size) {
  return Grams{rate.value() * size.value()};
}
constexpr Grams operator*(GramsPerTerabyte rate, Terabytes size) {
  return Grams{rate.value() * size.value()};
}
constexpr Grams operator*(GramsPerKilogram rate, Kilograms mass) {
  return Grams{rate.value() * mass.value()};
}
constexpr Grams operator*(GramsPerSquareMillimetre rate, SquareMillimetres area) {
  return Grams{rate.value() * area.value()};
}

constexpr Gigabytes gigabytes(std::uint64_t bytes) {
  return Gigabytes{static_cast<double>(bytes) / static_cast<double>(std::uint64_t{1} << 30U)};
}
constexpr Terabytes terabytes(std::uint64_t bytes) {
  return Terabytes{static_cast<double>(bytes) * 1e-12};
}

}  // namespace wattprint
