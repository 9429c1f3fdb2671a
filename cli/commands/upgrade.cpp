// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/commands/up.hpp"
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {

void declare_upgrade(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand(
        "upgrade", "Bring the workspace to the versions that this aiws comes with; back again when they do not work");
    auto options = std::make_shared<UpOptions>();
    options->upgrade = true;
    options->upgrade_only = true;
    command->add_option("--offline", options->offline, "Install from this bundle (aiws bundle), and fetch nothing")
        ->type_name("FILE");
    command->add_flag("--no-register", options->no_register, "Do not register models");
    add_output_options(*command, options->output);
    command->footer("The database is dumped into the workspace's backups first.\n\nExample:\n  aiws upgrade");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_up(c, *options); });
}

} // namespace aiws::cli
