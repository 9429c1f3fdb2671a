// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/document.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aiws::openclaw {

// The settings besides the provider blocks, by their place in the configuration.
constexpr std::string_view k_gateway_mode = "gateway.mode";
constexpr std::string_view k_models_mode = "models.mode";
constexpr std::string_view k_token_provider = "secrets.providers.aiws";
constexpr std::string_view k_deepseek_plugin = "plugins.entries.deepseek";
constexpr std::string_view k_model = "agents.defaults.model"; ///< where it is one string
constexpr std::string_view k_primary = "agents.defaults.model.primary";
constexpr std::string_view k_allow = "agents.defaults.modelPolicy.allow";
constexpr std::string_view k_older_allow = "agents.defaults.models"; ///< in files from before modelPolicy

constexpr std::string_view k_providers = "models.providers";

/// The keys of a dotted place; what stands in brackets at its end is not part of it.
json::Path path_of(std::string_view name);
/// models.providers.NAME, whatever the name.
json::Path provider_path(const std::string& provider);

/// The part of a list of model references that belongs to one channel, as a setting's name:
/// "agents.defaults.modelPolicy.allow[nvidia]".
std::string part_name(std::string_view list, std::string_view channel);
/// The channel in such a name; nullopt for the name of anything else.
std::optional<std::string> part_channel(std::string_view name);

/// What stands before the slash of a model reference: its provider.
std::string provider_of(std::string_view reference);

} // namespace aiws::openclaw
