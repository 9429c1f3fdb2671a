// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/catalog.hpp"
#include "json/value.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::openclaw {

/// The name of our entry under secrets.providers.
constexpr std::string_view k_secret_provider = "aiws";

/// A provider block as a resource's fields: `baseUrl`, `auth`, `api`, …, `apiKey` described ("file:aiws:value",
/// "env:VARIABLE", "stored profile nvidia:manual", "literal"), `models` as the list of ids and `models.ID` for each
/// model without its id. Whatever may hold a secret shows only that it is set.
using Fields = std::map<std::string, json::Value>;

Fields fields_of(const json::Ordered& block, std::string_view provider);

/// The block that desired fields stand for, in the order in which OpenClaw's documentation writes one. Absent (null)
/// fields are left out.
json::Ordered block_of(const Fields& fields);

/// The fields of our own block for a channel and these of its models.
Fields wanted_fields(const catalog::Channel& channel, const std::vector<const catalog::Model*>& models,
                     const std::string& base_url);

} // namespace aiws::openclaw
