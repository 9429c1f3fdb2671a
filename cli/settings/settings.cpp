// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/settings.hpp"

#include "base/text.hpp"
#include "cli/settings/config_file.hpp"
#include "cli/settings/env_file.hpp"
#include "cli/settings/keys.hpp"
#include "cli/settings/workspace_defaults.hpp"
#include "http/url.hpp"
#include "system/file.hpp"

#include <array>

namespace aiws::cli {
namespace {

constexpr std::size_t k_max_token_bytes = std::size_t{64} << 10U;
constexpr std::string_view k_default_gateway = "http://127.0.0.1:4000";

/// Variables of an env file that must not change which machine's folders we work in.
bool may_come_from_env_file(const std::string& name)
{
    return name != "HOME" && name != "PATH" && !name.starts_with("XDG_");
}

/// The flag's env file beats the process's environment, the configuration file's is beaten by it.
base::Result<system::Environment> overlay(const system::Environment& environment, const SettingsOptions& options,
                                          const ConfigFile& config)
{
    system::Environment merged = environment;
    const bool by_flag = !options.env_file.empty();
    if (!by_flag && !config.env_file) return merged;
    const auto file = by_flag ? environment.expand(options.env_file) : *config.env_file;
    AIWS_TRY(auto variables, read_env_file(file));
    for (auto& [name, value] : variables)
        if (may_come_from_env_file(name) && (by_flag || !environment.get(name))) merged.set(name, std::move(value));
    return merged;
}

base::Result<std::string> gateway_url(const system::Environment& environment, const SettingsOptions& options,
                                      const ConfigFile& config)
{
    if (!options.gateway.empty()) return http::parse_base_url(options.gateway, "--gateway");
    if (const auto url = environment.non_empty("LITELLM_URL")) return http::parse_base_url(*url, "LITELLM_URL");
    if (config.gateway) return http::parse_base_url(*config.gateway, "gateway in config.json");
    return std::string(k_default_gateway);
}

base::Result<catalog::Catalog> load_catalog(const system::Environment& environment, const SettingsOptions& options,
                                            const ConfigFile& config)
{
    std::vector<std::filesystem::path> overlays;
    const auto own = system::config_dir(environment) / "catalog.json";
    std::error_code ignored;
    if (std::filesystem::exists(own, ignored)) overlays.push_back(own);
    if (!options.catalog.empty())
        overlays.push_back(environment.expand(options.catalog));
    else if (config.catalog)
        overlays.push_back(*config.catalog);
    return catalog::load(overlays);
}

base::Result<std::optional<openclaw::TokenAs>> token_as(const SettingsOptions& options, const ConfigFile& config)
{
    using openclaw::TokenAs;
    const bool by_flag = !options.token_as.empty();
    if (!by_flag && !config.token_as) return std::nullopt;
    const std::string word = by_flag ? options.token_as : *config.token_as;
    if (word == "file") return TokenAs::file;
    if (word == "env") return TokenAs::env;
    if (word == "literal") return TokenAs::literal;
    return std::unexpected(base::Error{.kind = by_flag ? base::Failure::usage : base::Failure::config,
                                       .what = "\"" + base::one_line(word, 40) + "\" is no way to hand over a token",
                                       .where = by_flag ? "--token-as" : "token_as in config.json",
                                       .fix = "say file, env or literal"});
}

base::Result<base::Secret> token_in(const std::filesystem::path& file)
{
    AIWS_TRY(auto content, system::read_file(file, k_max_token_bytes));
    if (!content)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = "the token file does not exist",
                                           .where = file.string(),
                                           .fix = "check --token-file"});
    return check_secret(content->bytes, "the token file " + file.string());
}

} // namespace

base::Result<Settings> load_settings(const system::Environment& environment, const SettingsOptions& options)
{
    AIWS_TRY(const auto config, read_config_file(environment));
    Settings settings;
    AIWS_TRY(settings.environment, overlay(environment, options, config));
    const std::string named = !options.gateway.empty() ? options.gateway : config.gateway.value_or("");
    settings.environment = with_workspace(settings.environment, named);
    AIWS_TRY(auto url, gateway_url(settings.environment, options, config));
    settings.gateway_url = without_v1(std::move(url));
    AIWS_TRY(settings.catalog, load_catalog(settings.environment, options, config));
    if (!options.ca_cert.empty())
        settings.ca_cert = environment.expand(options.ca_cert);
    else if (config.ca_cert)
        settings.ca_cert = *config.ca_cert;
    settings.plain_http = options.plain_http;
    settings.openclaw_profile =
        !options.openclaw_profile.empty() ? options.openclaw_profile : config.openclaw_profile.value_or("");
    AIWS_TRY(settings.token_as, token_as(options, config));
    settings.token_file_by_flag = !options.token_file.empty();
    if (settings.token_file_by_flag)
        settings.token_file = environment.expand(options.token_file);
    else
        settings.token_file = config.token_file;
    return settings;
}

std::string without_v1(std::string url)
{
    constexpr std::string_view k_version = "/v1";
    if (url.ends_with(k_version)) url.resize(url.size() - k_version.size());
    return url;
}

std::filesystem::path default_token_file(const system::Environment& environment)
{
    return environment.home() / ".ai_workspace_auth_token";
}

base::Result<litellm::Access> gateway_access(const Settings& settings)
{
    litellm::Access access{.url = settings.gateway_url};
    if (settings.token_file_by_flag) {
        AIWS_TRY(access.token, token_in(*settings.token_file));
        return access;
    }
    static constexpr std::array k_variables{"LITELLM_TOKEN", "LITELLM_MASTER_KEY", "AI_WORKSPACE_AUTH_TOKEN"};
    for (const std::string variable : k_variables) {
        const auto value = settings.environment.non_empty(variable);
        if (!value) continue;
        AIWS_TRY(access.token, check_secret(*value, variable));
        return access;
    }
    const auto file = settings.token_file.value_or(default_token_file(settings.environment));
    std::error_code ignored;
    if (!settings.token_file && !std::filesystem::exists(file, ignored))
        return std::unexpected(
            base::Error{.kind = base::Failure::config,
                        .what = "no token for the gateway",
                        .why = "looked for LITELLM_TOKEN, LITELLM_MASTER_KEY, AI_WORKSPACE_AUTH_TOKEN and the file " +
                               file.string(),
                        .fix = "export LITELLM_MASTER_KEY, or name a file with --token-file"});
    AIWS_TRY(access.token, token_in(file));
    return access;
}

} // namespace aiws::cli
