// Names, labels and accuracies of hwmon chips: the first byte picks the driver, the lines are
// labels.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "sensors/hwmon/meaning.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wattprint::sensors::hwmon;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  channel_index(text, "energy", "_input");
  const auto spread = accuracy_spread(text, {1.0, 1.0});
  if (!(spread.low <= 1.0 && 1.0 <= spread.high && spread.low > 0.0)) std::abort();
  if (socket_number(text, "Esocket") < -1) std::abort();
  if (text.empty()) return 0;

  constexpr std::array<const char*, 8> kDrivers{"amdgpu",     "xe",           "power_meter",
                                                "amd_energy", "scmi_sensors", "ina3221",
                                                "corsairpsu", "pmbus"};
  Chip chip;
  chip.name = kDrivers[data[0] % kDrivers.size()];
  chip.device_name = "1-0040";
  text.remove_prefix(1);
  while (const auto label = wattprint::next_line(text)) {
    Channel channel;
    channel.kind = label->size() % 2 == 0 ? Channel::Kind::energy : Channel::Kind::power;
    channel.index = static_cast<unsigned>(chip.channels.size() + 1);
    channel.label = std::string(*label);
    chip.channels.push_back(std::move(channel));
    if (chip.channels.size() > 64) break;
  }
  const std::array<Chip, 1> chips{chip};
  std::set<std::string> names;
  for (const auto& meaning : meanings(chips, false))
    if (!names.insert(meaning.name).second) std::abort();  // findings are told apart by name
  return 0;
}
