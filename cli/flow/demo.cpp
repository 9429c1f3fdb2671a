// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/demo.hpp"

namespace aiws::cli {
namespace {

std::string demo_address(int port)
{
    return "http://127.0.0.1:" + std::to_string(port) + "/";
}

/// The base URL below the demo provider, in the shape of the channel's real one; "" for a channel that it does not
/// know.
std::string demo_base(const std::string& channel, int port)
{
    if (channel == "deepseek") return demo_address(port) + channel;
    if (channel == "nvidia" || channel == "ollama") return demo_address(port) + channel + "/v1";
    return "";
}

std::set<std::string> channels_with_credential(const workspace::State& state)
{
    std::set<std::string> channels;
    for (const auto& resource : state)
        if (resource.kind == workspace::Kind::credential) channels.insert(resource.channel);
    return channels;
}

} // namespace

std::set<std::string> demo_channels(const workspace::State& state, int port)
{
    std::set<std::string> channels;
    for (const auto& resource : state) {
        if (resource.kind != workspace::Kind::credential) continue;
        const auto base = resource.fields.find("credential_values.api_base");
        if (base != resource.fields.end() && base->second.is_string() &&
            base->second.get<std::string>().starts_with(demo_address(port)))
            channels.insert(resource.channel);
    }
    return channels;
}

void add_demo_keys(system::Environment& environment, const catalog::Catalog& catalog, const workspace::State& state,
                   int port)
{
    const auto there = channels_with_credential(state);
    const auto ours = demo_channels(state, port);
    for (const auto& channel : catalog.channels) {
        const auto base = demo_base(channel.name, port);
        const bool has_key =
            environment.non_empty(channel.key_variable) || environment.non_empty(channel.key_variable + "_FILE");
        const bool registered = there.contains(channel.name) && !ours.contains(channel.name);
        if (base.empty() || has_key || registered) continue;
        environment.set(channel.key_variable, "aiws-demo-key");
        environment.set(channel.base_url_variable, base);
    }
}

} // namespace aiws::cli
