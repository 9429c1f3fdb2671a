// SPDX-License-Identifier: Apache-2.0
#include "system/environment.hpp"

#include "catch.hpp"
#include "system/temporary_folder.hpp"

#include <cstdlib>

using namespace aiws::system;
using aiws::test::TemporaryFolder;

namespace {

Environment with(const std::string& name, std::string value)
{
    Environment environment;
    environment.set(name, std::move(value));
    return environment;
}

} // namespace

TEST_CASE("an empty variable is set, but not as good as a value")
{
    const Environment environment({{"EMPTY", ""}, {"FULL", "a=b"}});
    CHECK(environment.get("EMPTY") == "");
    CHECK_FALSE(environment.non_empty("EMPTY"));
    CHECK(environment.non_empty("FULL") == "a=b");
    CHECK_FALSE(environment.get("MISSING"));
}

TEST_CASE("the process's environment is taken as it is, equals signs included")
{
    setenv("AIWS_TEST_VARIABLE", "x=y=z", 1);
    CHECK(Environment::of_process().get("AIWS_TEST_VARIABLE") == "x=y=z");
    unsetenv("AIWS_TEST_VARIABLE");
    CHECK_FALSE(Environment::of_process().get("AIWS_TEST_VARIABLE"));
}

TEST_CASE("a tilde stands for the home folder only where a shell would say so")
{
    const Environment environment = with("HOME", "/home/ada");
    CHECK(environment.expand("~") == "/home/ada");
    CHECK(environment.expand("~/key") == "/home/ada/key");
    CHECK(environment.expand("~bob/key") == "~bob/key");
    CHECK(environment.expand("/a/~/b") == "/a/~/b");
}

TEST_CASE("without HOME the account's folder is home")
{
    CHECK(Environment().home().is_absolute());
    CHECK(with("HOME", "").home() == Environment().home());
}

TEST_CASE("aiws's folders follow XDG, which has relative paths ignored")
{
    Environment environment = with("HOME", "/home/ada");
    CHECK(config_dir(environment) == "/home/ada/.config/aiws");
    CHECK(state_dir(environment) == "/home/ada/.local/state/aiws");
    environment.set("XDG_CONFIG_HOME", "/etc/xdg");
    environment.set("XDG_STATE_HOME", "relative");
    CHECK(config_dir(environment) == "/etc/xdg/aiws");
    CHECK(state_dir(environment) == "/home/ada/.local/state/aiws");
}

TEST_CASE("the first executable on PATH is the program, folders and plain files are not")
{
    const TemporaryFolder folder;
    for (const char* name : {"a", "b", "c"}) std::filesystem::create_directory(folder / name);
    std::filesystem::create_directory(folder / "a/tool");
    aiws::test::write(folder / "b/tool", "no program", 0644);
    aiws::test::write(folder / "c/tool", "#!/bin/sh\n", 0755);
    const std::string path = (folder / "a").string() + ":" + (folder / "b").string() + ":" + (folder / "c").string();
    const Environment environment = with("PATH", path);
    CHECK(environment.find_program("tool") == folder / "c/tool");
    CHECK_FALSE(environment.find_program("other"));
    CHECK_FALSE(environment.find_program(""));
    CHECK(environment.find_program((folder / "c/tool").string()) == folder / "c/tool");
    CHECK_FALSE(environment.find_program((folder / "b/tool").string()));
}
