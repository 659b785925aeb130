#include "store/sample_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace wattprint::store {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// n intervals of about a second, cpu busy, two domains, the second one from interval 3 on.
SampleSeries steady(std::size_t n) {
  SampleSeries series;
  series.start = WallTime(milliseconds(1'795'315'745'120));
  series.domains = {{measure::Component::cpu, "package-0", {}, {}},
                    {measure::Component::gpu, "GPU-1a2b", {}, {}}};
  nanoseconds time{0};
  for (std::size_t i = 0; i < n; ++i) {
    const double wave = 0.001 * static_cast<double>(i % 7);
    series.begin.push_back(time);
    time += nanoseconds(1'000'000'000 + static_cast<long>(i * 7919 % 20011));
    series.end.push_back(time);
    series.cpu_run.emplace_back(CpuSeconds{1.0 + wave});
    series.cpu_busy.emplace_back(CpuSeconds{1.25});
    series.domains[0].machine.emplace_back(Joules{42.0 + wave});
    series.domains[0].run.emplace_back(Joules{21.0 + wave});
    const bool there = i >= 3;
    series.domains[1].machine.push_back(there ? std::optional(Joules{250.5}) : std::nullopt);
    series.domains[1].run.push_back(there ? std::optional(Joules{250.0}) : std::nullopt);
  }
  return series;
}

template <class Q>
void expect_near(const std::vector<std::optional<Q>>& got,
                 const std::vector<std::optional<Q>>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    ASSERT_EQ(got[i].has_value(), want[i].has_value()) << i;
    if (want[i]) {
      EXPECT_NEAR(got[i]->value(), want[i]->value(), 0.5e-9 + 1e-15 * std::abs(want[i]->value()));
    }
  }
}

void expect_same(const SampleSeries& got, const SampleSeries& want) {
  EXPECT_EQ(got.start, want.start);
  EXPECT_EQ(got.begin, want.begin);
  EXPECT_EQ(got.end, want.end);
  expect_near(got.cpu_run, want.cpu_run);
  expect_near(got.cpu_busy, want.cpu_busy);
  ASSERT_EQ(got.domains.size(), want.domains.size());
  for (std::size_t i = 0; i < want.domains.size(); ++i) {
    EXPECT_EQ(got.domains[i].component, want.domains[i].component);
    EXPECT_EQ(got.domains[i].device, want.domains[i].device);
    expect_near(got.domains[i].machine, want.domains[i].machine);
    expect_near(got.domains[i].run, want.domains[i].run);
  }
}

TEST(SampleCodec, GivesBackWhatItTookToTheNanojoule) {
  const auto series = steady(500);
  const auto again = decode(encode(series));
  ASSERT_TRUE(again) << again.error().what;
  expect_same(*again, series);
}

TEST(SampleCodec, PacksAStillMachineIntoAFewBytesAValue) {
  constexpr std::size_t kValuesPerInterval = 8;
  EXPECT_LT(encode(steady(512)).size(), 3 * 512 * kValuesPerInterval);
}

TEST(SampleCodec, TakesAnEmptySeries) {
  const auto again = decode(encode(SampleSeries{}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
}

TEST(SampleCodec, CutsValuesThatNoIntervalCanHave) {
  auto series = steady(1);
  series.domains[0].machine[0] = Joules{1e30};
  series.domains[0].run[0] = Joules{std::nan("")};
  const auto again = decode(encode(series));
  ASSERT_TRUE(again);
  EXPECT_NEAR(again->domains[0].machine[0]->value(), 2.305843009e9, 1.0);  // 2^61 nJ
  EXPECT_EQ(again->domains[0].run[0], std::nullopt);
}

TEST(SampleCodec, RefusesWhatIsCutShort) {
  const std::string bytes = encode(steady(40));
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(decode(bytes.substr(0, length)).error().code, Errc::malformed) << length;
}

TEST(SampleCodec, RefusesAnotherVersionAndALieAboutTheSize) {
  std::string bytes = encode(steady(40));
  bytes[0] = 2;
  EXPECT_FALSE(decode(bytes));
  // Version 1, 2^63 bytes unpacked, nothing packed.
  EXPECT_FALSE(decode(std::string("\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11)));
}

RC_GTEST_PROP(SampleCodec, RoundTripsAnySeries, ()) {
  const auto quantity =
      rc::gen::map(rc::gen::inRange<std::int64_t>(-1'000'000, 2'000'000'000),
                   [](std::int64_t n) { return static_cast<double>(n) * 3.7e-7; });
  const auto count = *rc::gen::inRange<std::size_t>(0, 40);
  const auto column = [&](auto zero) {
    using Q = decltype(zero);
    std::vector<std::optional<Q>> values;
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(*rc::gen::arbitrary<bool>() ? std::optional(Q{*quantity}) : std::nullopt);
    return values;
  };
  SampleSeries series;
  series.start = WallTime(milliseconds(*rc::gen::inRange<std::int64_t>(-1'000'000, 1LL << 45)));
  nanoseconds time{0};
  for (std::size_t i = 0; i < count; ++i) {
    series.begin.push_back(time + nanoseconds(*rc::gen::inRange<std::int64_t>(0, 1'000'000)));
    time = series.begin.back() + nanoseconds(*rc::gen::inRange<std::int64_t>(0, 1LL << 50));
    series.end.push_back(time);
  }
  series.cpu_run = column(CpuSeconds{});
  series.cpu_busy = column(CpuSeconds{});
  const auto domains = *rc::gen::inRange(0, 4);
  for (int i = 0; i < domains; ++i)
    series.domains.push_back({measure::Component::dram, *rc::gen::arbitrary<std::string>(),
                              column(Joules{}), column(Joules{})});

  const auto again = decode(encode(series));

  RC_ASSERT(again.has_value());
  expect_same(*again, series);
}

RC_GTEST_PROP(SampleCodec, NeverFailsOnDamagedBytes, ()) {
  std::string bytes = encode(steady(20));
  const auto where = *rc::gen::inRange<std::size_t>(0, bytes.size());
  bytes[where] = static_cast<char>(bytes[where] ^ *rc::gen::inRange(1, 256));
  const auto again = decode(bytes);  // zlib's checksum finds nearly all; none may crash
  if (again) RC_ASSERT(again->end.size() == again->cpu_run.size());
}

}  // namespace
}  // namespace wattprint::store
