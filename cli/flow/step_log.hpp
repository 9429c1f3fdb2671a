// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/output/progress.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace aiws::cli {

/// The steps of a long job on standard error: the present one with its time in the progress line, each that is done as
/// a line of its own.
class StepLog {
  public:
    explicit StepLog(const Context& context);
    StepLog(const StepLog&) = delete;
    StepLog& operator=(const StepLog&) = delete;
    ~StepLog() = default;

    /// The step before is done, this one begins.
    void begin(std::string_view step);
    /// The last one is done.
    void end();
    /// The present one was not done: nothing is said of it.
    void give_up();
    void note(std::string_view text);
    void tick();

  private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] std::chrono::milliseconds elapsed() const;

    const Context& m_context;
    Progress m_progress;
    std::string m_step;
    Clock::time_point m_start;
};

} // namespace aiws::cli
