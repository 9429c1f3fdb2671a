// SPDX-License-Identifier: Apache-2.0
#include "cli/output/fit.hpp"

#include "catch.hpp"

using namespace aiws::cli;

TEST_CASE("text that fits is not cut")
{
    CHECK(fit("abc", 3) == "abc");
    CHECK(fit("", 0).empty());
    CHECK(fit("漢字", 4) == "漢字");
}

TEST_CASE("text that does not fit ends in an ellipsis within its columns")
{
    CHECK(fit("abcdef", 4) == "abc…");
    CHECK(fit("abcdef", 1) == "…");
    CHECK(fit("abcdef", 0).empty());
}

TEST_CASE("no character is cut in two and no mark parted from its letter")
{
    CHECK(fit("漢字漢字", 4) == "漢…");
    CHECK(fit("e\xCC\x81xyz", 3) == "e\xCC\x81x…");
    CHECK(fit("xe\xCC\x81yz", 3) == "xe\xCC\x81…");
}

TEST_CASE("padding counts columns, not bytes")
{
    CHECK(pad_right("é", 3) == "é  ");
    CHECK(pad_right("abcd", 3) == "abcd");
}
