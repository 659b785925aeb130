#include "units/figure.hpp"

namespace wattprint {

std::string_view to_string(Basis basis) {
  switch (basis) {
    case Basis::measured: return "measured";
    case Basis::estimated: return "estimated";
    case Basis::assumed: return "assumed";
  }
  return "assumed";
}

namespace detail {

namespace {

constexpr std::string_view kAnd = " + ";

/// Takes the next of several joined sources off the front of `rest`.
std::string_view next_source(std::string_view& rest) {
  const auto end = rest.find(kAnd);
  const auto source = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kAnd.size());
  return source;
}

/// Whole sources only: "rapl:1" is not named by "rapl:10".
bool names(std::string_view sources, std::string_view wanted) {
  while (!sources.empty())
    if (next_source(sources) == wanted) return true;
  return false;
}

}  // namespace

std::string join_sources(std::string_view a, std::string_view b) {
  std::string joined(a);
  if (a == b) return joined;
  while (!b.empty()) {
    const auto source = next_source(b);
    if (source.empty() || names(joined, source)) continue;
    if (!joined.empty()) joined += kAnd;
    joined += source;
  }
  return joined;
}

}  // namespace detail
}  // namespace wattprint
