// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/register.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/agent_run.hpp"
#include "cli/flow/examination.hpp"
#include "cli/flow/execution.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/flow/verification.hpp"
#include "cli/output/agent_text.hpp"
#include "cli/output/finding_text.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_lines.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::Kind;
using workspace::Report;

/// What a run of `register` came to.
struct Outcome {
    Report gateway;
    AgentRun agent;
    std::vector<openclaw::Finding> credentials; ///< which ones OpenClaw would use now
};

Outcome execute(const Context& context, Registration& registration, const RegisterOptions& options)
{
    Outcome outcome{.gateway = Report(registration.gateway)};
    Execution execution(*registration.session, registration.settings.catalog,
                        {.probing = options.no_verify ? Probing::no : Probing::yes,
                         .probe_timeout = std::chrono::seconds(options.probe_seconds)});
    execution.run(outcome.gateway);
    const bool interrupted = outcome.gateway.failure() == base::Failure::interrupted;
    if (registration.agent && !interrupted)
        outcome.agent = run_agent(context, registration, options.registration.primary, outcome.gateway,
                                  options.no_agent_check ? Check::no : Check::yes);
    if (outcome.agent.report && !(outcome.agent.check && outcome.agent.check->put_back))
        outcome.credentials = trace_credentials(registration.settings, *registration.agent);
    return outcome;
}

std::optional<base::Failure> failure_of(const Outcome& outcome)
{
    if (const auto failure = outcome.gateway.failure()) return failure;
    if (outcome.agent.error) return outcome.agent.error->kind;
    if (outcome.agent.report && outcome.agent.report->failure()) return outcome.agent.report->failure();
    return outcome.agent.check ? outcome.agent.check->failure() : std::nullopt;
}

int exit_code_of(const Outcome& outcome)
{
    if (const auto failure = failure_of(outcome)) return exit_code(*failure);
    const bool silent = outcome.agent.check && outcome.agent.check->silent();
    return silent || outcome.gateway.failed_probes() > 0 ? k_exit_no_answer : k_exit_ok;
}

/// What became of OpenClaw's configuration, in a word or two.
std::string agent_state(const AgentRun& run)
{
    if (run.check && run.check->put_back) return "put back as it was";
    if (!run.report || run.report->failed_steps() > 0) return "not written";
    if (run.written()) return "written";
    return run.token_written ? "unchanged, the token beside it written" : "unchanged";
}

std::string agent_lines(const Registration& registration, const AgentRun& run)
{
    if (!registration.agent) return "";
    const auto& agent = *registration.agent;
    const auto file = agent.configuration.file().string();
    std::string line = "OpenClaw: " + file + " " + agent_state(run);
    if (!agent.configuration.backup().empty()) line += ", backup in " + agent.configuration.backup().string();
    if (!agent.location.installed()) line += " (OpenClaw itself was not found on PATH; it will look there)";
    return line + "\n" + (run.check ? agent_check_text(*run.check, file) : "");
}

/// Which credentials OpenClaw uses after a change, in one line where it is the same for all; and what else there is.
std::string credential_lines(const Outcome& outcome)
{
    const auto& check = outcome.agent.check;
    const bool sure = outcome.agent.written() && (!check || !check->failure());
    std::map<std::string, std::vector<std::string>> users;
    std::string lines;
    for (const auto& finding : outcome.credentials) {
        if (finding.weight != openclaw::Weight::fine)
            lines += (finding.weight == openclaw::Weight::problem ? "problem: " : "note: ") +
                     (finding.subject.empty() ? "OpenClaw" : finding.subject) + ": " + finding_line(finding) + "\n";
        else if (finding.in_use && sure)
            users[finding.what].push_back(finding.subject);
    }
    for (const auto& [what, providers] : users) lines += base::join(providers, ", ") + ": OpenClaw " + what + "\n";
    return lines;
}

std::size_t count_done(const Report& report, Action action)
{
    return static_cast<std::size_t>(std::ranges::count_if(report.plan().steps, [&](const auto& step) {
        return step.subject().kind == Kind::deployment && step.action == action && report.error(step) == nullptr;
    }));
}

/// A new key or address serves models whose own rows stay as they are: it has a line of its own.
std::string new_key_lines(const Report& report)
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
    return line + "\n" + new_key_lines(report);
}

