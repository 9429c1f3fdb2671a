// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <optional>

struct sockaddr;

namespace aiws::http {

/// Why the request may not be sent at all (Fault::invalid, Fault::insecure), found without touching the network;
/// nullopt when it may. A name behind a proxy variable is looked up here, since only the proxy would do so later:
/// unless all its addresses are private, the token stays.
std::optional<Failure> refusal(const Request& request, PlainHttp plain_http);

/// Whether a bearer token goes over plain HTTP and so may go to a private peer only.
bool needs_private_peer(const Request& request, PlainHttp plain_http);

/// Whether the address is one of is_private_address(); a local socket is private too.
bool is_private_peer(const sockaddr& peer);

Failure insecure();

} // namespace aiws::http
