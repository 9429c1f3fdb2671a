// SPDX-License-Identifier: Apache-2.0
#include "workspace/report.hpp"

#include <algorithm>
#include <cassert>

namespace aiws::workspace {

Report::Report(Plan plan) : m_plan(std::move(plan)), m_errors(m_plan.steps.size()) {}

/// A step is known by its address: one of another plan that is equal is none of ours.
std::size_t Report::index_of(const Step& step) const
{
    const auto index = static_cast<std::size_t>(&step - m_plan.steps.data());
    assert(index < m_errors.size());
    return index;
}

void Report::end(const Step& step, const base::Result<>& outcome)
{
    if (!outcome) m_errors[index_of(step)] = outcome.error();
}

void Report::add(ProbeResult probe)
{
    const auto rank = [this](const ProbeResult& result) {
        return std::ranges::find(m_plan.steps, result.alias, [](const Step& s) { return s.subject().name; });
    };
    const auto place =
        std::ranges::find_if(m_probes, [&](const ProbeResult& other) { return rank(probe) < rank(other); });
    m_probes.insert(place, std::move(probe));
}

const base::Error* Report::error(const Step& step) const
{
    const auto& error = m_errors[index_of(step)];
    return error ? &*error : nullptr;
}

const base::Error* Report::first_error() const
{
    const auto found = std::ranges::find_if(m_errors, [](const auto& error) { return error.has_value(); });
    return found == m_errors.end() ? nullptr : &**found;
}

const ProbeResult* Report::probe(const std::string& alias) const
{
    const auto found = std::ranges::find(m_probes, alias, &ProbeResult::alias);
    return found == m_probes.end() ? nullptr : &*found;
}

std::size_t Report::failed_steps() const
{
    return static_cast<std::size_t>(std::ranges::count_if(m_errors, [](const auto& e) { return e.has_value(); }));
}

std::size_t Report::failed_probes() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_probes, [](const auto& p) { return p.verdict != Verdict::answers; }));
}

std::optional<base::Failure> Report::failure() const
{
    std::optional<base::Failure> kind;
    const auto join = [&kind](base::Failure next) {
        if (!kind || next == base::Failure::interrupted)
            kind = next;
        else if (*kind != next && *kind != base::Failure::interrupted)
            kind = base::Failure::failed;
    };
    for (const auto& error : m_errors)
        if (error) join(error->kind);
    if (m_plan.count(Action::conflict) > 0) join(base::Failure::failed);
    if (std::ranges::find(m_probes, Verdict::interrupted, &ProbeResult::verdict) != m_probes.end())
        join(base::Failure::interrupted);
    return kind;
}

} // namespace aiws::workspace
