// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/registration.hpp"

#include "cli/settings/keys.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace aiws::cli {
void add_registration_options(CLI::App& command, RegistrationOptions& options)
{
    add_settings_options(command, options.settings);
    add_selection_options(command, options.selection);
    auto* prune =
        command.add_flag("--prune", options.prune, "Also remove what aiws registered for channels whose key is gone");
    prune->excludes(command.get_option("--model"));
    command.add_flag("--take-over", options.take_over, "Replace other people's deployments under our aliases");
    command.add_flag("--allow-none", options.allow_none, "It is all right when no provider key is set");
    command.add_flag("--no-openclaw", options.no_openclaw, "Leave OpenClaw's configuration alone");
    add_agent_options(command, options.settings, options.primary);
    add_wait_option(command, options.wait_seconds);
}

workspace::Plan Registration::whole_plan() const
{
    workspace::Plan whole = gateway;
    if (agent) append(whole, agent->plan);
    return whole;
}

base::Result<> Registration::plan_agent_for(std::set<std::string> aliases, const std::string& primary)
{
    AgentIntent wanted{.removed_channels = emptied_channels(gateway, aliases), .primary = primary};
    wanted.aliases = std::move(aliases);
    AIWS_TRY(agent, plan_agent(settings, session->access().token, wanted));
    return {};
}

base::Result<std::unique_ptr<Registration>> prepare_registration(const Context& context,
                                                                 const RegistrationOptions& options)
{
    auto registration = std::make_unique<Registration>();
    AIWS_TRY(registration->settings, load_settings(context.environment, options.settings));
    const Settings& settings = registration->settings;
    Selection selection = options.selection;
    if (!options.primary.empty()) selection.models.push_back(options.primary); // checked like the others
    AIWS_CHECK(check_selection(selection, settings.catalog));

    AIWS_TRY(auto keys, find_keys(settings.catalog, settings.environment, options.selection.channels));
    if (keys.empty() && !options.allow_none)
        return std::unexpected(no_keys(settings.catalog, settings.environment, options.selection.channels));
    if (keys.empty() && !options.prune) return nullptr;
    registration->intent = {.keys = std::move(keys),
                            .selection = options.selection,
                            .take_over = options.take_over ? workspace::TakeOver::yes : workspace::TakeOver::no,
                            .prune = options.prune ? Prune::yes : Prune::no};

    AIWS_TRY(registration->session, Session::open(settings, context));
    AIWS_TRY(registration->reading, registration->session->read(std::chrono::seconds(options.wait_seconds), context));
    registration->gateway = plan_registration(settings.catalog, registration->intent, registration->reading);
    if (!options.no_openclaw)
        AIWS_CHECK(registration->plan_agent_for(aliases_after(registration->gateway, registration->reading.state),
                                                options.primary));
    return registration;
}

} // namespace aiws::cli
