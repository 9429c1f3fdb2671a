// SPDX-License-Identifier: Apache-2.0
#include "stack/supervisor.hpp"

#include "base/text.hpp"
#include "stack/render.hpp"
#include "stack/services.hpp"
#include "system/file.hpp"
#include "system/leftover.hpp"

#include <unistd.h>

#include <charconv>
#include <ranges>
#include <sstream>
#include <thread>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view k_unit = "aiws.service";
constexpr std::size_t k_max_unit = std::size_t{64} << 10U;
constexpr auto k_stop_limit = 120s; // the unit's TimeoutStopSec is less

bool systemd_runs()
{
    std::error_code ignored;
    return fs::is_directory("/run/systemd/system", ignored); // sd_booted(3)
}

/// A user's systemd is found by a variable that only his session sets: it is missing below sudo, and another's after
/// su.
system::Environment with_runtime_folder(system::Environment environment)
{
    const auto folder = fs::path("/run/user") / std::to_string(::geteuid());
    std::error_code ignored;
    if (fs::exists(folder / "systemd", ignored)) environment.set("XDG_RUNTIME_DIR", folder.string());
    return environment;
}

enum class UnitOwner : std::uint8_t { nobody, this_workspace, another };

/// There is one unit, but with AIWS_HOME there can be several workspaces.
UnitOwner unit_owner(const Home& home, const fs::path& file)
{
    const auto present = system::read_file(file, k_max_unit);
    if (present && !*present) return UnitOwner::nobody;
    const bool ours = present && (*present)->bytes.contains(unit_word(supervisor_config_file(home).string()));
    return ours ? UnitOwner::this_workspace : UnitOwner::another;
}

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

fs::path unit_file_of(const Home& home, const system::Environment& environment)
{
    if (home.scope == Scope::machine) return fs::path("/etc/systemd/system") / k_unit;
    const auto config = environment.non_empty("XDG_CONFIG_HOME");
    return (config ? fs::path(*config) : environment.home() / ".config") / "systemd" / "user" / k_unit;
}

Supervisor::Supervisor(const Runner& runner, const Record& record)
    : m_runner(runner), m_record(record), m_tools(find_tools(runner.home, record))
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
    const auto program = environment.find_program("systemctl");
    bool usable = systemd_runs() && program;
    if (usable && home.scope == Scope::user) // a user may have no systemd of his own, as in a cron job
        usable = system::run({.words = {program->string(), "--user", "show-environment"},
                              .environment = with_runtime_folder(environment),
                              .folder = {}},
                             {.timeout = 10s})
                     .succeeded();
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
    std::error_code ignored;
    if (!fs::exists(supervisor_socket(m_runner.home), ignored)) return false;
    return control({"pid"}).succeeded();
}

std::map<std::string, Process> Supervisor::processes() const
{
    std::map<std::string, Process> processes;
    for (const auto& service : services_of(m_runner.home, m_record)) processes[service.name] = {};
    std::error_code ignored;
    if (!fs::exists(supervisor_socket(m_runner.home), ignored)) return processes;
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
    if (unit_owner(m_runner.home, unit_file()) == UnitOwner::this_workspace) // it would start what is stopped here
        AIWS_CHECK(remove_unit());
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
    if (unit_owner(m_runner.home, unit_file()) == UnitOwner::this_workspace) {
        AIWS_CHECK(m_runner.check("systemd did not stop the services", systemctl({"stop", std::string(k_unit)}),
                                  k_stop_limit));
    }
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

fs::path Supervisor::unit_file() const
{
    return unit_file_of(m_runner.home, m_runner.environment);
}

/// systemd's commands are not the services' user's, but ours.
system::Command Supervisor::systemctl(std::vector<std::string> words) const
{
    const auto program = m_runner.environment.find_program("systemctl").value_or("/usr/bin/systemctl");
    std::vector<std::string> line{program.string()};
    const bool of_user = m_runner.home.scope == Scope::user;
    if (of_user) line.emplace_back("--user");
    line.insert(line.end(), words.begin(), words.end());
    auto environment = of_user ? with_runtime_folder(m_runner.environment) : m_runner.environment;
    return {.words = std::move(line), .environment = std::move(environment), .folder = "/"};
}

base::Result<> Supervisor::start_unit()
{
    const std::string text = unit_text(m_runner.home, m_record);
    AIWS_TRY(const auto present, system::read_file(unit_file(), k_max_unit));
    const bool changed = !present || present->bytes != text;
    if (changed) {
        AIWS_CHECK(system::replace_file(unit_file(), text, {.mode = 0644}));
        AIWS_CHECK(m_runner.check("systemd did not read the unit", systemctl({"daemon-reload"}), 60s));
    }
    const bool active = m_runner.run(systemctl({"is-active", "--quiet", std::string(k_unit)}), 30s).succeeded();
    if (!active) AIWS_CHECK(stop_daemon()); // one that runs without the unit holds the socket and the ports
    AIWS_CHECK(m_runner.check("the services could not be enabled", systemctl({"enable", std::string(k_unit)}), 60s));
    const std::string verb = changed ? "restart" : "start";
    AIWS_CHECK(m_runner.check("the services could not be started", systemctl({verb, std::string(k_unit)}),
                              k_stop_limit + 30s));
    AIWS_CHECK(wait_for_daemon()); // systemd calls it started before its socket is there
    if (active && !changed) AIWS_CHECK(update());
    if (m_runner.home.scope == Scope::user) // so that they run while nobody is logged in; not everybody may
        if (const auto program = m_runner.environment.find_program("loginctl"))
            m_runner.run(
                {.words = {program->string(), "enable-linger"}, .environment = m_runner.environment, .folder = "/"},
                30s);
    return {};
}

base::Result<> Supervisor::remove_unit()
{
    if (unit_owner(m_runner.home, unit_file()) != UnitOwner::this_workspace) return {};
    m_runner.run(systemctl({"disable", "--now", std::string(k_unit)}), k_stop_limit);
    std::error_code failure;
    const auto target = m_runner.home.scope == Scope::machine ? "multi-user.target.wants" : "default.target.wants";
    fs::remove(unit_file().parent_path() / target / k_unit, failure); // left where systemd could not be reached
    fs::remove(unit_file(), failure);
    if (failure)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the unit could not be removed",
                                           .where = unit_file().string(),
                                           .why = failure.message()});
    m_runner.run(systemctl({"daemon-reload"}), 60s);
    return {};
}

} // namespace aiws::stack
