#include "engine/estimate_methods.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace wattprint::engine {
namespace {

namespace methods = estimate::methods;
using methods::LlmResult;
using methods::Method;
using methods::MethodResult;

/// Both ends of what a method prints; it claims nothing of what is likely between them.
template <class Q>
Figure<Q> between(Q low, Q high, const std::string& source) {
  const auto [least, most] = std::minmax(low, high);
  return {least + (most - least) * 0.5, least, most, Basis::assumed, source};
}

template <class Q>
std::optional<Figure<Q>> between(const std::optional<Q>& low, const std::optional<Q>& high,
                                 const std::string& source) {
  if (!low || !high) return std::nullopt;
  return between(*low, *high, source);
}

std::vector<std::string> all_faults(const LlmResult& result) {
  auto faults = result.low.faults;
  for (const auto& fault : result.high.faults)
    if (std::find(faults.begin(), faults.end(), fault) == faults.end()) faults.push_back(fault);
  return faults;
}

MethodFigures figures_of(const Method& method, const LlmResult& result) {
  const auto source = fmt::format("{} {}, as published", method.title, method.version);
  const MethodResult& low = result.low;
  const MethodResult& high = result.high;
  MethodFigures figures;
  figures.energy = between(low.energy, high.energy, source);
  figures.emissions = between(low.emissions, high.emissions, source);
  figures.embodied = between(low.embodied, high.embodied, source);
  figures.water = between(low.water, high.water, source);
  figures.intensity = low.intensity;
  figures.pue = low.pue;
  for (std::size_t i = 0; i < std::min(low.parts.size(), high.parts.size()); ++i)
    figures.parts.push_back({low.parts[i].what,
                             between(low.parts[i].energy, high.parts[i].energy, source),
                             between(low.parts[i].emissions, high.parts[i].emissions, source)});
  figures.assumptions = low.assumptions;
  figures.faults = all_faults(result);
  return figures;
}

/// What a method does with a job, or with requests.
struct Jobs {
  using Thing = estimate::Job;
  static constexpr std::string_view kTakes =
      "requests to a language model (estimate llm), not a job";
  static bool takes(const Method& method) { return method.of_job != nullptr; }
  static Result<MethodFigures> ask(const Method& method, const Thing& job) {
    const auto result = method.of_job(job);
    if (!result) return fail(result.error());
    return figures_of(method, {*result, *result});
  }
};

struct Requests {
  using Thing = estimate::LlmRequest;
  static constexpr std::string_view kTakes =
      "a job (estimate job), not requests to a language model";
  static bool takes(const Method& method) { return method.of_request != nullptr; }
  static Result<MethodFigures> ask(const Method& method, const Thing& request) {
    const auto result = method.of_request(request);
    if (!result) return fail(result.error());
    return figures_of(method, *result);
  }
};

template <class Things>
MethodRow row_of(const Method& method, const typename Things::Thing& thing) {
  return {std::string(method.name), std::string(method.title), std::string(method.version),
          std::string(method.citation), Things::ask(method, thing)};
}

/// "wattprint, mlco2, ccf and all"
template <class Things>
std::string choices() {
  std::vector<std::string_view> names;
  for (const Method& method : methods::all())
    if (Things::takes(method)) names.push_back(method.name);
  return fmt::format("{}, {} and {}", kOwnMethod, fmt::join(names, ", "), kAllMethods);
}

template <class Things>
Result<MethodRow> one_row(std::string_view name, const typename Things::Thing& thing) {
  const auto method = methods::find(name);
  if (!method)
    return fail(Errc::malformed,
                fmt::format("--method: no method \"{}\"; there are {}", name, choices<Things>()));
  if (!Things::takes(*method))
    return fail(Errc::malformed, fmt::format("--method: {} takes {}; there are {}", name,
                                             Things::kTakes, choices<Things>()));
  if (auto fine = methods::check(thing); !fine) return fail(fine.error());
  return row_of<Things>(*method, thing);
}

template <class Things>
Result<std::vector<MethodRow>> all_rows(const typename Things::Thing& thing) {
  if (auto fine = methods::check(thing); !fine) return fail(fine.error());
  std::vector<MethodRow> rows;
  for (const Method& method : methods::all())
    if (Things::takes(method)) rows.push_back(row_of<Things>(method, thing));
  return rows;
}

template <class Amount>
std::optional<double> spread(const std::vector<MethodRow>& rows, Amount amount) {
  std::vector<double> amounts;
  for (const auto& row : rows)
    if (row.figures && amount(*row.figures) > 0.0) amounts.push_back(amount(*row.figures));
  if (amounts.size() < 2) return std::nullopt;
  const auto [low, high] = std::minmax_element(amounts.begin(), amounts.end());
  return *high / *low;
}

}  // namespace

Result<MethodRow> published_row(std::string_view method, const estimate::Job& job) {
  return one_row<Jobs>(method, job);
}

Result<MethodRow> published_row(std::string_view method, const estimate::LlmRequest& request) {
  return one_row<Requests>(method, request);
}

MethodRow published_row(const MethodResult& result) {
  MethodRow row{std::string(result.method), "", "", "", MethodFigures{}};
  for (const Method& method : methods::all()) {
    if (method.name != result.method) continue;
    row.title = method.title;
    row.version = method.version;
    row.citation = method.citation;
    row.figures = figures_of(method, {result, result});
  }
  return row;
}

Result<std::vector<MethodRow>> published_rows(const estimate::Job& job) {
  return all_rows<Jobs>(job);
}

Result<std::vector<MethodRow>> published_rows(const estimate::LlmRequest& request) {
  return all_rows<Requests>(request);
}

MethodRow own_row(MethodFigures figures) {
  return {std::string(kOwnMethod), "wattprint", "", "", std::move(figures)};
}

MethodSpread spread_of(const std::vector<MethodRow>& rows) {
  return {spread(rows, [](const MethodFigures& one) { return one.energy.value.value(); }),
          spread(rows, [](const MethodFigures& one) { return one.emissions.value.value(); })};
}

}  // namespace wattprint::engine
