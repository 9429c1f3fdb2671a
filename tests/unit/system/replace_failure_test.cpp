// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "system/child.hpp"
#include "system/file.hpp"
#include "system/temporary_folder.hpp"

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace aiws::system;
using aiws::base::Failure;
using aiws::test::as_ordinary_user;
using aiws::test::mode_of;
using aiws::test::names_in;
using aiws::test::slurp;
using aiws::test::TemporaryFolder;

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

namespace {

/// 0 when the replacement fails that way.
int fails(const fs::path& path, Failure kind, std::string_view why, std::string_view bytes = "new")
{
    const auto done = replace_file(path, bytes);
    if (!done && done.error().kind == kind && done.error().why == why) return 0;
    std::fprintf(stderr, "got: %s\n", done ? "success" : to_line(done.error()).c_str());
    return 1;
}

void give_to_ordinary_user(const fs::path& path)
{
    if (getuid() == 0) REQUIRE(chown(path.c_str(), aiws::test::ordinary_user(), aiws::test::ordinary_user()) == 0);
}

/// A file system of 64 KiB, if we may mount one.
class SmallDisk {
  public:
    explicit SmallDisk(fs::path folder) : m_folder(std::move(folder))
    {
        m_mounted = mount("tmpfs", m_folder.c_str(), "tmpfs", MS_NOSUID, "size=64k,mode=0700") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk()
    {
        if (m_mounted) umount(m_folder.c_str());
    }
    [[nodiscard]] bool mounted() const { return m_mounted; }

  private:
    fs::path m_folder;
    bool m_mounted = false;
};

} // namespace

TEST_CASE("a file in a folder that may not be written stays as it is")
{
    const TemporaryFolder folder;
    give_to_ordinary_user(folder.path());
    aiws::test::write(folder / "file", "old", 0666);
    REQUIRE(chmod(folder.path().c_str(), 0555) == 0);
    CHECK(as_ordinary_user([&] { return fails(folder / "file", Failure::config, "permission denied"); }) == 0);
    CHECK(as_ordinary_user([&] { return fails(folder / "a/b/new", Failure::config, "permission denied"); }) == 0);
    REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
    CHECK(slurp(folder / "file") == "old");
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("a file that was made read-only is not replaced behind its owner's back")
{
    const TemporaryFolder folder;
    give_to_ordinary_user(folder.path());
    aiws::test::write(folder / "file", "old", 0444);
    give_to_ordinary_user(folder / "file");
    CHECK(as_ordinary_user([&] { return fails(folder / "file", Failure::config, "permission denied"); }) == 0);
    CHECK(slurp(folder / "file") == "old");
    CHECK(mode_of(folder / "file") == 0444);
}

TEST_CASE("another user's file is not taken over")
{
    if (getuid() != 0) {
        WARN("SKIP: only root can set this up");
        return;
    }
    const TemporaryFolder folder;
    give_to_ordinary_user(folder.path());
    aiws::test::write(folder / "file", "old", 0666);
    CHECK(as_ordinary_user([&] { return fails(folder / "file", Failure::config, "it belongs to another user"); }) == 0);
    CHECK(slurp(folder / "file") == "old");
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("what is no file is not replaced")
{
    const TemporaryFolder folder;
    fs::create_directory(folder / "folder");
    REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
    fs::create_symlink("circle", folder / "circle");
    aiws::test::write(folder / "file", "old");
    CHECK(fails(folder / "folder", Failure::config, "it is a folder") == 0);
    CHECK(fails(folder / "pipe", Failure::config, "it is a device or a pipe, not a file") == 0);
    CHECK(fails(folder / "circle", Failure::config, "its symbolic links go in a circle") == 0);
    CHECK(fails(folder / "file/below", Failure::config, "a part of the path is not a folder") == 0);
    CHECK(names_in(folder.path()) == Names{"circle", "file", "folder", "pipe"});
}

TEST_CASE("a full disk leaves the old file and nothing beside it")
{
    const TemporaryFolder folder;
    const SmallDisk disk(folder.path());
    if (!disk.mounted()) {
        WARN("SKIP: no file system of our own without root's rights");
        return;
    }
    aiws::test::write(folder / "file", "old");
    const std::string bytes(100000, 'n');
    CHECK(fails(folder / "file", Failure::failed, "no space left on the device", bytes) == 0);
    CHECK(fails(folder / "a/b/new", Failure::failed, "no space left on the device", bytes) == 0);
    CHECK(slurp(folder / "file") == "old");
    CHECK(names_in(folder.path()) == Names{"file"});
}

TEST_CASE("a write that breaks off half-way leaves the old file and nothing beside it")
{
    const TemporaryFolder folder;
    aiws::test::write(folder / "file", "old");
    const std::string bytes(100000, 'n');
    const auto limited = [&] {
        const rlimit limit{.rlim_cur = 65536, .rlim_max = 65536};
        if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR || setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
        return fails(folder / "file", Failure::failed, "the file would be larger than the limit for files", bytes);
    };
    CHECK(aiws::test::wait_for(aiws::test::start_child(limited)) == 0);
    CHECK(slurp(folder / "file") == "old");
    CHECK(names_in(folder.path()) == Names{"file"});
}
