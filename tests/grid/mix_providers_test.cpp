// ENTSO-E and EIA: what generates where and when, made into intensities.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/emission_factors.hpp"
#include "grid/exchange.hpp"
#include "grid/providers/eia.hpp"
#include "grid/providers/entsoe.hpp"
#include "support/fake_http.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using testing::FakeHttp;
using ::testing::HasSubstr;
using testing::HeldClock;
using ::testing::Not;
using Kind = Failure::Kind;
using What = Query::What;

constexpr const char* kKey = "t0ken/+x";
const HeldClock kClock("2026-01-20T12:10:00Z");

ProviderOptions options(const char* name) {
  return {.name = name, .key = Secret(kKey), .key_hint = "set WATTPRINT_X_KEY"};
}

WallTime at(const char* text) { return parse_rfc3339(text).value(); }

Answer<Series> ask(Provider& provider, FakeHttp& http, Query query, const char* zone) {
  query.zone = catalog::find_zone(zone).value().zone;
  Exchange exchange(http, kClock, 10s);
  return provider.fetch(query, exchange);
}

double factor(catalog::EnergySource source) {
  return catalog::emission_factor(source, catalog::IntensityKind::lifecycle)->value.value();
}
const double kGas = factor(catalog::EnergySource::gas);
const double kSolar = factor(catalog::EnergySource::solar);
const double kNuclear = factor(catalog::EnergySource::nuclear);

// ENTSO-E

std::string xml_points(const std::vector<std::pair<int, double>>& points) {
  std::string text;
  for (const auto& [position, quantity] : points)
    text += "<Point><position>" + std::to_string(position) + "</position><quantity>" +
            std::to_string(quantity) + "</quantity></Point>";
  return text;
}

struct XmlSeries {
  const char* type;
  const char* curve;
  const char* resolution;
  std::vector<std::pair<int, double>> points;
  const char* domain = "inBiddingZone_Domain.mRID";
};

/// Series from 10:00 to 12:00.
std::string document(const std::vector<XmlSeries>& all) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<GL_MarketDocument "
      "xmlns=\"urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0\"><type>A75</type>";
  for (const auto& series : all)
    text +=
        std::string("<TimeSeries><") + series.domain + " codingScheme=\"A01\">10YFR-RTE------C</" +
        series.domain + "><quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>" +
        series.curve + "</curveType><MktPSRType><psrType>" + series.type +
        "</psrType></MktPSRType><Period><timeInterval><start>2026-01-20T10:00Z</start><end>"
        "2026-01-20T12:00Z</end></timeInterval><resolution>" +
        series.resolution + "</resolution>" + xml_points(series.points) + "</Period></TimeSeries>";
  return text + "</GL_MarketDocument>";
}

const Query kTwoHours{
    .what = What::history, .from = at("2026-01-20T10:00:00Z"), .to = at("2026-01-20T12:00:00Z")};

Answer<Series> entsoe(const std::string& body, int status = 200, Query query = kTwoHours) {
  FakeHttp http(status, body);
  auto provider = make_entsoe(options("entso-e")).value();
  return ask(*provider, http, query, "FR");
}

TEST(Entsoe, WeighsAMixOfTypesWithUnlikeResolutions) {
  const auto series =
      entsoe(document({{"B14", "A01", "PT60M", {{1, 300}, {2, 300}}},
                       {"B04", "A01", "PT30M", {{1, 100}, {2, 300}, {3, 100}, {4, 0}}}}))
          .value();
  ASSERT_EQ(series.points.size(), 4U);
  EXPECT_EQ(series.points[0].end - series.points[0].start, 30min);
  EXPECT_NEAR(series.points[0].intensity.value.value(), (300 * kNuclear + 100 * kGas) / 400, 1e-9);
  EXPECT_NEAR(series.points[1].intensity.value.value(), (300 * kNuclear + 300 * kGas) / 600, 1e-9);
  EXPECT_NEAR(series.points[3].intensity.value.value(), kNuclear, 1e-9);
  EXPECT_EQ(series.source, "ENTSO-E");
  EXPECT_EQ(series.zone, "FR");
  EXPECT_THAT(series.notes, ::testing::Contains(HasSubstr("imports are not counted")));
  EXPECT_LT(series.points[0].intensity.low, series.points[0].intensity.value);
}

