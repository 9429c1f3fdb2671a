// SPDX-License-Identifier: Apache-2.0
#include "litellm/date.hpp"

#include "catch.hpp"

using aiws::litellm::date_in;

TEST_CASE("a date is found however it is written")
{
    CHECK(date_in("end of life on 2026-05-11T00:00:00Z, sorry") == "2026-05-11");
    CHECK(date_in("retired on July 24, 2026.") == "2026-07-24");
    CHECK(date_in("retired Sept. 3rd, 2026") == "2026-09-03");
    CHECK(date_in("since 1 Jan 2026") == "2026-01-01");
}

TEST_CASE("what is no date is none")
{
    CHECK(date_in("") == std::nullopt);
    CHECK(date_in("gpt-4o-2024-05-13 is gone") == std::nullopt);
    CHECK(date_in("2026-13-40, Foo 12, 2026") == std::nullopt);
    CHECK(date_in("gpt-4o-2024-05-13 was retired on 2026-07-24") == "2026-07-24");
}

TEST_CASE("today is an ISO date")
{
    CHECK(date_in(aiws::litellm::today()) == aiws::litellm::today());
}
