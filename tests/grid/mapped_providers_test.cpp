// A file that the user keeps, and an HTTP service that the configuration describes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.hpp"
#include "grid/exchange.hpp"
#include "grid/providers/all.hpp"
#include "support/fake_http.hpp"

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using testing::FakeHttp;
using ::testing::HasSubstr;
using testing::HeldClock;
using ::testing::Not;
using Kind = Failure::Kind;
using What = Query::What;

const HeldClock kClock("2026-01-20T02:10:00Z");

using Words = std::map<std::string, std::string>;

ProviderOptions options(const Words& words, const char* key = "") {
  ProviderOptions options{.name = "mine", .key = Secret(key), .key_hint = "set WATTPRINT_MINE_KEY"};
  for (const auto& [option, text] : words) options.values[option] = {text, "c.toml line 7"};
  return options;
}

Answer<Series> ask(const ProviderOptions& set_up, FakeHttp& http, Query query,
                   const char* zone = "DE") {
  auto provider = make_provider(set_up);
  if (!provider) return failed(Kind::malformed, provider.error().what);
  query.zone = catalog::find_zone(zone).value().zone;
  Exchange exchange(http, kClock, 10s);
  return (*provider)->fetch(query, exchange);
}

std::string refusal(const ProviderOptions& set_up) {
  const auto made = make_provider(set_up);
  return made ? "made" : made.error().what;
}

// A file

class FileProvider : public ::testing::Test {
 protected:
  ~FileProvider() override { std::filesystem::remove_all(dir_); }
  void write(const std::string& name, const std::string& text) const {
    ASSERT_TRUE(write_text(dir_ / name, text));
  }
  Answer<Series> ask_file(const std::string& name, Query query, Words words = {}) const {
    words["kind"] = "file";
    words["path"] = (dir_ / name).string();
    FakeHttp none(500, "");
    auto answer = ask(options(words), none, std::move(query));
    EXPECT_TRUE(none.requests.empty());
    return answer;
  }
  std::filesystem::path dir_ = [] {
    std::string name = (std::filesystem::temp_directory_path() / "wattprint-file-XXXXXX").string();
    return std::filesystem::path(::mkdtemp(name.data()));
  }();
};

TEST_F(FileProvider, GivesWhatWasAndWhatWillBeFromOneFile) {
  write("DE.csv",
        "timestamp_utc,g_per_kwh\n2026-01-20T00:00Z,100\n2026-01-20T01:00Z,110\n"
        "2026-01-20T02:00Z,120\n2026-01-20T03:00Z,130\n");
  const auto latest = ask_file("{zone}.csv", {.what = What::latest}).value();
  ASSERT_EQ(latest.points.size(), 3U);
  EXPECT_EQ(latest.points.back().intensity.value, CarbonIntensity{120});
  EXPECT_EQ(latest.label.kind, catalog::IntensityKind::unknown);
  const auto history = ask_file("{zone}.csv",
                                {.what = What::history,
                                 .from = parse_rfc3339("2026-01-20T00:30:00Z").value(),
                                 .to = parse_rfc3339("2026-01-20T01:00:00Z").value()},
                                {{"intensity_kind", "direct"}})
                           .value();
  ASSERT_EQ(history.points.size(), 1U);
  EXPECT_EQ(history.points[0].intensity.value, CarbonIntensity{100});
  EXPECT_EQ(history.label.kind, catalog::IntensityKind::direct);
  const auto ahead = ask_file("{zone}.csv", {.what = What::forecast,
                                             .to = parse_rfc3339("2026-01-21T00:00:00Z").value()})
                         .value();
  ASSERT_EQ(ahead.points.size(), 2U);
  EXPECT_TRUE(ahead.issued_at);
  EXPECT_EQ(ask_file("{zone}.csv", {.what = What::history,
                                    .from = parse_rfc3339("2020-01-20T00:30:00Z").value(),
                                    .to = parse_rfc3339("2020-01-21T00:00:00Z").value()})
                .error()
                .kind,
            Kind::no_data);
}

