// SPDX-License-Identifier: Apache-2.0
#include "cli/output/standard_output.hpp"

#include "catch.hpp"
#include "system/child.hpp"
#include "system/temporary_folder.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace aiws;

namespace {

/// In a process whose standard output is that descriptor: the body's result.
int with_stdout(int descriptor, const std::function<int()>& body)
{
    return test::wait_for(test::start_child([&] {
        if (dup2(descriptor, STDOUT_FILENO) < 0) return 90;
        return body();
    }));
}

/// 0 when writing failed with exactly this line.
int expect_error(const std::string& line)
{
    const auto written = cli::write_stdout("some text\n");
    if (written) return 1;
    return base::to_line(written.error()) == line && !cli::silent(written.error()) ? 0 : 2;
}

} // namespace

TEST_CASE("all bytes reach standard output")
{
    const test::TemporaryFolder folder;
    const std::string text(300'000, 'x');
    const int file = open((folder / "out").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    REQUIRE(file >= 0);
    CHECK(with_stdout(file, [&] { return cli::write_stdout(text) ? 0 : 1; }) == 0);
    close(file);
    CHECK(test::slurp(folder / "out") == text);
}

TEST_CASE("a pipe that takes no more for now is waited for")
{
    int ends[2] = {};
    REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
    const std::string text(300'000, 'x'); // more than a pipe holds
    const pid_t writer = test::start_child([&] {
        if (dup2(ends[1], STDOUT_FILENO) < 0) return 90;
        return cli::write_stdout(text) ? 0 : 1;
    });
    close(ends[1]);
    REQUIRE(fcntl(ends[0], F_SETFL, 0) == 0);
    std::string received(text.size() + 1, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0; size += static_cast<std::size_t>(std::max<ssize_t>(got, 0)))
        got = read(ends[0], received.data() + size, received.size() - size);
    close(ends[0]);
    CHECK(test::wait_for(writer) == 0);
    CHECK(size == text.size());
}

TEST_CASE("a full disk behind standard output is an error")
{
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    CHECK(with_stdout(full, [] {
              return expect_error("cannot write to standard output: no space left on the device; "
                                  "free some space and try again");
          }) == 0);
    close(full);
}

TEST_CASE("a reader that has gone is an error that nobody prints")
{
    int ends[2] = {};
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    CHECK(with_stdout(ends[1], [] {
              std::signal(SIGPIPE, SIG_IGN);
              const auto written = cli::write_stdout("some text\n");
              return !written && cli::silent(written.error()) && written.error().kind == base::Failure::failed ? 0 : 1;
          }) == 0);
    close(ends[1]);
}

TEST_CASE("a closed standard output is an error and is never taken by a file that is opened later")
{
    const test::TemporaryFolder folder;
    const int result = test::wait_for(test::start_child([&] {
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        cli::occupy_standard_descriptors();
        const int file = open((folder / "file").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        return file > STDERR_FILENO ? expect_error("cannot write to standard output: Bad file descriptor") : 3;
    }));
    CHECK(result == 0);
    CHECK(test::slurp(folder / "file").empty());
}

TEST_CASE("open standard descriptors are left alone")
{
    const test::TemporaryFolder folder;
    const int file = open((folder / "out").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    REQUIRE(file >= 0);
    CHECK(with_stdout(file, [] {
              cli::occupy_standard_descriptors();
              return cli::write_stdout("here") ? 0 : 1;
          }) == 0);
    close(file);
    CHECK(test::slurp(folder / "out") == "here");
}
