// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/execution.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/flow/verification.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_lines.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::Kind;
using workspace::Report;

struct RegisterOptions {
    OutputOptions output;
    RegistrationOptions registration;
    int probe_seconds = 60;
    bool no_verify = false;
    bool dry_run = false;
};

/// What a run of `register` came to.
struct Outcome {
    Report gateway;
    std::optional<Report> agent;
    std::optional<base::Error> agent_error; ///< OpenClaw's configuration could not be compared again
};

/// The aliases that the gateway really has after its part of the plan.
std::set<std::string> registered_aliases(const Registration& registration, const Report& report)
{
    workspace::Plan done;
    for (const auto& step : report.plan().steps)
        if (report.error(step) == nullptr) done.steps.push_back(step);
    return aliases_after(done, registration.reading.state);
}

/// Compares OpenClaw again with what the gateway really has.
base::Result<> compare_agent(Registration& registration, const std::string& primary, const Report& gateway)
{
    return registration.plan_agent_for(registered_aliases(registration, gateway), primary);
}

/// OpenClaw's part: compared again when the gateway's part did not come out as planned or when somebody changed the
/// file in the meantime.
base::Result<> apply_agent(Registration& registration, const std::string& primary, Outcome& outcome)
{
    constexpr int k_attempts = 3;
    if (outcome.gateway.failed_steps() > 0) AIWS_CHECK(compare_agent(registration, primary, outcome.gateway));
    for (int attempt = 1;; ++attempt) {
        outcome.agent.emplace(registration.agent->plan);
        registration.agent->apply(*outcome.agent);
        if (outcome.agent->failure() != base::Failure::failed || attempt == k_attempts) return {};
        AIWS_CHECK(compare_agent(registration, primary, outcome.gateway));
    }
}

Outcome execute(Registration& registration, const RegisterOptions& options)
{
    Outcome outcome{.gateway = Report(registration.gateway)};
    Execution execution(*registration.session, registration.settings.catalog,
                        {.probing = options.no_verify ? Probing::no : Probing::yes,
                         .probe_timeout = std::chrono::seconds(options.probe_seconds)});
    execution.run(outcome.gateway);
    const bool interrupted = outcome.gateway.failure() == base::Failure::interrupted;
    if (!registration.agent || interrupted) return outcome;
    if (auto applied = apply_agent(registration, options.registration.primary, outcome); !applied)
        outcome.agent_error = std::move(applied).error();
    return outcome;
}

int exit_code_of(const Outcome& outcome)
{
    if (const auto failure = outcome.gateway.failure()) return exit_code(*failure);
    if (outcome.agent_error) return exit_code(outcome.agent_error->kind);
    if (outcome.agent && outcome.agent->failure()) return exit_code(*outcome.agent->failure());
    return outcome.gateway.failed_probes() > 0 ? k_exit_no_answer : k_exit_ok;
}

bool wrote(const Report& report)
{
    return report.plan().has_changes() && report.failed_steps() == 0;
}

std::string agent_line(const Registration& registration, const Outcome& outcome)
{
    if (!registration.agent) return "";
    const auto& agent = *registration.agent;
    std::string line = "OpenClaw: " + agent.configuration.file().string();
    if (!outcome.agent) return line + " not written\n";
    if (outcome.agent->failed_steps() > 0)
        line += " not written";
    else
        line += wrote(*outcome.agent) ? " written" : " unchanged";
    if (!agent.configuration.backup().empty()) line += ", backup in " + agent.configuration.backup().string();
    if (!agent.location.installed()) line += " (OpenClaw itself was not found on PATH; it will look there)";
    return line + "\n";
}

std::size_t count_done(const Report& report, Action action)
{
    return static_cast<std::size_t>(std::ranges::count_if(report.plan().steps, [&](const auto& step) {
        return step.subject().kind == Kind::deployment && step.action == action && report.error(step) == nullptr;
    }));
}

/// A new key or address serves models whose own rows stay as they are: it has a line of its own.
std::string credential_lines(const Report& report)
{
    std::string lines;
    for (const auto& step : report.plan().steps)
        if (step.subject().kind == Kind::credential && step.action == Action::update && report.error(step) == nullptr)
            lines += "Credential " + step.subject().name + " updated: " + base::join(change_lines(step.changes), ", ") +
                     "\n";
    return lines;
}

