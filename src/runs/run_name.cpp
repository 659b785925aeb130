#include "runs/run_name.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace wattprint::runs {
namespace {

constexpr std::array<std::string_view, 9> kInterpreters{"python",  "pypy",  "node", "ruby", "perl",
                                                        "Rscript", "julia", "bash", "sh"};

bool is_interpreter(std::string_view program) {
  // "python3.11" is "python" and a version.
  const auto bare = program.substr(0, program.find_first_of("0123456789"));
  return std::find(kInterpreters.begin(), kInterpreters.end(), bare) != kInterpreters.end();
}

std::string base_name(const std::string& path) {
  auto name = std::filesystem::path(path).filename().string();
  return name.empty() ? path : name;
}

}  // namespace

std::string name_of_command(const std::vector<std::string>& command) {
  if (command.empty()) return {};
  const std::string program = base_name(command.front());
  if (!is_interpreter(program)) return program;
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string& word = command[i];
    // "-c" and "-e" are followed by program text, "-m" by a module's name.
    if (word == "-c" || word == "-e") return program;
    if (word == "-m" && i + 1 < command.size()) return command[i + 1];
    if (!word.starts_with('-')) return base_name(word);
  }
  return program;
}

}  // namespace wattprint::runs
