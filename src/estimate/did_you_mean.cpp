#include "estimate/did_you_mean.hpp"

namespace wattprint::estimate {

std::string did_you_mean(const std::vector<std::string>& near) {
  std::string text;
  for (std::size_t i = 0; i < near.size(); ++i)
    text += (i == 0 ? ": did you mean " : i + 1 == near.size() ? " or " : ", ") + near[i];
  return text.empty() ? text : text + '?';
}

}  // namespace wattprint::estimate
