// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/config_file.hpp"

#include "base/text.hpp"
#include "system/file.hpp"
#include "json/document.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace aiws::cli {
namespace {

constexpr std::size_t k_max_bytes = std::size_t{1} << 20U;

const std::vector<std::string>& setting_names()
{
    static const std::vector<std::string> k_names{"gateway", "token_file",       "env_file", "ca_cert",
                                                  "catalog", "openclaw_profile", "token_as"};
    return k_names;
}

base::Result<std::map<std::string, std::string>> read_strings(const json::Document& document)
{
    const auto root = document.at({});
    if (!root->is_object())
        return std::unexpected(document.error_at({}, "the configuration is not an object", "write { … }"));
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : root->items()) {
        if (std::ranges::find(setting_names(), name) == setting_names().end())
            return std::unexpected(document.error_at({name},
                                                     "unknown setting \"" + base::one_line(name, 40) + "\"" +
                                                         base::did_you_mean(name, setting_names()),
                                                     "the settings are " + base::join(setting_names(), ", ")));
        if (!value.is_string() || value.get_ref<const std::string&>().empty())
            return std::unexpected(document.error_at({name}, name + " must be a text that is not empty"));
        values[name] = value.get<std::string>();
    }
    return values;
}

} // namespace

base::Result<ConfigFile> read_config_file(const system::Environment& environment)
{
    const auto file = system::config_dir(environment) / "config.json";
    AIWS_TRY(auto content, system::read_file(file, k_max_bytes));
    if (!content) return ConfigFile{};
    AIWS_TRY(const auto document, json::Document::parse(std::move(content->bytes), file.string()));
    AIWS_TRY(auto values, read_strings(document));
    const auto text = [&](const std::string& name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
    const auto path = [&](const std::string& name) -> std::optional<std::filesystem::path> {
        const auto value = text(name);
        if (!value) return std::nullopt;
        return file.parent_path() / environment.expand(*value);
    };
    return ConfigFile{.gateway = text("gateway"),
                      .token_file = path("token_file"),
                      .env_file = path("env_file"),
                      .ca_cert = path("ca_cert"),
                      .catalog = path("catalog"),
                      .openclaw_profile = text("openclaw_profile"),
                      .token_as = text("token_as")};
}

} // namespace aiws::cli
