#include <algorithm>

#include "estimate/methods/methods.hpp"

namespace wattprint::estimate::methods {
namespace {

/// Highest over lowest of an amount of the results that are there.
template <class Amount>
std::optional<double> spread(const std::vector<Comparison::Row>& rows, Amount amount) {
  std::vector<double> amounts;
  for (const auto& row : rows)
    if (row.result && amount(*row.result).value() > 0.0)
      amounts.push_back(amount(*row.result).value());
  if (amounts.size() < 2) return std::nullopt;
  const auto [low, high] = std::minmax_element(amounts.begin(), amounts.end());
  return *high / *low;
}

}  // namespace

Comparison compare(const Job& job) {
  Comparison all;
  for (const Method& method : methods::all())
    if (method.of_job != nullptr) all.rows.push_back({method, method.of_job(job)});
  all.energy_spread = spread(all.rows, [](const MethodResult& one) { return one.energy; });
  all.emissions_spread = spread(all.rows, [](const MethodResult& one) { return one.emissions; });
  return all;
}

}  // namespace wattprint::estimate::methods
