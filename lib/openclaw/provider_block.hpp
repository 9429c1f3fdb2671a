// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"
#include "catalog/catalog.hpp"
#include "json/value.hpp"

#include <cstdint>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::openclaw {

/// How OpenClaw is told its token.
enum class TokenAs : std::uint8_t {
    file,    ///< as a reference to the token file: a new token needs no edit
    env,     ///< as "${AI_WORKSPACE_AUTH_TOKEN}", which OpenClaw's environment must have
    literal, ///< itself, in the configuration
};

/// The variable of TokenAs::env.
constexpr std::string_view k_token_variable = "AI_WORKSPACE_AUTH_TOKEN";

/// The name of our entry under secrets.providers.
constexpr std::string_view k_secret_provider = "aiws";

/// A provider block as a resource's fields: `baseUrl`, `auth`, `api`, …, `apiKey` described ("file:aiws:value",
/// "env:VARIABLE", "stored profile nvidia:manual", "literal"), `models` as the list of ids and `models.ID` for each
/// model without its id. Whatever may hold a secret shows only that it is set.
using Fields = std::map<std::string, json::Value>;

Fields fields_of(const json::Ordered& block, std::string_view provider);

/// The block that desired fields stand for, in the order in which OpenClaw's documentation writes one. Absent (null)
/// fields are left out. `literal` is the key of a block with a literal one.
json::Ordered block_of(const Fields& fields, const base::Secret& literal = {});

/// The fields of our own block for a channel and these of its models.
Fields wanted_fields(const catalog::Channel& channel, const std::vector<const catalog::Model*>& models,
                     const std::string& base_url, TokenAs token_as = TokenAs::file);

} // namespace aiws::openclaw
