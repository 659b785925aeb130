#include "reports/phrases.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>

#include "base/text.hpp"
#include "reports/columns.hpp"
#include "reports/display_width.hpp"
#include "reports/human.hpp"
#include "runs/grid_record.hpp"

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
  // A program that was measured from inside has no exit status when its record ends.
  return outcome.state == State::finished ? "finished" : "failed";
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

namespace {

using grid::Knowledge;

/// "Electricity Maps, UK Carbon Intensity (direct)": who said something of the time of the run.
std::string those_who_told(const runs::GridRecord& grid) {
  std::vector<std::string> names;
  for (const auto& part : grid.parts) {
    if (runs::is_for_all_times(part.knowledge)) continue;
    std::string name = printable(part.source);
    if (part.label && part.label->kind == catalog::IntensityKind::direct) name += " (direct)";
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "92 % of the energy by readings, rest yearly average 2023"
std::string shares_phrase(const runs::GridRecord& grid) {
  constexpr Fraction kAll{0.9995};  // what is shown as 100 %
  constexpr Fraction kNothing{0.0005};
  std::string phrase;
  const auto add = [&](Fraction share, std::string_view by_what) {
    if (share < kNothing) return;
    if (share >= kAll)
      phrase += fmt::format(", by {}", by_what);
    else if (phrase.empty())
      phrase += fmt::format(", {} of the energy by {}", percent(share.value()), by_what);
    else
      phrase += fmt::format(", {} by {}", percent(share.value()), by_what);
  };
  add(runs::share_of_readings(grid), "readings");
  add(runs::share_of(grid, Knowledge::forecast), "forecast");
  constexpr std::string_view kRest = ", rest ";
  if (const auto rest = grid.period.find(kRest); rest != std::string::npos)
    phrase += printable(grid.period.substr(rest));
  return phrase;
}

std::string period_phrase(const runs::GridRecord& grid) {
  if (const std::string who = those_who_told(grid); !who.empty())
    return ", " + who + shares_phrase(grid);
  constexpr std::string_view kYearly = "yearly average ";
  if (starts_with(grid.period, kYearly))
    return " in " + printable(grid.period.substr(kYearly.size()));
  return grid.period.empty() || grid.period == "stated" ? "" : ", " + printable(grid.period);
}

}  // namespace

std::string grid_phrase(const runs::RunRecord& record) {
  const auto& grid = record.grid;
  if (grid.zone.empty() && grid.intensity.source.empty()) return "grid unknown";
  std::string phrase = "grid ";
  if (!grid.zone.empty()) phrase += printable(grid.zone) + " ";
  phrase += significant(grid.intensity.value.value(), 3) + " g/kWh";
  phrase += period_phrase(grid);
  if (record.facility.pue.value > Pue{1.0})
    phrase += ", PUE " + significant(record.facility.pue.value.value(), 3);
  const std::string how = printable(runs::how_zone_was_chosen(grid));  // `show` has all of it
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
