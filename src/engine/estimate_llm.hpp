#pragma once

#include <string>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "engine/extras.hpp"
#include "estimate/llm/estimate.hpp"
#include "reports/style.hpp"

namespace wattprint::engine {

/// The options of `estimate llm` as they were typed; what was not is empty.
struct LlmWords {
  std::string model;
  std::string params;
  std::string active_params;
  std::string input_tokens;
  std::string output_tokens;
  std::string requests;
  std::string batch;
  std::string precision;
  std::string gpu;
  std::string gpus;
  std::string wue;
  std::string method;  ///< ours, a published one, or all
  ExtraWords extras;
};

/// What the words ask for; PUE, zone and intensity come from the settings. Errc::malformed for a
/// word that makes no sense; the sentence names its option.
Result<estimate::llm::Question> llm_question(const LlmWords& words,
                                             const config::Settings& settings);

/// What is estimated, in a line: the model, the requests, their tokens.
std::string llm_about(const estimate::llm::Estimate& estimate);

/// What was asked for beside the estimate; functional units that it has are requests and tokens.
Result<Extras> llm_extras(const ExtraWords& words, const estimate::llm::Estimate& estimate);

/// The estimate in words, and as a document (wattprint.estimate.llm.v1).
std::string llm_text(const estimate::llm::Estimate& estimate, const Extras& extras,
                     const reports::Style& style);
std::string llm_json(const estimate::llm::Estimate& estimate, const Extras& extras);

}  // namespace wattprint::engine
