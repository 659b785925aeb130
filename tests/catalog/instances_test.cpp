#include "catalog/instances.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"
#include "catalog/table.hpp"

namespace wattprint::catalog {
namespace {

constexpr std::string_view kHeader =
    "key,provider,instance_type,vcpus,memory_gb,gpus,gpu_model,cpu_model,microarchitecture,"
    "host_threads,host_sockets,host_memory_gb,host_gpus,source,note\n";

std::string table_of(std::string_view rows) { return std::string(kHeader) + std::string(rows); }

std::string type_of(std::string_view text) {
  const auto match = find_instance(text).value();
  return match.instance ? std::string(match.instance->type) : "none";
}

TEST(FindInstance, KnowsWhatAnAwsMachineIsMadeOf) {
  const auto instance = find_instance("c6i.4xlarge").value().instance.value();
  EXPECT_EQ(instance.provider, "aws");
  EXPECT_EQ(instance.vcpus, 16U);
  EXPECT_EQ(instance.memory, Gigabytes{32});
  EXPECT_EQ(instance.gpus, 0.0);
  EXPECT_EQ(instance.cpu_models, "Intel Xeon Platinum 8375C");
  EXPECT_EQ(instance.microarchitectures, "Ice Lake");
  EXPECT_EQ(instance.host_threads, 128U);
  EXPECT_EQ(instance.host_sockets, 2U);
  EXPECT_EQ(instance.host_memory, Gigabytes{256});
  EXPECT_EQ(instance.share_of_host(), Fraction{0.125});
}

TEST(FindInstance, ReadsEverySpellingOfAType) {
  for (const char* text : {"m5.large", "M5.Large", " m5.large\n", "aws:m5.large", "aws/m5.large",
                           "AWS/M5.LARGE", "ec2:m5.large", "Amazon/m5.large"})
    EXPECT_EQ(type_of(text), "m5.large") << text;
  for (const char* text : {"Standard_D4s_v3", "standard_d4s_v3", "D4s_v3", "D4s v3",
                           "azure:Standard_D4s_v3", "Microsoft/D4s_v3"})
    EXPECT_EQ(type_of(text), "Standard_D4s_v3") << text;
  for (const char* text : {"n2-standard-4", "gcp:n2-standard-4", "google/N2-Standard-4",
                           "projects/123/machineTypes/n2-standard-4",
                           "https://www.googleapis.com/compute/v1/projects/p/zones/europe-west1-b/"
                           "machineTypes/n2-standard-4"})
    EXPECT_EQ(type_of(text), "n2-standard-4") << text;
}

TEST(FindInstance, NeverTakesOneTypeForAnother) {
  for (const char* text : {"m5.largest", "m5", "m5.", "m5.large.metal", "standard_", "aws/", "d4s",
                           "gcp/m5.large", "azure:n2-standard-4", "large", "foo/m5.large"})
    EXPECT_EQ(type_of(text), "none") << text;
}

TEST(FindInstance, SuggestsTheNearestTypes) {
  const auto suggestions = find_instance("m5.11xlarge").value().suggestions;
  EXPECT_NE(std::find(suggestions.begin(), suggestions.end(), "m5.12xlarge"), suggestions.end());
  EXPECT_EQ(find_instance("Standard_D4s_v33").value().suggestions.front(), "Standard_D4s_v3");
  const auto of_google = find_instance("gcp:n2-standart-4").value();
  ASSERT_FALSE(of_google.suggestions.empty());
  for (const auto& name : of_google.suggestions)
    EXPECT_EQ(find_instance(name).value().instance->provider, "gcp") << name;
  EXPECT_TRUE(find_instance("a machine of my own, in the cellar").value().suggestions.empty());
}

TEST(FindInstance, RefusesWhatCannotBeAName) {
  for (const std::string& text : {std::string(), std::string("  \n"), std::string(101, 'm'),
                                  std::string("m5\xff.large"), std::string("m5\0.large", 9),
                                  std::string(1 << 20, ' ') + "m" + std::string(1 << 20, 'x')}) {
    const auto match = find_instance(text);
    ASSERT_FALSE(match) << text.substr(0, 20);
    EXPECT_EQ(match.error().code, Errc::malformed);
    EXPECT_NE(match.error().what.find("m5.large"), std::string::npos);
  }
}

TEST(FindInstance, AsksForTheProviderWhenTwoHaveAType) {
  const auto table = table_of(
      "aws/x.large,aws,x.large,2,8,0,,,Zen,,,,,pk,\nazure/x.large,azure,x.large,4,8,0,,,Zen,,,,,pk,"
      "\n");
  const auto both = find_instance("x.large", table).value();
  EXPECT_FALSE(both.instance);
  EXPECT_EQ(both.suggestions, (std::vector<std::string>{"aws/x.large", "azure/x.large"}));
  EXPECT_EQ(find_instance("azure:x.large", table).value().instance->vcpus, 4U);
}

TEST(FindInstance, ClaimsNoShareOfAHostThatIsNotKnown) {
  // c5.large runs on hosts of 72 or of 96 threads.
  const auto instance = find_instance("c5.large").value().instance.value();
  EXPECT_EQ(instance.microarchitectures, "Skylake;Cascade Lake");
  EXPECT_FALSE(instance.host_threads);
  EXPECT_FALSE(instance.share_of_host());
}

TEST(FindInstance, NamesTheRowOfATableThatMakesNoSense) {
  for (const char* row : {"m,aws,m,0,8,0,,,Zen,,,,,pk,\n", "m,aws,m,2,,0,,,Zen,,,,,pk,\n",
                          "m,aws,m,2,8,-1,,,Zen,,,,,pk,\n", "m,aws,m,2\n"}) {
    const auto match = find_instance("m", table_of(row));
    ASSERT_FALSE(match) << row;
    EXPECT_NE(match.error().what.find("instances.csv"), std::string::npos);
  }
}

TEST(FindInstance, FindsEveryTypeOfTheTable) {
  const auto table =
      Table::open(tables::instances(), kHeader.substr(0, kHeader.size() - 1), "instances").value();
  const auto all = table.all_rows().value();
  EXPECT_GT(all.size(), 2400U);
  for (const auto& row : all) {
    const auto match = find_instance(row[2]).value();
    ASSERT_TRUE(match.instance) << row[2];
    EXPECT_EQ(match.instance->type, row[2]);
    const auto share = match.instance->share_of_host();
    EXPECT_TRUE(!share || (*share > Fraction{0} && *share <= Fraction{1})) << row[2];
  }
}

TEST(FindInstance, KnowsTheCurrentFamilies) {
  for (const char* text : {"m7i.large",
                           "m7a.large",
                           "m7g.large",
                           "c7i.large",
                           "r7a.large",
                           "m8g.large",
                           "c8g.large",
                           "n4-standard-4",
                           "c4-standard-4",
                           "c4a-standard-4",
                           "n2d-standard-4",
                           "c3-standard-4",
                           "c3d-standard-4",
                           "t2d-standard-4",
                           "t2a-standard-4",
                           "e2-standard-4",
                           "a2-highgpu-1g",
                           "a3-highgpu-8g",
                           "g2-standard-4",
                           "Standard_D4s_v5",
                           "Standard_D4s_v6",
                           "Standard_D4as_v5",
                           "Standard_D4as_v6",
                           "Standard_E8s_v5",
                           "Standard_NC24ads_A100_v4",
                           "Standard_ND96isr_H100_v5",
                           "Standard_B2s_v2",
                           "p5.48xlarge",
                           "g6.xlarge",
                           "t3.micro"})
    EXPECT_NE(type_of(text), "none") << text;
}

}  // namespace
}  // namespace wattprint::catalog
