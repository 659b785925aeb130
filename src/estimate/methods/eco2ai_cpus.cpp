// How eco2AI finds a CPU in its table.
#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "catalog/table.hpp"
#include "estimate/methods/eco2ai.hpp"

namespace wattprint::estimate::methods::eco2ai {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How much of the front of `rest` is waste: (R), TM signs, the clock and what follows @, brackets,
/// " 8-Core". In the order in which its expression tries them.
std::size_t waste(std::string_view rest) {
  for (const std::string_view sign : {"(R)", "\u00ae", "\u2122", "(TM)"})
    if (starts_with(rest, sign)) return sign.size();
  if (rest.front() == '@') return rest.size();
  const auto word = rest.substr(0, rest.find(' '));
  if (word.find("GHz") != std::string_view::npos) return word.size();
  const auto bracket = [&](char open, char close) -> std::size_t {
    const auto end = rest.front() == open ? rest.rfind(close) : std::string_view::npos;
    return end == std::string_view::npos ? 0 : end + 1;
  };
  if (const auto size = bracket('[', ']')) return size;
  if (rest.size() >= 7 && rest[0] == ' ' && is_digit(rest[1]) && rest.substr(2, 5) == "-Core")
    return 7;
  return bracket('(', ')');
}

/// "AMD EPYC 9654 96-Core Processor" to "AMD EPYC 9654 96-Core".
std::string normalised(std::string_view name) {
  std::string text;
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t size = waste(rest);
    if (size == 0) text.push_back(rest.front());
    rest.remove_prefix(std::max<std::size_t>(size, 1));
  }
  std::string words;
  for (const auto word : split(text, ' ')) {
    if (word.empty() || word.find("CPU") != std::string_view::npos ||
        word.find("Processor") != std::string_view::npos)
      continue;
    if (!words.empty()) words.push_back(' ');
    words += word;
  }
  return words;
}

/// Words with a digit in them, and the names of families wherever they stand.
std::set<std::string_view> patterns(std::string_view name) {
  constexpr std::array<std::string_view, 13> kFamilies{
      "Ryzen Threadripper", "Ryzen", "EPYC", "Athlon",  "Xeon Gold", "Xeon Bronze", "Xeon Silver",
      "Xeon Platinum",      "Xeon",  "Core", "Celeron", "Atom",      "Pentium"};
  std::set<std::string_view> found;
  for (std::string_view rest = name; const auto word = next_word(rest);)
    if (std::any_of(word->begin(), word->end(), is_digit)) found.insert(*word);
  for (std::size_t at = 0; at < name.size();) {
    const auto* const family =
        std::find_if(kFamilies.begin(), kFamilies.end(),
                     [&](std::string_view one) { return starts_with(name.substr(at), one); });
    if (family == kFamilies.end()) {
      ++at;
    } else {
      found.insert(*family);
      at += family->size();
    }
  }
  return found;
}

/// The rows that have most in common with the name so far.
struct Best {
  std::size_t common = 0;
  std::size_t rows = 0;  ///< with anything in common
  Watts highest{0.0};

  void see(std::size_t shared, Watts tdp) {
    if (shared == 0) return;
    ++rows;
    if (shared > common) {
      common = shared;
      highest = tdp;
    } else if (shared == common) {
      highest = std::max(highest, tdp);
    }
  }
};

}  // namespace

std::string_view to_string(CpuPower::Match match) {
  switch (match) {
    case CpuPower::Match::in_table: return "in_table";
    case CpuPower::Match::one_in_table: return "one_in_table";
    case CpuPower::Match::many_in_table: return "many_in_table";
    case CpuPower::Match::none_suitable: return "no_suitable_elements";
    case CpuPower::Match::not_in_table: break;
  }
  return "not_in_table";
}

Result<CpuPower> cpu_power(std::string_view name, std::string_view table) {
  using Match = CpuPower::Match;
  const auto opened =
      catalog::Table::open(table, "name,codecarbon_w,carbontracker_w,eco2ai_w", "method_cpus.csv");
  if (!opened) return fail(opened.error());
  CpuPower power{kUnknownCpu, normalised(name), Match::not_in_table};
  const auto wanted = patterns(power.name);
  std::optional<Watts> same;
  Best best;
  const auto fine = opened->each_row([&](const catalog::Table::Row& row) -> Result<> {
    const auto watts = parse_double(row[3]);
    if (!watts) return {};
    if (row[0] == power.name) same = Watts{*watts};
    const auto has = patterns(row[0]);
    best.see(static_cast<std::size_t>(std::count_if(wanted.begin(), wanted.end(),
                                                    [&](auto one) { return has.count(one) > 0; })),
             Watts{*watts});
    return {};
  });
  if (!fine) return fail(fine.error());
  if (same) return CpuPower{*same, power.name, Match::in_table};
  if (wanted.empty()) return power;
  if (best.rows == 0) return CpuPower{kUnknownCpu, power.name, Match::none_suitable};
  return CpuPower{best.highest, power.name,
                  best.rows == 1 ? Match::one_in_table : Match::many_in_table};
}

Watts tdp_in_tracker(const CpuPower& power) {
  return power.match == CpuPower::Match::not_in_table ? Watts{0.0} : power.tdp;
}

}  // namespace wattprint::estimate::methods::eco2ai
