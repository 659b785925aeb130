#include "estimate/servers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// rapidcheck's header must see gtest's.
#include <rapidcheck/gtest.h>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "models/server_power.hpp"
#include "support/byte_streams.hpp"

namespace wattprint::estimate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::PiecewiseSource;
using ::testing::StartsWith;
using testing::StringSink;

const std::string kHeader = "id,cpu,chips,cores,threads,mhz,mem_gb,load\n";

/// What came of an inventory.
struct Outcome {
  Result<ServersSummary> summary = fail(Errc::io, "not run");
  std::string text;
  std::vector<std::string> bad_rows;
};

Outcome estimate(const std::string& inventory, ServersOptions options) {
  Outcome outcome;
  PiecewiseSource source(inventory);
  StringSink sink;
  options.input_name = "in.csv";
  options.on_bad_row = [&](const Error& error) { outcome.bad_rows.push_back(error.what); };
  outcome.summary = estimate_servers(source, sink, options);
  outcome.text = sink.text;
  return outcome;
}

Outcome estimate(const std::string& inventory, bool keep_going = false) {
  ServersOptions options;
  options.keep_going = keep_going;
  return estimate(inventory, options);
}

/// The message for an inventory of this one row.
std::string error_of_row(const std::string& row) {
  const auto outcome = estimate(kHeader + row + "\n");
  return outcome.summary ? "no error" : outcome.summary.error().what;
}

std::string error_of(const std::string& inventory) {
  const auto outcome = estimate(inventory);
  return outcome.summary ? "no error" : outcome.summary.error().what;
}

double number(const std::string& text) { return parse_double(text).value(); }

TEST(EstimateServers, WritesTheModelsPowerOfEachRowInFourDigits) {
  const auto outcome = estimate(kHeader + "a,AMD EPYC 7742,2,128,256,2250,512,25\n");
  ASSERT_TRUE(outcome.summary);
  const auto expected = models::ServerPower::of({.cpu = "AMD EPYC 7742",
                                                 .chips = 2,
                                                 .cores = 128,
                                                 .threads = 256,
                                                 .clock = Megahertz{2250},
                                                 .memory = Gigabytes{512}})
                            .at(Fraction{0.25});
  auto csv = CsvReader::open(outcome.text).value();
  EXPECT_THAT(csv.header(), ElementsAre("id", "load", "watts", "low", "high"));
  const auto row = csv.next().value().value();
  EXPECT_EQ(row[0], "a");
  EXPECT_EQ(row[1], "25");
  EXPECT_NEAR(number(row[2]) / expected.value.value(), 1.0, 0.0005);
  EXPECT_NEAR(number(row[3]) / expected.low.value(), 1.0, 0.001);
  EXPECT_NEAR(number(row[4]) / expected.high.value(), 1.0, 0.001);
  EXPECT_FALSE(csv.next().value());
}

TEST(EstimateServers, TakesColumnsInAnyOrderAndTellsWhichItDoesNotUse) {
  const auto plain = estimate(kHeader + "a,x,1,8,16,2000,64,50\n");
  const auto other = estimate(
      "Load, rack ,mem_gb,mhz,Threads,cores,\"chips\", CPU "
      ",owner,ID\n50,r1,64,2000,16,8,1,x,me,a\n");
  ASSERT_TRUE(other.summary);
  EXPECT_EQ(other.text, plain.text);
  EXPECT_THAT(other.summary->ignored_columns, ElementsAre("rack", "owner"));
  EXPECT_THAT(plain.summary->ignored_columns, IsEmpty());
}

TEST(EstimateServers, WritesIdAndLoadBackAsTheyWereRead) {
  const auto outcome = estimate(
      "\xEF\xBB\xBF" + kHeader +
      "\"rack 1, \"\"left\"\"\",x,1,8,16,2000,64,007.50\r\n\" b\n\",x,1,8,16,2000,64, 5e0 ");
  ASSERT_TRUE(outcome.summary) << outcome.summary.error().what;
  EXPECT_THAT(outcome.text, HasSubstr("\n\"rack 1, \"\"left\"\"\",007.50,"));
  EXPECT_THAT(outcome.text, HasSubstr("\n\" b\n\", 5e0 ,"));
}

TEST(EstimateServers, OfAHeaderAloneIsAHeaderAlone) {
  const auto outcome = estimate(kHeader);
  EXPECT_EQ(outcome.text, "id,load,watts,low,high\n");
  EXPECT_EQ(outcome.summary->rows, 0u);
  EXPECT_EQ(outcome.summary->mean_width, 0.0);
}

