// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

#include "base/text.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace aiws::cli {
namespace {

void add_token_as_option(CLI::App& command, SettingsOptions& settings)
{
    command
        .add_option("--token-as", settings.token_as,
                    "How OpenClaw is told its token: by a reference to its file, by a variable of its environment, or "
                    "literally (default: as it is now; at first by its file)")
        ->type_name("file|env|literal");
}

} // namespace

void add_output_options(CLI::App& command, OutputOptions& options)
{
    command.add_flag("--json", options.json, "Print one JSON document instead of text, errors included");
    command.add_flag("-q,--quiet", options.quiet, "No progress and no remarks on standard error");
}

void add_settings_options(CLI::App& command, SettingsOptions& options)
{
    command.add_option("--gateway", options.gateway, "LiteLLM's address; else LITELLM_URL, else http://127.0.0.1:4000")
        ->type_name("URL");
    command
        .add_option("--token-file", options.token_file,
                    "File with the gateway's admin token; else LITELLM_TOKEN, LITELLM_MASTER_KEY, "
                    "AI_WORKSPACE_AUTH_TOKEN, ~/.ai_workspace_auth_token")
        ->type_name("FILE");
    command.add_option("--env-file", options.env_file, "File of NAME=value lines that beat the environment")
        ->type_name("FILE");
    command.add_option("--catalog", options.catalog, "File that adds or changes channels and models")
        ->type_name("FILE");
    command.add_option("--ca-cert", options.ca_cert, "PEM file to trust instead of the system's CA store")
        ->type_name("FILE");
    command.add_flag_callback(
        "--allow-plain-http", [&options] { options.plain_http = PlainHttp::allow; },
        "Send the token without TLS even to a public address");
}

void add_agent_options(CLI::App& command, SettingsOptions& settings, std::string& primary)
{
    add_profile_option(command, settings);
    add_token_as_option(command, settings);
    command.add_option("--primary", primary, "Make this alias OpenClaw's default model")->type_name("ALIAS");
}

void add_profile_option(CLI::App& command, SettingsOptions& settings)
{
    command.add_option("--openclaw-profile", settings.openclaw_profile, "OpenClaw's profile (openclaw --profile)")
        ->type_name("NAME");
}

void add_consent_options(CLI::App& command, ConsentOptions& options, const std::string& what_dry_run_prints)
{
    command.add_flag("-y,--yes", options.yes, "Do not ask");
    command.add_flag("--dry-run", options.dry_run, "Only print " + what_dry_run_prints);
}

void add_timeout_option(CLI::App& command, int& seconds)
{
    command.add_option("--timeout", seconds, "How long a model may take to answer")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, 3'600).description(""))
        ->capture_default_str();
}

void add_wait_option(CLI::App& command, int& seconds)
{
    command.add_option("--wait", seconds, "Wait so many seconds for a gateway that is still starting")
        ->type_name("SECONDS")
        ->check(CLI::Range(0, 86'400).description(""));
}

void add_selection_options(CLI::App& command, Selection& selection)
{
    command.add_option("--channel", selection.channels, "Only this channel (repeatable)")
        ->type_name("CHANNEL")
        ->expected(1)
        ->take_all();
    command.add_option("--model", selection.models, "Only this alias, CHANNEL/MODEL (repeatable)")
        ->type_name("ALIAS")
        ->expected(1)
        ->take_all();
}

base::Result<> check_selection(const Selection& selection, const catalog::Catalog& catalog)
{
    const auto refuse = [](std::string_view kind, const std::string& word, const std::vector<std::string>& known) {
        return std::unexpected(base::Error{.kind = base::Failure::usage,
                                           .what = "there is no " + std::string(kind) + " \"" +
                                                   base::one_line(word, 60) + "\"" + base::did_you_mean(word, known),
                                           .fix = "aiws models lists them all"});
    };
    std::vector<std::string> channels;
    for (const auto& channel : catalog.channels) channels.push_back(channel.name);
    for (const auto& channel : selection.channels)
        if (catalog.find(channel) == nullptr) return refuse("channel", channel, channels);
    const auto aliases = all_aliases(catalog);
    for (const auto& model : selection.models)
        if (std::ranges::find(aliases, model) == aliases.end()) return refuse("model", model, aliases);
    return {};
}

std::vector<std::string> all_aliases(const catalog::Catalog& catalog)
{
    std::vector<std::string> aliases;
    for (const auto& channel : catalog.channels)
        for (const auto& model : channel.models) aliases.push_back(catalog::alias(channel, model));
    return aliases;
}

void on_chosen(CLI::App& command, const OutputOptions& output, Context& context, Run& chosen, Run run)
{
    command.callback([&output, &context, &chosen, run = std::move(run)] {
        context.format = output.json ? Format::json : Format::text;
        context.quiet = output.quiet ? Quiet::yes : Quiet::no;
        chosen = run;
    });
}

} // namespace aiws::cli
