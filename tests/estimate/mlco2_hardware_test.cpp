#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "estimate/methods/mlco2.hpp"

namespace wattprint::estimate::methods::mlco2 {
namespace {

using testing::HasSubstr;

TEST(Mlco2Hardware, FindsItsDevicesHoweverTheyAreWritten) {
  for (const char* name : {"Tesla V100-PCIE-16GB", "V100-PCIE-16GB", "nvidia tesla v100 pcie 16gb"})
    EXPECT_EQ(find_hardware(name).value(), Watts{300}) << name;
  EXPECT_EQ(find_hardware("AMD EPYC 7763").value(), Watts{280});
  EXPECT_EQ(find_hardware("GeForce RTX 3090").value(), Watts{350});
}

TEST(Mlco2Hardware, ADeviceThatItDoesNotHaveIsNotGuessed) {
  const auto none = find_hardware("V100-SXM2-64GB");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::malformed);
  EXPECT_THAT(none.error().what, HasSubstr("V100-SXM2-16GB"));
  EXPECT_FALSE(find_hardware(""));
  EXPECT_LT(find_hardware(std::string(100000, 'v')).error().what.size(), 400U);
}

}  // namespace
}  // namespace wattprint::estimate::methods::mlco2
