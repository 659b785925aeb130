#include "grid/mix_series.hpp"

#include <algorithm>
#include <numeric>

#include "grid/generation_mix.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using Powers = std::vector<std::optional<Watts>>;

/// Of the power that is reported; less moves an intensity by less than plants of one kind differ.
constexpr double kMajor = 0.05;

Watts total(const Powers& powers) {
  Watts sum{};
  for (const auto& power : powers)
    if (power && *power > Watts{}) sum += *power;
  return sum;
}

bool is_major(const Powers& powers, std::size_t type) {
  const Watts whole = total(powers);
  return powers[type] && whole > Watts{} && *powers[type] / whole > kMajor;
}

/// For each slot the first type that is missing there although it was major when it was last, or is
/// when it is next, reported.
template <class Iterator>
void mark_missing(Iterator slot, Iterator end, std::size_t types,
                  std::vector<std::optional<std::size_t>>& missing, bool backward) {
  std::vector<bool> was_major(types, false);
  const auto count = static_cast<std::size_t>(std::distance(slot, end));
  for (std::size_t i = 0; slot != end; ++slot, ++i) {
    auto& mark = missing[backward ? count - 1 - i : i];
    for (std::size_t type = 0; type < types; ++type) {
      if (slot->second[type])
        was_major[type] = is_major(slot->second, type);
      else if (was_major[type] && !mark)
        mark = type;
    }
  }
}

/// The interval of the mix, widened by what two publishers of one hour differ by.
Figure<CarbonIntensity> widened(const Figure<CarbonIntensity>& mix, std::string source) {
  const Spread spread = spread_of_reading(false);
  return {mix.value, std::min(mix.low, mix.value * spread.low),
          std::max(mix.high, mix.value * spread.high), Basis::estimated, std::move(source)};
}

std::string intervals(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " interval is" : " intervals are");
}

}  // namespace

void MixSeries::add(std::string_view type, catalog::EnergySource source, WallTime start,
                    std::chrono::minutes length, Watts power) {
  if (start + length <= rules_.from || start >= rules_.to) return;
  auto found = types_.find(type);
  if (found == types_.end()) found = types_.emplace(std::string(type), Type{source, {}}).first;
  found->second.spans.push_back({start, length, power});
  slot_ = std::chrono::minutes(std::gcd(slot_.count(), length.count()));
}

MixSeries::Slots MixSeries::slots() const {
  Slots slots;
  std::size_t index = 0;
  for (const auto& [name, type] : types_) {
    for (const auto& span : type.spans)
      for (auto at = span.start; at < span.start + span.length; at += slot_) {
        auto& powers = slots[at];
        powers.resize(types_.size());
        powers[index] = span.power;
      }
    ++index;
  }
  return slots;
}

Answer<MixSeries::Weighed> MixSeries::weigh() const {
  const Slots slots = this->slots();
  std::vector<std::optional<std::size_t>> missing(slots.size());
  mark_missing(slots.begin(), slots.end(), types_.size(), missing, false);
  mark_missing(slots.rbegin(), slots.rend(), types_.size(), missing, true);

  std::vector<std::pair<std::string, catalog::EnergySource>> types;
  for (const auto& [name, type] : types_) types.emplace_back(name, type.source);
  Weighed weighed;
  std::map<std::string_view, std::size_t> partial;
  std::size_t index = 0;
  for (const auto& [start, powers] : slots) {
    if (const auto type = missing[index++]) {
      ++partial[to_string(types[*type].second)];
      continue;
    }
    Mix mix;
    for (std::size_t type = 0; type < types.size(); ++type)
      if (powers[type]) mix.push_back({types[type].second, *powers[type]});
    const auto figure = intensity_of_mix(mix, rules_.kind);
    if (!figure && figure.error().code == Errc::not_present) continue;
    if (!figure) return failed(Kind::malformed, rules_.who + ": " + figure.error().what);
    if (start >= rules_.from && start + slot_ <= rules_.to)
      weighed.points.push_back({start, start + slot_, widened(*figure, rules_.source)});
  }
  for (const auto& [source, count] : partial)
    weighed.notes.push_back(intervals(count) + " left out: partial generation, without " +
                            std::string(source));
  if (!weighed.points.empty()) return weighed;
  std::string why = rules_.who + ": it has no values for this time";
  if (!partial.empty()) why += " that are whole (" + weighed.notes.front() + ")";
  return failed(Kind::no_data, std::move(why));
}

}  // namespace wattprint::grid
