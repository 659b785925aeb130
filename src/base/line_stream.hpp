#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace wattprint {

/// Lines of a text that comes in pieces, in memory for the longest of them.
class LineStream {
 public:
  explicit LineStream(ByteSource& source, std::size_t longest = 1 << 20);

  /// The next line without its line feed, good until the next call; nothing at the end of the text.
  /// Errc::malformed for a line that is too long, which is no line of a text.
  Result<std::optional<std::string_view>> next();

  /// Of the line that next() gave or refused, from 1.
  std::size_t number() const { return number_; }

 private:
  std::string_view rest() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
  Result<> fill();

  ByteSource& source_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of what has been read and not given
  std::size_t end_ = 0;
  std::size_t number_ = 0;
  bool source_ended_ = false;
};

}  // namespace wattprint
