#include "models/cloud_metadata.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace wattprint::models {
namespace {

using Headers = std::vector<HttpHeader>;
using Method = HttpRequest::Method;

// Azure's description of a machine has some kilobytes.
constexpr std::size_t kLongestAnswer = std::size_t{64} << 10U;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestToken = 1024;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == '_';
         });
}

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= kLongestToken &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string last_part(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));  // npos + 1 is 0
}

/// Talks to one service until the time is up.
class Questions {
 public:
  Questions(HttpClient& http, const Clock& clock, const MetadataService& service)
      : http_(http), clock_(clock), service_(service), start_(clock.now()) {}

  Result<HttpResponse> ask(const std::string& path, const Headers& headers,
                           Method method = Method::get) {
    const auto left = service_.budget -
                      std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - start_);
    if (left <= std::chrono::milliseconds(0))
      return fail(Errc::unavailable, service_.address + ": no complete answer within " +
                                         std::to_string(service_.budget.count()) + " ms");
    return http_.send({.method = method,
                       .url = service_.address + path,
                       .headers = headers,
                       .timeout = left,
                       .max_body = kLongestAnswer});
  }

  /// The text of an answer that must be there and be a name.
  Result<std::string> name(const std::string& path, const Headers& headers, const char* what) {
    const auto response = ask(path, headers);
    if (!response) return fail(response.error());
    if (response->status != 200) return fail(refusal(response->status));
    auto text = last_part(trim(response->body));
    if (!is_name(text)) return fail(nonsense(what));
    return text;
  }

  Error refusal(int status) const {
    return {Errc::unavailable, service_.address + ": the metadata service answers with status " +
                                   std::to_string(status) +
                                   "; is it switched off for this machine or container?"};
  }
  Error nonsense(const char* what) const {
    return {Errc::malformed, service_.address + ": what is there tells no " + what +
                                 "; it may not be the metadata service of this cloud"};
  }

 private:
  HttpClient& http_;
  const Clock& clock_;
  const MetadataService& service_;
  Instant start_;
};

struct Answer {
  std::string type;
  std::string region;
  const char* how;
};

Result<Answer> ask_aws(Questions& questions, bool firmware_agrees) {
  const auto token = questions.ask("/latest/api/token",
                                   {{"X-aws-ec2-metadata-token-ttl-seconds", "60"}}, Method::put);
  if (!token)
    return fail(token.error().code, token.error().what +
                                        "; in a container the hop limit of the instance's metadata "
                                        "options must be 2");
  Headers headers;
  const char* how = "instance metadata service, version 1";
  if (token->status == 200) {
    const auto text = trim(token->body);
    if (!is_token(text)) return fail(questions.nonsense("token"));
    headers = {{"X-aws-ec2-metadata-token", std::string(text)}};
    how = "instance metadata service, version 2";
  } else if (!firmware_agrees || (token->status != 404 && token->status != 405)) {
    // OpenStack and others imitate version 1, with types of their own that are called as AWS's are.
    return fail(questions.refusal(token->status));
  }
  auto type = questions.name("/latest/meta-data/instance-type", headers, "instance type");
  if (!type) return fail(type.error());
  if (type->find('.') == std::string::npos) return fail(questions.nonsense("instance type"));
  auto region = questions.name("/latest/meta-data/placement/region", headers, "region");
  return Answer{std::move(*type), region.value_or(""), how};
}

Result<Answer> ask_google(Questions& questions, bool) {
  const Headers headers = {{"Metadata-Flavor", "Google"}};
  const auto response = questions.ask("/computeMetadata/v1/instance/machine-type", headers);
  if (!response) return fail(response.error());
  if (response->status != 200) return fail(questions.refusal(response->status));
  // Google's service shows itself by this header; another's answer would be taken for a type.
  if (response->header("Metadata-Flavor") != "Google")
    return fail(questions.nonsense("machine type of Google"));
  auto type = last_part(trim(response->body));
  if (!is_name(type)) return fail(questions.nonsense("machine type of Google"));
  auto region = questions.name("/computeMetadata/v1/instance/zone", headers, "zone");
  // "europe-west1-b" is a zone of the region "europe-west1".
  if (region) region->resize(std::min(region->size(), region->rfind('-')));
  return Answer{std::move(type), region.value_or(""), "metadata server"};
}

std::string text_in(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Result<Answer> ask_azure(Questions& questions, bool) {
  const auto response = questions.ask(
      "/metadata/instance/compute?api-version=2021-02-01&format=json", {{"Metadata", "true"}});
  if (!response) return fail(response.error());
  if (response->status != 200) return fail(questions.refusal(response->status));
  const auto document = nlohmann::json::parse(response->body, nullptr, false);
  if (!document.is_object()) return fail(questions.nonsense("size of Azure"));
  auto type = text_in(document, "vmSize");
  auto region = text_in(document, "location");
  if (!is_name(type)) return fail(questions.nonsense("size of Azure"));
  return Answer{std::move(type), is_name(region) ? std::move(region) : "",
                "Azure instance metadata service"};
}

struct Service {
  std::string_view provider;
  std::string_view provider_name;
  Result<Answer> (*ask)(Questions&, bool firmware_agrees);
};
constexpr Service kServices[] = {
    {"aws", "Amazon Web Services", ask_aws},
    {"gcp", "Google Cloud", ask_google},
    {"azure", "Microsoft Azure", ask_azure},
};

}  // namespace

Result<CloudIdentity> ask_metadata_service(HttpClient& http, const Clock& clock,
                                           const std::optional<CloudIdentity>& known,
                                           const MetadataService& service) {
  Questions questions(http, clock, service);
  std::optional<Error> problem;
  for (const Service& candidate : kServices) {
    if (known && candidate.provider != known->provider) continue;
    auto answer = candidate.ask(questions, known.has_value());
    if (answer)
      return CloudIdentity{.provider = std::string(candidate.provider),
                           .provider_name = std::string(candidate.provider_name),
                           .instance_type = std::move(answer->type),
                           .region = std::move(answer->region),
                           .evidence = answer->how};
    if (!problem) problem = answer.error();
  }
  if (problem) return fail(std::move(*problem));
  return fail(Errc::not_present, "the metadata service of " + known->provider_name +
                                     " is not asked: it tells no type of the catalog");
}

}  // namespace wattprint::models
