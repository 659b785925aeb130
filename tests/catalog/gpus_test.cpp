#include "catalog/gpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "catalog/gpu_name.hpp"

namespace wattprint::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Kind = GpuMatch::Kind;

std::vector<std::string> names_of(const GpuMatch& match) {
  std::vector<std::string> names;
  for (const auto& gpu : match.gpus) names.emplace_back(gpu.name);
  return names;
}

GpuMatch find(std::string_view text) { return find_gpu(text).value(); }

struct Spelling {
  const char* text;
  const char* name;
};

TEST(GpuTable, FindsOneGpuInAllItsSpellings) {
  const Spelling spellings[] = {
      {"NVIDIA A100-SXM4-80GB", "NVIDIA A100 SXM4 80GB"},
      {"  nvidia   a100-sxm4-80gb ", "NVIDIA A100 SXM4 80GB"},
      {"A100 SXM 80 GB", "NVIDIA A100 SXM4 80GB"},
      {"a100 80gb pcie", "NVIDIA A100 PCIe 80GB"},
      {"NVIDIA A100 Tensor Core GPU PCIe 40GB", "NVIDIA A100 PCIe 40GB"},
      {"Tesla V100-SXM2-16GB", "NVIDIA V100 SXM2 16GB"},
      {"H100 PCIe", "NVIDIA H100 PCIe 80GB"},
      {"NVIDIA H100 80GB HBM3", "NVIDIA H100 SXM5 80GB"},
      {"hgx h100", "NVIDIA H100 SXM5 80GB"},
      {"NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 4090"},
      {"RTX4090", "NVIDIA GeForce RTX 4090"},
      {"rtx 3080ti", "NVIDIA GeForce RTX 3080 Ti"},
      {"RTX 4090 mobile", "NVIDIA GeForce RTX 4090 Laptop GPU"},
      {"NVIDIA Corporation AD102 [GeForce RTX 4090] (rev a1)", "NVIDIA GeForce RTX 4090"},
      {"A6000", "NVIDIA RTX A6000"},
      {"MI300X", "AMD Instinct MI300X"},
      {"AMD Instinct MI300X OAM", "AMD Instinct MI300X"},
      {"AMD Instinct MI250X", "AMD Instinct MI250X"},
      {"Radeon RX 7900 XTX", "AMD Radeon RX 7900 XTX"},
      {"RX7900XTX", "AMD Radeon RX 7900 XTX"},
      {"TPU v4", "Google TPU v4 chip"},
      {"T4", "NVIDIA T4"},
      {"Tesla T4", "NVIDIA T4"},
      {"L40S", "NVIDIA L40S"},
      {"L4", "NVIDIA L4"},
      {"gaudi2", "Intel Gaudi 2"},
      {"Intel(R) Data Center GPU Max 1550", "Intel Data Center GPU Max 1550"},
  };
  for (const auto& [text, name] : spellings) {
    const auto match = find(text);
    EXPECT_TRUE(match.kind == Kind::exact || match.kind == Kind::alias)
        << text << " is " << to_string(match.kind);
    EXPECT_THAT(names_of(match), ElementsAre(name)) << text;
  }
}

TEST(GpuTable, NamesOfTheDriverAreAliases) {
  EXPECT_EQ(find("Tesla V100-SXM2-16GB").kind, Kind::alias);
  EXPECT_EQ(find("NVIDIA V100 SXM2 16GB").kind, Kind::exact);
}

TEST(GpuTable, AShortNameThatSeveralShareIsAFamilyOfThem) {
  const auto a100 = find("A100");
  EXPECT_EQ(a100.kind, Kind::family);
  EXPECT_THAT(names_of(a100),
              UnorderedElementsAre("NVIDIA A100 PCIe 40GB", "NVIDIA A100 PCIe 80GB",
                                   "NVIDIA A100 SXM4 40GB", "NVIDIA A100 SXM4 80GB"));
  const auto rated = rated_power(a100.gpus);
  ASSERT_TRUE(rated.has_value());
  EXPECT_EQ(rated->low, Watts{250});
  EXPECT_EQ(rated->value, Watts{325});
  EXPECT_EQ(rated->high, Watts{400});

  EXPECT_THAT(names_of(find("a100 80gb")),
              UnorderedElementsAre("NVIDIA A100 PCIe 80GB", "NVIDIA A100 SXM4 80GB"));
  EXPECT_EQ(find("H100").gpus.size(), 3U);
  EXPECT_EQ(find("titan x").kind, Kind::family);
}

