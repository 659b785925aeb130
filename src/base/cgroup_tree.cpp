#include "base/cgroup_tree.hpp"

#include <string>

#include "base/text.hpp"

namespace wattprint {
namespace {

namespace fs = std::filesystem;

struct Mount {
  fs::path root;
  fs::path point;
};

/// mountinfo writes space, tab, newline and backslash as octal escapes.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = text[i] == '\\' ? parse_u64(text.substr(i + 1, 3), 8) : std::nullopt;
    if (code && *code < 256) {
      plain += static_cast<char>(*code);
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

bool has_word(std::string_view list, std::string_view word) {
  for (const auto part : split(list, ','))
    if (part == word) return true;
  return false;
}

/// The mount of one hierarchy: fields are described in proc(5), mountinfo.
std::optional<Mount> find_mount(std::string_view mountinfo, std::string_view controller) {
  while (const auto line = next_line(mountinfo)) {
    const auto dash = line->find(" - ");
    if (dash == std::string_view::npos) continue;
    auto before = line->substr(0, dash);
    auto after = line->substr(dash + 3);
    for (int skipped = 0; skipped < 3; ++skipped) next_word(before);  // ids and device number
    const auto root = next_word(before);
    const auto point = next_word(before);
    const auto type = next_word(after);
    next_word(after);  // mount source
    const auto options = next_word(after);
    if (!root || !point || !type || !options) continue;
    const bool matches = controller.empty() ? *type == "cgroup2"
                                            : *type == "cgroup" && has_word(*options, controller);
    if (matches) return Mount{unescape(*root), unescape(*point)};
  }
  return std::nullopt;
}

/// Our own path in one hierarchy, from /proc/self/cgroup ("0::/user.slice" or "2:cpu,cpuacct:/").
std::optional<fs::path> own_path(std::string_view cgroups, std::string_view controller) {
  while (const auto line = next_line(cgroups)) {
    const auto first = line->find(':');
    const auto second = first == std::string_view::npos ? first : line->find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const auto controllers = line->substr(first + 1, second - first - 1);
    const bool matches = controller.empty() ? controllers.empty() && starts_with(*line, "0:")
                                            : has_word(controllers, controller);
    if (matches) return fs::path(line->substr(second + 1));
  }
  return std::nullopt;
}

}  // namespace

std::optional<CgroupBranch> find_cgroup_branch(std::string_view cgroups, std::string_view mountinfo,
                                               std::string_view controller) {
  const auto mount = find_mount(mountinfo, controller);
  const auto path = own_path(cgroups, controller);
  if (!mount || !path) return std::nullopt;
  // A container may see only a part of the hierarchy; a path above that part cannot be reached.
  const auto inside = path->lexically_relative(mount->root);
  if (inside.empty() || *inside.begin() == "..") return std::nullopt;
  return CgroupBranch{mount->point, inside == "." ? mount->point : mount->point / inside};
}

}  // namespace wattprint