TEST(Entsoe, RepeatsThePositionsThatCurveA03LeavesOutAndNotThoseOfA01) {
  const auto repeated = entsoe(document({{"B14", "A03", "PT15M", {{1, 300}}},
                                         {"B04", "A03", "PT15M", {{1, 0}, {5, 300}}}}))
                            .value();
  ASSERT_EQ(repeated.points.size(), 8U);
  EXPECT_NEAR(repeated.points[3].intensity.value.value(), kNuclear, 1e-9);
  EXPECT_NEAR(repeated.points[7].intensity.value.value(), (kNuclear + kGas) / 2, 1e-9);

  const auto holes = entsoe(document({{"B04", "A01", "PT60M", {{2, 300}}}})).value();
  ASSERT_EQ(holes.points.size(), 1U);
  EXPECT_EQ(holes.points[0].start, at("2026-01-20T11:00:00Z"));
}

TEST(Entsoe, DoesNotCountWhatPumpedStorageTakesIn) {
  const auto series =
      entsoe(
          document({{"B04", "A01", "PT60M", {{1, 300}, {2, 300}}},
                    {"B10", "A01", "PT60M", {{1, 900}, {2, 900}}, "outBiddingZone_Domain.mRID"}}))
          .value();
  EXPECT_NEAR(series.points[0].intensity.value.value(), kGas, 1e-9);
}

TEST(Entsoe, LeavesOutIntervalsInWhichALargeTypeHasVanished) {
  const auto series = entsoe(document({{"B14", "A01", "PT60M", {{1, 300}}},
                                       {"B04", "A01", "PT60M", {{1, 100}, {2, 100}}}}))
                          .value();
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_NEAR(series.points[0].intensity.value.value(), (300 * kNuclear + 100 * kGas) / 400, 1e-9);
  EXPECT_EQ(series.notes[0], "1 interval is left out: partial generation, without nuclear");

  // Of 4 % it may be: the sun goes down.
  const auto small = entsoe(document({{"B16", "A01", "PT60M", {{1, 4}}},
                                      {"B04", "A01", "PT60M", {{1, 96}, {2, 100}}}}))
                         .value();
  EXPECT_EQ(small.points.size(), 2U);
  EXPECT_NEAR(small.points[0].intensity.value.value(), 0.04 * kSolar + 0.96 * kGas, 1e-9);

  // Also when it comes later than the others began.
  const auto late = entsoe(document({{"B14", "A01", "PT60M", {{2, 300}}},
                                     {"B04", "A01", "PT60M", {{1, 100}, {2, 100}}}}))
                        .value();
  ASSERT_EQ(late.points.size(), 1U);
  EXPECT_EQ(late.points[0].start, at("2026-01-20T11:00:00Z"));
}

TEST(Entsoe, LooksTwoDaysBackForTheLatestAndShowsItsKeyNowhere) {
  FakeHttp http(200, document({{"B04", "A01", "PT60M", {{1, 1}, {2, 1}}}}));
  auto provider = make_entsoe(options("entso-e")).value();
  const auto series = ask(*provider, http, {.what = What::latest}, "FR").value();
  EXPECT_EQ(series.points.back().end, at("2026-01-20T12:00:00Z"));
  ASSERT_EQ(http.requests.size(), 1U);
  EXPECT_EQ(http.requests[0].url,
            "https://web-api.tp.entsoe.eu/api?securityToken=t0ken%2F%2Bx&documentType=A75&"
            "processType=A16&in_Domain=10YFR-RTE------C&periodStart=202601181200&"
            "periodEnd=202601201300");
  for (const int status : {400, 401, 403, 429, 500}) {
    const auto said = entsoe("{\"message\": \"bad t0ken/+x and t0ken%2F%2Bx\"}", status);
    EXPECT_THAT(said.error().what, Not(HasSubstr("t0ken"))) << status;
  }
}

