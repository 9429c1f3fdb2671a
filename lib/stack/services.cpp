// SPDX-License-Identifier: Apache-2.0
#include "stack/services.hpp"

#include <utility>

namespace aiws::stack {
namespace {

Service service(const Home& home, Part part, const std::string& name, std::string title, int port)
{
    return {.part = part,
            .name = name,
            .title = std::move(title),
            .host = "127.0.0.1",
            .port = port,
            .script = home.config() / ("run-" + name + ".sh"),
            .log = home.logs() / (name + ".log"),
            .pid_file = home.run() / (name + ".pid")};
}

} // namespace

std::vector<Service> services_of(const Home& home, const Record& record)
{
    std::vector<Service> services;
    if (record.has_database())
        services.push_back(service(home, Part::database, "postgres", "PostgreSQL", record.ports.database));
    if (record.demo) services.push_back(service(home, Part::demo, "demo", "demo provider", record.ports.demo));
    if (record.has_gateway()) {
        services.push_back(service(home, Part::gateway, "litellm", "LiteLLM", record.ports.gateway));
        services.back().host = record.listen;
    }
    if (record.runs_agent()) services.push_back(service(home, Part::agent, "openclaw", "OpenClaw", record.ports.agent));
    return services;
}

} // namespace aiws::stack
