// Budgets as a user writes them: limits that can be exceeded, or a sentence.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "plan/budget.hpp"

using namespace wattprint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto budgets = plan::parse_budgets(text);
  if (!budgets) {
    if (budgets.error().what.empty()) std::abort();
    return 0;
  }
  for (const auto& budget : *budgets) {
    const double limit = std::visit([](auto amount) { return amount.value(); }, budget.limit);
    if (!(limit > 0.0) || !std::isfinite(limit)) std::abort();
    const auto none = Figure<Joules>::exact(Joules{}, Basis::measured, "");
    const auto verdict = plan::judge(budget, {none, std::nullopt}, {});
    if (verdict && verdict->exceeded) std::abort();
  }
  return 0;
}
