#include "estimate/jobs/amounts.hpp"

namespace wattprint::estimate::jobs {

Figure<Joules> memory_energy(Gigabytes size, Fraction load, Seconds time,
                             const catalog::MemoryPower& power) {
  using Rate = Figure<WattsPerGigabyte>;
  const auto energy = [&](auto end) {
    const Watts idle = power.idle.*end * size;
    return (idle + (power.full.*end * size - idle) * load) * time;
  };
  return {energy(&Rate::value), energy(&Rate::low), energy(&Rate::high), Basis::estimated,
          "memory by size (data/memory.csv)"};
}

Figure<Joules> storage_energy(const StorageUse& drive, Seconds time,
                              const catalog::AllocatedStoragePower& power) {
  const auto& rate = drive.type == DriveType::ssd ? power.ssd : power.hdd;
  const Terabytes size = drive.capacity * drive.replicas;
  return {rate.value * size * time, rate.low * size * time, rate.high * size * time,
          Basis::estimated, "capacity on drives (data/storage.csv)"};
}

Figure<Joules> network_energy(Terabytes sent, const Figure<JoulesPerTerabyte>& rate) {
  return {rate.value * sent, rate.low * sent, rate.high * sent, Basis::estimated,
          "data sent over the internet (data/network.csv)"};
}

}  // namespace wattprint::estimate::jobs
