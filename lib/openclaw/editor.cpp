// SPDX-License-Identifier: Apache-2.0
#include "openclaw/editor.hpp"

#include "base/digest.hpp"
#include "openclaw/resource_value.hpp"
#include "openclaw/settings.hpp"

#include <algorithm>
#include <ranges>

namespace aiws::openclaw {
namespace {

using workspace::Action;
using workspace::Kind;
using workspace::Resource;

constexpr std::size_t k_digests_kept = 8;

bool has_digest(const Entry& entry, const json::Ordered& value)
{
    return std::ranges::find(entry.digests, digest_of(value)) != entry.digests.end();
}

void add_digest(Entry& entry, const json::Ordered& value)
{
    auto digest = digest_of(value);
    std::erase(entry.digests, digest);
    entry.digests.push_back(std::move(digest));
    if (entry.digests.size() > k_digests_kept) entry.digests.erase(entry.digests.begin());
}

std::string base_url_of(const json::Ordered& block)
{
    if (!block.is_object() || !block.contains("baseUrl") || !block["baseUrl"].is_string()) return {};
    return block["baseUrl"].get<std::string>();
}

std::optional<std::string> raw(const Layer& layer, const json::Path& path)
{
    const auto bytes = layer.document.raw(path);
    if (!bytes) return std::nullopt;
    return std::string(*bytes);
}

bool is_empty_object(const Layer& layer, const json::Path& path)
{
    const auto value = layer.document.at(path);
    const bool empty = value && value->is_object() && value->empty();
    return empty && layer.document.raw(path)->find('/') == std::string_view::npos; // a comment is somebody's
}

base::Error two_files(const Layers& layers, const Resource& resource, const Spot& spot)
{
    const auto& document = layers.layer(spot.layer).document;
    return document.error_at(spot.path, "the provider \"" + resource.name + "\" is put together from two files",
                             "leave it in one of them");
}

} // namespace

Standing standing(const Entry& entry, const std::optional<json::Ordered>& present)
{
    if (!present) return Standing::gone;
    if (!entry.items.empty()) return Standing::ours;
    if (has_digest(entry, *present)) return Standing::ours;
    const bool same_gateway = entry.kind == Kind::provider && base_url_of(*present) == entry.base_url;
    return same_gateway ? Standing::drifted : Standing::foreign;
}

base::Result<> Editor::run(const workspace::Plan& plan)
{
    for (const auto& step : plan.steps) {
        const Kind kind = step.subject().kind;
        const bool is_here = kind == Kind::provider || kind == Kind::setting; // the rest is done elsewhere
        if (!is_here || !workspace::is_work(step)) continue;
        AIWS_CHECK(step.action == Action::remove ? take_back(*step.actual) : put(*step.desired));
    }
    return tidy();
}

base::Result<> Editor::put(const Resource& resource)
{
    return part_channel(resource.name) ? add_to_list(resource) : write(resource);
}

base::Result<> Editor::write(const Resource& resource)
{
    const json::Path path = path_of(resource);
    const json::Ordered value = value_of(resource);
    const Spot spot = m_layers.find(path);
    if (spot.shared && resource.kind == Kind::provider) return std::unexpected(two_files(m_layers, resource, spot));
    Layer& layer = m_layers.layer(spot.layer);
    const auto present = layer.document.at(spot.path);
    Entry* entry = m_receipt.find(path);
    if (entry == nullptr) {
        m_receipt.entries.push_back({.kind = resource.kind,
                                     .path = path,
                                     .old_bytes = raw(layer, spot.path),
                                     .digests = {},
                                     .base_url = {},
                                     .items = {}});
        entry = &m_receipt.entries.back();
    } else if (standing(*entry, present) == Standing::foreign) {
        entry->old_bytes = raw(layer, spot.path); // what its owner put there since is what must come back
    }
    add_digest(*entry, value);
    entry->base_url = base_url_of(value);
    remember_objects(path, spot.missing);
    AIWS_CHECK(layer.document.set(spot.path, value));
    return {};
}

base::Result<> Editor::add_to_list(const Resource& resource)
{
    const json::Path path = path_of(resource);
    const Spot spot = m_layers.find(path);
    Layer& layer = m_layers.layer(spot.layer);
    Entry* entry = m_receipt.find(path);
    if (entry == nullptr) {
        m_receipt.entries.push_back(
            {.kind = Kind::setting, .path = path, .old_bytes = {}, .digests = {}, .base_url = {}, .items = {}});
        entry = &m_receipt.entries.back();
    }
    const auto there = m_layers.at(path).value_or(json::Ordered::array());
    for (const auto& value : resource.fields.at("value")) {
        const auto item = value.get<std::string>();
        if (lists(there, item)) continue;
        json::Path at = spot.path;
        if (there.is_array())
            at.emplace_back(layer.document.at(spot.path).value_or(json::Ordered::array()).size());
        else
            at.emplace_back(item);
        AIWS_CHECK(layer.document.set(at, there.is_array() ? json::Ordered(item) : json::Ordered::object()));
        entry->items.push_back(item);
    }
    if (entry->items.empty()) m_receipt.erase(path);
    return {};
}

base::Result<> Editor::take_back(const Resource& resource)
{
    const json::Path path = path_of(resource);
    Entry* entry = m_receipt.find(path);
    if (entry == nullptr) return {};
    if (const auto channel = part_channel(resource.name)) return take_from_list(*entry, *channel);
    const Standing now = standing(*entry, m_layers.at(path));
    if (now == Standing::ours || now == Standing::drifted) AIWS_CHECK(restore(*entry));
    m_receipt.erase(path);
    return {};
}

base::Result<> Editor::restore(const Entry& entry)
{
    const Spot spot = m_layers.find(entry.path);
    auto& document = m_layers.layer(spot.layer).document;
    if (entry.old_bytes)
        AIWS_CHECK(document.set_raw(spot.path, *entry.old_bytes));
    else
        AIWS_CHECK(document.remove(spot.path));
    return {};
}

base::Result<> Editor::take_from_list(Entry& entry, const std::string& channel)
{
    const auto is_theirs = [&](const std::string& item) { return provider_of(item) == channel; };
    const Spot spot = m_layers.find(entry.path);
    auto& document = m_layers.layer(spot.layer).document;
    for (const auto& item : entry.items | std::views::reverse) {
        const auto list = document.at(spot.path);
        if (!is_theirs(item) || !list || !lists(*list, item)) continue;
        if (list->is_object() && list->at(item) != json::Ordered::object()) continue; // its owner put something in
        json::Path at = spot.path;
        if (list->is_object())
            at.emplace_back(item);
        else
            at.emplace_back(static_cast<std::size_t>(std::ranges::find(*list, json::Ordered(item)) - list->begin()));
        AIWS_CHECK(document.remove(at));
    }
    std::erase_if(entry.items, is_theirs);
    if (entry.items.empty()) m_receipt.erase(json::Path(entry.path));
    return {};
}

/// Notes which objects `set` will make above the value.
void Editor::remember_objects(const json::Path& path, std::size_t missing)
{
    for (std::size_t size = path.size() - missing + 1; size < path.size(); ++size) {
        json::Path object(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(size));
        if (std::ranges::find(m_receipt.made_objects, object) == m_receipt.made_objects.end())
            m_receipt.made_objects.push_back(std::move(object));
    }
}

/// Takes away what was made to hold entries and holds nothing any more, and forgets what is not ours any more.
base::Result<> Editor::tidy()
{
    std::erase_if(m_receipt.entries, [&](const Entry& entry) {
        const Standing now = standing(entry, m_layers.at(entry.path));
        return now == Standing::gone || now == Standing::foreign;
    });
    // What was only there for our providers and has not gone with them stays for good: it is the user's.
    const auto is_mode = [](const Entry& entry) { return entry.path == path_of(k_gateway_mode); };
    if (std::ranges::all_of(m_receipt.entries, is_mode)) m_receipt.entries.clear();
    std::ranges::sort(m_receipt.made_objects, std::greater<>(), [](const auto& path) { return path.size(); });
    std::vector<json::Path> left;
    for (const auto& path : m_receipt.made_objects) {
        const Spot spot = m_layers.find(path);
        Layer& layer = m_layers.layer(spot.layer);
        if (spot.missing > 0) continue;
        if (is_empty_object(layer, spot.path))
            AIWS_CHECK(layer.document.remove(spot.path));
        else
            left.push_back(path);
    }
    m_receipt.made_objects = std::move(left);
    return {};
}

std::vector<FileChange> Editor::changes() const
{
    std::vector<FileChange> changes;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = m_layers.layer(i);
        if (!layer.changed()) continue;
        const auto before = layer.content ? std::optional(layer.content->bytes) : std::nullopt;
        auto after = result(layer);
        if (before != after) changes.push_back({.path = layer.path, .before = before, .after = std::move(after)});
    }
    return changes;
}

std::optional<std::string> Editor::result(const Layer& layer) const
{
    const auto record = m_receipt.files.find(record_name(layer.path));
    if (!m_receipt.entries.empty() || record == m_receipt.files.end()) return layer.document.text();
    const FileRecord& file = record->second;
    const bool untouched = file.alone && layer.content && base::sha256_hex(layer.content->bytes) == file.after;
    if (untouched) return file.original;
    if (file.created && is_empty_object(layer, {})) return std::nullopt;
    return layer.document.text();
}

} // namespace aiws::openclaw
