#include "catalog/cpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"
#include "catalog/cpu_name.hpp"
#include "catalog/tables.hpp"

namespace wattprint::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Expected {
  const char* name;
  const char* match;
  double tdp;
  const char* microarchitecture;
};

class OneCpu : public ::testing::TestWithParam<Expected> {};

TEST_P(OneCpu, IsFoundInTheSpellingOfTheKernel) {
  const Expected& expected = GetParam();
  const CpuMatch found = find_cpu(expected.name);
  EXPECT_EQ(found.kind, CpuMatchKind::exact);
  EXPECT_EQ(found.name, expected.match);
  EXPECT_EQ(found.microarchitecture(), expected.microarchitecture);
  ASSERT_TRUE(found.tdp);
  EXPECT_NEAR(found.tdp->value.value(), expected.tdp, 0.05 * expected.tdp);
  EXPECT_LE(found.tdp->low, found.tdp->value);
  EXPECT_GE(found.tdp->high, found.tdp->value);
  EXPECT_EQ(found.tdp->basis, Basis::estimated);
  EXPECT_FALSE(found.source.empty());
  EXPECT_THAT(found.candidates, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Public, OneCpu,
    ::testing::Values(
        Expected{"AMD Opteron(tm) Processor 6276", "AMD Opteron 6276", 115, "Bulldozer"},
        Expected{"AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763", 280, "Zen 3"},
        Expected{"AMD EPYC 9754 128-Core Processor", "AMD EPYC 9754", 360, "Zen 4c"},
        Expected{"AMD Opteron(tm) Processor 4376 HE", "AMD Opteron 4376 HE", 65, "Piledriver"},
        Expected{"Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", "Intel Core i7-8700K", 95,
                 "Coffee Lake"},
        Expected{"11th Gen Intel(R) Core(TM) i7-1185G7 @ 3.00GHz", "Intel Core i7-1185G7", 28,
                 "Tiger Lake"},
        Expected{"AMD Ryzen Threadripper PRO 5995WX 64-Cores", "AMD Ryzen Threadripper PRO 5995WX",
                 280, "Zen 3"},
        Expected{"AMD Ryzen 9 5950X 16-Core Processor", "AMD Ryzen 9 5950X", 105, "Zen 3"},
        Expected{"Intel(R) Xeon(R) Platinum 8490H", "Intel Xeon Platinum 8490H", 350,
                 "Sapphire Rapids"},
        Expected{"Intel(R) Xeon(R) Platinum 8180 CPU @ 2.50GHz", "Intel Xeon Platinum 8180", 205,
                 "Skylake"},
        Expected{"Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz", "Intel Xeon Platinum 8380", 270,
                 "Ice Lake"},
        Expected{"Intel(R) Xeon(R) E-2388G CPU @ 3.20GHz", "Intel Xeon E-2388G", 95, "Rocket Lake"},
        Expected{"Intel(R) Xeon(R) Gold 6252 CPU @ 2.10GHz", "Intel Xeon Gold 6252", 150,
                 "Cascade Lake"},
        Expected{"Intel(R) Xeon(R) Platinum 8480+", "Intel Xeon Platinum 8480+", 350,
                 "Sapphire Rapids"},
        Expected{"Intel(R) Xeon(R) Gold 6338N CPU @ 2.20GHz", "Intel Xeon Gold 6338N", 185,
                 "Ice Lake"},
        Expected{"Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz", "Intel Xeon Platinum 8280", 205,
                 "Cascade Lake"},
        Expected{"Intel(R) Xeon(R) CPU E5-2699 v3 @ 2.30GHz", "Intel Xeon E5-2699 v3", 145,
                 "Haswell"},
        Expected{"Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz", "Intel Xeon E5-2686 v4", 145,
                 "Broadwell"},
        Expected{"Intel(R) Xeon(R) 6780E", "Intel Xeon 6780E", 330, "Sierra Forest"},
        Expected{"Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", "Intel Xeon Gold 6148", 150,
                 "Skylake"},
        Expected{"Intel(R) Xeon(R) Silver 4210 CPU @ 2.20GHz", "Intel Xeon Silver 4210", 85,
                 "Cascade Lake"},
        Expected{"Intel(R) Xeon(R) CPU E5-2670 v2 @ 2.50GHz", "Intel Xeon E5-2670 v2", 115,
                 "Ivy Bridge"},
        Expected{"Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "Intel Xeon E5-2680 v4", 120,
                 "Broadwell"},
        Expected{"Intel(R) Xeon(R) CPU E5-2673 v4 @ 2.30GHz", "Intel Xeon E5-2673 v4", 135,
                 "Broadwell"},
        Expected{"Intel(R) Xeon(R) Silver 4510", "Intel Xeon Silver 4510", 150, "Sapphire Rapids"},
        Expected{"INTEL(R) XEON(R) PLATINUM 8592+", "Intel Xeon Platinum 8592+", 350,
                 "Emerald Rapids"},
        Expected{"Intel(R) Xeon(R) CPU E3-1240 V2 @ 3.40GHz", "Intel Xeon E3-1240 v2", 69,
                 "Ivy Bridge"}));

INSTANTIATE_TEST_SUITE_P(
    OfClouds, OneCpu,
    ::testing::Values(Expected{"AMD EPYC 7B12", "AMD EPYC 7B12", 240, "Zen 2"},
                      Expected{"AMD EPYC 7R32", "AMD EPYC 7R32", 280, "Zen 2"},
                      Expected{"AMD EPYC 7V12 64-Core Processor", "AMD EPYC 7V12", 240, "Zen 2"},
                      Expected{"AMD EPYC 7571", "AMD EPYC 7571", 200, "Zen"},
                      Expected{"AMD EPYC 7R13 Processor", "AMD EPYC 7R13", 225, "Zen 3"},
                      Expected{"AMD EPYC 7V13 64-Core Processor", "AMD EPYC 7V13", 240, "Zen 3"},
                      Expected{"AMD EPYC 9B14", "AMD EPYC 9B14", 360, "Zen 4"},
                      Expected{"AMD EPYC 9R14", "AMD EPYC 9R14", 360, "Zen 4"},
                      Expected{"INTEL(R) XEON(R) PLATINUM 8573C", "Intel Xeon Platinum 8573C", 350,
                               "Emerald Rapids"},
                      Expected{"Intel(R) Xeon(R) Platinum 8488C", "Intel Xeon Platinum 8488C", 385,
                               "Sapphire Rapids"},
                      Expected{"Intel(R) Xeon(R) Platinum 8151 CPU @ 3.40GHz",
                               "Intel Xeon Platinum 8151", 240, "Skylake"},
                      Expected{"Intel(R) Xeon(R) Platinum 8171M CPU @ 2.60GHz",
                               "Intel Xeon Platinum 8171M", 185, "Skylake"},
                      Expected{"Intel(R) Xeon(R) Platinum 8124M CPU @ 3.00GHz",
                               "Intel Xeon Platinum 8124M", 240, "Skylake"},
                      Expected{"Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz",
                               "Intel Xeon Platinum 8175M", 240, "Skylake"},
                      Expected{"Intel(R) Xeon(R) CPU E5-2676 v3 @ 2.40GHz", "Intel Xeon E5-2676 v3",
                               120, "Haswell"},
                      Expected{"Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz",
                               "Intel Xeon Platinum 8259CL", 210, "Cascade Lake"},
                      Expected{"Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz",
                               "Intel Xeon Platinum 8375C", 300, "Ice Lake"},
                      Expected{"AWS Graviton2", "AWS Graviton2", 110, "Neoverse N1"},
                      Expected{"NVIDIA Grace CPU Superchip", "NVIDIA Grace CPU Superchip", 500,
                               "Neoverse V2"}));

INSTANTIATE_TEST_SUITE_P(
    OfInventories, OneCpu,
    ::testing::Values(
        Expected{"Intel E3-1260L v5", "Intel Xeon E3-1260L v5", 45, "Skylake"},
        Expected{"Intel X3350", "Intel Xeon X3350", 95, "Penryn"},
        Expected{"E3-1265LV2", "Intel Xeon E3-1265L v2", 45, "Ivy Bridge"},
        Expected{"Xeon L5420", "Intel Xeon L5420", 50, "Penryn"},
        Expected{"Intel Xeon 3.8GHz", "Intel Xeon 3.80GHz", 110, "NetBurst"},
        Expected{"AMD Opteron 2216HE", "AMD Opteron 2216 HE", 68, "K8"},
        Expected{"2.6 GHz AMD Opteron 2435", "AMD Opteron 2435", 115, "K10"},
        Expected{"Quad-Core AMD Opteron(r) Processor 8376 HE", "AMD Opteron 8376 HE", 79, "K10"},
        Expected{"Ampere\xc2\xae Altra\xc2\xae 64-Bit Multi-Core Processor Q64-30",
                 "Ampere Altra Q64-30", 180, "Neoverse N1"},
        Expected{"AMD EPYC 7601 2.20 GHz, Dell SKU [338-BNCG]", "AMD EPYC 7601", 180, "Zen"},
        Expected{"Intel Xeon Platinum 8380  2.30 GHz", "Intel Xeon Platinum 8380", 270, "Ice Lake"},
        Expected{"Intel Xeon Processor 7110M", "Intel Xeon 7110M", 95, "NetBurst"},
        Expected{"Gold 6252", "Intel Xeon Gold 6252", 150, "Cascade Lake"},
        Expected{"Apple M1", "Apple M1", 15, "M1"},
        Expected{"Intel(R) N100", "Intel Processor N100", 6, "Alder Lake"},
        Expected{"i7-8700", "Intel Core i7-8700", 65, "Coffee Lake"},
        Expected{"AMD 7763", "AMD EPYC 7763", 280, "Zen 3"}));

struct Masked {
  const char* name;
  const char* likeliest;
};

class HiddenName : public ::testing::TestWithParam<Masked> {};

TEST_P(HiddenName, IsAFamilyAndNeverOneCpu) {
  const CpuMatch found = find_cpu(GetParam().name);
  EXPECT_EQ(found.kind, CpuMatchKind::family);
  EXPECT_EQ(found.name, "");
  EXPECT_EQ(found.microarchitecture(), GetParam().likeliest);
  EXPECT_FALSE(found.cores);
  ASSERT_TRUE(found.tdp);
  EXPECT_LT(found.tdp->low, found.tdp->high);
  EXPECT_EQ(found.tdp->basis, Basis::assumed);
}

INSTANTIATE_TEST_SUITE_P(
    All, HiddenName,
    ::testing::Values(
        Masked{"Intel(R) Xeon(R) CPU @ 2.20GHz", "Broadwell"},
        Masked{"Intel(R) Xeon(R) CPU @ 2.80GHz", "Cascade Lake"},
        Masked{"Intel(R) Xeon(R) Processor @ 2.90GHz", "Ice Lake"},
        Masked{"Intel(R) Xeon(R) CPU @ 4.90GHz", "Cascade Lake"},
        Masked{"Intel Xeon Processor (Skylake, IBRS)", "Skylake"},
        Masked{"Intel Xeon Processor (Skylake, IBRS, no TSX)", "Skylake"},
        Masked{"Intel Xeon Processor (Cascadelake)", "Cascade Lake"},
        Masked{"Intel Core Processor (Haswell, no TSX)", "Haswell"},
        Masked{"Intel Core Processor (Broadwell, IBRS)", "Broadwell"},
        Masked{"Intel Xeon E312xx (Sandy Bridge, IBRS update)", "Sandy Bridge"},
        Masked{"AMD EPYC", "Zen 3"}, Masked{"AMD EPYC Processor", "Zen"},
        Masked{"AMD EPYC Processor (with IBPB)", "Zen"}, Masked{"AMD EPYC-Rome Processor", "Zen 2"},
        Masked{"AMD EPYC-Milan Processor", "Zen 3"}, Masked{"AMD EPYC-Genoa Processor", "Zen 4"},
        Masked{"Neoverse-N1", "Neoverse N1"}, Masked{"Neoverse-V1", "Neoverse V1"},
        Masked{"Neoverse-V2", "Neoverse V2"}, Masked{"Neoverse-N2", "Neoverse N2"},
        Masked{"Ampere(R) Altra(R) Processor", "Neoverse N1"}, Masked{"DO-Premium-AMD", "Zen 2"}));

TEST(Cpus, NothingIsKnownBehindAGenericHypervisorCpu) {
  for (const char* name : {"QEMU Virtual CPU version 2.5+", "QEMU Virtual CPU version 7.2.0",
                           "Common KVM processor", "Common 32-bit KVM processor", "", "Intel",
                           "CPU", "12345", "5120", "300", "M1", "Intel 5120", "Sparc T5"}) {
    const CpuMatch found = find_cpu(name);
    EXPECT_EQ(found.kind, CpuMatchKind::none) << name;
    EXPECT_FALSE(found.tdp) << name;
    EXPECT_EQ(found.name, "") << name;
  }
}

TEST(Cpus, CpuidTellsWhichOfTheHiddenOnesItIs) {
  const char* name = "Intel(R) Xeon(R) CPU @ 2.20GHz";
  const auto microarchitectures = [&](CpuId id) { return find_cpu(name, &id).microarchitectures; };
  EXPECT_THAT(find_cpu(name).microarchitectures, ElementsAre("Broadwell", "Cascade Lake"));
  EXPECT_THAT(microarchitectures({"Intel", 6, 79, 0}), ElementsAre("Broadwell"));
  EXPECT_THAT(microarchitectures({"Intel", 6, 85, 7}), ElementsAre("Cascade Lake"));
  // no row of the alias has it; the table of CPUIDs does
  EXPECT_THAT(microarchitectures({"Intel", 6, 143, 8}), ElementsAre("Sapphire Rapids"));
  const CpuId milan{"AMD", 25, 1, 1};
  EXPECT_THAT(find_cpu("AMD EPYC", &milan).microarchitectures, ElementsAre("Zen 3"));
  EXPECT_EQ(find_cpu("AMD EPYC", &milan).launch_year, 2021U);
}

TEST(Cpus, CpuidOfAQemuModelIsNotBelieved) {
  const CpuId haswell{"Intel", 6, 60, 1};
  EXPECT_EQ(find_cpu("Intel Core Processor (Haswell, no TSX)", &haswell).segment, "server");
  const CpuId snow_ridge{"Intel", 6, 134, 0};
  EXPECT_EQ(find_cpu("Intel Xeon Processor (Icelake)", &snow_ridge).microarchitecture(),
            "Ice Lake");
  const CpuId qemu{"AMD", 15, 107, 1};
  EXPECT_EQ(find_cpu("QEMU Virtual CPU version 2.5+", &qemu).kind, CpuMatchKind::none);
}

TEST(Cpus, ArmWithoutANameIsFoundByImplementerAndPart) {
  const CpuId graviton3{"ARM", 0x41, 0xd40, {}};
  const CpuMatch found = find_cpu("", &graviton3);
  EXPECT_EQ(found.kind, CpuMatchKind::family);
  EXPECT_EQ(found.microarchitecture(), "Neoverse V1");
}

TEST(Cpus, NameOfOneCpuIsNotChangedByCpuid) {
  const CpuId cascade_lake{"Intel", 6, 85, 7};
  EXPECT_EQ(find_cpu("AMD EPYC 7763", &cascade_lake).name, "AMD EPYC 7763");
}

TEST(Cpus, UnknownSuffixIsAFamilyOfItsNeighbours) {
  const CpuMatch found = find_cpu("AMD EPYC 7763P");
  EXPECT_EQ(found.kind, CpuMatchKind::family);
  EXPECT_THAT(found.candidates, Contains("AMD EPYC 7763"));
  EXPECT_EQ(found.microarchitecture(), "Zen 3");
  EXPECT_EQ(found.tdp->low, Watts{225});
  EXPECT_EQ(found.tdp->high, Watts{280});
  EXPECT_EQ(find_cpu("Core i7-8700Z").kind, CpuMatchKind::family);
}

TEST(Cpus, UnknownNumberOfAKnownSeriesIsAFamily) {
  const CpuMatch gold = find_cpu("Intel Xeon Gold 6999Z");
  EXPECT_EQ(gold.kind, CpuMatchKind::family);
  EXPECT_EQ(gold.what, "Xeon Gold 6000");
  EXPECT_LT(gold.tdp->low, Watts{130});
  EXPECT_GT(gold.tdp->high, Watts{250});
  const CpuMatch rome = find_cpu("AMD EPYC 7992");
  EXPECT_EQ(rome.what, "EPYC 7002");
  EXPECT_EQ(rome.launch_year, 2019U);
  EXPECT_EQ(find_cpu("Intel Xeon E5-2999 v3").microarchitecture(), "Haswell");
  EXPECT_GT(find_cpu("Intel Xeon E5-2699 v9").microarchitectures.size(), 3U);
}

TEST(Cpus, TellsTheXeonOf2006FromTheGoldOf2017) {
  EXPECT_EQ(find_cpu("Intel(R) Xeon(R) CPU 5120 @ 1.86GHz").name, "Intel Xeon 5120");
  EXPECT_EQ(find_cpu("Intel(R) Xeon(R) Gold 5120 CPU @ 2.20GHz").name, "Intel Xeon Gold 5120");
  EXPECT_EQ(find_cpu("Intel Xeon 5140").launch_year, 2006U);
  EXPECT_EQ(find_cpu("Intel Xeon Gold 5140").name, "") << "no such CPU";
  EXPECT_EQ(find_cpu("Intel Xeon Gold 5140").kind, CpuMatchKind::family);
}

TEST(Cpus, WrongTierIsAnAlias) {
  const CpuMatch found = find_cpu("Intel Xeon Platinum 6252");
  EXPECT_EQ(found.kind, CpuMatchKind::alias);
  EXPECT_EQ(found.name, "Intel Xeon Gold 6252");
  EXPECT_EQ(find_cpu("Ampere Altra M128-30").name, "Ampere Altra Max M128-30");
  EXPECT_EQ(find_cpu("Ampere Altra M128-30").kind, CpuMatchKind::alias);
}

TEST(Cpus, OfAnotherVendorIsNotTheOne) {
  EXPECT_EQ(find_cpu("Intel EPYC 7763").name, "");
  EXPECT_EQ(find_cpu("AMD Xeon Gold 6140").name, "");
}

TEST(Cpus, CarryTheirFacts) {
  const CpuMatch found = find_cpu("Intel(R) Xeon(R) Gold 6252 CPU @ 2.10GHz");
  EXPECT_EQ(found.vendor, "Intel");
  EXPECT_EQ(found.segment, "server");
  EXPECT_EQ(found.cores, 24U);
  EXPECT_EQ(found.threads, 48U);
  EXPECT_EQ(found.base_mhz, 2100U);
  EXPECT_EQ(found.launch_year, 2019U);
  EXPECT_EQ(find_cpu("AMD EPYC 7763").tdp->low, Watts{225}) << "configurable";
}

TEST(Cpus, MistypedNameHasSuggestions) {
  EXPECT_EQ(similar_cpus("Intel Xeon Gold 6l40").at(0), "Intel Xeon Gold 6140");
  EXPECT_EQ(similar_cpus("Epic 7763").at(0), "AMD EPYC 7763");
  EXPECT_THAT(similar_cpus("something else altogether, and long"), IsEmpty());
  EXPECT_LE(similar_cpus(std::string(100'000, 'x')).size(), 3U);
}

/// name, vendor, segment of every row of cpus.csv.
std::vector<std::vector<std::string_view>> rows() {
  std::vector<std::vector<std::string_view>> all;
  std::string_view rest = tables::cpus();
  (void)next_line(rest);
  while (const auto line = next_line(rest)) all.push_back(split(*line, ','));
  return all;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::string decorated(std::string_view text) {
  std::string result;
  for (const std::string_view word : split(text, ' ')) {
    result += word;
    if (word == "Intel" || word == "Xeon" || word == "Celeron" || word == "Pentium")
      result += "(R)";
    if (word == "Core" || word == "Atom") result += "(TM)";
    if (word == "Opteron" || word == "Athlon") result += "(tm)";
    result += ' ';
  }
  return result;
}

TEST(Cpus, EachFindsItselfInEverySpelling) {
  const auto all = rows();
  ASSERT_GT(all.size(), 5000U);
  for (const auto& row : all) {
    const std::string name(row[1]);
    EXPECT_EQ(read_cpu_name(row[0]).key, row[0]) << "a key is its own key";
    const bool clock_only = name.ends_with("GHz");  // a second clock would be another name
    for (const std::string& spelling :
         {name, to_lower(name), upper(name), decorated(name), upper(decorated(name)),
          clock_only ? name : name + " CPU @ 2.30GHz", clock_only ? name : name + " 2.30 GHz",
          name + " Processor", "  " + name + "\n"}) {
      const CpuMatch found = find_cpu(spelling);
      EXPECT_EQ(found.kind, CpuMatchKind::exact) << spelling;
      EXPECT_EQ(found.name, name) << spelling;
    }
  }
}

RC_GTEST_PROP(Cpus, AnyBytesAreNeverOneCpu, (std::string bytes)) {
  const CpuMatch found = find_cpu(bytes);
  RC_ASSERT(found.kind != CpuMatchKind::exact);
}

RC_GTEST_PROP(Cpus, AnyChangeOfADigitIsNotThatCpu, ()) {
  static const auto all = rows();
  const auto& row = *rc::gen::elementOf(all);
  std::string name(row[1]);
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (name[i] >= '0' && name[i] <= '9') digits.push_back(i);
  RC_PRE(!digits.empty());
  const std::size_t at = *rc::gen::elementOf(digits);
  name[at] = name[at] == '9' ? '1' : static_cast<char>(name[at] + 1);
  RC_ASSERT(find_cpu(name).name != row[1]);
}

}  // namespace
}  // namespace wattprint::catalog
