// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/up.hpp"

#include "cli/commands/commands.hpp"
#include "cli/options.hpp"
#include "stack/requirements.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

void add_part_options(CLI::App& command, UpOptions& options)
{
    auto* database = command.add_option("--database", options.database,
                                        "A PostgreSQL database of your own; AIWS_DATABASE_URL keeps its password off "
                                        "the command line");
    auto* gateway = command.add_option("--gateway", options.gateway,
                                       "A LiteLLM of your own, whose admin token is in LITELLM_MASTER_KEY");
    auto* openclaw = command.add_option("--openclaw", options.openclaw,
                                        "An OpenClaw of your own; else the one on PATH, else it is installed");
    auto* without = command.add_flag("--without-openclaw", options.without_openclaw, "No OpenClaw");
    database->type_name("URL")->excludes(gateway);
    gateway->type_name("URL");
    openclaw->type_name("PATH")->excludes(without);
}

void add_place_options(CLI::App& command, UpOptions& options)
{
    const auto port = CLI::Range(1, 65'535).description("");
    command.add_option("--port", options.port, "LiteLLM's port; else 4000, or the next that is free")
        ->type_name("PORT")
        ->check(port);
    command.add_option("--openclaw-port", options.openclaw_port, "The port of OpenClaw's page; else 18789, likewise")
        ->type_name("PORT")
        ->check(port);
    command.add_option("--listen", options.listen, "The address on which LiteLLM listens (default: 127.0.0.1)")
        ->type_name("ADDRESS");
    command.add_option("--offline", options.offline, "Install from this bundle (aiws bundle), and fetch nothing")
        ->type_name("FILE");
}

} // namespace

base::Result<int> run_up(const Context& context, const UpOptions& options)
{
    const auto existing = options.upgrade_only ? Existing::required : Existing::optional;
    AIWS_TRY(const auto host, Host::open(context, existing));
    AIWS_CHECK(stack::check_home(host->home()));
    AIWS_CHECK(stack::find_requirements(context.environment)); // what cannot be is told before a thing is made
    AIWS_CHECK(stack::wanted_engine(context.environment));
    AIWS_TRY(auto wanted, wanted_record(context, *host, options));
    if (options.dry_run) {
        const auto told = preview(*host, wanted.record, options);
        AIWS_CHECK(context.print(told.text, told.document));
        return told.code;
    }
    const auto known = host->record();
    AIWS_TRY(const auto lock, host->lock(existing));
    if (host->record() != known) { // another run was faster
        AIWS_TRY(wanted, wanted_record(context, *host, options));
    }
    AIWS_TRY(const auto told, bring_up(context, *host, wanted, options));
    AIWS_CHECK(context.print(told.text, told.document));
    return told.code;
}

void declare_up(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand(
        "up", "Install and start the workspace: PostgreSQL, LiteLLM and OpenClaw; run again, repair it");
    auto options = std::make_shared<UpOptions>();
    command->add_flag("--demo", options->demo, "Also run a provider on this machine that answers like the real ones");
    command->add_flag("--upgrade", options->upgrade, "Also bring the versions that this aiws comes with");
    add_part_options(*command, *options);
    add_place_options(*command, *options);
    command->add_flag("--no-register", options->no_register, "Do not register models");
    command->add_flag("--dry-run", options->dry_run, "Only print what would run where");
    add_output_options(*command, options->output);
    command->footer(
        "It needs no root: an ordinary user's workspace is below ~/.local/share/aiws; root's is the machine's, "
        "in\n/var/lib/aiws. AIWS_HOME names another place.\n\nExample:\n  export NVIDIA_API_KEY=...\n  aiws up");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_up(c, *options); });
}

} // namespace aiws::cli
