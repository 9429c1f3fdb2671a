// SPDX-License-Identifier: Apache-2.0
#include "openclaw/program.hpp"

#include "openclaw/version.hpp"

namespace aiws::openclaw {

std::optional<Program> Program::find(const Location& location, const system::Environment& environment,
                                     const std::vector<std::string>& hidden)
{
    if (location.program.empty()) return std::nullopt;
    Program program;
    program.m_start = {location.program.string()};
    if (!location.profile.empty()) program.m_start.insert(program.m_start.end(), {"--profile", location.profile});
    program.m_version = known_version(location.program, environment);
    program.m_environment = environment;
    for (const auto& variable : hidden) program.m_environment.erase(variable);
    program.m_environment.set("NO_COLOR", "1");
    program.m_environment.set("CI", "1"); // no question, no spinner
    program.m_folder = environment.home();
    return program;
}

std::string Program::name() const
{
    return m_version.empty() ? "OpenClaw" : "OpenClaw " + m_version;
}

system::Command Program::command(std::vector<std::string> words) const
{
    system::Command made{.words = m_start, .environment = m_environment, .folder = m_folder};
    for (auto& word : words) made.words.push_back(std::move(word));
    return made;
}

system::Command Program::to_gateway(std::vector<std::string> words, int port) const
{
    auto made = command(std::move(words));
    made.environment.set("OPENCLAW_GATEWAY_PORT", std::to_string(port));
    return made;
}

system::Command Program::ask_version() const
{
    return command({"--version"});
}

system::Command Program::validate() const
{
    return command({"config", "validate", "--json"});
}

system::Command Program::list_models() const
{
    return command({"models", "list", "--json"});
}

system::Command Program::ask(const std::string& reference) const
{
    return command({"infer", "model", "run", "--local", "--model", reference, "--prompt", "ping", "--json"});
}

system::Command Program::gateway_models(int port) const
{
    return to_gateway({"gateway", "call", "models.list", "--json"}, port);
}

system::Command Program::reload_secrets(int port) const
{
    return to_gateway({"secrets", "reload", "--json"}, port);
}

system::Command Program::credentials() const
{
    return command({"models", "status", "--json"});
}

} // namespace aiws::openclaw
