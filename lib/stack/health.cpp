// SPDX-License-Identifier: Apache-2.0
#include "stack/health.hpp"

#include "base/text.hpp"
#include "litellm/health.hpp"
#include "stack/tools.hpp"
#include "system/descriptor.hpp"
#include "system/interrupt.hpp"

#include <algorithm>
#include <fcntl.h>
#include <map>
#include <set>
#include <thread>
#include <unistd.h>

namespace aiws::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto k_pause = 200ms;
constexpr std::size_t k_max_tail = std::size_t{256} << 10U;

/// What a service lacks; "" when it is well.
std::string lacks(const Runner& runner, const Record& record, const Service& service, http::Client& client)
{
    if (service.part == Part::database) {
        const auto program = find_tools(runner.home, record).postgres / "pg_isready";
        const auto asked = runner.run(
            runner.command({program.string(), "-q", "-h", "127.0.0.1", "-p", std::to_string(service.port), "-t", "2"}),
            10s);
        return asked.succeeded() ? "" : "it does not take connections";
    }
    const std::string base =
        service.part == Part::gateway ? record.gateway_url() : "http://127.0.0.1:" + std::to_string(service.port);
    const std::string path = service.part == Part::gateway ? "/health/readiness"
                             : service.part == Part::agent ? "/readyz"
                                                           : "/health";
    const auto outcome = client.send({.url = base + path, .max_attempts = 1, .timeout = 5s});
    if (service.part == Part::gateway) {
        const auto health = litellm::read_health(outcome, base);
        return health.readiness == litellm::Readiness::ready ? "" : base::to_line(health.error);
    }
    if (!outcome) return outcome.error().detail;
    return outcome->status == 200 ? "" : "it answers " + path + " with " + std::to_string(outcome->status);
}

/// The processes that each service had while we looked on.
class Processes {
  public:
    void note(const std::vector<ServiceStatus>& all)
    {
        for (const auto& status : all)
            if (status.process.pid > 0) m_pids[status.service.name].insert(status.process.pid);
    }

    /// True for one that ends again and again, which the supervisor does not give up as long as it ends late enough.
    [[nodiscard]] bool keeps_ending(const ServiceStatus& status) const
    {
        constexpr std::size_t k_too_many = 4;
        const auto pids = m_pids.find(status.service.name);
        return !status.healthy && pids != m_pids.end() && pids->second.size() >= k_too_many;
    }

  private:
    std::map<std::string, std::set<int>> m_pids;
};

base::Error not_healthy(const ServiceStatus& status)
{
    constexpr std::size_t k_lines = 8;
    std::string why =
        status.process.state == State::running ? status.why : std::string(to_string(status.process.state));
    if (!status.process.detail.empty() && status.process.state != State::running) why += ", " + status.process.detail;
    std::string log;
    for (const auto& line : last_lines(status.service.log, k_lines)) log += "\n    " + line;
    return {.what = status.service.title + " is not healthy",
            .where = status.service.log.string(),
            .why = why + (log.empty() ? "" : "; its log ends with" + log),
            .fix = ""};
}

} // namespace

std::vector<std::string> last_lines(const std::filesystem::path& file, std::size_t count)
{
    const system::Descriptor log(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    if (!log.valid()) return {};
    const off_t size = lseek(log.number(), 0, SEEK_END);
    const auto wanted = static_cast<off_t>(k_max_tail);
    lseek(log.number(), std::max<off_t>(0, size - wanted), SEEK_SET);
    if (!log.read_up_to(k_max_tail, text)) return {};
    std::vector<std::string> lines;
    for (const auto& line : base::split(text, '\n'))
        if (!base::trim(line).empty()) lines.push_back(base::one_line(line, 400));
    if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

std::vector<ServiceStatus> inspect(const Runner& runner, const Record& record, http::Client& client)
{
    const auto processes = Supervisor(runner, record).processes();
    std::vector<ServiceStatus> all;
    for (const auto& service : services_of(runner.home, record)) {
        ServiceStatus status{.service = service, .process = processes.at(service.name)};
        const bool alive = status.process.state == State::running || status.process.state == State::starting;
        status.why = alive ? lacks(runner, record, service, client) : "it does not run";
        // while the supervisor still tries, it may be somebody else who answers
        if (status.why.empty() && status.process.state != State::running) status.why = "it is starting";
        status.healthy = status.why.empty();
        all.push_back(std::move(status));
    }
    return all;
}

base::Result<> wait_until_healthy(const Runner& runner, const Record& record, http::Client& client,
                                  std::chrono::seconds limit)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    Processes processes;
    const auto is_lost = [&](const ServiceStatus& status) {
        return status.process.state == State::failed || processes.keeps_ending(status);
    };
    for (;;) {
        const auto all = inspect(runner, record, client);
        processes.note(all);
        const auto ill = std::ranges::find(all, false, &ServiceStatus::healthy);
        if (ill == all.end()) return {};
        if (runner.interrupt != nullptr && runner.interrupt->triggered())
            return std::unexpected(base::Error{.kind = base::Failure::interrupted,
                                               .what = "stopped as you asked",
                                               .fix = "the services go on starting; aiws status shows them"});
        const auto lost = std::ranges::find_if(all, is_lost);
        if (lost != all.end()) return std::unexpected(not_healthy(*lost));
        if (std::chrono::steady_clock::now() > end) return std::unexpected(not_healthy(*ill));
        for (int tick = 0; tick < 2; ++tick) {
            std::this_thread::sleep_for(k_pause / 2);
            if (runner.on_tick) runner.on_tick();
        }
    }
}

} // namespace aiws::stack
