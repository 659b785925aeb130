#include "catalog/gpu_name.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace wattprint::catalog {
namespace {

using Words = std::vector<std::string>;

/// Said or not, the same GPU is meant.
constexpr std::array kNoise{
    "accelerator", "ac",      "advanced",   "amd",    "ati",         "card",     "center",
    "chip",        "cloud",   "core",       "corp",   "corporation", "data",     "devices",
    "edition",     "geforce", "generation", "google", "gpu",         "graphics", "inc",
    "instinct",    "intel",   "micro",      "module", "nvidia",      "per",      "r",
    "radeon",      "series",  "tensor",     "tesla",  "tm",          "whole",    "xilinx"};

/// Brands that people leave out; the number after them is enough.
constexpr std::array kBrands{"alveo", "arc", "grid", "gtx", "hbm3", "jetson", "rtx", "rx"};

/// Two GPUs that differ in these alone are both called by what is left: RTX 6000 is a Quadro, an
/// Ada or a Blackwell.
constexpr std::array kEditions{"ada", "blackwell", "max",    "pascal", "pro",
                               "q",   "quadro",    "server", "sff",    "workstation"};

/// Brands that are written in one word with the number after them ("rtx4090").
constexpr std::array kGluedBefore{"flex", "gaudi", "gtx", "max", "rtx", "rx", "titan", "tpu"};
/// Suffixes that are written in one word with the number before them ("4090ti").
constexpr std::array kGluedAfter{"d", "gre", "super", "ti", "xt", "xtx"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

/// Adds a word, cut where a brand or a suffix is glued to a number.
void add_word(std::string_view word, Words& words) {
  const auto digit = std::find_if(word.begin(), word.end(), is_digit);
  const auto letters = static_cast<std::size_t>(digit - word.begin());
  if (letters > 0 && letters < word.size() && contains(kGluedBefore, word.substr(0, letters))) {
    words.emplace_back(word.substr(0, letters));
    word.remove_prefix(letters);
  }
  const auto end = std::find_if_not(word.begin(), word.end(), is_digit);
  const auto digits = static_cast<std::size_t>(end - word.begin());
  if (digits > 0 && digits < word.size() && contains(kGluedAfter, word.substr(digits))) {
    words.emplace_back(word.substr(0, digits));
    word.remove_prefix(digits);
  }
  words.emplace_back(word);
}

Words split_words(std::string_view text) {
  const std::string lower = to_lower(text);
  Words words;
  for (std::size_t start = 0; start < lower.size();) {
    std::size_t end = start;
    while (end < lower.size() && (is_digit(lower[end]) || is_letter(lower[end]))) ++end;
    if (end > start) add_word(std::string_view(lower).substr(start, end - start), words);
    start = end + 1;
  }
  return words;
}

/// "80gb", "80gib" and "80g" are 80.
std::optional<unsigned> memory_of(std::string_view word) {
  const auto end = std::find_if_not(word.begin(), word.end(), is_digit);
  const auto digits = static_cast<std::size_t>(end - word.begin());
  constexpr std::array kUnits{"g", "gb", "gib"};
  constexpr std::size_t kMostDigits = 4;
  if (digits == 0 || digits > kMostDigits || !contains(kUnits, word.substr(digits)))
    return std::nullopt;
  return static_cast<unsigned>(parse_u64(word.substr(0, digits)).value_or(0));
}

std::string form_of(std::string_view word) {
  constexpr std::array kForms{"nvl", "oam", "pcie", "sxm"};
  if (word == "hgx") return "sxm";
  const bool is_numbered_sxm = starts_with(word, "sxm") && is_number(word.substr(3));
  return contains(kForms, word) || is_numbered_sxm ? std::string(word) : "";
}

GpuName parse_one(std::string_view text) {
  GpuName name;
  for (auto& word : split_words(text)) {
    if (word == "mobile" || word == "notebook") word = "laptop";
    const bool is_unit = word == "gb" || word == "gib";
    if (is_unit && !name.words.empty() && memory_of(name.words.back() + word)) {
      name.memory_gb = memory_of(name.words.back() + word);  // "80 GB"
      name.words.pop_back();
    } else if (const auto memory = memory_of(word)) {
      name.memory_gb = memory;
    } else if (auto form = form_of(word); !form.empty()) {
      name.form = std::move(form);
    } else if (!contains(kNoise, word) && !contains(name.words, word)) {
      name.words.push_back(std::move(word));
    }
  }
  return name;
}

/// lspci puts the marketing name in the last brackets: "GA100 [A100 PCIe 40GB] (rev a1)".
std::string_view in_brackets(std::string_view text) {
  const auto open = text.rfind('[');
  const auto close = text.rfind(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return text;
  return text.substr(open + 1, close - open - 1);
}

bool same_form(std::string_view asked, std::string_view row) {
  if (asked.empty() || asked == row) return true;
  // "SXM" is any of its generations.
  return (asked == "sxm" && starts_with(row, "sxm")) || (row == "sxm" && starts_with(asked, "sxm"));
}

}  // namespace

std::vector<GpuName> parse_gpu_names(std::string_view text) {
  std::vector<GpuName> names;
  for (const auto part : split(in_brackets(text), '/')) names.push_back(parse_one(part));
  return names;
}

GpuNaming compare(const GpuName& asked, const GpuName& row, std::optional<unsigned> memory_gb,
                  std::string_view form) {
  if (asked.words.empty()) return GpuNaming::other;
  const bool all_said = std::all_of(asked.words.begin(), asked.words.end(),
                                    [&](const auto& word) { return contains(row.words, word); });
  if (!all_said) return GpuNaming::other;
  if (asked.memory_gb && asked.memory_gb != row.memory_gb && asked.memory_gb != memory_gb)
    return GpuNaming::other;
  if (!same_form(asked.form, row.form.empty() ? form : row.form)) return GpuNaming::other;
  auto naming = GpuNaming::same;
  for (const auto& word : row.words) {
    if (contains(asked.words, word) || contains(kBrands, word)) continue;
    if (!contains(kEditions, word)) return GpuNaming::other;
    naming = GpuNaming::edition;
  }
  // A bare number is a model of more than one maker.
  const bool only_number = std::all_of(asked.words.begin(), asked.words.end(),
                                       [](const auto& word) { return is_number(word); });
  return only_number ? GpuNaming::edition : naming;
}

}  // namespace wattprint::catalog
