#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "grid/mix_series.hpp"
#include "grid/provider.hpp"

namespace wattprint::grid {

/// What is to be known to read an answer of ENTSO-E.
struct EntsoeRequest {
  std::string who;   ///< provider, for sentences
  std::string area;  ///< EIC code that was asked for
  /// Makes the service's words fit for a sentence (Exchange::quote).
  std::function<std::string(std::string_view)> quote;
};

/// Reads a document of actual generation per type (A75, A16) into `mixes`. What storage takes in is
/// passed over. A series with curve type A03 leaves out positions that repeat the one before; with
/// any other a missing position is a hole.
///
/// Failure: no_data when the service says so (reason 999), malformed for other reasons, for what
/// is no such document, and for one that would cost more memory than any honest one.
Answer<bool> read_entsoe(std::string_view xml, const EntsoeRequest& request, MixSeries& mixes);

}  // namespace wattprint::grid
