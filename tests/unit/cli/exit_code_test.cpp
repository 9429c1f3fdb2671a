// SPDX-License-Identifier: Apache-2.0
#include "cli/exit_code.hpp"

#include "catch.hpp"

using namespace aiws::cli;
using aiws::base::Failure;

TEST_CASE("each kind of failure has the exit code that users were told")
{
    CHECK(exit_code(Failure::failed) == 1);
    CHECK(exit_code(Failure::usage) == 64);
    CHECK(exit_code(Failure::unreachable) == 69);
    CHECK(exit_code(Failure::refused) == 77);
    CHECK(exit_code(Failure::config) == 78);
    CHECK(exit_code(Failure::interrupted) == 130);
    CHECK(k_exit_changes == 2);
    CHECK(k_exit_no_answer == 3);
}
