// Uses what is installed; scripts/check-install adds a source file for each installed header.

#include <iostream>

#include "wattprint/version.hpp"

int main() {
  std::cout << "wattprint " << wattprint::version() << '\n';
  return wattprint::version().empty() ? 1 : 0;
}
