// SPDX-License-Identifier: Apache-2.0
#include "http/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace aiws::http {
namespace {

struct Range {
    std::uint32_t network;
    int bits;
};

constexpr std::array<Range, 7> k_private_v4{{
    {0x00000000, 32}, // 0.0.0.0 is this host
    {0x7F000000, 8},  // loopback
    {0x0A000000, 8},  // RFC 1918
    {0xAC100000, 12}, // RFC 1918
    {0xC0A80000, 16}, // RFC 1918
    {0x64400000, 10}, // RFC 6598: carrier-grade NAT, also overlay networks
    {0xA9FE0000, 16}, // link-local
}};

bool is_private_v4(std::uint32_t address)
{
    return std::ranges::any_of(k_private_v4,
                               [&](const Range& r) { return ((address ^ r.network) >> (32 - r.bits)) == 0; });
}

bool is_private_v6(const in6_addr& address)
{
    const auto* const bytes = address.s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address) != 0)
        return is_private_v4(std::uint32_t{bytes[12]} << 24U | std::uint32_t{bytes[13]} << 16U |
                             std::uint32_t{bytes[14]} << 8U | std::uint32_t{bytes[15]});
    const bool unique_local = (bytes[0] & 0xFEU) == 0xFC;
    return IN6_IS_ADDR_LOOPBACK(&address) != 0 || IN6_IS_ADDR_UNSPECIFIED(&address) != 0 ||
           IN6_IS_ADDR_LINKLOCAL(&address) != 0 || unique_local;
}

} // namespace

bool is_private_address(std::string_view ip)
{
    const std::string text(ip);
    in_addr v4{};
    if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return is_private_v4(ntohl(v4.s_addr));
    in6_addr v6{};
    return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && is_private_v6(v6);
}

} // namespace aiws::http
