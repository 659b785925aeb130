#include "models/cpuid_table.hpp"

namespace wattprint::models {
namespace {

constexpr unsigned kAny = ~0U;

// Intel: the numbers of Linux arch/x86/include/asm/intel-family.h; the steppings that tell Skylake,
// Cascade Lake and Cooper Lake apart (and Kaby from Coffee Lake) from likwid
// src/includes/topology.h and Intel's specification updates. Rows share a family where the die is
// the same or a near sibling. AMD: family and model ranges of LLVM lib/TargetParser/Host.cpp and
// likwid; stepping 2 of 23/1 is the server die (Naples), 0 and 1 the desktop one.
constexpr CpuidRow kCpuid[] = {
    {"Intel", 6, 26, 0, kAny, "nehalem-sp"},       // Nehalem-EP, intel-family.h NEHALEM_EP
    {"Intel", 6, 46, 0, kAny, "nehalem-sp"},       // NEHALEM_EX
    {"Intel", 6, 44, 0, kAny, "westmere-sp"},      // WESTMERE_EP
    {"Intel", 6, 47, 0, kAny, "westmere-sp"},      // WESTMERE_EX
    {"Intel", 6, 45, 0, kAny, "sandy-bridge-sp"},  // SANDYBRIDGE_X
    {"Intel", 6, 62, 0, kAny, "ivy-bridge-sp"},    // IVYBRIDGE_X
    {"Intel", 6, 63, 0, kAny, "haswell-sp"},       // HASWELL_X
    {"Intel", 6, 79, 0, kAny, "broadwell-sp"},     // BROADWELL_X
    {"Intel", 6, 86, 0, kAny, "broadwell-d"},      // BROADWELL_D
    {"Intel", 6, 85, 0, 4, "skylake-sp"},          // SKYLAKE_X
    {"Intel", 6, 85, 5, 7, "cascade-lake"},     // SKYLAKE_X, likwid: Cascade Lake from stepping 5
    {"Intel", 6, 85, 8, kAny, "cooper-lake"},   // SKYLAKE_X, likwid: Cooper Lake 10 and 11
    {"Intel", 6, 106, 0, kAny, "ice-lake-sp"},  // ICELAKE_X
    {"Intel", 6, 108, 0, kAny, "ice-lake-d"},   // ICELAKE_D
    {"Intel", 6, 143, 0, kAny, "sapphire-rapids"},     // SAPPHIRERAPIDS_X
    {"Intel", 6, 207, 0, kAny, "emerald-rapids"},      // EMERALDRAPIDS_X
    {"Intel", 6, 173, 0, kAny, "granite-rapids"},      // GRANITERAPIDS_X
    {"Intel", 6, 174, 0, kAny, "granite-rapids"},      // GRANITERAPIDS_D
    {"Intel", 6, 175, 0, kAny, "sierra-forest"},       // ATOM_CRESTMONT_X
    {"Intel", 6, 182, 0, kAny, "sierra-forest"},       // ATOM_CRESTMONT (Grand Ridge), same core
    {"Intel", 6, 77, 0, kAny, "atom-server"},          // ATOM_SILVERMONT_D
    {"Intel", 6, 95, 0, kAny, "atom-server"},          // ATOM_GOLDMONT_D
    {"Intel", 6, 134, 0, kAny, "atom-server"},         // ATOM_TREMONT_D
    {"Intel", 6, 42, 0, kAny, "sandy-bridge"},         // SANDYBRIDGE
    {"Intel", 6, 58, 0, kAny, "ivy-bridge"},           // IVYBRIDGE
    {"Intel", 6, 60, 0, kAny, "haswell"},              // HASWELL
    {"Intel", 6, 69, 0, kAny, "haswell-mobile"},       // HASWELL_L
    {"Intel", 6, 70, 0, kAny, "haswell-mobile"},       // HASWELL_G
    {"Intel", 6, 61, 0, kAny, "broadwell-mobile"},     // BROADWELL
    {"Intel", 6, 71, 0, kAny, "haswell"},              // BROADWELL_G: a shrunk Haswell desktop part
    {"Intel", 6, 94, 0, kAny, "skylake"},              // SKYLAKE
    {"Intel", 6, 78, 0, kAny, "skylake-mobile"},       // SKYLAKE_L
    {"Intel", 6, 158, 0, 9, "kaby-lake"},              // KABYLAKE
    {"Intel", 6, 158, 10, kAny, "coffee-lake"},        // KABYLAKE from stepping 10
    {"Intel", 6, 142, 0, 9, "kaby-lake-mobile"},       // KABYLAKE_L
    {"Intel", 6, 142, 10, kAny, "comet-lake-mobile"},  // KABYLAKE_L: Coffee, Whiskey, Comet Lake-U
    {"Intel", 6, 165, 0, kAny, "comet-lake"},          // COMETLAKE
    {"Intel", 6, 166, 0, kAny, "comet-lake-mobile"},   // COMETLAKE_L
    {"Intel", 6, 125, 0, kAny, "ice-lake-mobile"},     // ICELAKE
    {"Intel", 6, 126, 0, kAny, "ice-lake-mobile"},     // ICELAKE_L
    {"Intel", 6, 140, 0, kAny, "tiger-lake"},          // TIGERLAKE_L
    {"Intel", 6, 141, 0, kAny, "tiger-lake"},          // TIGERLAKE
    {"Intel", 6, 167, 0, kAny, "rocket-lake"},         // ROCKETLAKE
    {"Intel", 6, 151, 0, kAny, "alder-lake"},          // ALDERLAKE
    {"Intel", 6, 154, 0, kAny, "alder-lake-mobile"},   // ALDERLAKE_L
    {"Intel", 6, 190, 0, kAny, "alder-lake-n"},        // ATOM_GRACEMONT
    {"Intel", 6, 183, 0, kAny, "raptor-lake"},         // RAPTORLAKE
    {"Intel", 6, 191, 0, kAny, "raptor-lake"},         // RAPTORLAKE_S
    {"Intel", 6, 186, 0, kAny, "raptor-lake-mobile"},  // RAPTORLAKE_P
    {"Intel", 6, 170, 0, kAny, "meteor-lake"},         // METEORLAKE_L
    {"Intel", 6, 172, 0, kAny, "meteor-lake"},         // METEORLAKE
    {"Intel", 6, 189, 0, kAny, "lunar-lake"},          // LUNARLAKE_M
    {"Intel", 6, 197, 0, kAny, "arrow-lake-mobile"},   // ARROWLAKE_H
    {"Intel", 6, 181, 0, kAny, "arrow-lake-mobile"},   // ARROWLAKE_U
    {"Intel", 6, 198, 0, kAny, "arrow-lake"},          // ARROWLAKE
    {"AMD", 16, 2, 0, kAny, "k10"},                    // Barcelona, Host.cpp amdfam10h
    {"AMD", 16, 4, 0, kAny, "k10"},                    // Shanghai
    {"AMD", 16, 8, 0, kAny, "k10"},                    // Istanbul, Lisbon
    {"AMD", 16, 9, 0, kAny, "k10"},                    // Magny-Cours
    {"AMD", 21, 1, 0, kAny, "bulldozer"},              // bdver1
    {"AMD", 21, 2, 0, kAny, "piledriver"},             // bdver2
    {"AMD", 23, 1, 2, kAny, "zen-epyc"},               // Naples
    {"AMD", 23, 1, 0, 1, "zen-ryzen"},                 // Summit Ridge
    {"AMD", 23, 8, 0, kAny, "zen-plus"},               // Pinnacle Ridge
    {"AMD", 23, 17, 0, kAny, "zen-mobile"},            // Raven Ridge
    {"AMD", 23, 24, 0, kAny, "zen-mobile"},            // Picasso
    {"AMD", 23, 32, 0, kAny, "zen-mobile"},            // Dali
    {"AMD", 23, 49, 0, kAny, "zen2-epyc"},             // Rome (and Castle Peak)
    {"AMD", 23, 113, 0, kAny, "zen2-ryzen"},           // Matisse
    {"AMD", 23, 71, 0, kAny, "zen2-ryzen"},            // 4700S
    {"AMD", 23, 96, 0, kAny, "zen2-mobile"},           // Renoir
    {"AMD", 23, 104, 0, kAny, "zen2-mobile"},          // Lucienne
    {"AMD", 23, 144, 0, kAny, "zen2-mobile"},          // Van Gogh
    {"AMD", 23, 160, 0, kAny, "zen2-mobile"},          // Mendocino
    {"AMD", 25, 1, 0, kAny, "zen3-epyc"},              // Milan
    {"AMD", 25, 48, 0, kAny, "zen3-epyc"},             // Trento
    {"AMD", 25, 8, 0, kAny, "zen3-threadripper"},      // Chagall; likwid's "Zen 4" is wrong
    {"AMD", 25, 33, 0, kAny, "zen3-ryzen"},            // Vermeer
    {"AMD", 25, 80, 0, kAny, "zen3-mobile"},           // Cezanne
    {"AMD", 25, 68, 0, kAny, "zen3-mobile"},           // Rembrandt (Zen 3+)
    {"AMD", 25, 17, 0, kAny, "zen4-epyc"},             // Genoa
    {"AMD", 25, 160, 0, kAny, "zen4c-epyc"},           // Bergamo, Siena
    {"AMD", 25, 24, 0, kAny, "zen4-threadripper"},     // Storm Peak
    {"AMD", 25, 97, 0, kAny, "zen4-ryzen"},            // Raphael
    {"AMD", 25, 116, 0, kAny, "zen4-mobile"},          // Phoenix
    {"AMD", 25, 117, 0, kAny, "zen4-mobile"},          // Hawk Point
    {"AMD", 25, 120, 0, kAny, "zen4-mobile"},          // Phoenix 2
    {"AMD", 25, 124, 0, kAny, "zen4-mobile"},          // Hawk Point 2
    {"AMD", 26, 2, 0, kAny, "zen5-epyc"},              // Turin
    {"AMD", 26, 17, 0, kAny, "zen5c-epyc"},            // Turin Dense
    {"AMD", 26, 8, 0, kAny, "zen5-threadripper"},      // Shimada Peak
    {"AMD", 26, 68, 0, kAny, "zen5-ryzen"},            // Granite Ridge
    {"AMD", 26, 36, 0, kAny, "zen5-mobile"},           // Strix Point
    {"AMD", 26, 96, 0, kAny, "zen5-mobile"},           // Krackan Point
    {"AMD", 26, 112, 0, kAny, "zen5-mobile"},          // Strix Halo
    {"Hygon", 24, 0, 0, kAny, "zen-epyc"},             // Dhyana: Zen under licence, likwid
    {"Hygon", 24, 1, 0, kAny, "zen-epyc"},             // the same, as QEMU shows it
};

// Linux arch/arm64/include/asm/cputype.h and LLVM lib/TargetParser/Host.cpp.
constexpr ArmPartRow kArmParts[] = {
    {0x41, 0xd08, "cortex-a72"},   // ARM_CPU_PART_CORTEX_A72 (AWS Graviton)
    {0x41, 0xd0c, "neoverse-n1"},  // ARM_CPU_PART_NEOVERSE_N1 (Graviton2, Altra)
    {0x41, 0xd40, "neoverse-v1"},  // ARM_CPU_PART_NEOVERSE_V1 (Graviton3)
    {0x41, 0xd49, "neoverse-n2"},  // ARM_CPU_PART_NEOVERSE_N2; EAR's D4A is wrong
    {0x41, 0xd4f, "neoverse-v2"},  // ARM_CPU_PART_NEOVERSE_V2 (Graviton4, Grace, Axion)
    {0x41, 0xd84, "neoverse-v3"},  // ARM_CPU_PART_NEOVERSE_V3
    {0x6d, 0xd49, "neoverse-n2"},  // MICROSOFT_CPU_PART_AZURE_COBALT_100
    {0xc0, 0xac3, "ampereone"},    // AMPERE_CPU_PART_AMPERE1
    {0xc0, 0xac4, "ampereone"},    // AMPERE_CPU_PART_AMPERE1A
    {0x48, 0xd01, "kunpeng-920"},  // HISI_CPU_PART_TSV110
    {0x61, 0x022, "apple-m1"},     // APPLE_CPU_PART_M1_ICESTORM
    {0x61, 0x023, "apple-m1"},     // APPLE_CPU_PART_M1_FIRESTORM
};

}  // namespace

std::span<const CpuidRow> cpuid_rows() { return kCpuid; }
std::span<const ArmPartRow> arm_part_rows() { return kArmParts; }

}  // namespace wattprint::models
