#include "grid/offline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "catalog/yearly_intensity.hpp"

namespace wattprint::grid {
namespace {

const std::string kHeader = "zone,year,g_per_kwh,kind,origin,licence,vintage,source,note,hours\n";
const std::string kOwid = "Our World in Data based on Ember and the Energy Institute";

std::string row(const std::string& zone, int year, const std::string& value,
                const std::string& kind = "lifecycle", const std::string& origin = kOwid,
                const std::string& vintage = "2025-01-01", const std::string& hours = "") {
  return zone + "," + std::to_string(year) + "," + value + "," + kind + "," + origin +
         ",CC BY 4.0," + vintage + ",p:f@abc1234#r,," + hours + "\n";
}

const std::string kWorldRow = row("WORLD", 2024, "500");

Location at(const std::string& zone, Basis basis = Basis::estimated) {
  return {.zone = zone, .basis = basis, .how = "given by a test", .note = ""};
}

TEST(YearlyAverage, IsTheLifecycleFigureOfOurWorldInDataOfTheNewestYearAndVintage) {
  const std::string table =
      kHeader + row("DE", 2025, "111", "lifecycle", "somebody else") +  // another origin
      row("DE", 2025, "222", "unknown") +                               // another kind
      row("DE", 2023, "333") +                                          // an older year
      row("DE", 2024, "444", "lifecycle", kOwid, "2025-01-01") +        // an older vintage
      row("DE", 2024, "555", "lifecycle", kOwid, "2025-06-01") + kWorldRow;
  const auto average = yearly_average(at("DE"), table).value();
  EXPECT_EQ(average.intensity.value, CarbonIntensity{555});
  EXPECT_EQ(average.year, 2024);
  EXPECT_EQ(average.period, "yearly average 2024");
  EXPECT_EQ(average.zone, "DE");
  EXPECT_EQ(average.note, "");
  EXPECT_EQ(average.intensity.source, "grid DE, yearly average 2024, " + kOwid);
}

// hour 0.475 .. 1.585, publishers exp(0.21), one year exp(0.28):
//   below = hypot(ln 0.475, 0.21, 0.28) = hypot(0.7444, 0.21, 0.28) = 0.8227 -> 0.4392
//   above = hypot(ln 1.585, 0.21, 0.28) = hypot(0.4606, 0.21, 0.28) = 0.5784 -> 1.7832
TEST(YearlyAverage, IntervalHoldsTheHoursOfAYearThePublishersAndTheNextYear) {
  const auto average =
      yearly_average(at("DE"), kHeader + row("DE", 2024, "100") + kWorldRow).value();
  EXPECT_NEAR(average.intensity.low.value(), 43.92, 0.05);
  EXPECT_NEAR(average.intensity.high.value(), 178.32, 0.05);
}

// Four years older: change exp(0.28 sqrt 5) = exp(0.6261);
//   below = hypot(0.7444, 0.21, 0.6261) = 0.9951 -> 0.3697; above = hypot(0.4606, 0.21, 0.6261) =
//   0.8053
TEST(YearlyAverage, IntervalGrowsWithTheAgeOfTheFigure) {
  const auto average =
      yearly_average(at("DE"), kHeader + row("DE", 2020, "100") + kWorldRow).value();
  EXPECT_NEAR(average.intensity.low.value(), 36.97, 0.05);
  EXPECT_NEAR(average.intensity.high.value(), 223.74, 0.05);
}

// A recent year at double the value: above = hypot(0.4606, 0.21, ln 2) = 0.8583 -> 2.359
TEST(YearlyAverage, IntervalHoldsTheRecentYearsOfTheZone) {
  const auto average = yearly_average(at("DE"), kHeader + row("DE", 2022, "200") +
                                                    row("DE", 2024, "100") + kWorldRow)
                           .value();
  EXPECT_NEAR(average.intensity.low.value(), 43.92, 0.05);
  EXPECT_NEAR(average.intensity.high.value(), 235.9, 0.1);
}

TEST(YearlyAverage, IntervalLeavesOutOldYearsAndOtherDefinitions) {
  const auto plain = yearly_average(at("DE"), kHeader + row("DE", 2024, "100") + kWorldRow).value();
  const auto more =
      yearly_average(at("DE"), kHeader + row("DE", 2019, "400") + row("DE", 2024, "4", "direct") +
                                   row("DE", 2024, "100") + kWorldRow)
          .value();
  EXPECT_EQ(more.intensity.low, plain.intensity.low);
  EXPECT_EQ(more.intensity.high, plain.intensity.high);
}

// 178.32 x 490/370 + 24 = 260.15
TEST(YearlyAverage, OfADirectFigureReachesUpToItsLifeCycle) {
  for (const char* kind : {"direct", "unknown"}) {
    const auto average =
        yearly_average(at("DE"), kHeader + row("DE", 2024, "100", kind) + kWorldRow).value();
    EXPECT_NEAR(average.intensity.low.value(), 43.92, 0.05);
    EXPECT_NEAR(average.intensity.high.value(), 260.15, 0.1);
  }
}

TEST(YearlyAverage, SaysWhatItsFigureCounts) {
  using catalog::IntensityKind;
  const auto kind = [](const std::string& name) {
    return yearly_average(at("DE"), kHeader + row("DE", 2024, "100", name) + kWorldRow)->kind;
  };
  EXPECT_EQ(kind("lifecycle"), IntensityKind::lifecycle);
  EXPECT_EQ(kind("direct"), IntensityKind::direct);
  EXPECT_EQ(kind("unknown"), IntensityKind::unknown);
  EXPECT_EQ(yearly_average(at("WORLD"))->kind, IntensityKind::lifecycle);
}

// below = hypot(0.7444, 0.21, 0.28, 0.124) = 0.8320 -> 0.4352; above = hypot(0.4606, 0.21, 0.28,
// 0.124) = 0.5915 -> 1.8067
TEST(YearlyAverage, OfPartOfAYearIsWiderAndComesAfterAWholeOne) {
  const std::string part = row("JP-TK", 2024, "100", "lifecycle", "EM", "2025-01-01", "6553");
  const auto alone = yearly_average(at("JP-TK"), kHeader + part + kWorldRow).value();
  EXPECT_EQ(alone.period, "mean of 6553 h of 2024");
  EXPECT_NEAR(alone.intensity.low.value(), 43.52, 0.05);
  EXPECT_NEAR(alone.intensity.high.value(), 180.67, 0.1);
  const auto whole = yearly_average(
      at("JP-TK"), kHeader + part + row("JP-TK", 2019, "300", "lifecycle", "EM") + kWorldRow);
  EXPECT_EQ(whole->intensity.value, CarbonIntensity{300});
  // The part of a year does not count among the figures that a whole one is compared with.
  EXPECT_LT(whole->intensity.value / whole->intensity.low, 3.1);
}

// The year is taken to be 2022 - 2 = 2020, five before 2025, and two more for not knowing:
// change 0.28 sqrt 7 = 0.7408; below = hypot(0.7444, 0.21, 0.7408) = 1.0710 -> 0.3427;
// above = hypot(0.4606, 0.21, 0.7408) = 0.8973 -> 2.4530, x 490/370 + 24 = 348.86
TEST(YearlyAverage, WithoutAYearSaysSoAndIsWider) {
  std::string undated = row("RU-SA", 2024, "100", "unknown", "Eco2AI", "2022-09-02");
  undated.replace(undated.find("2024"), 4, "");
  const auto average = yearly_average(at("RU-SA"), kHeader + undated + kWorldRow).value();
  EXPECT_EQ(average.year, std::nullopt);
  EXPECT_EQ(average.period, "yearly average, year not stated");
  EXPECT_NEAR(average.intensity.low.value(), 34.27, 0.05);
  EXPECT_NEAR(average.intensity.high.value(), 348.86, 0.2);
  const auto dated = yearly_average(
      at("RU-SA"), kHeader + undated + row("RU-SA", 2001, "300", "unknown") + kWorldRow);
  EXPECT_EQ(dated->year, 2001);
}

const std::string kYears = kHeader + row("DE", 2024, "100") + row("DE", 2021, "130", "unknown") +
                           row("DE", 2020, "140") + row("DE", 2020, "150", "unknown") +
                           row("DE", 2012, "300", "unknown") + kWorldRow;

TEST(YearlyAverage, ForAYearIsTheBestFigureOfThatYear) {
  const auto of = [](int year) { return yearly_average(at("DE"), year, kYears).value(); };
  EXPECT_EQ(of(2020).intensity.value, CarbonIntensity{140});  // life cycle before unknown
  EXPECT_EQ(of(2020).note, "");
  EXPECT_EQ(of(2021).intensity.value, CarbonIntensity{130});
  EXPECT_EQ(of(2021).kind, catalog::IntensityKind::unknown);
  EXPECT_EQ(of(2024).year, 2024);
}

TEST(YearlyAverage, ForAYearWithoutFigureIsTheNearestAndSaysSo) {
  const auto of = [](int year) { return yearly_average(at("DE"), year, kYears).value(); };
  EXPECT_EQ(of(2016).year, 2020);  // as far as 2012, and later
  EXPECT_EQ(of(2015).year, 2012);
  EXPECT_EQ(of(1990).year, 2012);
  EXPECT_EQ(of(2015).note,
            "there is no figure of DE for 2015; the yearly average 2012 stands in for it");
}

TEST(YearlyAverage, ForAYearToComeIsTheOneForNow) {
  const std::string table = kHeader + row("DE", 2024, "90", "unknown") + row("DE", 2023, "100") +
                            row("WORLD", 2023, "500");
  const auto later = yearly_average(at("DE"), 2026, table).value();
  EXPECT_EQ(later.intensity.value, yearly_average(at("DE"), table)->intensity.value);
  EXPECT_EQ(later.note,
            "there is no figure of DE for 2026; the yearly average 2023 stands in for it");
}

// In its own year: hypot(0.7444, 0.21) = 0.7734 -> 0.4614; hypot(0.4606, 0.21) = 0.5062 -> 1.6590.
// Nine years off: change 0.28 x 3 = 0.84; hypot(0.7444, 0.21, 0.84) = 1.1418 -> 0.3192.
TEST(YearlyAverage, ForAYearIsSurestInThatYear) {
  const std::string table = kHeader + row("DE", 2020, "100") + kWorldRow;
  EXPECT_NEAR(yearly_average(at("DE"), 2020, table)->intensity.low.value(), 46.14, 0.05);
  EXPECT_NEAR(yearly_average(at("DE"), 2020, table)->intensity.high.value(), 165.9, 0.1);
  EXPECT_NEAR(yearly_average(at("DE"), 2011, table)->intensity.low.value(), 31.92, 0.05);
  EXPECT_NEAR(yearly_average(at("DE"), 2029, table)->intensity.low.value(), 31.92, 0.05);
}

// A revision to the double counts: hypot(0.4606, 0.21, ln 2) = 0.8583 -> 2.359; another year not.
TEST(YearlyAverage, ForAYearHoldsTheRevisionsOfThatYearAlone) {
  const std::string table = kHeader + row("DE", 2021, "700") +
                            row("DE", 2020, "200", "lifecycle", kOwid, "2022-01-01") +
                            row("DE", 2020, "100") + kWorldRow;
  EXPECT_NEAR(yearly_average(at("DE"), 2020, table)->intensity.high.value(), 235.9, 0.1);
}

TEST(YearlyAverage, ForAYearOfAPartIsThatOfItsCountryAndSaysBoth) {
  const auto average = yearly_average(at("SE-SE3"), 1999).value();
  EXPECT_EQ(average.zone, "SE");
  EXPECT_EQ(average.year, 2000);
  EXPECT_EQ(average.note,
            "there is no yearly average for SE-SE3 (South Central Sweden); that of SE stands in "
            "for it; there is no figure of SE for 1999; the yearly average 2000 stands in for it");
}

TEST(YearlyAverage, ForAYearOfTheWorldIsOfThatYear) {
  EXPECT_EQ(yearly_average(at("WORLD"), 2024)->year, 2024);
  EXPECT_EQ(yearly_average(at("CF"), 2022)->zone, "WORLD");
}

// Looked up by hand in the publishers' tables: what a newer import must not make worse.
TEST(YearlyAverage, OfKnownZonesIsWhatItsPublisherSays) {
  using catalog::IntensityKind;
  struct Known {
    const char* zone;
    std::optional<int> year;
    double grams;
    IntensityKind kind;
  };
  for (const auto& known : std::vector<Known>{
           {"DE", 2024, 344.1399, IntensityKind::lifecycle},
           {"FR", 2024, 44.1791, IntensityKind::lifecycle},
           {"SE", 2024, 35.8238, IntensityKind::lifecycle},
           {"IS", 2024, 28.33, IntensityKind::lifecycle},
           {"PL", 2024, 614.9824, IntensityKind::lifecycle},
           {"EE", 2024, 341.0214, IntensityKind::lifecycle},
           {"US", 2024, 383.5492, IntensityKind::lifecycle},
           {"IN", 2024, 708.3216, IntensityKind::lifecycle},
           {"ZA", 2024, 708.8762, IntensityKind::lifecycle},
           {"US-CAL-CISO", 2019, 251.1714, IntensityKind::lifecycle},
           {"NO-NO1", 2019, 37.9214, IntensityKind::lifecycle},  // not the constant 18.0 of 2024
           {"JP-TK", 2021, 575.73, IntensityKind::lifecycle},    // 6553 hours
           {"US-TX", 2016, 476.0574, IntensityKind::unknown},
           {"CA-QC", 2023, 3.9374, IntensityKind::direct},
           {"RU-SA", std::nullopt, 443.02, IntensityKind::unknown}}) {
    const auto average = yearly_average(at(known.zone)).value();
    EXPECT_EQ(average.year, known.year) << known.zone;
    EXPECT_DOUBLE_EQ(average.intensity.value.value(), known.grams) << known.zone;
    EXPECT_EQ(average.kind, known.kind) << known.zone;
  }
}

TEST(YearlyAverage, HasTheBasisOfTheLocation) {
  EXPECT_EQ(yearly_average(at("DE", Basis::estimated))->intensity.basis, Basis::estimated);
  EXPECT_EQ(yearly_average(at("DE", Basis::assumed))->intensity.basis, Basis::assumed);
}

TEST(YearlyAverage, OfAPartWithoutFigureIsThatOfItsCountryAndSaysSo) {
  const auto average = yearly_average(at("SE-SE3")).value();
  EXPECT_EQ(average.zone, "SE");
  EXPECT_EQ(average.intensity.value, yearly_average(at("SE"))->intensity.value);
  EXPECT_EQ(
      average.note,
      "there is no yearly average for SE-SE3 (South Central Sweden); that of SE stands in for it");
}

TEST(YearlyAverage, OfACountryWithoutFigureIsThatOfTheWorldAndAssumed) {
  const auto average = yearly_average(at("CF")).value();  // sources have only zeros
  EXPECT_EQ(average.zone, "WORLD");
  EXPECT_EQ(average.intensity.basis, Basis::assumed);
  EXPECT_NE(average.note.find("no yearly average for CF (Central African Republic)"),
            std::string::npos);
}

TEST(YearlyAverage, OfARetiredZoneIsThatOfItsSuccessor) {
  EXPECT_EQ(yearly_average(at("GB-ORK"))->zone, "GB");
  EXPECT_EQ(yearly_average(at("ES-CN-FVLZ"))->zone, "ES-CN-FV");
}

// Countries at 10, 20 .. 210: the 5th percentile of 21 values is the second, the 95th the
// twentieth.
TEST(YearlyAverage, OfTheWorldSpansTheCountriesAndNotTheirParts) {
  std::string rows;
  std::string zones = "ADAEAFAGALAMAOARATAUAZBABBBDBEBFBGBHBIBJBN";
  for (int i = 0; i < 21; ++i)
    rows +=
        row(zones.substr(static_cast<std::size_t>(2 * i), 2), 2024, std::to_string(10 * (i + 1)));
  rows += row("EU", 2024, "1") + row("US-CA", 2024, "1999");
  const auto world =
      yearly_average(at("WORLD", Basis::assumed), kHeader + rows + row("WORLD", 2024, "150"))
          .value();
  EXPECT_EQ(world.intensity.value, CarbonIntensity{150});
  EXPECT_NEAR(world.intensity.low.value(), 20, 1e-9);
  EXPECT_NEAR(world.intensity.high.value(), 200, 1e-9);
  EXPECT_EQ(world.intensity.basis, Basis::assumed);
  EXPECT_EQ(world.year, 2024);
}

TEST(YearlyAverage, OfTheWorldHasTheEndsThatTheShippedTableGives) {
  const std::string copy(catalog::tables::grid_yearly());  // another place: computed, not looked up
  const auto shipped = yearly_average(at("WORLD")).value();
  const auto computed = yearly_average(at("WORLD"), copy).value();
  EXPECT_NEAR(shipped.intensity.low.value(), computed.intensity.low.value(), 1e-3);
  EXPECT_NEAR(shipped.intensity.high.value(), computed.intensity.high.value(), 1e-3);
}

// tools/derive_grid_spread.py on the input gives 40.8 and 765.3 over the same countries.
TEST(YearlyAverage, OfTheWorldAsShipped) {
  const auto world = yearly_average(at("WORLD", Basis::assumed)).value();
  EXPECT_DOUBLE_EQ(world.intensity.value.value(), 473.01);
  EXPECT_NEAR(world.intensity.low.value(), 40.8, 2);
  EXPECT_NEAR(world.intensity.high.value(), 765.3, 10);
  EXPECT_EQ(world.note, "");
}

TEST(YearlyAverage, HoldsForEveryZoneOfTheShippedTable) {
  const auto figures = catalog::all_yearly_intensities().value();
  std::string last;
  for (const auto& figure : figures) {
    if (figure.zone == last) continue;
    last = figure.zone;
    const auto average = yearly_average(at(last));
    ASSERT_TRUE(average) << last;
    EXPECT_EQ(average->zone, last);
    const auto& f = average->intensity;
    EXPECT_GT(f.low.value(), 0.0) << last;
    EXPECT_LT(f.low, f.value) << last;
    EXPECT_LT(f.value, f.high) << last;
    EXPECT_TRUE(std::isfinite(f.high.value()));
    EXPECT_FALSE(f.source.empty());
  }
}

TEST(YearlyAverage, HoldsForEveryZoneOfTheShippedTableInEveryYear) {
  const auto figures = catalog::all_yearly_intensities().value();
  std::string last;
  for (const auto& figure : figures) {
    if (figure.zone == last) continue;
    last = figure.zone;
    for (int year = 1995; year <= 2030; ++year) {
      const auto average = yearly_average(at(last), year);
      ASSERT_TRUE(average) << last << ' ' << year;
      const auto& f = average->intensity;
      EXPECT_GT(f.low.value(), 0.0) << last << ' ' << year;
      EXPECT_LT(f.low, f.value) << last << ' ' << year;
      EXPECT_LT(f.value, f.high) << last << ' ' << year;
      // Another year never stands in without a word.
      EXPECT_EQ(average->note.empty(), average->year == year) << last << ' ' << year;
    }
  }
}

TEST(YearlyAverage, RefusesAZoneThatIsNone) {
  EXPECT_EQ(yearly_average(at("QQ-1")).error().code, Errc::malformed);
  EXPECT_EQ(yearly_average(at("")).error().code, Errc::malformed);
}

TEST(YearlyAverage, FailsWithASentenceOnABrokenTable) {
  EXPECT_EQ(yearly_average(at("DE"), "").error().code, Errc::malformed);
  EXPECT_EQ(yearly_average(at("DE"), kHeader).error().code, Errc::not_present);
  EXPECT_EQ(yearly_average(at("DE"), kHeader + row("DE", 2024, "0")).error().code, Errc::malformed);
}

// `wattprint run -- true` may cost a few milliseconds in all.
TEST(YearlyAverage, CostsLittle) {
  const auto cpu_time = [](const std::string& zone) {
    constexpr int kTimes = 20;
    const auto start = std::clock();
    for (int i = 0; i < kTimes; ++i) EXPECT_TRUE(yearly_average(at(zone)));
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / kTimes;
  };
  RecordProperty("DE_us", static_cast<int>(cpu_time("DE") * 1e6));
  RecordProperty("WORLD_us", static_cast<int>(cpu_time("WORLD") * 1e6));
  // Generous: sanitizers and busy machines are slow; in a release build it is some hundredths of
  // this.
  EXPECT_LT(cpu_time("DE"), 0.005);
  EXPECT_LT(cpu_time("WORLD"), 0.05);
}

TEST(StatedIntensity, IsExactAndAssumed) {
  const auto stated = stated_intensity(CarbonIntensity{350}, "--intensity", "DE").value();
  EXPECT_EQ(stated.intensity.value, CarbonIntensity{350});
  EXPECT_EQ(stated.intensity.low, CarbonIntensity{350});
  EXPECT_EQ(stated.intensity.high, CarbonIntensity{350});
  EXPECT_EQ(stated.intensity.basis, Basis::assumed);
  EXPECT_EQ(stated.intensity.source, "given by --intensity");
  EXPECT_EQ(stated.zone, "DE");
  EXPECT_EQ(stated.year, std::nullopt);
}

TEST(StatedIntensity, MayBeZeroForPowerOfOnesOwn) {
  EXPECT_TRUE(stated_intensity(CarbonIntensity{0}, "--intensity", ""));
}

TEST(StatedIntensity, RefusesWhatNoGridCanBe) {
  for (const double value : {-1.0, -0.001, 2001.0, 1e300, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()}) {
    const auto stated = stated_intensity(CarbonIntensity{value}, "--intensity", "");
    ASSERT_FALSE(stated) << value;
    EXPECT_EQ(stated.error().code, Errc::malformed);
    EXPECT_EQ(stated.error().what.rfind("--intensity: ", 0), 0u);
  }
}

}  // namespace
}  // namespace wattprint::grid
