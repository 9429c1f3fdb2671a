// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/step_log.hpp"

#include "base/clock.hpp"

#include <fmt/format.h>

namespace aiws::cli {

StepLog::StepLog(const Context& context) : m_context(context), m_progress(context.err, context.quiet) {}

std::chrono::milliseconds StepLog::elapsed() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_start);
}

void StepLog::begin(std::string_view step)
{
    if (m_step == step) return;
    end();
    m_step = step;
    m_start = Clock::now();
    m_progress.update(m_step);
}

void StepLog::end()
{
    if (m_step.empty()) return;
    m_progress.clear();
    m_context.say(fmt::format("{:>8}  {}", base::human(elapsed()), m_step));
    give_up();
}

void StepLog::give_up()
{
    m_progress.clear();
    m_progress.update("");
    m_step.clear();
}

void StepLog::note(std::string_view text)
{
    m_progress.clear();
    m_context.say("note: " + std::string(text));
}

void StepLog::tick()
{
    if (m_step.empty()) return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed()).count();
    m_progress.update(m_step + " (" + std::to_string(seconds) + " s)");
}

} // namespace aiws::cli
