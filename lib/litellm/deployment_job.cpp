// SPDX-License-Identifier: Apache-2.0
#include "litellm/job.hpp"
#include "litellm/jobs.hpp"
#include "litellm/reply.hpp"
#include "litellm/rows.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace aiws::litellm {
namespace {

using workspace::Action;

constexpr int k_looks = 6; // a quarter of a second apart: about what sixteen writes of another run take

/// The row was written, but the router of the gateway does not take it ("… was saved to the database, but the model
/// id(s) ['ID'] are not live …", 1.106.2): it would stand there unseen for ever.
bool is_unusable(const http::Outcome& outcome, const std::string& id)
{
    if (!outcome || outcome->status != 500) return false;
    const std::string said = words(*outcome);
    const auto list = said.find("the model id(s) [");
    return list != std::string::npos && said.substr(list, said.find(']', list) - list).contains("'" + id + "'");
}

/// delete → create, or patch → delete what stands beside it; see jobs.hpp for what happens when a reply is missing.
/// The id is ours and the table's key, so there is never a second row of ours, whatever is repeated.
class DeploymentJob : public Job<DeploymentJob> {
  public:
    using Job::Job;

    void start()
    {
        if (m_step.action == Action::create) return create();
        m_doomed = m_step.actual->extra_ids;
        if (m_step.action == Action::update && can_patch(m_step))
            return m_step.changes.empty() ? remove_next() : patch();
        m_doomed.insert(m_doomed.begin(), m_step.actual->id);
        m_then_create = m_step.desired.has_value();
        remove_next();
    }

  private:
    // Removing, one after the other.
    void remove_next()
    {
        if (!m_doomed.empty()) return send(remove_deployment(m_doomed.back()), &DeploymentJob::on_removed);
        if (m_then_create) return create();
        end({});
    }
    void on_removed(const http::Outcome& outcome)
    {
        // LiteLLM answers 400 for an id that is not there (1.106.2).
        const bool was_absent =
            (has_status(outcome, 400) || has_status(outcome, 404)) && words(*outcome).contains("not found");
        if (is_done(outcome) || was_absent) return removed();
        m_reply = error(outcome);
        if (!is_open(outcome)) return end(std::unexpected(*m_reply));
        send(find_deployment(m_doomed.back()), &DeploymentJob::on_looked_for_removed);
    }
    void on_looked_for_removed(const http::Outcome& outcome)
    {
        const auto page = read(outcome);
        if (page && page->total_count == 0) return removed();
        give_up();
    }
    void removed()
    {
        m_doomed.pop_back();
        remove_next();
    }

    // Creating.
    void create()
    {
        m_then_create = false;
        send(create_deployment(desired()), &DeploymentJob::on_created);
    }
    void on_created(const http::Outcome& outcome)
    {
        if (is_done(outcome)) return remove_next();
        settle(outcome);
    }

    // Changing.
    void patch() { send(update_deployment(m_step), &DeploymentJob::on_patched); }
    void on_patched(const http::Outcome& outcome)
    {
        if (has_status(outcome, 404)) return create(); // somebody has removed it since we read
        if (!is_done(outcome)) return settle(outcome);
        // LiteLLM says 200 also when its router refuses the new model and goes on with the old one (1.106.2).
        const bool new_model = std::ranges::any_of(
            m_step.changes, [](const auto& change) { return change.field == "litellm_params.model"; });
        if (new_model) return send(find_deployment(desired().id), &DeploymentJob::on_checked);
        remove_next();
    }
    void on_checked(const http::Outcome& outcome)
    {
        if (is_as_desired(read(outcome))) return remove_next();
        end(std::unexpected(m_admin->failed(m_what, "the gateway stored the change but goes on with the old one",
                                            "check the upstream model \"" +
                                                desired().fields.at("litellm_params.model").get<std::string>() +
                                                "\": LiteLLM must know its provider")));
    }

    // After a failure: what is there now?
    void settle(const http::Outcome& outcome)
    {
        m_reply = error(outcome);
        if (is_unusable(outcome, desired().id))
            return send(remove_deployment(desired().id), &DeploymentJob::on_unusable_removed);
        const bool may_pass = is_open(outcome) || has_status(outcome, 429);
        if (!may_pass || m_reply->kind == base::Failure::config) return end(std::unexpected(*m_reply));
        send(find_deployment(desired().id), &DeploymentJob::on_looked);
    }
    void on_unusable_removed(const http::Outcome& outcome)
    {
        m_reply->what += is_done(outcome) ? ": the gateway cannot use it, so it was taken out again"
                                          : ": the gateway cannot use it, and it could not be taken out again";
        m_reply->fix = "check the model's upstream name in the catalogue, and the gateway's log";
        end(std::unexpected(*m_reply));
    }
    void on_looked(const http::Outcome& outcome)
    {
        const auto page = read(outcome);
        if (is_as_desired(page)) return remove_next();
        if (!page || m_round == k_rounds) return give_up();
        if (m_looks++ < k_looks) return later(&DeploymentJob::look);
        ++m_round;
        later(&DeploymentJob::again);
    }
    /// Another run may be writing this very row, which others see only when the gateway has reloaded all rows: so we
    /// look for a while before we take anything away.
    void look() { send(find_deployment(desired().id), &DeploymentJob::on_looked); }
    /// From the ground up: a row under our id that is not as desired, or one that no listing shows, goes first.
    void again()
    {
        if (m_admin->client().interrupted()) return end(std::unexpected(*m_reply));
        m_doomed.push_back(desired().id);
        m_then_create = true;
        remove_next();
    }

    [[nodiscard]] std::optional<Page> read(const http::Outcome& outcome) const
    {
        if (!has_status(outcome, 200)) return std::nullopt;
        auto page = parse_page(outcome->body, {m_step.subject().name});
        if (!page) return std::nullopt;
        return *std::move(page);
    }
    [[nodiscard]] bool is_as_desired(const std::optional<Page>& page) const
    {
        return page && !page->rows.empty() && !workspace::make_plan({desired()}, page->rows).has_changes();
    }

    std::vector<std::string> m_doomed; ///< ids to remove, last first
    bool m_then_create = false;
    int m_looks = 0;
};

} // namespace

void start_deployment(std::shared_ptr<const Admin> admin, const workspace::Step& step, workspace::Done done)
{
    std::make_shared<DeploymentJob>(std::move(admin), step, std::move(done))->start();
}

} // namespace aiws::litellm
