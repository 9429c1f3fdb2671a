// SPDX-License-Identifier: Apache-2.0
#include "openclaw/refused.hpp"

#include "base/text.hpp"
#include "openclaw/settings.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace aiws::openclaw {
namespace {

constexpr std::string_view k_models = "models";

/// Without these a block is no use, or a stored key of the provider's goes to the gateway.
constexpr std::array<std::string_view, 5> k_needed{"baseUrl", "auth", "apiKey", "api", "models"};
constexpr std::array<std::string_view, 2> k_needed_of_model{"models.id", "models.name"};

std::filesystem::path note_file(const system::Environment& environment)
{
    return system::state_dir(environment) / "openclaw-refused.json";
}

bool is_number(const std::string& text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// The keys in `Unrecognized key: "x"` and `Unrecognized keys: "x", "y"`.
std::vector<std::string> unknown_keys(const std::string& message)
{
    std::vector<std::string> keys;
    if (!message.starts_with("Unrecognized key")) return keys;
    const auto parts = base::split(message, '"');
    for (std::size_t i = 1; i < parts.size(); i += 2) keys.push_back(parts[i]);
    return keys;
}

/// "models.2.compat" of a block as "models.compat": one model is like the other.
std::string place_of(std::span<const std::string> keys)
{
    std::vector<std::string> words;
    for (const auto& key : keys)
        if (!is_number(key)) words.push_back(key);
    return base::join(words, ".");
}

bool needed(const std::string& place)
{
    return std::ranges::find(k_needed, place) != k_needed.end() ||
           std::ranges::find(k_needed_of_model, place) != k_needed_of_model.end();
}

/// The places of ours that an issue is about.
std::vector<std::string> places_of(const Issue& issue, const std::vector<std::string>& providers)
{
    std::vector<std::string> whole{issue.path};
    if (const auto keys = unknown_keys(issue.message); !keys.empty()) {
        whole.clear();
        for (const auto& key : keys) whole.push_back(issue.path + "." + key);
    }
    std::vector<std::string> places;
    for (const auto& path : whole) {
        const auto keys = base::split(path, '.');
        constexpr std::size_t k_above = 3; // models.providers.NAME
        const bool in_block = keys.size() > k_above && path.starts_with(std::string(k_providers) + ".") &&
                              std::ranges::find(providers, keys[2]) != providers.end();
        if (in_block)
            places.push_back(place_of(std::span(keys).subspan(k_above)));
        else if (path == k_deepseek_plugin)
            places.push_back(path);
    }
    return places;
}

void erase_at(json::Value& object, std::span<const std::string> keys)
{
    if (!object.is_object() || !object.contains(keys.front())) return;
    if (keys.size() == 1)
        object.erase(keys.front());
    else
        erase_at(object[keys.front()], keys.subspan(1));
}

} // namespace

Refused Refused::load(const system::Environment& environment, const std::string& version)
{
    std::set<std::string> places;
    const auto note = json::read_note(note_file(environment));
    for (const auto& place : json::array_at(note, version))
        if (place.is_string()) places.insert(place.get<std::string>());
    return Refused(std::move(places));
}

base::Result<> Refused::save(const system::Environment& environment, const std::string& version) const
{
    if (version.empty()) return {};
    json::Value note = json::read_note(note_file(environment));
    note[version] = places();
    return json::write_note(note_file(environment), note);
}

bool Refused::learn(const std::vector<Issue>& issues, const std::vector<std::string>& providers)
{
    const auto before = m_places.size();
    for (const auto& issue : issues)
        for (auto& place : places_of(issue, providers))
            if (!needed(place)) m_places.insert(std::move(place));
    return m_places.size() > before;
}

void Refused::take_out_of(Fields& fields) const
{
    for (const auto& place : m_places) {
        const auto keys = base::split(place, '.');
        if (keys.front() != k_models || keys.size() == 1) {
            fields.erase(place);
            continue;
        }
        for (auto& [name, value] : fields)
            if (name.starts_with("models.")) erase_at(value, std::span(keys).subspan(1));
    }
}

} // namespace aiws::openclaw