TEST(GpuTable, TheDriversWholeNameIsOneGpuWhereTheShortFormIsSeveral) {
  // NVML prints "NVIDIA H200" for the SXM module and "NVIDIA H200 NVL" for the card.
  EXPECT_THAT(names_of(find("NVIDIA H200")), ElementsAre("NVIDIA H200 SXM"));
  EXPECT_EQ(find("H200").kind, Kind::family);
  EXPECT_THAT(names_of(find("H200")), UnorderedElementsAre("NVIDIA H200 SXM", "NVIDIA H200 NVL"));
}

TEST(GpuTable, NeverTakesAnEditionThatWasNotSaid) {
  // A Quadro of 2018, an Ada of 2022 and three Blackwells are all called RTX 6000.
  const auto match = find("RTX 6000");
  EXPECT_EQ(match.kind, Kind::family);
  EXPECT_EQ(match.gpus.size(), 5U);
  // The table has no Quadro RTX 5000, which may be what is meant.
  EXPECT_EQ(find("RTX 5000").kind, Kind::family);
  // Nor has it the Blackwell beside this one.
  EXPECT_THAT(names_of(find("RTX 2000")), ElementsAre("NVIDIA RTX 2000 Ada Generation"));
  EXPECT_EQ(find("RTX 2000").kind, Kind::family);
  EXPECT_EQ(find("4090").kind, Kind::family);
}

TEST(GpuTable, AVersionThatItDoesNotHaveIsNotTheOneBesideIt) {
  for (const char* text :
       {"A100X", "RTX 4080 Ti", "RTX 4090 with Max-Q Design", "T40", "MI300", "GTX 750 Ti",
        "NVIDIA A100-SXM4-40GB MIG 1g.5gb", "GRID T4-16Q", "Radeon RX 7900 XT/7900 XTX/7900M"})
    EXPECT_EQ(find(text).kind, Kind::none) << text;
  // Only its memory is another: made for one customer, of the same power class.
  const auto custom = find("NVIDIA A100-SXM4-64GB");
  EXPECT_EQ(custom.kind, Kind::family);
  EXPECT_THAT(names_of(custom),
              UnorderedElementsAre("NVIDIA A100 SXM4 40GB", "NVIDIA A100 SXM4 80GB"));
}

TEST(GpuTable, TwoNamesInOneAreAFamily) {
  const auto match = find("AMD Instinct MI250X/MI250");
  EXPECT_EQ(match.kind, Kind::family);
  EXPECT_THAT(names_of(match), UnorderedElementsAre("AMD Instinct MI250", "AMD Instinct MI250X"));
}

TEST(GpuTable, EveryRowFindsItselfByEachOfItsNames) {
  std::set<std::string_view> seen;
  const auto gpus = all_gpus().value();
  ASSERT_GT(gpus.size(), 150U);
  for (const auto& gpu : gpus) {
    EXPECT_TRUE(seen.insert(gpu.name).second) << gpu.name;
    auto spellings = gpu.nvml_names;
    spellings.push_back(gpu.name);
    for (const auto spelling : spellings) {
      const auto match = find(spelling);
      EXPECT_TRUE(match.kind == Kind::exact || match.kind == Kind::alias) << spelling;
      EXPECT_THAT(names_of(match), ElementsAre(std::string(gpu.name))) << spelling;
    }
  }
}

