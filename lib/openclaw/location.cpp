// SPDX-License-Identifier: Apache-2.0
#include "openclaw/location.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_folder = ".openclaw";
constexpr std::string_view k_older_folder = ".clawdbot";
constexpr std::string_view k_file = "openclaw.json";
constexpr std::string_view k_older_file = "clawdbot.json";

fs::path full_path(const fs::path& path)
{
    fs::path normal = fs::absolute(path).lexically_normal();
    return normal.has_filename() || !normal.has_relative_path() ? normal : normal.parent_path();
}

/// The path with a leading tilde replaced and the current folder before a relative one.
fs::path expand(std::string_view path, const fs::path& home)
{
    if (path == "~") return home;
    if (path.starts_with("~/")) return full_path(home / path.substr(2));
    return full_path(path);
}

std::optional<std::string> variable(const system::Environment& environment, const std::string& name)
{
    const auto value = environment.get(name);
    const auto trimmed = value ? base::trim(*value) : std::string_view{};
    if (trimmed.empty()) return std::nullopt;
    return std::string(trimmed);
}

/// OPENCLAW_HOME where it is set, else the user's home folder. OpenClaw ignores what a script's empty variable left.
fs::path home_of(const system::Environment& environment)
{
    const auto home = variable(environment, "OPENCLAW_HOME");
    fs::path user_home = full_path(environment.home());
    if (!home || *home == "undefined" || *home == "null") return user_home;
    return expand(*home, user_home);
}

bool is_there(const fs::path& path)
{
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_profile_name(std::string_view name)
{
    constexpr std::size_t k_longest = 64;
    const auto letter_or_digit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= k_longest && letter_or_digit(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter_or_digit(c) || c == '_' || c == '-'; });
}

fs::path profile_folder(const std::string& profile, const fs::path& home)
{
    const bool is_default = profile.empty() || base::lower(profile) == "default";
    return home / (std::string(k_folder) + (is_default ? "" : "-" + profile));
}

/// The first that exists of the file's two names in the folder.
std::optional<fs::path> existing_in(const fs::path& folder)
{
    for (const auto name : {k_file, k_older_file})
        if (is_there(folder / name)) return folder / name;
    return std::nullopt;
}

struct Variables {
    fs::path home;
    std::optional<fs::path> config_path;
    std::optional<fs::path> state_dir;
};

Location at_default(const Variables& variables)
{
    const fs::path folder = variables.home / k_folder;
    const fs::path older = variables.home / k_older_folder;
    for (const auto& candidate : {folder, older})
        if (auto found = existing_in(candidate)) return {.config_file = *found, .state_dir = candidate};
    const fs::path& chosen = !is_there(folder) && is_there(older) ? older : folder;
    return {.config_file = chosen / k_file, .state_dir = chosen};
}

/// What `openclaw --profile NAME` makes of the variables.
Location at_profile(const std::string& profile, const std::string& inherited, Variables variables)
{
    const fs::path chosen = profile_folder(profile, variables.home);
    const fs::path before = profile_folder(inherited, variables.home);
    const bool state_is_inherited = variables.state_dir && chosen != before && *variables.state_dir == before;
    const bool config_is_inherited = variables.config_path && chosen != before &&
                                     (!variables.state_dir || state_is_inherited) &&
                                     *variables.config_path == before / k_file;
    if (variables.config_path && !config_is_inherited)
        return {.config_file = *variables.config_path,
                .state_dir = state_is_inherited ? chosen : variables.state_dir.value_or(chosen),
                .reason = "OPENCLAW_CONFIG_PATH"};
    if (variables.state_dir && !state_is_inherited)
        return {.config_file = *variables.state_dir / k_file,
                .state_dir = *variables.state_dir,
                .reason = "OPENCLAW_STATE_DIR"};
    return {.config_file = chosen / k_file, .state_dir = chosen, .reason = "the profile " + profile};
}

Location at_variables(const Variables& variables, bool own_home)
{
    if (variables.config_path)
        return {.config_file = *variables.config_path,
                .state_dir = variables.state_dir.value_or(at_default(variables).state_dir),
                .reason = "OPENCLAW_CONFIG_PATH"};
    if (variables.state_dir)
        return {.config_file = existing_in(*variables.state_dir).value_or(*variables.state_dir / k_file),
                .state_dir = *variables.state_dir,
                .reason = "OPENCLAW_STATE_DIR"};
    Location location = at_default(variables);
    location.reason = own_home ? "OPENCLAW_HOME" : "~/" + location.config_file.parent_path().filename().string();
    return location;
}

std::vector<fs::path> include_roots(const system::Environment& environment, const fs::path& home)
{
    std::vector<fs::path> roots;
    for (const auto& entry : base::split(variable(environment, "OPENCLAW_INCLUDE_ROOTS").value_or(""), ':'))
        if (const auto trimmed = base::trim(entry); !trimmed.empty()) roots.push_back(expand(trimmed, home));
    return roots;
}

} // namespace

base::Result<Location> locate(const system::Environment& environment, const std::string& profile)
{
    const std::string name(base::trim(profile));
    if (!name.empty() && !is_profile_name(name))
        return std::unexpected(base::Error{.kind = base::Failure::usage,
                                           .what = "\"" + base::one_line(name) + "\" is no OpenClaw profile",
                                           .where = "--openclaw-profile",
                                           .why = "OpenClaw takes letters, digits, \"_\" and \"-\", at most 64",
                                           .fix = "name the profile as in `openclaw --profile NAME`"});
    Variables variables{.home = home_of(environment), .config_path = {}, .state_dir = {}};
    const auto path_of = [&](const std::string& variable_name) -> std::optional<fs::path> {
        const auto value = variable(environment, variable_name);
        if (!value) return std::nullopt;
        return expand(*value, variables.home);
    };
    variables.config_path = path_of("OPENCLAW_CONFIG_PATH");
    variables.state_dir = path_of("OPENCLAW_STATE_DIR");
    const bool own_home = variables.home != full_path(environment.home());
    Location location = name.empty()
                            ? at_variables(variables, own_home)
                            : at_profile(name, variable(environment, "OPENCLAW_PROFILE").value_or(""), variables);
    location.program = environment.find_program("openclaw").value_or(fs::path());
    location.profile = name;
    location.include_roots = include_roots(environment, variables.home);
    for (const char* managed : {"OPENCLAW_NIX_MODE", "OPENCLAW_CONFIG_READONLY"})
        if (environment.get(managed) == "1") location.read_only = managed;
    return location;
}

} // namespace aiws::openclaw
