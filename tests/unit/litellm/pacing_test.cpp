// SPDX-License-Identifier: Apache-2.0
#include "litellm/pacing.hpp"

#include "catch.hpp"

using namespace aiws;
using namespace std::chrono_literals;
using litellm::Pacer;

namespace {

const Pacer::Clock::time_point k_start{1h};

} // namespace

TEST_CASE("no more calls are under way than the channel allows")
{
    Pacer pacer({.requests_per_minute = 0, .max_parallel = 2});
    pacer.started(k_start);
    CHECK(pacer.wait(k_start) == 0ms);
    pacer.started(k_start);
    CHECK(pacer.wait(k_start) == std::nullopt);
    pacer.ended();
    CHECK(pacer.wait(k_start) == 0ms);
}

TEST_CASE("no minute sees more calls than the channel allows")
{
    Pacer pacer({.requests_per_minute = 2, .max_parallel = 8});
    pacer.started(k_start);
    pacer.ended();
    pacer.started(k_start + 10s);
    pacer.ended();
    CHECK(pacer.wait(k_start + 20s) == 40s);
    CHECK(pacer.wait(k_start + 59s + 999500us) == 1ms);
    CHECK(pacer.wait(k_start + 60s) == 0ms);
    pacer.started(k_start + 60s);
    pacer.ended();
    CHECK(pacer.wait(k_start + 60s) == 10s);
    CHECK(pacer.wait(k_start + 10min) == 0ms);
}

TEST_CASE("a pace that allows nothing still lets one call at a time go")
{
    Pacer pacer({.requests_per_minute = 0, .max_parallel = 0});
    CHECK(pacer.wait(k_start) == 0ms);
    pacer.started(k_start);
    CHECK(pacer.wait(k_start) == std::nullopt);
}