TEST(Entsoe, TellsWhatWentWrong) {
  const auto acknowledgement = [](const std::string& code, const std::string& text) {
    return "<Acknowledgement_MarketDocument xmlns=\"x\"><Reason><code>" + code + "</code><text>" +
           text + "</text></Reason></Acknowledgement_MarketDocument>";
  };
  const std::string good = document({{"B04", "A01", "PT60M", {{1, 1}, {2, 1}}}});
  const auto with = [&](const std::string& what, const std::string& by) {
    std::string text = good;
    text.replace(text.find(what), what.size(), by);
    return text;
  };
  struct Case {
    std::string body;
    Kind kind;
    std::string told;
  };
  for (const auto& [body, kind, told] : std::initializer_list<Case>{
           {acknowledgement("999", "No matching data found for t0ken/+x"), Kind::no_data,
            "No matching data found for "},
           {acknowledgement("A01", "?"), Kind::malformed, "nothing for this time"},
           {"", Kind::malformed, "the answer is empty"},
           {"<html><body>Sorry</body>", Kind::malformed, "no XML"},
           {"<html><body>Sorry</body></html>", Kind::malformed, "not a document of generation"},
           {"{}", Kind::malformed, "no XML"},
           {"<!DOCTYPE b [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>" + good.substr(39),
            Kind::malformed, "document type"},
           {document({}), Kind::no_data, "no values for this time"},
           {with("10YFR-RTE------C", "10YES-REE------0"), Kind::malformed, "another area"},
           {with("MAW", "KWT"), Kind::malformed, "not in megawatts"},
           {with("PT60M", "PT7M"), Kind::malformed, "15, 30 nor 60 minutes"},
           {with("2026-01-20T12:00Z", "9026-01-20T12:00Z"), Kind::malformed, "too large"},
           {with("2026-01-20T12:00Z", "2026-01-20T12:10Z"), Kind::malformed, "whole number"},
           {with("2026-01-20T12:00Z", "2026-01-19T12:00Z"), Kind::malformed, "no start and end"},
           {with("<position>1", "<position>0"), Kind::malformed, "outside its period"},
           {with("<position>1", "<position>99"), Kind::malformed, "outside its period"},
           {with("<quantity>1", "<quantity>n/a"), Kind::malformed, "no quantity"},
           {with("<quantity>1", "<quantity>1e9"), Kind::malformed, "no quantity"},
           {with("<psrType>B04</psrType>", ""), Kind::malformed, "of what type"},
           {"<a>" + std::string(1'100'000, '<') + "</a>", Kind::malformed, "too large"},
       }) {
    const auto answer = entsoe(body);
    ASSERT_FALSE(answer) << told;
    EXPECT_EQ(answer.error().kind, kind) << answer.error().what;
    EXPECT_THAT(answer.error().what, HasSubstr(told));
    EXPECT_THAT(answer.error().what, Not(HasSubstr("t0ken")));
  }
  EXPECT_EQ(entsoe("", 429).error().retry_after, 10min);
  EXPECT_EQ(entsoe("", 401).error().kind, Kind::refused);
  EXPECT_EQ(entsoe("", 400).error().kind, Kind::not_covered);
}

RC_GTEST_PROP(Entsoe, GivesPossiblePointsOrASentenceWhateverTheBytes,
              (const std::vector<std::pair<std::uint16_t, char>>& mutations)) {
  std::string text = document(
      {{"B14", "A03", "PT15M", {{1, 300}}}, {"B04", "A01", "PT30M", {{1, 100}, {2, 0}, {3, 5}}}});
  for (const auto& [place, by] : mutations) text[place % text.size()] = by;
  const auto answer = entsoe(text);
  if (!answer) {
    RC_ASSERT(answer.error().what.rfind("entso-e: ", 0) == 0);
    return;
  }
  RC_ASSERT(!answer->points.empty());
  for (const auto& point : answer->points)
    RC_ASSERT(point.intensity.value.value() >= 0.0 && point.intensity.value.value() <= 2000.0);
}

// EIA

nlohmann::json row(const char* period, const char* fuel, nlohmann::json value) {
  return {{"period", period},
          {"respondent", "CISO"},
          {"fueltype", fuel},
          {"value", value},
          {"value-units", "megawatthours"}};
}
std::string eia_body(const std::vector<nlohmann::json>& rows, nlohmann::json total) {
  return nlohmann::json{{"response", {{"total", total}, {"data", rows}}}}.dump();
}
Answer<Series> eia(const std::string& body, int status = 200) {
  FakeHttp http(status, body);
  auto provider = make_eia(options("eia")).value();
  return ask(*provider, http, kTwoHours, "US-CAL-CISO");
}

TEST(Eia, NamesAnHourAfterItsEndAndTakesNumbersAsTexts) {
  const auto series =
      eia(eia_body({row("2026-01-20T12", "NG", "300"), row("2026-01-20T12", "SUN", 100),
                    row("2026-01-20T11", "NG", 50.0), row("2026-01-20T11", "SUN", 50)},
                   "4"))
          .value();
  ASSERT_EQ(series.points.size(), 2U);
  EXPECT_EQ(series.points[0].start, at("2026-01-20T10:00:00Z"));
  EXPECT_NEAR(series.points[0].intensity.value.value(), (kGas + kSolar) / 2, 1e-9);
  EXPECT_NEAR(series.points[1].intensity.value.value(), 0.75 * kGas + 0.25 * kSolar, 1e-9);
}

