#pragma once

#include <string_view>

extern "C" {
extern const char wattprint_grid_yearly_begin;
extern const char wattprint_grid_yearly_end;
extern const char wattprint_zones_begin;
extern const char wattprint_zones_end;
extern const char wattprint_time_zones_begin;
extern const char wattprint_time_zones_end;
extern const char wattprint_cpus_begin;
extern const char wattprint_cpus_end;
extern const char wattprint_cpu_aliases_begin;
extern const char wattprint_cpu_aliases_end;
extern const char wattprint_cpu_series_begin;
extern const char wattprint_cpu_series_end;
extern const char wattprint_cpuid_begin;
extern const char wattprint_cpuid_end;
}

/// The tables of data/ as text inside the program (tables.S); data/SOURCES.md says where they are
/// from.
namespace wattprint::catalog::tables {

/// zone,year,g_per_kwh,kind,origin,licence,vintage,source,note
inline std::string_view grid_yearly() {
  return {&wattprint_grid_yearly_begin, &wattprint_grid_yearly_end};
}

/// code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor
inline std::string_view zones() { return {&wattprint_zones_begin, &wattprint_zones_end}; }

/// time_zone,country
inline std::string_view time_zones() {
  return {&wattprint_time_zones_begin, &wattprint_time_zones_end};
}

/// key,name,vendor,family,segment,microarchitecture,tdp_w,...
inline std::string_view cpus() { return {&wattprint_cpus_begin, &wattprint_cpus_end}; }

/// alias,vendor,family,model,first_stepping,last_stepping,what,microarchitectures,...
inline std::string_view cpu_aliases() {
  return {&wattprint_cpu_aliases_begin, &wattprint_cpu_aliases_end};
}

/// pattern,tier,series,vendor,segment,microarchitectures,launch_year,tdp_w,...
inline std::string_view cpu_series() {
  return {&wattprint_cpu_series_begin, &wattprint_cpu_series_end};
}

/// id,first_stepping,last_stepping,vendor,microarchitecture,codename,segment,...
inline std::string_view cpuid() { return {&wattprint_cpuid_begin, &wattprint_cpuid_end}; }

}  // namespace wattprint::catalog::tables
