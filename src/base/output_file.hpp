#pragma once

#include <filesystem>

#include "base/byte_stream.hpp"
#include "base/fd.hpp"

namespace wattprint {

/// A file that is written piece by piece and appears, or replaces what was there, in one step when
/// it is complete. A symbolic link stays one and its target is replaced; a device or pipe is
/// written to as it is, at once.
class OutputFile : public ByteSink {
 public:
  static Result<OutputFile> create(const std::filesystem::path& path, unsigned mode = 0644);
  static Result<OutputFile> standard_output();

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  /// Without commit() nothing of it remains.
  ~OutputFile() override;

  Result<> write(std::string_view bytes) override;
  /// All is written: the file gets its name.
  Result<> commit();

  /// How messages call it.
  const std::filesystem::path& name() const { return name_; }

 private:
  OutputFile(Fd fd, std::filesystem::path name) : fd_(std::move(fd)), name_(std::move(name)) {}
  Fd fd_;
  std::filesystem::path name_;
  std::filesystem::path temporary_;  ///< empty for what is written to as it is, and after commit()
  std::filesystem::path target_;
};

}  // namespace wattprint
