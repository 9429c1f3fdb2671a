// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/sample.hpp"

#include <CLI/CLI.hpp>

namespace aiws::test {
namespace {

void add_register(CLI::App& app)
{
    auto* command = app.add_subcommand("register", "Put the models on the gateway");
    command->add_option("--channel", "Only this channel")->type_name("CHANNEL")->expected(1, 9);
    command->add_option("--env-file,-e", "Read keys from a file")->type_name("FILE");
    command->add_option("--state-dir", "Where it's kept")->type_name("DIR");
    command->add_option("--wait", "How long: at most [0] $HOME `x` \"y\"")->type_name("SECONDS");
    command->add_option("--colour", "When to use colours")->check(CLI::IsMember({"auto", "never"}));
    command->add_flag("--no-verify")->description("Leave the calls out");
    command->add_flag("--secret-switch")->description("Not for users")->group("");
}

void add_openclaw(CLI::App& app)
{
    auto* command = app.add_subcommand("openclaw", "OpenClaw's configuration");
    auto* print = command->add_subcommand("print", "Print it");
    print->add_flag("--pretty")->description("Indent it");
    command->add_subcommand("status", "What is there");
}

} // namespace

cli::completion::Command sample_tree()
{
    CLI::App app("One binary", "aiws");
    app.fallthrough();
    app.add_flag("--json,-j")->description("Print JSON");
    add_register(app);
    app.add_subcommand("verify", "Call each alias")
        ->add_option("aliases", "Which")
        ->type_name("ALIAS")
        ->expected(0, -1);
    auto* completion = app.add_subcommand("completion", "Print a script");
    completion->add_option("shell", "Which shell")->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completion->add_option("file", "Where to")->type_name("FILE");
    add_openclaw(app);
    app.add_subcommand("internal", "Not for users")->group("");
    return cli::completion::command_tree(
        app, {{"CHANNEL", {"deepseek", "nvidia"}}, {"ALIAS", {"nvidia/glm-5.2", "ollama/qwen3:8b", "o'hara/x y"}}});
}

} // namespace aiws::test
