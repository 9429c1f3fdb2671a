// SPDX-License-Identifier: Apache-2.0
#include "litellm/pacing.hpp"

#include <algorithm>

namespace aiws::litellm {

std::optional<std::chrono::milliseconds> Pacer::wait(Clock::time_point now) const
{
    using namespace std::chrono_literals;
    if (m_under_way >= std::max(m_pace.max_parallel, 1)) return std::nullopt;
    if (m_pace.requests_per_minute <= 0 || m_starts.size() < static_cast<std::size_t>(m_pace.requests_per_minute))
        return 0ms;
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(m_starts.front() + 1min - now), 0ms);
}

void Pacer::started(Clock::time_point now)
{
    ++m_under_way;
    if (m_pace.requests_per_minute <= 0) return;
    m_starts.push_back(now);
    if (m_starts.size() > static_cast<std::size_t>(m_pace.requests_per_minute)) m_starts.pop_front();
}

} // namespace aiws::litellm
