// SPDX-License-Identifier: Apache-2.0
#include "openclaw/reading.hpp"

#include "base/digest.hpp"
#include "openclaw/editor.hpp"
#include "openclaw/provider_block.hpp"
#include "openclaw/resource_value.hpp"
#include "openclaw/settings.hpp"
#include "workspace/fingerprint.hpp"

#include <algorithm>
#include <array>

namespace aiws::openclaw {
namespace {

using workspace::fingerprint;
using workspace::Kind;
using workspace::Owner;
using workspace::Resource;
using workspace::State;

constexpr std::array<std::string_view, 4> k_plain_settings{k_gateway_mode, k_models_mode, k_token_provider,
                                                           k_deepseek_plugin};

const json::Value k_our_key = "file:" + std::string(k_secret_provider) + ":value";
const json::Value k_our_variable = "env:" + std::string(k_token_variable);

Owner owner_of(const Receipt& receipt, const json::Path& path, const json::Ordered& present)
{
    const Entry* entry = receipt.find(path);
    if (entry == nullptr) return Owner::foreign;
    const Standing now = standing(*entry, present);
    return now == Standing::ours || now == Standing::drifted ? Owner::aiws : Owner::foreign;
}

Resource make(Kind kind, std::string name, std::string channel, Owner owner)
{
    Resource resource;
    resource.kind = kind;
    resource.name = std::move(name);
    resource.channel = std::move(channel);
    resource.owner = owner;
    return resource;
}

/// A setting's value for a person: what is not of the shape that aiws writes may hold anything, secrets too.
json::Value printable(std::string_view name, const json::Ordered& value)
{
    if (value.is_string() || value.is_array()) return value;
    if (name == k_deepseek_plugin && value == json::Ordered{{"enabled", false}}) return value;
    const bool plain_file = name == k_token_provider && value.is_object() && value.value("source", "") == "file";
    return plain_file ? json::Value(value) : json::Value("(set)");
}

std::string channel_of(std::string_view name, const json::Ordered& value)
{
    if (name == k_deepseek_plugin) return "deepseek";
    const bool names_model = (name == k_model || name == k_primary) && value.is_string();
    return names_model ? provider_of(value.get<std::string>()) : std::string();
}

void add_setting(const Layers& layers, const Receipt& receipt, std::string_view name, State& state)
{
    const json::Path path = path_of(name);
    const auto value = layers.at(path);
    if (!value || value->is_null()) return;
    Resource resource =
        make(Kind::setting, std::string(name), channel_of(name, *value), owner_of(receipt, path, *value));
    resource.fields.emplace("value", printable(name, *value));
    state.push_back(std::move(resource));
}

/// The references in the list of models that the user allows, none where it does not restrict.
std::vector<std::string> allowed(const Layers& layers, std::string_view name)
{
    std::vector<std::string> references;
    const auto list = layers.at(path_of(name));
    if (!list) return references;
    if (name == k_older_allow) {
        // A map of aliases and parameters, which newer versions read as a list unless told that it is none.
        const bool migrated = layers.at(path_of("meta.migrations.modelPolicyAllowlist")) == json::Ordered(true);
        const auto policy = layers.at(path_of("agents.defaults.modelPolicy"));
        if (migrated || (policy && policy->is_object()) || !list->is_object()) return references;
        for (const auto& [reference, parameters] : list->items()) references.push_back(reference);
    } else if (list->is_array()) {
        for (const auto& reference : *list)
            if (reference.is_string()) references.push_back(reference.get<std::string>());
    }
    return references;
}

void add_list(const Layers& layers, std::string_view name, State& state)
{
    const auto references = allowed(layers, name);
    if (references.empty()) return;
    Resource whole = make(Kind::setting, std::string(name), {}, Owner::foreign);
    whole.fields.emplace("value", json::Value(references));
    state.push_back(std::move(whole));
    std::map<std::string, std::vector<std::string>> parts;
    for (const auto& reference : references) parts[provider_of(reference)].push_back(reference);
    for (const auto& [channel, part] : parts) {
        Resource resource = make(Kind::setting, part_name(name, channel), channel, Owner::aiws);
        resource.fields.emplace("value", json::Value(part));
        state.push_back(std::move(resource));
    }
}

/// The token in a block that aiws wrote with a literal one.
std::optional<base::Secret> our_literal(const Entry* entry, const json::Ordered& block)
{
    if (entry == nullptr || standing(*entry, block) != Standing::ours) return std::nullopt;
    if (!block.is_object() || !block.contains("apiKey") || !block.at("apiKey").is_string()) return std::nullopt;
    auto text = block.at("apiKey").get<std::string>();
    if (text.empty() || text.starts_with("${")) return std::nullopt;
    return base::Secret(std::move(text));
}

bool uses_token_file(const Resource& provider)
{
    const auto key = provider.fields.find("apiKey");
    return key != provider.fields.end() && key->second == k_our_key;
}

/// The part of a list that aiws added and that is still there.
void add_our_items(const Layers& layers, const Entry& entry, State& state)
{
    const auto list = layers.at(entry.path);
    std::map<std::string, std::vector<std::string>> parts;
    for (const auto& item : entry.items) {
        if (list && lists(*list, item)) parts[provider_of(item)].push_back(item);
    }
    const auto name = entry.path == path_of(k_allow) ? k_allow : k_older_allow;
    for (const auto& [channel, part] : parts) {
        Resource resource = make(Kind::setting, part_name(name, channel), channel, Owner::aiws);
        resource.fields.emplace("value", json::Value(part));
        state.push_back(std::move(resource));
    }
}

std::string drift(const Layers& layers, const Entry& entry)
{
    const std::string name = json::to_string(entry.path);
    const auto present = layers.at(entry.path);
    switch (standing(entry, present)) {
    case Standing::ours:
        return {};
    case Standing::gone:
        return name + " was taken out after aiws wrote it";
    case Standing::foreign:
        return name + " was replaced after aiws wrote it";
    case Standing::drifted:
        break;
    }
    const auto fields = fields_of(*present, std::get<std::string>(entry.path.back()));
    const auto key = fields.find("apiKey");
    if (key == fields.end()) return name + ": apiKey was taken out";
    if (key->second == "literal") return name + ": apiKey was replaced by a key in plain text";
    if (key->second != k_our_key && key->second != k_our_variable)
        return name + ": apiKey was replaced by " + key->second.get<std::string>();
    return name + " was changed after aiws wrote it";
}

void note_agents(const Layers& layers, std::vector<std::string>& notes)
{
    for (const char* place : {"agents.entries", "agents.list"}) {
        const auto agents = layers.at(path_of(place));
        if (!agents || !agents->is_structured()) continue;
        for (const auto& [key, agent] : agents->items()) {
            const auto allow = json::Ordered::json_pointer("/modelPolicy/allow");
            if (!agent.is_object() || !agent.contains(allow) || agent.at(allow).empty()) continue;
            notes.push_back("the agent \"" + (agents->is_object() ? key : agent.value("id", key)) +
                            "\" has its own list of allowed models (modelPolicy.allow); aiws leaves it as it is");
        }
    }
}

/// True when somebody has written to one of our files since aiws did.
bool has_other_writers(const Layers& layers, const Receipt& receipt)
{
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto& layer = layers.layer(i);
        const auto record = receipt.files.find(record_name(layer.path));
        if (record == receipt.files.end() || !layer.content) continue;
        if (!record->second.alone || base::sha256_hex(layer.content->bytes) != record->second.after) return true;
    }
    return false;
}

} // namespace