TEST_F(FileProvider, SaysWhatIsWrongWithTheFileAndItsOptions) {
  EXPECT_EQ(ask_file("{zone}.csv", {}).error().kind, Kind::not_covered);
  write("DE.csv", "timestamp_utc,g_per_kwh\n2026-01-20T00:00Z,-1\n");
  const auto bad = ask_file("{zone}.csv", {});
  EXPECT_EQ(bad.error().kind, Kind::malformed);
  EXPECT_THAT(bad.error().what, HasSubstr("DE.csv:2:19: the value is below 0"));
  write("DE.csv", "timestamp_utc,value,zone id\n2026-01-20T00:00Z,5,FR\n2026-01-20T01:00Z,5,FR\n");
  EXPECT_THAT(ask_file("{zone}.csv", {}).error().what, HasSubstr("holds figures of FR, not of DE"));

  for (const auto& [words, told] : std::initializer_list<std::pair<Words, std::string>>{
           {{}, "it wants the option path"},
           {{{"path", "x.csv"}}, "c.toml line 7: path: expected an absolute path"},
           {{{"path", "/x.csv"}}, "path: expected {zone} in it, or the option zones"},
           {{{"path", "/x.csv"}, {"zones", "Atlantis"}}, "c.toml line 7: zones"},
           {{{"path", "/{zone}"}, {"unit", "W"}}, "unit: expected g/kWh"},
           {{{"path", "/{zone}"}, {"time_zone", "Mars"}}, "time_zone: expected a name such as"},
           {{{"path", "/{zone}"}, {"signal", "loud"}}, "signal: expected average or marginal"},
           {{{"path", "/{zone}"}, {"colour", "red"}}, "has no option \"colour\""}}) {
    auto all = words;
    all["kind"] = "file";
    EXPECT_THAT(refusal(options(all)), HasSubstr(told));
  }
}

// HTTP

const Words kHttp{{"kind", "http"},
                  {"url", "https://x.org/now?z={zone}"},
                  {"history_url", "https://x.org/{zone}?from={from}&to={to}&n={now}&k={key}"},
                  {"points", "/data/rows"},
                  {"start", "/at"},
                  {"value", "/co2/0"},
                  {"step", "30m"},
                  {"unit", "kg/kWh"},
                  {"header", "X-Key: token {key}"},
                  {"zones", "DE=D&E FR"}};

Words with(Words words, const std::string& option, const std::string& text) {
  words[option] = text;
  return words;
}

const char* kRows = R"({"data": {"rows": [{"at": "2026-01-20T01:30Z", "co2": [0.2]},
                                           {"at": "2026-01-20T01:00Z", "co2": ["0.1"]},
                                           {"at": "2026-01-20T00:30Z", "co2": [null]}]}})";

Answer<Series> history(const Words& words, const std::string& body) {
  FakeHttp http(200, body);
  return ask(options(words, "k&y-5ecret"), http,
             {.what = What::history,
              .from = parse_rfc3339("2026-01-20T00:00:00Z").value(),
              .to = parse_rfc3339("2026-01-20T02:00:00Z").value()});
}

TEST(HttpProvider, AsksAndReadsAsTheMappingSays) {
  FakeHttp http(200, kRows);
  const auto series = ask(options(kHttp, "k&y-5ecret"), http,
                          {.what = What::history,
                           .from = parse_rfc3339("2026-01-20T00:00:00Z").value(),
                           .to = parse_rfc3339("2026-01-20T02:00:00Z").value()})
                          .value();
  ASSERT_EQ(http.requests.size(), 1U);
  EXPECT_EQ(http.requests[0].url,
            "https://x.org/D%26E?from=2026-01-20T00%3A00%3A00Z&to=2026-01-20T02%3A00%3A00Z&"
            "n=2026-01-20T02%3A10%3A00Z&k=k%26y-5ecret");
  ASSERT_EQ(http.requests[0].headers.size(), 1U);
  EXPECT_EQ(http.requests[0].headers[0].name, "X-Key");
  EXPECT_EQ(http.requests[0].headers[0].value, "token k&y-5ecret");
  ASSERT_EQ(series.points.size(), 2U);
  EXPECT_EQ(series.points[0].start, parse_rfc3339("2026-01-20T01:00:00Z").value());
  EXPECT_EQ(series.points[0].end - series.points[0].start, 30min);
  EXPECT_DOUBLE_EQ(series.points[0].intensity.value.value(), 100);
  EXPECT_DOUBLE_EQ(series.points[1].intensity.value.value(), 200);
}

TEST(HttpProvider, ReadsEpochTimesLocalTimesAndAPointAlone) {
  auto words = with(with(with(kHttp, "time_format", "seconds"), "points", ""), "value", "/v");
  EXPECT_EQ(history(words, R"([{"at": 1768870800, "v": 0.1}])").value().points[0].start,
            parse_rfc3339("2026-01-20T01:00:00Z").value());
  words["time_format"] = "milliseconds";
  EXPECT_EQ(history(words, R"({"at": "1768870800000", "v": "0.1"})").value().points[0].start,
            parse_rfc3339("2026-01-20T01:00:00Z").value());
  EXPECT_THAT(history(words, R"([{"at": 1768870800, "v": 0.1}])").error().what,
              HasSubstr("option start: \"/at\" is no time in the time_format that is set"));
  words["time_format"] = "text";
  EXPECT_THAT(history(words, R"([{"at": "2026-01-20 01:00", "v": 0.1}])").error().what,
              HasSubstr("option time_zone"));
  words["time_zone"] = "Europe/Berlin";
  // Newest first, over the end of summer time.
  const auto autumn = history(words, R"([{"at": "2024-10-27 03:00", "v": 0.4},
                                         {"at": "2024-10-27 02:00", "v": 0.3},
                                         {"at": "2024-10-27 02:00", "v": 0.2},
                                         {"at": "2024-10-27 01:00", "v": 0.1}])")
                          .value();
  ASSERT_EQ(autumn.points.size(), 4U);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(autumn.points[static_cast<std::size_t>(i)].start,
              parse_rfc3339("2024-10-26T23:00:00Z").value() + std::chrono::hours(i));
    EXPECT_DOUBLE_EQ(autumn.points[static_cast<std::size_t>(i)].intensity.value.value(),
                     100.0 * (i + 1));
  }
}

