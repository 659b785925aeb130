#include "base/files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <thread>

#include "support/fake_machine.hpp"

namespace wattprint {
namespace {

using testing::FakeMachine;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::size_t files_in(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST(ReadText, ReturnsTheWholeFileUpToTheLimit) {
  FakeMachine m;
  const std::string text(100'000, 'x');
  m.write("a", text);
  EXPECT_EQ(read_text(m.root() / "a"), text);
  EXPECT_EQ(read_text(m.root() / "a", 10), std::string(10, 'x'));
  m.write("empty", "");
  EXPECT_EQ(read_text(m.root() / "empty"), "");
}

TEST(ReadText, ReadsKernelFilesThatHaveNoSize) {
  EXPECT_THAT(read_text("/proc/self/status").value_or(""), HasSubstr("Pid:"));
}

TEST(ReadText, SaysWhatIsNotThere) {
  FakeMachine m;
  m.write("file", "");
  for (const char* path : {"none", "file/below"}) {
    const auto text = read_text(m.root() / path);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Errc::not_present);
    EXPECT_THAT(text.error().what, HasSubstr((m.root() / path).string()));
  }
}

TEST(ReadText, FailsOnADirectory) {
  FakeMachine m;
  EXPECT_EQ(read_text(m.root()).error().code, Errc::io);
}

TEST(ReadLine, IsTrimmed) {
  FakeMachine m;
  m.write("name", "  package-0\n");
  EXPECT_EQ(read_line(m.root() / "name"), "package-0");
}

TEST(ReadNumber, TakesOneWholeNumberAndNothingElse) {
  FakeMachine m;
  m.write("n", "18446744073709551615\n");
  EXPECT_EQ(read_u64(m.root() / "n"), 18446744073709551615u);
  m.write("n", "-5\n");
  EXPECT_EQ(read_i64(m.root() / "n"), -5);
  for (const char* wrong : {"", "\n", "-5", "12 34", "1.5", "abc", "99999999999999999999"}) {
    m.write("n", wrong);
    const auto number = read_u64(m.root() / "n");
    ASSERT_FALSE(number) << wrong;
    EXPECT_EQ(number.error().code, Errc::malformed);
    EXPECT_THAT(number.error().what, HasSubstr("expected a whole number"));
  }
}

TEST(ReadNumber, ShowsOnlyTheStartOfGarbage) {
  FakeMachine m;
  m.write("n", std::string(100'000, 'x'));
  EXPECT_LT(read_u64(m.root() / "n").error().what.size(), 300u);
}

TEST(ErrnoError, TellsPermissionFromAbsenceFromFailure) {
  EXPECT_EQ(errno_error(EACCES, "cannot open", "/x").code, Errc::permission_denied);
  EXPECT_EQ(errno_error(EPERM, "cannot open", "/x").code, Errc::permission_denied);
  EXPECT_EQ(errno_error(EROFS, "cannot write", "/x").code, Errc::permission_denied);
  EXPECT_EQ(errno_error(ENOENT, "cannot open", "/x").code, Errc::not_present);
  EXPECT_EQ(errno_error(ENODEV, "cannot read", "/x").code, Errc::not_present);
  EXPECT_EQ(errno_error(EIO, "cannot read", "/x").code, Errc::io);
  EXPECT_EQ(errno_error(ENOSPC, "cannot write", "/x").code, Errc::io);
  EXPECT_EQ(errno_error(EACCES, "cannot open", "/x").what, "/x: cannot open: Permission denied");
}

TEST(KernelFile, SeesEachNewValue) {
  FakeMachine m;
  m.write("energy_uj", "100\n");
  const auto file = KernelFile::open(m.root() / "energy_uj").value();
  EXPECT_EQ(file.read_u64(), 100u);
  m.write("energy_uj", "7\n");  // shorter than before
  EXPECT_EQ(file.read_u64(), 7u);
  std::string buffer;
  EXPECT_EQ(file.read(buffer), "7\n");
}

TEST(KernelFile, SaysWhenTheContentTurnsToGarbage) {
  FakeMachine m;
  m.write("energy_uj", "100\n");
  const auto file = KernelFile::open(m.root() / "energy_uj").value();
  for (const std::string& wrong :
       {std::string(), std::string("-1"), std::string(5000, '9'), std::string("1\n2\n")}) {
    m.write("energy_uj", wrong);
    const auto number = file.read_u64();
    ASSERT_FALSE(number) << wrong.substr(0, 10);
    EXPECT_EQ(number.error().code, Errc::malformed);
  }
}

TEST(KernelFile, ReadsAFileThatWasRemovedWhileOpen) {
  FakeMachine m;
  m.write("energy_uj", "100\n");
  const auto file = KernelFile::open(m.root() / "energy_uj").value();
  m.remove("energy_uj");
  EXPECT_EQ(file.read_u64(), 100u);
  EXPECT_EQ(KernelFile::open(m.root() / "energy_uj").error().code, Errc::not_present);
}

TEST(KernelFile, ReadsAllOfALongFile) {
  FakeMachine m;
  m.write("stat", std::string(100'000, 'x') + "end");
  const auto file = KernelFile::open(m.root() / "stat").value();
  std::string buffer;
  EXPECT_EQ(file.read(buffer)->size(), 100'003u);
  EXPECT_TRUE(file.read(buffer)->ends_with("end"));
}

TEST(KernelFile, OfADirectoryFailsToRead) {
  FakeMachine m;
  const auto file = KernelFile::open(m.root()).value();
  std::string buffer;
  EXPECT_EQ(file.read(buffer).error().code, Errc::io);
  EXPECT_EQ(file.read_u64().error().code, Errc::io);
}

TEST(WriteText, ReplacesAFileAndLeavesNothingElse) {
  FakeMachine m;
  m.write("out/a.json", "old and longer");
  ASSERT_TRUE(write_text(m.root() / "out/a.json", "new"));
  EXPECT_EQ(read_text(m.root() / "out/a.json"), "new");
  EXPECT_EQ(files_in(m.root() / "out"), 1u);
  ASSERT_TRUE(write_text(m.root() / "out/empty", ""));
  EXPECT_EQ(read_text(m.root() / "out/empty"), "");
}

TEST(WriteText, CreatesWithTheModeAskedFor) {
  FakeMachine m;
  const mode_t before = ::umask(0);
  EXPECT_TRUE(write_text(m.root() / "secret", "x", 0600));
  ::umask(before);
  struct stat status {};
  ASSERT_EQ(::stat((m.root() / "secret").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777u, 0600u);
}

TEST(WriteText, KeepsALinkAndReplacesItsTarget) {
  FakeMachine m;
  m.write("real/a.json", "old");
  m.link("link.json", "real/a.json");
  m.link("dangling.json", "real/b.json");
  ASSERT_TRUE(write_text(m.root() / "link.json", "new"));
  EXPECT_TRUE(fs::is_symlink(m.root() / "link.json"));
  EXPECT_EQ(read_text(m.root() / "real/a.json"), "new");
  ASSERT_TRUE(write_text(m.root() / "dangling.json", "made"));
  EXPECT_TRUE(fs::is_symlink(m.root() / "dangling.json"));
  EXPECT_EQ(read_text(m.root() / "real/b.json"), "made");
}

TEST(WriteText, ALinkToItselfFails) {
  FakeMachine m;
  m.link("loop", "loop");
  EXPECT_FALSE(write_text(m.root() / "loop", "x"));
}

TEST(WriteText, WritesIntoADeviceAndLeavesItInPlace) {
  ASSERT_TRUE(write_text("/dev/null", "x"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(WriteText, WritesIntoAPipe) {
  FakeMachine m;
  const auto pipe = m.root() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string received;
  std::thread reader([&] { received = read_text(pipe).value_or("nothing"); });
  EXPECT_TRUE(write_text(pipe, "through"));
  reader.join();
  EXPECT_EQ(received, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(WriteText, SaysWhenTheDiskIsFull) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  const auto written = write_text("/dev/full", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::io);
  EXPECT_THAT(written.error().what, HasSubstr("No space left"));
}

TEST(WriteText, FailsOntoADirectoryOrIntoNone) {
  FakeMachine m;
  m.write("dir/file", "");
  EXPECT_FALSE(write_text(m.root() / "dir", "x"));
  EXPECT_EQ(files_in(m.root() / "dir"), 1u);
  EXPECT_EQ(files_in(m.root()), 5u);  // sys proc dev etc dir: no temporary file stayed behind
  EXPECT_EQ(write_text(m.root() / "none/file", "x").error().code, Errc::not_present);
}

}  // namespace
}  // namespace wattprint
