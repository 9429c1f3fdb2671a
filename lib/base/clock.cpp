// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace aiws::base {

std::string iso(std::chrono::system_clock::time_point moment)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> out{};
    const std::size_t size = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {out.data(), size};
}

std::string iso_now()
{
    return iso(std::chrono::system_clock::now());
}

std::string human(std::chrono::milliseconds duration)
{
    const auto ms = duration.count();
    if (ms >= 60'000) return std::to_string(ms / 60'000) + " min " + std::to_string(ms % 60'000 / 1000) + " s";
    if (ms >= 10'000) return std::to_string(ms / 1000) + " s";
    std::array<char, 32> out{};
    const int size = std::snprintf(out.data(), out.size(), "%lld.%02lld s", static_cast<long long>(ms / 1000),
                                   static_cast<long long>(ms % 1000 / 10));
    return {out.data(), static_cast<std::size_t>(size)};
}

} // namespace aiws::base
