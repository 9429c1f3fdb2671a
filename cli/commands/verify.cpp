// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/execution.hpp"
#include "cli/flow/gateway_plan.hpp"
#include "cli/flow/verification.hpp"
#include "cli/options.hpp"
#include "cli/output/report_text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

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

json::Ordered json_of(const std::vector<ProbeResult>& results, const std::string& gateway_url)
{
    json::Ordered out{{"gateway", {{"url", gateway_url}}}, {"probes", json::Ordered::array()}};
    for (const auto& result : results) out["probes"].push_back(to_json(result));
    out["exit"] = exit_code_of(results);
    return out;
}

std::string text_of(const std::vector<ProbeResult>& results, const Context& context)
{
    const auto good = static_cast<std::size_t>(std::ranges::count(results, Verdict::answers, &ProbeResult::verdict));
    return probe_table(results, context.out) + "\n" + probe_problems(results) + std::to_string(good) + " of " +
           std::to_string(results.size()) + " answer\n";
}

base::Result<std::vector<const workspace::Resource*>> chosen_deployments(const workspace::State& named)
{
    auto deployments = our_deployments(named);
    if (deployments.empty())
        return std::unexpected(base::Error{.what = "nothing is registered that could be asked",
                                           .fix = "aiws register registers the models of the keys that are set"});
    return deployments;
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
    const auto results = execution.probe(deployments);
    if (const auto saved = save_verification(settings.environment, settings.gateway_url, results); !saved)
        context.warn(base::to_line(saved.error()));
    AIWS_CHECK(context.print(text_of(results, context), json_of(results, settings.gateway_url)));
    return exit_code_of(results);
}

} // namespace

void declare_verify(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("verify", "Prove with a tiny real call that registered models answer");
    auto options = std::make_shared<VerifyOptions>();
    command->add_option("names", options->words, "Aliases or channels; all when none is named")
        ->type_name("CHANNEL|ALIAS");
    add_settings_options(*command, options->settings);
    command->add_option("--timeout", options->probe_seconds, "How long a model may take to answer")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600).description(""))
        ->capture_default_str();
    command->add_option("--wait", options->wait_seconds, "Wait so many seconds for a gateway that is still starting")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 86'400).description(""));
    add_output_options(*command, options->output);
    command->footer("Ends with 3 when one of them does not answer.\n\nExample:\n  aiws verify nvidia ollama/glm-5.2");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_verify(c, *options); });
}

} // namespace aiws::cli
