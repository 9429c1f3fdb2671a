// SPDX-License-Identifier: Apache-2.0
#include "litellm/rows.hpp"

#include "litellm/names.hpp"
#include "litellm/reply.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace aiws::litellm {
namespace {

using workspace::Kind;
using workspace::Owner;
using workspace::Resource;

std::string channel_of(const std::string& marked, std::string_view alias)
{
    if (!marked.empty()) return marked;
    const auto slash = alias.find('/');
    return slash == std::string_view::npos ? std::string{} : std::string(alias.substr(0, slash));
}

bool is_marked(const json::Value& row)
{
    return find(row, k_deployment_mark) != nullptr || text_at(row, "model_info.id").starts_with(k_prefix);
}

Owner owner_of(const json::Value& row)
{
    const auto* in_database = find(row, "model_info.db_model");
    if (in_database != nullptr && in_database->is_boolean() && !in_database->get<bool>()) return Owner::fixed;
    if (is_marked(row)) return Owner::aiws;
    return text_at(row, "model_info.id") == text_at(row, "model_name") ? Owner::legacy : Owner::foreign;
}

/// Everything simple under `path`: words, numbers, booleans. LiteLLM lists what it does not know as null.
void take_fields(const json::Value& row, const std::string& path, std::map<std::string, json::Value>& fields)
{
    const auto* object = find(row, path);
    if (object == nullptr || !object->is_object()) return;
    for (const auto& [name, value] : object->items())
        if (!value.is_null() && value.is_primitive()) fields.insert_or_assign(path + "." + name, value);
}

void take_params(const json::Value& row, Resource& resource)
{
    for (const auto* name :
         {"litellm_params.model", "litellm_params.api_base", "litellm_params.litellm_credential_name"})
        if (const auto* value = find(row, name); value != nullptr && value->is_string())
            resource.fields.insert_or_assign(name, *value);
    const auto* params = find(row, "litellm_params");
    if (params == nullptr || !params->is_object()) return;
    // A row's own prices stand here; model_info shows them too, but mixed with those of LiteLLM's price list.
    for (const auto& [name, value] : params->items())
        if (is_price(name) && value.is_number()) resource.fields.insert_or_assign("model_info." + name, value);
}

Resource to_resource(const json::Value& row)
{
    Resource resource{.kind = Kind::deployment,
                      .name = text_at(row, "model_name"),
                      .id = text_at(row, "model_info.id"),
                      .owner = owner_of(row)};
    resource.channel = channel_of(text_at(row, k_deployment_channel), resource.name);
    take_fields(row, "model_info", resource.fields);
    take_fields(row, std::string(k_deployment_mark), resource.fields);
    take_params(row, resource);
    // Listings leave api_key out (1.106.2); where one shows it, it is a mask.
    if (auto mask = text_at(row, k_row_key); !mask.empty()) resource.masks.emplace(k_row_key, std::move(mask));
    if (auto digest = text_at(row, k_deployment_fingerprint); !digest.empty()) {
        resource.fingerprints.emplace(k_row_key, std::move(digest));
        resource.fields.erase(std::string(k_deployment_fingerprint));
    }
    return resource;
}

bool is_wanted(const json::Value& row, const std::set<std::string>& aliases)
{
    if (text_at(row, "model_info.id").empty()) return false; // an agent, which the listing appends to the deployments
    if (aliases.contains(text_at(row, "model_name"))) return true;
    return owner_of(row) == Owner::aiws;
}

base::Error not_a(std::string_view what)
{
    return {.what = "the gateway's answer is not " + std::string(what)};
}

/// The row that stands for all of ours under one alias: the one with the id that aiws gives, or else the first.
/// A legacy one only where there is none of ours.
Resource settle(std::vector<Resource> mine)
{
    const auto preference = [](const Resource& row) {
        const bool legacy = row.owner == Owner::legacy;
        return std::tuple(legacy, row.id != id_of(row.name), row.id);
    };
    std::ranges::sort(mine, {}, preference);
    Resource first = std::move(mine.front());
    for (auto other = std::next(mine.begin()); other != mine.end(); ++other) first.extra_ids.push_back(other->id);
    return first;
}

} // namespace

base::Result<Page> parse_page(std::string_view body, const std::set<std::string>& aliases)
{
    Page page;
    static constexpr int k_depth_of_a_row = 2; // {"data": [ROW, …]}
    const auto keep = [&](int depth, json::Value::parse_event_t event, json::Value& value) {
        if (event != json::Value::parse_event_t::object_end || depth != k_depth_of_a_row) return true;
        if (is_wanted(value, aliases)) page.rows.push_back(to_resource(value));
        return false;
    };
    const auto rest = json::Value::parse(body, keep, false);
    const auto* data = rest.is_discarded() ? nullptr : find(rest, "data");
    if (data == nullptr || !data->is_array()) return std::unexpected(not_a("a page of deployments"));
    page.total_count = count_at(rest, "total_count");
    page.total_pages = count_at(rest, "total_pages");
    return page;
}

workspace::State merge_rows(std::vector<Resource> rows)
{
    const auto place = [](const Resource& row) { return std::tie(row.name, row.owner, row.id); };
    std::ranges::sort(rows, {}, place);
    std::set<std::string> seen;
    std::map<std::string, std::vector<Resource>> mine;
    workspace::State state;
    for (auto& row : rows) {
        if (!seen.insert(row.id).second) continue;
        if (row.owner == Owner::aiws || row.owner == Owner::legacy)
            mine[row.name].push_back(std::move(row));
        else
            state.push_back(std::move(row));
    }
    for (auto& [alias, resources] : mine) state.push_back(settle(std::move(resources)));
    std::ranges::sort(state, {}, place);
    return state;
}

base::Result<workspace::State> parse_credentials(std::string_view body)
{
    const auto reply = parse_json(body);
    const auto* list = reply ? find(*reply, "credentials") : nullptr;
    if (list == nullptr || !list->is_array()) return std::unexpected(not_a("a list of credentials"));
    workspace::State state;
    for (const auto& entry : *list) {
        const std::string name = text_at(entry, "credential_name");
        if (!name.starts_with(k_prefix)) continue;
        // source: "config" is one of config.yaml, which PATCH refuses with 409 (1.106.2).
        Resource resource{.kind = Kind::credential,
                          .name = name,
                          .channel = name.substr(k_prefix.size()),
                          .owner = text_at(entry, "source") == "config" ? Owner::fixed : Owner::aiws};
        if (const auto* url = find(entry, "credential_values.api_base"); url != nullptr && url->is_string())
            resource.fields.emplace("credential_values.api_base", *url);
        take_fields(entry, std::string(k_credential_mark), resource.fields);
        resource.fields.erase(std::string(k_credential_fingerprint));
        if (auto channel = text_at(entry, k_credential_channel); !channel.empty()) resource.channel = channel;
        if (auto digest = text_at(entry, k_credential_fingerprint); !digest.empty())
            resource.fingerprints.emplace(k_credential_key, std::move(digest));
        if (auto mask = text_at(entry, k_credential_key); !mask.empty())
            resource.masks.emplace(k_credential_key, std::move(mask));
        state.push_back(std::move(resource));
    }
    return state;
}

} // namespace aiws::litellm
