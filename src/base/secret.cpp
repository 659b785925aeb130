#include "base/secret.hpp"

#include <sys/stat.h>

#include "base/files.hpp"
#include "base/text.hpp"

namespace wattprint {
namespace {

constexpr std::size_t kLongest = 4096;

// Shorter texts stand in sentences by chance.
constexpr std::size_t kShortest = 4;

constexpr std::string_view kHidden = "(key)";

}  // namespace

std::string Secret::hide_in(std::string text) const {
  if (text_.size() < kShortest) return text;
  // Goes on behind what it has put there: a secret such as "key)" stands in that too.
  for (auto at = text.find(text_); at != std::string::npos;
       at = text.find(text_, at + kHidden.size()))
    text.replace(at, text_.size(), kHidden);
  return text;
}

Result<Secret> read_secret(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(Errc::permission_denied,
                path.string() + ": others can read this key; say: chmod 600 " + path.string());
  const auto text = read_text(path, kLongest + 1);
  if (!text) return fail(text.error());
  if (text->size() > kLongest) return fail(Errc::malformed, path.string() + ": too long for a key");
  std::string_view rest = *text;
  const auto line = trim(next_line(rest).value_or(""));
  if (line.empty())
    return fail(Errc::malformed, path.string() + ": the key is expected in the first line");
  return Secret(std::string(line));
}

}  // namespace wattprint
