#include "grid/timeline.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wattprint::grid {
namespace {

constexpr std::array<std::pair<Knowledge, std::string_view>, 5> kWords{
    {{Knowledge::live, "live"},
     {Knowledge::history, "history"},
     {Knowledge::forecast, "forecast"},
     {Knowledge::yearly, "yearly"},
     {Knowledge::stated, "stated"}}};

/// Shares that differ by less are the same share, seen through rounding.
constexpr Fraction kRounding{1e-9};

/// The part of a stretch of time, 0 to 1.
Fraction part_of(WallTime from, WallTime to, const EnergySpan& span) {
  return Fraction{Seconds(to - from) / Seconds(span.end - span.start)};
}

/// The same spans with weights in the place of their energy; all weights together are 1 kWh.
std::vector<EnergySpan> weights_of(std::span<const EnergySpan> energy) {
  std::vector<EnergySpan> spans(energy.begin(), energy.end());
  if (spans.empty()) spans.emplace_back();
  Joules total;
  Seconds time{0};
  for (auto& span : spans) {
    span.energy = std::max(span.energy, Joules{});
    span.end = std::max(span.end, span.start);
    total += span.energy;
    time += Seconds(span.end - span.start);
  }
  const auto count = static_cast<double>(spans.size());
  for (auto& span : spans) {
    const double share = total > Joules{}    ? span.energy / total
                         : time > Seconds{0} ? Seconds(span.end - span.start) / time
                                             : 1.0 / count;
    span.energy = kKilowattHour * share;
  }
  return spans;
}

}  // namespace

std::string_view to_string(Knowledge knowledge) {
  for (const auto& [value, word] : kWords)
    if (value == knowledge) return word;
  return {};
}

std::optional<Knowledge> parse_knowledge(std::string_view text) {
  for (const auto& [value, word] : kWords)
    if (word == text) return value;
  return std::nullopt;
}

bool is_reading(Knowledge knowledge) {
  return knowledge == Knowledge::live || knowledge == Knowledge::history;
}

/// Adds up what falls to each layer, and to all.
class Timeline::Sums {
 public:
  Sums(const Timeline& timeline, std::span<const Layer* const> layers)
      : timeline_(timeline), layers_(layers), sums_(layers.size() + 1) {}

  void add(const Choice& choice, WallTime from, WallTime to, Joules energy) {
    const auto& ground = timeline_.ground_.intensity;
    const Reading figure =
        choice.reading != nullptr
            ? *choice.reading
            : Reading{from, to, ground.value, ground.low, ground.high, ground.basis};
    for (Sum* sum : {&sums_[choice.layer], &all_}) sum->add(figure, from, to, energy);
  }

  Fraction share_of_ground() const { return Fraction{sums_.back().energy / all_.energy}; }

  Weighed result() const {
    Weighed weighed;
    for (std::size_t i = 0; i < sums_.size(); ++i)
      if (sums_[i].used) weighed.parts.push_back(part(i));
    const auto& ground = timeline_.ground_.intensity;
    const bool one = weighed.parts.size() == 1;
    weighed.intensity = one ? weighed.parts.front().intensity : all_.mean(ground.basis);
    auto& source = weighed.intensity.source;
    source.clear();
    for (const auto& part : weighed.parts) {
      if (!source.empty()) source += " + ";
      source += part.source;
    }
    if (!timeline_.how_.empty()) source += ", " + timeline_.how_;
    return weighed;
  }

 private:
  struct Sum {
    bool used = false;
    WallTime from;
    WallTime to;
    Joules energy;
    Grams value;
    Grams low;
    Grams high;
    Basis basis = Basis::measured;

    void add(const Reading& figure, WallTime start, WallTime end, Joules more) {
      from = used ? std::min(from, start) : start;
      to = used ? std::max(to, end) : end;
      used = true;
      energy += more;
      value += more * figure.value;
      low += more * figure.low;
      high += more * figure.high;
      basis = weakest(basis, figure.basis);
    }
    /// Where the zone itself is a guess, so is every figure for it.
    Figure<CarbonIntensity> mean(Basis basis_of_zone) const {
      const double kilowatt_hours = energy / kKilowattHour;
      const auto of = [&](Grams sum) { return CarbonIntensity{sum.value() / kilowatt_hours}; };
      return {of(value), of(low), of(high), weakest(basis, basis_of_zone), ""};
    }
  };

  Part part(std::size_t i) const {
    const Sum& sum = sums_[i];
    const auto& ground = timeline_.ground_;
    Part part;
    part.from = sum.from;
    part.to = sum.to;
    part.energy_share = Fraction{std::min(1.0, sum.energy / all_.energy)};
    if (i == layers_.size()) {
      part.knowledge = timeline_.ground_known_as_;
      part.source = ground.intensity.source;
      part.label = timeline_.label_of_ground();
      part.intensity = ground.intensity;  // not a mean of itself: to the last digit
    } else {
      part.knowledge = layers_[i]->knowledge;
      part.source = layers_[i]->source;
      part.label = layers_[i]->label;
      part.intensity = sum.mean(ground.intensity.basis);
      part.intensity.source = part.source;
    }
    return part;
  }

  const Timeline& timeline_;
  std::span<const Layer* const> layers_;
  std::vector<Sum> sums_;
  Sum all_;
};

