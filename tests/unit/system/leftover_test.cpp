// SPDX-License-Identifier: Apache-2.0
#include "system/leftover.hpp"

#include "catch.hpp"
#include "system/child.hpp"
#include "system/process.hpp"
#include "system/temporary_folder.hpp"

#include <csignal>

using namespace aiws;
using namespace std::chrono_literals;
using system::live_process;
using test::TemporaryFolder;

namespace {

/// A process that somebody left running, whose environment tells where it belongs.
struct Leftover {
    TemporaryFolder folder;
    std::filesystem::path pid_file = folder / "pid";
    std::string mark = folder.path().string();

    /// `before` is what its shell does first.
    explicit Leftover(const std::string& before)
    {
        const std::string script = before + "echo $$ > " + pid_file.string() + "; exec sleep 60";
        const auto started = system::run(
            {.words = {"/bin/sh", "-c",
                       "/bin/sh -c \"$SCRIPT\" & until [ -s " + pid_file.string() + " ]; do sleep 0.01; done"},
             .environment = system::Environment(
                 std::map<std::string, std::string>{{"PATH", "/usr/bin:/bin"}, {"SCRIPT", script}, {"MARK", mark}}),
             .folder = {},
             .daemon = true},
            {.timeout = 20s});
        REQUIRE(started.succeeded());
    }
    Leftover(const Leftover&) = delete;
    Leftover& operator=(const Leftover&) = delete;
    ~Leftover() { system::end_leftover(pid_file, mark, 0ms); }
};

} // namespace

TEST_CASE("a process is known by its id and by what it says of itself")
{
    const Leftover leftover("");
    const int process = live_process(leftover.pid_file, leftover.mark);
    CHECK(process == std::stoi(test::slurp(leftover.pid_file)));
    CHECK(live_process(leftover.pid_file, "/somewhere/else") == 0);
}

TEST_CASE("a leftover is ended")
{
    const Leftover leftover("");
    system::end_leftover(leftover.pid_file, leftover.mark, 20s);
    CHECK(live_process(leftover.pid_file, leftover.mark) == 0);
}

TEST_CASE("a leftover that does not want to end is killed")
{
    const Leftover leftover("trap '' TERM; ");
    REQUIRE(live_process(leftover.pid_file, leftover.mark) != 0);
    system::end_leftover(leftover.pid_file, leftover.mark, 100ms);
    CHECK(live_process(leftover.pid_file, leftover.mark) == 0);
}

TEST_CASE("a process that is not ours is left alone, though its id is in our file")
{
    const Leftover leftover("");
    system::end_leftover(leftover.pid_file, "/somewhere/else", 0ms);
    CHECK(live_process(leftover.pid_file, leftover.mark) != 0);
}

TEST_CASE("no file, and one that holds no id, mean no process")
{
    const TemporaryFolder folder;
    const auto file = folder / "pid";
    CHECK(live_process(file, "") == 0);
    CHECK(system::wait_for_end(file, 0ms, {}));
    // 1 is everybody's first process, and a negative number would be a whole group
    test::write(file, GENERATE(as<std::string>{}, "", "rubbish", "0", "1", "-5", "99999999999999999999"));
    CHECK(live_process(file, "") == 0);
    system::end_leftover(file, "", 0ms);
    CHECK(system::wait_for_end(file, 0ms, {}));
}

TEST_CASE("who waits for a process to end is told whether it has")
{
    const Leftover leftover("");
    int ticks = 0;
    CHECK_FALSE(system::wait_for_end(leftover.pid_file, 500ms, [&] { ++ticks; }));
    CHECK(ticks > 0);
    system::end_leftover(leftover.pid_file, leftover.mark, 20s);
    CHECK(system::wait_for_end(leftover.pid_file, 20s, {}));
}

TEST_CASE("a process that has ended is over, also where nobody asks how: a container's first process may not")
{
    const TemporaryFolder folder;
    const auto file = folder / "pid";
    const pid_t child = test::start_child([] { return 0; });
    test::write(file, std::to_string(child));
    CHECK(system::wait_for_end(file, 20s, {}));
    CHECK(live_process(file, "") == 0);
    CHECK(test::wait_for(child) == 0);
}
