#include "engine/estimate_llm.hpp"

#include "commands/commands.hpp"
#include "engine/estimate_llm_methods.hpp"
#include "reports/display_width.hpp"

namespace wattprint::app {
namespace {

/// What is to be printed.
Result<std::string> page(const CommandLine& line, const config::Settings& settings,
                         const reports::Style& style) {
  const auto question = engine::llm_question(line.llm, settings);
  if (!question) return fail(question.error());
  const auto estimate = estimate::llm::estimate(*question);
  if (!estimate) return fail(estimate.error());
  const auto about = engine::llm_about(*estimate);
  const std::string& method = line.llm.method;
  if (method == engine::kAllMethods) {
    const auto rows = engine::llm_by_all(*question, *estimate);
    if (!rows) return fail(rows.error());
    return line.json ? engine::methods_json(about, *rows)
                     : engine::methods_text(about, *rows, style);
  }
  if (!method.empty() && method != engine::kOwnMethod) {
    const auto row = engine::llm_by(method, *question, *estimate);
    if (!row) return fail(row.error());
    return line.json ? engine::method_json(about, *row) : engine::method_text(about, *row, style);
  }
  return line.json ? engine::llm_json(*estimate) : engine::llm_text(*estimate, style);
}

}  // namespace

int estimate_llm(const CommandLine& line, const config::Settings& settings,
                 const Terminal& terminal) {
  const auto text = page(line, settings, terminal.result_style());
  if (!text) {
    Terminal::complain(reports::printable(text.error().what));
    return kUsage;
  }
  Terminal::print(*text);
  return kDone;
}

}  // namespace wattprint::app
