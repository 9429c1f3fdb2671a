// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/completion.hpp"

#include "catalog/catalog.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct CompletionOptions {
    OutputOptions output;
    std::string shell;
};

base::Result<int> run_completion(const Context& context, const CLI::App& app, const std::string& shell)
{
    AIWS_TRY(const auto matrix, catalog::load({}));
    completion::Words words{{"ALIAS", all_aliases(matrix)}};
    for (const auto& channel : matrix.channels) words["CHANNEL"].push_back(channel.name);
    const auto tree = completion::command_tree(app, words);
    const std::string script = shell == "bash"  ? completion::bash(tree)
                               : shell == "zsh" ? completion::zsh(tree)
                                                : completion::fish(tree);
    AIWS_CHECK(context.print(script, json::Ordered{{"shell", shell}, {"script", script}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

} // namespace

void declare_completion(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("completion", "Print the completion script of a shell");
    auto options = std::make_shared<CompletionOptions>();
    command->add_option("shell", options->shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    add_output_options(*command, options->output);
    command->footer("Example:\n  source <(aiws completion bash)");
    on_chosen(*command, options->output, context, chosen,
              [options, &app](Context& c) { return run_completion(c, app, options->shell); });
}

} // namespace aiws::cli
