#pragma once

#include <string>

#include "units/units.hpp"

namespace wattprint {

/// An amount of a currency; which one is told beside it.
using Money = Quantity<struct MoneyTag>;
using MoneyPerKwh = Quantity<struct MoneyPerKwhTag>;

constexpr Money operator*(Joules energy, MoneyPerKwh price) {
  return Money{energy / kKilowattHour * price.value()};
}

/// What a kilowatt hour costs.
struct Price {
  MoneyPerKwh per_kwh;
  std::string currency;  ///< "EUR"
};

}  // namespace wattprint
