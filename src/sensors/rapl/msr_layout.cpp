#include "sensors/rapl/msr_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace wattprint::sensors::rapl {
namespace {

using Kind = Extent::Kind;

// Intel SDM volume 4: MSR_RAPL_POWER_UNIT and the ..._ENERGY_STATUS registers.
constexpr std::uint32_t kIntelUnit = 0x606;
constexpr std::uint32_t kIntelPackage = 0x611;
constexpr std::uint32_t kIntelDram = 0x619;
constexpr std::uint32_t kIntelCores = 0x639;
constexpr std::uint32_t kIntelGraphics = 0x641;
constexpr std::uint32_t kIntelPlatform = 0x64d;
// AMD PPR, family 17h: RAPL_PWR_UNIT, PKG_ENERGY_STAT. CORE_ENERGY_STAT (0xc001029a) counts one
// physical core each and is a part of the package; it is not read.
constexpr std::uint32_t kAmdUnit = 0xc0010299;
constexpr std::uint32_t kAmdPackage = 0xc001029b;

constexpr unsigned kIntelFamily = 6;
constexpr unsigned kFirstAmdFamily = 0x17;

/// Models of family 6 whose DRAM counts 2^-16 J whatever the unit register says: Haswell-EP,
/// Broadwell-EP and -DE, Skylake-SP (with Cascade and Cooper Lake), Ice Lake-SP and -D, Knights
/// Landing and Mill. Sapphire Rapids and later do not (kernel commit 80275ca9e525).
constexpr std::array<unsigned, 8> kFineDram{0x3f, 0x4f, 0x56, 0x55, 0x6a, 0x6c, 0x57, 0x85};
constexpr Joules kFineDramUnit{1.0 / 65536.0};

/// Sapphire and Emerald Rapids count whole joules of the platform.
constexpr std::array<unsigned, 2> kCoarsePlatform{0x8f, 0xcf};
constexpr Joules kCoarsePlatformUnit{1.0};

/// Silvermont and Airmont: Bay Trail, Merrifield, Cherry Trail, Moorefield, SoFIA.
constexpr std::array<unsigned, 5> kMicrojouleModels{0x37, 0x4a, 0x4c, 0x5a, 0x5d};

template <std::size_t N>
bool is_among(unsigned model, const std::array<unsigned, N>& models) {
  return std::find(models.begin(), models.end(), model) != models.end();
}

MsrLayout intel_layout(unsigned model) {
  const Joules dram = is_among(model, kFineDram) ? kFineDramUnit : Joules{};
  const Joules platform = is_among(model, kCoarsePlatform) ? kCoarsePlatformUnit : Joules{};
  return {.unit_address = kIntelUnit,
          .unit_in_microjoules = is_among(model, kMicrojouleModels),
          .scope_is_die = true,
          .registers = {{Kind::package, kIntelPackage, {}},
                        {Kind::dram, kIntelDram, dram},
                        {Kind::core, kIntelCores, {}},
                        {Kind::uncore, kIntelGraphics, {}},
                        {Kind::machine, kIntelPlatform, platform}}};
}

}  // namespace

std::optional<MsrLayout> msr_layout(const CpuIdentity& cpu) {
  if (cpu.is_intel() && cpu.family == kIntelFamily) return intel_layout(cpu.model);
  if (cpu.is_amd() && cpu.family >= kFirstAmdFamily)
    return MsrLayout{.unit_address = kAmdUnit, .registers = {{Kind::package, kAmdPackage, {}}}};
  return std::nullopt;
}

std::optional<Joules> energy_unit(std::uint64_t unit_register, const MsrLayout& layout) {
  const int exponent = static_cast<int>(unit_register >> 8 & 0x1f);
  if (unit_register == 0) return std::nullopt;
  if (layout.unit_in_microjoules) return Joules{std::ldexp(1e-6, exponent)};
  return Joules{std::ldexp(1.0, -exponent)};
}

}  // namespace wattprint::sensors::rapl
