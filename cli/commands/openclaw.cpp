// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/flow/session.hpp"
#include "cli/options.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/settings/keys.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <utility>

namespace aiws::cli {
namespace {

struct PrintOptions {
    OutputOptions output;
    SettingsOptions settings;
    std::string primary;
};

/// Compares as register would, for the keys that are set and what is registered already.
base::Result<Agent> compare(const Context& context, const Settings& settings, const std::string& primary)
{
    AIWS_TRY(auto keys, find_keys(settings.catalog, settings.environment, {}));
    AIWS_TRY(const auto session, Session::open(settings, context));
    AIWS_TRY(const auto reading, session->read(std::chrono::seconds::zero(), context));
    const auto plan = plan_registration(settings.catalog, {.keys = std::move(keys)}, reading);
    return plan_agent(settings, session->access().token,
                      {.aliases = aliases_after(plan, reading.state), .primary = primary});
}

base::Result<int> run_print(const Context& context, const PrintOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    if (!options.primary.empty()) AIWS_CHECK(check_selection({.models = {options.primary}}, settings.catalog));
    AIWS_TRY(const auto agent, compare(context, settings, options.primary));
    AIWS_TRY(const auto text, openclaw::render(agent.desired));
    const std::string file = agent.configuration.file().string();
    context.say("# What aiws register sees to in " + file + ":");
    AIWS_CHECK(context.print(
        text, json::Ordered{{"file", file}, {"text", text}, {"plan", plan_json(agent.plan)}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

void declare_print(CLI::App& parent, Context& context, Run& chosen)
{
    auto* command = parent.add_subcommand("print", "Print what register writes into OpenClaw's configuration");
    auto options = std::make_shared<PrintOptions>();
    add_settings_options(*command, options->settings);
    add_agent_options(*command, options->settings, options->primary);
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws openclaw print");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_print(c, *options); });
}

} // namespace

void declare_openclaw(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("openclaw", "Look at OpenClaw's configuration and clear its way");
    command->require_subcommand(0, 1);
    command->footer("Example:\n  aiws openclaw print");
    declare_print(*command, context, chosen);
    declare_undo(*command, context, chosen);
    declare_migrate(*command, context, chosen);
}

} // namespace aiws::cli