TEST(GpuTable, KnowsWhatTheDataSheetsSay) {
  const auto k80 = find("Tesla K80").gpus.at(0);
  EXPECT_EQ(k80.tdp->value, Watts{300});
  EXPECT_EQ(k80.devices, 2U);
  const auto a100 = find("NVIDIA A100-SXM4-80GB").gpus.at(0);
  EXPECT_EQ(a100.memory_gb, 80U);
  EXPECT_EQ(a100.memory_kind, "hbm");
  EXPECT_EQ(a100.launch_year, 2020);
  EXPECT_EQ(a100.fp16, Teraflops{312});
  ASSERT_TRUE(a100.idle.has_value());
  EXPECT_NEAR(a100.idle->mean.value(), (61 + 62 + 59) / 3.0, 0.05);
  // Another table has these two the wrong way round.
  EXPECT_EQ(find("Tesla V100-PCIE-16GB").gpus.at(0).tdp->high, Watts{250});
  EXPECT_EQ(find("Tesla V100-SXM2-16GB").gpus.at(0).tdp->low, Watts{300});
  EXPECT_FALSE(find("TPU v5e").gpus.at(0).tdp.has_value());
}

TEST(GpuTable, SuggestsWhatIsNear) {
  EXPECT_THAT(nearest_gpus("RTX 4080 Ti").value(), Contains("NVIDIA GeForce RTX 3080 Ti"));
  EXPECT_THAT(nearest_gpus("NVIDIA L40X").value(), Contains("NVIDIA L40S"));
  EXPECT_THAT(nearest_gpus("MI30X").value(), Contains("AMD Instinct MI300X"));
  EXPECT_THAT(nearest_gpus("xtx").value(), IsEmpty());
  EXPECT_THAT(nearest_gpus("").value(), IsEmpty());
}

TEST(GpuTable, NamesARowThatMakesNoSense) {
  const std::string header(tables::gpus().substr(0, tables::gpus().find('\n') + 1));
  const auto broken =
      find_gpu("X1", header + "X1,Acme,,16,gddr,pcie,1,lots,300,300,,,,,,,,,,,,2020,vendor,\n");
  ASSERT_FALSE(broken.has_value());
  EXPECT_THAT(broken.error().what, HasSubstr("gpus.csv: X1: \"lots\" is no positive number"));
  EXPECT_FALSE(find_gpu("X1", header + "X1,Acme\n").has_value());
  EXPECT_FALSE(find_gpu("X1", "name\n").has_value());
}

RC_GTEST_PROP(GpuTable, AnyBytesAreAnAnswer, (const std::string& bytes)) {
  const auto match = find_gpu(bytes);
  RC_ASSERT(match.has_value());
  RC_ASSERT((match->kind == Kind::none) == match->gpus.empty());
  RC_ASSERT(nearest_gpus(bytes)->size() <= 3U);
}

RC_GTEST_PROP(GpuTable, CaseAndBlanksDoNotMatter, ()) {
  const auto gpus = all_gpus().value();
  const auto& gpu = gpus[*rc::gen::inRange<std::size_t>(0, gpus.size())];
  std::string text;
  for (char c : gpu.name) {
    const bool up = *rc::gen::arbitrary<bool>();
    if (up && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    text += c;
    if (c == ' ') text += std::string(*rc::gen::inRange<std::size_t>(0, 3), ' ');
  }
  const auto match = find_gpu(text);
  RC_ASSERT(match->kind == Kind::exact);
  RC_ASSERT(match->gpus.front().name == gpu.name);
}

TEST(GpuName, IsTakenApart) {
  const auto name = parse_gpu_names("NVIDIA A100-SXM4-80GB").at(0);
  EXPECT_THAT(name.words, ElementsAre("a100"));
  EXPECT_EQ(name.form, "sxm4");
  EXPECT_EQ(name.memory_gb, 80U);

  EXPECT_THAT(parse_gpu_names("GeForce RTX4070TI super").at(0).words,
              ElementsAre("rtx", "4070", "ti", "super"));
  EXPECT_EQ(parse_gpu_names("RTX 3060 12 GiB").at(0).memory_gb, 12U);
  EXPECT_THAT(parse_gpu_names("\xff\x01 [").at(0).words, IsEmpty());
  // no overflow, and no number of gigabytes
  EXPECT_FALSE(parse_gpu_names("99999999999999999999gb").at(0).memory_gb.has_value());
}

}  // namespace
}  // namespace wattprint::catalog
