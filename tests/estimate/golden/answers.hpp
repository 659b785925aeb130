#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

// What the methods answer to a golden case, in the shape in which the case has it. An answer may
// lack fields of the case: those that a method cannot give. {"error": ...} is an answer too;
// {"unsupported": why} says that the method needs what it is not given.
namespace wattprint::golden {

using Json = nlohmann::ordered_json;  // a tariff is in the order of its author

Json mlco2(std::string_view kind, const Json& input);
Json green_algorithms(std::string_view kind, const Json& input);
Json green_algorithms_hpc(std::string_view kind, const Json& input);
Json ecologits(std::string_view kind, const Json& input);
Json boavizta(std::string_view kind, const Json& input);
Json ccf(std::string_view kind, const Json& input);
Json codecarbon(std::string_view kind, const Json& input);
Json carbontracker(std::string_view kind, const Json& input);
Json eco2ai(std::string_view kind, const Json& input);

/// The method's answer for any tool; throws what nlohmann throws when the input is not as its kind
/// has it.
Json answer(std::string_view tool, std::string_view kind, const Json& input);

inline Json unsupported(std::string_view why) { return {{"unsupported", why}}; }

}  // namespace wattprint::golden
