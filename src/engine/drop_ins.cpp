#include "engine/drop_ins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace wattprint::engine {
namespace {

namespace fs = std::filesystem;

/// Below the directory that has the package wattprint.
constexpr const char* kInPackage = "wattprint/compat/_shims";

std::vector<std::string> known_names() {
  return {"codecarbon", "carbontracker", "eco2ai", "experiment_impact_tracker"};
}

/// The names without repetition, "all" taken apart, in the order of known_names().
Result<std::vector<std::string>> resolved(const std::vector<std::string>& names) {
  const auto known = known_names();
  std::vector<std::string> wanted;
  for (std::string name : names) {
    std::replace(name.begin(), name.end(), '-', '_');
    if (name == "all") return known;
    if (std::find(known.begin(), known.end(), name) == known.end())
      return fail(Errc::malformed,
                  fmt::format("--compat: there is no stand-in for \"{}\" (did you mean {}?); there "
                              "are codecarbon, carbontracker, eco2ai and "
                              "experiment_impact_tracker, or all",
                              name, nearest(name, known, 1).front()));
    wanted.push_back(std::move(name));
  }
  std::vector<std::string> ordered;
  for (const auto& name : known)
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) ordered.push_back(name);
  return ordered;
}

/// Where a Python environment (its bin directory has the program) keeps the package.
std::vector<fs::path> in_python_environment(const fs::path& prefix) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(prefix / "lib", ignored))
    if (entry.path().filename().string().starts_with("python3"))
      found.push_back(entry.path() / "site-packages" / kInPackage);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> candidates(const DropInPlaces& places) {
  if (!places.python_dir.empty()) {
    // The command may run elsewhere.
    std::error_code ignored;
    return {fs::absolute(places.python_dir, ignored) / kInPackage};
  }
  const fs::path prefix = places.program.parent_path().parent_path();
  std::vector<fs::path> all = {prefix / "share/wattprint/compat"};
  for (auto& place : in_python_environment(prefix)) all.push_back(std::move(place));
  return all;
}

bool has_all(const fs::path& place, const std::vector<std::string>& names) {
  std::error_code ignored;
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return fs::exists(place / name / name / "__init__.py", ignored);
  });
}

}  // namespace

DropInPlaces drop_in_places() {
  std::error_code ignored;
  return {.python_dir = {}, .program = fs::read_symlink("/proc/self/exe", ignored)};
}

Result<std::string> drop_in_python_path(const std::vector<std::string>& names,
                                        const DropInPlaces& places, const std::string& inherited) {
  const auto wanted = resolved(names);
  if (!wanted) return fail(wanted.error());
  const auto all = candidates(places);
  const auto place = std::find_if(all.begin(), all.end(),
                                  [&](const fs::path& one) { return has_all(one, *wanted); });
  if (place == all.end()) {
    std::string sought;
    for (const auto& one : all) sought += (sought.empty() ? "" : ", ") + one.string();
    return fail(Errc::not_present,
                fmt::format("--compat: the stand-ins for {} are not in {}; install the Python "
                            "package wattprint, and name the directory that has it by --python-dir "
                            "or WATTPRINT_PYTHON_DIR",
                            fmt::join(*wanted, ", "), sought));
  }
  std::string path;
  for (const auto& name : *wanted) path += (path.empty() ? "" : ":") + (*place / name).string();
  if (!inherited.empty()) path += ":" + inherited;
  return path;
}

}  // namespace wattprint::engine
