// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/location.hpp"
#include "system/temporary_folder.hpp"

#include <map>

using namespace aiws;
namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string>;

/// Where OpenClaw 2026.9.6 was seen to look in the same circumstances.
openclaw::Location where(const fs::path& home, Variables variables, const std::string& profile = "")
{
    variables.try_emplace("HOME", home.string());
    const auto location = openclaw::locate(system::Environment(std::move(variables)), profile);
    REQUIRE(location);
    return *location;
}

} // namespace

TEST_CASE("OpenClaw's configuration is in the home folder unless a variable says otherwise")
{
    const test::TemporaryFolder home;
    const fs::path other = home / "other";
    CHECK(where(home.path(), {}).config_file == home / ".openclaw/openclaw.json");
    CHECK(where(home.path(), {}).reason == "~/.openclaw");
    CHECK_FALSE(where(home.path(), {}).installed());
    CHECK(where(home.path(), {{"OPENCLAW_HOME", other}}).config_file == other / ".openclaw/openclaw.json");
    CHECK(where(home.path(), {{"OPENCLAW_HOME", other}}).reason == "OPENCLAW_HOME");
    CHECK(where(home.path(), {{"OPENCLAW_STATE_DIR", other}}).config_file == other / "openclaw.json");
    CHECK(where(home.path(), {{"OPENCLAW_STATE_DIR", other}, {"OPENCLAW_CONFIG_PATH", "/etc/claw.json"}}).config_file ==
          "/etc/claw.json");
}

TEST_CASE("a tilde in OpenClaw's variables is OpenClaw's home, and a relative path starts here")
{
    const test::TemporaryFolder home;
    CHECK(where(home.path(), {{"OPENCLAW_HOME", "~/claw"}, {"OPENCLAW_CONFIG_PATH", "~/c.json"}}).config_file ==
          home / "claw/c.json");
    CHECK(where(home.path(), {{"OPENCLAW_CONFIG_PATH", "some/../c.json"}}).config_file ==
          fs::current_path() / "c.json");
    CHECK(where(home.path(), {{"OPENCLAW_STATE_DIR", "state/"}}).config_file ==
          fs::current_path() / "state/openclaw.json");
}

TEST_CASE("empty variables and what a script leaves in them count as not set")
{
    const test::TemporaryFolder home;
    const Variables variables{
        {"OPENCLAW_HOME", "undefined"}, {"OPENCLAW_CONFIG_PATH", "  "}, {"OPENCLAW_STATE_DIR", ""}};
    CHECK(where(home.path(), variables).config_file == home / ".openclaw/openclaw.json");
}

TEST_CASE("files under OpenClaw's older name are found")
{
    const test::TemporaryFolder home;
    fs::create_directory(home / ".clawdbot");
    CHECK(where(home.path(), {}).config_file == home / ".clawdbot/openclaw.json");
    test::write(home / ".clawdbot/clawdbot.json", "{}");
    CHECK(where(home.path(), {}).config_file == home / ".clawdbot/clawdbot.json");
    CHECK(where(home.path(), {}).reason == "~/.clawdbot");
    fs::create_directory(home / ".openclaw");
    test::write(home / ".openclaw/openclaw.json", "{}");
    CHECK(where(home.path(), {}).config_file == home / ".openclaw/openclaw.json");
}

TEST_CASE("a profile has its own folder unless a variable names another")
{
    const test::TemporaryFolder home;
    CHECK(where(home.path(), {}, "foo").config_file == home / ".openclaw-foo/openclaw.json");
    CHECK(where(home.path(), {}, "foo").reason == "the profile foo");
    CHECK(where(home.path(), {}, "Default").config_file == home / ".openclaw/openclaw.json");
    CHECK(where(home.path(), {{"OPENCLAW_PROFILE", "foo"}}).config_file == home / ".openclaw/openclaw.json");
    CHECK(where(home.path(), {{"OPENCLAW_STATE_DIR", "/state"}}, "foo").config_file == "/state/openclaw.json");
    CHECK(where(home.path(), {{"OPENCLAW_CONFIG_PATH", "/c.json"}}, "foo").config_file == "/c.json");
}

TEST_CASE("a profile replaces what another profile left in the variables")
{
    const test::TemporaryFolder home;
    const Variables inherited{{"OPENCLAW_PROFILE", "bar"},
                              {"OPENCLAW_STATE_DIR", (home / ".openclaw-bar").string()},
                              {"OPENCLAW_CONFIG_PATH", (home / ".openclaw-bar/openclaw.json").string()}};
    CHECK(where(home.path(), inherited, "foo").config_file == home / ".openclaw-foo/openclaw.json");
    CHECK(where(home.path(), inherited, "bar").config_file == home / ".openclaw-bar/openclaw.json");
}

TEST_CASE("a profile name that OpenClaw refuses is refused")
{
    const auto location = openclaw::locate(system::Environment(Variables{{"HOME", "/nowhere"}}), "../evil");
    REQUIRE_FALSE(location);
    CHECK(location.error().kind == base::Failure::usage);
    CHECK(location.error().where == "--openclaw-profile");
}

TEST_CASE("folders that files may be included from are taken over")
{
    const auto location = where("/nowhere", {{"OPENCLAW_INCLUDE_ROOTS", "/etc/claw: ~/more :"}});
    CHECK(location.include_roots == std::vector<fs::path>{"/etc/claw", "/nowhere/more"});
}

TEST_CASE("a configuration that something else manages is told")
{
    CHECK(where("/nowhere", {{"OPENCLAW_NIX_MODE", "1"}}).read_only == "OPENCLAW_NIX_MODE");
    CHECK(where("/nowhere", {{"OPENCLAW_NIX_MODE", "0"}}).read_only.empty());
}
