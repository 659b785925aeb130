#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "reports/display_width.hpp"
#include "terminal.hpp"

namespace wattprint::app {

/// Lists bad rows: all of them in a file or pipe, the first few on a terminal, where they would
/// push each other out of sight.
class BadRows {
 public:
  explicit BadRows(const Terminal& terminal)
      : most_(terminal.messages_are_on_a_terminal() ? kMostOnTerminal : kAll) {}

  void list(const Error& error) {
    if (listed_ < most_)
      complain(error);
    else if (listed_ == most_)
      Terminal::complain("more bad rows follow; 2>FILE at the end of the command keeps the list");
    ++listed_;
  }
  /// The text may hold whatever stands in the file, escape sequences too.
  static void complain(const Error& error) { Terminal::complain(reports::printable(error.what)); }

 private:
  static constexpr std::size_t kMostOnTerminal = 20;
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);
  std::size_t most_;
  std::size_t listed_ = 0;
};

}  // namespace wattprint::app
