#include "grid/locate.hpp"

#include <vector>

#include "base/files.hpp"
#include "base/text.hpp"
#include "catalog/zones.hpp"

namespace wattprint::grid {
namespace {

/// /etc/timezone holds one short line; anything much longer is something else.
constexpr std::size_t kTimezoneFileLimit = 4096;

/// The IANA name in a TZ value or in the target of the link localtime: ":Europe/Berlin",
/// "/usr/share/zoneinfo/posix/Europe/Berlin" and "../usr/share/zoneinfo/Europe/Berlin" are
/// Europe/Berlin.
std::string_view iana_name(std::string_view text) {
  constexpr std::string_view kDirectory = "zoneinfo/";
  text = trim(text);
  if (starts_with(text, ":")) text.remove_prefix(1);
  if (const auto at = text.rfind(kDirectory); at != std::string_view::npos)
    text.remove_prefix(at + kDirectory.size());
  for (const std::string_view variant : {"posix/", "right/"})
    if (starts_with(text, variant)) text.remove_prefix(variant.size());
  return text;
}

std::string time_zone_file(const std::filesystem::path& path) {
  const auto text = read_text(path, kTimezoneFileLimit);
  if (!text) return {};
  std::string_view rest = *text;
  const auto line = next_line(rest);
  return std::string(trim(line.value_or("")));
}

std::string local_time_link(const std::filesystem::path& path) {
  std::error_code error;
  const auto target = std::filesystem::read_symlink(path, error);
  return error ? std::string() : target.string();
}

Result<Location> stated_location(const StatedZone& stated) {
  auto match = catalog::find_zone(stated.text);
  if (!match) return fail(match.error().code, stated.by + ": " + match.error().what);
  const bool is_world = match->zone.code == kWorld;
  return Location{.zone = match->zone.code,
                  .basis = is_world ? Basis::assumed : Basis::estimated,
                  .how = "given by " + stated.by,
                  .note = match->note};
}

}  // namespace

Result<Location> locate(const std::optional<StatedZone>& stated,
                        const std::optional<std::string>& time_zone_variable,
                        const Machine& machine) {
  if (stated) return stated_location(*stated);

  std::string nowhere;
  const auto look_at = [&](std::string_view text) -> std::optional<Location> {
    const auto name = iana_name(text);
    if (name.empty()) return std::nullopt;
    const auto country = catalog::country_of_time_zone(name);
    // The table maps to ISO 3166-1 codes, each of which is a zone; retired ones have a successor.
    const auto match = country ? catalog::find_zone(*country) : Result<catalog::ZoneMatch>();
    if (country && match && !match->zone.code.empty())
      return Location{.zone = match->zone.code,
                      .basis = Basis::assumed,
                      .how = "assumed from the time zone " + std::string(name),
                      .note = match->note};
    if (nowhere.empty()) nowhere = std::string(name.substr(0, 40));
    return std::nullopt;
  };
  if (auto found = look_at(time_zone_variable.value_or(""))) return *found;
  if (auto found = look_at(time_zone_file(machine.etc / "timezone"))) return *found;
  if (auto found = look_at(local_time_link(machine.etc / "localtime"))) return *found;

  return Location{.zone = std::string(kWorld),
                  .basis = Basis::assumed,
                  .how = nowhere.empty() ? "assumed: no zone was given and no time zone is set"
                                         : "assumed: no zone was given and the time zone " +
                                               nowhere + " lies in no country",
                  .note = ""};
}

}  // namespace wattprint::grid
