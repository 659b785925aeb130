#include "models/cloud_identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_machine.hpp"

namespace wattprint::models {
namespace {

using testing::FakeMachine;
using ::testing::HasSubstr;

void dmi(const FakeMachine& m, const std::string& file, std::string_view text) {
  m.write("sys/class/dmi/id/" + file, text);
}

TEST(CloudIdentity, OfAwsNitroIsTheTypeThatTheFirmwareNames) {
  FakeMachine m;
  dmi(m, "sys_vendor", "Amazon EC2\n");
  dmi(m, "product_name", "m5.large\n");
  const auto cloud = identify_cloud(m.machine()).value();
  EXPECT_EQ(cloud.provider, "aws");
  EXPECT_EQ(cloud.provider_name, "Amazon Web Services");
  EXPECT_EQ(cloud.instance_type, "m5.large");
  EXPECT_THAT(cloud.evidence, HasSubstr("sys_vendor is Amazon EC2"));
  EXPECT_EQ(cloud.instance()->host_threads, 96U);
}

TEST(CloudIdentity, OfAnAwsTypeThatTheCatalogHasNotIsTheTypeAlone) {
  FakeMachine m;
  dmi(m, "sys_vendor", "Amazon EC2\n");
  dmi(m, "product_name", "z99.metal-96xl\n");
  const auto cloud = identify_cloud(m.machine()).value();
  EXPECT_EQ(cloud.instance_type, "z99.metal-96xl");
  EXPECT_FALSE(cloud.instance());
}

TEST(CloudIdentity, BelievesNoTypeThatLooksLikeNone) {
  for (const char* product :
       {"", "HVM domU", "m5", "M5.LARGE", "m5.large; rm", "\x1b[31m.x",
        "a.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    FakeMachine m;
    dmi(m, "sys_vendor", "Amazon EC2");
    dmi(m, "product_name", product);
    EXPECT_EQ(identify_cloud(m.machine()).value().instance_type, "") << product;
  }
}

TEST(CloudIdentity, KnowsAwsFromBeforeNitro) {
  {
    FakeMachine m;
    dmi(m, "sys_vendor", "Xen");
    m.write("sys/hypervisor/uuid", "ec2a1b2c-0000-0000-0000-000000000000\n");
    EXPECT_EQ(identify_cloud(m.machine()).value().provider, "aws");
  }
  {
    FakeMachine m;
    dmi(m, "sys_vendor", "Xen");
    dmi(m, "product_uuid", "EC2A1B2C-0000-0000-0000-000000000000\n");
    EXPECT_EQ(identify_cloud(m.machine()).value().provider, "aws");
  }
  {
    FakeMachine m;
    dmi(m, "sys_vendor", "Xen");
    dmi(m, "bios_version", "4.11.amazon\n");
    EXPECT_EQ(identify_cloud(m.machine()).value().provider, "aws");
  }
}

TEST(CloudIdentity, OfOthersIsTheProviderAlone) {
  struct Case {
    const char* file;
    const char* text;
    const char* provider;
  };
  for (const Case& c : {Case{"product_name", "Google Compute Engine", "gcp"},
                        {"chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77", "azure"},
                        {"sys_vendor", "Alibaba Cloud", "alibaba"},
                        {"chassis_asset_tag", "OracleCloud.com", "oracle"},
                        {"sys_vendor", "DigitalOcean", "digitalocean"},
                        {"sys_vendor", "Hetzner", "hetzner"},
                        {"sys_vendor", "Scaleway", "scaleway"},
                        {"sys_vendor", "OpenStack Foundation", "openstack"},
                        {"product_name", "OpenStack Nova", "openstack"}}) {
    FakeMachine m;
    dmi(m, "product_name", "Standard PC");
    dmi(m, c.file, std::string(c.text) + "\n");
    const auto cloud = identify_cloud(m.machine());
    ASSERT_TRUE(cloud) << c.provider;
    EXPECT_EQ(cloud->provider, c.provider);
    EXPECT_EQ(cloud->instance_type, "");
    EXPECT_FALSE(cloud->instance());
  }
}

TEST(CloudIdentity, SeesNoCloudInHardwareOfOnesOwn) {
  FakeMachine m;
  EXPECT_FALSE(identify_cloud(m.machine()));
  dmi(m, "sys_vendor", "Dell Inc.\n");
  dmi(m, "product_name", "PowerEdge R740\n");
  EXPECT_FALSE(identify_cloud(m.machine()));
  // A Hyper-V in the cellar is not Azure, a QEMU and a Xen are nobody's, a Chromebook is not
  // Google's cloud.
  dmi(m, "sys_vendor", "Microsoft Corporation\n");
  dmi(m, "product_name", "Virtual Machine\n");
  dmi(m, "chassis_asset_tag", "0000-0000\n");
  EXPECT_FALSE(identify_cloud(m.machine()));
  dmi(m, "sys_vendor", "Google\n");
  dmi(m, "product_name", "Eve\n");
  EXPECT_FALSE(identify_cloud(m.machine()));
  dmi(m, "sys_vendor", "Xen\n");
  m.write("sys/hypervisor/uuid", "00000000-0000-0000-0000-000000000000\n");
  EXPECT_FALSE(identify_cloud(m.machine()));
}

TEST(CloudIdentity, TakesNoTypeOfAnotherProviderFromTheCatalog) {
  CloudIdentity cloud{.provider = "hetzner",
                      .provider_name = "Hetzner Cloud",
                      .instance_type = "m5.large",
                      .region = {},
                      .evidence = {}};
  EXPECT_FALSE(cloud.instance());
  cloud.provider = "gcp";
  EXPECT_FALSE(cloud.instance());
  cloud.provider = "aws";
  EXPECT_TRUE(cloud.instance());
}

}  // namespace
}  // namespace wattprint::models
