#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/gpus.hpp"
#include "catalog/tables.hpp"

namespace wattprint::catalog {

using GigabytesPerSecond = Quantity<struct GigabytePerSecondTag>;  ///< of 10^9 bytes

/// What decides how fast a GPU serves a language model.
struct InferenceSpeed {
  GigabytesPerSecond memory;
  Teraflops arithmetic;  ///< peak of its matrix units at 16 bits, without sparsity
};

/// By the name that the GPU has in gpus.csv; nothing when its row is not there. Errc::malformed
/// when the row makes no sense.
Result<std::optional<InferenceSpeed>> inference_speed(std::string_view gpu,
                                                      std::string_view table = tables::llm_gpus());

/// The names of all GPUs of the table.
Result<std::vector<std::string>> inference_gpus(std::string_view table = tables::llm_gpus());

}  // namespace wattprint::catalog
