// SPDX-License-Identifier: Apache-2.0
#include "openclaw/machine.hpp"

#include "catch.hpp"

#include <algorithm>
#include <stdexcept>

namespace aiws::test {

namespace fs = std::filesystem;

Machine::Machine()
    : environment(std::map<std::string, std::string>{{"HOME", m_folder.path().string()}, {"PATH", "/nowhere"}}),
      catalog(catalog::load({}).value())
{
}

fs::path Machine::beside(std::string_view name) const
{
    return config().parent_path() / name;
}

void Machine::write_config(std::string_view bytes) const
{
    fs::create_directories(config().parent_path());
    write(config(), bytes, 0640);
}

openclaw::Wish Machine::wish(const std::vector<std::string>& channels) const
{
    openclaw::Wish wish{.base_url = "http://127.0.0.1:4000/v1",
                        .token_file = home() / ".ai_workspace_auth_token",
                        .providers = {},
                        .primary = {}};
    for (const auto& name : channels) {
        openclaw::ProviderWish provider{.channel = catalog.find(name), .models = {}};
        REQUIRE(provider.channel != nullptr);
        for (const auto& model : provider.channel->models) provider.models.push_back(&model);
        wish.providers.push_back(std::move(provider));
    }
    return wish;
}

openclaw::Configuration Machine::open() const
{
    const auto location = openclaw::locate(environment, "");
    REQUIRE(location);
    auto configuration = openclaw::Configuration::open(*location, environment);
    if (!configuration) FAIL(base::to_line(configuration.error()));
    return *std::move(configuration);
}

workspace::Plan Machine::plan(const openclaw::Wish& wish) const
{
    const auto actual = open().actual();
    return workspace::make_plan(openclaw::desired(wish, actual), actual);
}

void Machine::register_channels(const std::vector<std::string>& channels) const
{
    auto configuration = open();
    const auto done = configuration.apply(plan(wish(channels)));
    if (!done) FAIL(base::to_line(done.error()));
}

void Machine::unregister(const std::vector<std::string>& channels) const
{
    auto configuration = open();
    const auto done = configuration.apply(workspace::plan_removal(configuration.ours(channels)));
    if (!done) FAIL(base::to_line(done.error()));
}

const workspace::Resource& named(const workspace::State& state, std::string_view name)
{
    const auto found = std::ranges::find(state, name, &workspace::Resource::name);
    if (found == state.end()) throw std::runtime_error("no resource " + std::string(name));
    return *found;
}

bool has(const workspace::State& state, std::string_view name)
{
    return std::ranges::find(state, name, &workspace::Resource::name) != state.end();
}

} // namespace aiws::test
