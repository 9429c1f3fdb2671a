// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace aiws::litellm {

/// How ids of deployments and names of credentials start that are ours.
inline constexpr std::string_view k_prefix = "aiws-";

// Where things stand in LiteLLM's JSON; the field names of workspace/desired.hpp.
inline constexpr std::string_view k_credential_key = "credential_values.api_key";
inline constexpr std::string_view k_credential_mark = "credential_info.aiws";
inline constexpr std::string_view k_credential_channel = "credential_info.aiws.channel";
inline constexpr std::string_view k_credential_fingerprint = "credential_info.aiws.fingerprint";
inline constexpr std::string_view k_row_key = "litellm_params.api_key";
inline constexpr std::string_view k_deployment_mark = "model_info.aiws";
inline constexpr std::string_view k_deployment_channel = "model_info.aiws.channel";
inline constexpr std::string_view k_deployment_fingerprint = "model_info.aiws.fingerprint";

/// True for a price ("input_cost_per_token", "cache_read_input_token_cost"). LiteLLM 1.102 and later drop prices that
/// are sent in model_info without a word; in litellm_params they are kept and shown in both places (measured: 1.106.2).
inline bool is_price(std::string_view name)
{
    return name.ends_with("_cost_per_token") || name.ends_with("_token_cost");
}

/// The id that aiws gives the deployment of an alias: "aiws-nvidia-glm-5.2" for "nvidia/glm-5.2".
inline std::string id_of(std::string_view alias)
{
    std::string id = std::string(k_prefix).append(alias);
    if (const auto slash = id.find('/'); slash != std::string::npos) id[slash] = '-';
    return id;
}

} // namespace aiws::litellm
