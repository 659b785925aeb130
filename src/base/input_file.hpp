#pragma once

#include <filesystem>
#include <memory>

#include "base/byte_stream.hpp"

namespace wattprint {

/// A file, or standard input, that is read once from its start to its end. What gzip has compressed
/// is decompressed, told by its first bytes and not by its name.
class InputFile : public ByteSource {
 public:
  static Result<InputFile> open(const std::filesystem::path& path);
  static Result<InputFile> standard_input();

  Result<std::size_t> read(std::span<char> space) override;

  /// The same regular file, by whatever name.
  bool is_same_file(const std::filesystem::path& path) const;
  /// How messages call it.
  const std::filesystem::path& name() const { return name_; }

 private:
  struct Closer {
    void operator()(void* file) const;
  };
  static Result<InputFile> from(int fd, std::filesystem::path name);
  using Handle = std::unique_ptr<void, Closer>;  // a gzFile of zlib
  InputFile(Handle file, int fd, std::filesystem::path name)
      : file_(std::move(file)), fd_(fd), name_(std::move(name)) {}
  Handle file_;
  int fd_;  ///< owned by file_
  std::filesystem::path name_;
};

}  // namespace wattprint
