// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "litellm/admin.hpp"
#include "workspace/apply.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace aiws::litellm {

/// What carrying out a step of either kind has in common: it lives until its last callback, and ends once.
template <class Self>
class Job : public std::enable_shared_from_this<Self> {
  public:
    // NOLINTNEXTLINE(bugprone-crtp-constructor-accessibility): the jobs inherit it
    Job(std::shared_ptr<const Admin> admin, workspace::Step step, workspace::Done done)
        : m_admin(std::move(admin)), m_step(std::move(step)), m_done(std::move(done)),
          m_what(std::string(verb(m_step.action)) + " " + m_step.subject().name)
    {
        if (m_step.desired)
            for (const auto& [field, secret] : m_step.desired->secrets) m_secrets.add(secret);
    }

  protected:
    using Next = void (Self::*)(const http::Outcome&);

    void send(Call call, Next next)
    {
        m_admin->submit(std::move(call), [self = this->shared_from_this(), next](const http::Outcome& outcome) {
            (self.get()->*next)(outcome);
        });
    }
    void send(base::Result<Call> call, Next next)
    {
        if (!call) return end(std::unexpected(call.error()));
        send(*std::move(call), next);
    }
    void later(void (Self::*next)())
    {
        static constexpr std::chrono::milliseconds k_pause{250};
        m_admin->client().after(k_pause * m_round, [self = this->shared_from_this(), next] { (self.get()->*next)(); });
    }

    void end(const base::Result<>& result) { std::exchange(m_done, nullptr)(result); }
    void fail(const http::Outcome& outcome) { end(std::unexpected(error(outcome))); }
    /// Ends with m_reply, which may leave open what was done.
    void give_up()
    {
        if (m_reply->fix.empty()) m_reply->fix = "run aiws again: it looks at what is there first";
        end(std::unexpected(*m_reply));
    }
    [[nodiscard]] base::Error error(const http::Outcome& outcome) const
    {
        return m_admin->error(m_what, outcome, &m_secrets);
    }
    [[nodiscard]] const workspace::Resource& desired() const { return *m_step.desired; }

    std::shared_ptr<const Admin> m_admin;
    workspace::Step m_step;
    workspace::Done m_done;
    std::string m_what; ///< "create nvidia/glm-5.2"
    Redactor m_secrets;
    std::optional<base::Error> m_reply; ///< the failure that made us look
    int m_round = 1;

  private:
    static std::string_view verb(workspace::Action action) { return workspace::to_string(action); }
};

/// True for a reply that leaves open what the gateway did.
inline bool is_open(const http::Outcome& outcome)
{
    if (outcome) return outcome->status >= 500;
    return http::may_have_acted(outcome.error().fault) && outcome.error().fault != http::Fault::interrupted;
}

inline bool is_done(const http::Outcome& outcome)
{
    return outcome && outcome->status >= 200 && outcome->status < 300;
}

inline bool has_status(const http::Outcome& outcome, int status)
{
    return outcome && outcome->status == status;
}

} // namespace aiws::litellm
