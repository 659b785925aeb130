#include "models/smbios_memory.hpp"

#include <algorithm>

namespace wattprint::models {
namespace {

// DSP0134: offsets into a structure of type 17, and its special values.
constexpr unsigned kMemoryDevice = 17;
constexpr unsigned kEndOfTable = 127;
constexpr std::size_t kHeaderSize = 4;
constexpr std::size_t kSize = 0x0C;
constexpr std::size_t kType = 0x12;
constexpr std::size_t kSpeed = 0x15;
constexpr std::size_t kExtendedSize = 0x1C;
constexpr std::size_t kConfiguredSpeed = 0x20;
constexpr unsigned kUnknownWord = 0xFFFF;
constexpr unsigned kSeeExtendedSize = 0x7FFF;
constexpr unsigned kInKilobytes = 0x8000;

// No module is larger than 16 TiB.
constexpr std::uint64_t kLargestModule = std::uint64_t{1} << 44U;

unsigned byte_at(std::string_view bytes, std::size_t offset) {
  return offset < bytes.size() ? static_cast<unsigned char>(bytes[offset]) : 0;
}
unsigned word_at(std::string_view bytes, std::size_t offset) {
  return byte_at(bytes, offset) | byte_at(bytes, offset + 1) << 8U;
}
std::uint32_t double_word_at(std::string_view bytes, std::size_t offset) {
  return word_at(bytes, offset) | static_cast<std::uint32_t>(word_at(bytes, offset + 2)) << 16U;
}

/// 0 for an empty slot and for a size that is not told.
std::uint64_t size_of(std::string_view device) {
  const unsigned size = word_at(device, kSize);
  if (size == kUnknownWord) return 0;
  if (size == kSeeExtendedSize)
    return std::uint64_t{double_word_at(device, kExtendedSize) & 0x7FFFFFFFU} << 20U;
  if ((size & kInKilobytes) != 0) return std::uint64_t{size & ~kInKilobytes} << 10U;
  return std::uint64_t{size} << 20U;
}

std::string_view type_name(unsigned type) {
  switch (type) {
    case 0x12: return "DDR";
    case 0x13: return "DDR2";
    case 0x18: return "DDR3";
    case 0x1A: return "DDR4";
    case 0x1D: return "LPDDR3";
    case 0x1E: return "LPDDR4";
    case 0x20: return "HBM";
    case 0x21: return "HBM2";
    case 0x22: return "DDR5";
    case 0x23: return "LPDDR5";
    case 0x24: return "HBM3";
    default: return "";
  }
}

/// The firmware's flash and persistent memory are listed among the modules.
bool is_working_memory(unsigned type) {
  constexpr unsigned kRom = 0x08;
  constexpr unsigned kFlash = 0x09;
  constexpr unsigned kPersistent = 0x1F;
  return type != kRom && type != kFlash && type != kPersistent;
}

bool add_module(MemoryModules& modules, std::string_view device) {
  const std::uint64_t bytes = size_of(device);
  if (bytes > kLargestModule) return false;
  if (bytes == 0 || !is_working_memory(byte_at(device, kType))) return true;
  const auto type = type_name(byte_at(device, kType));
  modules.type = modules.count == 0 || modules.type == type ? std::string(type) : "";
  unsigned speed = word_at(device, kConfiguredSpeed);
  if (speed == 0 || speed == kUnknownWord) speed = word_at(device, kSpeed);
  if (speed == kUnknownWord) speed = 0;
  modules.megahertz = modules.count == 0 ? speed : std::min(modules.megahertz, speed);
  modules.bytes += bytes;
  ++modules.count;
  return true;
}

}  // namespace

std::optional<MemoryModules> parse_smbios_memory(std::string_view table) {
  MemoryModules modules;
  while (table.size() >= kHeaderSize) {
    const unsigned type = byte_at(table, 0);
    const std::size_t length = byte_at(table, 1);
    if (type == kEndOfTable || length < kHeaderSize || length > table.size()) break;
    if (type == kMemoryDevice && !add_module(modules, table.substr(0, length))) return std::nullopt;
    // Its strings follow, and an empty one ends them.
    const auto end = table.find(std::string_view("\0\0", 2), length);
    if (end == std::string_view::npos) break;
    table.remove_prefix(end + 2);
  }
  if (modules.count == 0) return std::nullopt;
  return modules;
}

}  // namespace wattprint::models
