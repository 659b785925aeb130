// Measures the epochs of a loop.
//
//     c++ -std=c++17 epochs.cpp $(pkg-config --cflags --libs wattprint) -o epochs && ./epochs
#include <cmath>
#include <iostream>
#include <wattprint/tracker.hpp>

int main(int argc, char** argv) try {
  std::vector<std::string> settings{"name=epochs"};
  for (int i = 1; i < argc; ++i) settings.emplace_back(argv[i]);  // data-dir=/tmp/here

  wattprint::Tracker tracker(settings);
  double sum = 0.0;
  for (int epoch = 0; epoch < 3; ++epoch) {
    tracker.epoch();
    auto task = tracker.task("train");
    for (int i = 1; i < 5'000'000; ++i) sum += std::sin(1.0 / i);
    task.end();
    const auto validate = tracker.task("validate");
    for (int i = 1; i < 1'000'000; ++i) sum += std::cos(1.0 / i);
  }
  tracker.end_epoch();

  const auto used = tracker.stop();
  std::cout << used.energy_j.value << " J (" << used.energy_j.low << " to " << used.energy_j.high
            << ") in " << used.duration_s << " s, sum " << sum << '\n';
  return 0;
} catch (const wattprint::TrackerError& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
