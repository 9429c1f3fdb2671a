// SPDX-License-Identifier: Apache-2.0
#include "stack/requirements.hpp"

#include "base/text.hpp"
#include "stack/templates.hpp"
#include "system/file.hpp"

#include <string_view>
#include <vector>

namespace aiws::stack {
namespace {

constexpr std::size_t k_max_lock = std::size_t{16} << 20U;

/// One package of a lock.
struct Requirement {
    std::string name;    ///< in small letters, without extras
    std::string version; ///< behind "==", or ""
    bool has_hash = false;
};

Requirement read_line(std::string_view line)
{
    constexpr std::string_view k_name_end = " \t[=<>!~;@\\";
    constexpr std::string_view k_version_end = " \t;\\";
    Requirement requirement{.name = base::lower(line.substr(0, line.find_first_of(k_name_end))), .version = {}};
    const auto equals = line.find("==");
    if (equals == std::string_view::npos) return requirement;
    const auto start = line.find_first_not_of("= \t", equals);
    if (start == std::string_view::npos) return requirement;
    line.remove_prefix(start);
    requirement.version = line.substr(0, line.find_first_of(k_version_end));
    return requirement;
}

/// What begins a line is a package; the indented lines below it are its own.
std::vector<Requirement> requirements_in(const std::string& lock)
{
    std::vector<Requirement> requirements;
    for (const auto& line : base::split(lock, '\n')) {
        if (base::trim(line).empty() || line[0] == '#' || line[0] == '-') continue;
        const bool goes_on = line[0] == ' ' || line[0] == '\t';
        if (!goes_on) requirements.push_back(read_line(line));
        if (!requirements.empty() && line.contains("--hash=sha256:")) requirements.back().has_hash = true;
    }
    return requirements;
}

base::Error bad_lock(const std::string& place, std::string why)
{
    return {.kind = base::Failure::config,
            .what = "the requirements lock cannot be used",
            .where = place,
            .why = std::move(why),
            .fix = "make it with uv pip compile --universal --generate-hashes"};
}

bool is_malicious(const Requirement& requirement)
{
    return requirement.name == "litellm" && (requirement.version == "1.82.7" || requirement.version == "1.82.8");
}

} // namespace

base::Result<std::string> find_requirements(const system::Environment& environment)
{
    const auto named_file = environment.non_empty("AIWS_REQUIREMENTS");
    if (!named_file) return std::string(requirements_lock());
    AIWS_TRY(const auto content, system::read_file(environment.expand(*named_file), k_max_lock));
    if (!content) return std::unexpected(bad_lock(*named_file, "the file does not exist"));
    const auto requirements = requirements_in(content->bytes);
    if (requirements.empty()) return std::unexpected(bad_lock(*named_file, "it names no package"));
    for (const auto& requirement : requirements) {
        const std::string name = base::one_line(requirement.name, 40);
        if (is_malicious(requirement))
            return std::unexpected(bad_lock(*named_file, "litellm==" + requirement.version +
                                                             " was published by an attacker (MAL-2026-2144)"));
        if (!requirement.has_hash) return std::unexpected(bad_lock(*named_file, name + " has no hash"));
    }
    return content->bytes;
}

} // namespace aiws::stack
