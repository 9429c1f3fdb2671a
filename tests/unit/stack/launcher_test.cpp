// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "stack/agent_files.hpp"
#include "stack/small_workspace.hpp"

using namespace aiws;
namespace fs = std::filesystem;

namespace {

struct WithLauncher : test::SmallWorkspace {
    fs::path launcher = home.bin() / "openclaw";
    fs::path link = folder / "user/.local/bin/openclaw";
    stack::Record record;

    WithLauncher()
    {
        fs::create_directories(home.bin());
        test::write(launcher, "#!/bin/sh\n", 0755);
    }
};

} // namespace

TEST_CASE("openclaw is put on PATH by a link, and that is noted")
{
    WithLauncher workspace;
    REQUIRE(stack::link_launcher(workspace.home, workspace.record, workspace.environment));
    CHECK(stack::launcher_link(workspace.home, workspace.environment) == workspace.link);
    CHECK(fs::read_symlink(workspace.link) == workspace.launcher);
    CHECK(workspace.record.made ==
          std::vector<std::string>{workspace.link.parent_path().string(), workspace.link.string()});
    REQUIRE(stack::link_launcher(workspace.home, workspace.record, workspace.environment));
    CHECK(workspace.record.made.size() == 2);
}

TEST_CASE("an openclaw that is there already stays, also a link to nothing")
{
    WithLauncher workspace;
    fs::create_directories(workspace.link.parent_path());
    fs::create_symlink("/nonexistent/openclaw", workspace.link);
    REQUIRE(stack::link_launcher(workspace.home, workspace.record, workspace.environment));
    CHECK(fs::read_symlink(workspace.link) == "/nonexistent/openclaw");
    CHECK(workspace.record.made.empty());
}

TEST_CASE("where there is no launcher nothing is put on PATH")
{
    WithLauncher workspace;
    fs::remove(workspace.launcher);
    REQUIRE(stack::link_launcher(workspace.home, workspace.record, workspace.environment));
    CHECK_FALSE(fs::exists(workspace.link.parent_path()));
    CHECK(workspace.record.made.empty());
}

TEST_CASE("a folder that cannot be made is told, not passed over")
{
    WithLauncher workspace;
    test::write(workspace.folder / "user", "a file in the way");
    CHECK_FALSE(stack::link_launcher(workspace.home, workspace.record, workspace.environment));
}
