#include "models/installed_memory.hpp"

#include <algorithm>
#include <filesystem>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint::models {
namespace {

namespace fs = std::filesystem;

// More than any machine has; a larger number is garbage and would become watts.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 52U;
// The table of a large server has some ten kilobytes.
constexpr std::size_t kLargestDmiTable = std::size_t{1} << 20U;

/// Size of a block times the number of blocks, online or not: memory that is switched off sits in
/// its slot all the same.
std::optional<std::uint64_t> memory_blocks(const Machine& machine) {
  const auto directory = machine.sysfs / "devices/system/memory";
  const auto text = read_line(directory / "block_size_bytes");
  const auto size = text ? parse_u64(*text, 16) : std::nullopt;
  if (!size || *size == 0 || *size > kMostBytes) return std::nullopt;
  std::uint64_t blocks = 0;
  std::error_code error;
  for (auto entry = fs::directory_iterator(directory, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename();
    if (starts_with(name, "memory") && parse_u64(std::string_view(name).substr(6))) ++blocks;
  }
  if (blocks == 0 || blocks > kMostBytes / *size) return std::nullopt;
  return blocks * *size;
}

}  // namespace

Result<std::uint64_t> parse_mem_total(std::string_view text) {
  while (const auto line = next_line(text)) {
    if (!starts_with(*line, "MemTotal:")) continue;
    std::string_view words = line->substr(9);
    const auto amount = next_word(words);
    const auto kilobytes = amount ? parse_u64(*amount) : std::nullopt;
    if (trim(words) == "kB" && kilobytes && *kilobytes > 0 && *kilobytes < kMostBytes / 1024)
      return *kilobytes * 1024;
    return fail(Errc::malformed,
                "cannot make sense of \"" + std::string(line->substr(0, 60)) + '"');
  }
  return fail(Errc::malformed, "has no MemTotal line");
}

Result<InstalledMemory> installed_memory(const Machine& machine, bool virtual_machine) {
  const auto path = machine.procfs / "meminfo";
  const auto text = read_text(path, 8192);
  if (!text) return fail(text.error());
  const auto total = parse_mem_total(*text);
  if (!total) return fail(total.error().code, path.string() + ": " + total.error().what);
  InstalledMemory memory{.bytes = *total, .modules = {}, .source = "MemTotal"};
  if (virtual_machine) return memory;

  if (const auto table = read_text(machine.sysfs / "firmware/dmi/tables/DMI", kLargestDmiTable))
    if (auto modules = parse_smbios_memory(*table); modules && modules->bytes >= *total) {
      memory.bytes = modules->bytes;
      memory.source = "the firmware's list of modules";
      memory.modules = std::move(modules);
      return memory;
    }
  // Blocks at the edges may be half empty, and the kernel keeps a few percent to itself.
  if (const auto blocks = memory_blocks(machine);
      blocks && *blocks >= *total && *blocks - *total <= *total / 2) {
    memory.bytes = *blocks;
    memory.source = "the kernel's memory blocks";
  }
  return memory;
}

}  // namespace wattprint::models
