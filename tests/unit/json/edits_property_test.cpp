// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "fuzz/json_model.hpp"
#include "fuzz/json_text.hpp"

using namespace aiws;

TEST_CASE("any edits of any document mean the same as on a plain value, and can be taken back")
{
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        fuzz::Dice dice(seed);
        const std::string text = fuzz::random_json5(dice);
        CAPTURE(seed, text);
        const auto document = json::Document::parse(text, "random");
        REQUIRE(document);
        CHECK(fuzz::check_edits(*document, dice, 8) == "");
    }
}
