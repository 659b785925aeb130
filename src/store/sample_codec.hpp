#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/sample_series.hpp"

namespace wattprint::store {

/// A series as the bytes that are kept of it, about 3 bytes a value.
///
/// Layout: a version byte (1), the unpacked size as a varint, then zlib data. Unpacked: the start
/// in milliseconds, the count, the domains' names, then the columns one after another, each value
/// as the difference to the one before it in the column, zigzag and varint (Protocol Buffers'
/// encodings), plus one so that 0 says "unknown". Times are whole nanoseconds, energies whole
/// nanojoules: rounding loses at most 0.5 nJ and 0.5 ns per value. Values beyond 2^61 (2.3 GJ or 73
/// years in one interval) are cut. A series may take 8 MiB unpacked, some 100,000 intervals;
/// run_sink.hpp keeps far below.
std::string encode(const SampleSeries& series);

/// Errc::malformed for anything that encode() did not make. Safe for foreign bytes: takes
/// memory in proportion to 8 MiB, however well they are compressed.
Result<SampleSeries> decode(std::string_view bytes);

}  // namespace wattprint::store