std::string text_of(const Registration& registration, const Outcome& outcome, const Context& context)
{
    std::string text = report_table(outcome.gateway, context.out);
    for (const auto& note : outcome.gateway.plan().notes) text += "note: " + note + "\n";
    std::string problems = report_problems(outcome.gateway);
    const AgentRun& agent = outcome.agent;
    if (agent.report) problems += report_problems(*agent.report);
    if (agent.error) problems += "OpenClaw: " + base::to_line(*agent.error) + "\n";
    if (agent.report)
        for (const auto& note : agent.report->plan().notes) text += "note: " + note + "\n";
    return text + "\n" + problems + summary_line(outcome.gateway) + agent_lines(registration, outcome.agent) +
           credential_lines(outcome);
}

json::Ordered agent_json(const Registration& registration, const Outcome& outcome)
{
    const AgentRun& run = outcome.agent;
    if (!registration.agent) return {};
    const auto& agent = *registration.agent;
    const bool put_back = run.check && run.check->put_back;
    json::Ordered out{{"file", agent.configuration.file().string()},
                      {"installed", agent.location.installed()},
                      {"version", agent.version()},
                      {"written", run.written()},
                      {"token_written", run.token_written},
                      {"current", run.report && run.report->failed_steps() == 0 && !put_back},
                      {"backup", agent.configuration.backup().string()}};
    out["check"] = run.check ? to_json(*run.check) : json::Ordered();
    out["credentials"] = json::Ordered::array();
    for (const auto& finding : outcome.credentials) out["credentials"].push_back(to_json(finding));
    return out;
}

json::Ordered json_of(const Registration& registration, const Outcome& outcome)
{
    json::Ordered out{
        {"gateway", {{"url", registration.settings.gateway_url}, {"version", registration.reading.facts.version}}},
        {"plan", plan_json(registration.whole_plan())}};
    json::Ordered failures = failures_json(outcome.gateway);
    if (outcome.agent.report)
        for (auto& failure : failures_json(*outcome.agent.report)) failures.push_back(std::move(failure));
    out["failures"] = std::move(failures);
    out["probes"] = json::Ordered::array();
    for (const auto& probe : outcome.gateway.probes()) out["probes"].push_back(to_json(probe));
    out["openclaw"] = agent_json(registration, outcome);
    out["exit"] = exit_code_of(outcome);
    return out;
}

base::Result<int> run_register(const Context& context, const RegisterOptions& options)
{
    if (options.dry_run) return run_plan(context, options.registration);
    AIWS_TRY(const auto told, perform_registration(context, options));
    AIWS_CHECK(context.print(told.text, told.document));
    return told.code;
}

} // namespace

base::Result<Told> perform_registration(const Context& context, const RegisterOptions& options)
{
    AIWS_TRY(const auto lock, lock_run(context));
    AIWS_TRY(const auto registration, prepare_registration(context, options.registration));
    if (!registration)
        return Told{.text = "No provider key is set: nothing to register.\n",
                    .document = {{"plan", plan_json({})}, {"exit", k_exit_ok}}};
    if (registration->agent) AIWS_CHECK(registration->agent->check_writable());
    const Outcome outcome = execute(context, *registration, options);
    if (const auto saved = save_verification(registration->settings.environment, registration->settings.gateway_url,
                                             outcome.gateway.probes());
        !saved)
        context.warn(base::to_line(saved.error()));
    warn_if_interrupted(context, failure_of(outcome));
    return Told{.text = text_of(*registration, outcome, context),
                .document = json_of(*registration, outcome),
                .code = exit_code_of(outcome)};
}

void declare_register(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand(
        "register", "Register every model of the channels whose key is set, prove them, and tell OpenClaw");
    auto options = std::make_shared<RegisterOptions>();
    add_registration_options(*command, options->registration);
    command->add_flag("--dry-run", options->dry_run, "Only print the plan, as aiws plan does");
    command->add_flag("--no-verify", options->no_verify, "Do not ask the models for an answer");
    command->add_flag("--no-agent-check", options->no_agent_check, "Do not have OpenClaw itself prove the change");
    add_timeout_option(*command, options->probe_seconds);
    add_output_options(*command, options->output);
    command->footer("Ends with 0 when all is done, with 3 when a model does not answer, with 1 when something was not "
                    "done.\n\nExample:\n  export NVIDIA_API_KEY=...\n  aiws register --wait 60");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_register(c, *options); });
}

} // namespace aiws::cli