TEST(EstimateServers, NeedsAHeader) {
  EXPECT_THAT(error_of(""), StartsWith("in.csv:1:1: empty; the first line must be id,cpu,"));
  EXPECT_THAT(error_of("id,cpu,chips,core,threads,mhz,mem_gb\n"),
              StartsWith("in.csv:1:1: missing columns cores (is it \"core\"?), load; the header "
                         "must have id,cpu,"));
  EXPECT_THAT(error_of("a,x,1,8,16,2000,64,50\n"),
              StartsWith("in.csv:1:1: missing columns id, cpu, chips, "));
  EXPECT_THAT(error_of("id,cpu,chips,cores,threads,mhz,mem_gb,load,CPU\n"),
              StartsWith("in.csv:1:44: a second column \"cpu\""));
  EXPECT_THAT(error_of("id;cpu;chips;cores;threads;mhz;mem_gb;load\n"),
              HasSubstr("not separated by commas"));
  EXPECT_THAT(error_of(std::string("\xFF\xFEi\0d\0", 6)), HasSubstr("in.csv:1:4: a NUL byte"));
}

TEST(EstimateServers, NamesThePlaceOfWhatIsWrongAndHowToWriteIt) {
  struct Case {
    const char* row;
    const char* message;
  };
  const Case cases[] = {
      {"a,x,1,8,16,2000,64,120",
       "in.csv:2:20: load \"120\" is not between 0 and 100; it is in percent, 0 for an idle "
       "server"},
      {"a,x,1,8,16,2000,64,-0.1", "in.csv:2:20: load \"-0.1\" is not between"},
      {"a,x,1,8,16,2000,64,100.001", "in.csv:2:20: load \"100.001\" is not between"},
      {"a,x,1,8,16,2000,64,", "in.csv:2:20: load is empty; it is in percent"},
      {"a,x,1,8,16,2000,64,80%", "in.csv:2:20: load \"80%\" is not a number"},
      {"a,x,1,8,16,2000,64,nan", "in.csv:2:20: load \"nan\" is not a number"},
      {"a,x,1,8,16,2000,64,inf", "in.csv:2:20: load \"inf\" is not a number"},
      {"a,x,1,8,16,2000,64,0x10", "in.csv:2:20: load \"0x10\" is not a number"},
      {"a,x,1,8,16,2000,64,\"2,5\"", "in.csv:2:20: load \"2,5\" is not a number"},
      {" ,x,1,8,16,2000,64,50", "in.csv:2:1: id is empty"},
      {"a,,1,8,16,2000,64,50", "in.csv:2:3: cpu is empty; write the model's name, or \"unknown\""},
      {"a,\"x\ny\",1,8,16,2000,64,50", "in.csv:2:3: cpu has control characters"},
      {"a,x\x1b[31m,1,8,16,2000,64,50", "in.csv:2:3: cpu has control characters"},
      {"a,x,0,8,16,2000,64,50", "in.csv:2:5: chips \"0\" is not between 1 and 256; it counts"},
      {"a,x,-1,8,16,2000,64,50", "in.csv:2:5: chips \"-1\" is not between"},
      {"a,x,1.5,8,16,2000,64,50", "in.csv:2:5: chips \"1.5\" is not a whole number"},
      {"a,x,1000,8,16,2000,64,50", "in.csv:2:5: chips \"1000\" is not between"},
      {"a,x,,8,16,2000,64,50", "in.csv:2:5: chips is empty; it counts"},
      {"a,x,1,0,16,2000,64,50", "in.csv:2:7: cores \"0\" is not between 1 and 262144"},
      {"a,x,4,2,16,2000,64,50",
       "in.csv:2:7: cores \"2\" is not between 1 and 1024 for each of the 4 chips"},
      {"a,x,1,1025,2048,2000,64,50",
       "in.csv:2:7: cores \"1025\" is not between 1 and 1024 for each of the 1 chips"},
      {"a,x,1,8,4,2000,64,50",
       "in.csv:2:9: threads \"4\" is not between 1 and 8 for each of the 8 cores"},
      {"a,x,1,8,65,2000,64,50",
       "in.csv:2:9: threads \"65\" is not between 1 and 8 for each of the 8 cores"},
      {"a,x,1,8,,2000,64,50", "in.csv:2:9: threads is empty"},
      {"a,x,1,8,16,2.5,64,50",
       "in.csv:2:12: mhz \"2.5\" is not between 100 and 10000; it is the nominal clock, 2500 for "
       "2.5 GHz"},
      {"a,x,1,8,16,0,64,50", "in.csv:2:12: mhz \"0\" is not between 100 and 10000"},
      {"a,x,1,8,16,2000,0,50", "in.csv:2:17: mem_gb \"0\" is not between 0.1 and 1000000; "},
      {"a,x,1,8,16,2000,64 GB,50", "in.csv:2:17: mem_gb \"64 GB\" is not a number"},
      {"a,x,1,8,16,2000,64", "in.csv:2:17: 7 fields, the header has 8"},
      {"a,x,1,8,16,2000,64,50,", "in.csv:2:23: 9 fields, the header has 8"},
      {"a,x,1,8,16,2000,64,\"50", "in.csv:2:20: a quote is opened and never closed"},
      {"a,x,1,8,16,2000,64,\"5\"0", "in.csv:2:20: text after a closing quote"},
  };
  for (const auto& [row, message] : cases) EXPECT_THAT(error_of_row(row), StartsWith(message));
}

