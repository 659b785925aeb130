#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "runs/record.hpp"

namespace wattprint::runs {

class JsonWriter;

inline constexpr std::string_view kRunSchema = "wattprint.run.v1";

/// The record as the document `wattprint.run.v1` (docs/schema/wattprint.run.v1.schema.json), with a
/// newline at its end. What is not known is null: empty optionals, empty texts, a PUE below 1.
std::string to_json(const RunRecord& record);

/// The same document as an element of an array that is being written.
void write_document(JsonWriter& json, const RunRecord& record);

/// The grid of a record as the value of a key.
void write_grid(JsonWriter& json, std::string_view key, const GridRecord& grid);

/// Reads such a document back. Strict on what it knows: types, finite numbers, intervals in order,
/// words of the contract, UTC times; fields it does not know are left alone, so that a later
/// wattprint may add some. Errc::malformed names the key.
Result<RunRecord> record_from_json(std::string_view text);

}  // namespace wattprint::runs
