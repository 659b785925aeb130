// A configuration file: settings, or an error that says where; never more than that.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/config_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto values =
      wattprint::config::parse_config({reinterpret_cast<const char*>(data), size}, "config.toml");
  if (!values && values.error().what.find("config.toml line ") != 0) std::abort();
  return 0;
}
