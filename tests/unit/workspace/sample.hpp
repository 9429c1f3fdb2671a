// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workspace/fingerprint.hpp"
#include "workspace/resource.hpp"

#include <string>

namespace aiws::test {

/// A desired deployment "nvidia/NAME" with one field.
inline workspace::Resource deployment(const std::string& name, const std::string& upstream = "openai/x")
{
    workspace::Resource resource{.name = "nvidia/" + name, .id = "aiws-nvidia-" + name, .channel = "nvidia"};
    resource.fields["litellm_params.model"] = upstream;
    return resource;
}

/// A desired credential "aiws-nvidia".
inline workspace::Resource credential(const std::string& key, const std::string& base_url = "http://a.example")
{
    workspace::Resource resource{.kind = workspace::Kind::credential, .name = "aiws-nvidia", .channel = "nvidia"};
    resource.fields["credential_values.api_base"] = base_url;
    resource.secrets.emplace("credential_values.api_key", base::Secret(key));
    return resource;
}

/// The resource as its server would show it: no secrets, their fingerprints.
inline workspace::Resource as_actual(workspace::Resource resource, workspace::Owner owner = workspace::Owner::aiws)
{
    resource.owner = owner;
    for (const auto& [name, secret] : resource.secrets) resource.fingerprints[name] = workspace::fingerprint(secret);
    resource.secrets.clear();
    std::erase_if(resource.fields, [](const auto& field) { return field.second.is_null(); });
    return resource;
}

} // namespace aiws::test
