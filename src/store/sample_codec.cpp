#include "store/sample_codec.hpp"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace wattprint::store {
namespace {

using std::chrono::nanoseconds;

constexpr char kVersion = 1;
constexpr std::uint64_t kMostUnpacked = 8U << 20;
// The difference of two such values still fits its zigzag form plus one into 64 bits.
constexpr std::int64_t kMostValue = std::int64_t{1} << 61;
constexpr double kPerUnit = 1e9;  // nanojoules in a joule, nanoseconds in a second
// deflate with a 4 KiB window and a small hash takes 50 KiB instead of 270: what a run that lasts a
// millisecond would spend on clearing the memory. On these columns it packs as well.
constexpr int kWindowBits = 12;
constexpr int kMemoryLevel = 5;

using Column = std::vector<std::optional<std::int64_t>>;

std::int64_t whole(double value) {
  const double most = static_cast<double>(kMostValue);
  return static_cast<std::int64_t>(std::llround(std::clamp(value * kPerUnit, -most, most)));
}

template <class Q>
Column whole_column(const std::vector<std::optional<Q>>& values) {
  Column column;
  column.reserve(values.size());
  for (const auto& value : values)
    column.push_back(value && std::isfinite(value->value()) ? std::optional(whole(value->value()))
                                                            : std::nullopt);
  return column;
}

template <class Q>
std::vector<std::optional<Q>> quantity_column(const Column& column) {
  std::vector<std::optional<Q>> values;
  values.reserve(column.size());
  for (const auto& value : column)
    values.push_back(value ? std::optional(Q{static_cast<double>(*value) / kPerUnit})
                           : std::nullopt);
  return values;
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
  out += static_cast<char>(value);
}

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out += text;
}

void put_column(std::string& out, const Column& column) {
  std::int64_t previous = 0;
  for (const auto& value : column) {
    put_varint(out, value ? zigzag(*value - previous) + 1 : 0);
    if (value) previous = *value;
  }
}

/// Begins and ends as gaps (nearly always 0) and lengths (nearly always the same).
void put_times(std::string& out, const SampleSeries& series) {
  Column gaps;
  Column lengths;
  nanoseconds previous{0};
  const auto cut = [](nanoseconds time) {
    return std::clamp<std::int64_t>(time.count(), -kMostValue / 2, kMostValue / 2);
  };
  for (std::size_t i = 0; i < series.size(); ++i) {
    gaps.emplace_back(cut(series.begin[i] - previous));
    lengths.emplace_back(cut(series.end[i] - series.begin[i]));
    previous = series.end[i];
  }
  put_column(out, gaps);
  put_column(out, lengths);
}

std::string pack(std::string_view raw) {
  std::string out(1, kVersion);
  put_varint(out, raw.size());
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kWindowBits, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  const std::size_t header = out.size();
  out.resize(header + deflateBound(&stream, raw.size()));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data()));
  stream.avail_in = static_cast<uInt>(raw.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data() + header);
  stream.avail_out = static_cast<uInt>(out.size() - header);
  deflate(&stream, Z_FINISH);
  out.resize(header + stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// Takes values off the front of unpacked bytes. After the first value that is not there, `good`
/// stays false and everything reads as 0.
struct Reader {
  std::string_view rest;
  bool good = true;

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64 && !rest.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest.front());
      rest.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    good = false;
    return 0;
  }
  /// A number of things that each take at least one byte of what is left.
  std::size_t count() {
    const std::uint64_t value = varint();
    if (value > rest.size()) good = false;
    return good ? static_cast<std::size_t>(value) : 0;
  }
  std::string text() {
    const std::size_t size = count();
    std::string text(rest.substr(0, size));
    rest.remove_prefix(size);
    return text;
  }
  Column column(std::size_t size) {
    Column column;
    if (size > rest.size()) good = false;
    if (!good) return column;
    column.reserve(size);
    std::uint64_t previous = 0;  // unsigned: foreign bytes may overflow
    for (std::size_t i = 0; i < size && good; ++i) {
      const std::uint64_t step = varint();
      if (step == 0) {
        column.push_back(std::nullopt);
        continue;
      }
      previous += static_cast<std::uint64_t>(unzigzag(step - 1));
      const auto value = static_cast<std::int64_t>(previous);
      if (value > kMostValue || value < -kMostValue) good = false;
      column.emplace_back(value);
    }
    return column;
  }
};

