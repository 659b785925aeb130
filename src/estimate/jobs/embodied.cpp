#include "estimate/jobs/embodied.hpp"

#include <cmath>

namespace wattprint::estimate::jobs {
namespace {

/// Silicon of a server CPU, which no table has by model: Xeon Skylake XCC 694 mm2, Ice Lake 40C
/// 640, EPYC Rome 1008 with its I/O die (WikiChip, AMD). Own middle and range.
constexpr SquareMillimetres kDie{700.0};
constexpr Spread kDies{0.55, 1.6};

/// One of a server weighs 1 to 5 kg (data/embodied.csv), and there are two.
constexpr Kilograms kPowerSupplies{6.0};
constexpr Spread kPowerSupplyMass{0.5, 1.7};

/// What one drive holds: as in the figures of CCF, which are those of its power too.
constexpr Terabytes kSsdSize{5.0};
constexpr Terabytes kHddSize{10.0};

Spread together(const Spread& a, const Spread& b) {
  return {std::exp(-std::hypot(std::log(a.low), std::log(b.low))),
          std::exp(std::hypot(std::log(a.high), std::log(b.high)))};
}

template <class Q>
Spread spread_of(const Figure<Q>& figure) {
  return {figure.low / figure.value, figure.high / figure.value};
}

Grams card_of(const MadeHardware::Cards& gpus, const catalog::Embodied& table) {
  return gpus.memory ? table.gpu_with(*gpus.memory) : table.gpu_card.value;
}

class Parts {
 public:
  explicit Parts(double lifetimes) : lifetimes_(lifetimes) {}
  void add(std::string_view kind, Grams whole, const Spread& spread) {
    if (whole <= Grams{0.0}) return;
    all.push_back({kind, Figure<Grams>::with_spread(
                             whole * lifetimes_, together(spread, kPerLifetime), Basis::assumed,
                             "making of the hardware over 4 years; data/embodied.csv")});
  }
  std::vector<EmbodiedPart> all;

 private:
  double lifetimes_;
};

void add_storage(const Job& job, const catalog::Embodied& table, Parts& parts) {
  Grams ssds;
  Grams hdds;
  for (const auto& drive : job.storage) {
    const Terabytes capacity = drive.capacity * drive.replicas;
    if (drive.type == DriveType::ssd)
      ssds += table.ssd.value * capacity + table.ssd_case.value * (capacity / kSsdSize);
    else
      hdds += table.hdd.value * (capacity / kHddSize);
  }
  parts.add("ssd", ssds, spread_of(table.ssd));
  parts.add("hdd", hdds, spread_of(table.hdd));
}

}  // namespace

std::vector<EmbodiedPart> embodied_parts(const Job& job, const MadeHardware& made,
                                         const catalog::Embodied& table) {
  Parts parts(job.time / kLifetime * job.repeats);
  Grams cards;
  for (const auto& gpus : made.gpus) cards += card_of(gpus, table) * gpus.count;
  parts.add("gpu", cards, spread_of(table.gpu_card));
  parts.add("cpu", table.cpu(kDie).value * made.packages,
            together(spread_of(table.cpu_die), kDies));
  if (job.memory) parts.add("memory", table.dram.value * *job.memory, spread_of(table.dram));
  add_storage(job, table, parts);
  parts.add("mainboard", table.mainboard.value * made.servers, spread_of(table.mainboard));
  parts.add("power_supply", table.power_supply.value * kPowerSupplies * made.servers,
            together(spread_of(table.power_supply), kPowerSupplyMass));
  parts.add("chassis", (table.chassis.value + table.assembly.value) * made.servers,
            spread_of(table.chassis));
  return std::move(parts.all);
}

}  // namespace wattprint::estimate::jobs
