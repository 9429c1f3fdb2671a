// SPDX-License-Identifier: Apache-2.0
#include "openclaw/network.hpp"

#include "base/text.hpp"
#include "http/url_parts.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <string>

namespace aiws::openclaw {
namespace {

bool is_refused_address(const std::string& host)
{
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, host.c_str(), bytes.data()) == 1) return bytes[0] == 169 && bytes[1] == 254;
    if (inet_pton(AF_INET6, host.c_str(), bytes.data()) != 1) return false;
    const bool link_local = bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80;                   // fe80::/10
    static constexpr std::array<std::uint8_t, 6> k_nat64{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}; // 64:ff9b:1::/48
    return link_local || std::equal(k_nat64.begin(), k_nat64.end(), bytes.begin());
}

} // namespace

bool needs_private_network(std::string_view base_url)
{
    const auto parts = http::url_parts(std::string(base_url));
    if (!parts) return false;
    if (is_refused_address(parts->host)) return true;
    return std::ranges::any_of(base::split(base::lower(parts->host), '.'), [](const std::string& label) {
        return label.find("metadata") != std::string::npos || label == "instance-data";
    });
}

} // namespace aiws::openclaw
