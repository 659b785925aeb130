#include "reports/columns.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "reports/display_width.hpp"

namespace wattprint::reports {

namespace {

constexpr std::size_t kGap = 2;
// Narrower than this a text is not broken into lines; the terminal may do so.
constexpr std::size_t kNarrowest = 20;

/// The last cell as lines for `room` columns (0: as many as it takes).
std::vector<std::string> last_cell(const std::string& text, std::size_t room,
                                   std::size_t most_lines) {
  if (room == 0 || display_width(text) <= room) return {text};
  if (most_lines == 1) return {shorten(text, room)};
  auto lines = wrap(text, room);
  if (most_lines == kWholeText) return lines;
  if (lines.size() > most_lines) {
    for (std::size_t i = most_lines; i < lines.size(); ++i) lines[most_lines - 1] += ' ' + lines[i];
    lines.resize(most_lines);
  }
  for (auto& line : lines) line = shorten(line, room);
  return lines;
}

}  // namespace

std::string Columns::render(const Style& style) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      const bool last = i + 1 == row.cells.size();
      if (row.free && last) continue;  // bound to no column
      widths[i] = std::max(widths[i], display_width(row.cells[i].text));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line(indent_, ' ');
    std::size_t at = indent_;    // column where the next cell starts
    std::size_t used = indent_;  // column up to which the line is filled
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Cell& cell = row.cells[i];
      std::vector<std::string> lines{cell.text};
      if (i + 1 == row.cells.size() && style.width != 0)
        lines = last_cell(cell.text, std::max(kNarrowest, style.width - std::min(style.width, at)),
                          most_lines_);
      const std::size_t width = display_width(lines[0]);
      const std::size_t before = cell.right && widths[i] > width ? widths[i] - width : 0;
      if (!lines[0].empty()) {
        line.append(at + before - used, ' ');
        line += paint(style, cell.tone, lines[0]);
        used = at + before + width;
      }
      for (std::size_t more = 1; more < lines.size(); ++more)
        line += '\n' + std::string(at, ' ') + paint(style, cell.tone, lines[more]);
      at += widths[i] + (widths[i] > 0 ? kGap : 0);
    }
    if (used == indent_) line.clear();
    out += line + '\n';
  }
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (const auto word = next_word(text)) {
    const bool fits =
        !lines.empty() &&
        (width == 0 || display_width(lines.back()) + 1 + display_width(*word) <= width);
    if (fits)
      lines.back() += ' ' + std::string(*word);
    else
      lines.emplace_back(*word);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace wattprint::reports
