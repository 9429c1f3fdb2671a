// SPDX-License-Identifier: Apache-2.0
#include "workspace/apply.hpp"

#include <utility>

namespace aiws::workspace {
namespace {

/// True when `later` may only start once `earlier` has succeeded.
bool waits_for(const Step& later, const Step& earlier)
{
    if (later.subject().channel != earlier.subject().channel || !is_work(earlier)) return false;
    const auto is = [](const Step& step, Kind kind, bool removal) {
        return step.subject().kind == kind && (step.action == Action::remove) == removal;
    };
    return (is(later, Kind::deployment, false) && is(earlier, Kind::credential, false)) ||
           (is(later, Kind::credential, true) && is(earlier, Kind::deployment, true));
}

/// One run of a plan: it lives until the last step has ended, held by the callbacks.
class Run : public std::enable_shared_from_this<Run> {
  public:
    Run(const Plan& plan, Target& target, OnStep on_step)
        : m_steps(plan.steps), m_target(target), m_on_step(std::move(on_step)), m_waiting(plan.steps.size(), 0),
          m_dependents(plan.steps.size())
    {
        for (std::size_t later = 0; later < m_steps.size(); ++later) {
            if (!is_work(m_steps[later])) continue;
            for (std::size_t earlier = 0; earlier < m_steps.size(); ++earlier) {
                if (!waits_for(m_steps[later], m_steps[earlier])) continue;
                ++m_waiting[later];
                m_dependents[earlier].push_back(later);
            }
        }
    }

    void start_ready()
    {
        std::vector<std::size_t> ready;
        for (std::size_t i = 0; i < m_steps.size(); ++i)
            if (is_work(m_steps[i]) && m_waiting[i] == 0) ready.push_back(i);
        for (const auto i : ready) start(i);
    }

  private:
    static constexpr std::size_t k_ended = static_cast<std::size_t>(-1);

    void start(std::size_t index)
    {
        m_target.start(m_steps[index], [self = shared_from_this(), index](const base::Result<>& outcome) {
            self->end(index, outcome);
        });
    }

    void end(std::size_t index, const base::Result<>& outcome)
    {
        m_waiting[index] = k_ended;
        m_on_step(m_steps[index], outcome);
        for (const auto dependent : m_dependents[index]) {
            if (m_waiting[dependent] == k_ended) continue; // another prerequisite failed before
            if (!outcome)
                end(dependent, outcome);
            else if (--m_waiting[dependent] == 0)
                start(dependent);
        }
    }

    const std::vector<Step>& m_steps;
    Target& m_target;
    OnStep m_on_step;
    std::vector<std::size_t> m_waiting; ///< by step: how many prerequisites are open
    std::vector<std::vector<std::size_t>> m_dependents;
};

} // namespace

void apply(const Plan& plan, Target& target, OnStep on_step)
{
    std::make_shared<Run>(plan, target, std::move(on_step))->start_ready();
}

} // namespace aiws::workspace
