#include "estimate/rented_hardware.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/gpus.hpp"
#include "models/gpu_power.hpp"

namespace wattprint::estimate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using namespace std::chrono_literals;

double kwh(const Figure<Joules>& energy) { return energy.value / kKilowattHour; }

TEST(RentedHardware, ManyGpusAreAsWrongTogetherAsOne) {
  RentedHardware hardware;
  hardware.gpu = "V100-PCIE-16GB";
  hardware.time = 100h;
  hardware.utilisation = Fraction{1.0};
  const auto one = hardware_energy(hardware).value();
  const auto power = models::GpuPower::of(*catalog::find_gpu(hardware.gpu))
                         ->under({.utilisation = Fraction{1.0}, .limit = std::nullopt});
  EXPECT_NEAR(kwh(one.energy), power.value.value() * 0.1, 1e-9);
  hardware.count = 310;
  const auto many = hardware_energy(hardware).value();
  EXPECT_NEAR(many.energy.value / one.energy.value, 310.0, 1e-9);
  EXPECT_NEAR(many.energy.high / one.energy.high, 310.0, 1e-9);
  EXPECT_EQ(many.what, "310 x NVIDIA V100 PCIe 16GB, 100 h");
  EXPECT_EQ(many.energy.basis, Basis::estimated);
}

TEST(RentedHardware, WhatIsNotSaidIsSaidToBeAssumed) {
  RentedHardware hardware;
  hardware.gpu = "A100";
  hardware.time = 1h;
  const auto vague = hardware_energy(hardware).value();
  EXPECT_THAT(vague.notes, Contains(HasSubstr("--utilization")));
  EXPECT_THAT(vague.notes, Contains(HasSubstr("without the computers around them")));
  EXPECT_EQ(vague.what, "1 x A100, 1 h");
  hardware.utilisation = Fraction{0.9};
  const auto sure = hardware_energy(hardware).value();
  EXPECT_LT((sure.energy.high - sure.energy.low) / sure.energy.value,
            (vague.energy.high - vague.energy.low) / vague.energy.value);
}

TEST(RentedHardware, CoresAreTheirShareOfAServer) {
  RentedHardware hardware;
  hardware.cpu = "AMD EPYC 7763";
  hardware.time = 10h;
  hardware.utilisation = Fraction{0.5};
  const auto package = hardware_energy(hardware).value();
  // A server with one EPYC 7763 draws some 150 to 350 W at half load.
  EXPECT_GT(kwh(package.energy), 1.5);
  EXPECT_LT(kwh(package.energy), 3.5);
  hardware.cores = 16;
  const auto quarter = hardware_energy(hardware).value();
  EXPECT_NEAR(kwh(quarter.energy), kwh(package.energy) / 4.0, kwh(package.energy) * 0.02);
  EXPECT_THAT(quarter.notes, Contains(HasSubstr("16 of 64 cores")));
  // More than a package has are two packages.
  hardware.cores = 128;
  EXPECT_GT(kwh(hardware_energy(hardware)->energy), kwh(package.energy) * 1.5);
}

TEST(RentedHardware, ACpuBesideTheGpusAddsUp) {
  RentedHardware hardware;
  hardware.gpu = "A100-SXM4-80GB";
  hardware.count = 8;
  hardware.time = 10h;
  hardware.utilisation = Fraction{0.8};
  const auto gpus = hardware_energy(hardware).value();
  hardware.cpu = "AMD EPYC 7763";
  const auto both = hardware_energy(hardware).value();
  hardware.gpu.clear();
  const auto cpu = hardware_energy(hardware).value();
  EXPECT_NEAR(kwh(both.energy), kwh(gpus.energy) + kwh(cpu.energy), 1e-9);
  EXPECT_THAT(both.what, HasSubstr(" and 64 cores of AMD EPYC 7763"));
}

TEST(RentedHardware, AnUnknownNameIsNotEstimated) {
  RentedHardware hardware;
  hardware.time = 1h;
  EXPECT_FALSE(hardware_energy(hardware));
  hardware.gpu = "RTX 4080 Ti";
  EXPECT_THAT(hardware_energy(hardware).error().what, HasSubstr("did you mean NVIDIA GeForce RTX"));
  hardware.gpu = "TPU v5e";
  EXPECT_THAT(hardware_energy(hardware).error().what, HasSubstr("nobody publishes the power"));
  hardware.gpu.clear();
  hardware.cpu = "abacus";
  EXPECT_THAT(hardware_energy(hardware).error().what, HasSubstr("no CPU of the catalog"));
}

}  // namespace
}  // namespace wattprint::estimate
