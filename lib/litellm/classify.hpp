// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"
#include "litellm/probe.hpp"
#include "litellm/redact.hpp"
#include "workspace/verdict.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace aiws::litellm {

/// The gateway has put the deployment aside after an earlier failure and asks nobody: how long to wait before the
/// call tells something. nullopt for every other reply, a provider's own 429 above all.
std::optional<std::chrono::seconds> cooldown(const http::Outcome& outcome);

/// The provider refuses so few tokens.
bool wants_more_tokens(const http::Outcome& outcome);

/// The gateway (or the replica of it that we met) does not know the alias, or still has the row that was replaced.
bool is_behind(const http::Outcome& outcome, const ProbeTarget& target);

/// What a probe's last reply means, in the provider's words and with what the user can do. `today` (ISO) decides
/// whether the catalogue's date of retirement has come.
workspace::ProbeResult classify(const http::Outcome& outcome, const ProbeTarget& target, const Redactor& redactor,
                                std::string_view today);

} // namespace aiws::litellm
