// SPDX-License-Identifier: Apache-2.0
#include "system/lock.hpp"

#include "catch.hpp"
#include "system/child.hpp"
#include "system/interrupt.hpp"
#include "system/temporary_folder.hpp"

#include <fstream>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

using namespace aiws::system;
using aiws::base::Failure;
using aiws::test::TemporaryFolder;
using namespace std::chrono_literals;

TEST_CASE("a lock that is held is refused to another run, which is told by whom")
{
    const TemporaryFolder folder;
    const auto held = Lock::take(folder / "state/lock", 0s, nullptr);
    REQUIRE(held);
    const auto refused = Lock::take(folder / "state/lock", 0s, nullptr);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == Failure::failed);
    CHECK(refused.error().why == "process " + std::to_string(getpid()) + " holds the lock");
    CHECK(aiws::test::mode_of(folder / "state/lock") == 0600);
    CHECK(aiws::test::mode_of(folder / "state") == 0700);
}

TEST_CASE("a lock is free again when its object has gone, wherever it was moved")
{
    const TemporaryFolder folder;
    std::optional<Lock> moved;
    {
        auto held = Lock::take(folder / "lock", 0s, nullptr);
        REQUIRE(held);
        moved = std::move(*held);
    }
    CHECK_FALSE(Lock::take(folder / "lock", 0s, nullptr));
    moved.reset();
    CHECK(Lock::take(folder / "lock", 0s, nullptr));
}

TEST_CASE("a lock of a process that died is free")
{
    const TemporaryFolder folder;
    const pid_t child = aiws::test::start_child([&] {
        const auto held = Lock::take(folder / "lock", 0s, nullptr);
        return held ? 7 : 1;
    });
    CHECK(aiws::test::wait_for(child) == 7);
    CHECK(Lock::take(folder / "lock", 0s, nullptr));
}

TEST_CASE("two processes take the lock in turn and neither sees the other inside")
{
    const TemporaryFolder folder;
    const auto take_turns = [&] {
        for (int turn = 0; turn < 20; ++turn) {
            const auto held = Lock::take(folder / "lock", 50s, nullptr);
            if (!held) return 1;
            const int count = std::stoi(aiws::test::slurp(folder / "count"));
            usleep(1000); // time for the other one to come in, if it could
            std::ofstream(folder / "count") << count + 1;
        }
        return 0;
    };
    std::ofstream(folder / "count") << 0;
    const pid_t one = aiws::test::start_child(take_turns);
    const pid_t two = aiws::test::start_child(take_turns);
    CHECK(aiws::test::wait_for(one) == 0);
    CHECK(aiws::test::wait_for(two) == 0);
    CHECK(aiws::test::slurp(folder / "count") == "40");
}

TEST_CASE("who waits for a lock whose file is taken away gets the one of the file that is there then")
{
    const TemporaryFolder folder;
    const auto file = folder / "state/lock";
    auto held = Lock::take(file, 0s, nullptr);
    REQUIRE(held);
    const auto next = Lock::take(file, 50s, nullptr, [&] {
        std::filesystem::remove_all(file.parent_path());
        held = std::unexpected(aiws::base::Error{}); // and let go of
    });
    REQUIRE(next);
    CHECK(std::filesystem::exists(file));
    CHECK_FALSE(Lock::take(file, 0s, nullptr));
}

TEST_CASE("who waits for a lock says so once and can be stopped")
{
    const TemporaryFolder folder;
    const auto held = Lock::take(folder / "lock", 0s, nullptr);
    Interrupt interrupt;
    int told = 0;
    const auto stopped = Lock::take(folder / "lock", 50s, &interrupt, [&] {
        ++told;
        interrupt.trigger();
    });
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == Failure::interrupted);
    CHECK(told == 1);
}

TEST_CASE("a lock in a folder that may not be written is a matter of configuration")
{
    const TemporaryFolder folder;
    REQUIRE(chmod(folder.path().c_str(), 0555) == 0);
    CHECK(aiws::test::as_ordinary_user([&] {
              const auto refused = Lock::take(folder / "lock", 0s, nullptr);
              return !refused && refused.error().kind == Failure::config ? 0 : 1;
          }) == 0);
    REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
    CHECK(aiws::test::names_in(folder.path()).empty());
}
