// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/drift.hpp"
#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/host.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/flow/session.hpp"
#include "cli/flow/verification.hpp"
#include "cli/output/error_json.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_lines.hpp"
#include "cli/output/table.hpp"
#include "cli/output/workspace_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace aiws::cli {
namespace {

struct StatusOptions {
    OutputOptions output;
    SettingsOptions settings;
};

/// One line of the table: a channel that the gateway or the catalogue has.
struct ChannelStatus {
    std::string name;
    std::size_t models = 0;     ///< of the catalogue
    std::size_t registered = 0; ///< of ours on the gateway
    std::size_t drifted = 0;    ///< steps that would put something right
    std::size_t answered = 0;   ///< when last asked
    std::string asked_at;       ///< the newest verification; "" when never
};

/// Everything that `status` tells.
struct Status {
    std::string url;
    litellm::Facts facts;
    std::vector<ChannelStatus> channels;
    workspace::Plan drift;
    std::optional<Agent> agent;
    std::optional<base::Error> agent_error;
};

ChannelStatus channel_status(const catalog::Channel& channel, const workspace::State& state,
                             const workspace::Plan& drift, const std::map<std::string, Verified>& verified)
{
    ChannelStatus status{.name = channel.name, .models = channel.models.size()};
    for (const auto* deployment : our_deployments(state)) {
        if (deployment->channel != channel.name) continue;
        ++status.registered;
        const auto result = verified.find(deployment->name);
        if (result == verified.end()) continue;
        status.answered += result->second.verdict == "answers" ? 1U : 0U;
        status.asked_at = std::max(status.asked_at, result->second.at);
    }
    for (const auto& step : drift.steps)
        status.drifted += step.subject().channel == channel.name && step.action != workspace::Action::keep ? 1U : 0U;
    return status;
}

base::Result<Status> read_status(const Settings& settings, const Context& context)
{
    AIWS_TRY(const auto session, Session::open(settings, context));
    AIWS_TRY(const auto reading, session->read(std::chrono::seconds::zero(), context));
    Status status{.url = settings.gateway_url, .facts = reading.facts};
    AIWS_TRY(status.drift, plan_drift(settings, reading));
    const auto verified = load_verification(settings.environment, settings.gateway_url);
    for (const auto& channel : settings.catalog.channels)
        status.channels.push_back(channel_status(channel, reading.state, status.drift, verified));
    const AgentIntent intent{.aliases = aliases_after({}, reading.state), .removed_channels = {}, .primary = {}};
    if (auto agent = plan_agent(settings, session->access().token, intent))
        status.agent = std::move(*agent);
    else
        status.agent_error = agent.error();
    return status;
}

std::string agent_state(const Status& status)
{
    if (status.agent_error) return "error";
    if (status.agent->plan.steps.empty()) return "nothing-registered";
    return status.agent->plan.has_changes() ? "differs" : "current";
}

std::string agent_text(const Status& status)
{
    if (status.agent_error) return "OpenClaw  " + base::to_line(*status.agent_error) + "\n";
    const std::string file = status.agent->configuration.file().string();
    const std::string state = agent_state(status);
    std::string text = "OpenClaw  " + file;
    if (state == "current") text += ", as registered";
    if (state == "differs") text += ", differs from what is registered: aiws register puts it right";
    if (state == "nothing-registered") text += ", nothing is registered";
    if (!status.agent->location.installed()) text += " (OpenClaw was not found on PATH)";
    return text + "\n";
}

std::string drift_text(const workspace::Plan& drift)
{
    std::string text;
    for (const auto& step : drift.steps) {
        if (step.action == workspace::Action::keep) continue;
        text += "  " + step.subject().name + ": " + std::string(workspace::to_string(step.action));
        if (!step.reason.empty()) text += ", " + step.reason;
        for (const auto& line : change_lines(step.changes)) text += "\n    " + line;
        text += '\n';
    }
    return text.empty() ? "" : "\nDrift, which aiws register puts right:\n" + text;
}

std::string text_of(const Status& status, const Context& context)
{
    Table table({{"channel"},
                 {"models", Align::right},
                 {"registered", Align::right},
                 {"drifted", Align::right},
                 {"answered", Align::right},
                 {"last asked"}});
    for (const auto& channel : status.channels)
        table.add({{channel.name},
                   {std::to_string(channel.models)},
                   {std::to_string(channel.registered)},
                   {std::to_string(channel.drifted), channel.drifted > 0 ? Style::warn : Style::plain},
                   {std::to_string(channel.answered)},
                   {channel.asked_at.empty() ? "never" : channel.asked_at, Style::dim}});
    return "Gateway   " + status.url + ", LiteLLM " + status.facts.version + ", database connected, " +
           std::to_string(status.facts.rows) + " deployments in all\n" + agent_text(status) + "\n" +
           table.render(context.out) + drift_text(status.drift);
}

json::Ordered json_of(const Status& status)
{
    const bool credentials = status.facts.key_place == workspace::KeyPlace::credential;
    json::Ordered out{{"gateway",
                       {{"url", status.url},
                        {"version", status.facts.version},
                        {"database", "connected"},
                        {"credentials", credentials},
                        {"deployments", status.facts.rows}}},
                      {"channels", json::Ordered::array()}};
    for (const auto& channel : status.channels) {
        out["channels"].push_back({{"channel", channel.name},
                                   {"models", channel.models},
                                   {"registered", channel.registered},
                                   {"drifted", channel.drifted},
                                   {"answered", channel.answered}});
        out["channels"].back()["last_asked"] =
            channel.asked_at.empty() ? json::Ordered() : json::Ordered(channel.asked_at);
    }
    out["drift"] = plan_json(status.drift);
    out["openclaw"] = {{"state", agent_state(status)}};
    out["openclaw"]["file"] = status.agent ? status.agent->configuration.file().string() : "";
    out["openclaw"]["installed"] = status.agent && status.agent->location.installed();
    out["openclaw"]["error"] = status.agent_error ? json::Ordered(base::to_line(*status.agent_error)) : json::Ordered();
    out["exit"] = k_exit_ok;
    return out;
}

/// The workspace of this machine, where its gateway is the one that is asked.
struct Machine {
    std::unique_ptr<Host> host;
    std::vector<stack::ServiceStatus> services;
};

base::Result<std::optional<Machine>> read_machine(const Context& context, const Settings& settings)
{
    AIWS_TRY(auto host, Host::open(context, Existing::optional));
    if (!host->record() || host->record()->gateway_url() != settings.gateway_url) return std::nullopt;
    auto services = stack::inspect(host->runner(), *host->record(), host->client());
    return Machine{.host = std::move(host), .services = std::move(services)};
}

/// Where the workspace is ill, what can be told of the gateway is told all the same.
base::Result<int> print_machine(const Context& context, Machine& machine, const base::Result<Status>& status)
{
    const auto& home = machine.host->home();
    const auto& record = *machine.host->record();
    // A gateway of the user's own may want a token that is not exported now; its error is told below all the same.
    const bool well = all_healthy(machine.services) && (status || !record.has_gateway());
    const int code = well ? k_exit_ok : k_exit_failed;
    std::string text = services_text(home, record, machine.services, context.out) + "\n";
    text += status ? text_of(*status, context) : "Gateway   " + base::to_line(status.error()) + "\n";
    if (!well) text += "\naiws up starts what does not run; aiws logs shows why it does not.\n";
    json::Ordered document = status ? json_of(*status) : error_json(status.error(), code);
    document["workspace"] = workspace_json(home, record, machine.services);
    document["exit"] = code;
    AIWS_CHECK(context.print(text, document));
    return code;
}

base::Result<int> run_status(const Context& context, const StatusOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_TRY(auto machine, read_machine(context, settings));
    const auto status = read_status(settings, context);
    if (machine) return print_machine(context, *machine, status);
    if (!status) return std::unexpected(status.error());
    AIWS_CHECK(context.print(text_of(*status, context), json_of(*status)));
    return k_exit_ok;
}

} // namespace

void declare_status(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("status", "Show the gateway, what is registered, what drifted, what answered");
    auto options = std::make_shared<StatusOptions>();
    add_settings_options(*command, options->settings);
    add_profile_option(*command, options->settings);
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws status --json");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_status(c, *options); });
}

} // namespace aiws::cli
