// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"
#include "catch.hpp"

using namespace aiws::base;
using namespace std::chrono_literals;

TEST_CASE("a moment is told in UTC to the second")
{
    CHECK(iso(std::chrono::system_clock::from_time_t(0)) == "1970-01-01T00:00:00Z");
    CHECK(iso(std::chrono::system_clock::from_time_t(1'769'860'800)) == "2026-01-31T12:00:00Z");
}

TEST_CASE("a duration is told as a person would")
{
    CHECK(human(524ms) == "0.52 s");
    CHECK(human(9'999ms) == "9.99 s");
    CHECK(human(12'345ms) == "12 s");
    CHECK(human(185s) == "3 min 5 s");
}
