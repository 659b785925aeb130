#include "grid/points_file.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "base/csv_stream.hpp"
#include "base/text.hpp"
#include "grid/point_rows.hpp"
#include "grid/points_json.hpp"

namespace wattprint::grid {
namespace {

using catalog::IntensityKind;

/// Gives the first bytes of another source again.
class Rewound : public ByteSource {
 public:
  Rewound(std::string front, ByteSource& rest) : front_(std::move(front)), rest_(rest) {}
  Result<std::size_t> read(std::span<char> space) override {
    if (at_ == front_.size()) return rest_.read(space);
    const auto count = front_.copy(space.data(), space.size(), at_);
    at_ += count;
    return count;
  }

 private:
  std::string front_;
  std::size_t at_ = 0;
  ByteSource& rest_;
};

/// All up to the first character that is neither blank nor a byte order mark.
Result<std::string> read_front(ByteSource& input) {
  constexpr std::size_t kMost = 1 << 16;
  std::string front;
  char byte = 0;
  while (front.size() < kMost) {
    const auto read = input.read({&byte, 1});
    if (!read) return fail(read.error());
    if (*read == 0) break;
    front += byte;
    const auto u = static_cast<unsigned char>(byte);
    if (std::isspace(u) == 0 && u < 0x80) break;
  }
  return front;
}

constexpr std::string_view kTimes[] = {"timestamp_utc", "datetime (utc)", "timestamp", "datetime",
                                       "time",          "start",          "from"};
constexpr std::string_view kValues[] = {"g_per_kwh", "value", "carbonintensity", "carbon_intensity",
                                        "intensity"};

/// Of Electricity Maps' downloads, "Carbon intensity gCO₂eq/kWh (Life cycle)"; older ones have a
/// capital I and (LCA).
std::optional<IntensityKind> kind_of_column(std::string_view lower_name) {
  if (!lower_name.starts_with("carbon intensity gco")) return std::nullopt;
  if (lower_name.ends_with("(direct)")) return IntensityKind::direct;
  if (lower_name.ends_with("(life cycle)") || lower_name.ends_with("(lca)"))
    return IntensityKind::lifecycle;
  return std::nullopt;
}

struct Columns {
  std::optional<std::size_t> time, end, value, low, high, source, unit, zone, estimated;
  std::size_t count = 0;
  bool names_utc = false;
  std::optional<IntensityKind> kind;  ///< when the file is one of Electricity Maps
  std::string value_name;
};

class Header {
 public:
  Header(const CsvStream& stream, const PointsFormat& format) : stream_(stream), format_(format) {
    for (const auto& field : stream.fields()) names_.push_back(to_lower(trim(field)));
  }

  Result<Columns> columns() const {
    Columns columns;
    columns.count = names_.size();
    columns.end = find("end") ? find("end") : find("to");
    columns.low = find("low");
    columns.high = find("high");
    columns.source = find("source");
    columns.unit = find("unit");
    columns.zone = find("zone id");
    columns.estimated = find("data estimated");
    if (auto found = find_time(columns); !found) return fail(found.error());
    if (auto found = find_value(columns); !found) return fail(found.error());
    const auto& time = names_[*columns.time];
    columns.names_utc = time.find("utc") != std::string::npos;
    return columns;
  }

 private:
  std::optional<std::size_t> find(std::string_view name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names_.begin());
  }

  template <std::size_t N>
  std::optional<std::size_t> first_of(const std::string_view (&known)[N]) const {
    for (const auto name : known)
      if (const auto found = find(name)) return found;
    return std::nullopt;
  }

  Result<> find_time(Columns& columns) const {
    columns.time =
        format_.time_column.empty() ? first_of(kTimes) : find(to_lower(format_.time_column));
    if (columns.time) return {};
    return fail(missing(format_.time_column.empty() ? "a column of times such as timestamp_utc"
                                                    : "a column \"" + format_.time_column + '"'));
  }

  Result<> find_value(Columns& columns) const {
    columns.value =
        format_.value_column.empty() ? first_of(kValues) : find(to_lower(format_.value_column));
    const auto wanted = format_.kind.value_or(IntensityKind::lifecycle);
    for (std::size_t i = 0; i < names_.size() && format_.value_column.empty(); ++i)
      if (kind_of_column(names_[i]) == wanted && !columns.value) columns.value = i;
    if (!columns.value)
      return fail(missing(format_.value_column.empty()
                              ? "a column of values such as g_per_kwh"
                              : "a column \"" + format_.value_column + '"'));
    columns.kind = kind_of_column(names_[*columns.value]);
    columns.value_name = std::string(trim(stream_.fields()[*columns.value]));
    if (columns.kind && format_.kind && *columns.kind != *format_.kind)
      return fail(stream_.error_at(*columns.value,
                                   "the column holds " + std::string(to_string(*columns.kind)) +
                                       " figures, not " + std::string(to_string(*format_.kind))));
    return {};
  }

