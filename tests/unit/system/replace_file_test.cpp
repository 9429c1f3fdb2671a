// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "system/child.hpp"
#include "system/file.hpp"
#include "system/temporary_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace aiws::system;
using aiws::base::Failure;
using aiws::test::mode_of;
using aiws::test::names_in;
using aiws::test::slurp;
using aiws::test::TemporaryFolder;

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

TEST_CASE("a file gets its new bytes and keeps its mode, whatever the umask")
{
    const TemporaryFolder folder;
    const mode_t before = umask(077);
    const std::string bytes(300000, 'n');
    for (const mode_t mode : {0600U, 0644U, 0664U, 0755U}) {
        aiws::test::write(folder / "file", "old", mode);
        REQUIRE(replace_file(folder / "file", bytes));
        CHECK(slurp(folder / "file") == bytes);
        CHECK(mode_of(folder / "file") == mode);
    }
    umask(before);
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("a new file is its owner's alone, and so are the folders made for it")
{
    const TemporaryFolder folder;
    const mode_t before = umask(0);
    REQUIRE(replace_file(folder / "a/b/file", "new"));
    umask(before);
    CHECK(slurp(folder / "a/b/file") == "new");
    CHECK(mode_of(folder / "a/b/file") == 0600);
    CHECK(mode_of(folder / "a") == 0700);
    CHECK(mode_of(folder / "a/b") == 0700);
}

TEST_CASE("a mode that is asked for wins over the old one")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "old", 0644);
    REQUIRE(replace_file(folder / "file", "secret", {.mode = 0600}));
    CHECK(mode_of(folder / "file") == 0600);
}

TEST_CASE("links stay and the file behind them is replaced")
{
    const TemporaryFolder folder;
    fs::create_directory(folder / "dotfiles");
    aiws::test::write(folder / "dotfiles/real", "old", 0640);
    fs::create_symlink("dotfiles/real", folder / "relative");
    fs::create_symlink(folder / "relative", folder / "absolute");
    REQUIRE(replace_file(folder / "absolute", "new"));
    CHECK(fs::read_symlink(folder / "absolute") == folder / "relative");
    CHECK(fs::read_symlink(folder / "relative") == "dotfiles/real");
    CHECK_FALSE(fs::is_symlink(folder / "dotfiles/real"));
    CHECK(slurp(folder / "dotfiles/real") == "new");
    CHECK(mode_of(folder / "dotfiles/real") == 0640);
    CHECK(names_in(folder / "dotfiles") == Names{"real"});
}

TEST_CASE("a link to nowhere gets the file it waits for, with the folder")
{
    const TemporaryFolder folder;
    fs::create_symlink("later/file", folder / "link");
    REQUIRE(replace_file(folder / "link", "new"));
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(slurp(folder / "later/file") == "new");
}

TEST_CASE("a file without a folder in its path is meant to be in the current one")
{
    const TemporaryFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    const auto done = replace_file("file", "new");
    fs::current_path(before);
    REQUIRE(done);
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("what was read is replaced as long as it is still the same")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "old");
    CHECK(replace_file(folder / "file", "new", {.expected = Expected{"old"}}));
    CHECK(replace_file(folder / "other", "new", {.expected = Expected{}}));
    CHECK(slurp(folder / "file") == "new");
    CHECK(slurp(folder / "other") == "new");
}

TEST_CASE("a file that changed underfoot is left alone")
{
    const TemporaryFolder folder;
    const auto refused = [&](const std::optional<std::string>& expected) {
        const auto done = replace_file(folder / "file", "new", {.expected = Expected{expected}});
        return !done && done.error().kind == Failure::failed &&
               done.error().why == "it was changed by something else meanwhile";
    };
    CHECK(refused("was here"));
    CHECK(names_in(folder.path()).empty());
    aiws::test::write(folder / "file", "theirs");
    CHECK(refused("old"));
    CHECK(refused("their"));
    CHECK(refused("theirs and more"));
    CHECK(refused(""));
    CHECK(refused(std::nullopt));
    CHECK(slurp(folder / "file") == "theirs");
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("root gives a file back to its owner and group")
{
    if (getuid() != 0) {
        WARN("SKIP: only root can give files away");
        return;
    }
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "old", 0640);
    REQUIRE(chown((folder / "file").c_str(), 1234, 4321) == 0);
    REQUIRE(replace_file(folder / "file", "new"));
    struct stat status{};
    REQUIRE(stat((folder / "file").c_str(), &status) == 0);
    CHECK(status.st_uid == 1234);
    CHECK(status.st_gid == 4321);
    CHECK(mode_of(folder / "file") == 0640);
}

TEST_CASE("a user who is not in the file's group opens it to no other group")
{
    if (getuid() != 0) {
        WARN("SKIP: only root can set this up");
        return;
    }
    const TemporaryFolder folder;
    REQUIRE(chown(folder.path().c_str(), aiws::test::ordinary_user(), 0) == 0);
    aiws::test::write(folder / "file", "old", 0664);
    REQUIRE(chown((folder / "file").c_str(), aiws::test::ordinary_user(), 0) == 0);
    CHECK(aiws::test::as_ordinary_user([&] { return replace_file(folder / "file", "new") ? 0 : 1; }) == 0);
    CHECK(slurp(folder / "file") == "new");
    CHECK(mode_of(folder / "file") == 0644);
}
