#pragma once

#include <string_view>

#include "catalog/cpu_name.hpp"
#include "catalog/cpus.hpp"
#include "catalog/table.hpp"

/// What cpus.cpp and cpu_family_search.cpp share; nobody else includes it.
namespace wattprint::catalog::cpu_tables {

constexpr std::string_view kCpusHeader =
    "key,name,vendor,family,segment,microarchitecture,tdp_w,tdp_w_low,tdp_w_high,cores,threads,"
    "base_mhz,launch_year,source,note";

enum CpuColumn {
  key,
  name,
  vendor,
  family,
  segment,
  microarchitecture,
  tdp_w,
  tdp_w_low,
  tdp_w_high,
  cores,
  threads,
  base_mhz,
  launch_year,
  source,
  note,
};

/// cpus.csv, opened once.
const Table& cpus();

/// Whether vendor and tier of a name allow that a row is meant.
bool may_be(const CpuName& name, const Table::Row& row);

/// A row of cpus.csv as the answer.
CpuMatch one_cpu(const Table::Row& row, CpuMatchKind kind);

/// The family that a name belongs to, which is not one CPU by its own: kind family or none, or
/// alias where cpu_aliases.csv has it as another name of one CPU.
CpuMatch find_family(const CpuName& name, const CpuId* id);

}  // namespace wattprint::catalog::cpu_tables
