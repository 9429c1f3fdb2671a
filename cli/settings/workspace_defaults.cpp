// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/workspace_defaults.hpp"

#include "cli/settings/settings.hpp"
#include "stack/record.hpp"
#include "stack/secrets.hpp"

#include <string_view>
#include <utility>

namespace aiws::cli {
namespace {

/// The address without what people add to it: slashes, and the "/v1" of its API.
std::string bare(std::string gateway)
{
    while (gateway.ends_with('/')) gateway.pop_back();
    return without_v1(std::move(gateway));
}

bool names_another(const std::string& gateway, const stack::Record& record)
{
    return !gateway.empty() && bare(gateway) != bare(record.gateway_url());
}

void set_secret(system::Environment& environment, const stack::Home& home, const std::string& variable,
                std::string_view secret)
{
    const auto value = stack::read_secret(home, secret);
    if (value && *value) environment.set(variable, (*value)->reveal());
}

} // namespace

system::Environment with_workspace(const system::Environment& environment, const std::string& gateway)
{
    const auto home = stack::find_home(environment);
    const auto record = stack::read_record(home);
    if (!record || !*record || names_another(gateway, **record) ||
        names_another(environment.non_empty("LITELLM_URL").value_or(""), **record))
        return environment;
    system::Environment with = environment;
    with.set("HOME", home.user_home.string());
    with.set("LITELLM_URL", (*record)->gateway_url());
    const bool has_token = environment.non_empty("LITELLM_TOKEN") || environment.non_empty("LITELLM_MASTER_KEY");
    if (!has_token && (*record)->has_gateway()) set_secret(with, home, "LITELLM_MASTER_KEY", stack::k_master_key);
    if (!environment.non_empty("AI_WORKSPACE_AUTH_TOKEN"))
        set_secret(with, home, "AI_WORKSPACE_AUTH_TOKEN", stack::k_agent_key);
    with.set("PATH", environment.get("PATH").value_or("/usr/bin:/bin") + ":" + home.bin().string());
    if ((*record)->runs_agent() && !environment.non_empty("OPENCLAW_GATEWAY_PORT"))
        with.set("OPENCLAW_GATEWAY_PORT", std::to_string((*record)->ports.agent));
    return with;
}

} // namespace aiws::cli
