// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "stack/home.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace aiws::stack {

// The secrets of a workspace, each in a file of its own (0600) below Home::secrets().
inline constexpr std::string_view k_master_key = "master-key";               ///< LiteLLM's admin token
inline constexpr std::string_view k_salt_key = "salt-key";                   ///< what LiteLLM encrypts its rows with
inline constexpr std::string_view k_database_password = "database-password"; ///< of our PostgreSQL
inline constexpr std::string_view k_database_url = "database-url";           ///< of a PostgreSQL of the user's own
inline constexpr std::string_view k_agent_key = "agent-key";                 ///< OpenClaw's key for the gateway
inline constexpr std::string_view k_agent_token = "openclaw-gateway-token";  ///< of OpenClaw's own page

std::filesystem::path secret_file(const Home& home, std::string_view name);

/// nullopt when it has not been made.
base::Result<std::optional<base::Secret>> read_secret(const Home& home, std::string_view name);

base::Result<> write_secret(const Home& home, std::string_view name, const base::Secret& secret);

/// The secret that is there; else one from the system's random source, written: 256 bits as hex behind `prefix`.
base::Result<base::Secret> make_secret(const Home& home, std::string_view name, std::string_view prefix);

/// Whether a token may guard a service that others than this machine reach: 32 characters, 10 different ones.
bool is_strong(const base::Secret& token);

} // namespace aiws::stack
