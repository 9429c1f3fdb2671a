// SPDX-License-Identifier: Apache-2.0
#include "http/admission.hpp"

#include "http/url.hpp"
#include "http/url_parts.hpp"

#include <curl/curl.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace aiws::http {
namespace {

bool is_token(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 || (c != 0 && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
    });
}

/// A line break inside a value would start a header of its own.
bool is_one_line(std::string_view value)
{
    return std::ranges::all_of(value, [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7F); });
}

std::optional<std::string> bad_header(const Request& request)
{
    if (request.bearer && !is_one_line(request.bearer->reveal())) return "the token has control characters in it";
    for (const auto& header : request.headers)
        if (!is_token(header.name) || !is_one_line(header.value)) return "a header has control characters in it";
    return std::nullopt;
}

/// By libcurl's own rules: http_proxy counts in lower case only, all_proxy in both.
bool proxy_is_set()
{
    return std::ranges::any_of(std::array{"http_proxy", "all_proxy", "ALL_PROXY"}, [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    });
}

bool resolves_to_private(const std::string& host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, &freeaddrinfo);
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next)
        if (!is_private_peer(*one->ai_addr)) return false;
    return true;
}

/// Without a proxy a name is decided when its address is dialled (see Transfer).
bool is_public_target(const std::string& host)
{
    in6_addr address{};
    const bool numeric =
        inet_pton(AF_INET, host.c_str(), &address) == 1 || inet_pton(AF_INET6, host.c_str(), &address) == 1;
    if (numeric) return !is_private_address(host);
    return proxy_is_set() && !resolves_to_private(host);
}

} // namespace

Failure insecure()
{
    return {.fault = Fault::insecure, .detail = "a token would go over plain HTTP to a public address"};
}

std::optional<Failure> refusal(const Request& request, PlainHttp plain_http)
{
    const auto url = url_parts(request.url);
    if (!url) return Failure{.fault = Fault::invalid, .detail = "the URL is not valid"};
    if (url->scheme != "http" && url->scheme != "https")
        return Failure{.fault = Fault::invalid, .detail = "only http and https are spoken"};
    if (auto bad = bad_header(request)) return Failure{.fault = Fault::invalid, .detail = *std::move(bad)};
    if (needs_private_peer(request, plain_http) && is_public_target(url->host)) return insecure();
    return std::nullopt;
}

bool needs_private_peer(const Request& request, PlainHttp plain_http)
{
    if (!request.bearer || plain_http == PlainHttp::anywhere) return false;
    return curl_strnequal(request.url.c_str(), "https:", 6) == 0;
}

bool is_private_peer(const sockaddr& peer)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (peer.sa_family == AF_UNIX) return true;
    if (peer.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &peer, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (peer.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &peer, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
    return is_private_address(text.data());
}

} // namespace aiws::http
