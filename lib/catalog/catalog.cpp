// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.hpp"

#include <algorithm>

namespace aiws::catalog {

std::string_view to_string(Mode mode)
{
    switch (mode) {
    case Mode::chat:
        return "chat";
    case Mode::embedding:
        return "embedding";
    }
    return "chat";
}

const Channel* Catalog::find(std::string_view channel) const
{
    const auto found = std::ranges::find(channels, channel, &Channel::name);
    return found == channels.end() ? nullptr : &*found;
}

const Model* Catalog::find(std::string_view channel, std::string_view model) const
{
    const Channel* const owner = find(channel);
    if (owner == nullptr) return nullptr;
    const auto found = std::ranges::find(owner->models, model, &Model::name);
    return found == owner->models.end() ? nullptr : &*found;
}

std::string alias(const Channel& channel, const Model& model)
{
    return channel.name + "/" + model.name;
}

std::string deployment_id(const Channel& channel, const Model& model)
{
    return credential_name(channel) + "-" + model.name;
}

std::string credential_name(const Channel& channel)
{
    return "aiws-" + channel.name;
}

} // namespace aiws::catalog
