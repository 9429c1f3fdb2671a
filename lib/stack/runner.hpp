// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/home.hpp"
#include "system/environment.hpp"
#include "system/process.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::stack {

/// How the programs of a bring-up are run: as the services' user, in this environment, until we are asked to stop.
struct Runner {
    Home home;
    system::Environment environment; ///< what installers may see: no provider key and no token
    const system::Interrupt* interrupt = nullptr;
    std::function<void()> on_tick;

    /// The command, in `folder` (else the workspace's), with `extra` variables.
    [[nodiscard]] system::Command command(std::vector<std::string> words, const std::filesystem::path& folder = {},
                                          const std::map<std::string, std::string>& extra = {}) const;
    /// The first program of that name on PATH that the services' user may run.
    [[nodiscard]] std::optional<std::filesystem::path> find_program(const std::string& name) const;
    /// Sets the variable, unless the user has.
    void set_default(std::map<std::string, std::string>& variables, const std::string& name,
                     const std::filesystem::path& value) const;
    system::Completed run(const system::Command& command, std::chrono::seconds limit) const;
    /// The same as a Result: an Error that says `what` ("PostgreSQL could not be set up") with the program's last
    /// words, or Failure::interrupted.
    [[nodiscard]] base::Result<std::string> check(std::string_view what, const system::Command& command,
                                                  std::chrono::seconds limit) const;
    /// Several at once.
    [[nodiscard]] std::vector<system::Completed> run_all(const std::vector<system::Command>& commands,
                                                         std::chrono::seconds limit) const;
};

/// Why a program did not do what it should; nothing to say (an empty `what`) is a bug.
base::Error program_error(std::string_view what, const system::Command& command, const system::Completed& completed);

/// The environment of a user without what installers and services must not see, with pip's settings also as uv's:
/// provider keys (*_API_KEY), gateway and workspace tokens, a foreign Python's or Node's variables go. PATH keeps the
/// folders that the services' user can enter: root's own programs, as pyenv's, are not for others.
system::Environment installers_environment(const system::Environment& environment, Scope scope);

/// The variables that services need to reach the net and trust it: proxies and certificates.
std::map<std::string, std::string> network_variables(const system::Environment& environment);

} // namespace aiws::stack
