#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grid/exchange.hpp"
#include "grid/sources.hpp"
#include "store/grid_points.hpp"
#include "support/fake_machine.hpp"

namespace wattprint::testing {

using namespace std::chrono_literals;

inline constexpr WallTime kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

/// A clock that goes on when told to, on both its faces or on that of the wall alone.
class MovedClock final : public Clock {
 public:
  Instant now() const override { return {.since_boot = since_boot_}; }
  WallTime wall() const override { return wall_; }
  std::chrono::nanoseconds suspended() const override { return {}; }
  void go_on(std::chrono::milliseconds time) {
    since_boot_ += time;
    wall_ += time;
  }
  void set_wall(WallTime wall) { wall_ = wall; }

 private:
  std::chrono::nanoseconds since_boot_ = 1h;
  WallTime wall_ = kNoon;
};

/// A server that takes the connection and never says a word.
class SilentHttp final : public HttpClient {
 public:
  explicit SilentHttp(MovedClock& clock) : clock_(clock) {}
  Result<HttpResponse> send(const HttpRequest& request) override {
    clock_.go_on(request.timeout);
    return fail(Errc::unavailable, "no answer in time");
  }

 private:
  MovedClock& clock_;
};

/// Knows an intensity for each hour (value_at), and remembers what it was asked.
class FakeProvider final : public grid::Provider {
 public:
  FakeProvider(std::string name, MovedClock& clock) : name_(std::move(name)), clock_(clock) {}

  std::string_view name() const override { return name_; }
  grid::Label label() const override { return label_; }
  bool covers(const catalog::Zone& zone) const override { return zone.code == "DE"; }
  bool offers(grid::Query::What) const override { return true; }
  std::chrono::seconds refresh() const override { return refresh_; }
  std::chrono::milliseconds pace() const override { return pace_; }
  std::chrono::hours longest(grid::Query::What) const override { return longest_; }
  bool is_local() const override { return local; }

  grid::Answer<grid::Series> fetch(const grid::Query& query, grid::Exchange& exchange) override {
    asked.push_back({query.what, query.from, query.to, clock_.wall()});
    if (on_fetch) on_fetch();
    if (hangs) return tl::unexpected(exchange.body(name_, {.url = "https://silent"}).error());
    clock_.go_on(takes);
    if (failure) return tl::unexpected(*failure);
    return answer(query);
  }

  grid::Answer<grid::Series> answer(const grid::Query& query) const {
    grid::Series series{.zone = query.zone.code, .label = label_, .source = "The " + name_};
    using What = grid::Query::What;
    const auto now = std::chrono::floor<std::chrono::hours>(clock_.wall());
    const bool forecast = query.what == What::forecast;
    auto from = query.what == What::latest ? now - 3h : forecast ? now : query.from;
    const auto to = query.what == What::latest ? now : query.to;
    from = std::chrono::floor<std::chrono::hours>(from);
    for (auto hour = from; hour < to; hour += 1h)
      if (has(hour) && (forecast || hour + 1h <= clock_.wall() - lag))
        series.points.push_back({hour, hour + 1h,
                                 Figure<CarbonIntensity>::with_spread(
                                     value_at(hour), {0.9, 1.1}, Basis::estimated, series.source)});
    if (forecast) series.issued_at = clock_.wall();
    if (series.points.empty())
      return grid::failed(grid::Failure::Kind::no_data, name_ + ": nothing for this time");
    return series;
  }

  CarbonIntensity value_at(WallTime hour) const {
    return CarbonIntensity{base + double((hour.time_since_epoch() / 1h) % 100)};
  }

  struct Asked {
    grid::Query::What what;
    WallTime from;
    WallTime to;
    WallTime at;
  };
  std::vector<Asked> asked;
  std::function<void()> on_fetch;
  std::optional<grid::Failure> failure;
  bool hangs = false;
  bool local = false;
  std::function<bool(WallTime)> has = [](WallTime) { return true; };
  std::chrono::milliseconds takes{20};
  std::chrono::hours lag{0};
  double base = 100.0;
  grid::Label label_{.kind = catalog::IntensityKind::direct};
  std::chrono::seconds refresh_ = 30min;
  std::chrono::milliseconds pace_{0};
  std::chrono::hours longest_ = 24h * 14;

 private:
  std::string name_;
  MovedClock& clock_;
};

/// One or two fake providers before a real store, and a clock that only moves when somebody sleeps
/// or answers.
struct SourcesWorld {
  using What = grid::Query::What;

  explicit SourcesWorld(const std::vector<std::string>& names = {"first"}) {
    cache = open_cache();
    std::vector<std::unique_ptr<grid::Provider>> all;
    for (const auto& name : names) {
      auto provider = std::make_unique<FakeProvider>(name, clock);
      providers.push_back(provider.get());
      all.push_back(std::move(provider));
    }
    sources = make_sources(std::move(all), cache.get());
  }

  std::filesystem::path directory() const { return files.root() / "data"; }
  std::unique_ptr<store::GridPoints> open_cache() const {
    auto opened = store::GridPoints::open(directory(), store::Database::Access::create);
    if (!opened) throw std::runtime_error(opened.error().what);
    return std::move(*opened);
  }
  std::unique_ptr<grid::Sources> make_sources(std::vector<std::unique_ptr<grid::Provider>> all,
                                              grid::PointCache* kept_in) {
    return std::make_unique<grid::Sources>(
        std::move(all), kept_in, [this] { return std::make_unique<SilentHttp>(clock); }, clock,
        grid::Sources::Ways{.chance = [this] { return chance; },
                            .sleep =
                                [this](auto time) {
                                  clock.go_on(time);
                                  if (on_sleep) on_sleep();
                                }});
  }
  /// Another process with the same provider.
  std::unique_ptr<grid::Sources> other(FakeProvider*& provider, grid::PointCache* kept_in) {
    auto made = std::make_unique<FakeProvider>(std::string(providers[0]->name()), clock);
    provider = made.get();
    std::vector<std::unique_ptr<grid::Provider>> all;
    all.push_back(std::move(made));
    return make_sources(std::move(all), kept_in);
  }

  FakeProvider& first() { return *providers[0]; }
  FakeProvider& second() { return *providers[1]; }

  grid::Told ask(What what, WallTime from = {}, WallTime to = {},
                 std::chrono::milliseconds budget = 2s) {
    return sources->ask(
        {.what = what, .zone = {.code = "DE", .iso2 = "DE"}, .from = from, .to = to}, budget);
  }
  grid::Told latest() { return ask(What::latest); }
  grid::Told history(WallTime from, WallTime to) { return ask(What::history, from, to); }
  grid::Told forecast(WallTime to) { return ask(What::forecast, {}, to); }

  FakeMachine files;
  MovedClock clock;
  double chance = 0.0;
  std::function<void()> on_sleep;
  std::unique_ptr<store::GridPoints> cache;
  std::vector<FakeProvider*> providers;
  std::unique_ptr<grid::Sources> sources;
};

}  // namespace wattprint::testing
