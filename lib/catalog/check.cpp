// SPDX-License-Identifier: Apache-2.0
#include "catalog/check.hpp"

#include "catalog/node.hpp"

#include <map>

namespace aiws::catalog {
namespace {

json::Path channel_path(const Channel& channel)
{
    return {std::string("channels"), channel.name};
}

json::Path model_path(const Channel& channel, const Model& model)
{
    return {std::string("channels"), channel.name, std::string("models"), model.name};
}

base::Result<> check_ids(const Catalog& catalog, const json::Document& document)
{
    std::map<std::string, json::Path> owners;
    for (const auto& channel : catalog.channels) {
        for (const auto& model : channel.models) {
            json::Path path = model_path(channel, model);
            const auto [owner, is_free] = owners.try_emplace(deployment_id(channel, model), path);
            if (is_free) continue;
            if (!document.position(path)) std::swap(path, owner->second);
            return std::unexpected(error_at_name(document, path,
                                                 "would share the deployment id \"" + owner->first + "\" with " +
                                                     json::to_string(owner->second),
                                                 "give one of them another name"));
        }
    }
    return {};
}

base::Result<> check_variables(const Catalog& catalog, const json::Document& document)
{
    std::map<std::string_view, const Channel*> keys;
    for (const auto& channel : catalog.channels) keys.try_emplace(channel.key_variable, &channel);
    for (const auto& channel : catalog.channels) {
        const auto key = keys.find(channel.base_url_variable);
        if (key == keys.end()) continue;
        const json::Path url_place = channel_path(channel);
        const json::Path key_place = channel_path(*key->second);
        return std::unexpected(error_at_name(document, document.position(url_place) ? url_place : key_place,
                                             "makes " + channel.base_url_variable + " hold a base URL (" +
                                                 json::to_string(url_place) + ") and a key (" +
                                                 json::to_string(key_place) + ")",
                                             "give key and base_url_variable different names"));
    }
    return {};
}

} // namespace

base::Result<> check(const Catalog& catalog, const json::Document& document)
{
    AIWS_CHECK(check_ids(catalog, document));
    return check_variables(catalog, document);
}

} // namespace aiws::catalog
