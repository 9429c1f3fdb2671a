// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "workspace/fingerprint.hpp"

using namespace aiws::workspace;
using aiws::base::Secret;

TEST_CASE("a fingerprint matches its own secret only, and never looks the same twice")
{
    const Secret key("nv-test-key-1");
    const std::string first = fingerprint(key);
    CHECK(matches(first, key));
    CHECK_FALSE(matches(first, Secret("nv-test-key-2")));
    CHECK(first != fingerprint(key));
    CHECK(first.find("nv-test") == std::string::npos);
}

TEST_CASE("a malformed fingerprint matches nothing")
{
    const Secret key("nv-test-key-1");
    const std::string good = fingerprint(key);
    for (const std::string& bad : {std::string(), std::string("v1"), std::string("v1::"), "v2" + good.substr(2),
                                   good + "0", good.substr(0, good.size() - 1)})
        CHECK_FALSE(matches(bad, key));
}

TEST_CASE("a mask speaks against a secret only when its ends differ")
{
    const Secret key("nv-test-key-OT");
    CHECK(fits_mask("nv****OT", key));
    CHECK_FALSE(fits_mask("nv****XX", key));
    CHECK_FALSE(fits_mask("xx****OT", key));
    CHECK(fits_mask("****", key));
    CHECK(fits_mask("hidden", key));
    CHECK(fits_mask("nv**x**OT", key));
    CHECK(fits_mask("a-long-head****a-long-tail", Secret("short")));
}
