// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "workspace/plan.hpp"
#include "workspace/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aiws::workspace {

/// What came of a plan: told while it is carried out, printed at the end.
class Report {
  public:
    explicit Report(Plan plan);

    /// Notes the outcome of a step of plan(). Steps that nobody ends count as done, kept and conflicting ones too.
    void end(const Step& step, const base::Result<>& outcome);
    /// Results come in any order and are kept in the plan's.
    void add(ProbeResult probe);

    [[nodiscard]] const Plan& plan() const { return m_plan; }
    [[nodiscard]] const std::vector<ProbeResult>& probes() const { return m_probes; }
    /// Why a step of plan() was not done; nullptr when it was.
    [[nodiscard]] const base::Error* error(const Step& step) const;
    /// Why the first of those that were not done was not; nullptr when all were.
    [[nodiscard]] const base::Error* first_error() const;
    [[nodiscard]] const ProbeResult* probe(const std::string& alias) const;

    [[nodiscard]] std::size_t failed_steps() const;
    [[nodiscard]] std::size_t failed_probes() const;
    /// What kind of failure the whole is: an interruption first, then the reason that all failed steps share, else
    /// Failure::failed; a conflict is a failure too. nullopt when every step was done.
    [[nodiscard]] std::optional<base::Failure> failure() const;

  private:
    [[nodiscard]] std::size_t index_of(const Step& step) const;

    Plan m_plan;
    std::vector<std::optional<base::Error>> m_errors; ///< by step
    std::vector<ProbeResult> m_probes;
};

} // namespace aiws::workspace
