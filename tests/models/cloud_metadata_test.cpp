#include "models/cloud_metadata.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/loopback_server.hpp"

namespace wattprint::models {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::http_answer;
using testing::http_ok;
using testing::LoopbackServer;

std::optional<CloudIdentity> known(const char* provider) {
  return CloudIdentity{.provider = provider,
                       .provider_name = provider,
                       .instance_type = {},
                       .region = {},
                       .evidence = "DMI"};
}

Result<CloudIdentity> ask(const LoopbackServer& server, const std::optional<CloudIdentity>& cloud,
                          std::chrono::milliseconds budget = 2000ms) {
  const auto http = open_http_client().value();
  return ask_metadata_service(*http, system_clock(), cloud,
                              {.address = server.url(), .budget = budget});
}

bool has(const std::string& request, const char* text) {
  return request.find(text) != std::string::npos;
}

/// IMDSv2 that refuses whoever comes without a token.
std::string imds_v2(const std::string& request) {
  if (has(request, "PUT /latest/api/token "))
    return has(request, "X-aws-ec2-metadata-token-ttl-seconds: 60") ? http_ok("T0KEN==")
                                                                    : http_answer("400 Bad", "");
  if (!has(request, "X-aws-ec2-metadata-token: T0KEN==")) return http_answer("401 No", "");
  if (has(request, "GET /latest/meta-data/instance-type ")) return http_ok("c6i.4xlarge");
  if (has(request, "GET /latest/meta-data/placement/region ")) return http_ok("eu-central-1");
  return http_answer("404 Not Found", "");
}

TEST(AwsMetadata, IsAskedByVersion2) {
  const LoopbackServer server(imds_v2);
  for (const auto& cloud : {known("aws"), std::optional<CloudIdentity>()}) {
    const auto answer = ask(server, cloud);
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->provider, "aws");
    EXPECT_EQ(answer->instance_type, "c6i.4xlarge");
    EXPECT_EQ(answer->region, "eu-central-1");
    EXPECT_EQ(answer->evidence, "instance metadata service, version 2");
    EXPECT_EQ(answer->instance()->host_threads, 128U);
  }
}

std::string imds_v1(const std::string& request) {
  if (has(request, "GET /latest/meta-data/instance-type ")) return http_ok("t2.micro\n");
  return http_answer(has(request, "PUT ") ? "405 No Such Method" : "404 Not Found", "<html>");
}

TEST(AwsMetadata, IsAskedByVersion1WhereThereIsNoOther) {
  const LoopbackServer server(imds_v1);
  const auto answer = ask(server, known("aws"));
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->instance_type, "t2.micro");
  EXPECT_EQ(answer->region, "");
  EXPECT_EQ(answer->evidence, "instance metadata service, version 1");
}

TEST(AwsMetadata, DoesNotBelieveAnImitationOfVersion1) {
  // OpenStack has a version 1 with flavours such as m1.small; its firmware does not say Amazon.
  const LoopbackServer server(imds_v1);
  const auto answer = ask(server, std::nullopt);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  for (const auto& request : server.requests()) EXPECT_FALSE(has(request, "meta-data/instance"));
}

