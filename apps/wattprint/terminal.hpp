#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "reports/style.hpp"

namespace wattprint::app {

/// Where messages and results go, and how they may look there.
class Terminal {
 public:
  explicit Terminal(const config::Settings& settings);

  /// A message to the user, on standard error: "wattprint: text".
  static void complain(std::string_view text);
  /// Text for standard error as it is; nothing with --quiet.
  void say(std::string_view text) const;
  /// A result, on standard output.
  static void print(std::string_view text);

  reports::Style message_style() const;
  reports::Style result_style() const;
  bool messages_are_on_a_terminal() const;

 private:
  bool quiet_;
  bool color_messages_;
  bool color_results_;
};

/// Writes a document where the user wants it: "-" is standard output; a file is replaced in one
/// step; anything else that exists (a pipe, a device) is written to.
Result<> write_document(const std::string& place, std::string_view text);

}  // namespace wattprint::app
