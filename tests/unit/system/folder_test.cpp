// SPDX-License-Identifier: Apache-2.0
#include "system/folder.hpp"

#include "catch.hpp"

using aiws::system::is_inside;

TEST_CASE("a path is inside the folder that it is or that it begins with, whole names at a time")
{
    CHECK(is_inside("/home/ada/.openclaw/openclaw.json", "/home/ada/.openclaw"));
    CHECK(is_inside("/home/ada/.openclaw", "/home/ada/.openclaw"));
    CHECK(is_inside("/home/ada/.openclaw/a", "/home/ada/.openclaw/"));
    CHECK_FALSE(is_inside("/home/ada/.openclaw-work/openclaw.json", "/home/ada/.openclaw"));
    CHECK_FALSE(is_inside("/home/ada", "/home/ada/.openclaw"));
    CHECK_FALSE(is_inside("", "/home/ada"));
}
