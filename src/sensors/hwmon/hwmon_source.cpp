#include "sensors/hwmon/hwmon_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace wattprint::sensors::hwmon {
namespace {

using namespace std::chrono_literals;

// The xe driver folds a 32-bit register into 64 bits only when somebody reads it; it overflows
// after 4.36 min at 1000 W (Linux drivers/gpu/drm/xe/xe_hwmon.c). The same pace does no harm to the
// others.
constexpr auto kCounterPace = 2min;
// Power that is not looked at is not known: once a second, as fast as loads of interest change.
constexpr auto kPowerPace = 1s;

measure::Domain domain_of(const Meaning& meaning) {
  measure::Domain domain;
  domain.component = meaning.component;
  domain.device = meaning.device;
  domain.sensor = "hwmon";
  const char* how = meaning.channel.kind == Channel::Kind::energy ? "energy counter"
                    : meaning.channel.is_average                  ? "average power, integrated"
                                                                  : "power, integrated";
  domain.source = fmt::format("hwmon {} of {}", how, meaning.what);
  domain.spread = meaning.spread;
  return domain;
}

}  // namespace

Result<std::unique_ptr<HwmonSource>> HwmonSource::open(std::vector<Meaning> meanings) {
  std::unique_ptr<HwmonSource> source(new HwmonSource);
  for (auto& meaning : meanings) {
    const auto& channel = meaning.channel;
    auto value = KernelFile::open(channel.value);
    if (!value) return fail(value.error());
    const bool counts = channel.kind == Channel::Kind::energy;
    const std::string name = "hwmon:" + meaning.name;
    const std::size_t index = source->domains_.size();
    Open open{channel.kind,
              meaning.max_power,
              std::move(*value),
              std::nullopt,
              std::nullopt,
              counts ? Meter::of_counter(name, index,
                                         {.unit = microjoules(1), .max_power = meaning.max_power})
                     : Meter::of_power(name, index, kPowerPace)};
    if (!channel.current.empty()) {
      auto current = KernelFile::open(channel.current);
      if (!current) return fail(current.error());
      open.current = std::move(*current);
    }
    if (!meaning.runtime_status.empty()) {
      auto status = KernelFile::open(meaning.runtime_status);
      if (status) open.runtime_status = std::move(*status);
    }
    source->longest_interval_ = std::min<std::chrono::nanoseconds>(
        source->longest_interval_,
        counts ? std::chrono::nanoseconds(kCounterPace) : std::chrono::nanoseconds(kPowerPace));
    source->domains_.push_back(domain_of(meaning));
    source->channels_.push_back(std::move(open));
  }
  return source;
}

void HwmonSource::read(Instant now, measure::Batch& out) {
  for (auto& channel : channels_) read_one(channel, now, out);
}

Result<std::int64_t> HwmonSource::number(const KernelFile& file) {
  auto text = file.read(buffer_);
  if (!text) return fail(text.error());
  if (auto value = parse_i64(*text)) return *value;
  return fail(Errc::malformed, fmt::format("{}: expected a whole number, found \"{}\"",
                                           file.path().string(), trim(text->substr(0, 40))));
}

bool HwmonSource::is_asleep(const Open& channel) {
  if (!channel.runtime_status) return false;
  const auto status = channel.runtime_status->read(buffer_);
  return status && trim(*status) == "suspended";
}

void HwmonSource::read_one(Open& channel, Instant now, measure::Batch& out) {
  if (is_asleep(channel)) {
    // A GPU in D3cold draws next to nothing, and to ask it would wake it up. A counter's energy, if
    // any, comes with the next reading.
    if (channel.kind != Channel::Kind::energy) channel.meter.integrate(Watts{}, now, out);
    return;
  }
  const auto value = number(channel.value);
  if (!value) return channel.meter.fail(value.error(), "", out);
  if (channel.kind == Channel::Kind::energy) {
    if (*value < 0)
      return channel.meter.fail({Errc::malformed, channel.value.path().string() + ": negative"}, "",
                                out);
    channel.meter.count(static_cast<std::uint64_t>(*value), now, out);
    return;
  }
  Watts power{static_cast<double>(*value) * 1e-6};
  if (channel.current) {
    const auto current = number(*channel.current);
    if (!current) return channel.meter.fail(current.error(), "", out);
    // millivolts times milliamperes are microwatts
    power = Watts{static_cast<double>(*value) * static_cast<double>(*current) * 1e-6};
  }
  if (power > channel.max_power)
    return channel.meter.fail(
        {Errc::malformed, fmt::format("{}: {:.0f} W is not believable",
                                      channel.value.path().string(), power.value())},
        "", out);
  // Shunt amplifiers read a little below zero when nothing flows.
  channel.meter.integrate(std::max(power, Watts{}), now, out);
}

}  // namespace wattprint::sensors::hwmon
