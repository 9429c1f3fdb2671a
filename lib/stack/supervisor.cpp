// SPDX-License-Identifier: Apache-2.0
#include "stack/supervisor.hpp"

#include "base/text.hpp"
#include "stack/render.hpp"
#include "stack/services.hpp"
#include "system/leftover.hpp"
#include "system/port.hpp"

#include <charconv>
#include <ranges>
#include <sstream>
#include <thread>

namespace aiws::stack {
namespace {

using namespace std::chrono_literals;

constexpr auto k_stop_limit = 120s;

State state_of(std::string_view word)
{
    if (word == "RUNNING") return State::running;
    if (word == "STARTING" || word == "BACKOFF") return State::starting;
    if (word == "FATAL") return State::failed;
    return State::stopped;
}

/// "litellm   RUNNING   pid 123, uptime 0:00:05"
std::pair<std::string, Process> read_line(const std::string& line)
{
    std::istringstream words(line);
    std::string name;
    std::string state;
    words >> name >> state;
    Process process{.state = state_of(state)};
    std::getline(words >> std::ws, process.detail);
    constexpr std::string_view k_pid = "pid ";
    if (process.detail.starts_with(k_pid))
        std::from_chars(process.detail.data() + k_pid.size(), process.detail.data() + process.detail.size(),
                        process.pid);
    return {name, process};
}

} // namespace

std::string_view to_string(State state)
{
    switch (state) {
    case State::stopped:
        return "stopped";
    case State::starting:
        return "starting";
    case State::running:
        return "running";
    case State::failed:
        return "failed";
    }
    return "";
}

Supervisor::Supervisor(const Runner& runner, const Record& record)
    : m_runner(runner), m_record(record), m_tools(find_tools(runner.home, record)), m_unit(runner, record)
{
}

base::Result<std::string> Supervisor::choose(const Home& home, const system::Environment& environment)
{
    auto word = environment.non_empty("AIWS_SUPERVISOR").value_or("auto");
    if (word == "supervisord") return word;
    if (word != "systemd" && word != "auto")
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "there is no supervisor \"" + base::one_line(word, 40) + "\"",
                                           .where = "AIWS_SUPERVISOR",
                                           .fix = "say auto, systemd or supervisord"});
    const bool usable = systemd_usable(home, environment);
    const auto file = unit_file_of(home, environment);
    const bool taken = usable && unit_owner(home, file) == UnitOwner::another;
    if (usable && !taken) return "systemd";
    if (word == "auto") return "supervisord";
    if (taken)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "this unit is another workspace's",
                                           .where = file.string(),
                                           .fix = "say AIWS_SUPERVISOR=supervisord, or remove it"});
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "systemd does not run here, or not for this user",
                                       .where = "AIWS_SUPERVISOR",
                                       .fix = "leave it out, or say supervisord"});
}

system::Completed Supervisor::control(std::vector<std::string> words) const
{
    std::vector<std::string> line{m_tools.script("supervisorctl").string(), "-c",
                                  supervisor_config_file(m_runner.home).string()};
    line.insert(line.end(), words.begin(), words.end());
    return m_runner.run(m_runner.command(std::move(line)), 90s);
}

bool Supervisor::running() const
{
    return system::listens_on(supervisor_socket(m_runner.home));
}

std::map<std::string, Process> Supervisor::processes() const
{
    std::map<std::string, Process> processes;
    for (const auto& service : services_of(m_runner.home, m_record)) processes[service.name] = {};
    if (!running()) return processes;
    const auto asked = control({"status"}); // exit 3: something is not running
    if (asked.end != system::End::exited || (asked.code != 0 && asked.code != 3)) return processes;
    for (const auto& line : base::split(asked.out, '\n')) {
        auto [name, process] = read_line(line);
        if (processes.contains(name)) processes[name] = std::move(process);
    }
    return processes;
}

base::Result<> Supervisor::start()
{
    AIWS_CHECK(m_record.supervisor == "systemd" ? start_unit() : start_daemon());
    start_stopped();
    return {};
}

/// What has failed for good, or was stopped by hand, is tried again; what becomes of it is seen by its health.
void Supervisor::start_stopped() const
{
    for (const auto& [name, process] : processes())
        if (process.state == State::failed || process.state == State::stopped) control({"start", name});
}

base::Result<> Supervisor::start_daemon()
{
    AIWS_CHECK(m_unit.remove()); // it would start what is stopped here
    if (!running()) {
        end_leftovers();
        auto command = m_runner.command(
            {m_tools.script("supervisord").string(), "--configuration", supervisor_config_file(m_runner.home).string()},
            {}, {{"PATH", m_tools.path()}});
        command.daemon = true;
        AIWS_CHECK(m_runner.check("the services could not be started", command, 60s));
        return wait_for_daemon();
    }
    return update();
}

base::Result<> Supervisor::start_unit()
{
    AIWS_TRY(const bool changed, m_unit.write());
    const bool active = m_unit.active();
    if (!active) AIWS_CHECK(stop_daemon()); // one that runs without the unit holds the socket and the ports
    AIWS_CHECK(m_unit.start(changed ? Again::yes : Again::no));
    AIWS_CHECK(wait_for_daemon()); // systemd calls it started before its socket is there
    if (active && !changed) AIWS_CHECK(update());
    m_unit.outlive_the_session();
    return {};
}

/// Only what changed is restarted.
base::Result<> Supervisor::update() const
{
    const auto updated = control({"update"});
    if (updated.succeeded()) return {};
    return std::unexpected(program_error("the supervisor did not take up its configuration",
                                         m_runner.command({m_tools.script("supervisorctl").string()}), updated));
}

base::Result<> Supervisor::wait_for_daemon() const
{
    constexpr int k_tries = 100;
    for (int tries = 0; tries < k_tries; ++tries) {
        if (running()) return {};
        std::this_thread::sleep_for(100ms);
    }
    return std::unexpected(base::Error{.what = "the supervisor ended as soon as it was started",
                                       .where = (m_runner.home.logs() / "supervisord.log").string(),
                                       .fix = "its log says why"});
}

base::Result<> Supervisor::stop()
{
    AIWS_CHECK(m_unit.stop());
    return stop_daemon();
}

/// The one that no unit runs.
base::Result<> Supervisor::stop_daemon()
{
    if (running()) {
        const auto asked = control({"shutdown"});
        if (!asked.succeeded())
            return std::unexpected(program_error("the supervisor did not stop",
                                                 m_runner.command({m_tools.script("supervisorctl").string()}), asked));
        system::wait_for_end(m_runner.home.run() / "supervisord.pid", k_stop_limit, m_runner.on_tick);
    }
    end_leftovers();
    return {};
}

void Supervisor::end_leftovers() const
{
    const std::string mark = m_runner.home.folder.string();
    system::end_leftover(m_runner.home.run() / "supervisord.pid", mark, 30s);
    // who uses the database goes before it
    for (const auto& service : services_of(m_runner.home, m_record) | std::views::reverse)
        system::end_leftover(service.pid_file, mark, 30s);
    // one that was started to work on the database, by an aiws that was killed
    system::end_leftover(m_runner.home.database() / "postmaster.pid", mark, 30s);
}

} // namespace aiws::stack
