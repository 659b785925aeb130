#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "estimate/methods/mlco2.hpp"
#include "estimate/methods/published.hpp"

namespace wattprint::estimate::methods::mlco2 {
namespace {

constexpr std::size_t kLongestName = 100;

/// Letters and digits of a name, without what people leave out of it.
std::string fold(std::string_view text) {
  std::string folded;
  for (const char c : to_lower(text.substr(0, kLongestName)))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) folded += c;
  for (const std::string_view brand : {"nvidia", "geforce", "tesla"})
    if (folded.starts_with(brand)) folded.erase(0, brand.size());
  return folded;
}

/// The rows whose names are like the one that is not there: a part of a name ("V100") is nearer to
/// what contains it than any edit is.
std::vector<std::string> closest_to(const std::string& wanted,
                                    const std::vector<std::string>& names) {
  std::vector<std::string> closest;
  for (const auto& folded : names)
    if (!wanted.empty() && folded.find(wanted) != std::string::npos) closest.push_back(folded);
  return closest.empty() ? nearest(wanted, names) : closest;
}

}  // namespace

Result<Watts> find_hardware(std::string_view name) {
  const auto rows = published_under("mlco2/hardware/");
  if (!rows) return fail(rows.error());
  const std::string wanted = fold(trim(name));
  std::vector<std::string> names;
  for (const auto& row : *rows) {
    names.push_back(fold(row.name));
    if (names.back() == wanted && row.number()) return Watts{*row.number()};
  }
  std::string near;
  for (const auto& folded : closest_to(wanted, names)) {
    const auto place = std::find(names.begin(), names.end(), folded) - names.begin();
    near += (near.empty() ? ": did you mean " : ", ") +
            std::string((*rows)[static_cast<std::size_t>(place)].name);
  }
  return fail(Errc::malformed, "ML CO2 Impact has no device \"" +
                                   std::string(trim(name).substr(0, kLongestName)) + '"' + near +
                                   (near.empty() ? "" : "?"));
}

}  // namespace wattprint::estimate::methods::mlco2
