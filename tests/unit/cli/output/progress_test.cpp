// SPDX-License-Identifier: Apache-2.0
#include "cli/output/progress.hpp"

#include "catch.hpp"

#include <optional>
#include <utility>

using namespace aiws::cli;
using namespace std::chrono_literals;

namespace {

/// A progress line on a screen of the test's own, whose clock stands still unless told.
class Screen {
  public:
    explicit Screen(const Terminal& terminal = {.is_tty = true, .columns = 80, .moves_cursor = true},
                    Quiet quiet = Quiet::no)
    {
        const ProgressIo io{.write = [this](std::string_view bytes) { m_written += bytes; },
                            .now = [this] { return m_now; }};
        m_progress.emplace(terminal, quiet, io);
    }

    Progress& progress() { return *m_progress; }
    void pass(std::chrono::milliseconds time) { m_now += time; }
    void end() { m_progress.reset(); }

    /// What was written since the last call.
    std::string written() { return std::exchange(m_written, {}); }

  private:
    std::string m_written;
    std::chrono::steady_clock::time_point m_now;
    std::optional<Progress> m_progress;
};

constexpr auto k_erase = "\r\x1b[K";

} // namespace

TEST_CASE("short work shows no progress line")
{
    Screen screen;
    screen.progress().update("registering 1/16");
    screen.pass(499ms);
    screen.progress().update("registering 16/16");
    screen.end();
    CHECK(screen.written().empty());
}

TEST_CASE("after half a second the line appears, is rewritten in place and erased at the end")
{
    Screen screen;
    screen.progress().update("registering 7/16");
    screen.pass(500ms);
    screen.progress().tick();
    CHECK(screen.written() == "\r\x1b[K⠴ registering 7/16");
    screen.progress().update("registering 8/16");
    CHECK(screen.written() == "\r\x1b[K⠴ registering 8/16");
    screen.pass(100ms);
    screen.progress().tick();
    CHECK(screen.written() == "\r\x1b[K⠦ registering 8/16");
    screen.end();
    CHECK(screen.written() == k_erase);
}

TEST_CASE("nothing is written while the line stays the same")
{
    Screen screen;
    screen.pass(1s);
    screen.progress().tick();
    CHECK(screen.written().empty());
    screen.progress().update("reading");
    CHECK_FALSE(screen.written().empty());
    screen.progress().update("reading");
    screen.progress().tick();
    CHECK(screen.written().empty());
}

TEST_CASE("a cleared line makes room and comes back")
{
    Screen screen;
    screen.pass(1s);
    screen.progress().update("reading");
    screen.written();
    screen.progress().clear();
    CHECK(screen.written() == k_erase);
    screen.progress().clear();
    CHECK(screen.written().empty());
    screen.progress().tick();
    CHECK(screen.written() == "\r\x1b[K⠋ reading");
}

TEST_CASE("progress is shown neither in a file, nor on a dumb terminal, nor when quiet")
{
    const Terminal terminal{.is_tty = true, .columns = 80, .moves_cursor = true};
    const Terminal dumb{.is_tty = true, .columns = 80, .moves_cursor = false};
    const auto shown = [](const Terminal& where, Quiet quiet) {
        Screen screen(where, quiet);
        screen.pass(1s);
        screen.progress().update("reading");
        screen.end();
        return !screen.written().empty();
    };
    CHECK(shown(terminal, Quiet::no));
    CHECK_FALSE(shown(terminal, Quiet::yes));
    CHECK_FALSE(shown(dumb, Quiet::no));
    CHECK_FALSE(shown(Terminal{}, Quiet::no));
}

TEST_CASE("a progress line stays on one line of the terminal, whatever it says")
{
    Screen screen({.is_tty = true, .columns = 12, .moves_cursor = true});
    screen.pass(1s);
    screen.progress().update("a\nlong line of text");
    CHECK(screen.written() == "\r\x1b[K⠋ a long l…");
}
