// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/drift.hpp"

#include "cli/flow/gateway_plan.hpp"
#include "cli/settings/keys.hpp"
#include "workspace/desired.hpp"

#include <algorithm>
#include <set>

namespace aiws::cli {
namespace {

/// A stand-in for each registered channel whose key is not set: its address is the catalogue's, its key nobody's.
std::set<std::string> add_keyless(const Settings& settings, const litellm::Reading& reading,
                                  std::vector<workspace::ChannelKey>& keys)
{
    std::set<std::string> keyless;
    for (const auto* deployment : our_deployments(reading.state)) {
        const auto* channel = settings.catalog.find(deployment->channel);
        const bool known = std::ranges::find(keys, deployment->channel, &workspace::ChannelKey::channel) != keys.end();
        if (channel == nullptr || known) continue;
        keyless.insert(channel->name);
        keys.push_back({.channel = channel->name, .base_url = channel->base_url});
    }
    return keyless;
}

/// Leaves out what only a set key can decide: the secrets, and the address that goes with them.
void forget_keys(const std::set<std::string>& channels, workspace::State& state)
{
    for (auto& resource : state) {
        if (!channels.contains(resource.channel)) continue;
        resource.secrets.clear();
        resource.fingerprints.clear();
        std::erase_if(resource.fields, [&](const auto& field) {
            return field.first == "credential_values.api_base" ||
                   (field.first == "litellm_params.api_base" && !field.second.is_null());
        });
    }
}

} // namespace

base::Result<workspace::Plan> plan_drift(const Settings& settings, const litellm::Reading& reading)
{
    AIWS_TRY(auto keys, find_keys(settings.catalog, settings.environment, {}));
    std::set<std::string> registered;
    for (const auto* deployment : our_deployments(reading.state)) registered.insert(deployment->channel);
    std::erase_if(keys, [&](const auto& key) { return !registered.contains(key.channel); });
    const auto keyless = add_keyless(settings, reading, keys);
    workspace::State desired = workspace::desired_gateway(settings.catalog, keys, {}, reading.facts.key_place);
    workspace::State actual = reading.state;
    forget_keys(keyless, desired);
    forget_keys(keyless, actual);
    return workspace::make_plan(desired, actual);
}

} // namespace aiws::cli
