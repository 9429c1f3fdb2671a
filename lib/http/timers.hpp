// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/task.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <utility>

namespace aiws::http {

/// Tasks that wait for their time; those of the same time keep their order.
class Timers {
  public:
    using Clock = std::chrono::steady_clock;
    using Task = base::Task;

    void add(Clock::time_point when, Task task) { m_tasks.emplace(when, std::move(task)); }
    [[nodiscard]] std::size_t size() const { return m_tasks.size(); }
    [[nodiscard]] std::optional<Clock::time_point> next() const
    {
        if (m_tasks.empty()) return std::nullopt;
        return m_tasks.begin()->first;
    }
    /// The first task whose time is not after `limit`, taken out; nullopt when there is none.
    std::optional<Task> take_due(Clock::time_point limit)
    {
        if (m_tasks.empty() || m_tasks.begin()->first > limit) return std::nullopt;
        return std::move(m_tasks.extract(m_tasks.begin()).mapped());
    }

  private:
    std::multimap<Clock::time_point, Task> m_tasks;
};

} // namespace aiws::http
