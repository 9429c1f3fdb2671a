// SPDX-License-Identifier: Apache-2.0
#include "stack/removal.hpp"

#include "catch.hpp"
#include "stack/agent_files.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
namespace fs = std::filesystem;
using Paths = std::vector<fs::path>;
using stack::Purge;

namespace {

/// A workspace in which everything is, and the launcher on PATH.
struct Whole : test::SmallWorkspace {
    fs::path link = stack::launcher_link(home, environment);

    Whole()
    {
        for (const auto& part : {home.programs(), home.cache(), home.bin(), home.config(), home.run(), home.secrets(),
                                 home.backups(), home.logs(), home.database(), link.parent_path()})
            fs::create_directories(part);
        test::write(home.bin() / "openclaw", "#!/bin/sh\n", 0755);
        fs::create_symlink(home.bin() / "openclaw", link);
    }

    [[nodiscard]] Paths removed(const stack::Record& record, Purge purge) const
    {
        Paths paths;
        for (const auto& each : stack::removed_paths(home, record, environment, purge)) {
            CHECK_FALSE(each.what.empty());
            paths.push_back(each.path);
        }
        return paths;
    }

    [[nodiscard]] Paths kept(Purge purge) const
    {
        Paths paths;
        for (const auto& each : stack::kept_paths(home, purge)) paths.push_back(each.path);
        return paths;
    }
};

} // namespace

TEST_CASE("an uninstallation takes the programs and leaves data and keys")
{
    const Whole whole;
    const auto& home = whole.home;
    CHECK(whole.removed({}, Purge::no) ==
          Paths{whole.link, home.programs(), home.cache(), home.bin(), home.config(), home.run()});
    CHECK(whole.kept(Purge::no) == Paths{home.folder / "data", home.secrets(), home.backups(), home.logs()});
}

TEST_CASE("a purge takes the whole workspace and aiws's own notes")
{
    const Whole whole;
    fs::create_directories(system::state_dir(whole.environment));
    CHECK(whole.removed({}, Purge::yes) == Paths{whole.link, whole.home.folder, system::state_dir(whole.environment)});
    CHECK(whole.kept(Purge::yes).empty());
}

TEST_CASE("what is not there is not named")
{
    const test::SmallWorkspace workspace;
    CHECK(stack::removed_paths(workspace.home, {}, workspace.environment, Purge::no).empty());
    CHECK(stack::removed_paths(workspace.home, {}, workspace.environment, Purge::yes).empty());
    CHECK(stack::kept_paths(workspace.home, Purge::no).empty());
}

TEST_CASE("an openclaw on PATH that is not the workspace's stays")
{
    const Whole whole;
    fs::remove(whole.link);
    SECTION("a program")
    {
        test::write(whole.link, "#!/bin/sh\n", 0755);
    }
    SECTION("a link to another one")
    {
        fs::create_symlink("/opt/openclaw", whole.link);
    }
    const auto removed = whole.removed({}, Purge::yes);
    CHECK(std::find(removed.begin(), removed.end(), whole.link) == removed.end());
}

TEST_CASE("of what was made outside, a purge takes only OpenClaw's folders")
{
    const Whole whole;
    const auto leaving = whole.folder / "openclaw-1000";
    const auto other = whole.folder / "Documents";
    const auto file = whole.folder / "openclaw.txt";
    const auto link = whole.folder / "openclaw-link";
    fs::create_directories(leaving);
    fs::create_directories(other);
    test::write(file, "");
    fs::create_directory_symlink(other, link);
    stack::Record record;
    for (const auto& path : {leaving, other, file, link}) record.made.push_back(path.string());
    CHECK(whole.removed(record, Purge::yes) == Paths{whole.link, whole.home.folder, leaving});
}
