#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace wattprint {

/// A key or password. It has no way into a log by accident: nothing prints it, and whoever needs
/// the text says reveal().
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  std::string_view reveal() const { return text_; }
  /// `text` of somebody else, with the secret replaced wherever it repeats it.
  std::string hide_in(std::string text) const;

 private:
  std::string text_;
};

/// The first line of a file that nobody but its owner can read.
///
/// Errc::permission_denied when others may read or write it (the sentence says chmod 600);
/// not_present, io as for any file; malformed when it is empty or longer than 4096 bytes. No error
/// quotes the content.
Result<Secret> read_secret(const std::filesystem::path& path);

}  // namespace wattprint