TEST(Eia, CountsNoChargingAsGenerationAndNoNullAsZero) {
  const auto series =
      eia(eia_body({row("2026-01-20T11", "NG", 100), row("2026-01-20T11", "BAT", -500),
                    row("2026-01-20T12", "NG", nullptr), row("2026-01-20T12", "BAT", 10)},
                   4))
          .value();
  ASSERT_EQ(series.points.size(), 1U);
  EXPECT_NEAR(series.points[0].intensity.value.value(), kGas, 1e-9);
  EXPECT_THAT(series.notes[0], HasSubstr("without gas"));
}

TEST(Eia, TurnsPagesUntilItHasAll) {
  FakeHttp http([](const HttpRequest& request) -> Result<HttpResponse> {
    const bool first = request.url.find("&offset=0&") != std::string::npos;
    return HttpResponse{
        200, {}, eia_body({row(first ? "2026-01-20T12" : "2026-01-20T11", "NG", 1)}, 2)};
  });
  auto provider = make_eia(options("eia")).value();
  EXPECT_EQ(ask(*provider, http, kTwoHours, "US-CAL-CISO").value().points.size(), 2U);
  ASSERT_EQ(http.requests.size(), 2U);
  EXPECT_THAT(http.requests[0].url, HasSubstr("api_key=t0ken%2F%2Bx"));
  EXPECT_THAT(http.requests[0].url, HasSubstr("start=2026-01-20T10&end=2026-01-20T13"));
  EXPECT_THAT(http.requests[1].url, HasSubstr("&offset=1&"));

  FakeHttp endless(200, eia_body({row("2026-01-20T12", "NG", 1)}, 1000000));
  EXPECT_THAT(ask(*provider, endless, kTwoHours, "US-CAL-CISO").error().what,
              HasSubstr("goes on without end"));
  FakeHttp cut(200, eia_body({}, 10));
  EXPECT_THAT(ask(*provider, cut, kTwoHours, "US-CAL-CISO").error().what,
              HasSubstr("announces more rows than it gives"));
}

TEST(Eia, TellsWhatWentWrong) {
  auto of = [](const char* key, nlohmann::json value) {
    auto one = row("2026-01-20T12", "NG", 1);
    if (value.is_discarded())
      one.erase(key);
    else
      one[key] = value;
    return eia_body({one}, 1);
  };
  for (const auto& [body, told] :
       {std::pair<std::string, std::string>{of("value", "n/a"), "\"value\" is not a number"},
        {of("value", 1e9), "no area generates so much"},
        {of("period", "yesterday"), "\"period\" is not a time"},
        {of("respondent", "PJM"), "another area"},
        {of("value-units", "watts"), "not in megawatthours"},
        {eia_body({}, 0), "no values for this time"},
        {"{}", "no list \"data\""},
        {"{\"response\": []}", "no list \"data\""},
        {"[]", "no list \"data\""},
        {"<html>", "web page"}})
    EXPECT_THAT(eia(body).error().what, HasSubstr(told)) << body;
  const auto refused =
      eia(R"({"error": {"code": "API_KEY_INVALID", "message": "no t0ken/+x"}})", 403);
  EXPECT_EQ(refused.error().kind, Kind::refused);
  EXPECT_THAT(refused.error().what, Not(HasSubstr("t0ken")));
}

TEST(MixProviders, SayWhatTheyCoverAndWantAKey) {
  const auto zone = [](const char* code) { return catalog::find_zone(code).value().zone; };
  const auto europe = make_entsoe(options("entso-e")).value();
  const auto america = make_eia(options("eia")).value();
  EXPECT_TRUE(europe->covers(zone("DE")) && europe->covers(zone("SE-SE4")));
  EXPECT_FALSE(europe->covers(zone("US-CAL-CISO")));
  EXPECT_TRUE(america->covers(zone("US-CAL-CISO")));
  EXPECT_FALSE(america->covers(zone("DE")));
  EXPECT_FALSE(europe->offers(What::forecast) || america->offers(What::forecast));
  auto keyless = make_eia({.name = "eia", .key_hint = "set WATTPRINT_EIA_KEY"}).value();
  FakeHttp http(200, "");
  const auto said = ask(*keyless, http, kTwoHours, "US-CAL-CISO");
  EXPECT_EQ(said.error().kind, Kind::no_key);
  EXPECT_THAT(said.error().what, HasSubstr("WATTPRINT_EIA_KEY"));
  EXPECT_TRUE(http.requests.empty());
  auto wrong = options("eia");
  wrong.values["intensity_kind"] = {"green", "c.toml line 3"};
  EXPECT_THAT(make_eia(wrong).error().what, HasSubstr("c.toml line 3: intensity_kind"));
}

}  // namespace
}  // namespace wattprint::grid
