#include "base/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/fake_machine.hpp"

namespace wattprint {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SecretFile : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& text, mode_t mode) {
    files_.write("key", text);
    const auto path = files_.root() / "key";
    ::chmod(path.c_str(), mode);
    return path;
  }
  testing::FakeMachine files_;
};

TEST_F(SecretFile, GivesItsFirstLineWithoutBlanks) {
  EXPECT_EQ(read_secret(write("  s3cret-key \nsecond line\n", 0600)).value().reveal(),
            "s3cret-key");
  EXPECT_EQ(read_secret(write("s3cret-key\r\n", 0400)).value().reveal(), "s3cret-key");
}

TEST_F(SecretFile, IsRefusedWhenOthersMayReadOrChangeIt) {
  for (const mode_t mode : {0640, 0604, 0644, 0620, 0602, 0601, 0777}) {
    const auto path = write("s3cret-key\n", mode);
    const auto secret = read_secret(path);
    ASSERT_FALSE(secret) << std::oct << mode;
    EXPECT_EQ(secret.error().code, Errc::permission_denied);
    EXPECT_THAT(secret.error().what, HasSubstr("chmod 600 " + path.string()));
    EXPECT_THAT(secret.error().what, Not(HasSubstr("s3cret")));
  }
}

TEST_F(SecretFile, IsRefusedWhenItIsEmptyOrNoKey) {
  for (const std::string& text :
       {std::string(), std::string("\nkey in the second line\n"), std::string(5000, 'k')}) {
    const auto secret = read_secret(write(text, 0600));
    ASSERT_FALSE(secret) << text.size();
    EXPECT_EQ(secret.error().code, Errc::malformed);
    EXPECT_THAT(secret.error().what, Not(HasSubstr("kkkk")));
  }
  EXPECT_EQ(read_secret(files_.root() / "none").error().code, Errc::not_present);
}

TEST(Secret, IsHiddenInEveryPlaceOfAText) {
  const Secret secret("abcd");
  EXPECT_EQ(secret.hide_in("abcd and xabcdabcdx"), "(key) and x(key)(key)x");
  EXPECT_EQ(secret.hide_in("abc"), "abc");
  EXPECT_EQ(Secret().hide_in("text"), "text");
  EXPECT_EQ(Secret("a").hide_in("a banana"), "a banana");  // stands in words by chance
}

TEST(Secret, IsHiddenToAnEndAlsoWhenItLooksLikeWhatReplacesIt) {
  EXPECT_EQ(Secret("key)").hide_in("my key) here"), "my (key) here");
  EXPECT_EQ(Secret("(key)").hide_in("(key)(key)"), "(key)(key)");
}

}  // namespace
}  // namespace wattprint
