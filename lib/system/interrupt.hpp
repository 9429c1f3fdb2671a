// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system/descriptor.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace aiws::system {

/// Whether we were asked to stop. descriptor() becomes readable then, so that a poll wakes up.
class Interrupt {
  public:
    Interrupt(); ///< throws std::system_error when the process has no descriptors left
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// SIGINT, SIGTERM and SIGHUP trigger this object from now on; a second one ends the process at once, with 130.
    /// SIGHUP stays ignored where it is (nohup). Only one object of a process may do so. SIGPIPE is ignored.
    void watch_signals();
    void trigger() noexcept; ///< async-signal-safe
    [[nodiscard]] bool triggered() const noexcept { return m_triggered; }
    [[nodiscard]] int descriptor() const noexcept { return m_read_end.number(); }

  private:
    Descriptor m_read_end;
    Descriptor m_write_end;
    std::atomic<bool> m_triggered = false;
    bool m_watching = false;
    std::array<struct sigaction, 4> m_before{}; ///< what was done about the signals we watch
};

} // namespace aiws::system
