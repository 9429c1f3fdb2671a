// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/host.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/options.hpp"
#include "cli/output/confirm.hpp"
#include "openclaw/token_file.hpp"
#include "stack/agent_files.hpp"
#include "stack/removal.hpp"
#include "system/folder.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace aiws::cli {
namespace {

struct UninstallOptions {
    OutputOptions output;
    ConsentOptions consent;
    bool purge = false;
};

/// What goes and what stays.
struct Removal {
    std::vector<stack::Removed> gone;
    std::vector<stack::Removed> kept;
    openclaw::Location location; ///< of OpenClaw's files
    std::optional<Agent> agent;  ///< what OpenClaw's files lose; absent where they cannot be read
    std::string agent_error;
};

base::Result<Agent> plan_agent_part(const Host& host)
{
    AIWS_TRY(const auto settings, load_settings(host.inside().environment, {}));
    return plan_agent_removal(settings);
}

/// What goes with one of these is not to be mended first.
bool goes_with(const std::vector<stack::Removed>& gone, const std::filesystem::path& file)
{
    return std::ranges::any_of(gone, [&](const auto& removed) { return system::is_inside(file, removed.path); });
}

/// What OpenClaw's configuration held before stands in aiws's notes alone.
void keep_notes(Removal& removal, const std::filesystem::path& notes)
{
    const auto found = std::ranges::find(removal.gone, notes, &stack::Removed::path);
    if (found == removal.gone.end()) return;
    removal.kept.push_back(std::move(*found));
    removal.gone.erase(found);
}

base::Result<Removal> plan_removal(const Host& host, const Context& context, stack::Purge purge)
{
    const auto& record = *host.record();
    AIWS_TRY(auto location, openclaw::locate(stack::agents_environment(host.home(), context.environment), ""));
    Removal removal{.gone = stack::removed_paths(host.home(), record, context.environment, purge),
                    .kept = stack::kept_paths(host.home(), purge),
                    .location = std::move(location)};
    auto agent = plan_agent_part(host);
    if (agent) {
        removal.agent = std::move(*agent);
    } else if (!goes_with(removal.gone, removal.location.config_file)) {
        removal.agent_error = base::to_line(agent.error());
        keep_notes(removal, system::state_dir(context.environment));
    }
    return removal;
}

std::string lines_of(const std::vector<stack::Removed>& paths)
{
    std::string lines;
    for (const auto& path : paths) lines += "  " + path.path.string() + "  (" + path.what + ")\n";
    return lines;
}

std::string text_of(const Removal& removal, const stack::Record& record, stack::Purge purge)
{
    std::string text = "Goes:\n  the services";
    text += record.supervisor == "systemd" ? ", and their systemd unit\n" : "\n";
    text += lines_of(removal.gone);
    if (removal.agent && removal.agent->plan.has_changes())
        text +=
            "  what aiws wrote into " + removal.agent->configuration.file().string() + ", and OpenClaw's token file\n";
    const bool all = purge == stack::Purge::yes;
    if (!removal.kept.empty() || !removal.agent_error.empty())
        text += all ? "Stays:\n" : "Stays (aiws uninstall --purge takes it too; aiws up uses it again):\n";
    text += lines_of(removal.kept);
    if (!removal.agent_error.empty())
        text += "  what aiws wrote into OpenClaw's configuration, which cannot be read: " + removal.agent_error +
                "; then run aiws openclaw undo\n";
    return text;
}

json::Ordered agent_json(const Removal& removal)
{
    if (!removal.agent) return {{"file", nullptr}, {"taken_back", false}, {"error", removal.agent_error}};
    const auto& agent = *removal.agent;
    return {{"file", agent.configuration.file().string()}, {"taken_back", agent.plan.has_changes()}, {"error", ""}};
}

json::Ordered paths_json(const std::vector<stack::Removed>& paths)
{
    json::Ordered all = json::Ordered::array();
    for (const auto& path : paths) all.push_back({{"path", path.path.string()}, {"what", path.what}});
    return all;
}

/// The token file, where aiws wrote it: it may stand there without anything in OpenClaw's configuration.
base::Result<> remove_token_file(const system::Environment& environment)
{
    AIWS_TRY(auto file, openclaw::TokenFile::open(default_token_file(environment), environment));
    for (const auto& step : workspace::plan_removal(file.ours()).steps) AIWS_CHECK(file.apply(step));
    return {};
}

/// OpenClaw's files first: what they refer to is still there then.
base::Result<> take_back_agent(const Host& host, const Context& context, Removal& removal)
{
    const auto environment = stack::agents_environment(host.home(), context.environment);
    if (removal.agent) AIWS_CHECK(removal.agent->carry_out());
    AIWS_CHECK(remove_token_file(environment));
    return stack::remove_agent_token(removal.location);
}

base::Result<int> nothing_to_remove(const Context& context, const stack::Home& home)
{
    AIWS_CHECK(context.print("There is no workspace in " + home.folder.string() + ": nothing to take away.\n",
                             json::Ordered{{"removed", json::Ordered::array()},
                                           {"kept", json::Ordered::array()},
                                           {"openclaw", nullptr},
                                           {"exit", k_exit_ok}}));
    return k_exit_ok;
}

base::Result<int> run_uninstall(const Context& context, const UninstallOptions& options)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::optional));
    if (!host->record()) return nothing_to_remove(context, host->home());
    std::optional<system::Lock> lock;
    if (!options.consent.dry_run) {
        auto taken = host->lock(Existing::required);
        if (!taken && !host->record()) return nothing_to_remove(context, host->home());
        if (!taken) return std::unexpected(taken.error());
        lock = std::move(*taken);
    }
    const auto purge = options.purge ? stack::Purge::yes : stack::Purge::no;
    AIWS_TRY(auto removal, plan_removal(*host, context, purge));
    const std::string text = text_of(removal, *host->record(), purge);
    const json::Ordered document{{"removed", paths_json(removal.gone)},
                                 {"kept", paths_json(removal.kept)},
                                 {"openclaw", agent_json(removal)},
                                 {"exit", k_exit_ok}};
    if (options.consent.dry_run) {
        AIWS_CHECK(context.print(text + "Nothing was done.\n", document));
        return k_exit_ok;
    }
    if (!options.consent.yes)
        AIWS_CHECK(
            confirm(context, text, options.purge ? "Take all this away, data and keys too?" : "Take this away?"));
    AIWS_CHECK(take_back_agent(*host, context, removal));
    host->steps().begin("stopping and removing");
    AIWS_CHECK(stack::remove_workspace(host->runner(), *host->record(), removal.gone, purge));
    host->steps().end();
    const std::string kept =
        options.purge ? "Nothing of the workspace is left.\n"
                      : "Data and keys are in " + host->home().folder.string() + "; aiws up uses them again.\n";
    AIWS_CHECK(context.print((options.consent.yes ? text : "") + kept, document));
    return k_exit_ok;
}

} // namespace

void declare_uninstall(CLI::App& app, Context& context, Run& chosen)
{
    auto* command =
        app.add_subcommand("uninstall", "Take the workspace away again; data and keys stay without --purge");
    auto options = std::make_shared<UninstallOptions>();
    command->add_flag("--purge", options->purge, "Also data, keys, backups and logs");
    add_consent_options(*command, options->consent, "what would go and what would stay");
    add_output_options(*command, options->output);
    command->footer("aiws itself stays: install.sh --uninstall takes it away.\n\nExample:\n  aiws uninstall --dry-run");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_uninstall(c, *options); });
}

} // namespace aiws::cli
