// SPDX-License-Identifier: Apache-2.0
#include "system/interrupt.hpp"

#include <cassert>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace aiws::system {
namespace {

constexpr std::array k_signals{SIGINT, SIGTERM, SIGHUP, SIGPIPE};
constexpr int k_interrupted = 130; ///< cli/exit_code.hpp, which a signal handler cannot ask

// A handler is given nothing but the signal's number.
std::atomic<Interrupt*> g_watcher = nullptr;
std::atomic<bool> g_signalled = false;
static_assert(std::atomic<Interrupt*>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

extern "C" void on_signal(int /*number*/)
{
    if (g_signalled.exchange(true)) _exit(k_interrupted);
    const int saved = errno;
    if (Interrupt* watcher = g_watcher; watcher != nullptr) watcher->trigger();
    errno = saved;
}

} // namespace

Interrupt::Interrupt()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        throw std::system_error(errno, std::generic_category(), "no pipe for interruptions");
    m_read_end = Descriptor(ends[0]);
    m_write_end = Descriptor(ends[1]);
}

Interrupt::~Interrupt()
{
    if (!m_watching) return;
    for (std::size_t i = 0; i < k_signals.size(); ++i) sigaction(k_signals[i], &m_before[i], nullptr);
    g_watcher = nullptr;
}

void Interrupt::watch_signals()
{
    assert(g_watcher == nullptr);
    m_watching = true;
    g_signalled = false;
    g_watcher = this;
    for (std::size_t i = 0; i < k_signals.size(); ++i) {
        sigaction(k_signals[i], nullptr, &m_before[i]);
        if (k_signals[i] == SIGHUP && m_before[i].sa_handler == SIG_IGN) continue;
        struct sigaction action{};
        action.sa_handler = k_signals[i] == SIGPIPE ? SIG_IGN : on_signal;
        action.sa_flags = SA_RESTART;
        sigaction(k_signals[i], &action, nullptr);
    }
}

void Interrupt::trigger() noexcept
{
    m_triggered = true;
    const char byte = 0;
    [[maybe_unused]] const auto put = write(m_write_end.number(), &byte, 1); // a full pipe is readable, too
}

} // namespace aiws::system