Timeline::Timeline(Knowledge known_as, ZoneIntensity ground, std::string how)
    : ground_known_as_(known_as),
      ground_(std::move(ground)),
      how_(std::move(how)),
      zone_(ground_.zone) {}

std::optional<Label> Timeline::label_of_ground() const {
  if (ground_known_as_ == Knowledge::stated) return std::nullopt;
  return Label{.kind = ground_.kind};
}

Result<> Timeline::add(Knowledge knowledge, const Series& series) {
  if (series.label.signal != Signal::average ||
      series.label.accounting != Accounting::location_based)
    return fail(Errc::malformed, series.source + ": its figures are " + to_string(series.label) +
                                     "; a run is weighed with average, location-based ones");
  auto layer = std::find_if(layers_.begin(), layers_.end(), [&](const Layer& other) {
    return other.knowledge == knowledge && other.source == series.source &&
           other.label == series.label;
  });
  if (layer == layers_.end()) {
    const auto behind = std::find_if(layers_.begin(), layers_.end(), [&](const Layer& other) {
      return other.knowledge > knowledge;
    });
    layer = layers_.insert(
        behind, {.knowledge = knowledge, .source = series.source, .label = series.label});
  }
  for (const auto& point : series.points) {
    const auto& figure = point.intensity;
    lay_over(layer->readings,
             {point.start, point.end, figure.value, figure.low, figure.high, figure.basis});
  }
  if (!series.zone.empty()) zone_ = series.zone;
  return {};
}

void Timeline::lay_over(std::vector<Reading>& readings, const Reading& more) {
  if (more.end <= more.start) return;
  if (readings.empty() || readings.back().end <= more.start) {
    readings.push_back(more);
    return;
  }
  const auto first = std::partition_point(readings.begin(), readings.end(),
                                          [&](const Reading& r) { return r.end <= more.start; });
  const auto last = std::partition_point(first, readings.end(),
                                         [&](const Reading& r) { return r.start < more.end; });
  std::vector<Reading> instead;
  if (first != last && first->start < more.start) {
    instead.push_back(*first);
    instead.back().end = more.start;
  }
  instead.push_back(more);
  if (first != last && std::prev(last)->end > more.end) {
    instead.push_back(*std::prev(last));
    instead.back().start = more.end;
  }
  const auto at = readings.erase(first, last);
  readings.insert(at, instead.begin(), instead.end());
}

Timeline::Choice Timeline::choose(std::span<const Layer* const> layers, WallTime at) {
  Choice choice{.layer = layers.size(), .reading = nullptr, .until = WallTime::max()};
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const auto& readings = layers[i]->readings;
    const auto next = std::partition_point(readings.begin(), readings.end(),
                                           [&](const Reading& r) { return r.end <= at; });
    if (next == readings.end()) continue;
    if (next->start > at) {
      choice.until = std::min(choice.until, next->start);
      continue;
    }
    choice.layer = i;
    choice.reading = &*next;
    choice.until = std::min(choice.until, next->end);
    break;
  }
  return choice;
}

std::vector<const Timeline::Layer*> Timeline::layers_of(catalog::IntensityKind kind) const {
  std::vector<const Layer*> layers;
  for (const auto& layer : layers_)
    if (layer.label.kind == kind) layers.push_back(&layer);
  return layers;
}

Timeline::Sums Timeline::sum(std::span<const EnergySpan> energy,
                             std::span<const Layer* const> layers) const {
  Sums sums(*this, layers);
  for (const auto& span : energy) {
    Joules left = span.energy;
    WallTime at = span.start;
    do {
      const Choice choice = choose(layers, at);
      const bool last = choice.until >= span.end;
      const WallTime until = last ? span.end : choice.until;
      // The last piece takes what is left, so that rounding loses nothing.
      const Joules piece = last ? left : span.energy * part_of(at, until, span);
      if (piece > Joules{}) sums.add(choice, at, until, piece);
      left -= piece;
      at = until;
    } while (at < span.end);
  }
  return sums;
}

Weighed Timeline::weigh(std::span<const EnergySpan> energy) const {
  const auto spans = weights_of(energy);
  using catalog::IntensityKind;
  std::vector<IntensityKind> kinds{IntensityKind::lifecycle, IntensityKind::direct,
                                   IntensityKind::unknown};
  std::stable_partition(kinds.begin(), kinds.end(),
                        [&](IntensityKind kind) { return kind == ground_.kind; });
  std::vector<const Layer*> best;
  Fraction least{2.0};
  for (const auto kind : kinds) {
    const auto layers = layers_of(kind);
    if (layers.empty() && least <= Fraction{1.0}) continue;
    const Fraction share = sum(spans, layers).share_of_ground();
    if (share >= least - kRounding) continue;
    least = share;
    best = layers;
  }
  return sum(spans, best).result();
}

std::optional<WallTime> Timeline::first_unread(WallTime from, WallTime to) const {
  std::vector<const Layer*> readings;
  for (const auto& layer : layers_)
    if (is_reading(layer.knowledge)) readings.push_back(&layer);
  while (from < to) {
    const Choice choice = choose(readings, from);
    if (choice.reading == nullptr) return from;
    from = choice.until;
  }
  return std::nullopt;
}

}  // namespace wattprint::grid
