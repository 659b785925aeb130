#include "store/data_dir.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "base/files.hpp"

namespace wattprint::store {

namespace fs = std::filesystem;

Result<fs::path> default_data_dir(const Lookup& environment) {
  const auto absolute = [&](const char* name) -> std::optional<fs::path> {
    const auto value = environment(name);
    if (!value || !fs::path(*value).is_absolute()) return std::nullopt;
    return fs::path(*value);
  };
  if (const auto data = absolute("XDG_DATA_HOME")) return *data / "wattprint";
  if (const auto home = absolute("HOME")) return *home / ".local/share/wattprint";
  return fail(Errc::not_present,
              "neither XDG_DATA_HOME nor HOME names a directory to keep runs in; name one with "
              "--data-dir, or use --no-store");
}

Result<> make_data_dir(const fs::path& directory) {
  constexpr mode_t kOnlyThisUser = 0700;
  if (::mkdir(directory.c_str(), kOnlyThisUser) == 0) return {};
  int error = errno;
  if (error == ENOENT && directory.has_parent_path() && directory.parent_path() != directory) {
    if (auto made = make_data_dir(directory.parent_path()); !made) return made;
    if (::mkdir(directory.c_str(), kOnlyThisUser) == 0) return {};
    error = errno;
  }
  std::error_code ignored;
  if (error == EEXIST && fs::is_directory(directory, ignored)) return {};
  Error failure =
      errno_error(error == EEXIST ? ENOTDIR : error, "cannot make the directory", directory);
  failure.what += "; name another one with --data-dir, or use --no-store";
  return fail(std::move(failure));
}

}  // namespace wattprint::store
