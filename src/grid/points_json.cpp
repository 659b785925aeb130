#include "grid/points_json.hpp"

#include <nlohmann/json.hpp>

#include "grid/point_rows.hpp"

namespace wattprint::grid {
namespace {

using nlohmann::json;

/// A year of five-minute points with all that providers write beside them has 30 MB.
constexpr std::size_t kLargest = 64U << 20U;

Result<std::string> read_all(ByteSource& input) {
  std::string text;
  std::string block(1 << 16, '\0');
  while (true) {
    const auto read = input.read(block);
    if (!read) return fail(read.error());
    if (*read == 0) return text;
    text.append(block, 0, *read);
    if (text.size() > kLargest)
      return fail(Errc::malformed,
                  " more than 64 MiB of JSON; split the file by years, or make it CSV");
  }
}

/// The document when it is a list, or the only list in it.
const json* list_in(const json& document) {
  if (document.is_array()) return &document;
  const json* list = nullptr;
  for (const auto& member : document) {
    if (!member.is_array()) continue;
    if (list != nullptr) return nullptr;
    list = &member;
  }
  return list;
}

constexpr const char* kTimes[] = {"start",         "time", "datetime",  "timestamp",
                                  "timestamp_utc", "from", "point_time"};
constexpr const char* kValues[] = {"g_per_kwh", "value", "carbonIntensity", "intensity"};

/// The member of an element as text; empty when it is not there or null. Nothing for what is
/// neither a text nor a number.
std::optional<std::string> text_of(const json& element, const std::string& key) {
  const auto found = element.find(key);
  if (found == element.end() || found->is_null()) return std::string();
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number()) return found->dump();
  return std::nullopt;
}

/// The first of the names that the elements have; the last name for a sentence when none.
template <std::size_t N>
std::string key_of(const std::string& said, const char* const (&known)[N], const json& element) {
  if (!said.empty()) return said;
  for (const char* name : known)
    if (element.contains(name)) return name;
  return known[0];
}

class JsonPoints {
 public:
  JsonPoints(const json& list, const PointsFormat& format, const OnBadRow& on_bad_row)
      : list_(list), format_(format), on_bad_row_(on_bad_row) {}

  Result<PointsFile> read(const std::string& default_source) {
    if (list_.empty() || !list_.front().is_object())
      return fail(Errc::malformed,
                  " the list has no objects such as {\"start\": ..., \"value\": ...}");
    time_ = key_of(format_.time_column, kTimes, list_.front());
    value_ = key_of(format_.value_column, kValues, list_.front());
    for (const auto& key : {time_, value_})
      if (!list_.front().contains(key))
        return fail(Errc::malformed,
                    " element 1: there must be \"" + key + "\"; found: " + keys_of(list_.front()));
    auto rows = PointRows::open(format_, time_.find("utc") != std::string::npos, default_source);
    if (!rows) return fail(rows.error().code, " " + rows.error().what);
    std::size_t bad_rows = 0;
    for (std::size_t i = 0; i < list_.size(); ++i) {
      const auto added = add(list_[i], i + 1, *rows);
      if (added) continue;
      if (!on_bad_row_) return fail(added.error());
      on_bad_row_(added.error());
      ++bad_rows;
    }
    auto file = std::move(*rows).take();
    if (!file) return fail(at(file.error().line, file.error().what));
    file->bad_rows = bad_rows;
    file->kind = format_.kind.value_or(catalog::IntensityKind::unknown);
    return std::move(*file);
  }

 private:
  static std::string keys_of(const json& element) {
    std::string keys;
    for (const auto& member : element.items()) keys += (keys.empty() ? "" : ", ") + member.key();
    return keys.substr(0, 300);
  }

  static Error at(std::size_t element, const std::string& what) {
    const std::string place = element == 0 ? "" : " element " + std::to_string(element) + ":";
    return {Errc::malformed, place + " " + what};
  }

  Result<> add(const json& element, std::size_t number, PointRows& rows) const {
    if (!element.is_object()) return fail(at(number, "it is no object"));
    struct Member {
      std::string key;
      std::string text;
    };
    Member members[] = {{time_, {}},  {element.contains("end") ? "end" : "to", {}},
                        {value_, {}}, {"low", {}},
                        {"high", {}}, {"source", {}},
                        {"unit", {}}, {"zone", {}}};
    for (auto& member : members) {
      auto text = text_of(element, member.key);
      if (!text) return fail(at(number, '"' + member.key + "\" is neither a text nor a number"));
      member.text = std::move(*text);
    }
    const auto estimated = element.find("isEstimated");
    const auto added = rows.add({.start = members[0].text,
                                 .end = members[1].text,
                                 .value = members[2].text,
                                 .low = members[3].text,
                                 .high = members[4].text,
                                 .source = members[5].text,
                                 .unit = members[6].text,
                                 .zone = members[7].text,
                                 .estimated = estimated != element.end() && *estimated == true},
                                number);
    if (!added) return fail(at(number, added.error().what));
    return {};
  }

  const json& list_;
  const PointsFormat& format_;
  const OnBadRow& on_bad_row_;
  std::string time_;
  std::string value_;
};

}  // namespace

Result<PointsFile> read_points_json(ByteSource& input, const PointsFormat& format,
                                    const std::string& default_source, const OnBadRow& on_bad_row) {
  auto text = read_all(input);
  if (!text) return fail(text.error());
  std::string_view plain = *text;
  const auto document = json::parse(plain.begin(), plain.end(), nullptr, false);
  if (document.is_discarded()) return fail(Errc::malformed, " it is no JSON");
  const json* list = list_in(document);
  if (list == nullptr)
    return fail(Errc::malformed,
                " there must be one list of objects such as {\"start\": ..., "
                "\"value\": ...}");
  return JsonPoints(*list, format, on_bad_row).read(default_source);
}

}  // namespace wattprint::grid
