// SPDX-License-Identifier: Apache-2.0
#include "workspace/desired.hpp"

#include <algorithm>

namespace aiws::workspace {
namespace {

constexpr double k_tokens_of_a_price = 1'000'000; // the catalogue's prices are for a million, LiteLLM's for one

Resource credential(const catalog::Channel& channel, const ChannelKey& key)
{
    Resource resource{.kind = Kind::credential, .name = catalog::credential_name(channel), .channel = channel.name};
    resource.fields["credential_values.api_base"] = key.base_url;
    resource.fields["credential_info.aiws.channel"] = channel.name;
    resource.secrets.emplace("credential_values.api_key", key.key);
    return resource;
}

void set_prices(const catalog::Prices& prices, std::map<std::string, json::Value>& fields)
{
    fields["model_info.input_cost_per_token"] = prices.input / k_tokens_of_a_price;
    fields["model_info.output_cost_per_token"] = prices.output / k_tokens_of_a_price;
    fields["model_info.cache_read_input_token_cost"] = prices.cache_read / k_tokens_of_a_price;
    fields["model_info.cache_creation_input_token_cost"] = prices.cache_write / k_tokens_of_a_price;
}

void set_key(const catalog::Channel& channel, const ChannelKey& key, KeyPlace place, Resource& resource)
{
    if (place == KeyPlace::credential) {
        resource.fields["litellm_params.litellm_credential_name"] = catalog::credential_name(channel);
        resource.fields["litellm_params.api_base"] = nullptr; // one on the row would beat the credential's
        return;
    }
    resource.fields["litellm_params.litellm_credential_name"] = nullptr;
    resource.fields["litellm_params.api_base"] = key.base_url;
    resource.secrets.emplace("litellm_params.api_key", key.key);
}

Resource deployment(const catalog::Channel& channel, const catalog::Model& model)
{
    Resource resource{.kind = Kind::deployment,
                      .name = catalog::alias(channel, model),
                      .id = catalog::deployment_id(channel, model),
                      .channel = channel.name};
    auto& fields = resource.fields;
    fields["litellm_params.model"] = model.upstream;
    fields["model_info.mode"] = std::string(catalog::to_string(model.mode));
    fields["model_info.max_input_tokens"] = model.context_window;
    fields["model_info.max_output_tokens"] = model.max_output_tokens;
    fields["model_info.supports_vision"] = std::ranges::find(model.inputs, "image") != model.inputs.end();
    fields["model_info.supports_reasoning"] = model.reasoning;
    fields["model_info.aiws.channel"] = channel.name;
    if (model.prices) set_prices(*model.prices, fields);
    return resource;
}

bool selected(const std::vector<std::string>& models, const std::string& alias)
{
    return models.empty() || std::ranges::find(models, alias) != models.end();
}

} // namespace

State desired_gateway(const catalog::Catalog& catalog, const std::vector<ChannelKey>& keys,
                      const std::vector<std::string>& models, KeyPlace key_place)
{
    State state;
    for (const auto& channel : catalog.channels) {
        const auto key = std::ranges::find(keys, channel.name, &ChannelKey::channel);
        if (key == keys.end()) continue;
        State deployments;
        for (const auto& model : channel.models) {
            if (!selected(models, catalog::alias(channel, model))) continue;
            deployments.push_back(deployment(channel, model));
            set_key(channel, *key, key_place, deployments.back());
        }
        if (deployments.empty()) continue;
        if (key_place == KeyPlace::credential) state.push_back(credential(channel, *key));
        std::ranges::move(deployments, std::back_inserter(state));
    }
    return state;
}

} // namespace aiws::workspace