TEST(HttpProvider, NamesTheOptionThatDoesNotFitAndWhatTheAnswerHas) {
  for (const auto& [words, body, told] :
       std::initializer_list<std::tuple<Words, std::string, std::string>>{
           {kHttp, R"({"rows": [], "error": 1})",
            "mine: option points: the answer has no list at \"/data/rows\"; it has: error, rows"},
           {kHttp, R"({"data": {"rows": 7}})", "option points: the answer has no list"},
           {kHttp, R"({"data": {"rows": [{"t": 1}]}})",
            "option start: an element has no \"/at\"; it has: t"},
           {kHttp, R"({"data": {"rows": [5]}})", "option start: an element has no \"/at\""},
           {kHttp, R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "k&y-5ecret": 1}]}})",
            "option value: an element has no \"/co2/0\"; it has: at, "},
           {kHttp, R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "co2": ["n/a"]}]}})",
            "option value: \"/co2/0\" is no number"},
           {with(kHttp, "value", "/co2/"),
            R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "co2": [100]}]}})",
            "option value: an element has no \"/co2/\""},
           {with(kHttp, "value", "/co2/first"),
            R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "co2": [100]}]}})",
            "option value: an element has no \"/co2/first\""},
           {kHttp, R"({"data": {"rows": []}})", "no values for this time"},
           {with(kHttp, "unit", "g/kWh"),
            R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "co2": [9999]}]}})",
            "no grid has 9999 g/kWh"},
           {with(kHttp, "unit", "g/kWh"),
            R"({"data": {"rows": [{"at": "2026-01-20T01:00Z", "co2": [-1]}]}})",
            "no grid has -1"}}) {
    const auto answer = history(words, body);
    ASSERT_FALSE(answer) << body;
    EXPECT_THAT(answer.error().what, HasSubstr(told));
    EXPECT_THAT(answer.error().what, Not(HasSubstr("k&y-5ecret")));
  }
  auto no_unit = kHttp;
  no_unit.erase("unit");
  EXPECT_THAT(history(no_unit, kRows).error().what, HasSubstr("option unit: no value is above 2"));
}

TEST(HttpProvider, RefusesOptionsThatMakeNoSense) {
  for (const auto& [option, text, told] :
       {std::tuple{"url", "ftp://x.org/{zone}", "url: expected an address that begins with https"},
        {"url", "https://x.org/{town}", "url: expected no other placeholders"},
        {"url", "https://x.org/{zone", "url: expected no other placeholders"},
        {"url", "https://x.org/ {zone}", "url: expected an address without blanks"},
        {"points", "data", "points: expected a JSON pointer"},
        {"value", "/a~2", "value: expected a JSON pointer"},
        {"step", "soon", "step: expected"},
        {"step", "1s", "step: expected"},
        {"time_format", "jiffies", "time_format: expected text"},
        {"header", "X-Key {key}", "header: expected \"Name: value\""},
        {"header", "X: a\r\nY: b", "header: expected \"Name: value\""},
        {"unit", "W", "unit: expected g/kWh"},
        {"zones", "Atlantis", "zones: expected codes"},
        {"time_zone", "Mars", "time_zone: expected a name such as"}})
    EXPECT_THAT(refusal(options(with(kHttp, option, text))), HasSubstr(told)) << text;
  for (const char* needed : {"start", "value", "step"}) {
    auto words = kHttp;
    words.erase(needed);
    EXPECT_THAT(refusal(options(words)), HasSubstr(std::string("it wants the option ") + needed));
  }
  auto words = kHttp;
  words.erase("zones");
  words["url"] = "https://x.org/all";
  EXPECT_THAT(refusal(options(words)), HasSubstr("an address without {zone} is of one zone"));
}

TEST(HttpProvider, AsksNobodyWithoutTheKeyOrForAZoneThatIsNotListed) {
  FakeHttp http(200, kRows);
  EXPECT_EQ(ask(options(kHttp), http, {.what = What::history}).error().kind, Kind::no_key);
  EXPECT_EQ(ask(options(kHttp, "k"), http, {.what = What::latest}, "ES").error().kind,
            Kind::not_covered);
  EXPECT_EQ(ask(options(kHttp, "k"), http, {.what = What::forecast}).error().kind,
            Kind::not_covered);
  EXPECT_TRUE(http.requests.empty());
}

}  // namespace
}  // namespace wattprint::grid
