#include "base/line_stream.hpp"

#include <cstring>

namespace wattprint {
namespace {

constexpr std::size_t kFirstBuffer = 1 << 16;

}  // namespace

LineStream::LineStream(ByteSource& source, std::size_t longest)
    : source_(source), longest_(longest), buffer_(kFirstBuffer, '\0') {}

/// Reads on behind what is there.
Result<> LineStream::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  const auto read = source_.read({buffer_.data() + end_, buffer_.size() - end_});
  if (!read) return fail(read.error());
  end_ += *read;
  source_ended_ = *read == 0;
  return {};
}

Result<std::optional<std::string_view>> LineStream::next() {
  std::size_t length = rest().find('\n');
  std::size_t searched = rest().size();
  while (length == std::string_view::npos && !source_ended_ && searched <= longest_) {
    if (auto fine = fill(); !fine) return fail(fine.error());
    length = rest().find('\n', searched);
    searched = rest().size();
  }
  const bool is_last = length == std::string_view::npos && source_ended_;
  if (is_last) length = searched;
  if (is_last && length == 0) return std::optional<std::string_view>();
  ++number_;
  if (length > longest_)  // npos too
    return fail(Errc::malformed,
                "longer than " + std::to_string(longest_) + " bytes, that is no line of a text");
  const auto line = rest().substr(0, length);
  begin_ += is_last ? length : length + 1;
  return std::optional(line);
}

}  // namespace wattprint
