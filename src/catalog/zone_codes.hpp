#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/tables.hpp"

namespace wattprint::catalog {

/// Who else has codes for our zones.
enum class CodeScheme {
  entsoe,               ///< EIC of a bidding zone or control area, "10Y1001A1001A82H"
  eia,                  ///< respondent of form EIA-930, "CISO"
  energi_data_service,  ///< Danish price area, "DK1"
  neso,                 ///< region of the British operator, "13"; "GB" for the nation
  watttime,             ///< "CAISO_NORTH"
};

std::string_view to_string(CodeScheme scheme);

/// A code of somebody else for a zone of ours, or for a part of it.
struct ZoneCode {
  std::string zone;  ///< ours
  std::string code;  ///< theirs
  std::string name;  ///< their name for it, in English; may be empty
  std::string note;  ///< "until September 2018", "a part of the zone"; mostly empty
};

/// The codes of exactly this zone, the one to ask for first; none when there is none.
///
/// zone  as catalog::find_zone() gives it: capitals.
std::vector<ZoneCode> codes_of_zone(std::string_view zone, CodeScheme scheme,
                                    std::string_view table = tables::zone_codes());

/// Which zone somebody's code stands for; where two share it (Germany and Luxembourg) the first.
/// The case matters, for EICs and respondents are capitals.
std::optional<ZoneCode> zone_of_code(std::string_view code, CodeScheme scheme,
                                     std::string_view table = tables::zone_codes());

/// The same by their name, whatever the case: "london" is region 13 of NESO.
std::optional<ZoneCode> zone_of_code_name(std::string_view name, CodeScheme scheme,
                                          std::string_view table = tables::zone_codes());

}  // namespace wattprint::catalog
