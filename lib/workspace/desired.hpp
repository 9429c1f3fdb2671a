// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "catalog/catalog.hpp"
#include "workspace/resource.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace aiws::workspace {

/// Where a deployment's key stands on the gateway.
enum class KeyPlace : std::uint8_t {
    credential, ///< in the channel's credential, which the row refers to
    row,        ///< in the row: the gateway has no credentials endpoint
};

/// A provider key that the user has set.
struct ChannelKey {
    std::string channel;
    base::Secret key;
    std::string base_url; ///< the catalogue's, or the user's override
    std::string source;   ///< where the key came from, for messages: "NVIDIA_API_KEY"
};

/// The gateway's desired state: for each key one credential (KeyPlace::credential) and one deployment a model, in the
/// catalogue's order. `models` narrows to these aliases; empty means all. Field names are the paths in LiteLLM's own
/// JSON: credentials "credential_values.api_base", secret "credential_values.api_key", "credential_info.aiws.channel";
/// deployments "litellm_params.model", "litellm_params.litellm_credential_name", "litellm_params.api_base" (null where
/// the credential has it), secret "litellm_params.api_key" (KeyPlace::row), "model_info.mode",
/// "model_info.max_input_tokens", "model_info.max_output_tokens", "model_info.supports_vision",
/// "model_info.supports_reasoning", "model_info.input_cost_per_token" and its three sisters where the catalogue has
/// prices, "model_info.aiws.channel".
State desired_gateway(const catalog::Catalog& catalog, const std::vector<ChannelKey>& keys,
                      const std::vector<std::string>& models, KeyPlace key_place);

} // namespace aiws::workspace
