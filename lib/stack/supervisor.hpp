// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"
#include "stack/systemd.hpp"
#include "stack/tools.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace aiws::stack {

enum class State : std::uint8_t {
    stopped,
    starting, ///< also between two tries
    running,
    failed, ///< it ended too often: nothing starts it again by itself
};
std::string_view to_string(State state);

struct Process {
    State state = State::stopped;
    int pid = 0;
    std::string detail; ///< the supervisor's words
};

/// supervisord, which keeps the services running: below a systemd unit where systemd runs, else as a daemon of its own.
class Supervisor {
  public:
    Supervisor(const Runner& runner, const Record& record);

    /// "systemd" or "supervisord", by AIWS_SUPERVISOR or by what runs here. Failure::config for another word, or for
    /// systemd where it does not run or its unit is another workspace's.
    static base::Result<std::string> choose(const Home& home, const system::Environment& environment);

    /// Starts it, or has it take up a changed configuration: only what changed is restarted.
    base::Result<> start();
    /// Stops it and all services, and whatever a killed one left running.
    base::Result<> stop();
    [[nodiscard]] bool running() const;
    /// By service name; all stopped where no supervisor runs.
    [[nodiscard]] std::map<std::string, Process> processes() const;
    /// Takes the systemd unit away; does nothing where this workspace has none.
    base::Result<> remove_unit() { return m_unit.remove(); }

  private:
    system::Completed control(std::vector<std::string> words) const;
    base::Result<> start_unit();
    base::Result<> start_daemon();
    void start_stopped() const;
    base::Result<> stop_daemon();
    [[nodiscard]] base::Result<> update() const;
    [[nodiscard]] base::Result<> wait_for_daemon() const;
    void end_leftovers() const;

    const Runner& m_runner;
    const Record& m_record;
    Tools m_tools;
    SystemdUnit m_unit;
};

} // namespace aiws::stack
