// What carbontracker writes, and what its parser makes of it.
#include <fmt/format.h>

#include <cmath>

#include "base/text.hpp"
#include "estimate/methods/carbontracker.hpp"

namespace wattprint::estimate::methods::carbontracker {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Where the next "2025-01-31" begins; the end of the text when there is none.
std::size_t next_date(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  for (std::size_t at = 0; at + kShape.size() <= text.size(); ++at) {
    bool fits = true;
    for (std::size_t i = 0; fits && i < kShape.size(); ++i)
      fits = kShape[i] == 'd' ? is_digit(text[at + i]) : text[at + i] == kShape[i];
    if (fits) return at;
  }
  return text.size();
}

/// Takes everything up to and with `label` off the front, whatever the case; false when it is not
/// there.
bool skip_past(std::string_view& rest, std::string_view label) {
  const auto at = to_lower(rest).find(to_lower(label));
  if (at == std::string::npos) return false;
  rest.remove_prefix(at + label.size());
  return true;
}

/// Takes a number and its unit off the front.
std::optional<double> take_number(std::string_view& rest, std::string_view unit) {
  const auto end = rest.find(unit);
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = parse_double(trim(rest.substr(0, end)));
  rest.remove_prefix(end + unit.size());
  return number;
}

/// "h:mm:ss" somewhere in a line.
std::optional<Seconds> read_time(std::string_view line) {
  const auto parts = split(trim(line), ':');
  if (parts.size() != 3) return std::nullopt;
  const auto hours = parse_double(parts[0]);
  const auto minutes = parse_double(parts[1]);
  const auto seconds = parse_double(parts[2]);
  if (!hours || !minutes || !seconds) return std::nullopt;
  return Seconds{*hours * 3600.0 + *minutes * 60.0 + *seconds};
}

/// What follows a heading: time, energy, emissions, and comparisons up to the next date. Without
/// comparisons its expression matches nothing, unless the log ends there.
std::optional<Consumption> read_section(std::string_view rest) {
  Consumption found;
  if (!skip_past(rest, "Time:")) return std::nullopt;
  const auto time = next_line(rest);
  found.duration = time ? read_time(*time) : std::nullopt;
  if (!skip_past(rest, "Energy:")) return std::nullopt;
  const auto energy = take_number(rest, " kWh");
  if (!skip_past(rest, "CO2eq:")) return std::nullopt;
  const auto emissions = take_number(rest, " g");
  if (!energy || !emissions) return std::nullopt;
  found.energy = *energy * kKilowattHour;
  found.emissions = Grams{*emissions};

  if (rest.empty()) return found;
  constexpr std::string_view kComparison = "This is equivalent to:";
  rest = trim(rest);
  if (!starts_with(rest, kComparison)) return std::nullopt;
  rest.remove_prefix(kComparison.size());
  rest = rest.substr(0, next_date(rest));
  found.equivalents.emplace();
  while (const auto line = next_line(rest)) {
    std::string_view words = trim(*line);
    const auto number = next_word(words);
    const auto value = number ? parse_double(*number) : std::nullopt;
    if (value && !trim(words).empty()) (*found.equivalents)[std::string(trim(words))] = *value;
  }
  return found;
}

/// The number in " for 10 epoch(s)" or " for 10 epochs" at the front.
std::optional<unsigned> epochs_of(std::string_view heading) {
  const auto word = next_word(heading);
  const auto number = word && *word == "for" ? next_word(heading) : std::nullopt;
  const auto epochs = number ? parse_u64(*number) : std::nullopt;
  if (!epochs) return std::nullopt;
  return static_cast<unsigned>(*epochs);
}

std::optional<Consumption> section(std::string_view text, std::string_view heading,
                                   bool with_epochs) {
  if (!skip_past(text, heading)) return std::nullopt;
  auto found = read_section(text);
  if (found && with_epochs) found->epochs = epochs_of(text.substr(0, text.find('\n'))).value_or(1);
  return found;
}

}  // namespace

std::string time_text(Seconds time, bool hundredths) {
  const std::string sign = time < Seconds{0.0} ? "-" : "";
  const double all = std::abs(time.count());
  double minutes = std::floor(all / 60.0);
  double seconds = std::fmod(all, 60.0);
  if (!hundredths) seconds = std::nearbyint(seconds);
  if (fmt::format("{:.{}f}", seconds, hundredths ? 2 : 0).substr(0, 2) == "60") {
    minutes += 1.0;
    seconds = 0.0;
  }
  const double hours = std::floor(minutes / 60.0);
  minutes = std::fmod(minutes, 60.0);
  return hundredths ? fmt::format("{}{:.0f}:{:02.0f}:{:05.2f}", sign, hours, minutes, seconds)
                    : fmt::format("{}{:.0f}:{:02.0f}:{:02.0f}", sign, hours, minutes, seconds);
}

Log read_log(std::string_view text, bool epochs_as_written) {
  return {section(text, "Actual consumption", epochs_as_written),
          section(text, "Predicted consumption", true)};
}

std::optional<Consumption> aggregate(const Log& log, bool stopped_early) {
  if (!log.actual) return log.predicted;
  if (!log.predicted) return log.actual;
  return stopped_early || log.actual->epochs == log.predicted->epochs ? log.actual : log.predicted;
}

}  // namespace wattprint::estimate::methods::carbontracker
