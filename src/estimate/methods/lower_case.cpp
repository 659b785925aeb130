#include "estimate/methods/lower_case.hpp"

#include <array>

namespace wattprint::estimate::methods {
namespace {

/// Capital letters from first to last; each `step`-th is one, and its small letter is so much
/// further on.
struct Capitals {
  char32_t first, last;
  char32_t step;
  char32_t distance;
};
// Of Unicode: the pairs of a block, in the order of its code points.
constexpr std::array kCapitals{
    Capitals{U'A', U'Z', 1, 32},    Capitals{0xc0, 0xd6, 1, 32},   Capitals{0xd8, 0xde, 1, 32},
    Capitals{0x100, 0x12e, 2, 1},   Capitals{0x132, 0x136, 2, 1},  Capitals{0x139, 0x147, 2, 1},
    Capitals{0x14a, 0x176, 2, 1},   Capitals{0x179, 0x17d, 2, 1},  Capitals{0x218, 0x21a, 2, 1},
    Capitals{0x386, 0x386, 1, 38},  Capitals{0x388, 0x38a, 1, 37}, Capitals{0x38c, 0x38c, 1, 64},
    Capitals{0x38e, 0x38f, 1, 63},  Capitals{0x391, 0x3ab, 1, 32}, Capitals{0x400, 0x40f, 1, 80},
    Capitals{0x410, 0x42f, 1, 32},  Capitals{0x460, 0x480, 2, 1},  Capitals{0x48a, 0x4be, 2, 1},
    Capitals{0x4c1, 0x4cd, 2, 1},   Capitals{0x4d0, 0x52e, 2, 1},  Capitals{0x531, 0x556, 1, 48},
    Capitals{0x1e00, 0x1e94, 2, 1}, Capitals{0x1ea0, 0x1efe, 2, 1}};

char32_t small(char32_t letter) {
  for (const Capitals& block : kCapitals)
    if (letter >= block.first && letter <= block.last && (letter - block.first) % block.step == 0)
      return letter + block.distance;
  return letter;
}

/// How many bytes the character at the front has; 1 for a byte that begins none of two or three.
std::size_t length(std::string_view rest) {
  const auto follows = [&](std::size_t at) {
    return at < rest.size() && (static_cast<unsigned char>(rest[at]) & 0xc0U) == 0x80U;
  };
  const auto lead = static_cast<unsigned char>(rest.front());
  if ((lead & 0xe0U) == 0xc0U && follows(1)) return 2;
  if ((lead & 0xf0U) == 0xe0U && follows(1) && follows(2)) return 3;
  return 1;
}

char32_t decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes.front());
  char32_t letter = bytes.size() == 1 ? lead : lead & (bytes.size() == 2 ? 0x1fU : 0x0fU);
  for (const char byte : bytes.substr(1))
    letter = letter << 6U | (static_cast<unsigned char>(byte) & 0x3fU);
  return letter;
}

/// As many bytes as before: no pair of the table crosses a border between lengths.
void append(std::string& to, char32_t letter, std::size_t bytes) {
  const auto tail = [&](unsigned shift) {
    to.push_back(static_cast<char>(0x80U | (letter >> shift & 0x3fU)));
  };
  if (bytes == 1) {
    to.push_back(static_cast<char>(letter));
  } else if (bytes == 2) {
    to.push_back(static_cast<char>(0xc0U | letter >> 6U));
    tail(0);
  } else {
    to.push_back(static_cast<char>(0xe0U | letter >> 12U));
    tail(6);
    tail(0);
  }
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower;
  lower.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = length(text);
    const char32_t letter = decode(text.substr(0, bytes));
    append(lower, bytes == 1 && letter >= 0x80 ? letter : small(letter), bytes);
    text.remove_prefix(bytes);
  }
  return lower;
}

}  // namespace wattprint::estimate::methods
