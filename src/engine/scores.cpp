#include "engine/scores.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/json_writer.hpp"

namespace wattprint::engine {
namespace {

using reports::Tone;

/// Far above the dirtiest coal plant; what is above is a slip of the unit.
constexpr double kMostGramsPerKwh = 5000.0;

/// How many of the functional unit there are.
Result<double> number_of(const ScoreWords& words, const Scored& scored) {
  if (!words.per.empty()) {
    const auto count = parse_double(words.per);
    if (count && std::isfinite(*count) && *count > 0.0) return *count;
    return fail(Errc::malformed,
                fmt::format("--per: expected a number above 0, found \"{}\"", words.per));
  }
  const auto own = std::find_if(scored.units.begin(), scored.units.end(),
                                [&](const auto& unit) { return unit.name == words.unit; });
  if (own == scored.units.end()) {
    std::vector<std::string> names;
    for (const auto& unit : scored.units) names.push_back(unit.name);
    return fail(Errc::malformed,
                fmt::format("--unit {}: how many are there in all? Give --per N (known are: {})",
                            words.unit, fmt::join(names, ", ")));
  }
  if (own->count > 0.0) return own->count;
  return fail(Errc::malformed, fmt::format("--unit {0}: there is no {0} to divide by", words.unit));
}

Result<Scores::Sci> sci_of(const ScoreWords& words, const Scored& scored) {
  if (words.unit.empty())
    return fail(Errc::malformed,
                fmt::format("--per {}: of what? Give --unit NAME, such as request", words.per));
  const auto units = number_of(words, scored);
  if (!units) return fail(units.error());
  if (!scored.embodied)
    return fail(Errc::malformed,
                "--unit: the share of making the hardware is not known, without which there is no "
                "software carbon intensity (ISO/IEC 21031)");
  auto each = footprint::software_carbon_intensity(scored.energy, scored.intensity,
                                                   *scored.embodied, *units);
  if (!each) return fail(each.error());
  return Scores::Sci{std::move(*each), words.unit, *units};
}

Result<Scores::Scope2> scope2_of(const std::string& word, const Scored& scored) {
  const auto grams = parse_double(word);
  if (!grams || !(*grams >= 0.0 && *grams <= kMostGramsPerKwh))
    return fail(Errc::malformed,
                fmt::format("--market-intensity: expected grams of CO2e per kWh, 0 to {}, found "
                            "\"{}\"",
                            kMostGramsPerKwh, word));
  const CarbonIntensity market{*grams};
  return Scores::Scope2{
      footprint::scope2(scored.energy, scored.intensity,
                        Figure<CarbonIntensity>::exact(market, Basis::assumed,
                                                       "contract, given by --market-intensity")),
      market};
}

void add_row(reports::Columns& columns, const char* name, const Figure<Grams>& grams,
             std::string remark) {
  const auto unit = reports::unit_for(grams.value);
  columns.row({{name, Tone::quiet},
               {to_text(grams, unit) + " CO2e", Tone::strong},
               {interval_text(grams, unit)},
               {std::move(remark), Tone::quiet}});
}

}  // namespace

Result<Scores> scores(const ScoreWords& words, const Scored& scored) {
  Scores all;
  if (!words.unit.empty() || !words.per.empty()) {
    auto sci = sci_of(words, scored);
    if (!sci) return fail(sci.error());
    all.sci = std::move(*sci);
  }
  if (!words.market_intensity.empty()) {
    auto scope2 = scope2_of(words.market_intensity, scored);
    if (!scope2) return fail(scope2.error());
    all.scope2 = std::move(*scope2);
  }
  return all;
}

std::string scores_text(const Scores& scores, const reports::Style& style) {
  reports::Columns columns(2, reports::kWholeText);
  if (scores.sci)
    add_row(columns, "SCI", scores.sci->each,
            fmt::format("per {}, of {:.10g}; ISO/IEC 21031, making the hardware included",
                        reports::printable(scores.sci->unit), scores.sci->units));
  if (scores.scope2) {
    add_row(columns, "scope 2", scores.scope2->both.location, "location-based: the grid's average");
    add_row(columns, "", *scores.scope2->both.market,
            fmt::format("market-based: {:.4g} g/kWh by contract", scores.scope2->market.value()));
  }
  return columns.empty() ? std::string() : columns.render(style);
}

void write_scores(runs::JsonWriter& json, const Scores& scores) {
  if (scores.sci) {
    json.begin_object("sci");
    json.figure("g_per_unit", scores.sci->each);
    json.text("unit", scores.sci->unit);
    json.number("units", scores.sci->units);
    json.end();
  } else {
    json.null("sci");
  }
  if (scores.scope2) {
    json.begin_object("scope2");
    json.figure("location_based_g", scores.scope2->both.location);
    json.figure("market_based_g", *scores.scope2->both.market);
    json.number("market_intensity_g_per_kwh", scores.scope2->market.value());
    json.end();
  } else {
    json.null("scope2");
  }
}

}  // namespace wattprint::engine
