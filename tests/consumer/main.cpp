// Uses what is installed; scripts/check-install adds a source file for each installed header.

#include <iostream>

#include "wattprint/answers.hpp"
#include "wattprint/tracker.hpp"
#include "wattprint/version.hpp"

int main() {
  wattprint::Tracker tracker({"no-store=true"});
  tracker.stop();
  std::cout << "wattprint " << wattprint::version() << '\n';
  const bool answers = wattprint::catalog("gpu", "Tesla T4").find("T4") != std::string::npos &&
                       wattprint::grid_zones("DE").find("Germany") != std::string::npos;
  return wattprint::version().empty() || !answers ? 1 : 0;
}
