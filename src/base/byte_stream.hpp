#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace wattprint {

/// Bytes that come one piece after another, from wherever they are.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills the front of `space` (which is not empty); how many bytes that were, 0 only at the end.
  virtual Result<std::size_t> read(std::span<char> space) = 0;
};

/// Where bytes go, one piece after another.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Result<> write(std::string_view bytes) = 0;
};

}  // namespace wattprint
