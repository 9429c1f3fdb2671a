// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/commands/plan.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/openclaw_plan.hpp"
#include "cli/flow/run_lock.hpp"
#include "cli/options.hpp"
#include "cli/output/confirm.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_text.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct UndoOptions {
    OutputOptions output;
    SettingsOptions settings;
    ConsentOptions consent;
};

base::Result<int> run_undo(const Context& context, const UndoOptions& options)
{
    AIWS_TRY(const auto lock, lock_run(context));
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_TRY(auto agent, plan_agent_removal(settings));
    if (options.consent.dry_run) return print_plan(context, agent.plan);
    if (!agent.plan.has_changes()) {
        AIWS_CHECK(context.print(
            "Nothing of aiws stands in OpenClaw's configuration.\n",
            json::Ordered{{"plan", plan_json(agent.plan)}, {"failures", json::Ordered::array()}, {"exit", k_exit_ok}}));
        return k_exit_ok;
    }
    if (!options.consent.yes) AIWS_CHECK(confirm(context, plan_text(agent.plan, context.out), "Take all this back?"));
    AIWS_CHECK(agent.check_writable());
    workspace::Report report(agent.plan);
    agent.apply(report);
    const int code = report.failure() ? exit_code(*report.failure()) : k_exit_ok;
    const std::string file = agent.configuration.file().string();
    AIWS_CHECK(context.print(
        report_problems(report) + "OpenClaw: " + file + (report.failure() ? " not changed\n" : " put back\n"),
        json::Ordered{{"plan", plan_json(report.plan())}, {"failures", failures_json(report)}, {"exit", code}}));
    return code;
}

} // namespace

void declare_undo(CLI::App& parent, Context& context, Run& chosen)
{
    auto* command =
        parent.add_subcommand("undo", "Take back what aiws wrote for OpenClaw, and leave the gateway alone");
    auto options = std::make_shared<UndoOptions>();
    add_profile_option(*command, options->settings);
    add_consent_options(*command, options->consent, "what would go");
    add_output_options(*command, options->output);
    command->footer(
        "It takes back just what is still aiws's; no gateway is needed for it. aiws register writes it again.\n\n"
        "Example:\n  aiws openclaw undo");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_undo(c, *options); });
}

} // namespace aiws::cli