std::string summary_line(const Report& report)
{
    const std::size_t kept = count_done(report, Action::keep);
    const std::size_t created = count_done(report, Action::create);
    const std::size_t changed = count_done(report, Action::update) + count_done(report, Action::replace);
    const std::size_t removed = count_done(report, Action::remove);
    std::string line = base::counted(kept + created + changed, "model") + " registered";
    std::vector<std::string> parts;
    if (created > 0) parts.push_back(std::to_string(created) + " new");
    if (changed > 0) parts.push_back(std::to_string(changed) + " changed");
    if (kept > 0) parts.push_back(std::to_string(kept) + " unchanged");
    if (removed > 0) parts.push_back(std::to_string(removed) + " removed");
    if (!parts.empty()) line += " (" + base::join(parts, ", ") + ")";
    if (!report.probes().empty())
        line += ", " + std::to_string(report.probes().size() - report.failed_probes()) + " of " +
                std::to_string(report.probes().size()) + " answer";
    return line + "\n" + credential_lines(report);
}

std::string text_of(const Registration& registration, const Outcome& outcome, const Context& context)
{
    std::string text = report_table(outcome.gateway, context.out);
    for (const auto& note : outcome.gateway.plan().notes) text += "note: " + note + "\n";
    std::string problems = report_problems(outcome.gateway);
    if (outcome.agent) problems += report_problems(*outcome.agent);
    if (outcome.agent_error) problems += "OpenClaw: " + base::to_line(*outcome.agent_error) + "\n";
    if (outcome.agent)
        for (const auto& note : outcome.agent->plan().notes) text += "note: " + note + "\n";
    return text + "\n" + problems + summary_line(outcome.gateway) + agent_line(registration, outcome);
}

json::Ordered agent_json(const Registration& registration, const Outcome& outcome)
{
    if (!registration.agent) return {};
    const auto& agent = *registration.agent;
    const bool done = outcome.agent && outcome.agent->failed_steps() == 0;
    json::Ordered out{{"file", agent.configuration.file().string()},
                      {"installed", agent.location.installed()},
                      {"written", outcome.agent && wrote(*outcome.agent)},
                      {"current", done},
                      {"backup", agent.configuration.backup().string()}};
    return out;
}

json::Ordered json_of(const Registration& registration, const Outcome& outcome)
{
    json::Ordered out{
        {"gateway", {{"url", registration.settings.gateway_url}, {"version", registration.reading.facts.version}}},
        {"plan", plan_json(registration.whole_plan())}};
    json::Ordered failures = failures_json(outcome.gateway);
    if (outcome.agent)
        for (auto& failure : failures_json(*outcome.agent)) failures.push_back(std::move(failure));
    out["failures"] = std::move(failures);
    out["probes"] = json::Ordered::array();
    for (const auto& probe : outcome.gateway.probes()) out["probes"].push_back(to_json(probe));
    out["openclaw"] = agent_json(registration, outcome);
    out["exit"] = exit_code_of(outcome);
    return out;
}

base::Result<int> nothing_to_do(const Context& context)
{
    AIWS_CHECK(context.print("No provider key is set: nothing to register.\n",
                             json::Ordered{{"plan", plan_json({})}, {"exit", k_exit_ok}}));
    return k_exit_ok;
}

base::Result<int> run_register(const Context& context, const RegisterOptions& options)
{
    if (options.dry_run) return run_plan(context, options.registration);
    AIWS_TRY(const auto lock, lock_run(context));
    AIWS_TRY(const auto registration, prepare_registration(context, options.registration));
    if (!registration) return nothing_to_do(context);
    const Outcome outcome = execute(*registration, options);
    if (const auto saved = save_verification(registration->settings.environment, registration->settings.gateway_url,
                                             outcome.gateway.probes());
        !saved)
        context.warn(base::to_line(saved.error()));
    if (outcome.gateway.failure() == base::Failure::interrupted)
        context.warn("interrupted; what was begun stands in the report, and running it again completes it");
    AIWS_CHECK(context.print(text_of(*registration, outcome, context), json_of(*registration, outcome)));
    return exit_code_of(outcome);
}

} // namespace

void declare_register(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand(
        "register", "Register every model of the channels whose key is set, prove them, and tell OpenClaw");
    auto options = std::make_shared<RegisterOptions>();
    add_registration_options(*command, options->registration);
    command->add_flag("--dry-run", options->dry_run, "Only print the plan, as aiws plan does");
    command->add_flag("--no-verify", options->no_verify, "Do not ask the models for an answer");
    command->add_option("--timeout", options->probe_seconds, "How long a model may take to answer")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600).description(""))
        ->capture_default_str();
    add_output_options(*command, options->output);
    command->footer("Ends with 0 when all is done, with 3 when a model does not answer, with 1 when something was not "
                    "done.\n\nExample:\n  export NVIDIA_API_KEY=...\n  aiws register --wait 60");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_register(c, *options); });
}

} // namespace aiws::cli
