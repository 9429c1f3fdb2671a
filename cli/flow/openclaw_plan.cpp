// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/openclaw_plan.hpp"

#include "cli/settings/keys.hpp"
#include "openclaw/settings.hpp"
#include "openclaw/version.hpp"
#include "system/file.hpp"

#include <algorithm>
#include <vector>

namespace aiws::cli {
namespace {

using workspace::Kind;

/// OpenClaw's token where it is to be written: the environment's, else, where there is no token file yet, the admin
/// token.
base::Result<std::optional<base::Secret>> new_token(const Settings& settings, const openclaw::TokenFile& file,
                                                    const base::Secret& admin_token)
{
    if (const auto token = settings.environment.non_empty("AI_WORKSPACE_AUTH_TOKEN")) {
        AIWS_TRY(auto secret, check_secret(*token, "AI_WORKSPACE_AUTH_TOKEN"));
        return secret;
    }
    if (file.token()) return std::nullopt;
    return admin_token;
}

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

bool contains(const workspace::State& state, Kind kind, std::string_view name)
{
    return std::ranges::any_of(state, [&](const auto& r) { return r.kind == kind && r.name == name; });
}

workspace::State without(workspace::State state, const workspace::State& others)
{
    std::erase_if(state, [&](const auto& resource) { return contains(others, resource.kind, resource.name); });
    return state;
}

/// Ours in the configuration that goes: with the channels of which nothing is left, and the reference to the token
/// file where the token is handed over in another way.
workspace::State leaving(const openclaw::Configuration& configuration, const AgentIntent& intent,
                         const openclaw::Wish& wanted)
{
    workspace::State going;
    if (!intent.removed_channels.empty())
        going = configuration.ours({intent.removed_channels.begin(), intent.removed_channels.end()});
    if (wanted.providers.empty() || wanted.token_as == openclaw::TokenAs::file) return going;
    for (auto& resource : configuration.ours())
        if (resource.name == openclaw::k_token_provider && !contains(going, resource.kind, resource.name))
            going.push_back(std::move(resource));
    return going;
}

/// What is handed over by a variable must be in the environment of whoever runs OpenClaw.
void note_variable(const Settings& settings, const openclaw::Wish& wanted, workspace::Plan& plan)
{
    const std::string variable(openclaw::k_token_variable);
    if (wanted.token_as == openclaw::TokenAs::env && !settings.environment.non_empty(variable))
        plan.notes.push_back(variable +
                             " is not set here; OpenClaw's own environment, and its service's, must have it");
}

void note_version(const Agent& agent, workspace::Plan& plan)
{
    if (openclaw::is_older(agent.version(), openclaw::k_oldest_tried))
        plan.notes.push_back(agent.program->name() + " is older than " + openclaw::k_oldest_tried +
                             ", the oldest that aiws was tried with");
    for (const auto& place : agent.refused.places())
        plan.notes.push_back(agent.program->name() + " does not take " + place +
                             " as aiws would write it: it is left out");
}

/// The token file's steps. The token itself, where it goes into the configuration, is added to the wish.
base::Result<workspace::Plan> plan_token(const Settings& settings, const base::Secret& admin_token, const Agent& agent,
                                         openclaw::Wish& wanted)
{
    AIWS_TRY(const auto token, new_token(settings, agent.token_file, admin_token));
    if (wanted.token_as == openclaw::TokenAs::file)
        return workspace::make_plan({agent.token_file.desired(token)}, agent.token_file.actual());
    wanted.token = token ? *token : *agent.token_file.token();
    return workspace::Plan{};
}

} // namespace

std::vector<std::string> hidden_from_agent(const catalog::Catalog& catalog)
{
    std::vector<std::string> variables{"LITELLM_TOKEN", "LITELLM_MASTER_KEY"};
    for (const auto& channel : catalog.channels) variables.push_back(channel.key_variable);
    return variables;
}

namespace {

/// OpenClaw's side as it is, without a plan.
base::Result<Agent> open_agent(const Settings& settings)
{
    AIWS_TRY(auto location, openclaw::locate(settings.environment, settings.openclaw_profile));
    AIWS_TRY(auto configuration, openclaw::Configuration::open(location, settings.environment));
    AIWS_TRY(auto token_file,
             openclaw::TokenFile::open(default_token_file(settings.environment), settings.environment));
    auto program = openclaw::Program::find(location, settings.environment, hidden_from_agent(settings.catalog));
    Agent agent{.location = std::move(location),
                .configuration = std::move(configuration),
                .token_file = std::move(token_file),
                .program = std::move(program)};
    agent.refused = openclaw::Refused::load(settings.environment, agent.version());
    return agent;
}

/// The removal of what goes. The token file goes with the reference to it, when aiws wrote it.
workspace::Plan removal(const Agent& agent, const workspace::State& going)
{
    auto plan = workspace::plan_removal(going);
    // Somebody's own provider may use our secret still: then its file stays with it.
    if (contains(going, Kind::setting, openclaw::k_token_provider))
        append(plan, workspace::plan_removal(agent.token_file.ours()));
    return plan;
}

} // namespace

base::Result<Agent> plan_agent_removal(const Settings& settings)
{
    AIWS_TRY(auto agent, open_agent(settings));
    agent.plan = removal(agent, agent.configuration.ours());
    AIWS_CHECK(agent.configuration.preview(agent.configuration_plan()));
    return agent;
}

base::Result<Agent> plan_agent(const Settings& settings, const base::Secret& admin_token, const AgentIntent& intent)
{
    AIWS_TRY(auto agent, open_agent(settings));
    openclaw::Wish wanted = wish(settings, intent);
    wanted.refused = agent.refused;
    const auto actual = agent.configuration.actual();
    wanted.token_as = settings.token_as.value_or(openclaw::present_way(actual));
    const workspace::State going = leaving(agent.configuration, intent, wanted);
    workspace::Plan plan;
    if (!wanted.providers.empty()) {
        AIWS_TRY(plan, plan_token(settings, admin_token, agent, wanted));
        const auto staying = without(actual, going);
        agent.desired = openclaw::desired(wanted, staying);
        append(plan, workspace::make_plan(agent.desired, staying));
        note_version(agent, plan);
        note_variable(settings, wanted, plan);
    }
    append(plan, removal(agent, without(going, agent.desired)));
    for (auto& note : agent.configuration.notes()) plan.notes.push_back(std::move(note));
    agent.plan = std::move(plan);
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

base::Result<> Agent::check_writable() const
{
    if (!plan.has_changes()) return {};
    AIWS_TRY(const auto changes, configuration.preview(configuration_plan()));
    for (const auto& change : changes) AIWS_CHECK(system::check_replaceable(change.path));
    for (const auto& step : plan.steps)
        if (step.subject().kind == Kind::token_file && step.action != workspace::Action::keep)
            AIWS_CHECK(system::check_replaceable(step.subject().name));
    return {};
}

void Agent::apply(workspace::Report& report)
{
    const auto outcome = configuration.apply(configuration_plan());
    for (const auto& step : report.plan().steps) {
        if (step.action == workspace::Action::keep) continue;
        report.end(step, step.subject().kind == Kind::token_file ? token_file.apply(step) : outcome);
    }
}

base::Result<> Agent::carry_out()
{
    if (!plan.has_changes()) return {};
    workspace::Report report(plan);
    apply(report);
    if (const auto* error = report.first_error(); error != nullptr) return std::unexpected(*error);
    return {};
}

} // namespace aiws::cli
