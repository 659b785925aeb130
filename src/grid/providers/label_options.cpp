#include "grid/providers/label_options.hpp"

#include "base/text.hpp"

namespace wattprint::grid {

Error bad_option(const ProviderOptions& options, std::string_view option,
                 std::string_view expected) {
  return {Errc::malformed, options.values.find(option)->second.place + ": " + std::string(option) +
                               ": expected " + std::string(expected)};
}

Result<Label> label_from(const ProviderOptions& options, Label defaults) {
  Label label = defaults;
  if (const auto text = options.find("intensity_kind")) {
    const auto kind = parse_kind(*text);
    if (!kind) return fail(bad_option(options, "intensity_kind", "lifecycle, direct or unknown"));
    label.kind = *kind;
  }
  if (const auto text = options.find("signal")) {
    const auto signal = parse_signal(*text);
    if (!signal) return fail(bad_option(options, "signal", "average or marginal"));
    label.signal = *signal;
  }
  if (const auto text = options.find("accounting")) {
    const auto accounting = parse_accounting(*text);
    if (!accounting)
      return fail(bad_option(options, "accounting", "location-based or market-based"));
    label.accounting = *accounting;
  }
  return label;
}

std::vector<std::string> words_of(const ProviderOptions& options, std::string_view option) {
  std::vector<std::string> words;
  std::string list(options.find(option).value_or(""));
  for (char& c : list)
    if (c == ',') c = ' ';
  std::string_view rest = list;
  while (const auto word = next_word(rest)) words.emplace_back(*word);
  return words;
}

}  // namespace wattprint::grid
