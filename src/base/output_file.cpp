#include "base/output_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "base/files.hpp"

namespace wattprint {
namespace {

using std::filesystem::file_type;

/// What a chain of symbolic links ends at, be it there or not.
Result<std::filesystem::path> end_of_links(std::filesystem::path path) {
  constexpr int kMostLinks = 40;  // as the kernel's own limit, path_resolution(7)
  const auto first = path;
  for (int i = 0; i < kMostLinks; ++i) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink(path, error);
    if (error) return path;
    path = path.parent_path() / target;  // an absolute target replaces the parent
  }
  return fail(errno_error(ELOOP, "cannot write", first));
}

/// Renaming onto a link would replace the link, and onto /dev/null, by root, the device.
bool is_written_in_place(file_type kind) {
  return kind == file_type::character || kind == file_type::block || kind == file_type::fifo ||
         kind == file_type::socket;
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::filesystem::path& path, unsigned mode) {
  std::error_code ignored;
  const auto kind = std::filesystem::status(path, ignored).type();
  if (kind == file_type::directory) return fail(errno_error(EISDIR, "cannot write", path));
  if (is_written_in_place(kind)) {
    Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) return fail(errno_error(errno, "cannot write", path));
    return OutputFile(std::move(fd), path);
  }
  auto target = end_of_links(path);
  if (!target) return fail(target.error());
  std::filesystem::path temporary = *target;
  temporary += ".tmp" + std::to_string(::getpid());
  Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!fd) return fail(errno_error(errno, "cannot write", path));
  OutputFile file(std::move(fd), path);
  file.temporary_ = std::move(temporary);
  file.target_ = std::move(*target);
  return file;
}

Result<OutputFile> OutputFile::standard_output() {
  const std::filesystem::path name = "standard output";
  Fd fd(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0));
  if (!fd) return fail(errno_error(errno, "cannot write", name));
  return OutputFile(std::move(fd), name);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : fd_(std::move(other.fd_)),
      name_(std::move(other.name_)),
      temporary_(std::exchange(other.temporary_, {})),
      target_(std::move(other.target_)) {}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<> OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(errno_error(errno, "cannot write", name_));
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<> OutputFile::commit() {
  // Network file systems and quotas may tell of a full disk only here.
  if (::close(fd_.release()) != 0 && errno != EINTR)
    return fail(errno_error(errno, "cannot write", name_));
  if (temporary_.empty()) return {};
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    return fail(errno_error(errno, "cannot write", name_));
  temporary_.clear();
  return {};
}

}  // namespace wattprint
