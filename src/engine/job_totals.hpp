#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "estimate/job_sums.hpp"
#include "reports/columns.hpp"
#include "reports/style.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {

/// Rows with what many jobs take together; none for no jobs.
void add_total(reports::Columns& columns, const estimate::JobTotal& total);

/// What was assumed of them, with how many and what it may change; empty for nothing.
std::string assumptions_text(const estimate::JobTotal& total, const reports::Style& style);

/// The same as the member "assumptions" of the object that is being written.
void write_assumptions(runs::JsonWriter& json, const estimate::JobTotal& total);

/// What many jobs take as members of the object that is being written: energy_j, facility_energy_j,
/// emissions_g, embodied_g, water_l and cost.
void write_total(runs::JsonWriter& json, const estimate::JobTotal& total);

/// "1 job", "3 jobs"
std::string counted(std::uint64_t count, std::string_view thing);

}  // namespace wattprint::engine
