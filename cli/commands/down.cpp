// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/host.hpp"
#include "cli/options.hpp"
#include "stack/supervisor.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

base::Result<int> run_down(const Context& context)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::required));
    AIWS_TRY(const auto lock, host->lock(Existing::required));
    host->steps().begin("stopping the services");
    const auto stopped = stack::Supervisor(host->runner(), *host->record()).stop();
    if (!stopped) {
        host->steps().give_up();
        return std::unexpected(stopped.error());
    }
    host->steps().end();
    AIWS_CHECK(context.print("The services are stopped; nothing was removed. aiws up starts them again.\n",
                             json::Ordered{{"folder", host->home().folder.string()}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

} // namespace

void declare_down(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("down", "Stop the workspace's services; nothing is removed");
    auto options = std::make_shared<OutputOptions>();
    add_output_options(*command, *options);
    command->footer("Example:\n  aiws down");
    on_chosen(*command, *options, context, chosen, [options](Context& c) { return run_down(c); });
}

} // namespace aiws::cli
