// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aiws::workspace {

/// What a real call of an alias showed.
enum class Verdict : std::uint8_t {
    answers,          ///< this very deployment answered
    key_refused,      ///< the provider refuses its key
    plan_lacks_model, ///< the key is good, the account may not use the model
    model_gone,       ///< the provider has retired the model
    unknown_model,    ///< the provider, or the gateway, does not know the model
    rate_limited,     ///< too many calls for the moment
    timed_out,        ///< no answer in time
    upstream_down,    ///< the provider cannot be reached or fails
    gateway_down,     ///< the gateway cannot be reached or fails
    token_refused,    ///< the gateway refuses our token
    other_deployment, ///< another deployment answered under the alias
    rejected,         ///< the provider refuses the request for a reason of its own
    interrupted,      ///< we were asked to stop before it answered
};
std::string_view to_string(Verdict verdict); ///< "answers", "key-refused", …: also the JSON value

struct ProbeResult {
    std::string alias;
    std::string channel;
    Verdict verdict = Verdict::answers;
    std::string detail; ///< the other side's words, redacted, one line; "" when it answered
    std::string fix;    ///< what the user can do; "" when it answered
    std::optional<std::chrono::seconds> retry_after; ///< rate_limited: when to try again, where told
    std::optional<std::string> gone_since;           ///< model_gone: the ISO date, where told
    std::chrono::milliseconds latency{};             ///< of the call that decided
};

} // namespace aiws::workspace
