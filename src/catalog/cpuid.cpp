#include "catalog/cpuid.hpp"

#include "base/text.hpp"
#include "catalog/cpu_row.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kHeader =
    "id,first_stepping,last_stepping,vendor,microarchitecture,codename,segment,launch_year,"
    "power_family,tdp_w,tdp_w_low,tdp_w_high,n_cpus,source";

enum Column {
  id,
  first_stepping,
  last_stepping,
  vendor,
  microarchitecture,
  codename,
  segment,
  launch_year,
  power_family,
  tdp_w,
  tdp_w_low,
  tdp_w_high,
  n_cpus,
};

CpuDie to_die(const Table::Row& row) {
  CpuDie die{.id = row[id],
             .first_stepping = whole(row[first_stepping]),
             .last_stepping = whole(row[last_stepping]),
             .vendor = row[vendor],
             .microarchitecture = row[microarchitecture],
             .codename = row[codename],
             .segment = row[segment],
             .launch_year = whole(row[launch_year]),
             .power_family = row[power_family],
             .tdp = {}};
  die.tdp = tdp_of({row[tdp_w], row[tdp_w_low], row[tdp_w_high]}, Basis::assumed,
                   {"TDP of CPUs with this CPUID: ", row[codename]});
  return die;
}

bool covers(const CpuDie& die, unsigned stepping) {
  return die.first_stepping.value_or(0) <= stepping &&
         (!die.last_stepping || stepping <= *die.last_stepping);
}

std::string key_of(const CpuId& id) {
  return to_lower(id.vendor) + '-' + std::to_string(id.family) + '-' + std::to_string(id.model);
}

}  // namespace

std::optional<CpuDie> find_die(const CpuId& id) {
  const auto table = Table::open(tables::cpuid(), kHeader, "cpuid.csv");
  if (!table) return std::nullopt;
  const auto rows = table->rows(key_of(id));
  if (!rows) return std::nullopt;
  for (const auto& row : *rows) {
    CpuDie die = to_die(row);
    if (covers(die, id.stepping.value_or(0))) return die;
  }
  return std::nullopt;
}

Result<std::vector<CpuDie>> all_dies(std::string_view text) {
  const auto table = Table::open(text, kHeader, "cpuid.csv");
  if (!table) return fail(table.error());
  std::vector<CpuDie> dies;
  const auto fine = table->each_row([&](const Table::Row& row) -> Result<> {
    dies.push_back(to_die(row));
    return {};
  });
  if (!fine) return fail(fine.error());
  return dies;
}

}  // namespace wattprint::catalog
