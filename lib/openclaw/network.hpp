// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace aiws::openclaw {

/// True when OpenClaw refuses to call this base URL unless `request.allowPrivateNetwork` is set. It trusts the exact
/// origin of a configured base URL, loopback and LAN included, but not a link-local or NAT64 address nor a host named
/// like a cloud's metadata service (its src/agents/provider-transport-fetch.ts, 2026.9.6).
bool needs_private_network(std::string_view base_url);

} // namespace aiws::openclaw
