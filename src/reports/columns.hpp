#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/style.hpp"

namespace wattprint::reports {

struct Cell {
  std::string text;
  Tone tone = Tone::plain;
  bool right = false;  ///< aligned to the right
};

/// As many lines as a text takes.
inline constexpr std::size_t kWholeText = static_cast<std::size_t>(-1);

/// Rows whose cells stand under each other.
///
/// The last cell of a row may be long: it takes up to `most_lines` lines of what the width leaves,
/// and is shortened after that. Lines have no blanks at their end.
class Columns {
 public:
  explicit Columns(std::size_t indent, std::size_t most_lines = 1)
      : indent_(indent), most_lines_(most_lines) {}

  void row(std::vector<Cell> cells) { rows_.push_back({std::move(cells), false}); }
  /// Its last cell starts where the others' second does and may run over all columns.
  void free_row(Cell label, Cell text) {
    rows_.push_back({{std::move(label), std::move(text)}, true});
  }
  bool empty() const { return rows_.empty(); }

  std::string render(const Style& style) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    bool free;
  };
  std::size_t indent_;
  std::size_t most_lines_;
  std::vector<Row> rows_;
};

/// text broken at blanks into lines of at most `width` columns (0: one line). A word longer than a
/// line stays whole.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace wattprint::reports
