// SPDX-License-Identifier: Apache-2.0
#include "cli/settings/keys.hpp"

#include "base/text.hpp"
#include "http/url.hpp"
#include "system/file.hpp"

#include <algorithm>

namespace aiws::cli {
namespace {

constexpr std::size_t k_max_secret_bytes = std::size_t{64} << 10U;

base::Error bad_secret(std::string_view place, std::string why, std::string fix)
{
    return {.kind = base::Failure::config,
            .what = std::string(place) + " cannot be a key",
            .why = std::move(why),
            .fix = std::move(fix)};
}

bool asked_for(const std::vector<std::string>& channels, const std::string& channel)
{
    return channels.empty() || std::ranges::find(channels, channel) != channels.end();
}

base::Result<std::string> base_url(const catalog::Channel& channel, const system::Environment& environment)
{
    const auto override_url = environment.non_empty(channel.base_url_variable);
    if (!override_url) return channel.base_url;
    return http::parse_base_url(*override_url, channel.base_url_variable);
}

base::Result<std::string> read_secret_file(const system::Environment& environment, const std::string& variable,
                                           const std::string& value)
{
    const auto file = environment.expand(value);
    AIWS_TRY(auto content, system::read_file(file, k_max_secret_bytes));
    if (!content)
        return std::unexpected(base::Error{.kind = base::Failure::config,
                                           .what = variable + " names a file that does not exist",
                                           .where = file.string(),
                                           .fix = "write the key into it, or unset " + variable});
    return std::move(content->bytes);
}

} // namespace

base::Result<base::Secret> check_secret(std::string_view text, std::string_view place)
{
    const std::string_view value = base::trim(text);
    if (value.empty()) return std::unexpected(bad_secret(place, "it is empty", "put the key in"));
    const bool quotes =
        value.size() > 1 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'');
    if (quotes) return std::unexpected(bad_secret(place, "it has quotes around it", "take the quotes off"));
    if (std::ranges::any_of(value, [](unsigned char c) { return c >= 0x80; }))
        return std::unexpected(bad_secret(place, "it has a character in it that is not ASCII", "copy the key again"));
    if (std::ranges::any_of(value, [](unsigned char c) { return c <= 0x20 || c == 0x7F; }))
        return std::unexpected(
            bad_secret(place, "it has white space, a line break or a control character in it", "copy the key again"));
    return base::Secret(std::string(value));
}

base::Result<std::optional<base::Secret>> find_secret(const system::Environment& environment, const std::string& name)
{
    std::string place = name;
    auto value = environment.get(name);
    if (!value || base::trim(*value).empty()) {
        place += "_FILE";
        const auto file = environment.non_empty(place);
        if (!file) return std::nullopt;
        AIWS_TRY(value, read_secret_file(environment, place, *file));
    }
    AIWS_TRY(auto secret, check_secret(*value, place));
    base::wipe(*value);
    return secret;
}

base::Result<std::vector<workspace::ChannelKey>> find_keys(const catalog::Catalog& catalog,
                                                           const system::Environment& environment,
                                                           const std::vector<std::string>& channels)
{
    std::vector<workspace::ChannelKey> keys;
    for (const auto& channel : catalog.channels) {
        if (!asked_for(channels, channel.name)) continue;
        AIWS_TRY(auto key, find_secret(environment, channel.key_variable));
        if (!key) continue;
        AIWS_TRY(auto url, base_url(channel, environment));
        keys.push_back({.channel = channel.name,
                        .key = std::move(*key),
                        .base_url = std::move(url),
                        .source = channel.key_variable});
    }
    return keys;
}

base::Error no_keys(const catalog::Catalog& catalog, const system::Environment& environment,
                    const std::vector<std::string>& channels)
{
    std::vector<std::string> variables;
    std::vector<std::string> empty;
    for (const auto& channel : catalog.channels) {
        if (!asked_for(channels, channel.name)) continue;
        variables.push_back(channel.key_variable);
        if (environment.get(channel.key_variable)) empty.push_back(channel.key_variable);
    }
    std::string why = "looked for " + base::join(variables, ", ") + " and the same with _FILE";
    if (!empty.empty())
        why += " (" + base::join(empty, ", ") + (empty.size() == 1 ? " is" : " are") + " set but empty)";
    return {.kind = base::Failure::config,
            .what = "no provider key is set",
            .why = std::move(why),
            .fix = "export one of them, or name a file with --env-file"};
}

} // namespace aiws::cli
