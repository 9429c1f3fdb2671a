// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::http {

enum class Method : std::uint8_t { get, post, patch, del };

/// Whether sending the request twice does no harm. Repeatable requests are retried on connection errors, 429 and
/// 502–504; others only when the host could not be found or refused the connection, that is when nothing was sent.
/// Time limits end the attempts. On a kept connection that breaks without an answer a repeatable request is sent again
/// within its attempt; a write that may not be repeated always has a connection of its own and goes out once.
enum class Repeat : std::uint8_t { never, safe };

struct Header {
    std::string name; ///< lower-case in responses
    std::string value;
};

struct Request {
    Method method = Method::get;
    std::string url; ///< absolute, http or https; never holds a secret
    std::optional<base::Secret> bearer;
    std::vector<Header> headers;
    std::string body; ///< sent as application/json when not empty; may hold a secret, is wiped afterwards
    Repeat repeat = Repeat::never;
    int max_attempts = 4;                           ///< 1: no retry at all
    std::chrono::milliseconds timeout{30'000};      ///< of one attempt, connecting included
    std::size_t max_bytes = std::size_t{32} << 20U; ///< a larger body is Fault::too_large
};

struct Response {
    int status = 0; ///< redirects are never followed: a 3xx arrives as it is
    std::vector<Header> headers;
    std::string body;
    std::chrono::milliseconds elapsed{}; ///< of the attempt that was answered
    int attempts = 1;

    [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
    /// Retry-After (seconds or HTTP date) or `name` in its place, as seconds from now; never negative.
    [[nodiscard]] std::optional<std::chrono::seconds> retry_after(std::string_view name = "retry-after") const;
};

/// Why there is no response.
enum class Fault : std::uint8_t {
    resolve,     ///< the host name is unknown
    connect,     ///< nobody listens, or no route: nothing was sent
    tls,         ///< the certificate is not trusted, or no TLS at all
    proxy,       ///< the proxy refuses or cannot be reached
    insecure,    ///< plain HTTP to a public address, which was not asked for: nothing was sent
    timeout,     ///< no answer in time; the server may have acted
    broken,      ///< the connection ended in the middle; the server may have acted
    too_large,   ///< the response exceeds max_bytes
    interrupted, ///< we were asked to stop; the server may have acted
    invalid,     ///< the request itself is wrong (URL, control characters in a header): nothing was sent
};

struct Failure {
    Fault fault = Fault::broken;
    std::string detail; ///< the reason in words: "connection refused", "no answer within 30 s"; without any secret
    std::string fix;    ///< in place of the usual one of that fault; "" for that one
};

using Outcome = std::expected<Response, Failure>;

/// True when the server may have carried out the request although no response came.
bool may_have_acted(Fault fault);

/// The failure as an Error about `url` (redacted): unreachable, config (tls, insecure, invalid) or interrupted, with a
/// fix.
base::Error to_error(const Failure& failure, std::string_view url);

} // namespace aiws::http
