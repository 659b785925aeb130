#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "catalog/tables.hpp"
#include "units/quantity.hpp"

namespace wattprint::catalog {

/// Parameters of a model, 10^9.
using Parameters = Quantity<struct MilliardParametersTag>;
/// What the attention cache of one token takes at 16 bits.
using BytesPerToken = Quantity<struct BytePerTokenTag>;

/// A language model. The texts point into the table.
struct LlmModel {
  enum class Architecture {
    dense,
    experts,  ///< a token goes through some of the weights only
    hybrid,   ///< most layers keep a state instead of a cache (Mamba)
    unknown,  ///< nothing is published
  };
  struct Range {
    Parameters value;
    Parameters low;  ///< other than value where the maker publishes nothing
    Parameters high;
  };
  std::string_view name;
  std::string_view maker;
  bool is_open = true;  ///< its parameters are published
  Architecture architecture = Architecture::dense;
  Range total;
  Range active;  ///< that one token goes through
  std::optional<double> layers;
  std::optional<double> expert_share;  ///< of the experts, those that one token goes to
  std::optional<BytesPerToken> cache;
  std::string_view precision;  ///< in which its weights are published
  std::string_view source;
  std::string_view note;
};

std::string_view to_string(LlmModel::Architecture architecture);

/// Finds a model as its maker, Hugging Face, Ollama or an API call it:
/// "meta-llama/Llama-3.1-8B-Instruct", "llama3.1:8b", "gpt-4o-2024-08-06". Nothing when no row has
/// that name; Errc::malformed when a row of the table makes no sense.
Result<std::optional<LlmModel>> find_llm(std::string_view text,
                                         std::string_view table = tables::llm_models());

/// The names nearest to one that was not found, best first.
Result<std::vector<std::string>> nearest_llms(std::string_view text,
                                              std::string_view table = tables::llm_models());

/// All of the table, in its order.
Result<std::vector<LlmModel>> all_llms(std::string_view table = tables::llm_models());

}  // namespace wattprint::catalog
