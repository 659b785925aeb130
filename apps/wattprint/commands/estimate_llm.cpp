#include "engine/estimate_llm.hpp"

#include "commands/commands.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {

int estimate_llm(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal) {
  const auto question = engine::llm_question(line.llm, settings);
  if (!question) {
    Terminal::complain(reports::printable(question.error().what));
    return kUsage;
  }
  const auto estimate = estimate::llm::estimate(*question);
  if (!estimate) {
    Terminal::complain(estimate.error().what);
    return kUsage;
  }
  Terminal::print(line.json ? engine::llm_json(*estimate)
                            : engine::llm_text(*estimate, terminal.result_style()));
  return kDone;
}

}  // namespace wattprint::app
