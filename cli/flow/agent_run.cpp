// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/agent_run.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace aiws::cli {
namespace {

using workspace::Report;

/// The aliases that the gateway really has after its part of the plan.
std::set<std::string> registered_aliases(const Registration& registration, const Report& report)
{
    workspace::Plan done;
    for (const auto& step : report.plan().steps)
        if (report.error(step) == nullptr) done.steps.push_back(step);
    return aliases_after(done, registration.reading.state);
}

/// One registration's dealings with OpenClaw.
class Runner {
  public:
    Runner(const Context& context, Registration& registration, const std::string& primary, const Report& gateway)
        : m_context(context), m_registration(registration), m_primary(primary), m_gateway(gateway)
    {
    }

    AgentRun run(Check check)
    {
        if (const auto applied = apply(); !applied)
            m_run.error = applied.error();
        else if (check == Check::yes && agent().program && m_run.report->failed_steps() == 0)
            prove();
        return std::move(m_run);
    }

  private:
    [[nodiscard]] Agent& agent() { return *m_registration.agent; }

    /// Compares OpenClaw again with what the gateway really has.
    base::Result<> compare()
    {
        return m_registration.plan_agent_for(registered_aliases(m_registration, m_gateway), m_primary);
    }

    [[nodiscard]] const system::Environment& environment() const { return m_registration.settings.environment; }
    AgentChecker checker() { return {agent(), m_context, m_registration.session->progress()}; }
    AgentCheck& check() { return *m_run.check; }

    /// Compared again when the gateway's part did not come out as planned or when somebody changed the file meanwhile.
    base::Result<> apply()
    {
        constexpr int k_attempts = 3;
        if (m_gateway.failed_steps() > 0) AIWS_CHECK(compare());
        for (int attempt = 1;; ++attempt) {
            // What was not proved must not be taken for what was.
            if (agent().plan.has_changes())
                AIWS_CHECK(forget_proof(environment(), agent(), has_token_step(workspace::Action::update)));
            m_run.report.emplace(agent().plan);
            agent().apply(*m_run.report);
            if (m_run.report->failure() != base::Failure::failed || attempt == k_attempts) break;
            AIWS_CHECK(compare());
        }
        m_wrote = m_run.written();
        note_token();
        return {};
    }

    [[nodiscard]] bool has_token_step(workspace::Action action)
    {
        return std::ranges::any_of(agent().plan.steps, [&](const workspace::Step& step) {
            return step.subject().kind == workspace::Kind::token_file && step.action == action;
        });
    }

    void note_token()
    {
        if (m_run.report->failed_steps() > 0) return;
        m_made_token = m_made_token || has_token_step(workspace::Action::create);
        m_run.token_written = m_run.token_written || m_made_token || has_token_step(workspace::Action::update);
    }

    void prove()
    {
        const auto references = references_to_ask(m_gateway.probes(), agent());
        const auto last = last_proof(environment(), agent());
        // True when what aiws wrote was proved as far as this run would prove it.
        const bool asked = last.any && (last.turns || references.empty());
        if (asked && last.same_bytes) return;
        learn_version(m_context, environment(), agent().location, *agent().program);
        m_run.check.emplace(AgentCheck{.name = agent().program->name()});
        if (const auto validated = validate(); !validated) check().error = validated.error();
        // What only somebody else changed needs no more than a validation.
        const bool good = !check().error && check().validation.valid;
        if (good && (m_wrote || !asked)) checker().prove(references, check());
        if (good && last_proof(environment(), agent()).new_token) checker().reload_token(check());
        m_registration.session->progress().clear();
        if (check().failure() || check().silent()) return;
        const bool turns = !check().turns.empty() || (!m_wrote && last.turns);
        if (const auto noted = note_proof(environment(), agent(), turns); !noted)
            m_context.warn(base::to_line(noted.error()));
    }

    /// What OpenClaw refuses of ours is left out and tried again; what cannot be left out does not stay written.
    base::Result<> validate()
    {
        constexpr int k_attempts = 10; // a version may refuse one thing after the other
        for (int attempt = 1; attempt <= k_attempts; ++attempt) {
            check().validation = {};
            AIWS_TRY(check().validation, checker().validate());
            if (check().validation.valid) return {};
            check().about_ours = openclaw::concern_only(check().validation.issues, wanted_providers(agent()));
            if (!learn(check().validation.issues)) break;
            AIWS_CHECK(take_back());
            AIWS_CHECK(compare());
            AIWS_CHECK(apply());
        }
        return m_wrote ? put_back() : base::Result<>{};
    }

    /// Undoes what this run wrote last, if it wrote.
    base::Result<> take_back()
    {
        if (!m_wrote) return {};
        if (auto undone = agent().configuration.take_back(); !undone) {
            auto error = std::move(undone).error();
            error.what = "what OpenClaw does not accept could not be put back";
            error.fix = "run aiws register again";
            return std::unexpected(std::move(error));
        }
        m_wrote = false;
        return {};
    }

    base::Result<> put_back()
    {
        AIWS_CHECK(take_back());
        if (m_made_token)
            for (const auto& removal : workspace::plan_removal(agent().token_file.ours()).steps)
                AIWS_CHECK(agent().token_file.apply(removal));
        m_run.token_written = m_run.token_written && !m_made_token;
        check().put_back = true;
        std::error_code ignored;
        if (!std::filesystem::exists(agent().configuration.file(), ignored)) return {};
        AIWS_TRY(const auto before, checker().validate());
        check().was_invalid = !before.valid;
        return {};
    }

    /// Keeps in mind what this version refuses of ours; false when that is nothing new.
    bool learn(const std::vector<openclaw::Issue>& issues)
    {
        auto refused = agent().refused;
        if (agent().version().empty()) return false; // it could not be kept for the next comparison
        return refused.learn(issues, wanted_providers(agent())) &&
               refused.save(environment(), agent().version()).has_value();
    }

    const Context& m_context;
    Registration& m_registration;
    const std::string& m_primary;
    const Report& m_gateway;
    AgentRun m_run;
    bool m_wrote = false;      ///< the configuration, and it has not been taken back
    bool m_made_token = false; ///< the token file
};

} // namespace

bool AgentRun::written() const
{
    const auto is_ours = [](const workspace::Step& step) {
        return workspace::is_work(step) && step.subject().kind != workspace::Kind::token_file;
    };
    return report && std::ranges::any_of(report->plan().steps, is_ours) && report->failed_steps() == 0 &&
           !(check && check->put_back);
}

AgentRun run_agent(const Context& context, Registration& registration, const std::string& primary,
                   const workspace::Report& gateway, Check check)
{
    return Runner(context, registration, primary, gateway).run(check);
}

} // namespace aiws::cli
