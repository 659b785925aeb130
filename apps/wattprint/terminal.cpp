#include "terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "base/fd.hpp"
#include "base/files.hpp"

namespace wattprint::app {
namespace {

/// Whole text to a descriptor; what a closed pipe does not take is lost, as it would be with
/// others.
Result<> write_all(int fd, std::string_view text, const std::string& place) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail(errno_error(errno, "cannot write", place));
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

bool may_color(int fd) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return !refused && !dumb && ::isatty(fd) == 1;
}

/// Columns of the terminal; 0 (as long as it takes) when it is none.
std::size_t columns_of(int fd) {
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

Terminal::Terminal(const config::Settings& settings)
    : quiet_(settings.quiet),
      color_messages_(!settings.no_color && may_color(STDERR_FILENO)),
      color_results_(!settings.no_color && may_color(STDOUT_FILENO)) {}

void Terminal::complain(std::string_view text) {
  (void)write_all(STDERR_FILENO, "wattprint: " + std::string(text) + "\n", "standard error");
}

void Terminal::say(std::string_view text) const {
  if (!quiet_) (void)write_all(STDERR_FILENO, text, "standard error");
}

void Terminal::print(std::string_view text) {
  (void)write_all(STDOUT_FILENO, text, "standard output");
}

reports::Style Terminal::message_style() const {
  return {.color = color_messages_, .width = columns_of(STDERR_FILENO)};
}

reports::Style Terminal::result_style() const {
  return {.color = color_results_, .width = columns_of(STDOUT_FILENO)};
}

bool Terminal::messages_are_on_a_terminal() const { return ::isatty(STDERR_FILENO) == 1; }

Result<> write_document(const std::string& place, std::string_view text) {
  if (place == "-") return write_all(STDOUT_FILENO, text, "standard output");
  struct stat status {};
  const bool exists = ::stat(place.c_str(), &status) == 0;
  if (!exists || S_ISREG(status.st_mode)) return write_text(place, text);
  const Fd fd(::open(place.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd) return fail(errno_error(errno, "cannot write", place));
  return write_all(fd.get(), text, place);
}

}  // namespace wattprint::app
