// SPDX-License-Identifier: Apache-2.0
#include "openclaw/leftovers.hpp"

#include "base/text.hpp"
#include "openclaw/settings.hpp"
#include "openclaw/version.hpp"
#include "system/file.hpp"
#include "system/folder.hpp"
#include "json/codec.hpp"

#include <algorithm>
#include <set>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_bytes = std::size_t{16} << 20U;
constexpr const char* k_first_with_sqlite = "2026.6";

std::optional<system::FileContent> content_of(const fs::path& file)
{
    auto content = system::read_file(file, k_max_bytes);
    return content ? *std::move(content) : std::nullopt;
}

/// The providers that a store has profiles for: of this shape {"profiles": {"nvidia:old": {"provider": "nvidia"}}}, or
/// the oldest one {"nvidia": {…}}.
StoredProfiles profiles_in(const fs::path& file, const std::string& bytes)
{
    StoredProfiles stored{.file = file, .providers = {}};
    const auto document = json::parse_json(bytes);
    stored.readable = document && document->is_object();
    if (!stored.readable) return stored;
    std::set<std::string> providers;
    const bool is_current = document->contains("profiles");
    for (const auto& [id, profile] : (is_current ? json::object_at(*document, "profiles") : *document).items()) {
        const auto provider = json::string_at(profile, "provider");
        if (provider || profile.is_object()) providers.insert(provider.value_or(id.substr(0, id.find(':'))));
    }
    stored.providers.assign(providers.begin(), providers.end());
    return stored;
}

/// The ids of a provider's models, in models.json and in a configuration alike.
std::set<std::string> model_ids(const json::Value& block)
{
    std::set<std::string> ids;
    for (const auto& model : json::array_at(block, "models"))
        if (const auto id = json::string_at(model, "id")) ids.insert(*id);
    return ids;
}

std::vector<std::string> missing_in(const std::set<std::string>& there, const std::set<std::string>& wanted)
{
    std::vector<std::string> missing;
    std::ranges::set_difference(there, wanted, std::back_inserter(missing));
    return missing;
}

/// A text that is a key by itself, not a reference to one.
bool is_plain_key(const json::Ordered& value)
{
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    constexpr std::size_t k_shortest = 8;
    return text.size() >= k_shortest && !text.starts_with("${") && !text.starts_with("__") && !text.contains(':');
}

std::vector<std::string> providers_with_keys(const std::string& bytes, const TraceInput& input)
{
    std::vector<std::string> names;
    const auto document = json::Document::parse(bytes, "");
    if (!document) return names;
    for (const auto& watched : input.providers) {
        json::Path path = provider_path(watched.provider);
        path.emplace_back("apiKey");
        const auto key = document->at(path);
        if (key && is_plain_key(*key)) names.push_back(watched.provider);
    }
    return names;
}

bool is_copy(const std::string& name, const std::string& original)
{
    if (!name.starts_with(original + ".")) return false;
    const auto ending = std::string_view(name).substr(original.size() + 1);
    return ending.starts_with("bak") || ending.starts_with("clobbered.") || ending == "last-good" ||
           ending.ends_with("before-aiws");
}

} // namespace

std::vector<fs::path> agent_folders(const Location& location)
{
    std::vector<fs::path> folders;
    for (const auto& agent : system::entries_of(location.state_dir / "agents")) folders.push_back(agent / "agent");
    return folders;
}

std::vector<StoredProfiles> blocking_profiles(const Location& location, const std::string& version)
{
    std::vector<StoredProfiles> blocking;
    if (is_older(version, k_first_with_sqlite)) return blocking;
    for (const auto& folder : agent_folders(location)) {
        const fs::path file = folder / "auth-profiles.json";
        const auto content = content_of(file);
        if (!content) continue;
        auto stored = profiles_in(file, content->bytes);
        if (!stored.readable || !stored.providers.empty()) blocking.push_back(std::move(stored));
    }
    return blocking;
}

std::vector<Finding> ghost_models(const TraceInput& input)
{
    std::vector<Finding> findings;
    for (const auto& folder : agent_folders(input.location)) {
        const fs::path file = folder / "models.json";
        const auto content = content_of(file);
        const auto document = content ? json::parse_json(content->bytes) : base::Result<json::Value>(json::Value());
        if (!document) continue;
        for (const auto& watched : input.providers) {
            const auto block = input.configuration.at(provider_path(watched.provider));
            const auto known = block ? model_ids(json::Value(*block)) : std::set<std::string>();
            const auto& old_block = json::object_at(json::object_at(*document, "providers"), watched.provider);
            const auto ghosts = missing_in(model_ids(old_block), known);
            if (ghosts.empty()) continue;
            findings.push_back({.weight = Weight::remark,
                                .subject = watched.provider,
                                .what = base::counted(ghosts.size(), "model") + " of an older setup (" +
                                        base::one_line(base::join(ghosts, ", "), 100) + ") may show in lists",
                                .where = file.string(),
                                .fix = "remove the file; OpenClaw makes what it needs anew"});
        }
    }
    return findings;
}

std::vector<Finding> keys_in_copies(const TraceInput& input)
{
    std::vector<Finding> findings;
    const fs::path& file = input.configuration.file();
    for (const auto& copy : system::entries_of(file.parent_path())) {
        if (!is_copy(copy.filename().string(), file.filename().string())) continue;
        const auto content = content_of(copy);
        if (!content) continue;
        const auto providers = providers_with_keys(content->bytes, input);
        if (providers.empty()) continue;
        constexpr unsigned k_others = 077;
        const bool open = (content->mode & k_others) != 0;
        findings.push_back(
            {.weight = open ? Weight::problem : Weight::remark,
             .subject = providers.size() == 1 ? providers.front() : std::string(),
             .what = "a copy of the configuration holds keys in plain text (" + base::join(providers, ", ") + ")" +
                     (open ? " and others may read it" : ""),
             .where = copy.string(),
             .fix = open ? "chmod 600 it, or remove it once nobody needs it" : "remove it once nobody needs it"});
    }
    return findings;
}

} // namespace aiws::openclaw
