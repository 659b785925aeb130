#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.hpp"
#include "estimate/servers.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

struct ServersRequest {
  std::filesystem::path input;   ///< "-" is standard input
  std::filesystem::path output;  ///< "-" is standard output
  bool keep_going = false;
  bool split = false;  ///< also where the watts of each server go
  std::string idle;    ///< proportional, exclude or include; empty: proportional
  std::function<void(const Error&)> on_bad_row;  ///< is told of each row that is left out
};

/// Estimates an inventory file into another file, which appears only when it is complete. What goes
/// to standard output, a pipe or a device is written as it comes.
Result<estimate::ServersSummary> estimate_servers(const ServersRequest& request);

/// The summary in words and as a document (wattprint.estimate.servers.v1).
std::string servers_text(const estimate::ServersSummary& summary, const reports::Style& style);
std::string servers_json(const estimate::ServersSummary& summary);

}  // namespace wattprint::engine
