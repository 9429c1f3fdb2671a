// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "catalog/catalog.hpp"
#include "litellm/gateway.hpp"
#include "openclaw/provider_block.hpp"
#include "system/environment.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace aiws::cli {

/// Whether the admin token may go to a public address without TLS.
enum class PlainHttp : std::uint8_t { refuse, allow };

/// The options that several commands share, as they were typed; "" where they were not.
struct SettingsOptions {
    std::string gateway;
    std::string token_file;
    std::string env_file;
    std::string ca_cert;
    std::string catalog;
    std::string openclaw_profile;
    std::string token_as;
    PlainHttp plain_http = PlainHttp::refuse;
};

/// What a run works with: each value from its flag, else the environment, else the configuration file, else the
/// default.
struct Settings {
    system::Environment environment; ///< with the env file's variables in it
    std::string gateway_url;
    std::filesystem::path ca_cert; ///< "" for the system's store
    std::string openclaw_profile;
    std::optional<openclaw::TokenAs> token_as; ///< nullopt: as it is now
    PlainHttp plain_http = PlainHttp::refuse;
    std::optional<std::filesystem::path> token_file; ///< named by flag or configuration file
    bool token_file_by_flag = false;
    catalog::Catalog catalog;
};

/// Failure::config for whatever is wrong with a value, naming its place.
base::Result<Settings> load_settings(const system::Environment& environment, const SettingsOptions& options);

/// The gateway's address without a trailing /v1, which is OpenAI's: people paste the URL that their programs use.
std::string without_v1(std::string url);

/// "~/.ai_workspace_auth_token", absolute.
std::filesystem::path default_token_file(const system::Environment& environment);

/// Where the gateway is and the admin token for it. Failure::config when there is none, naming all places looked at.
base::Result<litellm::Access> gateway_access(const Settings& settings);

} // namespace aiws::cli
