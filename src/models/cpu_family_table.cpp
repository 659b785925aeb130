// Written by tools/fit_cpu_families.py; the same rows, with their sources, are in
// data/cpu_power_families.csv. How they were found: docs/power-model.md.
#include "models/cpu_family.hpp"

namespace wattprint::models {
namespace {

using enum FamilyBasis;

// One row a line.
// clang-format off
constexpr CpuFamily kFamilies[] = {
    // key, name, vendor, idle and full load watts per hardware thread, interval, basis;
    // idle and full load by watt of TDP, and the interval for a CPU whose own TDP is known
    {"nehalem-sp", "Nehalem", "Intel", Watts{2.342}, Watts{10.47}, {0.46, 2.5}, fitted, 0.265, 1.185, {0.56, 1.8}},
    {"westmere-sp", "Westmere", "Intel", Watts{1.404}, Watts{7.08}, {0.46, 2.5}, fitted, 0.218, 1.1, {0.56, 1.8}},
    {"sandy-bridge-sp", "Sandy Bridge-EP", "Intel", Watts{1.179}, Watts{5.72}, {0.46, 2.5}, fitted, 0.169, 0.82, {0.56, 1.8}},
    {"ivy-bridge-sp", "Ivy Bridge-EP", "Intel", Watts{0.601}, Watts{3.71}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"haswell-sp", "Haswell-EP", "Intel", Watts{0.383}, Watts{3.1}, {0.46, 2.5}, fitted, 0.093, 0.755, {0.56, 1.8}},
    {"broadwell-sp", "Broadwell-EP", "Intel", Watts{0.278}, Watts{2.41}, {0.46, 2.5}, fitted, 0.083, 0.717, {0.56, 1.8}},
    {"broadwell-d", "Broadwell-DE", "Intel", Watts{0.355}, Watts{2.19}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"skylake-sp", "Skylake-SP", "Intel", Watts{0.432}, Watts{4.01}, {0.46, 2.5}, fitted, 0.096, 0.887, {0.56, 1.8}},
    {"cascade-lake", "Cascade Lake", "Intel", Watts{0.61}, Watts{4.17}, {0.46, 2.5}, fitted, 0.147, 1.005, {0.56, 1.8}},
    {"cooper-lake", "Cooper Lake", "Intel", Watts{0.337}, Watts{2.85}, {0.46, 2.5}, fitted, 0.078, 0.658, {0.56, 1.8}},
    {"ice-lake-sp", "Ice Lake-SP", "Intel", Watts{0.61}, Watts{2.86}, {0.46, 2.5}, fitted, 0.183, 0.857, {0.56, 1.8}},
    {"ice-lake-d", "Ice Lake-D", "Intel", Watts{0.46}, Watts{2.84}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"sapphire-rapids", "Sapphire Rapids", "Intel", Watts{0.43}, Watts{2.65}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"emerald-rapids", "Emerald Rapids", "Intel", Watts{0.42}, Watts{2.59}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"granite-rapids", "Granite Rapids", "Intel", Watts{0.346}, Watts{2.13}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"sierra-forest", "Sierra Forest", "Intel", Watts{0.252}, Watts{1.56}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"atom-server", "Atom server", "Intel", Watts{0.352}, Watts{2.17}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"sandy-bridge", "Sandy Bridge", "Intel", Watts{1.678}, Watts{9.2}, {0.46, 2.5}, fitted, 0.156, 0.853, {0.56, 1.8}},
    {"ivy-bridge", "Ivy Bridge", "Intel", Watts{1.538}, Watts{7.19}, {0.46, 2.5}, fitted, 0.173, 0.808, {0.56, 1.8}},
    {"haswell", "Haswell", "Intel", Watts{1.207}, Watts{6.34}, {0.46, 2.5}, fitted, 0.16, 0.842, {0.56, 1.8}},
    {"haswell-mobile", "Haswell mobile", "Intel", Watts{0.743}, Watts{4.59}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"broadwell-mobile", "Broadwell mobile", "Intel", Watts{0.474}, Watts{2.93}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"skylake", "Skylake", "Intel", Watts{0.962}, Watts{4.64}, {0.46, 2.5}, fitted, 0.183, 0.883, {0.56, 1.8}},
    {"skylake-mobile", "Skylake mobile", "Intel", Watts{1.422}, Watts{8.78}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"kaby-lake", "Kaby Lake", "Intel", Watts{1.612}, Watts{9.95}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"kaby-lake-mobile", "Kaby Lake mobile", "Intel", Watts{0.711}, Watts{4.39}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"coffee-lake", "Coffee Lake", "Intel", Watts{0.729}, Watts{3.88}, {0.46, 2.5}, fitted, 0.097, 0.515, {0.56, 1.8}},
    {"comet-lake", "Comet Lake", "Intel", Watts{0.79}, Watts{4.88}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"comet-lake-mobile", "Comet Lake mobile", "Intel", Watts{0.355}, Watts{2.19}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"ice-lake-mobile", "Ice Lake mobile", "Intel", Watts{0.238}, Watts{1.47}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"tiger-lake", "Tiger Lake", "Intel", Watts{0.443}, Watts{2.73}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"rocket-lake", "Rocket Lake", "Intel", Watts{0.685}, Watts{4.23}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"alder-lake", "Alder Lake", "Intel", Watts{0.554}, Watts{3.42}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"alder-lake-mobile", "Alder Lake mobile", "Intel", Watts{0.284}, Watts{1.76}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"alder-lake-n", "Alder Lake-N", "Intel", Watts{0.427}, Watts{2.64}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"raptor-lake", "Raptor Lake", "Intel", Watts{0.494}, Watts{3.05}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"raptor-lake-mobile", "Raptor Lake mobile", "Intel", Watts{0.248}, Watts{1.53}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"meteor-lake", "Meteor Lake", "Intel", Watts{0.161}, Watts{0.99}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"lunar-lake", "Lunar Lake", "Intel", Watts{0.269}, Watts{1.66}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"arrow-lake-mobile", "Arrow Lake mobile", "Intel", Watts{0.253}, Watts{1.56}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"arrow-lake", "Arrow Lake", "Intel", Watts{0.587}, Watts{3.62}, {0.35, 2.12}, by_tdp, 0.126, 0.78, {0.5, 1.96}},
    {"k10", "K10", "AMD", Watts{5.314}, Watts{18.63}, {0.46, 2.5}, fitted, 0.338, 1.183, {0.56, 1.8}},
    {"bulldozer", "Bulldozer", "AMD", Watts{1.199}, Watts{8.13}, {0.46, 2.5}, fitted, 0.157, 1.064, {0.56, 1.8}},
    {"piledriver", "Piledriver", "AMD", Watts{1.765}, Watts{9.55}, {0.46, 2.5}, fitted, 0.2, 1.082, {0.56, 1.8}},
    {"zen-epyc", "Zen", "AMD", Watts{0.441}, Watts{2.49}, {0.46, 2.5}, fitted, 0.138, 0.78, {0.56, 1.8}},
    {"zen-ryzen", "Zen", "AMD", Watts{1.254}, Watts{8.1}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen-mobile", "Zen mobile", "AMD", Watts{0.537}, Watts{3.47}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen-plus", "Zen+", "AMD", Watts{0.94}, Watts{6.07}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen2-epyc", "Zen 2", "AMD", Watts{0.241}, Watts{1.66}, {0.46, 2.5}, fitted, 0.136, 0.938, {0.56, 1.8}},
    {"zen2-ryzen", "Zen 2", "AMD", Watts{0.702}, Watts{4.53}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen2-mobile", "Zen 2 mobile", "AMD", Watts{0.269}, Watts{1.74}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen3-epyc", "Zen 3", "AMD", Watts{0.214}, Watts{1.57}, {0.46, 2.5}, fitted, 0.105, 0.771, {0.56, 1.8}},
    {"zen3-threadripper", "Zen 3 Threadripper", "AMD", Watts{0.836}, Watts{5.4}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen3-ryzen", "Zen 3", "AMD", Watts{0.628}, Watts{4.05}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen3-mobile", "Zen 3 mobile", "AMD", Watts{0.269}, Watts{1.74}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen4-epyc", "Zen 4", "AMD", Watts{0.363}, Watts{2.34}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen4c-epyc", "Zen 4c", "AMD", Watts{0.231}, Watts{1.49}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen4-threadripper", "Zen 4 Threadripper", "AMD", Watts{0.784}, Watts{5.06}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen4-ryzen", "Zen 4", "AMD", Watts{0.605}, Watts{3.91}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen4-mobile", "Zen 4 mobile", "AMD", Watts{0.334}, Watts{2.16}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen5-epyc", "Zen 5", "AMD", Watts{0.448}, Watts{2.89}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen5c-epyc", "Zen 5c", "AMD", Watts{0.193}, Watts{1.25}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen5-threadripper", "Zen 5 Threadripper", "AMD", Watts{0.784}, Watts{5.06}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen5-ryzen", "Zen 5", "AMD", Watts{0.761}, Watts{4.91}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"zen5-mobile", "Zen 5 mobile", "AMD", Watts{0.251}, Watts{1.62}, {0.35, 2.12}, by_tdp, 0.143, 0.925, {0.5, 1.96}},
    {"cortex-a72", "Cortex-A72", "ARM", Watts{0.335}, Watts{2.02}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"neoverse-n1", "Neoverse N1", "ARM", Watts{0.441}, Watts{1.9}, {0.46, 2.5}, fitted, 0.162, 0.698, {0.56, 1.8}},
    {"neoverse-v1", "Neoverse V1", "ARM", Watts{0.492}, Watts{2.96}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"neoverse-n2", "Neoverse N2", "ARM", Watts{0.352}, Watts{2.11}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"neoverse-v2", "Neoverse V2", "ARM", Watts{0.443}, Watts{2.66}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"neoverse-v3", "Neoverse V3", "ARM", Watts{0.443}, Watts{2.66}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"ampereone", "AmpereOne", "ARM", Watts{0.352}, Watts{2.11}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"kunpeng-920", "Kunpeng 920", "ARM", Watts{0.352}, Watts{2.11}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"apple-m1", "Apple M1", "ARM", Watts{0.805}, Watts{4.84}, {0.35, 2.12}, by_tdp, 0.134, 0.807, {0.5, 1.96}},
    {"unknown-intel", "unknown family", "Intel", Watts{0.423}, Watts{2.68}, {0.29, 3.89}, vendor_only, 0.126, 0.78, {0.5, 1.96}},
    {"unknown-amd", "unknown family", "AMD", Watts{0.406}, Watts{2.63}, {0.28, 4.43}, vendor_only, 0.143, 0.925, {0.5, 1.96}},
    {"unknown-arm", "unknown family", "ARM", Watts{0.565}, Watts{3.33}, {0.22, 2.11}, vendor_only, 0.134, 0.807, {0.5, 1.96}},
    {"unknown-cpu", "unknown family", "", Watts{0.429}, Watts{2.69}, {0.28, 3.9}, nothing_known, 0.134, 0.807, {0.5, 1.96}},
};
// clang-format on

}  // namespace

std::span<const CpuFamily> cpu_families() { return kFamilies; }

}  // namespace wattprint::models
