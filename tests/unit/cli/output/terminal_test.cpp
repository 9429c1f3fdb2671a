// SPDX-License-Identifier: Apache-2.0
#include "cli/output/terminal.hpp"

#include "catch.hpp"
#include "system/descriptor.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace aiws;
using cli::detect_terminal;
using system::Environment;

namespace {

/// A terminal of the test's own.
class Pty {
  public:
    explicit Pty(unsigned short columns) : m_master(posix_openpt(O_RDWR | O_NOCTTY))
    {
        REQUIRE(m_master.valid());
        REQUIRE(grantpt(m_master.number()) == 0);
        REQUIRE(unlockpt(m_master.number()) == 0);
        m_slave =
            system::Descriptor(open(ptsname(m_master.number()), O_RDWR | O_NOCTTY)); // NOLINT(concurrency-mt-unsafe)
        REQUIRE(m_slave.valid());
        const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        REQUIRE(ioctl(m_slave.number(), TIOCSWINSZ, &size) == 0);
    }
    [[nodiscard]] int descriptor() const { return m_slave.number(); }

  private:
    system::Descriptor m_master;
    system::Descriptor m_slave;
};

} // namespace

TEST_CASE("a pipe has neither colour nor width")
{
    int ends[2] = {};
    REQUIRE(pipe(ends) == 0);
    const system::Descriptor read_end(ends[0]);
    const system::Descriptor write_end(ends[1]);
    const auto terminal = detect_terminal(write_end.number(), Environment({{"TERM", "xterm"}, {"COLUMNS", "90"}}));
    CHECK_FALSE(terminal.is_tty);
    CHECK_FALSE(terminal.colour);
    CHECK_FALSE(terminal.moves_cursor);
    CHECK(terminal.columns == 0);
}

TEST_CASE("a terminal has colour and its own width")
{
    const Pty pty(100);
    const auto terminal = detect_terminal(pty.descriptor(), Environment({{"TERM", "xterm"}, {"COLUMNS", "90"}}));
    CHECK(terminal.is_tty);
    CHECK(terminal.colour);
    CHECK(terminal.moves_cursor);
    CHECK(terminal.columns == 100);
}

TEST_CASE("NO_COLOR takes the colour away unless it is empty")
{
    const Pty pty(80);
    CHECK_FALSE(detect_terminal(pty.descriptor(), Environment({{"TERM", "xterm"}, {"NO_COLOR", "1"}})).colour);
    CHECK(detect_terminal(pty.descriptor(), Environment({{"TERM", "xterm"}, {"NO_COLOR", "1"}})).moves_cursor);
    CHECK(detect_terminal(pty.descriptor(), Environment({{"TERM", "xterm"}, {"NO_COLOR", ""}})).colour);
}

TEST_CASE("a dumb or unknown terminal gets no escape sequences")
{
    const Pty pty(80);
    Environment dumb;
    dumb.set("TERM", "dumb");
    for (const auto& environment : {dumb, Environment()}) {
        const auto terminal = detect_terminal(pty.descriptor(), environment);
        CHECK(terminal.is_tty);
        CHECK_FALSE(terminal.colour);
        CHECK_FALSE(terminal.moves_cursor);
    }
}

TEST_CASE("a terminal that does not know its width has that of COLUMNS, else 80")
{
    const Pty pty(0);
    const auto columns = [&](const char* value) {
        return detect_terminal(pty.descriptor(), Environment({{"TERM", "xterm"}, {"COLUMNS", value}})).columns;
    };
    CHECK(columns("132") == 132);
    CHECK(columns("wide") == 80);
    CHECK(columns("-1") == 80);
    CHECK(columns("") == 80);
}
