#include "catalog/cpus.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "catalog/cpu_name.hpp"
#include "catalog/cpu_row.hpp"
#include "catalog/cpu_tables.hpp"

namespace wattprint::catalog {
namespace cpu_tables {

const Table& cpus() {
  static const Result<Table> table = Table::open(tables::cpus(), kCpusHeader, "cpus.csv");
  if (!table) throw std::logic_error(table.error().what);  // the program was built wrongly
  return *table;
}

bool may_be(const CpuName& wanted, const Table::Row& row) {
  if (!wanted.vendor.empty() && wanted.vendor != row[vendor]) {
    // Who sells a cloud's own CPU and who designs it are both said to be its maker.
    const bool x86 = row[vendor] == "Intel" || row[vendor] == "AMD";
    if (x86 || wanted.vendor == "Intel" || wanted.vendor == "AMD") return false;
  }
  // Gold 5140 is not the Xeon 5140 of 2006.
  return wanted.tier.empty() || to_lower(row[name]).find("xeon ") == std::string::npos ||
         row[name].find("Platinum") != std::string_view::npos ||
         row[name].find("Gold") != std::string_view::npos ||
         row[name].find("Silver") != std::string_view::npos ||
         row[name].find("Bronze") != std::string_view::npos;
}

CpuMatch one_cpu(const Table::Row& row, CpuMatchKind kind) {
  CpuMatch match;
  match.kind = kind;
  match.name = row[name];
  match.vendor = row[vendor];
  match.segment = row[segment];
  if (!row[microarchitecture].empty()) match.microarchitectures = {row[microarchitecture]};
  match.tdp = tdp_of({row[tdp_w], row[tdp_w_low], row[tdp_w_high]}, Basis::estimated,
                     {"TDP of ", row[name], " (", row[source], ")"});
  match.cores = whole(row[cores]);
  match.threads = whole(row[threads]);
  match.base_mhz = whole(row[base_mhz]);
  match.launch_year = whole(row[launch_year]);
  match.source = row[source];
  match.note = row[note];
  return match;
}

}  // namespace cpu_tables

namespace {

using namespace cpu_tables;

std::optional<Table::Row> row_of(std::string_view wanted) {
  auto rows = cpus().rows(wanted);
  if (!rows || rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

bool same_tier(const CpuName& wanted, const Table::Row& row) {
  return wanted.tier.empty() || to_lower(row[name]).find(wanted.tier) != std::string::npos;
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Brand {
  std::string_view vendor;
  std::string_view prefix;
};

// "E5-2699 v3", "i7-8700K", "Q80-30": names that say their brand by their form.
constexpr Brand kBrands[] = {{"Intel", "xeon"},      {"Intel", "core"},      {"AMD", "epyc"},
                             {"AMD", "opteron"},     {"AMD", "ryzen"},       {"Ampere", "altra"},
                             {"Ampere", "altramax"}, {"Ampere", "ampereone"}};

/// The only CPU that a name without its brand can mean.
std::optional<Table::Row> row_without_brand(const CpuName& wanted) {
  // Intel's bare digits are a Xeon of 2006 or of 2017; AMD's are less ambiguous.
  if (all_digits(wanted.key) && wanted.vendor != "AMD" && wanted.tier.empty()) return std::nullopt;
  std::optional<Table::Row> only;
  for (const Brand& brand : kBrands) {
    if (!wanted.vendor.empty() && wanted.vendor != brand.vendor) continue;
    if (!wanted.tier.empty() && brand.prefix != "xeon") continue;
    auto row = row_of(std::string(brand.prefix) + wanted.key);
    if (!row || !may_be(wanted, *row)) continue;
    if (only) return std::nullopt;
    only = std::move(row);
  }
  return only;
}

/// "300", "M1": too little to be sure of, unless the vendor is said, or that it is a Xeon Gold.
bool says_too_little(const CpuName& wanted) {
  constexpr std::size_t kShortest = 4;
  return wanted.vendor.empty() && wanted.tier.empty() &&
         (wanted.key.size() < kShortest || all_digits(wanted.key));
}

std::optional<CpuMatch> find_one(const CpuName& wanted) {
  if (wanted.key.empty() || says_too_little(wanted)) return std::nullopt;
  auto row = row_of(wanted.key);
  if (!row || !may_be(wanted, *row)) {
    row.reset();
    // The one number that two Xeons share has its tier in the key.
    if (!wanted.tier.empty() && starts_with(wanted.key, "xeon"))
      row = row_of("xeon" + std::string(wanted.tier) + wanted.key.substr(4));
  }
  if (row)
    return one_cpu(*row, same_tier(wanted, *row) ? CpuMatchKind::exact : CpuMatchKind::alias);
  row = row_without_brand(wanted);
  if (row)
    return one_cpu(*row, same_tier(wanted, *row) ? CpuMatchKind::exact : CpuMatchKind::alias);
  return std::nullopt;
}

}  // namespace

std::string_view to_string(CpuMatchKind kind) {
  switch (kind) {
    case CpuMatchKind::exact: return "exact";
    case CpuMatchKind::alias: return "alias";
    case CpuMatchKind::family: return "family";
    case CpuMatchKind::none: return "none";
  }
  return "none";
}

CpuMatch find_cpu(std::string_view name, const CpuId* id) {
  if (name.size() > kLongestCpuName) name = {};  // no name of a CPU
  const CpuName wanted = read_cpu_name(name);
  if (auto match = find_one(wanted)) return *std::move(match);
  return find_family(wanted, id);
}

std::vector<std::string> similar_cpus(std::string_view text, std::size_t most) {
  const CpuName wanted = read_cpu_name(text.substr(0, kLongestCpuName));
  std::vector<std::string> keys;
  const auto read = cpus().each_row([&](const Table::Row& row) -> Result<> {
    keys.emplace_back(row[key]);
    return {};
  });
  std::vector<std::string> names;
  if (!read) return names;
  for (const std::string& near : nearest(wanted.key, keys, most))
    if (const auto row = row_of(near)) names.emplace_back((*row)[name]);
  return names;
}

}  // namespace wattprint::catalog
