#include "grid/providers/http_mapping.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "grid/local_time.hpp"
#include "grid/reply.hpp"

namespace wattprint::grid {
namespace {

using Kind = Failure::Kind;
using nlohmann::json;

/// Hydropower alone has more over its life; what stays below all the time is in kg.
constexpr CarbonIntensity kSuspiciouslyLow{2.0};

/// 1990 to 2100 in milliseconds.
constexpr double kEarliest = 631152000e3;
constexpr double kLatest = 4102444800e3;

bool has_offset(std::string_view text) {
  return text.size() > 10 && text.find_first_of("Zz+-", 10) != std::string_view::npos;
}

/// What is at a pointer; null when nothing is.
const json* at(const json& value, const std::string& pointer) {
  const json::json_pointer place(pointer);
  try {
    // contains() first: what is missing is common, and an exception is slow.
    return value.contains(place) ? &value.at(place) : nullptr;
  } catch (const json::exception&) {
    return nullptr;  // contains() throws too, where a list would be indexed by no number
  }
}

class Mapper {
 public:
  Mapper(const HttpMapping& mapping, std::string_view who,
         const std::function<std::string(std::string_view)>& quote)
      : mapping_(mapping), who_(who), quote_(quote) {}

  Answer<std::vector<MappedPoint>> map(const json& answer) {
    const json* list = at(answer, mapping_.points);
    if (list == nullptr || !list->is_structured())
      return wrong("points", "the answer has no list at \"" + mapping_.points + "\"", answer);
    std::vector<const json*> elements;
    if (list->is_object())
      elements.push_back(list);  // the latest one, alone
    else
      for (const auto& element : *list) elements.push_back(&element);
    std::vector<Raw> raws;
    for (const json* element : elements) {
      auto raw = read(*element);
      if (!raw) return tl::unexpected(raw.error());
      raws.push_back(*raw);
    }
    // Texts without an offset can only be told apart, where clocks are set back, by their order.
    if (raws.size() > 1 && raws.front().start > raws.back().start)
      std::reverse(raws.begin(), raws.end());
    return resolve(raws);
  }

 private:
  struct Raw {
    WallTime start;
    bool is_local;
    std::optional<CarbonIntensity> value;
  };

  tl::unexpected<Failure> wrong(std::string_view option, const std::string& what,
                                const json& had) const {
    std::string keys;
    if (had.is_object())
      for (const auto& member : had.items()) keys += (keys.empty() ? "" : ", ") + member.key();
    else
      keys = had.type_name();
    return failed(Kind::malformed, std::string(who_) + ": option " + std::string(option) + ": " +
                                       what + "; it has: " + quote_(keys));
  }

  Answer<Raw> read(const json& element) const {
    const json* start = at(element, mapping_.start);
    if (start == nullptr)
      return wrong("start", "an element has no \"" + mapping_.start + "\"", element);
    const json* value = at(element, mapping_.value);
    if (value == nullptr)
      return wrong("value", "an element has no \"" + mapping_.value + "\"", element);
    Raw raw{};
    if (const auto moment = moment_of(*start)) {
      raw.start = *moment;
    } else {
      return wrong("start", "\"" + mapping_.start + "\" is no time in the time_format that is set",
                   element);
    }
    raw.is_local = start->is_string() && mapping_.time_format == HttpMapping::TimeFormat::text &&
                   !has_offset(start->get_ref<const std::string&>());
    if (raw.is_local && mapping_.time_zone.empty())
      return failed(Kind::malformed, std::string(who_) +
                                         ": option time_zone: the times do not say of what time "
                                         "zone they are; set it (UTC, or Europe/Berlin)");
    if (value->is_null()) return raw;
    const auto number = number_of(*value);
    if (!number) return wrong("value", "\"" + mapping_.value + "\" is no number", element);
    raw.value = mapping_.unit.value_or(IntensityUnit{}).of(*number);
    return raw;
  }

  static std::optional<double> number_of(const json& value) {
    std::optional<double> number;
    if (value.is_number()) number = value.get<double>();
    if (value.is_string()) number = parse_double(value.get_ref<const std::string&>());
    if (number && !std::isfinite(*number)) return std::nullopt;
    return number;
  }

  std::optional<WallTime> moment_of(const json& value) const {
    if (mapping_.time_format == HttpMapping::TimeFormat::text) {
      if (!value.is_string()) return std::nullopt;
      return parse_moment(value.get_ref<const std::string&>());
    }
    const auto number = number_of(value);
    if (!number) return std::nullopt;
    const double ms =
        mapping_.time_format == HttpMapping::TimeFormat::seconds ? *number * 1000.0 : *number;
    if (ms < kEarliest || ms > kLatest) return std::nullopt;
    return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(ms)));
  }

  Answer<std::vector<MappedPoint>> resolve(const std::vector<Raw>& raws) const {
    std::optional<LocalTimes> local;
    std::vector<MappedPoint> points;
    CarbonIntensity highest{};
    for (const auto& raw : raws) {
      auto start = raw.start;
      if (raw.is_local) {
        if (!local) {
          auto opened = LocalTimes::open(mapping_.time_zone);
          if (!opened)
            return failed(Kind::malformed,
                          std::string(who_) + ": option time_zone: " + opened.error().what);
          local = std::move(*opened);
        }
        const auto moment = local->next(start);
        if (!moment)
          return failed(Kind::malformed,
                        std::string(who_) + ": option time_zone: " + moment.error().what);
        start = *moment;
      }
      if (!raw.value) continue;
      highest = std::max(highest, *raw.value);
      points.push_back({start, *raw.value});
    }
    if (!mapping_.unit && highest > CarbonIntensity{} && highest < kSuspiciouslyLow)
      return failed(Kind::malformed, std::string(who_) +
                                         ": option unit: no value is above 2 g/kWh; if they are "
                                         "kg/kWh, say so, and if they are not, say g/kWh");
    return points;
  }

  const HttpMapping& mapping_;
  std::string_view who_;
  const std::function<std::string(std::string_view)>& quote_;
};

}  // namespace

bool is_json_pointer(std::string_view text) {
  try {
    const json::json_pointer pointer{std::string(text)};
    return true;
  } catch (const json::exception&) {
    return false;
  }
}

Answer<std::vector<MappedPoint>> map_points(
    const json& answer, const HttpMapping& mapping, std::string_view who,
    const std::function<std::string(std::string_view)>& quote) {
  return Mapper(mapping, who, quote).map(answer);
}

}  // namespace wattprint::grid
