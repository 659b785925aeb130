#pragma once

#include "runs/record.hpp"

namespace wattprint::testing {

/// The run of DESIGN 2.1: a small training on a machine without power sensors.
inline runs::RunRecord sample_record() {
  using namespace std::chrono_literals;
  constexpr auto kModel = "AMD EPYC (Zen 5), 2 threads, no power sensor here";
  const auto estimated = [&](double value, double low, double high) {
    return Figure<Joules>{Joules{value}, Joules{low}, Joules{high}, Basis::estimated, kModel};
  };
  const WallTime start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 2h + 49min + 5s;

  runs::RunRecord record;
  record.identity = {.id = "7f3a1c90be42",
                     .name = "mnist-mlp",
                     .project = "articles",
                     .tags = {{"seed", "7"}, {"lr", "0.1"}},
                     .command = {"python3", "train.py", "--name", "two words"},
                     .cwd = "/home/ada/mnist",
                     .host = "laptop"};
  record.outcome = {.started_at = start + 120ms,
                    .ended_at = start + 12420ms,
                    .duration = Seconds(12.3),
                    .exit_code = 0,
                    .signal = {},
                    .state = runs::State::finished};
  record.energy = estimated(1476, 1044, 2088);  // 0.41 Wh (0.29 to 0.58)
  record.emissions = Figure<Grams>{Grams{0.141}, Grams{0.092}, Grams{0.218}, Basis::assumed,
                                   std::string(kModel) + " + time zone Europe/Berlin"};
  record.components = {{measure::Component::cpu, "package-0", estimated(1122, 800, 1600)},
                       {measure::Component::dram, "all", estimated(354, 244, 488)}};
  record.attribution = {.scope = runs::Scope::tree,
                        .idle_policy = runs::IdlePolicy::proportional,
                        .cpu = CpuSeconds{22.5},
                        .processes = 3,
                        .method = "wait + proc",
                        .machine = estimated(2000, 1500, 2800),
                        .idle = estimated(300, 200, 500),
                        .others = estimated(200, 100, 300),
                        .unattributed = estimated(24, 0, 50),
                        .charged_idle = estimated(103, 80, 200)};
  record.facility = {.pue = Figure<Pue>::exact(Pue{1.0}, Basis::assumed, "no data centre named"),
                     .energy = estimated(1476, 1044, 2088),
                     .water = {}};
  record.grid = {.zone = "DE",
                 .intensity = {CarbonIntensity{344}, CarbonIntensity{310}, CarbonIntensity{380},
                               Basis::assumed, "Ember, assumed from the time zone Europe/Berlin"},
                 .period = "yearly average 2023"};
  record.sampling = {
      .interval = Seconds(1.0), .samples = 13, .missed = 0, .overhead = CpuSeconds{0.0041}};
  return record;
}

/// A program that measured itself, with a task whose figures are known and one whose are not.
inline runs::RunRecord tracked_record() {
  runs::RunRecord record = sample_record();
  record.outcome.exit_code.reset();
  const runs::PartRecord known{Seconds(2.5), CpuSeconds{4.0}, record.energy, record.emissions};
  const runs::PartRecord unknown{Seconds(0.5), CpuSeconds{0.0}, std::nullopt, std::nullopt};
  record.tasks = {{"Übung", 1000, known}, {"", 0, unknown}};
  record.epochs = {known, unknown};
  record.marks = {{"loaded", known}, {"warm", unknown}};
  return record;
}

/// The same, weighed with readings of its time; the first figures are kept.
inline runs::RunRecord revised_record() {
  runs::RunRecord record = sample_record();
  const WallTime start = record.outcome.started_at;
  const WallTime end = *record.outcome.ended_at;
  record.revisions = {{end + std::chrono::hours(30), record.emissions, record.grid}};
  record.emissions = Figure<Grams>{Grams{0.128}, Grams{0.089}, Grams{0.183}, Basis::assumed,
                                   record.emissions->source};
  const Figure<CarbonIntensity> reading{CarbonIntensity{309}, CarbonIntensity{278},
                                        CarbonIntensity{340}, Basis::assumed, "Electricity Maps"};
  record.grid.parts = {{grid::Knowledge::history, "Electricity Maps", grid::Label{}, start, end,
                        Fraction{0.92}, reading},
                       {grid::Knowledge::yearly, "Ember", grid::Label{}, start, end, Fraction{0.08},
                        record.grid.intensity}};
  record.grid.intensity = {CarbonIntensity{312}, CarbonIntensity{281}, CarbonIntensity{343},
                           Basis::assumed,
                           "Electricity Maps + Ember, assumed from the time zone Europe/Berlin"};
  record.grid.period = "time of the run, rest yearly average 2023";
  return record;
}

}  // namespace wattprint::testing
