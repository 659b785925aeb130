#include "sensors/cray/pm_counter.hpp"

#include <array>
#include <limits>
#include <string>

#include "base/text.hpp"

namespace wattprint::sensors::cray {

Result<PmCounter> parse_pm_counter(std::string_view text) {
  const auto malformed = [&] {
    return fail(Errc::malformed,
                "expected a counter such as \"100 J 1734094386462336 us\", found \"" +
                    std::string(trim(text.substr(0, 60))) + "\"");
  };
  std::string_view rest = text;
  const auto joules = parse_u64(next_word(rest).value_or(""));
  if (!joules || next_word(rest) != "J") return malformed();
  PmCounter counter{*joules, std::nullopt};
  const auto time = next_word(rest);
  if (!time) return counter;
  const auto microseconds = parse_i64(*time);
  if (!microseconds || *microseconds < 0 || next_word(rest) != "us" || next_word(rest))
    return malformed();
  // An Instant counts nanoseconds in 64 bits.
  if (*microseconds > std::numeric_limits<std::int64_t>::max() / 1000) return malformed();
  counter.taken_at = std::chrono::microseconds(*microseconds);
  return counter;
}

std::optional<PmFile> describe_pm_file(std::string_view file) {
  using measure::Component;
  using Kind = Extent::Kind;
  constexpr std::string_view kSuffix = "energy";
  if (!file.ends_with(kSuffix)) return std::nullopt;
  file.remove_suffix(kSuffix.size());
  if (file.empty()) return PmFile{Component::platform, {.kind = Kind::machine}, false};
  if (!file.ends_with('_')) return std::nullopt;
  file.remove_suffix(1);

  struct Part {
    std::string_view name;
    Component component;
    Kind kind;
  };
  static constexpr std::array<Part, 3> kParts{{{"cpu", Component::cpu, Kind::package},
                                               {"memory", Component::dram, Kind::dram},
                                               {"accel", Component::gpu, Kind::gpu}}};
  for (const auto& part : kParts) {
    if (!starts_with(file, part.name)) continue;
    const std::string_view digits = file.substr(part.name.size());
    PmFile described{part.component, {.kind = part.kind}, digits.empty()};
    if (digits.empty()) return described;
    const auto number = parse_u64(digits);
    if (!number || *number > 255) return std::nullopt;
    if (part.kind == Kind::gpu) {
      described.extent.device = "accel" + std::string(digits);
    } else {
      described.extent.socket = static_cast<int>(*number);
    }
    return described;
  }
  return std::nullopt;
}

}  // namespace wattprint::sensors::cray
