// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/catalog.hpp"
#include "cli/flow/session.hpp"
#include "workspace/report.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aiws::cli {

/// Whether the deployments are asked for an answer.
enum class Probing : std::uint8_t { no, yes };

struct ExecutionOptions {
    Probing probing = Probing::yes;
    std::chrono::seconds probe_timeout{60};
};

/// Carries out a report's gateway plan and proves its deployments, each as soon as it is written, all in one loop over
/// the session's client, with a progress line.
class Execution {
  public:
    Execution(Session& session, const catalog::Catalog& catalog, ExecutionOptions options);

    /// Steps first come, first asked. Outcomes go into the report.
    void run(workspace::Report& report);
    /// Only asks: no plan.
    std::vector<workspace::ProbeResult> probe(const std::vector<const workspace::Resource*>& deployments);

  private:
    void start_probe(const workspace::Resource& deployment, litellm::Fresh fresh, litellm::Prober::Done done);
    void step_ended();
    void show();
    void drive();

    Session& m_session;
    const catalog::Catalog& m_catalog;
    std::unique_ptr<litellm::Prober> m_prober;
    Probing m_probing;
    std::size_t m_steps = 0;
    std::size_t m_steps_done = 0;
    std::size_t m_probes = 0;
    std::size_t m_probes_done = 0;
};

/// Says what an interruption leaves behind, where the run's failure is one.
void warn_if_interrupted(const Context& context, const std::optional<base::Failure>& failure);

} // namespace aiws::cli
