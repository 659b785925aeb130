// How CodeCarbon finds a CPU in its table.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "base/text.hpp"
#include "catalog/table.hpp"
#include "estimate/methods/codecarbon.hpp"

namespace wattprint::estimate::methods::codecarbon {
namespace {

Result<catalog::Table> open(std::string_view table) {
  return catalog::Table::open(table, "name,codecarbon_w,carbontracker_w,eco2ai_w",
                              "method_cpus.csv");
}

void remove_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.erase(at, what.size());
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes " @ 2.80GHz" out of the name: blank, @, blanks, digits, point, digits, GHz.
void remove_clock(std::string& text) {
  for (auto at = text.find(" @"); at != std::string::npos; at = text.find(" @", at + 1)) {
    std::size_t end = at + 2;
    const auto skip = [&](auto is) {
      const std::size_t begin = end;
      while (end < text.size() && is(text[end])) ++end;
      return end > begin;
    };
    skip([](char c) { return c == ' '; });
    if (!skip(is_digit) || end >= text.size() || text[end++] != '.' || !skip(is_digit)) continue;
    if (text.compare(end, 3, "GHz") == 0) text.erase(at, end + 3 - at);
  }
}

/// "Intel(R) Core(TM) i7-7600U CPU @ 2.80GHz" to "Intel Core(TM) i7-7600U".
std::string without_decoration(std::string_view name) {
  std::string text(name);
  remove_all(text, "(R)");
  if (const auto at = text.find(" CPU @ "); at != std::string::npos && at > 0) text.erase(at);
  remove_all(text, " CPU");
  remove_clock(text);
  return text;
}

/// Words as RapidFuzz's default_process leaves them: lower case, anything but letters and digits a
/// blank. Bytes beyond ASCII count as letters.
std::set<std::string> words(std::string_view name) {
  std::string text = to_lower(name);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) == 0)
      c = ' ';
  std::set<std::string> all;
  for (std::string_view rest = text; const auto word = next_word(rest);) all.emplace(*word);
  return all;
}

/// token_set_ratio of 100: the words of one are all among those of the other.
bool one_contains_other(const std::set<std::string>& a, const std::set<std::string>& b) {
  if (a.empty() || b.empty()) return false;
  return std::includes(a.begin(), a.end(), b.begin(), b.end()) ||
         std::includes(b.begin(), b.end(), a.begin(), a.end());
}

}  // namespace

Result<std::optional<std::string_view>> matching_cpu(std::string_view name,
                                                     std::string_view table) {
  const auto opened = open(table);
  if (!opened) return fail(opened.error());
  const std::string plain = without_decoration(name);
  const std::string as_it_is = to_lower(name);
  const std::string lower = to_lower(plain);
  const std::set<std::string> tokens = words(plain);

  std::optional<std::string_view> same, same_plain, contained;
  bool several = false;
  const auto fine = opened->each_row([&](const catalog::Table::Row& row) -> Result<> {
    if (row[1].empty()) return {};
    const std::string known = to_lower(row[0]);
    if (!same && known == as_it_is) same = row[0];
    if (!same_plain && known == lower) same_plain = row[0];
    if (one_contains_other(words(row[0]), tokens)) {
      several = contained.has_value();
      if (!contained) contained = row[0];
    }
    return {};
  });
  if (!fine) return fail(fine.error());
  if (same) return same;
  if (same_plain) return same_plain;
  return several ? std::nullopt : contained;
}

Result<std::optional<Watts>> cpu_power(std::string_view name, std::string_view table) {
  const auto match = matching_cpu(name, table);
  if (!match) return fail(match.error());
  if (!*match) return std::nullopt;
  const auto opened = open(table);
  if (!opened) return fail(opened.error());
  const auto rows = opened->rows(**match);
  if (!rows) return fail(rows.error());
  const auto watts = parse_double(rows->front()[1]);
  if (!watts)
    return fail(Errc::malformed, fmt::format("CodeCarbon's table has \"{}\" W for {}, and stops",
                                             rows->front()[1], **match));
  return Watts{*watts};
}

}  // namespace wattprint::estimate::methods::codecarbon
