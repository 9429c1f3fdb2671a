// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace aiws::litellm {

/// What GET /health/readiness shows.
enum class Readiness : std::uint8_t {
    ready,
    not_yet, ///< it may become ready: nobody listens, it starts or stops, or it is not connected to a database
    never,   ///< waiting does not help: this is no LiteLLM
};

struct Health {
    Readiness readiness = Readiness::ready;
    base::Error error; ///< why not, complete: unreachable, config or interrupted
};

Health read_health(const http::Outcome& outcome, std::string_view url);

/// The version that one of the replies tells (litellm_version in readiness or its details, x-litellm-version in any
/// header); "" when none does. LiteLLM 1.106.2 tells it in GET /health/readiness/details only, to admins.
std::string version_in(const http::Outcome& outcome);

/// Failure::config for 1.82.7 and 1.82.8, which were published by an attacker and send away what they are given
/// (MAL-2026-2144).
base::Result<> check_version(std::string_view version, std::string_view url);

} // namespace aiws::litellm