std::optional<std::string> unpack(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kVersion) return std::nullopt;
  Reader header{bytes.substr(1)};
  const std::uint64_t size = header.varint();
  // deflate never packs better than 1032 to 1 (zlib's documentation); a size beyond is a lie.
  if (!header.good || size > kMostUnpacked || size / 1032 > header.rest.size()) return std::nullopt;
  std::string raw(static_cast<std::size_t>(size), '\0');
  uLongf raw_size = static_cast<uLongf>(size);
  const int status = uncompress(reinterpret_cast<Bytef*>(raw.data()), &raw_size,
                                reinterpret_cast<const Bytef*>(header.rest.data()),
                                static_cast<uLong>(header.rest.size()));
  if (status != Z_OK || raw_size != size) return std::nullopt;
  return raw;
}

bool read_times(Reader& reader, std::size_t count, SampleSeries& series) {
  const Column gaps = reader.column(count);
  const Column lengths = reader.column(count);
  if (!reader.good) return false;
  // Sums of many long intervals could overflow; a run lasts less than 292 years.
  std::int64_t time = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t end = 0;
    if (!gaps[i] || !lengths[i] || __builtin_add_overflow(time, *gaps[i], &time) ||
        __builtin_add_overflow(time, *lengths[i], &end))
      return false;
    series.begin.emplace_back(time);
    series.end.emplace_back(end);
    time = end;
  }
  return true;
}

std::optional<SampleSeries> read_series(std::string_view raw) {
  Reader reader{raw};
  SampleSeries series;
  series.start = WallTime(std::chrono::milliseconds(unzigzag(reader.varint())));
  const std::size_t count = reader.count();
  const std::size_t domain_count = reader.count();
  for (std::size_t i = 0; i < domain_count && reader.good; ++i) {
    const auto component = measure::parse_component(reader.text());
    if (!component) return std::nullopt;
    series.domains.push_back({.component = *component, .device = reader.text()});
  }
  if (!read_times(reader, count, series)) return std::nullopt;
  series.cpu_run = quantity_column<CpuSeconds>(reader.column(count));
  series.cpu_busy = quantity_column<CpuSeconds>(reader.column(count));
  for (auto& domain : series.domains) {
    domain.machine = quantity_column<Joules>(reader.column(count));
    domain.run = quantity_column<Joules>(reader.column(count));
  }
  if (!reader.good || !reader.rest.empty()) return std::nullopt;
  return series;
}

}  // namespace

std::string encode(const SampleSeries& series) {
  std::string raw;
  put_varint(raw, zigzag(series.start.time_since_epoch().count()));
  put_varint(raw, series.size());
  put_varint(raw, series.domains.size());
  for (const auto& domain : series.domains) {
    put_text(raw, measure::to_string(domain.component));
    put_text(raw, domain.device);
  }
  put_times(raw, series);
  put_column(raw, whole_column(series.cpu_run));
  put_column(raw, whole_column(series.cpu_busy));
  for (const auto& domain : series.domains) {
    put_column(raw, whole_column(domain.machine));
    put_column(raw, whole_column(domain.run));
  }
  return pack(raw);
}

Result<SampleSeries> decode(std::string_view bytes) {
  if (const auto raw = unpack(bytes))
    if (auto series = read_series(*raw)) return std::move(*series);
  return fail(Errc::malformed, "these samples are damaged or of a newer wattprint");
}

}  // namespace wattprint::store