TEST(AwsMetadata, IsNotAskedByVersion1WhenVersion2Refuses) {
  const LoopbackServer server([](const std::string& request) {
    return has(request, "PUT ") ? http_answer("403 Forbidden", "") : http_ok("m5.large");
  });
  const auto answer = ask(server, known("aws"));
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().what, HasSubstr("status 403"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(AwsMetadata, IsGivenUpInTimeWhenItIsSilent) {
  const LoopbackServer server([](const std::string&) { return LoopbackServer::kHang; });
  const auto start = std::chrono::steady_clock::now();
  const auto answer = ask(server, std::nullopt, 300ms);  // of three services
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1500ms);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  EXPECT_THAT(answer.error().what, HasSubstr("hop limit"));
}

TEST(AwsMetadata, KeepsItsBudgetOverAllQuestions) {
  const LoopbackServer server([](const std::string& request) {
    if (has(request, "PUT ")) {
      std::this_thread::sleep_for(200ms);
      return http_ok("TOKEN");
    }
    return std::string(LoopbackServer::kHang);
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(ask(server, known("aws"), 400ms));
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1500ms);
}

std::string google(const std::string& request) {
  if (!has(request, "Metadata-Flavor: Google")) return http_answer("403 Forbidden", "");
  const char* mine = "Metadata-Flavor: Google\r\n";
  if (has(request, "GET /computeMetadata/v1/instance/machine-type "))
    return http_answer("200 OK", "projects/123456/machineTypes/n2-standard-4", mine);
  if (has(request, "GET /computeMetadata/v1/instance/zone "))
    return http_answer("200 OK", "projects/123456/zones/europe-west1-b", mine);
  return http_answer("404 Not Found", "", mine);
}

TEST(GoogleMetadata, TellsMachineTypeAndRegion) {
  const LoopbackServer server(google);
  for (const auto& cloud : {known("gcp"), std::optional<CloudIdentity>()}) {
    const auto answer = ask(server, cloud);
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->provider, "gcp");
    EXPECT_EQ(answer->instance_type, "n2-standard-4");
    EXPECT_EQ(answer->region, "europe-west1");
    EXPECT_EQ(answer->instance()->vcpus, 4U);
  }
}

TEST(GoogleMetadata, IsNotAnyServerThatAnswers) {
  const LoopbackServer server([](const std::string&) { return http_ok("n2-standard-4"); });
  const auto answer = ask(server, known("gcp"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::malformed);
}

std::string azure(const std::string& request) {
  if (!has(request, "Metadata: true")) return http_answer("400 Bad Request", "");
  if (!has(request, "GET /metadata/instance/compute?api-version=2021-02-01&format=json "))
    return http_answer("404 Not Found", "");
  return http_ok(R"({"location":"westeurope","vmSize":"Standard_D4s_v3","name":"x","zone":""})");
}

TEST(AzureMetadata, TellsSizeAndRegion) {
  const LoopbackServer server(azure);
  for (const auto& cloud : {known("azure"), std::optional<CloudIdentity>()}) {
    const auto answer = ask(server, cloud);
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->provider, "azure");
    EXPECT_EQ(answer->instance_type, "Standard_D4s_v3");
    EXPECT_EQ(answer->region, "westeurope");
    EXPECT_EQ(answer->instance()->vcpus, 4U);
  }
}

TEST(Metadata, OfTheWrongProviderIsRefused) {
  const LoopbackServer server(azure);
  EXPECT_FALSE(ask(server, known("aws")));
  EXPECT_FALSE(ask(server, known("gcp")));
  const LoopbackServer amazon(imds_v2);
  EXPECT_FALSE(ask(amazon, known("azure")));
}

TEST(Metadata, ThatMakesNoSenseIsAnError) {
  const std::string huge(1 << 20, 'x');
  for (const std::string& body :
       {std::string(), std::string("<html><body>Sign in</body></html>"), std::string("m5 large"),
        std::string("\x1b[31mm5.large"), std::string("m5.large\0x", 10),
        std::string(65, 'a') + ".b", std::string("[]"), std::string("{\"vmSize\":5}"),
        std::string("{\"vmSize\":\"a b\"}"), std::string("nodots"), huge}) {
    const LoopbackServer server([&](const std::string& request) {
      if (has(request, "PUT ")) return http_ok("TOKEN");
      return http_answer("200 OK", body, "Metadata-Flavor: Google\r\n");
    });
    for (const char* provider : {"aws", "azure"}) {
      const auto answer = ask(server, known(provider));
      ASSERT_FALSE(answer) << provider << ' ' << body.substr(0, 40);
      EXPECT_EQ(answer.error().code, Errc::malformed) << provider << ' ' << body.substr(0, 40);
    }
  }
}

TEST(Metadata, WithATokenThatIsNoneIsAnError) {
  for (const std::string& token : {std::string(), std::string("a b"), std::string("a\r\nX: y"),
                                   std::string(2000, 't'), std::string("\xff")}) {
    const LoopbackServer server([&](const std::string& request) {
      return has(request, "PUT ") ? http_ok(token) : http_ok("m5.large");
    });
    const auto answer = ask(server, known("aws"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::malformed);
    EXPECT_EQ(server.requests().size(), 1U);
  }
}

TEST(Metadata, FollowsNoRedirect) {
  const LoopbackServer other([](const std::string&) { return http_ok("m5.large"); });
  const LoopbackServer server([&](const std::string&) {
    return http_answer("302 Found", "", "Location: " + other.url("/") + "\r\n");
  });
  EXPECT_FALSE(ask(server, known("aws")));
  EXPECT_FALSE(ask(server, known("gcp")));
  EXPECT_TRUE(other.requests().empty());
}

TEST(Metadata, OfOthersIsNotAsked) {
  const LoopbackServer server([](const std::string&) { return http_ok("m5.large"); });
  const auto answer = ask(server, known("hetzner"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::not_present);
  EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace wattprint::models
