// How CodeCarbon finds a CPU in its table.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

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

/// The name as RapidFuzz's default_process leaves it: lower case, anything but letters and digits a
/// blank. Bytes beyond ASCII count as letters.
void process(std::string_view name, std::string& to) {
  to.assign(name);
  for (char& c : to) {
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
    else if (static_cast<unsigned char>(c) < 0x80 && !is_digit(c) && (c < 'a' || c > 'z'))
      c = ' ';
  }
}

/// The different words of a name, to be compared with those of every row.
class Words {
 public:
  explicit Words(std::string_view name) {
    process(name, text_);
    for (std::string_view rest = text_; const auto word = next_word(rest);)
      if (std::find(words_.begin(), words_.end(), *word) == words_.end()) words_.push_back(*word);
    seen_.resize(words_.size());
  }
  Words(const Words&) = delete;  // the words point into the text
  Words& operator=(const Words&) = delete;

  /// token_set_ratio of 100: the words of one are all among those of the other.
  bool one_contains_other(std::string_view row) {
    process(row, row_);
    std::fill(seen_.begin(), seen_.end(), false);
    bool any = false;
    bool all_of_row = true;
    for (std::string_view rest = row_; const auto word = next_word(rest);) {
      const auto at = std::find(words_.begin(), words_.end(), *word);
      any = true;
      if (at == words_.end())
        all_of_row = false;
      else
        seen_[static_cast<std::size_t>(at - words_.begin())] = true;
    }
    if (!any || words_.empty()) return false;
    return all_of_row || std::find(seen_.begin(), seen_.end(), false) == seen_.end();
  }

 private:
  std::string text_;
  std::vector<std::string_view> words_;
  std::vector<bool> seen_;  // of words_, in the row at hand
  std::string row_;
};

bool same_but_for_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) ==
                  std::tolower(static_cast<unsigned char>(y));
         });
}

}  // namespace

Result<std::optional<std::string_view>> matching_cpu(std::string_view name,
                                                     std::string_view table) {
  const auto opened = open(table);
  if (!opened) return fail(opened.error());
  const std::string plain = without_decoration(name);
  Words words(plain);

  std::optional<std::string_view> same, same_plain, contained;
  bool several = false;
  const auto fine = opened->each_row([&](const catalog::Table::Row& row) -> Result<> {
    if (row[1].empty()) return {};
    if (!same && same_but_for_case(row[0], name)) same = row[0];
    if (!same_plain && same_but_for_case(row[0], plain)) same_plain = row[0];
    if (words.one_contains_other(row[0])) {
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
