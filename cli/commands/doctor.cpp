// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/examination.hpp"
#include "cli/options.hpp"
#include "cli/output/finding_text.hpp"
#include "cli/output/style.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace aiws::cli {
namespace {

using openclaw::Finding;
using openclaw::Weight;

struct DoctorOptions {
    OutputOptions output;
    SettingsOptions settings;
    bool no_agent_check = false;
};

Style style_of(Weight weight)
{
    return weight == Weight::fine ? Style::good : weight == Weight::remark ? Style::dim : Style::bad;
}

std::size_t count(const std::vector<Finding>& findings, Weight weight)
{
    return static_cast<std::size_t>(std::ranges::count(findings, weight, &Finding::weight));
}

int exit_code_of(const std::vector<Finding>& findings)
{
    return count(findings, Weight::problem) > 0 ? k_exit_failed : k_exit_ok;
}

std::string text_of(const std::vector<Finding>& findings, const Terminal& terminal)
{
    constexpr int k_mark = 7;
    constexpr int k_subject = 9;
    const auto padded = [](std::string text, int width) {
        text.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(text.size()))), ' ');
        return text;
    };
    std::string text;
    for (const auto& finding : findings) {
        const std::string mark(to_string(finding.weight));
        text += paint(mark, style_of(finding.weight), terminal) + padded("", k_mark - static_cast<int>(mark.size())) +
                "  " + padded(finding.subject, k_subject) + "  " + finding_line(finding) + "\n";
    }
    const auto problems = count(findings, Weight::problem);
    return text + "\n" + (problems == 0 ? "No problem found.\n" : base::counted(problems, "problem") + " found.\n");
}

json::Ordered json_of(const std::vector<Finding>& findings)
{
    json::Ordered out{{"findings", json::Ordered::array()}};
    for (const auto& finding : findings) out["findings"].push_back(to_json(finding));
    out["exit"] = exit_code_of(findings);
    return out;
}

base::Result<int> run_doctor(const Context& context, const DoctorOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_TRY(const auto findings, examine(context, settings, options.no_agent_check ? Check::no : Check::yes));
    AIWS_CHECK(context.print(text_of(findings, context.out), json_of(findings)));
    return exit_code_of(findings);
}

} // namespace

void declare_doctor(CLI::App& app, Context& context, Run& chosen)
{
    auto* command =
        app.add_subcommand("doctor", "Look for what is wrong, and say which credentials OpenClaw would use");
    auto options = std::make_shared<DoctorOptions>();
    add_settings_options(*command, options->settings);
    add_profile_option(*command, options->settings);
    command->add_flag("--no-agent-check", options->no_agent_check, "Do not start OpenClaw");
    add_output_options(*command, options->output);
    command->footer("It changes nothing. Ends with 1 when there is a problem.\n\nExample:\n  aiws doctor");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_doctor(c, *options); });
}

} // namespace aiws::cli
