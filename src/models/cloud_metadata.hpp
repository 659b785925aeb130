#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/http_client.hpp"
#include "base/result.hpp"
#include "models/cloud_identity.hpp"

namespace wattprint::models {

/// Where to ask, and for how long.
struct MetadataService {
  std::string address = "http://169.254.169.254";  ///< the same of AWS, Azure and Google
  std::chrono::milliseconds budget{2000};          ///< for all questions together
};

/// Asks the metadata service of the cloud what type of machine this is, and where. Only on the
/// user's demand: it is the one thing here that uses the network.
///
/// known  what the firmware says. Where it names a provider, only that one is asked; where it names
///        none, AWS, Google and Azure are asked in turn.
/// AWS is asked by IMDSv2, and by v1 where the service answers 404 or 405 to v2 and the firmware
/// says AWS too, since others imitate v1. What is answered is believed only when it looks like a
/// type: short, of the letters that types have.
///
/// Errc::unavailable when nobody answers in time or the service refuses, malformed when the answer
/// makes no sense, not_present for a provider whose service tells no type.
Result<CloudIdentity> ask_metadata_service(HttpClient& http, const Clock& clock,
                                           const std::optional<CloudIdentity>& known,
                                           const MetadataService& service = {});

}  // namespace wattprint::models
