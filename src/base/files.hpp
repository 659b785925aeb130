#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace wattprint {

/// Whole content of a small text file (kernel attributes, configuration); at most `limit` bytes.
Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit = 1 << 20);

/// As read_text, without surrounding white space.
Result<std::string> read_line(const std::filesystem::path& path);

/// One unsigned integer in a file. Errc::malformed when anything else is in it.
Result<std::uint64_t> read_u64(const std::filesystem::path& path);

/// One signed integer in a file.
Result<std::int64_t> read_i64(const std::filesystem::path& path);

/// A kernel file that is read again and again: opened once, read from offset 0 by pread.
///
/// Not safe for use by two threads at once.
class KernelFile {
 public:
  static Result<KernelFile> open(const std::filesystem::path& path);

  /// The whole content now, in `buffer`, which grows as needed (up to 1 MiB) and is best kept; the
  /// view is valid until the buffer's next use.
  Result<std::string_view> read(std::string& buffer) const;
  Result<std::uint64_t> read_u64() const;

  const std::filesystem::path& path() const { return path_; }
  int fd() const { return fd_.get(); }

 private:
  KernelFile(Fd fd, std::filesystem::path path) : fd_(std::move(fd)), path_(std::move(path)) {}
  Fd fd_;
  std::filesystem::path path_;
};

/// Writes all of `text` to `path`, replacing what was there in one step (rename), with `mode`. A
/// symbolic link stays one and its target is replaced; a device or pipe is written to as it is.
Result<> write_text(const std::filesystem::path& path, std::string_view text, unsigned mode = 0644);

/// An Error for errno, naming `what` was being done to `path`.
Error errno_error(int error_number, std::string_view what, const std::filesystem::path& path);

}  // namespace wattprint
