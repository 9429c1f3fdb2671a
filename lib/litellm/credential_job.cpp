// SPDX-License-Identifier: Apache-2.0
#include "litellm/job.hpp"
#include "litellm/jobs.hpp"
#include "litellm/rows.hpp"

#include <algorithm>

namespace aiws::litellm {
namespace {

using workspace::Action;

/// POST, and PATCH where it turns out to exist; PATCH, and POST where it turns out to be gone.
class CredentialJob : public Job<CredentialJob> {
  public:
    using Job::Job;

    void start()
    {
        switch (m_step.action) {
        case Action::create:
            return create();
        case Action::update:
            if (std::ranges::all_of(m_step.changes, [](const auto& change) { return change.after.has_value(); }))
                return send(update_credential(m_step), &CredentialJob::on_patched);
            [[fallthrough]]; // LiteLLM merges, so a value goes only with the credential
        default:
            return send(remove_credential(m_step.actual->name), &CredentialJob::on_removed);
        }
    }

  private:
    void create() { send(create_credential(desired()), &CredentialJob::on_created); }
    void on_created(const http::Outcome& outcome)
    {
        if (is_done(outcome)) return end({});
        // Made by somebody else since we read, or by our own call whose answer was lost.
        if (has_status(outcome, 409) && !std::exchange(m_overwritten, true))
            return send(overwrite_credential(desired()), &CredentialJob::on_patched);
        settle(outcome);
    }
    void on_patched(const http::Outcome& outcome)
    {
        if (is_done(outcome)) return end({});
        if (has_status(outcome, 404) && !std::exchange(m_recreated, true)) return create();
        settle(outcome);
    }
    void on_removed(const http::Outcome& outcome)
    {
        if (!is_done(outcome) && !has_status(outcome, 404)) return fail(outcome);
        if (m_step.desired) return create();
        end({});
    }

    void settle(const http::Outcome& outcome)
    {
        m_reply = error(outcome);
        if (!is_open(outcome) || m_reply->kind == base::Failure::config) return end(std::unexpected(*m_reply));
        send(Call{.path = "/credentials"}, &CredentialJob::on_looked);
    }
    void on_looked(const http::Outcome& outcome)
    {
        const auto there = has_status(outcome, 200) ? parse_credentials(outcome->body) : workspace::State{};
        if (there && !workspace::make_plan({desired()}, *there).has_changes()) return end({});
        if (m_round++ == k_rounds) return give_up();
        m_overwritten = m_recreated = false;
        later(&CredentialJob::again);
    }
    /// POST tells by a 409 whether it is there.
    void again()
    {
        if (m_admin->client().interrupted()) return end(std::unexpected(*m_reply));
        create();
    }

    bool m_overwritten = false;
    bool m_recreated = false;
};

} // namespace

void start_credential(std::shared_ptr<const Admin> admin, const workspace::Step& step, workspace::Done done)
{
    std::make_shared<CredentialJob>(std::move(admin), step, std::move(done))->start();
}

} // namespace aiws::litellm
