#include "catalog/coefficients.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kHeader = "id,value,low,high,unit,applies_to,source,note";
enum Column { id, value, low, high, unit, applies_to, source, note };

// A study of one component says half or double of what another one says: ratios between sources in
// the rows that have several are 1.7 to 4.
constexpr Spread kOneSource{0.5, 2.0};

/// A unit of the tables, and how much of ours it is.
struct Unit {
  std::string_view name;
  double factor;
};
constexpr Unit kWatts{"W", 1.0};
constexpr Unit kWattsPerGigabyte{"W/GB", 1.0};
constexpr Unit kWattsPerTerabyte{"W/TB", 1.0};
constexpr Unit kKilowattHoursPerGigabyte{"kWh/GB", 3.6e6 * 1000.0};  // GB of 10^9 bytes
constexpr Unit kKilograms{"kgCO2e", 1000.0};
constexpr Unit kKilogramsPerGigabyte{"kgCO2e/GB", 1000.0};
constexpr Unit kKilogramsPerTerabyte{"kgCO2e/TB", 1000.0};
constexpr Unit kKilogramsPerSquareMillimetre{"kgCO2e/mm2", 1000.0};
constexpr Unit kKilogramsPerKilogram{"kgCO2e/kg", 1000.0};

/// Takes figures out of one table; keeps the first thing that went wrong.
class Reader {
 public:
  Reader(std::string_view text, std::string_view name) : name_(name) {
    auto opened = Table::open(text, kHeader, name);
    if (opened)
      table_ = std::move(*opened);
    else
      error_ = opened.error();
  }

  template <class Q>
  void take(Figure<Q>& figure, std::string_view key, const Unit& expected) {
    if (error_) return;
    const auto rows = table_->rows(key);
    if (!rows) {
      error_ = rows.error();
      return;
    }
    const auto middle = rows->size() == 1 ? parse_double(rows->front()[value]) : std::nullopt;
    if (!middle || *middle <= 0.0 || rows->front()[unit] != expected.name) {
      error_ = Error{Errc::malformed, name_ + ": there must be one row " + std::string(key) +
                                          " with a number in " + std::string(expected.name)};
      return;
    }
    const auto& row = rows->front();
    const double least = parse_double(row[low]).value_or(*middle * kOneSource.low);
    const double most = parse_double(row[high]).value_or(*middle * kOneSource.high);
    figure = {.value = Q{*middle * expected.factor},
              .low = Q{least * expected.factor},
              .high = Q{most * expected.factor},
              .basis = Basis::estimated,
              .source = name_ + " " + std::string(key) + " (" + std::string(row[source]) + ")"};
  }

  template <class T>
  Result<T> finish(T&& result) && {
    if (error_) return fail(std::move(*error_));
    return std::forward<T>(result);
  }

 private:
  std::string name_;
  std::optional<Table> table_;
  std::optional<Error> error_;
};

std::string_view prefix_of(DriveKind kind) {
  switch (kind) {
    case DriveKind::nvme: return "nvme";
    case DriveKind::sata_ssd: return "sata_ssd";
    case DriveKind::hdd_35: return "hdd_35";
    case DriveKind::hdd_25: return "hdd_25";
    case DriveKind::hdd_any: return "hdd_any";
  }
  return "hdd_any";
}

template <class Rate, class Amount>
auto times(const Figure<Rate>& rate, Amount amount) {
  return Figure<decltype(rate.value * amount)>{rate.value * amount, rate.low * amount,
                                               rate.high * amount, rate.basis, rate.source};
}

constexpr std::string_view kGpuHeader = "name,memory_gb,kgco2e,source,note";
enum GpuColumn { gpu_name, gpu_memory, gpu_kilograms };

