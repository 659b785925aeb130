// Answers of a metadata service. The first byte picks the provider; all that follows is each
// answer's body.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "models/cloud_metadata.hpp"

using namespace wattprint;

namespace {

class OneAnswer final : public HttpClient {
 public:
  explicit OneAnswer(std::string body) : body_(std::move(body)) {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    // A header with a line break would be one that the server wrote for us.
    for (const auto& header : request.headers)
      if (header.value.find_first_of("\r\n") != std::string::npos) std::abort();
    HttpResponse response;
    response.status = 200;
    response.headers = {{"Metadata-Flavor", "Google"}};
    response.body = body_;
    return response;
  }

 private:
  std::string body_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr const char* kProviders[] = {"aws", "gcp", "azure"};
  const models::CloudIdentity known{.provider = kProviders[data[0] % 3],
                                    .provider_name = "a cloud",
                                    .instance_type = {},
                                    .region = {},
                                    .evidence = {}};
  OneAnswer http(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  const auto cloud = models::ask_metadata_service(http, system_clock(), known, {});
  if (!cloud) return 0;
  for (const std::string& text : {cloud->instance_type, cloud->region})
    if (text.size() > 64 || text.find_first_of(" \n\r\x1b/\"") != std::string::npos) std::abort();
  if (cloud->instance_type.empty()) std::abort();
  return 0;
}
