// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openclaw/configuration.hpp"
#include "openclaw/location.hpp"
#include "system/environment.hpp"

#include <optional>

namespace aiws::openclaw {

/// The port on which an OpenClaw gateway for this configuration seems to run; nullopt when none does. It is where the
/// gateway's own lock file says (STATE/tmp/openclaw-UID/gateway.*.lock, 2026.9.6), else OPENCLAW_GATEWAY_PORT, else
/// `gateway.port`, else 18789; something must listen there. No Node.js is started.
std::optional<int> running_gateway(const Location& location, const Configuration& configuration,
                                   const system::Environment& environment);

} // namespace aiws::openclaw