  Error missing(const std::string& what) const {
    std::string found;
    for (const auto& field : stream_.fields())
      found += (found.empty() ? "" : ", ") + std::string(trim(field).substr(0, 60));
    return stream_.error_at(0, "there must be " + what + "; found: " + found.substr(0, 300));
  }

  const CsvStream& stream_;
  const PointsFormat& format_;
  std::vector<std::string> names_;
};

std::size_t column_of(RowField field, const Columns& columns) {
  switch (field) {
    case RowField::start: return *columns.time;
    case RowField::end: return columns.end.value_or(0);
    case RowField::value: return *columns.value;
    case RowField::low: return columns.low.value_or(0);
    case RowField::high: return columns.high.value_or(0);
    case RowField::unit: return columns.unit.value_or(0);
    case RowField::zone: return columns.zone.value_or(0);
  }
  return 0;
}

class CsvPoints {
 public:
  CsvPoints(ByteSource& input, const PointsFormat& format, std::string default_source,
            const OnBadRow& on_bad_row)
      : stream_(input),
        format_(format),
        default_source_(std::move(default_source)),
        on_bad_row_(on_bad_row) {}

  Result<PointsFile> read() {
    const auto header = stream_.next();
    if (!header) return fail(header.error());
    if (!*header) return fail(Errc::malformed, "1:1: empty; the first line names the columns");
    const auto columns = Header(stream_, format_).columns();
    if (!columns) return fail(columns.error());
    if (format_.source.empty() && columns->kind) default_source_ = "Electricity Maps";
    auto rows = PointRows::open(format_, columns->names_utc, default_source_);
    if (!rows) return fail(rows.error().code, "1:1: " + rows.error().what);
    if (columns->unit && format_.unit && columns->value_name == "g_per_kwh")
      return fail(stream_.error_at(*columns->unit, "a unit beside a column g_per_kwh"));
    if (auto read = read_rows(*columns, *rows); !read) return fail(read.error());
    auto file = std::move(*rows).take();
    if (!file)
      return fail(Errc::malformed, std::to_string(std::max<std::size_t>(file.error().line, 1)) +
                                       ":1: " + file.error().what);
    file->bad_rows = bad_rows_;
    file->kind = columns->kind.value_or(format_.kind.value_or(IntensityKind::unknown));
    if (columns->kind)
      file->notes.push_back("a download of Electricity Maps: column \"" + columns->value_name +
                            "\", " + std::string(to_string(file->kind)) + " figures");
    return std::move(*file);
  }

 private:
  Result<> read_rows(const Columns& columns, PointRows& rows) {
    while (true) {
      const auto found = stream_.next();
      if (found && !*found) return {};
      if (!found && found.error().code != Errc::malformed) return fail(found.error());
      const auto added = found ? add(columns, rows) : Result<>(fail(found.error()));
      if (added) continue;
      if (!on_bad_row_) return added;
      on_bad_row_(added.error());
      ++bad_rows_;
    }
  }

  Result<> add(const Columns& columns, PointRows& rows) const {
    const auto& fields = stream_.fields();
    if (fields.size() != columns.count)
      return fail(stream_.error_at(0, "the row has " + std::to_string(fields.size()) +
                                          " fields, the header " + std::to_string(columns.count)));
    const auto text = [&](const std::optional<std::size_t>& column) {
      return column ? fields[*column] : std::string_view();
    };
    const PointRow row{.start = text(columns.time),
                       .end = text(columns.end),
                       .value = text(columns.value),
                       .low = text(columns.low),
                       .high = text(columns.high),
                       .source = columns.kind ? std::string_view() : text(columns.source),
                       .unit = text(columns.unit),
                       .zone = text(columns.zone),
                       .estimated = to_lower(trim(text(columns.estimated))) == "true"};
    const auto added = rows.add(row, stream_.line());
    if (added) return {};
    return fail(stream_.error_at(column_of(added.error().field, columns), added.error().what));
  }

  CsvStream stream_;
  const PointsFormat& format_;
  std::string default_source_;
  const OnBadRow& on_bad_row_;
  std::size_t bad_rows_ = 0;
};

}  // namespace

Result<PointsFile> read_points(ByteSource& input, std::string_view name, const PointsFormat& format,
                               const OnBadRow& on_bad_row) {
  const std::string prefix = std::string(name) + ":";
  const OnBadRow named = [&](const Error& error) { on_bad_row({error.code, prefix + error.what}); };
  const std::string source =
      format.source.empty() ? std::filesystem::path(name).filename().string() : format.source;
  auto front = read_front(input);
  if (!front) return fail(front.error());
  const bool is_json = front->ends_with('[') || front->ends_with('{');
  Rewound whole(std::move(*front), input);
  const OnBadRow& told = on_bad_row ? named : on_bad_row;
  auto file = is_json ? read_points_json(whole, format, source, told)
                      : CsvPoints(whole, format, source, told).read();
  if (!file && file.error().code == Errc::malformed)
    return fail(Errc::malformed, prefix + file.error().what);
  return file;
}

}  // namespace wattprint::grid
