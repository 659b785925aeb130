#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_stream.hpp"

namespace wattprint::testing {

/// A text that comes in pieces of a given size, and then ends, or fails if it is to.
class PiecewiseSource : public ByteSource {
 public:
  explicit PiecewiseSource(std::string text, std::size_t piece = static_cast<std::size_t>(-1))
      : text_(std::move(text)), piece_(std::max<std::size_t>(piece, 1)) {}

  Result<std::size_t> read(std::span<char> space) override {
    const std::size_t size = std::min({space.size(), piece_, text_.size() - at_});
    if (size == 0 && fails_at_end) return fail(Errc::io, "disk: cannot read: it is on fire");
    std::memcpy(space.data(), text_.data() + at_, size);
    at_ += size;
    return size;
  }

  bool fails_at_end = false;

 private:
  std::string text_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

/// Keeps what is written, up to `room` bytes.
class StringSink : public ByteSink {
 public:
  Result<> write(std::string_view bytes) override {
    if (bytes.size() > room - text.size()) return fail(Errc::io, "sink: No space left on device");
    text += bytes;
    return {};
  }

  std::string text;
  std::size_t room = static_cast<std::size_t>(-1);
};

}  // namespace wattprint::testing
