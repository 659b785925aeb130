#include "base/csv_stream.hpp"

#include <cstring>

namespace wattprint {
namespace {

constexpr std::size_t kFirstBuffer = 1 << 18;

std::string bytes(std::size_t count) { return std::to_string(count) + " bytes"; }

}  // namespace

CsvStream::CsvStream(ByteSource& source, std::size_t longest_row)
    : source_(source), longest_row_(longest_row), buffer_(kFirstBuffer, '\0') {
  row_.clear();
}

/// Reads on behind what is there; false at the end of the source.
Result<bool> CsvStream::fill() {
  if (source_ended_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
  const auto read = source_.read({buffer_.data() + end_, buffer_.size() - end_});
  if (!read) return fail(read.error());
  end_ += *read;
  source_ended_ = *read == 0;
  return !source_ended_;
}

Result<> CsvStream::skip_byte_order_mark() {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  while (rest().size() < kByteOrderMark.size()) {
    const auto more = fill();
    if (!more) return fail(more.error());
    if (!*more) break;
  }
  if (rest().starts_with(kByteOrderMark)) begin_ += kByteOrderMark.size();
  return {};
}

Result<> CsvStream::skip_line() {
  std::size_t line_end = rest().find('\n');
  while (line_end == std::string_view::npos) {
    begin_ = end_;
    const auto more = fill();
    if (!more) return fail(more.error());
    if (!*more) return {};
    line_end = rest().find('\n');
  }
  begin_ += line_end + 1;
  ++line_;
  return {};
}

/// Finds the next row and leaves it in row_; false when nothing is left. Of a row that is too long,
/// row_ gets what may be long, so that what is said of it does not depend on how the bytes came.
Result<bool> CsvStream::find_row() {
  row_.clear();
  bool is_whole = false;
  while (true) {
    is_whole = !rest().empty() && row_.scan(rest(), source_ended_);
    if (is_whole || rest().size() > longest_row_) break;
    const auto more = fill();
    if (!more) return fail(more.error());
    if (!*more && rest().empty()) return false;
  }
  is_too_long_ = !is_whole || row_.size() > longest_row_;
  if (is_too_long_) {
    row_.clear();
    row_.scan(rest().substr(0, longest_row_), true);
  }
  return true;
}

Error CsvStream::error_at_byte(std::size_t byte, std::string_view what) const {
  const auto place = row_.place_of(byte, line_);
  return {Errc::malformed, std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
                               std::string(what)};
}

Error CsvStream::error_at(std::size_t field, std::string_view what) const {
  return error_at_byte(row_.start_of(field), what);
}

Result<bool> CsvStream::next() {
  const bool is_first = !is_started_;
  if (is_first) {
    if (auto skipped = skip_byte_order_mark(); !skipped) return fail(skipped.error());
    is_started_ = true;
  }
  while (true) {
    if (skips_line_) {
      if (auto skipped = skip_line(); !skipped) return fail(skipped.error());
      skips_line_ = false;
    } else {
      begin_ += row_.size();
      line_ += row_.line_ends();
    }
    auto found = find_row();
    if (!found || !*found) return found;
    if (passes_over_blanks_ && row_.is_blank()) continue;
    break;
  }
  if (is_first) passes_over_blanks_ = fields().size() > 1;
  skips_line_ = is_too_long_ || row_.fault() == CsvRow::Fault::open_quote;
  if (auto fine = check_row(); !fine) return fail(fine.error());
  return true;
}

Result<> CsvStream::check_row() const {
  const bool is_open = row_.fault() == CsvRow::Fault::open_quote;
  if (const auto nul = rest().substr(0, row_.size()).find('\0'); nul != std::string_view::npos)
    return fail(
        error_at_byte(nul, "a NUL byte, so this is no text; save the table as CSV in UTF-8"));
  const std::size_t faulty = row_.faulty_field();
  if (is_open && is_too_long_)
    return fail(error_at(faulty, "a quote is opened and not closed within " + bytes(longest_row_)));
  if (is_open) return fail(error_at(faulty, "a quote is opened and never closed"));
  if (is_too_long_)
    return fail(
        error_at(0, "a row of more than " + bytes(longest_row_) + "; is this a table in CSV?"));
  if (row_.fault() == CsvRow::Fault::text_after_quote)
    return fail(
        error_at(faulty, "text after a closing quote; a quote inside quotes is written twice"));
  return {};
}

}  // namespace wattprint
