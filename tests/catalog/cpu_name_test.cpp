#include "catalog/cpu_name.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "catalog/glob.hpp"

namespace wattprint::catalog {
namespace {

std::string key(std::string_view name) { return read_cpu_name(name).key; }

TEST(CpuName, IsTheSameHoweverTheKernelSpellsIt) {
  EXPECT_EQ(key("Intel(R) Xeon(R) CPU E5-2699 v3 @ 2.30GHz"), "xeone52699v3");
  EXPECT_EQ(key("INTEL(R) XEON(R) PLATINUM 8592+"), "xeon8592+");
  EXPECT_EQ(key("AMD EPYC 7763 64-Core Processor"), "epyc7763");
  EXPECT_EQ(key("11th Gen Intel(R) Core(TM) i7-1185G7 @ 3.00GHz"), "corei71185g7");
  EXPECT_EQ(key("AMD Opteron(tm) Processor 4376 HE"), "opteron4376he");
  EXPECT_EQ(key("Six-Core AMD Opteron(tm) Processor 2435"), "opteron2435");
  EXPECT_EQ(key("Third-Generation AMD Opteron 8360 SE"), key("AMD Opteron 8360 SE"));
  EXPECT_EQ(key("Intel Xeon-Gold 6330"), key("Intel Xeon Gold 6330"));
  EXPECT_EQ(read_cpu_name("Intel Xeon-Gold 6330").tier, "gold");
  EXPECT_EQ(key("Dual Core AMD Opteron(tm) Processor 275"), "opteron275");
  EXPECT_EQ(key("AMD Ryzen 7 5700G with Radeon Graphics"), "ryzen75700g");
  EXPECT_EQ(key("AMD A10-7850K Radeon R7, 12 Compute Cores 4C+8G"), "a107850k");
  EXPECT_EQ(key("AMD FX(tm)-8350 Eight-Core Processor"), "fx8350");
  EXPECT_EQ(key("Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz"), "core2duoe8400");
  EXPECT_EQ(key("Intel(R) Core(TM) i7 CPU         920  @ 2.67GHz"), "corei7920");
  EXPECT_EQ(key("Intel(R) Xeon(R) CPU           X5570  @ 2.93GHz"), "xeonx5570");
  EXPECT_EQ(key("Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz"), "xeone52670");
  EXPECT_EQ(key("Intel(R) Pentium(R) Gold G5400 CPU @ 3.70GHz"), "pentiumgoldg5400");
}

TEST(CpuName, IsTheSameHoweverAnInventorySpellsIt) {
  EXPECT_EQ(key("Intel Xeon E5-2660 2.20 GHz (Intel Turbo Boost Technology up to 3.00 GHz)"),
            "xeone52660");
  EXPECT_EQ(key("Intel Xeon Gold 6314U CPU @ 2.30GHz (Turbo up to 3.4GHz)"), "xeon6314u");
  EXPECT_EQ(key("2.6 GHz AMD Opteron 2435"), "opteron2435");
  EXPECT_EQ(key("AMD EPYC 7601 2.20 GHz, Dell SKU [338-BNCG]"), "epyc7601");
  EXPECT_EQ(key("AMD EPYC 7702 2.0Ghz"), "epyc7702");
  EXPECT_EQ(key("Ampere\xc2\xae Altra\xc2\xae 64-Bit Multi-Core Processor Q64-30"), "altraq6430");
  EXPECT_EQ(key("Intel\xc2\xae Core\xe2\x84\xa2 i7-8700"), "corei78700");
  EXPECT_EQ(key("Intel Xeon E3-1265LV2"), key("Intel Xeon E3-1265L v2"));
  EXPECT_EQ(key("AMD Opteron 2216HE"), key("AMD Opteron 2216 HE"));
  EXPECT_EQ(key("Intel Xeon Platinum 8180 @2.50 GHz"), "xeon8180");
  EXPECT_EQ(key("Intel Xeon 6 6980P"), "xeon6980p");
  EXPECT_EQ(key("2 x Intel_Xeon_Gold_6140"), "xeon6140");
  EXPECT_EQ(key("2x AMD EPYC 7763"), "epyc7763");
}

TEST(CpuName, OfAXeonOf2004IsItsClockButNotBehindAnAt) {
  EXPECT_EQ(key("Intel Xeon 3.8GHz"), "xeon3800mhz");
  EXPECT_EQ(key("Intel Xeon processor 3.6 GHz"), "xeon3600mhz");
  EXPECT_EQ(key("Intel(R) Xeon(TM) CPU 3.60GHz"), "xeon3600mhz");
  EXPECT_EQ(key("Intel(R) Xeon(R) CPU @ 3.60GHz"), "xeon") << "a hypervisor hides the rest";
  EXPECT_EQ(key("Intel Xeon Gold 3.6 GHz"), "xeon");
}

TEST(CpuName, KeepsWhatTellsOneCpuFromAnother) {
  EXPECT_NE(key("AMD EPYC 7763"), key("AMD EPYC 7763P"));
  EXPECT_NE(key("Core i7-8700"), key("Core i7-8700K"));
  EXPECT_NE(key("Xeon Platinum 8480"), key("Xeon Platinum 8480+"));
  EXPECT_NE(key("Xeon E5-2670"), key("Xeon E5-2670 v2"));
  EXPECT_NE(key("Intel Core 2 Duo E8400"), key("Intel Xeon E8400"));
}

TEST(CpuName, SaysVendorAndTier) {
  EXPECT_EQ(read_cpu_name("INTEL(R) XEON(R) GOLD 6548Y+").vendor, "Intel");
  EXPECT_EQ(read_cpu_name("INTEL(R) XEON(R) GOLD 6548Y+").tier, "gold");
  EXPECT_EQ(read_cpu_name("Xeon 5120").tier, "");
  EXPECT_EQ(read_cpu_name("Xeon 5120").vendor, "");
  EXPECT_EQ(read_cpu_name("Six-Core AMD Opteron(tm) Processor 2435").vendor, "AMD");
}

TEST(CpuName, GivesTheTextOfAnAlias) {
  EXPECT_EQ(read_cpu_name("Intel Xeon Processor (Skylake, IBRS)").text,
            "intel xeon processor (skylake ibrs)");
  EXPECT_EQ(read_cpu_name("Intel(R)  Xeon(R) CPU @ 2.20GHz ").text, "intel xeon cpu @ 2.20ghz");
}

TEST(CpuName, OfNothingIsNothing) {
  for (const char* text :
       {"", " ", "CPU", "Intel", "Intel(R) CPU @ 2.00GHz", "(((", "@@@", "2.0 GHz"})
    EXPECT_EQ(key(text), "") << text;
}

RC_GTEST_PROP(CpuName, OfAnyBytesIsLettersAndDigitsAndItsOwnKey, (std::string bytes)) {
  const std::string first = key(bytes);
  RC_ASSERT(std::all_of(first.begin(), first.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+';
  }));
}

RC_GTEST_PROP(CpuName, HasOneKeyWhateverStandsAroundIt, ()) {
  const auto brand = *rc::gen::element<std::string>("Xeon(R)", "EPYC", "Core(TM)", "Opteron(tm)",
                                                    "Altra", "Ryzen");
  const auto model = *rc::gen::element<std::string>("7763", "E5-2699 v3", "i7-8700K", "4376 HE",
                                                    "Q80-30", "8592+");
  const auto before = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "Intel(R)", "AMD", "Genuine", "11th Gen", "2.6 GHz", "64-Core", "Dual Core", "(2x)"));
  const auto between = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("CPU", "Processor", "(R)", "  ", "Scalable", "64-Bit"));
  const auto after = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("CPU", "0", "@ 2.30GHz", "3.8 GHz", "64-Core Processor",
                                    "with Radeon", "(x)", ", Dell", "[1]"));
  std::string name;
  for (const auto& word : before) name += word + ' ';
  name += brand + ' ';
  for (const auto& word : between) name += word + ' ';
  name += model + ' ';
  for (const auto& word : after) name += word + ' ';

  const std::string plain = key(brand + ' ' + model);

  if (name.size() <= kLongestCpuName) RC_ASSERT(key(name) == plain);
  RC_ASSERT(key(plain) == plain);
}

TEST(Pattern, FitsTheWholeText) {
  EXPECT_TRUE(matches_pattern("xeon6252n", "xeon62##*"));
  EXPECT_FALSE(matches_pattern("xeon625", "xeon62##*"));
  EXPECT_TRUE(matches_pattern("xeone52699lv3", "xeone5####*v3"));
  EXPECT_FALSE(matches_pattern("xeone52699lv4", "xeone5####*v3"));
  EXPECT_FALSE(matches_pattern("xeone52699v9", "xeone5####[!v]*"));
  EXPECT_TRUE(matches_pattern("epyc9654", "epyc9[1-6]#4*"));
  EXPECT_FALSE(matches_pattern("epyc9754", "epyc9[1-6]#4*"));
  EXPECT_TRUE(matches_pattern("", "*"));
  EXPECT_FALSE(matches_pattern("a", ""));
  EXPECT_FALSE(matches_pattern("a", "[a"));
}

}  // namespace
}  // namespace wattprint::catalog
