// Uses what is installed; scripts/check-install adds a source file for each installed header.

#include <iostream>

#include "wattprint/tracker.hpp"
#include "wattprint/version.hpp"

int main() {
  wattprint::Tracker tracker({"no-store=true"});
  tracker.stop();
  std::cout << "wattprint " << wattprint::version() << '\n';
  return wattprint::version().empty() ? 1 : 0;
}