Result<std::vector<Embodied::GpuCard>> gpu_cards(std::string_view text) {
  constexpr std::string_view kName = "embodied_gpus.csv";
  const auto table = Table::open(text, kGpuHeader, kName);
  if (!table) return fail(table.error());
  std::vector<Embodied::GpuCard> cards;
  const auto fine = table->each_row([&](const Table::Row& row) -> Result<> {
    const auto memory = parse_double(row[gpu_memory]);
    const auto kilograms = parse_double(row[gpu_kilograms]);
    if (!memory || *memory <= 0.0 || !kilograms || *kilograms <= 0.0)
      return fail(Errc::malformed, std::string(kName) + ": " + std::string(row[gpu_name]) +
                                       ": there must be memory and kilograms");
    cards.push_back({Gigabytes{*memory}, Grams{*kilograms * kKilograms.factor}});
    return {};
  });
  if (!fine) return fail(fine.error());
  std::sort(cards.begin(), cards.end(),
            [](const auto& a, const auto& b) { return a.memory < b.memory; });
  const auto same =
      std::adjacent_find(cards.begin(), cards.end(),
                         [](const auto& a, const auto& b) { return a.memory == b.memory; });
  if (cards.size() < 2 || same != cards.end())
    return fail(Errc::malformed,
                std::string(kName) + ": there must be two rows, each of another memory");
  return cards;
}

}  // namespace

Result<MemoryPower> memory_power(std::string_view table) {
  Reader reader(table, "memory.csv");
  MemoryPower power;
  reader.take(power.idle, "idle", kWattsPerGigabyte);
  reader.take(power.full, "full", kWattsPerGigabyte);
  return std::move(reader).finish(std::move(power));
}

Result<DrivePower> drive_power(DriveKind kind, std::string_view table) {
  Reader reader(table, "storage.csv");
  DrivePower power;
  reader.take(power.idle, std::string(prefix_of(kind)) + "_idle", kWatts);
  reader.take(power.active, std::string(prefix_of(kind)) + "_active", kWatts);
  return std::move(reader).finish(std::move(power));
}

Result<AllocatedStoragePower> allocated_storage_power(std::string_view table) {
  Reader reader(table, "storage.csv");
  AllocatedStoragePower power;
  reader.take(power.hdd, "allocated_hdd", kWattsPerTerabyte);
  reader.take(power.ssd, "allocated_ssd", kWattsPerTerabyte);
  return std::move(reader).finish(std::move(power));
}

Result<Figure<JoulesPerTerabyte>> network_energy(std::string_view table) {
  Reader reader(table, "network.csv");
  Figure<JoulesPerTerabyte> rate;
  reader.take(rate, "transfer", kKilowattHoursPerGigabyte);
  return std::move(reader).finish(std::move(rate));
}

Result<Embodied> embodied(std::string_view table, std::string_view gpus) {
  Reader reader(table, "embodied.csv");
  Embodied all;
  reader.take(all.dram, "dram", kKilogramsPerGigabyte);
  reader.take(all.ssd, "ssd", kKilogramsPerTerabyte);
  reader.take(all.ssd_case, "ssd_case", kKilograms);
  reader.take(all.hdd, "hdd", kKilograms);
  reader.take(all.mainboard, "mainboard", kKilograms);
  reader.take(all.power_supply, "power_supply", kKilogramsPerKilogram);
  reader.take(all.chassis, "chassis", kKilograms);
  reader.take(all.assembly, "assembly", kKilograms);
  reader.take(all.cpu_die, "cpu_die", kKilogramsPerSquareMillimetre);
  reader.take(all.cpu_package, "cpu_package", kKilograms);
  reader.take(all.gpu_card, "gpu_card", kKilograms);
  auto cards = gpu_cards(gpus);
  if (!cards) return fail(cards.error());
  all.gpu_cards = std::move(*cards);
  return std::move(reader).finish(std::move(all));
}

Figure<Grams> Embodied::cpu(SquareMillimetres die) const {
  return add(cpu_package, times(cpu_die, die));
}

Grams Embodied::gpu_with(Gigabytes memory) const {
  auto next = gpu_cards.begin() + 1;
  while (next + 1 != gpu_cards.end() && next->memory < memory) ++next;
  const GpuCard& low = *(next - 1);
  return low.whole + (next->whole - low.whole) * ((memory.value() - low.memory.value()) /
                                                  (next->memory.value() - low.memory.value()));
}

Figure<Grams> Embodied::ssd_of(Terabytes capacity) const {
  return add(ssd_case, times(ssd, capacity));
}

}  // namespace wattprint::catalog
