#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/amounts.hpp"
#include "units/figure.hpp"

namespace wattprint::catalog {

// What memory, disks and the making of hardware cost, by the amount. Each figure has the interval
// of its row, or that of its kind where the row has none, and names the row as its source. All of
// these are Errc::malformed for a table that lacks a row, or has it in another unit.

/// Power of installed memory.
struct MemoryPower {
  Figure<WattsPerGigabyte> idle;
  Figure<WattsPerGigabyte> full;  ///< all hardware threads busy
};
Result<MemoryPower> memory_power(std::string_view table = tables::memory());

enum class DriveKind {
  nvme,
  sata_ssd,  ///< and SAS
  hdd_35,
  hdd_25,
  hdd_any,  ///< a hard disk whose form factor is not known
};

/// Power of one drive.
struct DrivePower {
  Figure<Watts> idle;    ///< powered and, for a hard disk, spinning
  Figure<Watts> active;  ///< all of it while there is work, not an addition to idle
};
Result<DrivePower> drive_power(DriveKind kind, std::string_view table = tables::storage());

/// Power of capacity that is rented: nobody says which drives it lies on.
struct AllocatedStoragePower {
  Figure<WattsPerTerabyte> hdd;
  Figure<WattsPerTerabyte> ssd;
};
Result<AllocatedStoragePower> allocated_storage_power(std::string_view table = tables::storage());

/// Energy of sending data over the internet, all networks on the way together.
Result<Figure<JoulesPerTerabyte>> network_energy(std::string_view table = tables::network());

/// Emissions of making hardware, cradle to gate.
struct Embodied {
  Figure<GramsPerGigabyte> dram;
  Figure<GramsPerTerabyte> ssd;  ///< flash alone; each SSD also has a case
  Figure<Grams> ssd_case;
  Figure<Grams> hdd;
  Figure<Grams> mainboard;
  Figure<GramsPerKilogram> power_supply;
  Figure<Grams> chassis;
  Figure<Grams> assembly;
  Figure<GramsPerSquareMillimetre> cpu_die;  ///< silicon alone; each CPU also has a package
  Figure<Grams> cpu_package;
  Figure<Grams> gpu_card;  ///< of a GPU whose memory is not known; its interval holds for all

  /// GPUs of which the making is published, by their memory.
  struct GpuCard {
    Gigabytes memory;
    Grams whole;
  };
  std::vector<GpuCard> gpu_cards;  ///< two at least, from the smallest memory to the largest

  /// On the lines from one published GPU to the next, which go on beyond the first and the last.
  Grams gpu_with(Gigabytes memory) const;
  Figure<Grams> cpu(SquareMillimetres die) const;
  Figure<Grams> ssd_of(Terabytes capacity) const;
};
Result<Embodied> embodied(std::string_view table = tables::embodied(),
                          std::string_view gpus = tables::embodied_gpus());

}  // namespace wattprint::catalog
