// SPDX-License-Identifier: Apache-2.0
#include "stack/systemd.hpp"

#include "base/text.hpp"
#include "stack/render.hpp"
#include "system/file.hpp"

#include <unistd.h>

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

/// nullopt where there is no loginctl.
std::optional<system::Completed> loginctl(const Runner& runner, std::vector<std::string> words)
{
    const auto program = runner.environment.find_program("loginctl");
    if (!program) return std::nullopt;
    words.insert(words.begin(), program->string());
    return runner.run({.words = std::move(words), .environment = runner.environment, .folder = "/"}, 30s);
}

} // namespace

fs::path unit_file_of(const Home& home, const system::Environment& environment)
{
    if (home.scope == Scope::machine) return fs::path("/etc/systemd/system") / k_unit;
    const auto config = environment.non_empty("XDG_CONFIG_HOME");
    return (config ? fs::path(*config) : environment.home() / ".config") / "systemd" / "user" / k_unit;
}

UnitOwner unit_owner(const Home& home, const fs::path& file)
{
    const auto present = system::read_file(file, k_max_unit);
    if (present && !*present) return UnitOwner::nobody;
    const bool ours = present && (*present)->bytes.contains(unit_word(supervisor_config_file(home).string()));
    return ours ? UnitOwner::this_workspace : UnitOwner::another;
}

bool systemd_usable(const Home& home, const system::Environment& environment)
{
    const auto program = environment.find_program("systemctl");
    if (!systemd_runs() || !program) return false;
    if (home.scope == Scope::machine) return true;
    return system::run(
               {.words = {program->string(), "--user", "show-environment"}, // a user may have none, as in a cron job
                .environment = with_runtime_folder(environment),
                .folder = {}},
               {.timeout = 10s})
        .succeeded();
}

bool ends_with_session(const Runner& runner, const Record& record)
{
    if (runner.home.scope == Scope::machine || record.supervisor != "systemd") return false;
    const auto user = std::to_string(services_user(runner.home));
    const auto asked = loginctl(runner, {"show-user", user, "--property=Linger"});
    return asked && base::trim(asked->out) == "Linger=no";
}

/// systemd's commands are not the services' user's, but ours.
system::Command SystemdUnit::systemctl(std::vector<std::string> words) const
{
    const auto program = m_runner.environment.find_program("systemctl").value_or("/usr/bin/systemctl");
    std::vector<std::string> line{program.string()};
    const bool of_user = m_runner.home.scope == Scope::user;
    if (of_user) line.emplace_back("--user");
    line.insert(line.end(), words.begin(), words.end());
    auto environment = of_user ? with_runtime_folder(m_runner.environment) : m_runner.environment;
    return {.words = std::move(line), .environment = std::move(environment), .folder = "/"};
}

base::Result<bool> SystemdUnit::write()
{
    const std::string text = unit_text(m_runner.home, m_record);
    AIWS_TRY(const auto present, system::read_file(file(), k_max_unit));
    if (present && present->bytes == text) return false;
    AIWS_CHECK(system::replace_file(file(), text, {.mode = 0644}));
    AIWS_CHECK(m_runner.check("systemd did not read the unit", systemctl({"daemon-reload"}), 60s));
    return true;
}

bool SystemdUnit::active() const
{
    return m_runner.run(systemctl({"is-active", "--quiet", std::string(k_unit)}), 30s).succeeded();
}

base::Result<> SystemdUnit::start(Again again)
{
    AIWS_CHECK(m_runner.check("the services could not be enabled", systemctl({"enable", std::string(k_unit)}), 60s));
    const std::string verb = again == Again::yes ? "restart" : "start";
    AIWS_CHECK(m_runner.check("the services could not be started", systemctl({verb, std::string(k_unit)}),
                              k_stop_limit + 30s));
    return {};
}

void SystemdUnit::outlive_the_session()
{
    if (m_runner.home.scope == Scope::user) loginctl(m_runner, {"--no-ask-password", "enable-linger"});
}

base::Result<> SystemdUnit::stop()
{
    if (!is_ours()) return {};
    AIWS_CHECK(
        m_runner.check("systemd did not stop the services", systemctl({"stop", std::string(k_unit)}), k_stop_limit));
    return {};
}

base::Result<> SystemdUnit::remove()
{
    if (!is_ours()) return {};
    m_runner.run(systemctl({"disable", "--now", std::string(k_unit)}), k_stop_limit);
    std::error_code failure;
    const auto target = m_runner.home.scope == Scope::machine ? "multi-user.target.wants" : "default.target.wants";
    fs::remove(file().parent_path() / target / k_unit, failure); // left where systemd could not be reached
    fs::remove(file(), failure);
    if (failure)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the unit could not be removed",
                                           .where = file().string(),
                                           .why = failure.message()});
    m_runner.run(systemctl({"daemon-reload"}), 60s);
    return {};
}

} // namespace aiws::stack
