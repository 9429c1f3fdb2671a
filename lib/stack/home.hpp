// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "system/environment.hpp"
#include "system/process.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace aiws::stack {

/// Whose a workspace is. Root's is the machine's: its services run as a system user of their own.
enum class Scope : std::uint8_t { user, machine };

/// The system user of a machine's workspace.
inline constexpr std::string_view k_account = "aiws";

/// Where a workspace is, or would be.
struct Home {
    std::filesystem::path folder;    ///< AIWS_HOME, else /var/lib/aiws for root, $XDG_DATA_HOME/aiws for a user
    std::filesystem::path user_home; ///< HOME of who runs the services: OpenClaw's files and its token file are there
    Scope scope = Scope::user;

    [[nodiscard]] std::filesystem::path note() const { return folder / "workspace.json"; }
    [[nodiscard]] std::filesystem::path secrets() const { return folder / "secrets"; }
    [[nodiscard]] std::filesystem::path config() const { return folder / "config"; }
    [[nodiscard]] std::filesystem::path programs() const { return folder / "programs"; }
    [[nodiscard]] std::filesystem::path cache() const { return folder / "cache"; }
    [[nodiscard]] std::filesystem::path database() const { return folder / "data" / "postgres"; }
    [[nodiscard]] std::filesystem::path logs() const { return folder / "logs"; }
    [[nodiscard]] std::filesystem::path run() const { return folder / "run"; }
    [[nodiscard]] std::filesystem::path temporary() const { return run() / "tmp"; }
    [[nodiscard]] std::filesystem::path backups() const { return folder / "backups"; }
    [[nodiscard]] std::filesystem::path bin() const { return folder / "bin"; } ///< launchers, for PATH
};

Home find_home(const system::Environment& environment);

/// Failure::config where the folder holds something else than a workspace: a purge takes it away with all that is in
/// it.
base::Result<> check_home(const Home& home);

/// Makes the workspace's folders, and the system user where the workspace is the machine's. Doing it again repairs
/// modes and owners. Failure::config when the place may not be written.
base::Result<> make_home(const Home& home, const system::Environment& environment);

/// The command as the services' user runs it.
system::Command as_services_user(const Home& home, system::Command command);

/// Gives a file or folder, with all below it, to the services' user. Nothing to do in a user's workspace.
base::Result<> give_to_services_user(const Home& home, const std::filesystem::path& path);

/// The user id of the services' user.
unsigned services_user(const Home& home);

/// True when the system user exists and was made for this workspace: with AIWS_HOME there can be several.
bool account_is_ours(const Home& home);

} // namespace aiws::stack
