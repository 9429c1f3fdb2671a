// SPDX-License-Identifier: Apache-2.0
#include "openclaw/desired.hpp"

#include "openclaw/provider_block.hpp"
#include "openclaw/resource_value.hpp"
#include "openclaw/settings.hpp"

#include <algorithm>
#include <optional>

namespace aiws::openclaw {
namespace {

using workspace::Kind;
using workspace::Resource;
using workspace::State;

const Resource* find(const State& state, Kind kind, std::string_view name)
{
    const auto found = std::ranges::find_if(
        state, [&](const Resource& resource) { return resource.kind == kind && resource.name == name; });
    return found == state.end() ? nullptr : &*found;
}

const Resource* setting(const State& state, std::string_view name)
{
    return find(state, Kind::setting, name);
}

Resource make_setting(std::string name, json::Value value, std::string channel = {})
{
    Resource resource;
    resource.kind = Kind::setting;
    resource.name = std::move(name);
    resource.channel = std::move(channel);
    resource.fields.emplace("value", std::move(value));
    return resource;
}

/// The references of the chat models: what OpenClaw calls them.
std::vector<std::string> references(const ProviderWish& wish)
{
    std::vector<std::string> aliases;
    for (const auto* model : wish.models)
        if (model->mode == catalog::Mode::chat) aliases.push_back(catalog::alias(*wish.channel, *model));
    return aliases;
}

Resource make_provider(const Wish& whole, const ProviderWish& wish, const State& actual)
{
    Resource resource;
    resource.kind = Kind::provider;
    resource.name = wish.channel->name;
    resource.channel = wish.channel->name;
    resource.fields = wanted_fields(*wish.channel, wish.models, whole.base_url, whole.token_as);
    whole.refused.take_out_of(resource.fields);
    if (whole.token_as == TokenAs::literal) resource.secrets.emplace("token", whole.token);
    if (const auto* there = find(actual, Kind::provider, resource.name))
        for (const auto& [name, value] : there->fields) resource.fields.emplace(name, json::Value());
    return resource;
}

std::vector<std::string> strings(const Resource* resource)
{
    if (resource == nullptr) return {};
    return resource->fields.at("value").get<std::vector<std::string>>();
}

/// One list of allowed models and how its owner spells our references.
struct AllowList {
    std::string_view name;
    std::vector<std::string> allowed;

    /// "nvidia/nvidia/glm-5.2" is the same model as "nvidia/glm-5.2", but the list compares letters.
    [[nodiscard]] std::string spelled(const std::string& reference) const
    {
        const std::string provider = provider_of(reference) + "/";
        const bool doubled = std::ranges::any_of(
            allowed, [&](const std::string& entry) { return entry.starts_with(provider + provider); });
        return doubled ? provider + reference : reference;
    }

    [[nodiscard]] bool covers(const std::string& reference) const
    {
        return std::ranges::any_of(allowed, [&](std::string_view entry) {
            if (!entry.ends_with("/*")) return entry == reference;
            return reference.starts_with(entry.substr(0, entry.size() - 1));
        });
    }
};

void allow(const ProviderWish& wish, const AllowList& list, const State& actual, State& state)
{
    const std::string name = part_name(list.name, wish.channel->name);
    auto references_there = strings(setting(actual, name));
    const auto count = references_there.size();
    for (const auto& reference : references(wish)) {
        std::string spelled = list.spelled(reference);
        if (!list.covers(spelled)) references_there.push_back(std::move(spelled));
    }
    if (references_there.size() > count)
        state.push_back(make_setting(name, json::Value(references_there), wish.channel->name));
}

void allow_all(const Wish& wish, const State& actual, State& state)
{
    for (const auto name : {k_allow, k_older_allow}) {
        const auto* list = setting(actual, name);
        if (list == nullptr) continue;
        const AllowList allow_list{.name = name, .allowed = strings(list)};
        for (const auto& provider : wish.providers) allow(provider, allow_list, actual, state);
    }
}

void choose_primary(const Wish& wish, const State& actual, State& state)
{
    const auto* as_string = setting(actual, k_model);
    const bool there = as_string != nullptr || setting(actual, k_primary) != nullptr;
    std::string primary = wish.primary;
    if (primary.empty() && there) return;
    for (const auto& provider : wish.providers)
        if (const auto names = references(provider); primary.empty() && !names.empty()) primary = names.front();
    if (primary.empty()) return;
    std::string channel = provider_of(primary);
    state.push_back(
        make_setting(std::string(as_string != nullptr ? k_model : k_primary), std::move(primary), std::move(channel)));
}

bool has_models(const ProviderWish& wish)
{
    return !references(wish).empty();
}

} // namespace

TokenAs present_way(const State& actual)
{
    const json::Value variable = "env:" + std::string(k_token_variable);
    const auto way_of = [&](const Resource& block) {
        if (block.fingerprints.contains("token")) return TokenAs::literal;
        const auto key = block.fields.find("apiKey");
        return key != block.fields.end() && key->second == variable ? TokenAs::env : TokenAs::file;
    };
    std::optional<TokenAs> way;
    for (const auto& resource : actual) {
        if (resource.kind != Kind::provider || resource.owner != workspace::Owner::aiws) continue;
        if (way && *way != way_of(resource)) return TokenAs::file; // somebody changed one of them
        way = way_of(resource);
    }
    return way.value_or(TokenAs::file);
}

State desired(const Wish& wish, const State& actual)
{
    State state;
    const auto add_if_absent = [&](std::string_view name, json::Value value, std::string channel = {}) {
        if (setting(actual, name) == nullptr && !wish.refused.has(name))
            state.push_back(make_setting(std::string(name), std::move(value), std::move(channel)));
    };
    if (std::ranges::none_of(wish.providers, has_models)) return state;
    add_if_absent(k_gateway_mode, "local");
    add_if_absent(k_models_mode, "merge");
    if (wish.token_as == TokenAs::file)
        state.push_back(
            make_setting(std::string(k_token_provider),
                         {{"source", "file"}, {"path", wish.token_file.string()}, {"mode", "singleValue"}}));
    for (const auto& provider : wish.providers)
        if (has_models(provider)) state.push_back(make_provider(wish, provider, actual));
    choose_primary(wish, actual, state);
    allow_all(wish, actual, state);
    // Each command would otherwise try to install DeepSeek's plugin, for 80 s where there is no network.
    for (const auto& provider : wish.providers)
        if (provider.channel->name == "deepseek" && has_models(provider))
            add_if_absent(k_deepseek_plugin, {{"enabled", false}}, provider.channel->name);
    return state;
}

base::Result<std::string> render(const State& desired)
{
    AIWS_TRY(auto document, json::Document::parse("{}\n", "openclaw.json"));
    for (auto resource : desired) {
        if (part_channel(resource.name)) continue; // joins a list that is the user's
        resource.secrets.clear();
        AIWS_CHECK(document.set(path_of(resource), value_of(resource)));
    }
    return document.text();
}

} // namespace aiws::openclaw
