#include "base/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "base/fd.hpp"
#include "base/files.hpp"

namespace wattprint {
namespace {

constexpr unsigned kBuffer = 1 << 16;

gzFile handle(void* file) { return static_cast<gzFile>(file); }

}  // namespace

void InputFile::Closer::operator()(void* file) const { ::gzclose_r(handle(file)); }

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
  return from(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
}

Result<InputFile> InputFile::standard_input() {
  // A duplicate, because zlib closes what it was given.
  return from(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0), "standard input");
}

Result<InputFile> InputFile::from(int fd, std::filesystem::path name) {
  if (fd < 0) return fail(errno_error(errno, "cannot open", name));
  Handle file(::gzdopen(fd, "rb"));
  if (!file) {
    ::close(fd);
    return fail(errno_error(ENOMEM, "cannot open", name));
  }
  ::gzbuffer(handle(file.get()), kBuffer);
  return InputFile(std::move(file), fd, std::move(name));
}

Result<std::size_t> InputFile::read(std::span<char> space) {
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  errno = 0;
  const int n = ::gzread(handle(file_.get()), space.data(),
                         static_cast<unsigned>(std::min(space.size(), kMost)));
  // At the end zlib tells of a compressed file that was cut off only as an error beside a plain 0.
  int error = Z_OK;
  const char* what = n > 0 ? "" : ::gzerror(handle(file_.get()), &error);
  if (error == Z_ERRNO) return fail(errno_error(errno, "cannot read", name_));
  if (error == Z_BUF_ERROR)
    return fail(Errc::io, name_.string() + ": the compressed data ends too early; is it whole?");
  if (n < 0 || (error != Z_OK && error != Z_STREAM_END))
    return fail(Errc::io, name_.string() + ": cannot decompress: " + what);
  return static_cast<std::size_t>(n);
}

bool InputFile::is_same_file(const std::filesystem::path& path) const {
  struct stat ours {};
  struct stat other {};
  return ::fstat(fd_, &ours) == 0 && S_ISREG(ours.st_mode) && ::stat(path.c_str(), &other) == 0 &&
         ours.st_dev == other.st_dev && ours.st_ino == other.st_ino;
}

}  // namespace wattprint
