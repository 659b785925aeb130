// wattprint in C++: estimates, the grid and the catalog, as JSON. Header only, over wattprint.h.
#ifndef WATTPRINT_ANSWERS_HPP
#define WATTPRINT_ANSWERS_HPP

#include <memory>
#include <string>

#include "wattprint/tracker.hpp"
#include "wattprint/wattprint.h"

namespace wattprint {
namespace detail {

template <class Ask>
std::string answer(Ask ask) {
  char* text = nullptr;
  const wp_status status = ask(&text);
  if (status != WP_OK) throw TrackerError(status, wp_last_error());
  const std::unique_ptr<char, void (*)(char*)> owner(text, wp_free);
  return text;
}

}  // namespace detail

/// What a job will use: the document wattprint.estimate.job.v1.
///
/// job     description of it in JSON (docs/estimate-job.md)
/// method  "wattprint", the name of a published method, or "all"
/// Throws TrackerError for a job that makes no sense; its text names the key.
inline std::string estimate_job(const std::string& job, const std::string& method = "wattprint") {
  return detail::answer(
      [&](char** text) { return wp_estimate_job(job.c_str(), method.c_str(), text); });
}

/// Zones by code, name, cloud region or coordinates: the document wattprint.grid.zones.v1.
inline std::string grid_zones(const std::string& query) {
  return detail::answer([&](char** text) { return wp_grid_zones(query.c_str(), text); });
}

/// What is known of a CPU, a GPU, a cloud machine or region: wattprint.catalog.TABLE.v1.
///
/// table  "cpu", "gpu", "instance" or "region"
inline std::string catalog(const std::string& table, const std::string& name) {
  return detail::answer([&](char** text) { return wp_catalog(table.c_str(), name.c_str(), text); });
}

}  // namespace wattprint

#endif
