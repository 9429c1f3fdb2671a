// SPDX-License-Identifier: Apache-2.0
#include "cli/output/error_json.hpp"

#include "catch.hpp"
#include "cli/output/standard_output.hpp"

using namespace aiws;

TEST_CASE("an error's document has every member, in a fixed order")
{
    const base::Error error{.kind = base::Failure::unreachable,
                            .what = "cannot reach the gateway",
                            .where = "http://127.0.0.1:4000",
                            .why = "connection refused",
                            .fix = ""};
    CHECK(cli::json_text(cli::error_json(error, 69)) == R"({
  "error": {
    "kind": "unreachable",
    "what": "cannot reach the gateway",
    "where": "http://127.0.0.1:4000",
    "why": "connection refused",
    "fix": "",
    "exit": 69
  }
}
)");
}

TEST_CASE("bytes that are not UTF-8 do not spoil an error's document")
{
    const base::Error error{.what = "bad \xFF name"};
    CHECK_THAT(cli::json_text(cli::error_json(error, 1)), ContainsSubstring("bad \xEF\xBF\xBD name"));
}
