#pragma once

#include <string>

namespace wattprint::estimate::methods {

/// x with so many decimals and a comma between thousands, as Python's format(x, ",.2f"). Rounded by
/// the exact value of the double, a tie to the even side.
std::string grouped(double x, int decimals);
/// x in scientific notation with so many decimals: "1.00e-04", as Python's format(x, ".2e").
std::string scientific(double x, int decimals);

}  // namespace wattprint::estimate::methods
