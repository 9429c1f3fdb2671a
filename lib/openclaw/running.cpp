// SPDX-License-Identifier: Apache-2.0
#include "openclaw/running.hpp"

#include "system/file.hpp"
#include "system/folder.hpp"
#include "system/port.hpp"
#include "json/codec.hpp"

#include <charconv>
#include <unistd.h>

namespace aiws::openclaw {
namespace {

namespace fs = std::filesystem;

constexpr int k_default_port = 18'789;
constexpr std::size_t k_max_lock = std::size_t{64} << 10U;

/// The port in a lock file for this configuration.
std::optional<int> locked_port(const fs::path& file, const Location& location)
{
    const auto content = system::read_file(file, k_max_lock);
    if (!content || !*content) return std::nullopt;
    const auto lock = json::parse_json((*content)->bytes);
    if (!lock || json::string_at(*lock, "configPath") != location.config_file.string()) return std::nullopt;
    const auto port = json::int_at(*lock, "port");
    if (!port) return std::nullopt;
    return static_cast<int>(*port);
}

std::optional<int> locked_port(const Location& location)
{
    const fs::path folder = location.state_dir / "tmp" / ("openclaw-" + std::to_string(getuid()));
    for (const auto& file : system::entries_of(folder)) {
        const auto name = file.filename().string();
        if (!name.starts_with("gateway.") || !name.ends_with(".lock")) continue;
        if (const auto port = locked_port(file, location); port && system::listens_on(*port)) return port;
    }
    return std::nullopt;
}

int configured_port(const Configuration& configuration, const system::Environment& environment)
{
    const auto text = environment.non_empty("OPENCLAW_GATEWAY_PORT").value_or("");
    int port = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failure == std::errc() && end == text.data() + text.size() && port > 0) return port;
    const auto value = configuration.at({"gateway", "port"});
    return value && value->is_number_integer() ? value->get<int>() : k_default_port;
}

} // namespace

std::optional<int> running_gateway(const Location& location, const Configuration& configuration,
                                   const system::Environment& environment)
{
    if (const auto port = locked_port(location)) return port;
    const int port = configured_port(configuration, environment);
    return system::listens_on(port) ? std::optional(port) : std::nullopt;
}

} // namespace aiws::openclaw
