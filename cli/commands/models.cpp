// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/flow/session.hpp"
#include "cli/flow/verification.hpp"
#include "cli/options.hpp"
#include "cli/output/error_json.hpp"
#include "cli/output/table.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>

namespace aiws::cli {
namespace {

struct ModelsOptions {
    OutputOptions output;
    SettingsOptions settings;
    Selection selection;
    bool offline = false;
};

/// What is known of the gateway: absent when it was not asked.
struct Registered {
    std::optional<workspace::State> state;
    std::map<std::string, Verified> verified;

    /// "registered", "conflict" (somebody else's stands there), "missing", or "unknown".
    [[nodiscard]] std::string_view of(const std::string& alias) const
    {
        if (!state) return "unknown";
        std::string_view answer = "missing";
        for (const auto& resource : *state) {
            if (resource.kind != workspace::Kind::deployment || resource.name != alias) continue;
            if (resource.owner == workspace::Owner::aiws) return "registered";
            answer = resource.owner == workspace::Owner::legacy ? "legacy" : "conflict";
        }
        return answer;
    }
};

Cell registered_cell(std::string_view registered)
{
    const Style style = registered == "registered" ? Style::good
                        : registered == "conflict" ? Style::bad
                        : registered == "legacy"   ? Style::warn
                                                   : Style::dim;
    return {std::string(registered), style};
}

std::string tokens(std::int64_t count)
{
    if (count >= 1'000'000 && count % 1'000'000 == 0) return std::to_string(count / 1'000'000) + "M";
    if (count % 1024 == 0) return std::to_string(count / 1024) + "Ki";
    return count % 1000 == 0 ? std::to_string(count / 1000) + "k" : std::to_string(count);
}

json::Ordered prices_json(const std::optional<catalog::Prices>& prices)
{
    if (!prices) return {};
    return {{"input", prices->input},
            {"output", prices->output},
            {"cache_read", prices->cache_read},
            {"cache_write", prices->cache_write}};
}

json::Ordered model_json(const catalog::Channel& channel, const catalog::Model& model, const Registered& known)
{
    const std::string alias = catalog::alias(channel, model);
    json::Ordered out{{"alias", alias},
                      {"channel", channel.name},
                      {"model", model.name},
                      {"upstream", model.upstream},
                      {"mode", catalog::to_string(model.mode)},
                      {"context_window", model.context_window},
                      {"max_output_tokens", model.max_output_tokens},
                      {"inputs", model.inputs},
                      {"reasoning", model.reasoning},
                      {"prices", prices_json(model.prices)}};
    out["retired"] = model.retired ? json::Ordered(*model.retired) : json::Ordered();
    out["registered"] = known.of(alias);
    const auto verified = known.verified.find(alias);
    out["verified"] = verified == known.verified.end()
                          ? json::Ordered()
                          : json::Ordered{{"verdict", verified->second.verdict}, {"at", verified->second.at}};
    return out;
}

Registered ask(const Settings& settings, const Context& context, std::optional<base::Error>& error)
{
    Registered known{.verified = load_verification(settings.environment, settings.gateway_url)};
    const auto read = [&] -> base::Result<litellm::Reading> {
        AIWS_TRY(const auto session, Session::open(settings, context));
        return session->read(std::chrono::seconds::zero(), context);
    };
    if (auto reading = read())
        known.state = std::move(reading->state);
    else
        error = reading.error();
    return known;
}

void add_row(const catalog::Channel& channel, const catalog::Model& model, const Registered& known, Table& table)
{
    const std::string alias = catalog::alias(channel, model);
    const auto verified = known.verified.find(alias);
    table.add({{alias},
               registered_cell(known.of(alias)),
               {verified == known.verified.end() ? "-" : verified->second.verdict, Style::dim},
               {tokens(model.context_window)},
               {model.upstream + (model.retired ? " (retired by the provider on " + *model.retired + ")" : "")}});
}

bool asked_for(const Selection& selection, const catalog::Channel& channel, const catalog::Model& model)
{
    const auto has = [](const std::vector<std::string>& list, const std::string& word) {
        return list.empty() || std::ranges::find(list, word) != list.end();
    };
    return has(selection.channels, channel.name) && has(selection.models, catalog::alias(channel, model));
}

base::Result<int> run_models(const Context& context, const ModelsOptions& options)
{
    AIWS_TRY(const auto settings, load_settings(context.environment, options.settings));
    AIWS_CHECK(check_selection(options.selection, settings.catalog));
    std::optional<base::Error> error;
    const Registered known = options.offline ? Registered{} : ask(settings, context, error);
    const int code = error ? exit_code(error->kind) : k_exit_ok;

    Table table({{"alias"}, {"gateway"}, {"last answer"}, {"context", Align::right}, {"upstream"}});
    json::Ordered document{{"models", json::Ordered::array()}};
    for (const auto& channel : settings.catalog.channels)
        for (const auto& model : channel.models) {
            if (!asked_for(options.selection, channel, model)) continue;
            add_row(channel, model, known, table);
            document["models"].push_back(model_json(channel, model, known));
        }
    if (error) document.update(error_json(*error, code));
    document["exit"] = code;
    AIWS_CHECK(context.print(table.render(context.out), document));
    if (error && context.format == Format::text)
        context.warn("the matrix stands above, but what is registered is not known: " + base::to_line(*error));
    return code;
}

} // namespace

void declare_models(CLI::App& app, Context& context, Run& chosen)
{
    auto* command = app.add_subcommand("models", "List the matrix of models with what is registered");
    auto options = std::make_shared<ModelsOptions>();
    add_selection_options(*command, options->selection);
    command->add_flag("--offline", options->offline, "Do not ask the gateway what is registered");
    add_settings_options(*command, options->settings);
    add_output_options(*command, options->output);
    command->footer("Example:\n  aiws models --channel nvidia");
    on_chosen(*command, options->output, context, chosen, [options](Context& c) { return run_models(c, *options); });
}

} // namespace aiws::cli
