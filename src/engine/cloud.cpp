#include "engine/cloud.hpp"

#include "base/http_client.hpp"

namespace wattprint::engine {

CloudHere cloud_here(const Machine& machine, const std::optional<models::MetadataService>& metadata,
                     const Clock& clock) {
  CloudHere here{.cloud = models::identify_cloud(machine), .problem = {}};
  if (!metadata) return here;
  const auto http = open_http_client();
  if (!http) {
    here.problem = http.error().what;
    return here;
  }
  auto answer = models::ask_metadata_service(**http, clock, here.cloud, *metadata);
  if (!answer) {
    here.problem = answer.error().what;
    return here;
  }
  if (here.cloud) answer->evidence = here.cloud->evidence + "; " + answer->evidence;
  here.cloud = std::move(*answer);
  return here;
}

}  // namespace wattprint::engine
