// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/openclaw_plan.hpp"

#include "cli/settings/keys.hpp"

#include <algorithm>
#include <vector>

namespace aiws::cli {
namespace {

using workspace::Kind;

constexpr std::string_view k_secret_path = "secrets.providers.aiws";

openclaw::Wish wish(const Settings& settings, const AgentIntent& intent)
{
    openclaw::Wish wish{.base_url = settings.gateway_url + "/v1",
                        .token_file = default_token_file(settings.environment),
                        .primary = intent.primary};
    for (const auto& channel : settings.catalog.channels) {
        openclaw::ProviderWish provider{.channel = &channel};
        for (const auto& model : channel.models)
            if (model.mode == catalog::Mode::chat && intent.aliases.contains(catalog::alias(channel, model)))
                provider.models.push_back(&model);
        if (!provider.models.empty()) wish.providers.push_back(std::move(provider));
    }
    return wish;
}

/// OpenClaw's token: the environment's, else what its file holds, else the admin token.
base::Result<std::optional<base::Secret>> agent_token(const Settings& settings, const openclaw::TokenFile& file,
                                                      const base::Secret& admin_token)
{
    if (const auto token = settings.environment.non_empty("AI_WORKSPACE_AUTH_TOKEN")) {
        AIWS_TRY(auto secret, check_secret(*token, "AI_WORKSPACE_AUTH_TOKEN"));
        return secret;
    }
    if (file.token()) return std::nullopt;
    return admin_token;
}

bool contains(const workspace::State& state, Kind kind, std::string_view name)
{
    return std::ranges::any_of(state, [&](const auto& r) { return r.kind == kind && r.name == name; });
}

workspace::State without(workspace::State state, const workspace::State& others)
{
    std::erase_if(state, [&](const auto& resource) { return contains(others, resource.kind, resource.name); });
    return state;
}

/// Ours in the configuration that goes with the channels of which nothing is left.
workspace::State leaving(const openclaw::Configuration& configuration, const AgentIntent& intent)
{
    if (intent.removed_channels.empty()) return {};
    return configuration.ours({intent.removed_channels.begin(), intent.removed_channels.end()});
}

} // namespace

base::Result<Agent> plan_agent(const Settings& settings, const base::Secret& admin_token, const AgentIntent& intent)
{
    AIWS_TRY(auto location, openclaw::locate(settings.environment, settings.openclaw_profile));
    AIWS_TRY(auto configuration, openclaw::Configuration::open(location, settings.environment));
    AIWS_TRY(auto token_file,
             openclaw::TokenFile::open(default_token_file(settings.environment), settings.environment));
    const openclaw::Wish wanted = wish(settings, intent);
    const workspace::State going = leaving(configuration, intent);
    workspace::Plan plan;
    workspace::State desired;
    if (!wanted.providers.empty()) {
        AIWS_TRY(const auto token, agent_token(settings, token_file, admin_token));
        plan = workspace::make_plan({token_file.desired(token)}, token_file.actual());
        const auto staying = without(configuration.actual(), going);
        desired = openclaw::desired(wanted, staying);
        append(plan, workspace::make_plan(desired, staying));
    }
    append(plan, workspace::plan_removal(without(going, desired)));
    // Somebody's own provider may use our secret still: then its file stays with it.
    if (contains(going, Kind::setting, k_secret_path)) append(plan, workspace::plan_removal(token_file.ours()));
    for (auto& note : configuration.notes()) plan.notes.push_back(std::move(note));
    Agent agent{.location = std::move(location),
                .configuration = std::move(configuration),
                .token_file = std::move(token_file),
                .desired = std::move(desired),
                .plan = std::move(plan)};
    // What cannot be edited is found out before anything is written anywhere.
    AIWS_CHECK(agent.configuration.preview(agent.configuration_plan()));
    return agent;
}

workspace::Plan Agent::configuration_plan() const
{
    workspace::Plan rest;
    for (const auto& step : plan.steps)
        if (step.subject().kind != Kind::token_file) rest.steps.push_back(step);
    return rest;
}

void Agent::apply(workspace::Report& report)
{
    const auto outcome = configuration.apply(configuration_plan());
    for (const auto& step : report.plan().steps) {
        if (step.action == workspace::Action::keep) continue;
        report.end(step, step.subject().kind == Kind::token_file ? token_file.apply(step) : outcome);
    }
}

} // namespace aiws::cli
