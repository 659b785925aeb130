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

std::string join_sources(std::string_view a, std::string_view b) {
  if (b.empty() || a.find(b) != std::string_view::npos) return std::string(a);
  if (a.empty() || b.find(a) != std::string_view::npos) return std::string(b);
  return std::string(a) + " + " + std::string(b);
}

}  // namespace detail
}  // namespace wattprint
