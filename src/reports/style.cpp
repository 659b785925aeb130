#include "reports/style.hpp"

namespace wattprint::reports {
namespace {

/// SGR parameters (ECMA-48, 8.3.117); the terminal's own palette decides what they look like.
std::string_view sgr(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::strong: return "1";
    case Tone::quiet: return "2";
    case Tone::warning: return "33";
    case Tone::bad: return "31";
  }
  return "";
}

}  // namespace

std::string paint(const Style& style, Tone tone, std::string_view text) {
  const std::string_view code = sgr(tone);
  if (!style.color || code.empty() || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace wattprint::reports
