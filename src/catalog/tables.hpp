#pragma once

#include <string_view>

extern "C" {
extern const char wattprint_cloud_figures_begin;
extern const char wattprint_cloud_figures_end;
extern const char wattprint_cloud_regions_begin;
extern const char wattprint_cloud_regions_end;
extern const char wattprint_embodied_begin;
extern const char wattprint_embodied_end;
extern const char wattprint_embodied_gpus_begin;
extern const char wattprint_embodied_gpus_end;
extern const char wattprint_emission_factors_begin;
extern const char wattprint_emission_factors_end;
extern const char wattprint_zone_codes_begin;
extern const char wattprint_zone_codes_end;
extern const char wattprint_grid_yearly_begin;
extern const char wattprint_grid_yearly_end;
extern const char wattprint_instances_begin;
extern const char wattprint_instances_end;
extern const char wattprint_llm_gpus_begin;
extern const char wattprint_llm_gpus_end;
extern const char wattprint_llm_models_begin;
extern const char wattprint_llm_models_end;
extern const char wattprint_memory_begin;
extern const char wattprint_memory_end;
extern const char wattprint_network_begin;
extern const char wattprint_network_end;
extern const char wattprint_storage_begin;
extern const char wattprint_storage_end;
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
extern const char wattprint_gpus_begin;
extern const char wattprint_gpus_end;
extern const char wattprint_equivalents_begin;
extern const char wattprint_equivalents_end;
extern const char wattprint_methods_begin;
extern const char wattprint_methods_end;
extern const char wattprint_method_cpus_begin;
extern const char wattprint_method_cpus_end;
}

/// The tables of data/ as text inside the program (tables.S); data/SOURCES.md says where they are
/// from.
namespace wattprint::catalog::tables {

/// key,provider,region,name,aliases,place,iso2,zone,source,note
inline std::string_view cloud_regions() {
  return {&wattprint_cloud_regions_begin, &wattprint_cloud_regions_end};
}

/// key,quantity,value,year,kind,origin,licence,source,note
inline std::string_view cloud_figures() {
  return {&wattprint_cloud_figures_begin, &wattprint_cloud_figures_end};
}

/// name,kind,tdp_w,source

/// zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours
inline std::string_view grid_yearly() {
  return {&wattprint_grid_yearly_begin, &wattprint_grid_yearly_end};
}

/// key,provider,instance_type,vcpus,memory_gb,gpus,gpu_model,cpu_model,microarchitecture,
/// host_threads,host_sockets,host_memory_gb,host_gpus,source,note
inline std::string_view instances() {
  return {&wattprint_instances_begin, &wattprint_instances_end};
}

/// id,value,low,high,unit,applies_to,source,note
inline std::string_view memory() { return {&wattprint_memory_begin, &wattprint_memory_end}; }
inline std::string_view network() { return {&wattprint_network_begin, &wattprint_network_end}; }
inline std::string_view storage() { return {&wattprint_storage_begin, &wattprint_storage_end}; }
inline std::string_view embodied() { return {&wattprint_embodied_begin, &wattprint_embodied_end}; }

/// name,memory_gb,kgco2e,source,note
inline std::string_view embodied_gpus() {
  return {&wattprint_embodied_gpus_begin, &wattprint_embodied_gpus_end};
}

/// code,iso2,iso3,name,parent,latitude,longitude,time_zone,status,successor
inline std::string_view zones() { return {&wattprint_zones_begin, &wattprint_zones_end}; }

/// zone,scheme,code,name,source,note
inline std::string_view zone_codes() {
  return {&wattprint_zone_codes_begin, &wattprint_zone_codes_end};
}

/// source,kind,g_per_kwh,low,high,use,year,zone,who,reference,note
inline std::string_view emission_factors() {
  return {&wattprint_emission_factors_begin, &wattprint_emission_factors_end};
}

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
/// GPUs and accelerators: gpus.hpp
inline std::string_view gpus() { return {&wattprint_gpus_begin, &wattprint_gpus_end}; }

/// What emissions and energy are compared with, by set: key,amount,unit,what,year,source
inline std::string_view equivalents() {
  return {&wattprint_equivalents_begin, &wattprint_equivalents_end};
}
/// What published calculators look up: key,values,text,source
inline std::string_view methods() { return {&wattprint_methods_begin, &wattprint_methods_end}; }
/// What trackers take for the rated power of a CPU: name,codecarbon_w,carbontracker_w,eco2ai_w
inline std::string_view method_cpus() {
  return {&wattprint_method_cpus_begin, &wattprint_method_cpus_end};
}
/// name,memory_gb_per_s,fp16_dense_tflops,source: llm_gpus.hpp
inline std::string_view llm_gpus() { return {&wattprint_llm_gpus_begin, &wattprint_llm_gpus_end}; }

/// Language models and their parameters: llm_models.hpp
inline std::string_view llm_models() {
  return {&wattprint_llm_models_begin, &wattprint_llm_models_end};
}

}  // namespace wattprint::catalog::tables
