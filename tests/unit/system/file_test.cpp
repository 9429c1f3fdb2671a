// SPDX-License-Identifier: Apache-2.0
#include "system/file.hpp"

#include "catch.hpp"
#include "system/child.hpp"
#include "system/temporary_folder.hpp"

#include <sys/stat.h>

using namespace aiws::system;
using aiws::base::Failure;
using aiws::test::TemporaryFolder;

namespace fs = std::filesystem;

TEST_CASE("a file is read with its mode and the place behind its links")
{
    const TemporaryFolder folder;
    const std::string bytes = std::string("a\0b\r\n", 5) + std::string(200000, 'x');
    aiws::test::write(folder / "real", bytes, 0640);
    fs::create_symlink("real", folder / "link");
    fs::create_symlink("link", folder / "link to link");

    const auto content = read_file(folder / "link to link", bytes.size());
    REQUIRE(content);
    REQUIRE(content->has_value());
    CHECK((*content)->bytes == bytes);
    CHECK((*content)->mode == 0640);
    CHECK((*content)->resolved == folder / "real");
}

TEST_CASE("a file that is not there is no failure, nor is a link to nowhere")
{
    const TemporaryFolder folder;
    fs::create_symlink("nowhere", folder / "link");
    for (const char* name : {"missing", "missing/file", "link"}) {
        const auto content = read_file(folder / name, 10);
        REQUIRE(content);
        CHECK_FALSE(content->has_value());
    }
}

TEST_CASE("a file over the limit is refused, one at the limit is not")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "12345");
    CHECK(read_file(folder / "file", 5));
    const auto refused = read_file(folder / "file", 4);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Failure::config);
    CHECK(refused.error().where == (folder / "file").string());
    CHECK(refused.error().why == "it is larger than 4 bytes");
}

TEST_CASE("what is no file is refused at once, a pipe without a writer too")
{
    const TemporaryFolder folder;
    REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
    fs::create_symlink("circle", folder / "circle");
    aiws::test::write(folder / "file", "");
    const auto why = [](const fs::path& path) {
        const auto content = read_file(path, 10);
        REQUIRE_FALSE(content);
        CHECK(content.error().kind == Failure::config);
        return content.error().why;
    };
    CHECK(why(folder.path()) == "it is a folder");
    CHECK(why(folder / "pipe") == "it is a device or a pipe, not a file");
    CHECK(why("/dev/zero") == "it is a device or a pipe, not a file");
    CHECK(why(folder / "circle") == "its symbolic links go in a circle");
    CHECK(why(folder / "file/below") == "a part of the path is not a folder");
}

TEST_CASE("a file that may not be read is refused")
{
    const TemporaryFolder folder;
    REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
    aiws::test::write(folder / "file", "secret", 0);
    CHECK(aiws::test::as_ordinary_user([&] {
              const auto content = read_file(folder / "file", 10);
              const bool refused = !content && content.error().kind == Failure::config;
              return refused && content.error().why == "permission denied" ? 0 : 1;
          }) == 0);
}
