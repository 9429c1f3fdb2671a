// SPDX-License-Identifier: Apache-2.0
#include "stack/install.hpp"
#include "stack/uv.hpp"

#include "catch.hpp"
#include "stack/small_workspace.hpp"
#include "stack/tools.hpp"
#include "stack/upgrade.hpp"

using namespace aiws;
using stack::wanted_programs;
using test::SmallWorkspace;

namespace {

void make_program(const stack::Home& home, const std::string& name, bool whole)
{
    std::filesystem::create_directories(home.programs() / name);
    if (whole) test::write(home.programs() / name / ".complete", "");
}

system::Environment with_engine(const std::string& word)
{
    return system::Environment(std::map<std::string, std::string>{{"AIWS_DB_ENGINE", word}});
}

} // namespace

TEST_CASE("another lock calls for another Python environment and nothing else")
{
    const auto one = wanted_programs("litellm==1\n", {});
    const auto two = wanted_programs("litellm==2\n", {});
    CHECK(one == wanted_programs("litellm==1\n", {}));
    CHECK(one.python.starts_with("python-"));
    CHECK(one.python != two.python);
    CHECK(one.engine == two.engine);
    CHECK(one.agent == two.agent);
}

TEST_CASE("OpenClaw is installed where it is wanted and the user has none")
{
    stack::Record record;
    CHECK(wanted_programs("", record).agent.starts_with("openclaw-"));
    record.own_agent = "/opt/openclaw";
    CHECK(wanted_programs("", record).agent.empty());
    record.own_agent.clear();
    record.agent = false;
    CHECK(wanted_programs("", record).agent.empty());
}

TEST_CASE("a workspace with other programs than wanted needs an upgrade")
{
    stack::Record record;
    record.programs = wanted_programs("litellm==1\n", record);
    CHECK_FALSE(stack::needs_upgrade(record, wanted_programs("litellm==1\n", record)));
    CHECK(stack::needs_upgrade(record, wanted_programs("litellm==2\n", record)));
    auto other_engine = record.programs;
    other_engine.engine += '0';
    CHECK(stack::needs_upgrade(record, other_engine));
}

TEST_CASE("programs are complete when each of them is")
{
    const SmallWorkspace workspace;
    stack::Record record;
    CHECK_FALSE(stack::programs_complete(workspace.home, record));
    record.programs = {.python = "python-1", .engine = "engine-1", .agent = "openclaw-1"};
    make_program(workspace.home, "python-1", true);
    make_program(workspace.home, "engine-1", true);
    make_program(workspace.home, "openclaw-1", false);
    CHECK_FALSE(stack::programs_complete(workspace.home, record));
    make_program(workspace.home, "openclaw-1", true);
    CHECK(stack::programs_complete(workspace.home, record));
    record.programs.agent.clear();
    CHECK(stack::programs_complete(workspace.home, record));
}

TEST_CASE("what the record does not name goes, uv and its Python stay")
{
    const SmallWorkspace workspace;
    for (const std::string name : {"uv", "python", "python-1", "python-2", "engine-1", "openclaw-1", "openclaw-2"})
        make_program(workspace.home, name, true);
    stack::Record record;
    record.programs = {.python = "python-2", .engine = "engine-1", .agent = "openclaw-1"};
    stack::remove_other_programs(workspace.home, record);
    CHECK(test::names_in(workspace.home.programs()) ==
          std::vector<std::string>{"engine-1", "openclaw-1", "python", "python-2", "uv"});
}

TEST_CASE("the engine is chosen by a word")
{
    CHECK(stack::wanted_engine({}) == stack::Engine::automatic);
    CHECK(stack::wanted_engine(with_engine("auto")) == stack::Engine::automatic);
    CHECK(stack::wanted_engine(with_engine("native")) == stack::Engine::native);
    CHECK(stack::wanted_engine(with_engine("wasm")) == stack::Engine::wasm);
    const auto wrong = stack::wanted_engine(with_engine("fast"));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().kind == base::Failure::config);
    CHECK(wrong.error().where == "AIWS_DB_ENGINE");
}

TEST_CASE("the version of what is installed is read from its folder")
{
    const SmallWorkspace workspace;
    stack::Record record;
    record.programs.python = "python-1";
    const auto site = workspace.home.programs() / "python-1" / "lib" / "python3.11" / "site-packages";
    for (const char* name : {"litellm-1.106.2.dist-info", "litellm_proxy_extras-0.4.108.dist-info"})
        std::filesystem::create_directories(site / name);
    const auto tools = stack::find_tools(workspace.home, record);
    CHECK(tools.site == site);
    CHECK(stack::distribution_version(tools, "litellm") == "1.106.2");
    CHECK(stack::distribution_version(tools, "supervisor").empty());
}

TEST_CASE("a bundle's uv is used offline, else the one on PATH")
{
    SmallWorkspace workspace;
    CHECK(stack::find_uv(workspace.runner, {.requirements = "", .offline = "/bundle"}).value() == "/bundle/uv");
    std::filesystem::create_directories(workspace.folder / "bin");
    test::write(workspace.folder / "bin/uv", "#!/bin/sh\n", 0755);
    workspace.runner.environment.set("PATH", (workspace.folder / "bin").string());
    CHECK(stack::find_uv(workspace.runner, {}).value() == (workspace.folder / "bin/uv").string());
}
