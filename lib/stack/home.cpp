// SPDX-License-Identifier: Apache-2.0
#include "stack/home.hpp"

#include "base/text.hpp"
#include "system/folder.hpp"
#include "system/posix_error.hpp"

#include <algorithm>
#include <cerrno>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace aiws::stack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_machine_folder = "/var/lib/aiws";

fs::path user_folder(const system::Environment& environment)
{
    if (const auto data = environment.non_empty("XDG_DATA_HOME"); data && fs::path(*data).is_absolute())
        return fs::path(*data) / "aiws";
    return environment.home() / ".local" / "share" / "aiws";
}

const passwd* account()
{
    return getpwnam(std::string(k_account).c_str()); // NOLINT(concurrency-mt-unsafe): there is one thread
}

base::Result<> make_account(const Home& home, const system::Environment& environment)
{
    if (account() != nullptr) return {};
    const auto program = environment.find_program("useradd");
    if (!program)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the system user aiws could not be made",
                                           .why = "there is no useradd on PATH",
                                           .fix = "install the package passwd (Debian) or shadow-utils"});
    const auto made =
        system::run({.words = {program->string(), "--system", "--user-group", "--no-create-home", "--home-dir",
                               home.folder.string(), "--shell", "/usr/sbin/nologin", std::string(k_account)},
                     .environment = environment,
                     .folder = "/"},
                    {});
    if (made.succeeded() || account() != nullptr) return {};
    return std::unexpected(base::Error{
        .what = "the system user aiws could not be made", .where = "useradd", .why = base::one_line(made.err)});
}

base::Result<> own(const fs::path& path, const passwd& owner)
{
    if (lchown(path.c_str(), owner.pw_uid, owner.pw_gid) == 0) return {};
    return std::unexpected(system::posix_error(errno, "the owner could not be changed", path));
}

/// Outermost first.
std::vector<fs::path> folders_of(const Home& home)
{
    return {home.folder, home.secrets(), home.config(),  home.programs(), home.cache(),    home.folder / "data",
            home.logs(), home.run(),     home.backups(), home.bin(),      home.temporary()};
}

} // namespace

Home find_home(const system::Environment& environment)
{
    Home home{.scope = geteuid() == 0 ? Scope::machine : Scope::user};
    if (const auto folder = environment.non_empty("AIWS_HOME"))
        home.folder = fs::absolute(environment.expand(*folder)).lexically_normal();
    else
        home.folder = home.scope == Scope::machine ? fs::path(k_machine_folder) : user_folder(environment);
    home.user_home = home.scope == Scope::machine ? home.folder : environment.home();
    return home;
}

unsigned services_user(const Home& home)
{
    const auto* owner = home.scope == Scope::machine ? account() : nullptr;
    return owner != nullptr ? owner->pw_uid : geteuid();
}

bool account_is_ours(const Home& home)
{
    const auto* owner = account();
    return owner != nullptr && home.folder == owner->pw_dir;
}

base::Result<> check_home(const Home& home)
{
    std::error_code failure;
    if (fs::exists(home.note(), failure)) return {};
    const auto folders = folders_of(home);
    for (fs::directory_iterator entry(home.folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        const auto name = entry->path().filename();
        if (std::ranges::find(folders, entry->path()) != folders.end() || name == "lock" || name == "lost+found")
            continue; // of a run that did not get far, or of a disk
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "this folder holds other things than a workspace",
                                           .where = home.folder.string(),
                                           .why = base::one_line(name.string(), 60) + " is in it",
                                           .fix = "let AIWS_HOME name an empty one, or one that is not there yet"});
    }
    return {};
}

base::Result<> make_home(const Home& home, const system::Environment& environment)
{
    if (home.scope == Scope::machine) AIWS_CHECK(make_account(home, environment));
    for (const auto& folder : folders_of(home)) {
        AIWS_TRY(auto made, system::MadeFolders::make(folder));
        made.keep();
        // Launchers are for everybody's PATH; what is secret is in folders and files of its own.
        const bool open = home.scope == Scope::machine && (folder == home.folder || folder == home.bin());
        if (chmod(folder.c_str(), open ? 0755 : 0700) != 0)
            return std::unexpected(system::posix_error(errno, "the folder's mode could not be set", folder));
        if (home.scope == Scope::machine) AIWS_CHECK(own(folder, *account()));
    }
    return {};
}

system::Command as_services_user(const Home& home, system::Command command)
{
    if (home.scope == Scope::user) return command;
    const std::string name(k_account);
    command.environment.set("HOME", home.user_home.string());
    command.environment.set("USER", name);
    command.environment.set("LOGNAME", name);
    std::vector<std::string> words{"/usr/bin/setpriv", "--reuid", name, "--regid", name, "--init-groups", "--"};
    words.insert(words.end(), command.words.begin(), command.words.end());
    command.words = std::move(words);
    if (command.folder.empty()) command.folder = home.folder;
    return command;
}

base::Result<> give_to_services_user(const Home& home, const fs::path& path)
{
    const auto* owner = account();
    if (home.scope == Scope::user || owner == nullptr) return {};
    AIWS_CHECK(own(path, *owner));
    std::error_code failure;
    if (!fs::is_directory(fs::symlink_status(path, failure))) return {};
    for (fs::recursive_directory_iterator entry(path, failure), end; !failure && entry != end; entry.increment(failure))
        AIWS_CHECK(own(entry->path(), *owner));
    return {};
}

} // namespace aiws::stack
