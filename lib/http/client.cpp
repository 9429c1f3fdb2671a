// SPDX-License-Identifier: Apache-2.0
#include "http/client.hpp"

#include "http/admission.hpp"
#include "http/handles.hpp"
#include "http/retry.hpp"
#include "http/timers.hpp"
#include "http/transfer.hpp"
#include "system/interrupt.hpp"

#include <algorithm>
#include <deque>
#include <random>
#include <stdexcept>
#include <unordered_map>

namespace aiws::http {
namespace {

using Clock = Timers::Clock;

/// Triggered interrupts without a descriptor are noticed this late.
constexpr std::chrono::milliseconds k_longest_poll{1'000};
constexpr std::chrono::milliseconds k_tick{100};

struct Job {
    Request request;
    Client::Callback done;
    int attempts = 0;

    Job(Request r, Client::Callback d) : request(std::move(r)), done(std::move(d)) {}
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    ~Job() { base::wipe(request.body); }
};

struct Running {
    std::unique_ptr<Job> job;
    std::unique_ptr<Transfer> transfer;
};

struct Finished {
    std::unique_ptr<Job> job;
    Outcome outcome;
};

MultiHandle make_multi(const ClientOptions& options)
{
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    MultiHandle multi(ready == CURLE_OK ? curl_multi_init() : nullptr);
    if (!multi) throw std::runtime_error("libcurl does not start");
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.max_in_flight));
    return multi;
}

void check(CURLMcode code)
{
    if (code != CURLM_OK) throw std::runtime_error(std::string("libcurl: ") + curl_multi_strerror(code));
}

Failure interrupted_failure()
{
    return {.fault = Fault::interrupted, .detail = "we were asked to stop"};
}

} // namespace

class Client::Impl {
  public:
    explicit Impl(ClientOptions options)
        : m_options(std::move(options)), m_multi(make_multi(m_options)), m_engine(std::random_device{}())
    {
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl()
    {
        for (const auto& [easy, running] : m_running) curl_multi_remove_handle(m_multi.get(), easy);
    }

    void submit(Request request, Callback done)
    {
        m_queue.push_back(std::make_unique<Job>(std::move(request), std::move(done)));
    }
    void after(std::chrono::milliseconds delay, Timers::Task task)
    {
        m_timers.add(Clock::now() + delay, std::move(task));
    }
    [[nodiscard]] bool interrupted() const
    {
        return m_options.interrupt != nullptr && m_options.interrupt->triggered();
    }
    [[nodiscard]] bool idle() const
    {
        return m_queue.empty() && m_running.empty() && m_finished.empty() && m_timers.size() == 0;
    }
    /// One round: what is due, what can start, what has ended; waits when none of it. Callbacks may come back in here
    /// and may throw: each is taken out of its place before it is called.
    void step();

  private:
    void abandon();
    void run_timers();
    void start_queued();
    void start(std::unique_ptr<Job> job);
    bool collect();
    void settle(Running running, CURLcode code);
    bool deliver();
    void wait();

    ClientOptions m_options;
    MultiHandle m_multi; // goes after the easy handles in it
    std::vector<EasyHandle> m_spare;
    std::deque<std::unique_ptr<Job>> m_queue;
    std::unordered_map<CURL*, Running> m_running;
    std::deque<Finished> m_finished;
    Timers m_timers;
    std::minstd_rand m_engine;
};

void Client::Impl::step()
{
    if (interrupted()) abandon();
    run_timers();
    start_queued();
    int still_running = 0;
    check(curl_multi_perform(m_multi.get(), &still_running));
    const bool collected = collect(); // what was queued can take its place, even when it is tried again
    if (!deliver() && !collected && !idle() && !interrupted()) wait();
}

/// Everything that is queued or under way ends as interrupted.
void Client::Impl::abandon()
{
    for (auto& [easy, running] : m_running) {
        curl_multi_remove_handle(m_multi.get(), easy);
        m_finished.push_back({.job = std::move(running.job), .outcome = std::unexpected(interrupted_failure())});
    }
    m_running.clear();
    for (auto& job : m_queue)
        m_finished.push_back({.job = std::move(job), .outcome = std::unexpected(interrupted_failure())});
    m_queue.clear();
}

/// Only those that are there now: what a task adds has its turn in the next round.
void Client::Impl::run_timers()
{
    const auto limit = interrupted() ? Clock::time_point::max() : Clock::now();
    for (std::size_t left = m_timers.size(); left > 0; --left) {
        auto task = m_timers.take_due(limit);
        if (!task) return;
        (*task)();
    }
}

void Client::Impl::start_queued()
{
    while (!m_queue.empty() && !interrupted() && m_running.size() < std::max<std::size_t>(m_options.max_in_flight, 1)) {
        auto job = std::move(m_queue.front());
        m_queue.pop_front();
        start(std::move(job));
    }
}

void Client::Impl::start(std::unique_ptr<Job> job)
{
    if (auto why = refusal(job->request, m_options.plain_http)) {
        m_finished.push_back({.job = std::move(job), .outcome = std::unexpected(*std::move(why))});
        return;
    }
    EasyHandle easy;
    if (m_spare.empty()) {
        easy.reset(curl_easy_init());
        if (!easy) throw std::runtime_error("libcurl does not start");
    } else {
        easy = std::move(m_spare.back());
        m_spare.pop_back();
    }
    ++job->attempts;
    auto transfer = std::make_unique<Transfer>(std::move(easy), job->request, m_options);
    CURL* const handle = transfer->handle();
    check(curl_multi_add_handle(m_multi.get(), handle));
    m_running.emplace(handle, Running{.job = std::move(job), .transfer = std::move(transfer)});
}

bool Client::Impl::collect()
{
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result; // the message goes with the handle
        const auto node = m_running.extract(message->easy_handle);
        curl_multi_remove_handle(m_multi.get(), node.key());
        settle(std::move(node.mapped()), code);
        any = true;
    }
    return any;
}

