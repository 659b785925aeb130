#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "base/files.hpp"

namespace wattprint::testing {

/// text must be what tests/golden/<name> holds. With WATTPRINT_UPDATE_GOLDEN set the file is
/// written instead: look at the difference before committing it.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path path = std::filesystem::path(WATTPRINT_GOLDEN_DIR) / name;
  if (std::getenv("WATTPRINT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return;
  }
  const auto golden = read_text(path);
  ASSERT_TRUE(golden) << golden.error().what;
  EXPECT_EQ(text, *golden) << "WATTPRINT_UPDATE_GOLDEN=1 writes " << path;
}

}  // namespace wattprint::testing
