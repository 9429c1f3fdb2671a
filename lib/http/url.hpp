// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace aiws::http {

/// Checks a base URL that a person typed and normalises it: "http://HOST:PORT/PATH" without a trailing slash.
/// `place` is where it came from (a variable's or option's name), for the error. Refused (Failure::config): no scheme
/// (the fix shows it with one), another scheme than http and https, a user name or password (never printed),
/// a query or fragment, white space or control characters.
base::Result<std::string> parse_base_url(std::string_view text, std::string_view place);

/// The URL for messages and logs: user name, password, query and fragment replaced by "…".
std::string redact_url(std::string_view url);

/// True for a numeric IPv4 or IPv6 address (no brackets) that is loopback, "any" (which reaches this host), private
/// (RFC 1918, RFC 6598), link-local or unique local.
bool is_private_address(std::string_view ip);

} // namespace aiws::http
