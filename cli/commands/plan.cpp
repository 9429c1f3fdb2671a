// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/plan.hpp"

#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/output/plan_json.hpp"
#include "cli/output/plan_text.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace aiws::cli {
namespace {

struct PlanOptions {
    OutputOptions output;
    RegistrationOptions registration;
};

} // namespace

base::Result<int> print_plan(const Context& context, const workspace::Plan& plan)
{
    AIWS_CHECK(context.print(plan_text(plan, context.out), plan_json(plan)));
    return plan.has_changes() ? k_exit_changes : k_exit_ok;
}

base::Result<int> run_plan(const Context& context, const RegistrationOptions& options)
{
    AIWS_TRY(const auto registration, prepare_registration(context, options));
    return print_plan(context, registration ? registration->whole_plan() : workspace::Plan{});
}

void declare_plan(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("plan", "Show what register would do, without doing it");
    auto options = std::make_shared<PlanOptions>();
    add_registration_options(*command, options->registration);
    add_output_options(*command, options->output);
    command->footer("Ends with 2 when there is something to do, with 0 when there is not.\n\n"
                    "Example:\n  aiws plan --channel nvidia");
    on_chosen(*command, options->output, context, chosen,
              [options](Context& c) { return run_plan(c, options->registration); });
}

} // namespace aiws::cli
