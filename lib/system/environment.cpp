// SPDX-License-Identifier: Apache-2.0
#include "system/environment.hpp"

#include "base/text.hpp"

#include <array>
#include <pwd.h>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace aiws::system {
namespace {
namespace fs = std::filesystem;

fs::path home_of_account()
{
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    const int failed = getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found);
    return failed == 0 && found != nullptr ? fs::path(found->pw_dir) : fs::path("/");
}

bool is_program(const fs::path& path)
{
    struct stat status{};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

/// The specification has relative paths in its variables ignored.
fs::path xdg_dir(const Environment& environment, const std::string& variable, const char* below_home)
{
    const fs::path given = environment.get(variable).value_or("");
    return (given.is_absolute() ? given : environment.home() / below_home) / "aiws";
}

} // namespace

Environment::Environment(std::map<std::string, std::string> variables) : m_variables(std::move(variables)) {}

Environment Environment::of_process()
{
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        environment.m_variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

std::optional<std::string> Environment::get(const std::string& name) const
{
    const auto found = m_variables.find(name);
    return found == m_variables.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Environment::non_empty(const std::string& name) const
{
    auto value = get(name);
    return value && !value->empty() ? value : std::nullopt;
}

void Environment::set(const std::string& name, std::string value)
{
    m_variables[name] = std::move(value);
}

fs::path Environment::home() const
{
    const auto given = non_empty("HOME");
    return given ? fs::path(*given) : home_of_account();
}

fs::path Environment::expand(const std::string& path) const
{
    if (path == "~") return home();
    return path.starts_with("~/") ? home() / path.substr(2) : fs::path(path);
}

std::vector<std::string> Environment::folders_on_path() const
{
    auto folders = base::split(get("PATH").value_or("/bin:/usr/bin"), ':');
    for (auto& folder : folders)
        if (folder.empty()) folder = ".";
    return folders;
}

std::optional<fs::path> Environment::find_program(const std::string& name,
                                                  const std::function<bool(const fs::path&)>& suits) const
{
    const auto will_do = [&](const fs::path& path) { return is_program(path) && (!suits || suits(path)); };
    if (name.empty()) return std::nullopt;
    if (name.contains('/')) return will_do(name) ? std::optional<fs::path>(name) : std::nullopt;
    for (const auto& folder : folders_on_path()) {
        fs::path candidate = fs::path(folder) / name;
        if (will_do(candidate)) return candidate;
    }
    return std::nullopt;
}

fs::path config_dir(const Environment& environment)
{
    return xdg_dir(environment, "XDG_CONFIG_HOME", ".config");
}

fs::path state_dir(const Environment& environment)
{
    return xdg_dir(environment, "XDG_STATE_HOME", ".local/state");
}

} // namespace aiws::system
