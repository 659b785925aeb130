// Reading kernel files: the only system calls of a sample. The difference between opening a file
// each time and keeping it open is why sources keep theirs.

#include <benchmark/benchmark.h>

#include "base/files.hpp"
#include "base/text.hpp"
#include "support/fake_machine.hpp"

namespace wattprint {
namespace {

void open_file_is_read_again(benchmark::State& state) {
  const testing::FakeMachine machine;
  machine.write("sys/energy_uj", "262143328850\n");
  const auto file = KernelFile::open(machine.root() / "sys/energy_uj").value();
  for (auto _ : state) benchmark::DoNotOptimize(file.read_u64());
}
BENCHMARK(open_file_is_read_again);

void file_is_opened_for_each_read(benchmark::State& state) {
  const testing::FakeMachine machine;
  machine.write("sys/energy_uj", "262143328850\n");
  const auto path = machine.root() / "sys/energy_uj";
  for (auto _ : state) benchmark::DoNotOptimize(read_u64(path));
}
BENCHMARK(file_is_opened_for_each_read);

void proc_stat_of_this_machine_is_read(benchmark::State& state) {
  auto file = KernelFile::open("/proc/stat");
  if (!file) {
    state.SkipWithError(file.error().what.c_str());
    return;
  }
  std::string buffer;
  for (auto _ : state) benchmark::DoNotOptimize(file->read(buffer));
}
BENCHMARK(proc_stat_of_this_machine_is_read);

void number_is_parsed(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(parse_u64("262143328850\n"));
}
BENCHMARK(number_is_parsed);

}  // namespace
}  // namespace wattprint