State read_actual(const Layers& layers, const Receipt& receipt)
{
    State state;
    if (const auto providers = layers.at(path_of(k_providers)); providers && providers->is_object()) {
        for (const auto& [name, block] : providers->items()) {
            Resource resource = make(Kind::provider, name, name, owner_of(receipt, provider_path(name), block));
            resource.fields = fields_of(block, name);
            const auto key = our_literal(receipt.find(provider_path(name)), block);
            if (key) resource.fingerprints.emplace("token", fingerprint(*key));
            state.push_back(std::move(resource));
        }
    }
    for (const auto name : k_plain_settings) add_setting(layers, receipt, name, state);
    const auto model = layers.at(path_of(k_model));
    add_setting(layers, receipt, model && model->is_object() ? k_primary : k_model, state);
    for (const auto name : {k_allow, k_older_allow}) add_list(layers, name, state);
    return state;
}

State read_ours(const Layers& layers, const Receipt& receipt, const std::vector<std::string>& channels)
{
    const auto goes = [&](const std::string& channel) {
        return channels.empty() || std::ranges::find(channels, channel) != channels.end();
    };
    const State actual = read_actual(layers, receipt);
    const auto is_ours = [&](const Resource& resource) {
        return resource.owner == Owner::aiws && !part_channel(resource.name) &&
               receipt.find(path_of(resource)) != nullptr;
    };
    const bool provider_stays = std::ranges::any_of(actual, [&](const Resource& resource) {
        return resource.kind == Kind::provider && is_ours(resource) && !goes(resource.channel);
    });
    const bool token_stays = std::ranges::any_of(actual, [&](const Resource& resource) {
        return resource.kind == Kind::provider && uses_token_file(resource) && !is_ours(resource);
    });
    State state;
    for (const auto& resource : actual) {
        if (!is_ours(resource)) continue;
        const bool is_shared = resource.channel.empty();
        if (is_shared ? provider_stays : !goes(resource.channel)) continue;
        if (resource.name == k_token_provider && token_stays) continue;
        // Without it OpenClaw's gateway does not start with a file that somebody else has written to.
        if (resource.name == k_gateway_mode && has_other_writers(layers, receipt)) continue;
        state.push_back(resource);
    }
    State parts;
    for (const auto& entry : receipt.entries)
        if (!entry.items.empty()) add_our_items(layers, entry, parts);
    std::ranges::copy_if(parts, std::back_inserter(state), [&](const Resource& part) { return goes(part.channel); });
    return state;
}

std::vector<std::string> read_notes(const Layers& layers, const Receipt& receipt)
{
    std::vector<std::string> notes;
    const Spot providers = layers.find(path_of(k_providers));
    if (providers.layer != 0)
        notes.push_back("models.providers stands in " + layers.layer(providers.layer).path.string() +
                        " ($include): that file is edited");
    for (const auto& entry : receipt.entries)
        if (auto what = drift(layers, entry); !what.empty()) notes.push_back(std::move(what));
    note_agents(layers, notes);
    return notes;
}

} // namespace aiws::openclaw
