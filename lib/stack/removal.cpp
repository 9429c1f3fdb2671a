// SPDX-License-Identifier: Apache-2.0
#include "stack/removal.hpp"

#include "stack/agent_files.hpp"
#include "stack/render.hpp"
#include "stack/supervisor.hpp"

#include <algorithm>
#include <functional>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool is_there(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

void add(std::vector<Removed>& all, const fs::path& path, std::string what)
{
    if (is_there(path)) all.push_back({.path = path, .what = std::move(what)});
}

/// The link on PATH, where it is ours.
void add_launcher(std::vector<Removed>& all, const Home& home, const system::Environment& environment)
{
    const auto link = launcher_link(home, environment);
    std::error_code ignored;
    if (fs::read_symlink(link, ignored) == home.bin() / "openclaw") add(all, link, "openclaw on PATH");
}

base::Result<> remove_account(const Runner& runner)
{
    if (runner.home.scope == Scope::user || !account_is_ours(runner.home)) return {};
    const auto program = runner.environment.find_program("userdel").value_or("/usr/sbin/userdel");
    const system::Command command{
        .words = {program.string(), std::string(k_account)}, .environment = runner.environment, .folder = "/"};
    AIWS_CHECK(runner.check("the system user aiws could not be removed", command, 30s));
    return {};
}

base::Result<> remove_tree(const fs::path& path)
{
    std::error_code failure;
    fs::remove_all(path, failure);
    std::error_code ignored;
    if (!failure || fs::is_empty(path, ignored)) return {}; // a disk's own folder stays, with nothing in it
    return std::unexpected(base::Error{.kind = base::Failure::config,
                                       .what = "it could not be removed",
                                       .where = path.string(),
                                       .why = failure.message()});
}

} // namespace

std::vector<Removed> removed_paths(const Home& home, const Record& record, const system::Environment& environment,
                                   Purge purge)
{
    std::vector<Removed> all;
    add_launcher(all, home, environment);
    if (purge == Purge::yes) {
        add(all, home.folder, "the whole workspace: database, keys, backups, logs, programs");
        for (const auto& path : record.made)
            if (is_agent_leaving(home, path)) add(all, path, "OpenClaw's own files, which were not there before");
        if (home.scope == Scope::user) add(all, system::state_dir(environment), "aiws's own notes");
        return all;
    }
    add(all, home.programs(), "programs");
    add(all, home.cache(), "packages");
    add(all, home.bin(), "launchers");
    add(all, home.config(), "the services' configuration");
    add(all, home.run(), "the services' sockets and process ids");
    return all;
}

std::vector<Removed> kept_paths(const Home& home, Purge purge)
{
    std::vector<Removed> all;
    if (purge == Purge::yes) return all;
    add(all, home.folder / "data", "the database");
    add(all, home.secrets(), "keys");
    add(all, home.backups(), "backups");
    add(all, home.logs(), "logs");
    return all;
}

base::Result<> remove_workspace(const Runner& runner, const Record& record, const std::vector<Removed>& paths,
                                Purge purge)
{
    Supervisor supervisor(runner, record);
    AIWS_CHECK(supervisor.stop());
    AIWS_CHECK(supervisor.remove_unit());
    for (const auto& removed : paths) AIWS_CHECK(remove_tree(removed.path));
    AIWS_CHECK(remove_tree(supervisor_socket(runner.home)));
    if (purge == Purge::no) return {};
    auto made = record.made;
    std::ranges::sort(made, std::greater()); // what is in a folder before the folder
    std::error_code ignored;
    for (const auto& path : made)
        if (fs::is_directory(path, ignored)) fs::remove(path, ignored); // only when empty
    return remove_account(runner);
}

} // namespace aiws::stack
