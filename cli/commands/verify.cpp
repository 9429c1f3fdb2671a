// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/agent_check.hpp"
#include "cli/flow/execution.hpp"
#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/verification.hpp"
#include "cli/options.hpp"
#include "cli/output/agent_text.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>

namespace aiws::cli {
namespace {

using workspace::ProbeResult;
using workspace::Verdict;

struct VerifyOptions {
    OutputOptions output;
    SettingsOptions settings;
    std::vector<std::string> words;
    int probe_seconds = 60;
    int wait_seconds = 0;
    bool agent = false;
};

/// What a verification came to.
struct Outcome {
    std::vector<ProbeResult> probes;
    std::optional<Agent> agent;      ///< with --agent
    std::optional<AgentCheck> check; ///< with --agent, where OpenClaw is installed
};

int exit_code_of(const std::vector<ProbeResult>& results)
{
    const auto any = [&](Verdict verdict) {
        return std::ranges::find(results, verdict, &ProbeResult::verdict) != results.end();
    };
    if (any(Verdict::interrupted)) return k_exit_interrupted;
    const bool all = std::ranges::all_of(results, [](const auto& r) { return r.verdict == Verdict::answers; });
    return all ? k_exit_ok : k_exit_no_answer;
}

int exit_code_of(const Outcome& outcome)
{
    const int gateway = exit_code_of(outcome.probes);
    if (!outcome.check || gateway == k_exit_interrupted) return gateway;
    if (const auto failure = outcome.check->failure()) return exit_code(*failure);
    return outcome.check->silent() ? k_exit_no_answer : gateway;
}

json::Ordered json_of(const Outcome& outcome, const std::string& gateway_url)
{
    json::Ordered out{{"gateway", {{"url", gateway_url}}}, {"probes", json::Ordered::array()}};
    for (const auto& result : outcome.probes) out["probes"].push_back(to_json(result));
    if (outcome.agent) {
        out["openclaw"] = {{"file", outcome.agent->configuration.file().string()},
                           {"installed", outcome.agent->location.installed()},
                           {"version", outcome.agent->version()}};
        out["openclaw"]["check"] = outcome.check ? to_json(*outcome.check) : json::Ordered();
    }
    out["exit"] = exit_code_of(outcome);
    return out;
}

std::string agent_text(const Outcome& outcome)
{
    if (!outcome.agent) return "";
    if (!outcome.check) return "OpenClaw was not found on PATH: it was not asked\n";
    return agent_check_text(*outcome.check, outcome.agent->configuration.file().string());
}

std::string text_of(const Outcome& outcome, const Context& context)
{
    const auto& results = outcome.probes;
    const auto good = static_cast<std::size_t>(std::ranges::count(results, Verdict::answers, &ProbeResult::verdict));
    return probe_table(results, context.out) + "\n" + probe_problems(results) + std::to_string(good) + " of " +
           std::to_string(results.size()) + " answer\n" + agent_text(outcome);
}

base::Result<std::vector<const workspace::Resource*>> chosen_deployments(const workspace::State& named)
{
    auto deployments = our_deployments(named);
    if (deployments.empty())
        return std::unexpected(base::Error{.what = "nothing is registered that could be asked",
                                           .fix = "aiws register registers the models of the keys that are set"});
    return deployments;
}

/// Has OpenClaw look at its configuration and answer with one model of each provider.
base::Result<> verify_agent(const Context& context, const Settings& settings, Session& session,
                            const litellm::Reading& reading, Outcome& outcome)
{
    AIWS_TRY(outcome.agent,
             plan_agent(settings, session.access().token, {.aliases = aliases_after({}, reading.state)}));
    Agent& agent = *outcome.agent;
    if (!agent.program) return {};
    learn_version(context, settings.environment, agent.location, *agent.program);
    outcome.check.emplace(AgentCheck{.name = agent.program->name()});
    if (agent.plan.has_changes()) {
        const auto first = std::ranges::find_if(agent.plan.steps, workspace::is_work);
        const bool token = first->subject().kind == workspace::Kind::token_file;
        outcome.check->error = base::Error{.what = "OpenClaw's configuration is not as aiws would make it",
                                           .where = token ? first->subject().name : agent.configuration.file().string(),
                                           .fix = "aiws plan says what differs, aiws register puts it right"};
        return {};
    }
    AgentChecker checker(agent, context, session.progress());
    auto validation = checker.validate();
    if (!validation)
        outcome.check->error = std::move(validation).error();
    else
        outcome.check->validation = *std::move(validation);
    outcome.check->about_ours = openclaw::concern_only(outcome.check->validation.issues, wanted_providers(agent));
    if (outcome.check->validation.valid) checker.prove(references_to_ask(outcome.probes, agent), *outcome.check);
    session.progress().clear();
    return {};
}

base::Result<int> run_verify(const Context& context, const VerifyOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_TRY(const auto session, Session::open(settings, context));
    AIWS_TRY(const auto reading, session->read(std::chrono::seconds(options.wait_seconds), context));
    AIWS_TRY(const auto named, ours_named(options.words, reading, settings.catalog));
    AIWS_TRY(auto deployments, chosen_deployments(named));
    sort_like_catalog(deployments, settings.catalog);
    Execution execution(*session, settings.catalog, {.probe_timeout = std::chrono::seconds(options.probe_seconds)});
    Outcome outcome{.probes = execution.probe(deployments)};
    if (const auto saved = save_verification(settings.environment, settings.gateway_url, outcome.probes); !saved)
        context.warn(base::to_line(saved.error()));
    if (options.agent) AIWS_CHECK(verify_agent(context, settings, *session, reading, outcome));
    AIWS_CHECK(context.print(text_of(outcome, context), json_of(outcome, settings.gateway_url)));
    return exit_code_of(outcome);
}

} // namespace

void declare_verify(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("verify", "Prove with a tiny real call that registered models answer");
    auto options = std::make_shared<VerifyOptions>();
    command->add_option("names", options->words, "Aliases or channels; all when none is named")
        ->type_name("CHANNEL|ALIAS");
    add_settings_options(*command, options->settings);
    add_timeout_option(*command, options->probe_seconds);
    add_wait_option(*command, options->wait_seconds);
    command->add_flag("--agent", options->agent, "Also have OpenClaw answer with one model of each provider");
    add_profile_option(*command, options->settings);
    add_output_options(*command, options->output);
    command->footer("Ends with 3 when one of them does not answer.\n\nExample:\n  aiws verify nvidia ollama/glm-5.2");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_verify(c, *options); });
}

} // namespace aiws::cli
