#include "reports/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>

#include "base/text.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"

namespace wattprint::reports {

using runs::State;

std::string outcome_phrase(const runs::Outcome& outcome) {
  switch (outcome.state) {
    case State::running: return "running";
    case State::interrupted: return "interrupted";
    case State::stopped_by_budget: return "stopped by its budget";
    case State::finished:
    case State::failed: break;
  }
  if (outcome.signal)
    return fmt::format("signal {} ({})", *outcome.signal, strsignal(*outcome.signal));
  if (outcome.exit_code) return fmt::format("exit {}", *outcome.exit_code);
  return "not started";
}

Tone outcome_tone(const runs::Outcome& outcome) {
  switch (outcome.state) {
    case State::failed: return Tone::bad;
    case State::interrupted:
    case State::stopped_by_budget: return Tone::warning;
    default: return Tone::plain;
  }
}

std::string source_phrase(Basis basis, const std::string& source) {
  const std::string word(to_string(basis));
  if (source.empty()) return word;
  const std::string shown = printable(source);
  return starts_with(shown, word) ? shown : word + ": " + shown;
}

std::string grid_phrase(const runs::RunRecord& record) {
  const auto& grid = record.grid;
  if (grid.zone.empty() && grid.intensity.source.empty()) return "grid unknown";
  std::string phrase = "grid ";
  if (!grid.zone.empty()) phrase += printable(grid.zone) + " ";
  phrase += significant(grid.intensity.value.value(), 3) + " g/kWh";
  constexpr std::string_view kYearly = "yearly average ";
  if (starts_with(grid.period, kYearly))
    phrase += " in " + printable(grid.period.substr(kYearly.size()));
  else if (!grid.period.empty() && grid.period != "stated")
    phrase += ", " + printable(grid.period);
  if (record.facility.pue.value > Pue{1.0})
    phrase += ", PUE " + significant(record.facility.pue.value.value(), 3);
  // The last clause of the source tells how the zone was chosen; `show` has all of it.
  const std::string& source = grid.intensity.source;
  const auto comma = source.rfind(", ");
  const std::string how = printable(comma == std::string::npos ? source : source.substr(comma + 2));
  const std::string basis(to_string(grid.intensity.basis));
  const bool says_why = starts_with(how, "given") || starts_with(how, basis);
  return phrase + ", " + (says_why ? how : source_phrase(grid.intensity.basis, how));
}

std::string command_line(const std::vector<std::string>& command) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:=@%,";
  std::string line;
  for (const auto& word : command) {
    if (!line.empty()) line += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) {
      line += word;
      continue;
    }
    line += '\'';
    for (const char c : word) line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return printable(line);
}

std::string local_time(WallTime time) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts);
  return text.data();
}

std::string warning_lines(const runs::RunRecord& record, std::size_t label_width, std::size_t most,
                          const Style& style) {
  auto warnings = record.warnings;
  // What the reader can do something about comes first.
  std::stable_partition(warnings.begin(), warnings.end(),
                        [](const measure::Warning& warning) { return !warning.fix.empty(); });
  const std::size_t shown = most == 0 ? warnings.size() : std::min(most, warnings.size());
  const std::size_t left_out = warnings.size() - shown;
  const auto label = [&](std::string text) {
    text.resize(std::max(text.size(), label_width), ' ');
    return Cell{std::move(text), Tone::warning};
  };
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    Columns message(2, kWholeText);
    message.free_row(label("warning"), {printable(warnings[i].message)});
    out += message.render(style);
    // Not broken into lines: it is there to be copied.
    if (!warnings[i].fix.empty())
      out += std::string(2 + label_width + 2, ' ') + paint(style, Tone::quiet, "fix: ") +
             printable(warnings[i].fix) + '\n';
  }
  if (left_out > 0)
    out += std::string(2 + label_width + 2, ' ') +
           paint(style, Tone::quiet, fmt::format("and {} more in wattprint show", left_out)) + '\n';
  return out;
}

}  // namespace wattprint::reports
