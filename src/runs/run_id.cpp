#include "runs/run_id.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>

namespace wattprint::runs {

std::string new_run_id() {
  std::array<std::uint8_t, kRunIdLength / 2> bytes{};
  // getrandom never gives less than asked for below 256 bytes; a sandbox may forbid the call.
  if (::getrandom(bytes.data(), bytes.size(), GRND_NONBLOCK) !=
      static_cast<ssize_t>(bytes.size())) {
    std::random_device device;
    std::generate(bytes.begin(), bytes.end(),
                  [&device] { return static_cast<std::uint8_t>(device()); });
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  id.reserve(kRunIdLength);
  for (const std::uint8_t byte : bytes) {
    id += kDigits[byte >> 4];
    id += kDigits[byte & 15];
  }
  return id;
}

std::string_view short_id(std::string_view id) { return id.substr(0, kShortIdLength); }

bool is_run_id_prefix(std::string_view text) {
  return !text.empty() && text.size() <= kRunIdLength &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace wattprint::runs
