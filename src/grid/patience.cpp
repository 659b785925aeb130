#include "grid/patience.hpp"

#include <algorithm>

namespace wattprint::grid {
namespace {

using namespace std::chrono_literals;
using Kind = Failure::Kind;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A server that wishes for more than this has made a mistake.
constexpr seconds kLongestWish = std::chrono::days(30);

struct Rule {
  seconds first;
  seconds cap;
};

/// Chosen, like most back-offs: short enough that a person who has mended something does not wait
/// long, long enough that a server that is in trouble hardly notices us.
Rule rule_for(Kind kind) {
  switch (kind) {
    case Kind::unreachable: return {30s, 10min};  // often it is we who are off line
    case Kind::refused: return {15min, 1h};
    case Kind::not_covered: return {15min, 6h};
    default: return {30s, 1h};
  }
}

}  // namespace

bool is_of_source(Kind kind) { return kind == Kind::rate_limited || kind == Kind::unreachable; }

SourceState after(const Failure& failure, const SourceState& before, const Provider& provider,
                  WallTime now, double chance) {
  if (failure.kind == Kind::no_key) return {};
  SourceState state{
      .failures = std::min(before.failures + 1, 30), .said = failure.what, .failed_at = now};
  if (failure.kind == Kind::refused) state.key_mark = provider.set_up().key;
  if (failure.retry_after && *failure.retry_after > 0s) {
    state.next_allowed = now + std::min<seconds>(*failure.retry_after, kLongestWish);
    return state;
  }
  if (failure.kind == Kind::no_data) {
    state.next_allowed = now + std::max<seconds>(provider.refresh(), 1min);
    return state;
  }
  const auto [first, cap] = rule_for(failure.kind);
  const auto doubled = std::min<milliseconds>(first * (1LL << (state.failures - 1)), cap);
  const milliseconds more(
      static_cast<std::int64_t>(static_cast<double>(doubled.count()) / 2.0 * chance));
  state.next_allowed = now + std::min<milliseconds>(doubled + more, cap);
  return state;
}

milliseconds wait_of(const SourceState& state, const Provider& provider, WallTime now) {
  const bool of_another_key =
      state.key_mark != SourceState::kAnyKey && state.key_mark != provider.set_up().key;
  if (state.failed_at > now || of_another_key) return 0ms;
  return std::max<milliseconds>(state.next_allowed - now, 0ms);
}

std::string in_words(milliseconds time) {
  const auto rounded = [&](auto unit, std::string_view name) {
    return std::to_string(std::chrono::ceil<decltype(unit)>(time).count()) + std::string(name);
  };
  if (time <= 120s) return rounded(1s, " s");
  if (time <= 120min) return rounded(1min, " min");
  if (time <= 48h) return rounded(1h, " h");
  return rounded(std::chrono::days(1), " days");
}

}  // namespace wattprint::grid
