// SPDX-License-Identifier: Apache-2.0
#include "litellm/probe.hpp"

#include "litellm/classify.hpp"
#include "litellm/date.hpp"
#include "litellm/pacing.hpp"
#include "litellm/redact.hpp"
#include "json/value.hpp"

#include <array>
#include <deque>
#include <map>
#include <utility>

namespace aiws::litellm {
namespace {

using namespace std::chrono_literals;

/// max_tokens of the first, second and third try.
constexpr std::array k_floors{1, 16, 64};
constexpr std::size_t k_most_cooldowns = 3;
/// 35 s in all: other replicas of a gateway see a new row up to 30 s late.
constexpr std::array<std::chrono::seconds, 6> k_until_known{1s, 2s, 4s, 8s, 10s, 10s};
/// The gateway gives up the call at the timeout and says so; this is for its answer to arrive.
constexpr std::chrono::seconds k_grace{2};

struct Probe {
    ProbeTarget target;
    Prober::Done done;
    std::size_t floor = 0;     ///< into k_floors
    std::size_t cooldowns = 0; ///< waited out so far
    std::size_t behind = 0;    ///< into k_until_known
};
using ProbePtr = std::shared_ptr<Probe>;

json::Value body_of(const Probe& probe, std::chrono::milliseconds timeout)
{
    json::Value body{{"model", probe.target.alias},
                     {"disable_fallbacks", true}, // another deployment's answer would prove nothing
                     {"num_retries", 0},          // nor should the gateway use up the rate limit by itself
                     {"timeout", std::chrono::duration<double>(timeout).count()},
                     {"cache", {{"no-cache", true}}}};
    if (probe.target.mode == catalog::Mode::embedding) {
        body["input"] = "hi";
        return body;
    }
    body["messages"] = json::Value::array({{{"role", "user"}, {"content", "hi"}}});
    body["max_tokens"] = k_floors[probe.floor];
    return body;
}

} // namespace

class Prober::Impl : public std::enable_shared_from_this<Prober::Impl> {
  public:
    Impl(http::Client& client, Access access, std::chrono::milliseconds timeout)
        : m_client(client), m_access(std::move(access)), m_timeout(timeout)
    {
        m_redactor.add(m_access.token);
    }

    void hide(const base::Secret& secret) { m_redactor.add(secret); }
    void set_pace(const std::string& channel, Pace pace) { m_lines.insert_or_assign(channel, Line(pace)); }

    void start(ProbeTarget target, Done done)
    {
        auto& line = line_of(target);
        line.waiting.push_back(std::make_shared<Probe>(Probe{.target = std::move(target), .done = std::move(done)}));
        advance(line);
    }

  private:
    /// The probes of one channel that wait for their turn.
    struct Line {
        explicit Line(Pace pace) : pacer(pace) {}
        Pacer pacer;
        std::deque<ProbePtr> waiting;
        bool timer = false; ///< it goes on by itself when the pace allows
    };

    Line& line_of(const ProbeTarget& target) { return m_lines.try_emplace(target.channel, Line(Pace{})).first->second; }

    void advance(Line& line)
    {
        while (!line.waiting.empty()) {
            const auto wait = line.pacer.wait(Pacer::Clock::now());
            // After an interrupt everything is handed to the client, which ends it as interrupted.
            if (!m_client.interrupted()) {
                if (!wait) return;
                if (*wait > 0ms) return wait_for(line, *wait);
            }
            const ProbePtr probe = std::move(line.waiting.front());
            line.waiting.pop_front();
            ask(line, probe);
        }
    }
    void wait_for(Line& line, std::chrono::milliseconds delay)
    {
        if (std::exchange(line.timer, true)) return;
        m_client.after(delay, [self = shared_from_this(), &line] {
            line.timer = false;
            self->advance(line);
        });
    }

    void ask(Line& line, const ProbePtr& probe)
    {
        line.pacer.started(Pacer::Clock::now());
        m_client.submit(request(*probe), [self = shared_from_this(), &line, probe](const http::Outcome& outcome) {
            line.pacer.ended();
            self->settle(line, probe, outcome);
            self->advance(line);
        });
    }
    [[nodiscard]] http::Request request(const Probe& probe) const
    {
        const bool chat = probe.target.mode == catalog::Mode::chat;
        return {.method = http::Method::post,
                .url = m_access.url + (chat ? "/v1/chat/completions" : "/v1/embeddings"),
                .bearer = m_access.token,
                .headers = {},
                .body = body_of(probe, m_timeout).dump(-1, ' ', false, json::Value::error_handler_t::replace),
                .max_attempts = 1,
                .timeout = m_timeout + k_grace};
    }

    /// Either the verdict, or another try.
    void settle(Line& line, const ProbePtr& probe, const http::Outcome& outcome)
    {
        if (const auto wait = cooldown(outcome); wait && probe->cooldowns < k_most_cooldowns) {
            ++probe->cooldowns;
            return again_after(line, probe, *wait);
        }
        const bool may_be_behind = probe->target.fresh == Fresh::yes && probe->behind < k_until_known.size();
        if (may_be_behind && is_behind(outcome, probe->target))
            return again_after(line, probe, k_until_known[probe->behind++]);
        if (wants_more_tokens(outcome) && probe->floor + 1 < k_floors.size()) {
            ++probe->floor;
            line.waiting.push_front(probe);
            return;
        }
        probe->done(classify(outcome, probe->target, m_redactor, today()));
    }
    void again_after(Line& line, const ProbePtr& probe, std::chrono::milliseconds delay)
    {
        m_client.after(delay, [self = shared_from_this(), &line, probe] {
            line.waiting.push_front(probe);
            self->advance(line);
        });
    }

    http::Client& m_client;
    Access m_access;
    std::chrono::milliseconds m_timeout;
    Redactor m_redactor;
    std::map<std::string, Line> m_lines; ///< by channel; what is in it stays where it is
};

Prober::Prober(http::Client& client, Access access, std::chrono::milliseconds timeout)
    : m_impl(std::make_shared<Impl>(client, std::move(access), timeout))
{
}
Prober::~Prober() = default;

void Prober::hide(const base::Secret& secret)
{
    m_impl->hide(secret);
}

void Prober::set_pace(const std::string& channel, Pace pace)
{
    m_impl->set_pace(channel, pace);
}

void Prober::start(ProbeTarget target, Done done)
{
    m_impl->start(std::move(target), std::move(done));
}

} // namespace aiws::litellm
