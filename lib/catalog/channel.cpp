// SPDX-License-Identifier: Apache-2.0
#include "catalog/channel.hpp"

#include "catalog/model.hpp"
#include "catalog/read.hpp"
#include "http/url.hpp"

#include <algorithm>
#include <array>

namespace aiws::catalog {
namespace {

template <std::string Channel::* variable>
base::Result<> read_variable_name(const Node& node, Channel& channel)
{
    AIWS_TRY(channel.*variable, read_variable(node));
    return {};
}

base::Result<> read_title(const Node& node, Channel& channel)
{
    static constexpr std::size_t k_widest = 60;
    AIWS_TRY(auto title, read_text(node));
    if (base::display_width(title) > k_widest)
        return std::unexpected(node.error("must have at most " + std::to_string(k_widest) + " characters"));
    channel.title = std::move(title);
    return {};
}

base::Result<> read_base_url(const Node& node, Channel& channel)
{
    AIWS_TRY(const auto text, read_text(node));
    auto url = http::parse_base_url(text, json::to_string(node.path()));
    if (!url) {
        base::Error error = std::move(url).error();
        error.where = node.error("").where;
        return std::unexpected(std::move(error));
    }
    channel.base_url = *std::move(url);
    return {};
}

template <int Channel::* number, int min, int max>
base::Result<> read_limit(const Node& node, Channel& channel)
{
    AIWS_TRY(const auto limit, read_integer(node, min, max));
    channel.*number = static_cast<int>(limit);
    return {};
}

constexpr std::array<Field<Channel>, 7> k_channel_fields = {{
    {"title", read_title},
    {"key", read_variable_name<&Channel::key_variable>},
    {"base_url", read_base_url},
    {"base_url_variable", read_variable_name<&Channel::base_url_variable>},
    {"requests_per_minute", read_limit<&Channel::requests_per_minute, 0, 1'000'000>},
    {"max_parallel", read_limit<&Channel::max_parallel, 1, 64>},
    {"models", read_models},
}};

bool is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// A channel's name stands in aliases, ids and credential names, and is OpenClaw's provider.
base::Result<> check_name(const Node& node)
{
    static constexpr std::size_t k_longest = 40;
    const auto fits = [](char c) { return is_lower_or_digit(c) || c == '-'; };
    const std::string& name = node.name();
    if (!name.empty() && name.size() <= k_longest && is_lower_or_digit(name.front()) && std::ranges::all_of(name, fits))
        return {};
    return std::unexpected(node.error_at_name("is no name for a channel",
                                              "allowed: a-z, 0-9 and \"-\", starting with a letter or digit, at most " +
                                                  std::to_string(k_longest)));
}

/// "my-proxy" → "MY_PROXY"; a variable's name cannot start with a digit.
std::string variable_stem(std::string_view name)
{
    std::string stem = name.front() >= '0' && name.front() <= '9' ? "_" : "";
    for (const char c : name) stem += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
    return stem;
}

/// What a new channel has where the file does not say: docs/catalog.md tells the user the same.
Channel new_channel(const std::string& name)
{
    Channel channel;
    channel.name = name;
    channel.title = name;
    const char first = name.front();
    if (first >= 'a' && first <= 'z') channel.title.front() = static_cast<char>(first - 'a' + 'A');
    channel.key_variable = variable_stem(name) + "_API_KEY";
    channel.base_url_variable = variable_stem(name) + "_API_BASE";
    return channel;
}

std::vector<std::string> names(const Catalog& catalog)
{
    std::vector<std::string> names;
    for (const auto& channel : catalog.channels) names.push_back(channel.name);
    return names;
}

base::Result<> remove(const Node& node, Catalog& catalog)
{
    const auto known = names(catalog);
    const auto is_meant = [&](const Channel& channel) { return channel.name == node.name(); };
    if (std::erase_if(catalog.channels, is_meant) > 0) return {};
    return std::unexpected(
        node.error_at_name("is to be taken away, but there is no such channel" + base::did_you_mean(node.name(), known),
                           "there are: " + base::join(known, ", ")));
}

base::Result<> check_complete(const Node& node, const Channel& channel, const Catalog& catalog)
{
    if (channel.base_url.empty())
        return std::unexpected(node.error_at_name("is a new channel and needs a base_url" +
                                                      base::did_you_mean(channel.name, names(catalog)),
                                                  "add \"base_url\": \"https://…/v1\""));
    if (channel.models.empty())
        return std::unexpected(
            node.error_at_name("has no models", R"(add "models": { "NAME": {} }, or take the channel away with null)"));
    return {};
}

base::Result<> read_channel(const Node& node, Catalog& catalog)
{
    AIWS_CHECK(check_name(node));
    if (node.value().is_null()) return remove(node, catalog);
    const auto found = std::ranges::find(catalog.channels, node.name(), &Channel::name);
    const bool is_new = found == catalog.channels.end();
    Channel channel = is_new ? new_channel(node.name()) : *found;
    AIWS_CHECK(read_fields<Channel>(node, k_channel_fields, channel));
    AIWS_CHECK(check_complete(node, channel, catalog));
    if (is_new)
        catalog.channels.push_back(std::move(channel));
    else
        *found = std::move(channel);
    return {};
}

} // namespace

base::Result<> read_channels(const Node& channels, Catalog& catalog)
{
    if (!channels.value().is_object()) return std::unexpected(channels.wrong_type("an object"));
    for (const auto& member : channels.value().items())
        AIWS_CHECK(read_channel(Node(channels, member.key(), member.value()), catalog));
    return {};
}

} // namespace aiws::catalog
