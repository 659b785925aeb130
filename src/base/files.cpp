#include "base/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/output_file.hpp"
#include "base/text.hpp"

namespace wattprint {
namespace {

constexpr std::size_t kKernelFileBuffer = 4096;
constexpr std::size_t kLargestKernelFile = 1 << 20;

Errc code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
    case ENODEV:
    case ENXIO: return Errc::not_present;
    case EACCES:
    case EPERM:
    case EROFS: return Errc::permission_denied;
    default: return Errc::io;
  }
}

Result<Fd> open_for_reading(const std::filesystem::path& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return fail(errno_error(errno, "cannot open", path));
  return fd;
}

Error not_a_number(const std::filesystem::path& path, std::string_view text) {
  std::string shown(text.substr(0, 40));
  return {Errc::malformed, path.string() + ": expected a whole number, found \"" + shown + "\""};
}

}  // namespace

Error errno_error(int error_number, std::string_view what, const std::filesystem::path& path) {
  return {code_of(error_number),
          path.string() + ": " + std::string(what) + ": " + std::strerror(error_number)};
}

Result<std::string> read_text(const std::filesystem::path& path, std::size_t limit) {
  auto fd = open_for_reading(path);
  if (!fd) return fail(fd.error());
  std::string text;
  std::array<char, 16384> block;
  while (text.size() < limit) {
    const ssize_t n = ::read(fd->get(), block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(errno_error(errno, "cannot read", path));
    if (n == 0) break;
    text.append(block.data(), static_cast<std::size_t>(n));
  }
  if (text.size() > limit) text.resize(limit);
  return text;
}

Result<std::string> read_line(const std::filesystem::path& path) {
  auto text = read_text(path);
  if (!text) return text;
  return std::string(trim(*text));
}

Result<std::uint64_t> read_u64(const std::filesystem::path& path) {
  auto text = read_line(path);
  if (!text) return fail(text.error());
  if (auto number = parse_u64(*text)) return *number;
  return fail(not_a_number(path, *text));
}

Result<std::int64_t> read_i64(const std::filesystem::path& path) {
  auto text = read_line(path);
  if (!text) return fail(text.error());
  if (auto number = parse_i64(*text)) return *number;
  return fail(not_a_number(path, *text));
}

Result<KernelFile> KernelFile::open(const std::filesystem::path& path) {
  auto fd = open_for_reading(path);
  if (!fd) return fail(fd.error());
  return KernelFile(std::move(*fd), path);
}

Result<std::string_view> KernelFile::read(std::string& buffer) const {
  if (buffer.size() < kKernelFileBuffer) buffer.resize(kKernelFileBuffer);
  while (true) {
    const ssize_t n = ::pread(fd_.get(), buffer.data(), buffer.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(errno_error(errno, "cannot read", path_));
    const auto size = static_cast<std::size_t>(n);
    if (size < buffer.size() || size >= kLargestKernelFile)
      return std::string_view(buffer.data(), size);
    buffer.resize(2 * buffer.size());  // it may have been cut: once more, whole
  }
}

Result<std::uint64_t> KernelFile::read_u64() const {
  std::array<char, 64> block;
  ssize_t n = 0;
  do {
    n = ::pread(fd_.get(), block.data(), block.size(), 0);
  } while (n < 0 && errno == EINTR);
  if (n < 0) return fail(errno_error(errno, "cannot read", path_));
  const std::string_view text(block.data(), static_cast<std::size_t>(n));
  if (auto number = parse_u64(text)) return *number;
  return fail(not_a_number(path_, trim(text)));
}

Result<> write_text(const std::filesystem::path& path, std::string_view text, unsigned mode) {
  auto file = OutputFile::create(path, mode);
  if (!file) return fail(file.error());
  if (auto written = file->write(text); !written) return written;
  return file->commit();
}

}  // namespace wattprint
