// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "fixture.hpp"
#include "recorded.hpp"

#include <algorithm>

using namespace aiws;
using namespace aiws::test;

TEST_CASE_METHOD(GatewayTest, "one reading shows version, credentials and rows of ours")
{
    REQUIRE(bring_about({credential(), deployment()}).size() == 2);
    fake.add_row("team/x", "random");
    const auto reading = read();
    CHECK(reading.facts.version == "1.106.2");
    CHECK(reading.facts.key_place == workspace::KeyPlace::credential);
    CHECK(reading.facts.rows == 2);
    REQUIRE(reading.state.size() == 2);
    CHECK(reading.state[0].name == "aiws-nvidia");
    CHECK(reading.state[1].name == "nvidia/m");
}

TEST_CASE_METHOD(GatewayTest, "a gateway without credentials endpoint keeps keys in its rows")
{
    fake.has_credentials = false;
    CHECK(read().facts.key_place == workspace::KeyPlace::row);
}

TEST_CASE_METHOD(GatewayTest, "many rows are read by pages, each once")
{
    for (int i = 0; i < 1'234; ++i) fake.add_row("team/x" + std::to_string(i), "random-" + std::to_string(i));
    fake.add_row("nvidia/m", "zzz"); // on the last page
    const auto reading = read();
    CHECK(reading.facts.rows == 1'235);
    REQUIRE(reading.state.size() == 1);
    CHECK(reading.state[0].owner == workspace::Owner::foreign);
    const auto seen = fake.seen();
    CHECK(std::ranges::count_if(seen, [](const Seen& s) { return s.target.starts_with("/v2/model/info"); }) == 3);
}

TEST_CASE_METHOD(GatewayTest, "when the count changes while it reads, everything is read once more")
{
    for (int i = 0; i < 600; ++i) fake.add_row("team/x" + std::to_string(i), "random-" + std::to_string(i));
    fake.spoil("GET /v2/model/info?page=2", http_reply(200, page("", 599, 2)), Act::no);
    fake.add_row("nvidia/m", "zzz");
    CHECK(read().state.size() == 1);
}

TEST_CASE_METHOD(GatewayTest, "a count of pages that never ends does not keep it")
{
    for (int i = 2; i < 50; ++i)
        fake.spoil("GET /v2/model/info?page=" + std::to_string(i) + "&", http_reply(200, page("", 500 * i, i + 1)),
                   Act::no, 9);
    fake.spoil("GET /v2/model/info?page=1&", http_reply(200, page("", 500, 2)), Act::no, 9);
    CHECK(gateway.read({}).has_value());
    CHECK(fake.seen().size() < 20);
}

TEST_CASE_METHOD(GatewayTest, "a count of pages that cannot be true is an error")
{
    fake.spoil("GET /v2/model/info", http_reply(200, page("", 7, 1'000'000'000)), Act::no, 9);
    const auto result = gateway.read({});
    REQUIRE_FALSE(result.has_value());
    CHECK_THAT(result.error().why, ContainsSubstring("1000000000 pages"));
}

TEST_CASE_METHOD(GatewayTest, "a listing that is none is an error")
{
    fake.spoil("GET /v2/model/info", http_reply(200, "<html></html>"), Act::no, 9);
    CHECK_FALSE(gateway.read({}).has_value());
}

TEST_CASE_METHOD(GatewayTest, "a refused token is said so, with what to set")
{
    litellm::Gateway stranger(client, {.url = fake.url(), .token = base::Secret("sk-other")});
    const auto result = stranger.read({});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == base::Failure::refused);
    CHECK_THAT(result.error().fix, ContainsSubstring("LITELLM_TOKEN") && ContainsSubstring("--token-file"));
}

TEST_CASE_METHOD(GatewayTest, "a token that is good for calls only is no admin's")
{
    fake.spoil("GET /credentials",
               http_reply(401, error_body("Authentication Error, Only proxy admin can be used to generate, delete, "
                                          "update info for new keys/users/teams. Route=/credentials.")),
               Act::no, 9);
    const auto result = gateway.read({});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == base::Failure::refused);
    CHECK_THAT(result.error().what, ContainsSubstring("not an admin's"));
}

TEST_CASE_METHOD(GatewayTest, "a malicious release is not read")
{
    fake.version = "1.82.8";
    const auto result = gateway.read({});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == base::Failure::config);
}

TEST_CASE_METHOD(GatewayTest, "a redirect is an error, whichever call gets it")
{
    const auto path = GENERATE(as<std::string>(), "/health", "/credentials", "/v2");
    fake.spoil("GET " + path, http_reply(302, "", "Location: https://thief.example/\r\n"), Act::no, 9);
    const auto result = gateway.read({});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == base::Failure::config);
    CHECK_THAT(result.error().what, ContainsSubstring("redirects"));
}

TEST_CASE_METHOD(GatewayTest, "it waits until the gateway is ready, and says for what")
{
    fake.spoil("GET /health/readiness", http_reply(503, R"({"status":"healthy","db":"disconnected"})"), Act::no, 2);
    std::vector<std::string> reasons;
    CHECK(gateway.wait_until_ready(std::chrono::seconds(60), [&](const std::string& why) { reasons.push_back(why); })
              .has_value());
    CHECK(reasons == std::vector<std::string>(2, "its database is disconnected"));
}

TEST_CASE_METHOD(GatewayTest, "asked not to wait, it says at once what is missing")
{
    fake.database = "Not connected";
    const auto result = gateway.wait_until_ready(std::chrono::seconds(0));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == base::Failure::config);
    CHECK(fake.seen().size() == 1);
}
