// SPDX-License-Identifier: Apache-2.0
#include "openclaw/settings.hpp"

#include "base/text.hpp"

namespace aiws::openclaw {

json::Path path_of(std::string_view name)
{
    json::Path path;
    for (auto& key : base::split(name.substr(0, name.find('[')), '.')) path.emplace_back(std::move(key));
    return path;
}

json::Path provider_path(const std::string& provider)
{
    json::Path path = path_of(k_providers);
    path.emplace_back(provider);
    return path;
}

std::string part_name(std::string_view list, std::string_view channel)
{
    return std::string(list) + "[" + std::string(channel) + "]";
}

std::optional<std::string> part_channel(std::string_view name)
{
    const auto open = name.find('[');
    if (open == std::string_view::npos || !name.ends_with(']')) return std::nullopt;
    return std::string(name.substr(open + 1, name.size() - open - 2));
}

std::string provider_of(std::string_view reference)
{
    return std::string(reference.substr(0, reference.find('/')));
}

} // namespace aiws::openclaw
