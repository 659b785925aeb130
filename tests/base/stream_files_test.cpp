#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/files.hpp"
#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "support/fake_machine.hpp"

namespace wattprint {
namespace {

using testing::FakeMachine;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

Result<std::string> all_of(InputFile& file) {
  std::string text;
  std::string space(1000, '\0');
  while (true) {
    const auto read = file.read(space);
    if (!read) return fail(read.error());
    if (*read == 0) return text;
    text.append(space, 0, *read);
  }
}

void write_gzip(const fs::path& path, const std::string& text, const char* mode = "wb") {
  gzFile file = ::gzopen(path.c_str(), mode);
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(::gzwrite(file, text.data(), static_cast<unsigned>(text.size())),
            static_cast<int>(text.size()));
  ASSERT_EQ(::gzclose(file), Z_OK);
}

std::string numbers() {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i * 7919) + '\n';
  return text;
}

TEST(InputFile, ReadsAFileToItsEnd) {
  FakeMachine m;
  m.write("in", numbers());
  auto file = InputFile::open(m.root() / "in").value();
  EXPECT_EQ(all_of(file).value(), numbers());
  m.write("empty", "");
  auto empty = InputFile::open(m.root() / "empty").value();
  EXPECT_EQ(all_of(empty).value(), "");
}

TEST(InputFile, DecompressesWhatGzipWroteUnderAnyName) {
  FakeMachine m;
  write_gzip(m.root() / "in.csv", numbers());
  write_gzip(m.root() / "in.csv", "and a second part", "ab");
  auto file = InputFile::open(m.root() / "in.csv").value();
  EXPECT_EQ(all_of(file).value(), numbers() + "and a second part");
}

TEST(InputFile, SaysWhenCompressedDataIsCutOff) {
  FakeMachine m;
  const auto path = m.root() / "in.csv.gz";
  write_gzip(path, numbers());
  const auto whole = fs::file_size(path);
  for (const auto size : {whole - 1, whole / 2, std::uintmax_t{12}}) {
    fs::resize_file(path, size);
    auto file = InputFile::open(path).value();
    const auto text = all_of(file);
    ASSERT_FALSE(text) << size;
    EXPECT_THAT(text.error().what, HasSubstr("in.csv.gz: the compressed data ends too early"));
  }
}

TEST(InputFile, SaysWhenCompressedDataIsDamaged) {
  FakeMachine m;
  const auto path = m.root() / "in.csv.gz";
  write_gzip(path, numbers());
  std::fstream damaged(path, std::ios::in | std::ios::out | std::ios::binary);
  damaged.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
  damaged << std::string(100, '\xFF');
  damaged.close();
  auto file = InputFile::open(path).value();
  EXPECT_THAT(all_of(file).error().what, HasSubstr("in.csv.gz: cannot decompress"));
}

TEST(InputFile, SaysWhatCannotBeRead) {
  FakeMachine m;
  EXPECT_EQ(InputFile::open(m.root() / "none").error().code, Errc::not_present);
  auto directory = InputFile::open(m.root()).value();
  const auto text = all_of(directory);
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().what, HasSubstr("cannot read: Is a directory"));
}

TEST(InputFile, KnowsItselfByAnyName) {
  FakeMachine m;
  m.write("in", "x");
  m.write("other", "x");
  m.link("link", "in");
  fs::create_hard_link(m.root() / "in", m.root() / "hard");
  const auto file = InputFile::open(m.root() / "link").value();
  EXPECT_TRUE(file.is_same_file(m.root() / "in"));
  EXPECT_TRUE(file.is_same_file(m.root() / "hard"));
  EXPECT_FALSE(file.is_same_file(m.root() / "other"));
  EXPECT_FALSE(file.is_same_file(m.root() / "none"));
  // A device may well be both.
  EXPECT_FALSE(InputFile::open("/dev/null").value().is_same_file("/dev/null"));
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory))
    names.push_back(entry.path().filename());
  return names;
}

TEST(OutputFile, AppearsWhenItIsComplete) {
  FakeMachine m;
  m.write("out/a", "old");
  {
    auto file = OutputFile::create(m.root() / "out/a").value();
    ASSERT_TRUE(file.write("new "));
    ASSERT_TRUE(file.write("text"));
    EXPECT_EQ(read_text(m.root() / "out/a"), "old");
    ASSERT_TRUE(file.commit());
  }
  EXPECT_EQ(read_text(m.root() / "out/a"), "new text");
  EXPECT_THAT(names_in(m.root() / "out"), ::testing::ElementsAre("a"));
}

TEST(OutputFile, LeavesNothingWhenItIsGivenUp) {
  FakeMachine m;
  m.write("out/a", "old");
  for (const char* name : {"out/a", "out/b"}) {
    auto file = OutputFile::create(m.root() / name).value();
    auto moved = std::move(file);
    ASSERT_TRUE(moved.write("half"));
  }
  EXPECT_EQ(read_text(m.root() / "out/a"), "old");
  EXPECT_THAT(names_in(m.root() / "out"), ::testing::ElementsAre("a"));
}

TEST(OutputFile, RefusesADirectoryBeforeAnythingIsWritten) {
  FakeMachine m;
  EXPECT_THAT(OutputFile::create(m.root() / "sys").error().what, HasSubstr("Is a directory"));
  EXPECT_EQ(OutputFile::create(m.root() / "none/out").error().code, Errc::not_present);
}

TEST(OutputFile, SaysWhenTheDiskIsFull) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  auto file = OutputFile::create("/dev/full").value();
  EXPECT_EQ(file.write("x").error().code, Errc::io);
}

}  // namespace
}  // namespace wattprint
