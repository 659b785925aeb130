#include "plan/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/text.hpp"

namespace wattprint::plan {
namespace {

struct Unit {
  std::string_view name;
  bool is_energy;
  double factor;  ///< to J or g
};
constexpr Unit kUnits[] = {
    {"g", false, 1.0},    {"kg", false, 1e3},   {"mg", false, 1e-3},  {"t", false, 1e6},
    {"Wh", true, 3600.0}, {"kWh", true, 3.6e6}, {"MWh", true, 3.6e9}, {"mWh", true, 3.6},
    {"J", true, 1.0},     {"kJ", true, 1e3},    {"MJ", true, 1e6},    {"GJ", true, 1e9},
};

tl::unexpected<Error> not_a_budget(std::string_view text, std::string_view why) {
  return fail(Errc::malformed,
              fmt::format("\"{}\" is no budget: {}; write, for example, 500 g, 0.5 kg, 2 kWh, "
                          "1 MJ, or 0.05 g/inference for each task of that name",
                          text, why));
}

const Unit* find_unit(std::string_view name) {
  for (const auto& unit : kUnits)
    if (unit.name == name) return &unit;
  return nullptr;
}

Result<Budget> parse_budget(std::string_view whole) {
  Budget budget;
  budget.text = trim(whole);
  std::string_view amount = budget.text;
  if (const auto slash = amount.find('/'); slash != std::string_view::npos) {
    budget.task = trim(amount.substr(slash + 1));
    if (budget.task.empty()) return not_a_budget(budget.text, "no task is named after the /");
    amount = amount.substr(0, slash);
  }
  amount = trim(amount);
  const auto digits = std::min(amount.find_first_not_of("0123456789.+-eE"), amount.size());
  const auto number = parse_double(trim(amount.substr(0, digits)));
  if (!number) return not_a_budget(budget.text, "it does not begin with a number");
  if (!std::isfinite(*number) || *number <= 0.0)
    return not_a_budget(budget.text, "the number must be more than 0");
  const std::string name(trim(amount.substr(digits)));
  const auto* unit = find_unit(name);
  if (unit == nullptr)
    return not_a_budget(budget.text, name.empty() ? std::string("it has no unit")
                                                  : fmt::format("there is no unit \"{}\"", name));
  const double limit = *number * unit->factor;
  if (!std::isfinite(limit)) return not_a_budget(budget.text, "the number is too large");
  if (unit->is_energy)
    budget.limit = Joules{limit};
  else
    budget.limit = Grams{limit};
  return budget;
}

/// A number in the unit that reads best.
std::string amount_text(double amount, bool is_energy) {
  if (is_energy)
    return amount >= 3.6e6   ? fmt::format("{:.4g} kWh", amount / 3.6e6)
           : amount >= 360.0 ? fmt::format("{:.4g} Wh", amount / 3600.0)
                             : fmt::format("{:.4g} J", amount);
  return amount >= 1e3 ? fmt::format("{:.4g} kg", amount / 1e3) : fmt::format("{:.4g} g", amount);
}

template <class Q>
std::optional<double> number_of(const std::optional<Figure<Q>>& figure) {
  if (!figure) return std::nullopt;
  return figure->value.value();
}

std::string sentence(const Verdict& verdict, bool is_energy) {
  const auto used = amount_text(verdict.used, is_energy);
  const auto by = verdict.budget.task.empty()
                      ? std::string()
                      : fmt::format(" by the mean task \"{}\"", verdict.budget.task);
  if (verdict.exceeded)
    return fmt::format("the budget of {} is exceeded: {} used{}", verdict.budget.text, used, by);
  if (!verdict.expected)
    return fmt::format("within the budget of {}: {} used{}", verdict.budget.text, used, by);
  return fmt::format("the budget of {} {}: {} used{}, {} expected in all", verdict.budget.text,
                     verdict.will_exceed ? "will be exceeded" : "will be kept", used, by,
                     amount_text(*verdict.expected, is_energy));
}

double limit_of(const Budget& budget) {
  return std::visit([](auto limit) { return limit.value(); }, budget.limit);
}

}  // namespace

Result<std::vector<Budget>> parse_budgets(std::string_view text) {
  std::vector<Budget> budgets;
  for (const auto part : split(text, ',')) {
    auto budget = parse_budget(part);
    if (!budget) return fail(budget.error());
    budgets.push_back(std::move(*budget));
  }
  return budgets;
}

std::optional<Verdict> judge(const Budget& budget, const Use& used, const Use& expected) {
  const bool is_energy = std::holds_alternative<Joules>(budget.limit);
  const auto now = is_energy ? number_of(used.energy) : number_of(used.emissions);
  if (!now) return std::nullopt;
  Verdict verdict;
  verdict.budget = budget;
  verdict.used = *now;
  verdict.expected = is_energy ? number_of(expected.energy) : number_of(expected.emissions);
  const double limit = limit_of(budget);
  verdict.exceeded = verdict.used > limit;
  verdict.will_exceed = verdict.exceeded || (verdict.expected && *verdict.expected > limit);
  verdict.text = sentence(verdict, is_energy);
  return verdict;
}

std::optional<Verdict> tightest(const std::vector<Verdict>& verdicts) {
  const auto pressure = [](const Verdict& verdict) {
    const double most = std::max(verdict.used, verdict.expected.value_or(0.0));
    return std::tuple(verdict.exceeded, verdict.will_exceed, most / limit_of(verdict.budget));
  };
  const auto found =
      std::max_element(verdicts.begin(), verdicts.end(),
                       [&](const auto& a, const auto& b) { return pressure(a) < pressure(b); });
  if (found == verdicts.end()) return std::nullopt;
  return *found;
}

}  // namespace wattprint::plan
