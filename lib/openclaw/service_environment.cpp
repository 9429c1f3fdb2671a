// SPDX-License-Identifier: Apache-2.0
#include "openclaw/service_environment.hpp"

#include "base/text.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_bytes = std::size_t{1} << 20U;
constexpr std::string_view k_unit_variable = "Environment=";
constexpr std::string_view k_unit_file = "EnvironmentFile=";

std::string text_of(const fs::path& file)
{
    const auto content = system::read_file(file, k_max_bytes);
    return content && *content ? (*content)->bytes : std::string();
}

/// True when the text has NAME=something at its beginning or behind a space or quote.
bool assigns(std::string_view text, const std::string& name)
{
    const std::string start = name + "=";
    constexpr std::string_view k_before = " \t\"'";
    constexpr std::string_view k_nothing = " \t\"'";
    for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
        const bool whole = at == 0 || k_before.contains(text[at - 1]);
        auto value = text.substr(at + start.size());
        if (!value.empty() && (value[0] == '"' || value[0] == '\'')) value.remove_prefix(1);
        if (whole && !value.empty() && !k_nothing.contains(value[0])) return true;
    }
    return false;
}

/// The unit itself and its drop-ins.
std::vector<fs::path> unit_files(const Location& location, const system::Environment& environment)
{
    const bool named = !location.profile.empty() && base::lower(location.profile) != "default";
    const std::string unit = "openclaw-gateway" + (named ? "-" + location.profile : "") + ".service";
    const fs::path folder = environment.home() / ".config/systemd/user";
    std::vector<fs::path> files{folder / unit};
    for (auto& file : system::entries_of(folder / (unit + ".d")))
        if (file.extension() == ".conf") files.push_back(std::move(file));
    return files;
}

/// The files that a unit names, without the optional dash and with the home folder for %h.
std::vector<fs::path> environment_files(const std::string& unit, const system::Environment& environment)
{
    std::vector<fs::path> files;
    for (const auto& raw : base::split(unit, '\n')) {
        auto line = base::trim(raw);
        if (!line.starts_with(k_unit_file)) continue;
        line.remove_prefix(k_unit_file.size());
        if (line.starts_with('-')) line.remove_prefix(1);
        std::string path(line);
        if (path.starts_with("%h")) path.replace(0, 2, environment.home().string());
        files.emplace_back(std::move(path));
    }
    return files;
}

} // namespace

bool sets_variable(std::string_view text, const std::string& name)
{
    for (const auto& raw : base::split(text, '\n')) {
        auto line = base::trim(raw);
        if (line.starts_with('#')) continue;
        if (line.starts_with("export ")) line = base::trim(line.substr(7));
        const bool in_unit = line.starts_with(k_unit_variable);
        if (in_unit) line.remove_prefix(k_unit_variable.size());
        if ((in_unit || line.starts_with(name)) && assigns(line, name)) return true;
    }
    return false;
}

std::vector<std::string> places_of_variable(const std::string& name, const Location& location,
                                            const system::Environment& environment)
{
    std::vector<std::string> places;
    if (environment.non_empty(name)) places.emplace_back("this shell");
    std::vector<fs::path> files{location.state_dir / ".env"};
    for (const auto& unit : unit_files(location, environment)) {
        files.push_back(unit);
        for (auto& file : environment_files(text_of(unit), environment))
            if (file != files.front()) files.push_back(std::move(file));
    }
    for (const auto& file : files)
        if (sets_variable(text_of(file), name)) places.push_back(file.string());
    for (const auto& agent : system::entries_of(environment.home() / "Library/LaunchAgents"))
        if (agent.filename().string().starts_with("ai.openclaw") && text_of(agent).contains("<key>" + name + "</key>"))
            places.push_back(agent.string());
    return places;
}

} // namespace aiws::openclaw
