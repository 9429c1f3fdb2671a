// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stack/home.hpp"
#include "stack/record.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aiws::stack {

enum class Part : std::uint8_t { database, gateway, demo, agent };

/// One process that the supervisor keeps running.
struct Service {
    Part part = Part::gateway;
    std::string name;  ///< "postgres", "litellm", "demo", "openclaw"
    std::string title; ///< "PostgreSQL", "LiteLLM", …
    std::string host;
    int port = 0;
    std::filesystem::path script;
    std::filesystem::path log;
    std::filesystem::path pid_file;

    [[nodiscard]] std::string address() const { return host + ":" + std::to_string(port); }
};

/// The services of a workspace, in the order in which they start.
std::vector<Service> services_of(const Home& home, const Record& record);

} // namespace aiws::stack
