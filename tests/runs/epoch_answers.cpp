// One line in: "energy" or "time", the number of epochs in all, then what each epoch so far used.
// One line out: the prediction of the whole, and the ends of its 90 % interval.

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "runs/epoch_prediction.hpp"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string what;
    std::uint64_t epochs = 0;
    words >> what >> epochs;
    std::vector<wattprint::runs::Stretch> measured;
    for (double used = 0.0; words >> used;) {
      const wattprint::Joules joules{used};
      measured.push_back({wattprint::Seconds{used}, {}, {joules, joules, joules}});
    }
    const auto known =
        wattprint::runs::predict_epochs(measured, epochs, wattprint::Basis::measured, "series");
    if (!known) {
      std::fprintf(stderr, "%s\n", known.error().what.c_str());
      return 1;
    }
    const auto& [value, low, high, basis, source] = known->energy;
    const auto& time = known->duration;
    if (what == "energy")
      std::printf("%.9g %.9g %.9g\n", value.value(), low.value(), high.value());
    else
      std::printf("%.9g %.9g %.9g\n", time.value.count(), time.low.count(), time.high.count());
  }
  return 0;
}
