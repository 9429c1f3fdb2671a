// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/tree.hpp"

#include "catch.hpp"
#include "cli/completion/sample.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

using namespace aiws::cli::completion;
using Words_ = std::vector<std::string>;

namespace {

const Command& command(const Command& root, const std::string& path)
{
    const auto commands = all_commands(root);
    const auto found = std::ranges::find(commands, path, &Command::path);
    REQUIRE(found != commands.end());
    return **found;
}

const Option& option(const Command& owner, const std::string& name)
{
    const auto has = [&](const Option& each) { return std::ranges::find(each.names, name) != each.names.end(); };
    const auto found = std::ranges::find_if(owner.options, has);
    REQUIRE(found != owner.options.end());
    return *found;
}

} // namespace

TEST_CASE("the tree has every command that is not hidden, parents first")
{
    const Command root = aiws::test::sample_tree();
    Words_ paths;
    for (const Command* each : all_commands(root)) paths.push_back(each->path);
    CHECK(paths == Words_{"aiws", "aiws register", "aiws verify", "aiws completion", "aiws openclaw",
                          "aiws openclaw print", "aiws openclaw status"});
    CHECK(command(root, "aiws openclaw").description == "OpenClaw's configuration");
}

TEST_CASE("an option's values are read from its type name and its set")
{
    const Command root = aiws::test::sample_tree();
    const Command& registers = command(root, "aiws register");
    CHECK(option(registers, "--channel").value->words == Words_{"deepseek", "nvidia"});
    CHECK(option(registers, "--channel").repeats);
    CHECK(option(registers, "-e").value->kind == Value::Kind::file);
    CHECK(option(registers, "--state-dir").value->kind == Value::Kind::folder);
    CHECK(option(registers, "--wait").value->kind == Value::Kind::free);
    CHECK(option(registers, "--wait").value->name == "SECONDS");
    CHECK(option(registers, "--colour").value->words == Words_{"auto", "never"});
    CHECK_FALSE(option(registers, "--no-verify").value);
}

TEST_CASE("a hidden option is not offered and one that commands hand up is offered below")
{
    const Command root = aiws::test::sample_tree();
    const Command& print = command(root, "aiws openclaw print");
    CHECK(option(print, "--json").names == Words_{"--json", "-j"});
    for (const auto& each : command(root, "aiws register").options) CHECK(each.names.front() != "--secret-switch");
    CHECK(std::ranges::count_if(print.options, [](const Option& each) { return each.names.front() == "--help"; }) == 1);
}

TEST_CASE("arguments know their words and whether they repeat")
{
    const Command root = aiws::test::sample_tree();
    const auto& aliases = command(root, "aiws verify").arguments;
    REQUIRE(aliases.size() == 1);
    CHECK(aliases[0].repeats);
    CHECK(aliases[0].value.name == "aliases");
    CHECK(aliases[0].value.words.size() == 3);
    const auto& shells = command(root, "aiws completion").arguments;
    REQUIRE(shells.size() == 2);
    CHECK_FALSE(shells[0].repeats);
    CHECK(shells[0].value.words == Words_{"bash", "zsh", "fish"});
}

TEST_CASE("a type name of two kinds takes the words of both, and an option group belongs to its command")
{
    CLI::App app("", "aiws");
    app.add_option("--what", "")->type_name("CHANNEL|ALIAS");
    app.add_option_group("which")->add_flag("--all");
    const Command root = command_tree(app, {{"CHANNEL", {"nvidia"}}, {"ALIAS", {"nvidia/x"}}});
    CHECK(option(root, "--what").value->words == Words_{"nvidia", "nvidia/x"});
    CHECK_FALSE(option(root, "--all").value);
}
