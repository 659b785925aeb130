#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"

namespace wattprint::catalog {

/// One of our own tables, searched where it lies.
///
/// Our tables are simpler than CSV at large: a header, no quotes, no commas inside a field, rows in
/// byte order of the first column (scripts/check-data refuses others). So one row is found by
/// bisecting the text, and the rest of the table is never read.
class Table {
 public:
  /// text    must outlive the table and everything taken from it.
  /// header  the first line that the text must have; Errc::malformed, naming `name`, when it
  /// differs.
  static Result<Table> open(std::string_view text, std::string_view header, std::string_view name);

  using Row = std::vector<std::string_view>;  ///< as many fields as the header, in its order

  /// The rows whose first field is `key`, in the order of the table; none when there is none.
  /// Errc::malformed names table and row when a row has another number of fields.
  Result<std::vector<Row>> rows(std::string_view key) const;
  /// The rows whose first field starts with `prefix`.
  Result<std::vector<Row>> rows_that_start(std::string_view prefix) const;
  Result<std::vector<Row>> all_rows() const;

  /// Calls visit(row) for each row; the row lives until the next. Stops at the first error.
  template <class Visit>
  Result<> each_row(Visit visit) const {
    return each_row_with([](std::string_view) { return true; }, visit);
  }

  /// The same for the rows whose first field is `wanted`, which is all that is read of the others.
  template <class Wanted, class Visit>
  Result<> each_row_with(Wanted wanted, Visit visit) const {
    Row row;
    for (std::string_view rest = body_; const auto line = next_line(rest);) {
      if (!wanted(line->substr(0, line->find(',')))) continue;
      if (auto fine = split_row(*line, row); !fine) return fine;
      if (Result<> fine = visit(row); !fine) return fine;
    }
    return {};
  }

 private:
  Table(std::string_view body, std::size_t columns, std::string_view name)
      : body_(body), columns_(columns), name_(name) {}
  Result<> split_row(std::string_view line, Row& row) const;
  std::string_view from(std::string_view key) const;
  std::string_view body_;
  std::size_t columns_;
  std::string name_;
};

}  // namespace wattprint::catalog
