// SPDX-License-Identifier: Apache-2.0
#include "system/process.hpp"

#include "catch.hpp"
#include "system/leftover.hpp"
#include "system/temporary_folder.hpp"

#include <cerrno>
#include <csignal>
#include <thread>

using namespace aiws::system;
using aiws::test::TemporaryFolder;
using std::chrono::milliseconds;

namespace {

Command shell(const std::string& script)
{
    Environment environment;
    environment.set("PATH", "/usr/bin:/bin");
    return {.words = {"/bin/sh", "-c", script}, .environment = environment};
}

} // namespace

TEST_CASE("a command's output, errors and exit code come back")
{
    const auto done = run(shell("echo out; echo err >&2; exit 3"), {});
    CHECK(done.end == End::exited);
    CHECK(done.code == 3);
    CHECK(done.out == "out\n");
    CHECK(done.err == "err\n");
    CHECK_FALSE(done.succeeded());
    CHECK(run(shell(":"), {}).succeeded());
}

TEST_CASE("a command gets the given environment and folder and no standard input")
{
    const TemporaryFolder folder;
    auto command = shell("pwd; env | grep -c .; echo $NAME; read line || echo nothing to read");
    command.environment.set("NAME", "a b");
    command.folder = folder.path();
    const auto done = run(command, {});
    // PATH and NAME, and PWD, which the shell adds itself
    CHECK(done.out == std::filesystem::canonical(folder.path()).string() + "\n3\na b\nnothing to read\n");
}

TEST_CASE("more output than wanted is dropped without blocking the command")
{
    const auto done = run(shell("head -c 1000000 /dev/zero; echo end >&2"), {.max_output = 1000});
    CHECK(done.succeeded());
    CHECK(done.out.size() == 1000);
    CHECK(done.err == "end\n");
}

TEST_CASE("a command that takes too long is ended with all that it started")
{
    const TemporaryFolder folder;
    const auto mark = folder.path() / "mark";
    const auto done = run(shell("(sleep 1; echo late > " + mark.string() + ") & trap '' TERM; sleep 60 & wait"),
                          {.timeout = milliseconds(100)});
    CHECK(done.end == End::timed_out);
    CHECK_FALSE(std::filesystem::exists(mark));
}

TEST_CASE("a command that dies of a signal tells which")
{
    const auto done = run(shell("kill -KILL $$"), {});
    CHECK(done.end == End::killed);
    CHECK(done.code == SIGKILL);
}

TEST_CASE("what cannot be started says why")
{
    const auto done = run({.words = {"/nonexistent/program"}}, {});
    CHECK(done.end == End::not_started);
    CHECK(done.code == ENOENT);
}

TEST_CASE("several commands run at once and answer in order")
{
    const TemporaryFolder folder;
    const std::string other = (folder.path() / "other").string();
    // the first waits for what the second does
    const auto results = run_all({shell("until [ -e " + other + " ]; do sleep 0.01; done; echo first"),
                                  shell("touch " + other + "; echo second"), shell("echo third")},
                                 {.timeout = milliseconds(20'000), .at_once = 2});
    REQUIRE(results.size() == 3);
    CHECK(results[0].out == "first\n");
    CHECK(results[1].out == "second\n");
    CHECK(results[2].out == "third\n");
}

TEST_CASE("an interruption ends what runs and starts nothing more")
{
    Interrupt interrupt;
    std::size_t started = 0;
    const RunOptions options{.interrupt = &interrupt,
                             .on_tick = [&] { interrupt.trigger(); },
                             .on_started = [&](std::size_t index) { started = index + 1; }};
    const auto results = run_all({shell("sleep 60"), shell("echo never")}, options);
    CHECK(started == 1);
    CHECK(results[0].end == End::interrupted);
    CHECK(results[1].end == End::interrupted);
    CHECK(results[1].out.empty());
}

TEST_CASE("what a daemon leaves running goes on")
{
    const TemporaryFolder folder;
    const auto mark = folder.path() / "mark";
    // it ends only after the command has, which waits for nothing
    auto command =
        shell("(until [ -e " + mark.string() + ".go ]; do sleep 0.01; done; echo x > " + mark.string() + ") &");
    command.daemon = true;
    REQUIRE(run(command, {.timeout = milliseconds(20'000)}).succeeded());
    aiws::test::write(mark.string() + ".go", "");
    for (int tries = 0; tries < 1000 && !std::filesystem::exists(mark); ++tries)
        std::this_thread::sleep_for(milliseconds(10));
    CHECK(std::filesystem::exists(mark));
}

TEST_CASE("what another command leaves running is ended with it")
{
    const TemporaryFolder folder;
    const auto pid_file = folder.path() / "pid";
    auto command = shell("sleep 60 & echo $! > " + pid_file.string());
    command.environment.set("MARK", folder.path().string());
    REQUIRE(run(command, {}).succeeded());
    CHECK(wait_for_end(pid_file, milliseconds(20'000), {}));
    CHECK(live_process(pid_file, folder.path().string()) == 0);
}
