// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::workspace {

/// What a resource is, in the words of the field it stands in.
enum class Kind : std::uint8_t {
    credential, ///< LiteLLM: a named key and base URL that deployments refer to
    deployment, ///< LiteLLM: one upstream model behind an alias (its model group)
    provider,   ///< OpenClaw: a whole block under models.providers
    setting,    ///< OpenClaw: one value at a path of the configuration
    token_file, ///< the file that holds OpenClaw's token
};
std::string_view to_string(Kind kind);

/// Who made a resource that exists.
enum class Owner : std::uint8_t {
    aiws,    ///< it carries our mark, id, name or receipt
    legacy,  ///< left by the older shell script: a deployment whose id is its alias; ours to replace
    foreign, ///< somebody else's: never changed unless the user says so
    fixed,   ///< stands in the gateway's config.yaml, which no API call can change
};
std::string_view to_string(Owner owner);

/// One thing that should exist (desired) or does (actual). Both sides are this one type, so that the plan
/// is a comparison and nothing else.
struct Resource {
    Kind kind = Kind::deployment;
    std::string name;    ///< what a person calls it and the plan matches by: alias, credential or provider name, path
    std::string id;      ///< the server's id, where that differs from the name (a deployment's model_info.id)
    std::string channel; ///< the catalogue's channel it belongs to; "" for none
    Owner owner = Owner::aiws;

    /// Everything readable, by field name. On the desired side null means "must be absent"; a field
    /// that the desired side does not name is nobody's business and stays as it is.
    std::map<std::string, json::Value> fields;

    /// Desired: what is to be sent, by field name. Never printed.
    std::map<std::string, base::Secret> secrets;
    /// Actual: what stands beside a secret that cannot be read back (fingerprint.hpp), by field name.
    std::map<std::string, std::string> fingerprints;

    /// Actual: what the server shows of such a secret ("nv****OT"), by field name.
    std::map<std::string, std::string> masks;

    /// Actual: other ids under the same name that must go when this one is put right (legacy rows beside ours).
    std::vector<std::string> extra_ids;
};

using State = std::vector<Resource>;

} // namespace aiws::workspace
