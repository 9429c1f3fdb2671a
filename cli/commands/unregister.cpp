// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/bring_up.hpp"
#include "cli/flow/demo.hpp"
#include "cli/flow/execution.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/output/confirm.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_text.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct UnregisterOptions {
    OutputOptions output;
    SettingsOptions settings;
    std::vector<std::string> words;
    ConsentOptions consent;
    bool no_openclaw = false;
    bool demo = false;
};

/// What is to be taken away, and from where.
struct Removal {
    Settings settings;
    std::unique_ptr<Session> session;
    workspace::Plan gateway;
    std::optional<Agent> agent;

    [[nodiscard]] workspace::Plan whole_plan() const
    {
        workspace::Plan whole = gateway;
        if (agent) append(whole, agent->plan);
        return whole;
    }
};

/// With no word, OpenClaw is cleared of ours even where the gateway has nothing of ours any more.
std::set<std::string> every_channel(const catalog::Catalog& catalog)
{
    std::set<std::string> channels;
    for (const auto& channel : catalog.channels) channels.insert(channel.name);
    return channels;
}

/// The channels that the workspace's demo provider serves.
base::Result<std::vector<std::string>> demo_words(const Context& context, const workspace::State& state)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::required));
    const auto channels = demo_channels(state, host->record()->ports.demo);
    return std::vector<std::string>(channels.begin(), channels.end());
}

/// The demo provider itself, once nothing refers to it.
base::Result<> stop_demo(const Context& context)
{
    AIWS_TRY(const auto host, Host::open(context, Existing::required));
    AIWS_TRY(const auto lock, host->lock(Existing::required));
    stack::Record record = *host->record();
    if (!record.demo) return {};
    record.demo = false;
    AIWS_CHECK(apply_record(context, *host, record));
    context.say("The demo provider is stopped.");
    return {};
}

base::Result<std::unique_ptr<Removal>> prepare(const Context& context, const UnregisterOptions& options)
{
    auto removal = std::make_unique<Removal>();
    AIWS_TRY(removal->settings, load_settings(context.environment, options.settings));
    AIWS_TRY(removal->session, Session::open(removal->settings, context));
    AIWS_TRY(const auto reading, removal->session->read(std::chrono::seconds::zero(), context));
    std::vector<std::string> words = options.words;
    if (options.demo) {
        AIWS_TRY(words, demo_words(context, reading.state));
        if (words.empty()) return removal;
    }
    AIWS_TRY(const auto named, ours_named(words, reading, removal->settings.catalog));
    removal->gateway = workspace::plan_removal(named);
    if (options.no_openclaw) return removal;
    AgentIntent intent{.aliases = aliases_after(removal->gateway, reading.state)};
    intent.removed_channels = emptied_channels(removal->gateway, intent.aliases);
    if (words.empty()) intent.removed_channels.merge(every_channel(removal->settings.catalog));
    AIWS_TRY(removal->agent, plan_agent(removal->settings, removal->session->access().token, intent));
    return removal;
}

base::Result<int> report(const Context& context, const Removal& removal, const workspace::Report& gateway,
                         const std::optional<workspace::Report>& agent)
{
    std::optional<base::Failure> failure = gateway.failure();
    std::string problems = report_problems(gateway);
    json::Ordered failures = failures_json(gateway);
    if (agent) {
        if (!failure) failure = agent->failure();
        problems += report_problems(*agent);
        for (auto& entry : failures_json(*agent)) failures.push_back(std::move(entry));
    }
    const int code = failure ? exit_code(*failure) : k_exit_ok;
    std::string text = report_table(gateway, context.out) + "\n" + problems;
    if (removal.agent && removal.agent->plan.has_changes())
        text += "OpenClaw: " + removal.agent->configuration.file().string() +
                (agent && agent->failed_steps() == 0 ? " put back\n" : " not changed\n");
    if (!failure) text += "Nothing of what was named is left.\n";
    AIWS_CHECK(context.print(
        text,
        json::Ordered{{"plan", plan_json(removal.whole_plan())}, {"failures", std::move(failures)}, {"exit", code}}));
    return code;
}

base::Result<int> run_unregister(const Context& context, const UnregisterOptions& options)
{
    if (options.consent.dry_run) {
        AIWS_TRY(const auto removal, prepare(context, options));
        return print_plan(context, removal->whole_plan());
    }
    AIWS_TRY(const auto lock, lock_run(context));
    AIWS_TRY(const auto removal, prepare(context, options));
    const auto plan = removal->whole_plan();
    if (!plan.has_changes()) {
        if (options.demo) AIWS_CHECK(stop_demo(context));
        AIWS_CHECK(context.print(
            "Nothing of aiws is registered: nothing to remove.\n",
            json::Ordered{{"plan", plan_json(plan)}, {"failures", json::Ordered::array()}, {"exit", k_exit_ok}}));
        return k_exit_ok;
    }
    if (!options.consent.yes) AIWS_CHECK(confirm(context, plan_text(plan, context.out), "Remove all this?"));
    if (removal->agent) AIWS_CHECK(removal->agent->check_writable());
    workspace::Report gateway(removal->gateway);
    Execution execution(*removal->session, removal->settings.catalog, {.probing = Probing::no});
    execution.run(gateway);
    std::optional<workspace::Report> agent;
    if (removal->agent && !gateway.failure()) {
        agent.emplace(removal->agent->plan);
        removal->agent->apply(*agent);
    }
    warn_if_interrupted(context, gateway.failure());
    if (options.demo && !gateway.failure()) AIWS_CHECK(stop_demo(context));
    return report(context, *removal, gateway, agent);
}

} // namespace

void declare_unregister(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("unregister", "Take away what aiws made, from the gateway and from OpenClaw");
    auto options = std::make_shared<UnregisterOptions>();
    auto* names =
        command->add_option("names", options->words, "Channels or aliases; everything of aiws when none is named");
    names->type_name("CHANNEL|ALIAS");
    command->add_flag("--demo", options->demo, "What aiws up --demo made, and its provider")->excludes(names);
    add_settings_options(*command, options->settings);
    add_consent_options(*command, options->consent, "what would go");
    command->add_flag("--no-openclaw", options->no_openclaw, "Leave OpenClaw's configuration alone");
    add_profile_option(*command, options->settings);
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws unregister ollama --yes");
    on_chosen(*command, options->output, context, chosen,
              [options](Context& c) { return run_unregister(c, *options); });
}

} // namespace aiws::cli
