// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/location.hpp"
#include "system/environment.hpp"
#include "system/process.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// The OpenClaw that is installed, as commands for system::run_all(). Each starts a Node.js: one to ten seconds of a
/// core. They get the user's environment without the keys and tokens that are none of OpenClaw's business.
class Program {
  public:
    /// nullopt when there is no `openclaw` on PATH. `hidden` are the variables that it does not get.
    static std::optional<Program> find(const Location& location, const system::Environment& environment,
                                       const std::vector<std::string>& hidden = {});

    /// As far as it is known without starting it (version.hpp), or set_version() told; else "".
    [[nodiscard]] const std::string& version() const { return m_version; }
    void set_version(std::string version) { m_version = std::move(version); }
    /// "OpenClaw 2026.9.6", for a person.
    [[nodiscard]] std::string name() const;

    [[nodiscard]] system::Command ask_version() const;
    [[nodiscard]] system::Command validate() const;    ///< checks the configuration, writes nothing
    [[nodiscard]] system::Command list_models() const; ///< without a running gateway
    /// One turn of the model, without a running gateway.
    [[nodiscard]] system::Command ask(const std::string& reference) const;
    /// What the running gateway on that port offers.
    [[nodiscard]] system::Command gateway_models(int port) const;
    /// Has the running gateway on that port read its secrets again, the token file among them.
    [[nodiscard]] system::Command reload_secrets(int port) const;
    /// Which credential it would use for each provider.
    [[nodiscard]] system::Command credentials() const;

  private:
    [[nodiscard]] system::Command command(std::vector<std::string> words) const;
    [[nodiscard]] system::Command to_gateway(std::vector<std::string> words, int port) const;

    std::vector<std::string> m_start; ///< the program and --profile
    std::string m_version;
    system::Environment m_environment;
    std::filesystem::path m_folder;
};

} // namespace aiws::openclaw
