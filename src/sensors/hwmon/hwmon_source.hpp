#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/result.hpp"
#include "measure/source.hpp"
#include "sensors/hwmon/meaning.hpp"
#include "sensors/meter.hpp"

namespace wattprint::sensors::hwmon {

/// Reads the chosen channels through files that stay open.
class HwmonSource final : public measure::Source {
 public:
  static Result<std::unique_ptr<HwmonSource>> open(std::vector<Meaning> meanings);

  std::span<const measure::Domain> domains() const override { return domains_; }
  void read(Instant now, measure::Batch& out) override;
  std::chrono::nanoseconds longest_interval() const override { return longest_interval_; }

 private:
  struct Open {
    Channel::Kind kind;
    Watts max_power;
    KernelFile value;
    std::optional<KernelFile> current;
    std::optional<KernelFile> runtime_status;
    Meter meter;
  };
  HwmonSource() = default;
  Result<std::int64_t> number(const KernelFile& file);
  void read_one(Open& channel, Instant now, measure::Batch& out);
  bool is_asleep(const Open& channel);

  std::vector<measure::Domain> domains_;
  std::vector<Open> channels_;
  std::chrono::nanoseconds longest_interval_ = std::chrono::hours(1);
  std::string buffer_;
};

}  // namespace wattprint::sensors::hwmon
