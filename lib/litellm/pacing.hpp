// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "litellm/probe.hpp"

#include <chrono>
#include <deque>
#include <optional>

namespace aiws::litellm {

/// Says when the next call of a channel may go: no more than max_parallel under way, no more than requests_per_minute
/// in any minute. Knows no clock; whoever asks says what time it is.
class Pacer {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Pacer(Pace pace) : m_pace(pace) {}

    /// How long the next call has to wait: zero when it may go now, nullopt until another one has ended.
    [[nodiscard]] std::optional<std::chrono::milliseconds> wait(Clock::time_point now) const;
    void started(Clock::time_point now);
    void ended() { --m_under_way; }

  private:
    Pace m_pace;
    int m_under_way = 0;
    std::deque<Clock::time_point> m_starts; ///< the last requests_per_minute ones
};

} // namespace aiws::litellm
