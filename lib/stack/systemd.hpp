// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace aiws::stack {

/// The file of a workspace's systemd unit, whether it is there or not.
std::filesystem::path unit_file_of(const Home& home, const system::Environment& environment);

enum class UnitOwner : std::uint8_t { nobody, this_workspace, another };

/// Whose the unit in that file is: there is one unit, but with AIWS_HOME there can be several workspaces.
UnitOwner unit_owner(const Home& home, const std::filesystem::path& file);

/// True where systemd runs, for a user also his own.
bool systemd_usable(const Home& home, const system::Environment& environment);

/// True where a user's services end when he logs out: he may not have them linger, as on a server without polkit.
bool ends_with_session(const Runner& runner, const Record& record);

/// Whether a unit that runs already is started once more.
enum class Again : std::uint8_t { no, yes };

/// The systemd unit of a workspace, which runs its supervisord.
class SystemdUnit {
  public:
    SystemdUnit(const Runner& runner, const Record& record) : m_runner(runner), m_record(record) {}

    /// Writes its file where it differs and has systemd read it; true when it did.
    base::Result<bool> write();
    [[nodiscard]] bool active() const;
    /// Enables and starts it.
    base::Result<> start(Again again);
    /// Has a user's services run while nobody is logged in, as far as that user may.
    void outlive_the_session();
    /// Stops it; does nothing where this workspace has none.
    base::Result<> stop();
    /// Takes it away; does nothing where this workspace has none.
    base::Result<> remove();

  private:
    [[nodiscard]] std::filesystem::path file() const { return unit_file_of(m_runner.home, m_runner.environment); }
    [[nodiscard]] bool is_ours() const { return unit_owner(m_runner.home, file()) == UnitOwner::this_workspace; }
    [[nodiscard]] system::Command systemctl(std::vector<std::string> words) const;

    const Runner& m_runner;
    const Record& m_record;
};

} // namespace aiws::stack
