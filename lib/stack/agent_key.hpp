// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/client.hpp"
#include "litellm/gateway.hpp"

namespace aiws::stack {

/// The alias of OpenClaw's virtual key on the gateway.
inline constexpr std::string_view k_key_alias = "aiws-openclaw";

/// Makes `key` a virtual key of the gateway that may call models and nothing else (key_type llm_api), unless it is one
/// already; an older key under our alias goes. Failure::config for a key that LiteLLM does not take (it wants "sk-" in
/// front).
base::Result<> ensure_agent_key(http::Client& client, const litellm::Access& access, const base::Secret& key);

} // namespace aiws::stack
