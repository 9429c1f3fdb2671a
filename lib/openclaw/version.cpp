// SPDX-License-Identifier: Apache-2.0
#include "openclaw/version.hpp"

#include "base/text.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

#include <charconv>
#include <optional>
#include <sys/stat.h>
#include <vector>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr int k_folders_up = 3; ///< dist/entry.js and bin/openclaw are one or two below the package

std::string version_beside(const fs::path& program)
{
    fs::path folder = program.parent_path();
    for (int i = 0; i < k_folders_up; ++i, folder = folder.parent_path()) {
        const auto package = json::read_note(folder / "package.json");
        if (json::string_at(package, "name") == "openclaw")
            return base::one_line(json::string_at(package, "version").value_or(""), 40);
    }
    return {};
}

fs::path note_file(const system::Environment& environment)
{
    return system::state_dir(environment) / "openclaw-version.json";
}

/// What changes when the program does.
std::string stamp_of(const fs::path& program)
{
    struct stat status{};
    if (stat(program.c_str(), &status) != 0) return {};
    return std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ":" +
           std::to_string(status.st_size);
}

std::optional<std::vector<int>> numbers(const std::string& version)
{
    std::vector<int> parts;
    for (const auto& part : base::split(version.substr(0, version.find('-')), '.')) {
        int number = 0;
        const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (failure != std::errc() || end != part.data() + part.size()) return std::nullopt;
        parts.push_back(number);
    }
    return parts;
}

} // namespace

std::string known_version(const fs::path& program, const system::Environment& environment)
{
    std::error_code failure;
    const fs::path resolved = fs::canonical(program, failure);
    if (failure) return {};
    if (auto version = version_beside(resolved); !version.empty()) return version;
    const auto note = json::read_note(note_file(environment));
    const auto& entry = json::object_at(note, resolved.string());
    return json::string_at(entry, "stamp") == stamp_of(resolved) ? json::string_at(entry, "version").value_or("") : "";
}

std::string version_in(const std::string& output)
{
    for (const auto& word : base::split(output.substr(0, output.find('\n')), ' '))
        if (const auto parts = numbers(word); parts && parts->size() > 1) return word;
    return {};
}

base::Result<> note_version(const fs::path& program, const std::string& version, const system::Environment& environment)
{
    std::error_code failure;
    const fs::path resolved = fs::canonical(program, failure);
    if (failure) return {};
    auto note = json::read_note(note_file(environment));
    note[resolved.string()] = {{"stamp", stamp_of(resolved)}, {"version", version}};
    return json::write_note(note_file(environment), note);
}

bool is_older(const std::string& version, const std::string& other)
{
    const auto left = numbers(version);
    const auto right = numbers(other);
    return left && right && *left < *right;
}

} // namespace aiws::openclaw