TEST(EstimateServers, AcceptsTheEndsOfAllRanges) {
  EXPECT_EQ(error_of_row("a,x,1,1,1,100,0.1,0"), "no error");
  EXPECT_EQ(error_of_row("a,x,256,262144,2097152,10000,1000000,100"), "no error");
  EXPECT_EQ(error_of_row("a,x,2.0,16.0,32.0,2000.0,64.0,1e1"), "no error");
  EXPECT_EQ(error_of_row("a," + std::string(256, 'x') + ",1,8,16,2000,64,50"), "no error");
}

TEST(EstimateServers, RefusesANameThatIsNoName) {
  EXPECT_EQ(error_of_row("a," + std::string(257, 'x') + ",1,8,16,2000,64,50"),
            "in.csv:2:3: cpu has 257 bytes; a model's name has at most 256");
  EXPECT_THAT(error_of_row("a,x,1,8,16,2000,64," + std::string(10'000, '9')),
              HasSubstr("load \"" + std::string(40, '9') + "...\" is not a number"));
}

TEST(EstimateServers, EndsAtTheFirstBadRow) {
  const auto outcome = estimate(kHeader + "a,x,1,8,16,2000,64,50\nb,x,1,8,16,2000,64,5O\nc\n");
  EXPECT_THAT(outcome.summary.error().what, StartsWith("in.csv:3:20: load \"5O\""));
  EXPECT_THAT(outcome.bad_rows, IsEmpty());
}

TEST(EstimateServers, KeepsGoingWhenItIsToldTo) {
  const auto outcome = estimate(kHeader +
                                    "a,x,1,8,16,2000,64,50\n"
                                    "b,x,1,8,16,2000,64,5O\n"
                                    "c\n"
                                    "d,\"x,1,8,16,2000,64,50\n"
                                    "e,x,1,8,16,2000,64,60\n",
                                true);
  ASSERT_TRUE(outcome.summary);
  EXPECT_EQ(outcome.summary->rows, 2u);
  EXPECT_EQ(outcome.summary->bad_rows, 3u);
  EXPECT_THAT(outcome.bad_rows,
              ElementsAre(StartsWith("in.csv:3:20: load"), StartsWith("in.csv:4:1: 1 fields"),
                          StartsWith("in.csv:5:3: a quote")));
  auto csv = CsvReader::open(outcome.text).value();
  EXPECT_EQ(csv.next().value().value()[0], "a");
  EXPECT_EQ(csv.next().value().value()[0], "e");
}

TEST(EstimateServers, DoesNotKeepGoingWithoutAHeaderOrOverBrokenFiles) {
  EXPECT_FALSE(estimate("id,cpu\n1,2\n", true).summary);
  for (const bool keep_going : {false, true}) {
    PiecewiseSource source(kHeader + "a,x,1,8,16,2000,64,50\n");
    source.fails_at_end = true;
    StringSink sink;
    const auto summary =
        estimate_servers(source, sink, {.input_name = "in", .keep_going = keep_going});
    EXPECT_EQ(summary.error().what, "disk: cannot read: it is on fire");
  }
}

TEST(EstimateServers, SaysWhenTheResultCannotBeWritten) {
  std::string inventory = kHeader;
  for (int i = 0; i < 10'000; ++i) inventory += "a,x,1,8,16,2000,64,50\n";
  for (const std::size_t room : {0u, 100'000u}) {
    PiecewiseSource source(inventory);
    StringSink sink;
    sink.room = room;
    EXPECT_EQ(estimate_servers(source, sink, {}).error().what, "sink: No space left on device");
  }
}

TEST(EstimateServers, CountsWhatIsNotKnown) {
  std::string inventory = kHeader;
  for (const char* cpu : {"p", "q", "p", "r", "s", "t", "u"})
    inventory += "a," + std::string(cpu) + " no such CPU,1,8,16,,64,50\n";
  inventory += "a,p no such CPU,1,8,16,2000, ,0.5\n";
  const auto summary = estimate(inventory).summary.value();
  EXPECT_EQ(summary.rows, 8u);
  EXPECT_EQ(summary.cpu_exact + summary.cpu_family, 0u);
  EXPECT_EQ(summary.cpu_unknown, 8u);
  EXPECT_EQ(summary.mhz_unknown, 7u);
  EXPECT_EQ(summary.memory_unknown, 1u);
  EXPECT_EQ(summary.highest_load, Fraction{0.5});
  std::vector<std::pair<std::string, std::size_t>> named;
  for (const auto& cpu : summary.unknown_cpus) named.emplace_back(cpu.name, cpu.line);
  using ::testing::Pair;
  EXPECT_THAT(named, ElementsAre(Pair("p no such CPU", 2), Pair("q no such CPU", 3),
                                 Pair("r no such CPU", 5), Pair("s no such CPU", 6),
                                 Pair("t no such CPU", 7)));
}

ServersOptions with_split() {
  ServersOptions options;
  options.split = true;
  return options;
}

TEST(EstimateServers, SplitsTheWattsOfAServer) {
  const auto outcome = estimate(kHeader + "a,AMD EPYC 7742,2,128,256,2250,512,60\n", with_split());
  ASSERT_TRUE(outcome.summary);
  auto csv = CsvReader::open(outcome.text).value();
  EXPECT_THAT(csv.header(), ElementsAre("id", "load", "watts", "low", "high", "cpu_watts",
                                        "memory_watts", "rest_watts"));
  const auto row = csv.next().value().value();
  EXPECT_NEAR(number(row[5]) + number(row[6]) + number(row[7]), number(row[2]), 0.3);
  EXPECT_GT(number(row[5]), number(row[7]));
}

TEST(EstimateServers, ChargesVcpusTheirShare) {
  const std::string header = "id,cpu,chips,cores,threads,mhz,mem_gb,load,vcpus\n";
  const std::string server = ",AMD EPYC 7742,2,128,256,2250,512,";
  const auto watts = [&](const std::string& end, models::IdlePolicy idle) {
    ServersOptions options;
    options.idle = idle;
    const auto outcome = estimate(header + "a" + server + end + "\n", options);
    auto csv = CsvReader::open(outcome.text).value();
    return number(csv.next().value().value()[2]);
  };
  using enum models::IdlePolicy;
  const double machine = watts("50,", proportional);
  const double idle = watts("0,", proportional);
  EXPECT_NEAR(watts("50,64", proportional), machine / 4, 0.1);
  EXPECT_NEAR(watts("50,64", exclude), (machine - idle) / 4, 0.1);
  EXPECT_NEAR(watts("50,64", include), idle + (machine - idle) / 4, 0.1);
  EXPECT_EQ(watts("0,64", exclude), 0.0);
  EXPECT_EQ(watts("50,256", include), machine);
}

TEST(EstimateServers, RefusesMoreVcpusThanThreads) {
  const auto outcome = estimate(
      "vcpus,id,cpu,chips,cores,threads,mhz,mem_gb,load\n"
      "17,a,x,1,8,16,2000,64,0\n");
  ASSERT_FALSE(outcome.summary);
  EXPECT_THAT(outcome.summary.error().what,
              HasSubstr(":2:1: vcpus \"17\" is more than the 16 threads of the server"));
}

TEST(EstimateServers, TellsTheMeanWidthOfItsIntervals) {
  const auto summary =
      estimate(kHeader + "a,x,1,8,16,2000,64,0\nb,y,2,64,128,2000,64,100\n").summary.value();
  double sum = 0.0;
  for (const auto& [hardware, load] :
       {std::pair{models::ServerHardware{"x", 1, 8, 16, Megahertz{2000}, Gigabytes{64}},
                  Fraction{0}},
        std::pair{models::ServerHardware{"y", 2, 64, 128, Megahertz{2000}, Gigabytes{64}},
                  Fraction{1}}}) {
    const auto power = models::ServerPower::of(hardware).at(load);
    sum += (power.high - power.low) / power.value;
  }
  EXPECT_DOUBLE_EQ(summary.mean_width, sum / 2);
}

RC_GTEST_PROP(EstimateServers, KeepsEachValueWithinItsInterval, ()) {
  const auto threads = *rc::gen::inRange(1, 2000);
  const auto load = *rc::gen::inRange(0, 1001);
  const auto outcome =
      estimate(kHeader + "a,x,1," + std::to_string(threads > 1024 ? 1024 : threads) + "," +
               std::to_string(threads) + ",2000,64," + std::to_string(load / 10.0) + "\n");
  RC_ASSERT(outcome.summary.has_value());
  auto csv = CsvReader::open(outcome.text).value();
  const auto row = csv.next().value().value();
  RC_ASSERT(number(row[3]) <= number(row[2]));
  RC_ASSERT(number(row[2]) <= number(row[4]));
  RC_ASSERT(outcome.text.find('e', outcome.text.find('\n')) == std::string::npos);  // no exponent
}

}  // namespace
}  // namespace wattprint::estimate
