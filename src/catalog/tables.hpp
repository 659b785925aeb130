#pragma once

#include <string_view>

extern "C" {
extern const char wattprint_grid_yearly_begin;
extern const char wattprint_grid_yearly_end;
extern const char wattprint_zones_begin;
extern const char wattprint_zones_end;
extern const char wattprint_time_zones_begin;
extern const char wattprint_time_zones_end;
extern const char wattprint_gpus_begin;
extern const char wattprint_gpus_end;
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

/// GPUs and accelerators: gpus.hpp
inline std::string_view gpus() { return {&wattprint_gpus_begin, &wattprint_gpus_end}; }

}  // namespace wattprint::catalog::tables
