// SPDX-License-Identifier: Apache-2.0
#include "system/interrupt.hpp"

#include "catch.hpp"
#include "system/child.hpp"

#include <csignal>
#include <poll.h>
#include <unistd.h>

using namespace aiws::system;
using aiws::test::start_child;
using aiws::test::wait_for;

namespace {

bool readable(const Interrupt& interrupt)
{
    pollfd entry{.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0};
    return poll(&entry, 1, 0) == 1;
}

} // namespace

TEST_CASE("an interrupt is silent until it is triggered and stays so afterwards")
{
    Interrupt interrupt;
    CHECK_FALSE(interrupt.triggered());
    CHECK_FALSE(readable(interrupt));
    for (int i = 0; i < 100000; ++i) interrupt.trigger(); // more than the pipe holds
    CHECK(interrupt.triggered());
    CHECK(readable(interrupt));
}

TEST_CASE("the first signal asks to stop, the second one ends the process with 130")
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        const auto body = [number] {
            std::signal(number, SIG_DFL);
            Interrupt interrupt;
            interrupt.watch_signals();
            raise(number);
            if (!interrupt.triggered() || !readable(interrupt)) return 1;
            raise(number);
            return 2;
        };
        CHECK(wait_for(start_child(body)) == 130);
    }
}

TEST_CASE("a signal that comes while nothing happens wakes a poll up")
{
    const auto body = [] {
        std::signal(SIGALRM, SIG_DFL);
        Interrupt interrupt;
        interrupt.watch_signals();
        const pid_t parent = getpid();
        const pid_t sender = start_child([parent] { return kill(parent, SIGTERM); });
        pollfd entry{.fd = interrupt.descriptor(), .events = POLLIN, .revents = 0};
        alarm(30); // instead of waiting for ever
        while (!interrupt.triggered()) poll(&entry, 1, -1);
        return wait_for(sender);
    };
    CHECK(wait_for(start_child(body)) == 0);
}

TEST_CASE("a broken pipe is no reason to die, and nohup stays in force")
{
    const auto body = [] {
        std::signal(SIGHUP, SIG_IGN);
        Interrupt interrupt;
        interrupt.watch_signals();
        raise(SIGPIPE);
        raise(SIGHUP);
        return interrupt.triggered() ? 1 : 0;
    };
    CHECK(wait_for(start_child(body)) == 0);
}

TEST_CASE("signals mean again what they meant before when the object has gone")
{
    const auto body = [] {
        std::signal(SIGTERM, SIG_DFL);
        {
            Interrupt interrupt;
            interrupt.watch_signals();
        }
        raise(SIGTERM);
        return 0;
    };
    CHECK(wait_for(start_child(body)) == 128 + SIGTERM);
}
