// SPDX-License-Identifier: Apache-2.0
#include "openclaw/resource_value.hpp"

#include "openclaw/provider_block.hpp"
#include "openclaw/settings.hpp"

#include <algorithm>

namespace aiws::openclaw {

json::Path path_of(const workspace::Resource& resource)
{
    return resource.kind == workspace::Kind::provider ? provider_path(resource.name) : path_of(resource.name);
}

json::Ordered value_of(const workspace::Resource& resource)
{
    if (resource.kind == workspace::Kind::provider) {
        const auto literal = resource.secrets.find("token");
        return block_of(resource.fields, literal == resource.secrets.end() ? base::Secret() : literal->second);
    }
    const json::Value& value = resource.fields.at("value");
    if (resource.name != k_token_provider) return value;
    return {{"source", value.at("source")}, {"path", value.at("path")}, {"mode", value.at("mode")}};
}

bool lists(const json::Ordered& list, const std::string& reference)
{
    if (list.is_object()) return list.contains(reference);
    return std::ranges::find(list, json::Ordered(reference)) != list.end();
}

} // namespace aiws::openclaw