/// Either the job's outcome, or another attempt later; its place is free in the meantime.
void Client::Impl::settle(Running running, CURLcode code)
{
    Attempt attempt = running.transfer->result(code);
    m_spare.push_back(running.transfer->release());
    attempt.number = running.job->attempts;
    const auto random = [this] { return std::uniform_real_distribution<>(0.0, 1.0)(m_engine); };
    if (const auto delay = wait_before_next(m_options, running.job->request, attempt, random)) {
        after(*delay, [this, job = std::move(running.job)] mutable { m_queue.push_front(std::move(job)); });
        return;
    }
    if (attempt.outcome) attempt.outcome->attempts = attempt.number;
    m_finished.push_back({.job = std::move(running.job), .outcome = std::move(attempt.outcome)});
}

bool Client::Impl::deliver()
{
    const bool any = !m_finished.empty();
    while (!m_finished.empty()) {
        Finished finished = std::move(m_finished.front());
        m_finished.pop_front();
        finished.job->done(std::move(finished.outcome));
    }
    return any;
}

void Client::Impl::wait()
{
    if (m_options.on_tick) m_options.on_tick();
    auto longest = m_options.on_tick ? k_tick : k_longest_poll;
    if (const auto next = m_timers.next())
        longest = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now()),
                             std::chrono::milliseconds(0), longest);
    curl_waitfd wake{.fd = -1, .events = CURL_WAIT_POLLIN, .revents = 0};
    if (m_options.interrupt != nullptr) wake.fd = m_options.interrupt->descriptor();
    const unsigned int extra = wake.fd >= 0 ? 1 : 0;
    check(curl_multi_poll(m_multi.get(), extra == 1 ? &wake : nullptr, extra, static_cast<int>(longest.count()),
                          nullptr));
}

Client::Client(ClientOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

void Client::submit(Request request, Callback done)
{
    m_impl->submit(std::move(request), std::move(done));
}

void Client::after(std::chrono::milliseconds delay, std::function<void()> task)
{
    m_impl->after(delay, std::move(task));
}

bool Client::interrupted() const
{
    return m_impl->interrupted();
}

void Client::run()
{
    while (!m_impl->idle()) m_impl->step();
}

Outcome Client::send(Request request)
{
    const auto outcome = std::make_shared<std::optional<Outcome>>(); // outlives us if another callback throws
    submit(std::move(request), [outcome](Outcome o) { *outcome = std::move(o); });
    while (!*outcome) m_impl->step();
    return std::move(**outcome);
}

} // namespace aiws::http
