// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/execution.hpp"

#include "cli/flow/verification.hpp"
#include "workspace/apply.hpp"

#include <algorithm>
#include <utility>

namespace aiws::cli {
namespace {

using workspace::Action;
using workspace::Step;

/// A deployment that is there once the step is done.
bool leaves_deployment(const Step& step)
{
    return step.subject().kind == workspace::Kind::deployment && step.action != Action::remove &&
           step.action != Action::conflict;
}

bool is_new_credential(const Step& step)
{
    return step.subject().kind == workspace::Kind::credential && is_work(step) && step.action != Action::remove;
}

/// Deployments that stay as they are prove nothing before their channel's new key or address is there.
bool has_new_credential(const std::vector<Step>& steps, const std::string& channel)
{
    return std::ranges::any_of(
        steps, [&](const Step& step) { return is_new_credential(step) && step.subject().channel == channel; });
}

std::string of(std::size_t done, std::size_t all)
{
    return std::to_string(done) + "/" + std::to_string(all);
}

} // namespace

Execution::Execution(Session& session, const catalog::Catalog& catalog, ExecutionOptions options)
    : m_session(session), m_catalog(catalog), m_prober(session.prober(options.probe_timeout)),
      m_probing(options.probing)
{
}

void Execution::run(workspace::Report& report)
{
    const auto ask = [this, &report](const Step& step, litellm::Fresh fresh) {
        if (m_probing == Probing::no || !leaves_deployment(step)) return;
        start_probe(*step.desired, fresh, [&report](workspace::ProbeResult result) { report.add(std::move(result)); });
    };
    const auto& steps = report.plan().steps;
    for (const auto& step : steps)
        if (is_work(step))
            ++m_steps;
        else if (!has_new_credential(steps, step.subject().channel))
            ask(step, litellm::Fresh::no);
    workspace::apply(report.plan(), m_session.gateway(), [&](const Step& step, const base::Result<>& outcome) {
        report.end(step, outcome);
        step_ended();
        if (!outcome) return;
        ask(step, litellm::Fresh::yes);
        if (!is_new_credential(step)) return;
        for (const auto& other : steps)
            if (!is_work(other) && other.subject().channel == step.subject().channel) ask(other, litellm::Fresh::no);
    });
    drive();
}

std::vector<workspace::ProbeResult> Execution::probe(const std::vector<const workspace::Resource*>& deployments)
{
    std::vector<workspace::ProbeResult> results(deployments.size());
    for (std::size_t i = 0; i < deployments.size(); ++i)
        start_probe(*deployments[i], litellm::Fresh::no,
                    [&results, i](workspace::ProbeResult result) { results[i] = std::move(result); });
    drive();
    return results;
}

void Execution::start_probe(const workspace::Resource& deployment, litellm::Fresh fresh, litellm::Prober::Done done)
{
    ++m_probes;
    m_prober->start(probe_target(deployment, m_catalog, fresh),
                    [this, done = std::move(done)](workspace::ProbeResult result) {
                        ++m_probes_done;
                        show();
                        done(std::move(result));
                    });
}

void Execution::step_ended()
{
    ++m_steps_done;
    show();
}

void Execution::show()
{
    std::string text;
    if (m_steps > 0) text = "writing " + of(m_steps_done, m_steps);
    if (m_probes > 0) text += std::string(text.empty() ? "" : ", ") + "proving " + of(m_probes_done, m_probes);
    m_session.progress().update(text);
}

void Execution::drive()
{
    show();
    m_session.client().run();
    m_session.progress().clear();
}

void warn_if_interrupted(const Context& context, const std::optional<base::Failure>& failure)
{
    if (failure == base::Failure::interrupted)
        context.warn("interrupted; what was begun stands in the report, and running it again completes it");
}

} // namespace aiws::cli
