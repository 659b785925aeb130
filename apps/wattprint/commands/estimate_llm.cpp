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
  const bool is_ours = method.empty() || method == engine::kOwnMethod;
  if (!is_ours && line.llm.extras.any())
    return fail(Errc::malformed,
                "--method " + method +
                    ": equivalents and scores (--equivalents, --per, --unit, --market-intensity) "
                    "are of our own method only");
  if (method == engine::kAllMethods) {
    const auto rows = engine::llm_by_all(*question, *estimate);
    if (!rows) return fail(rows.error());
    return line.json ? engine::methods_json(about, *rows)
                     : engine::methods_text(about, *rows, style);
  }
  if (!is_ours) {
    const auto row = engine::llm_by(method, *question, *estimate);
    if (!row) return fail(row.error());
    return line.json ? engine::method_json(about, *row) : engine::method_text(about, *row, style);
  }
  const auto extras = engine::llm_extras(line.llm.extras, *estimate);
  if (!extras) return fail(extras.error());
  return line.json ? engine::llm_json(*estimate, *extras)
                   : engine::llm_text(*estimate, *extras, style);
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
