// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/home.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace aiws::stack {

/// The ports of a workspace's services, all on loopback but for LiteLLM's with --listen.
struct Ports {
    int gateway = 4000;
    int database = 4001;
    int demo = 4002;
    int agent = 18789;
    bool operator==(const Ports&) const = default;
};

/// The programs that a workspace runs: folders below Home::programs() by name, "" where there is none. A name ends with
/// a digest of what the folder was made from, so that another version stands beside it until it has proven itself.
struct Programs {
    std::string python; ///< LiteLLM, PostgreSQL, Node.js and supervisor, from a requirements lock
    std::string engine; ///< Prisma's query engine
    std::string agent;  ///< OpenClaw
    bool operator==(const Programs&) const = default;
};

/// What a workspace was told to be and what stands: `workspace.json`.
struct Record {
    Ports ports;
    std::string listen = "127.0.0.1";
    std::string own_gateway;         ///< the address of a gateway of the user's own; "" for ours
    bool own_database = false;       ///< a PostgreSQL of the user's own; its URL is a secret (secrets.hpp)
    std::filesystem::path own_agent; ///< an OpenClaw program of the user's own; "" for ours
    bool agent = true;               ///< whether there is an OpenClaw
    bool agent_service = true;       ///< whether its gateway is ours to run
    bool demo = false;               ///< whether the demo provider runs
    std::string supervisor;          ///< "systemd" or "supervisord"
    std::string native_engine;       ///< Prisma's own engine program; "" where WebAssembly's stands in
    Programs programs;
    std::string litellm_version;
    std::string agent_version;
    std::vector<std::string> made; ///< files and folders outside the workspace that were not there before

    [[nodiscard]] bool has_gateway() const { return own_gateway.empty(); }
    [[nodiscard]] bool has_database() const { return has_gateway() && !own_database; }
    [[nodiscard]] bool runs_agent() const { return agent && agent_service; }
    /// The address under which this machine reaches the gateway.
    [[nodiscard]] std::string gateway_url() const;
    /// Notes a path that was made, unless it is noted already.
    void add_made(const std::filesystem::path& path);
    /// Notes a path that we are about to make, unless it is noted already or exists.
    void note_made(const std::filesystem::path& path);
    bool operator==(const Record&) const = default;
};

/// nullopt when there is no workspace. Failure::config for a damaged record, or one that may not be read.
base::Result<std::optional<Record>> read_record(const Home& home);

base::Result<> write_record(const Home& home, const Record& record);

} // namespace aiws::stack
