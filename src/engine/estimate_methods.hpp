#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estimate/methods/methods.hpp"
#include "reports/style.hpp"
#include "units/figure.hpp"

namespace wattprint::runs {
class JsonWriter;
}

namespace wattprint::engine {

/// `--method` of an estimate: our own, all side by side, or the name of a published method.
inline constexpr std::string_view kOwnMethod = "wattprint";
inline constexpr std::string_view kAllMethods = "all";

/// What one method says of a job or of requests: our own, or a published one as published. PUE is
/// within energy and emissions.
struct MethodFigures {
  struct Part {
    std::string name;  ///< "GPUs"
    Figure<Joules> energy;
    Figure<Grams> emissions;
  };
  Figure<Joules> energy;
  Figure<Grams> emissions;
  std::optional<Figure<Grams>> embodied;  ///< nothing where the method has none
  std::optional<Figure<Litres>> water;
  CarbonIntensity intensity;
  Pue pue{1.0};
  std::vector<Part> parts;
  std::vector<estimate::methods::Assumption> assumptions;
  std::vector<std::string> faults;  ///< known ones of the method that touch these figures
};

struct MethodRow {
  std::string name;  ///< as in `--method NAME`
  std::string title;
  std::string version;
  std::string citation;
  Result<MethodFigures> figures;  ///< or why there are none
};

/// The method of that name on a job, or on requests. A published method has no interval unless it
/// prints one itself: low = value = high, and the middle of its own range otherwise.
/// Errc::malformed for an unknown name, for a method that does not take such a thing, and for what
/// no method takes (a PUE below 1); what the method itself lacks is the error of the row.
Result<MethodRow> published_row(std::string_view method, const estimate::Job& job);
Result<MethodRow> published_row(std::string_view method, const estimate::LlmRequest& request);

/// The same of what a published method has said already.
MethodRow published_row(const estimate::methods::MethodResult& result);

/// All methods that take such a thing, in the order in which they are shown.
Result<std::vector<MethodRow>> published_rows(const estimate::Job& job);
Result<std::vector<MethodRow>> published_rows(const estimate::LlmRequest& request);

/// A row of our own figures, to stand beside the published ones.
MethodRow own_row(MethodFigures figures);

/// Highest over lowest value of the rows that have one above 0; nothing for fewer than two.
struct MethodSpread {
  std::optional<double> energy;
  std::optional<double> emissions;
};
MethodSpread spread_of(const std::vector<MethodRow>& rows);

/// about  what is estimated, in a line: "8 x NVIDIA A100, 10 h".
/// The document of one is wattprint.estimate.method.v1, of several wattprint.estimate.methods.v1.
/// A row without figures is for the several only; of one, its error is to be shown instead.
std::string method_text(const std::string& about, const MethodRow& row,
                        const reports::Style& style);
std::string method_json(const std::string& about, const MethodRow& row);
/// The members of that document into the object that is being written, but its schema.
void write_method(runs::JsonWriter& json, const std::string& about, const MethodRow& row);
std::string methods_text(const std::string& about, const std::vector<MethodRow>& rows,
                         const reports::Style& style);
std::string methods_json(const std::string& about, const std::vector<MethodRow>& rows);

}  // namespace wattprint::engine
