#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/job.hpp"
#include "units/units.hpp"

namespace wattprint::estimate::methods {

/// What a method did because something was not given, or not known to it.
struct Assumption {
  std::string what;    ///< "no PUE is given: 1.56, the world's mean of 2024"
  std::string effect;  ///< "energy is 1.56 times that of the hardware"
};

/// A part of the result: "GPUs", "CPUs", "memory". With PUE.
struct Part {
  std::string what;
  Joules energy;
  Grams emissions;
};

/// What a published method gives for a job, as published: no interval, its rounding, its faults.
struct MethodResult {
  std::string_view method;
  Joules energy;
  Grams emissions;
  CarbonIntensity intensity;
  Pue pue{1.0};
  std::optional<Grams> embodied;  ///< nothing where the method has none; not within emissions
  std::optional<Litres> water;
  std::vector<Part> parts;
  std::vector<Assumption> assumptions;
  std::vector<std::string> faults;  ///< known ones of the method that touch this result
};

/// What it gives for a request: the ends of an interval, the same where it has none.
struct LlmResult {
  MethodResult low, high;
};

/// A published method.
struct Method {
  std::string_view name;      ///< as in `--method NAME`
  std::string_view title;     ///< as its authors write it
  std::string_view version;   ///< that is reproduced
  std::string_view citation;  ///< of its paper, or where it is described
  /// Null where the method does not take jobs, or requests.
  Result<MethodResult> (*of_job)(const Job&);
  Result<LlmResult> (*of_request)(const LlmRequest&);
};

/// All of them, in the order in which they are shown.
std::span<const Method> all();
/// Errc::malformed for an unknown name; the sentence names the nearest.
Result<Method> find(std::string_view name);

/// What every method refuses, in one place: nothing to compute, and amounts below 0 or not finite,
/// a PUE below 1. Errc::malformed names what.
Result<> check(const Job& job);
Result<> check(const LlmRequest& request);

}  // namespace wattprint::estimate::methods
