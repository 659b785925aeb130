#include "catalog/cpu_name.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace wattprint::catalog {
namespace {

struct Spelling {
  std::string_view word;
  std::string_view vendor;
};

constexpr Spelling kVendors[] = {
    {"intel", "Intel"},
    {"genuineintel", "Intel"},
    {"amd", "AMD"},
    {"authenticamd", "AMD"},
    {"ampere", "Ampere"},
    {"nvidia", "NVIDIA"},
    {"apple", "Apple"},
    {"aws", "AWS"},
    {"amazon", "AWS"},
    {"annapurna", "AWS"},
    {"google", "Google"},
    {"azure", "Azure"},
    {"microsoft", "Azure"},
    {"alibaba", "Alibaba"},
    {"hisilicon", "HiSilicon"},
    {"huawei", "HiSilicon"},
    {"fujitsu", "Fujitsu"},
    {"marvell", "Marvell"},
    {"cavium", "Marvell"},
    {"qualcomm", "Qualcomm"},
};

constexpr std::string_view kTiers[] = {"platinum", "gold", "silver", "bronze"};

// Words that tell nothing of which CPU it is.
constexpr std::string_view kNoise[] = {"cpu",  "cpus",     "processor",  "processors",
                                       "apu",  "scalable", "family",     "genuine",
                                       "labs", "soc",      "technology", "microprocessor"};

// What follows these is a graphics unit, a clock or an order number.
constexpr std::string_view kEnds[] = {"with", "w/",  "radeon",   "turbo",  "boost",
                                      "up",   "sku", "stepping", "compute"};

constexpr std::string_view kCounts[] = {"single", "dual",  "triple", "quad",
                                        "six",    "eight", "twelve", "sixteen"};

template <class Words>
bool is_one_of(std::string_view word, const Words& words) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool all_digits(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

/// "(R)", "(TM)", "(C)" at this place, and the same as one character: how many bytes they take.
std::size_t mark_at(std::string_view lower, std::size_t at) {
  const std::string_view rest = lower.substr(at);
  for (const std::string_view mark : {"(r)", "(tm)", "(c)", "\xc2\xae", "\xc2\xa9", "\xe2\x84\xa2"})
    if (starts_with(rest, mark)) return mark.size();
  return 0;
}

/// Letters in lower case, marks as blanks.
std::string without_marks(std::string_view name) {
  std::string lower = to_lower(name);
  std::replace(lower.begin(), lower.end(), '_', ' ');
  for (std::size_t i = 0; i < lower.size(); ++i)
    if (const std::size_t size = mark_at(lower, i)) lower.replace(i, size, size, ' ');
  return lower;
}

/// The characters that the texts of cpu_aliases.csv have; runs of others are one blank.
std::string alias_text(std::string_view plain) {
  std::string text;
  text.reserve(plain.size());
  for (const char c : plain) {
    const bool kept = is_letter(c) || is_digit(c) ||
                      std::string_view("+.@()/-").find(c) != std::string_view::npos;
    if (kept)
      text += c;
    else if (!text.empty() && text.back() != ' ')
      text += ' ';
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// Cuts off what follows '@' and separators, and blanks what stands in brackets.
std::string_view name_part(std::string& plain, bool& has_at) {
  int depth = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    char& c = plain[i];
    if (c == '(') ++depth;
    const bool inside = depth > 0;
    if (c == ')' && depth > 0) --depth;
    if (inside || c == ')') {
      c = ' ';
      continue;
    }
    if (c == '@') has_at = true;
    // A separator in front of everything separates nothing.
    const bool cuts = c == '@' || c == ',' || c == ';' || c == '[';
    if (cuts && !trim(std::string_view(plain).substr(0, i)).empty())
      return std::string_view(plain).substr(0, i);
  }
  return plain;
}

struct Clock {
  double megahertz;
  std::size_t words;  ///< that it takes
};

/// "2.20ghz", "2.20 ghz", "2933mhz" at the front of the words.
std::optional<Clock> clock_of(std::string_view word, std::string_view next) {
  for (const std::string_view unit : {"ghz", "mhz"}) {
    const double scale = unit == "ghz" ? 1000.0 : 1.0;
    if (word.size() > unit.size() && word.ends_with(unit))
      if (const auto value = parse_double(word.substr(0, word.size() - unit.size())))
        return Clock{*value * scale, 1};
    if (next == unit && !word.empty() && is_digit(word.front()))
      if (const auto value = parse_double(word)) return Clock{*value * scale, 2};
  }
  return std::nullopt;
}

/// "11th gen"
bool is_generation(std::string_view word, std::string_view next) {
  if (next != "gen" && next != "generation") return false;
  if (word.size() < 3) return false;
  const std::string_view end = word.substr(word.size() - 2);
  const bool ordinal = end == "st" || end == "nd" || end == "rd" || end == "th";
  return ordinal && all_digits(word.substr(0, word.size() - 2));
}

/// "64-core", "64-bit", "third-generation"
bool is_count(std::string_view word) {
  for (const std::string_view end : {"-core", "-cores", "-bit", "-generation"})
    if (word.size() > end.size() && word.ends_with(end)) return true;
  return false;
}

void append_letters(std::string& key, std::string_view word) {
  for (const char c : word)
    if (is_letter(c) || is_digit(c) || c == '+') key += c;
}

/// "2x", "2 x" in front of a name: how many words it takes.
std::size_t count_in_front(const std::vector<std::string_view>& words) {
  if (words.empty()) return 0;
  const std::string_view first = words.front();
  if (first.size() > 1 && first.back() == 'x' && all_digits(first.substr(0, first.size() - 1)))
    return 1;
  return words.size() > 1 && all_digits(first) && words[1] == "x" ? 2 : 0;
}

class KeyBuilder {
 public:
  KeyBuilder(CpuName& name, bool has_at) : name_(name), has_at_(has_at) {}

  void read(const std::vector<std::string_view>& words) {
    for (std::size_t i = count_in_front(words); i < words.size();) {
      const std::string_view next = i + 1 < words.size() ? words[i + 1] : std::string_view();
      if (!name_.key.empty() && is_one_of(words[i], kEnds)) break;
      i += take(words[i], next);
    }
    // The whole name of a Xeon of 2004 is its clock. A hypervisor that hides a name leaves the '@'.
    const bool clock_is_name = name_.key == "xeon" && name_.tier.empty() && !has_at_;
    if (clock_is_name && megahertz_ >= 1000.0 && megahertz_ < 10'000.0)
      name_.key += std::to_string(std::lround(megahertz_)) + "mhz";
  }

 private:
  /// Takes one word, or two that belong together; returns how many.
  std::size_t take(std::string_view word, std::string_view next) {
    // "Xeon-Gold 6330"
    constexpr std::string_view kXeon = "xeon-";
    if (starts_with(word, kXeon) && is_one_of(word.substr(kXeon.size()), kTiers)) {
      name_.key += "xeon";
      word.remove_prefix(kXeon.size());
    }
    for (const Spelling& vendor : kVendors)
      if (vendor.word == word) {
        if (name_.vendor.empty()) name_.vendor = vendor.vendor;
        return 1;
      }
    if (const auto clock = clock_of(word, next)) {
      megahertz_ = clock->megahertz;
      return clock->words;
    }
    if (is_generation(word, next)) return 2;
    const bool counts_cores = is_one_of(word, kCounts) || (all_digits(word) && !name_.key.empty());
    if (counts_cores && (next == "core" || next == "cores")) return 2;
    if (is_one_of(word, kNoise) || is_count(word)) return 1;
    if (is_one_of(word, kTiers) && !starts_with(name_.key, "athlon") &&
        !starts_with(name_.key, "pentium")) {
      name_.tier = *std::find(std::begin(kTiers), std::end(kTiers), word);
      return 1;
    }
    // "E5-2670 0": Intel's way to say that there is no version yet.
    if (word == "0" && !name_.key.empty()) return 1;
    if (word == "embedded" && name_.key == "epyc") return 1;
    // "Xeon 6 6980P"
    if ((word == "6" || word == "6+") && name_.key == "xeon" && !next.empty()) return 1;
    append_letters(name_.key, word);
    return 1;
  }

  CpuName& name_;
  bool has_at_;
  double megahertz_ = 0.0;
};

}  // namespace

CpuName read_cpu_name(std::string_view name) {
  std::string plain = without_marks(name.substr(0, kLongestCpuName));
  CpuName result;
  result.text = alias_text(plain);
  bool has_at = false;
  std::string_view rest = name_part(plain, has_at);
  std::vector<std::string_view> words;
  words.reserve(12);
  while (const auto word = next_word(rest)) words.push_back(*word);
  KeyBuilder(result, has_at).read(words);
  return result;
}

}  // namespace wattprint::catalog
