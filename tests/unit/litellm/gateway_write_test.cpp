// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "fixture.hpp"
#include "recorded.hpp"

using namespace aiws;
using namespace aiws::test;

namespace {

using Calls = std::vector<std::string>;
const std::string k_bad_gateway = http_reply(502, "<html><title>502 Bad Gateway</title></html>");
const std::string k_failed = http_reply(500, error_body("{'error': 'Failed to add model to db. Check your logs'}"));

} // namespace

TEST_CASE_METHOD(GatewayTest, "a run from nothing writes each thing once, and the next run nothing")
{
    const workspace::State desired{credential(), deployment("m"), deployment("n")};
    for (const auto& [name, outcome] : bring_about(desired)) CHECK(outcome.has_value());
    CHECK(fake.writes() == Calls{"POST /credentials", "POST /model/new", "POST /model/new"});
    CHECK(is_settled(desired));
}

TEST_CASE_METHOD(GatewayTest, "a changed key is one patch")
{
    REQUIRE(bring_about({credential(), deployment()}).size() == 2);
    const workspace::State desired{credential("nv-test-key-2"), deployment()};
    CHECK(bring_about(desired).at("aiws-nvidia").has_value());
    CHECK(fake.writes().back() == "PATCH /credentials/aiws-nvidia");
    CHECK(fake.credentials().at("aiws-nvidia")["credential_values"]["api_key"] == "nv-test-key-2");
    CHECK(is_settled(desired));
}

TEST_CASE_METHOD(GatewayTest, "a changed field is one patch, and a parameter that must go means a new row")
{
    REQUIRE(bring_about({deployment()}).size() == 1);
    auto desired = deployment();
    desired.fields["model_info.max_input_tokens"] = 2'000;
    CHECK(bring_about({desired}).at("nvidia/m").has_value());
    CHECK(fake.writes().back() == "PATCH /model/aiws-nvidia-m/update");
    CHECK(is_settled({desired}));

    fake.add_row("nvidia/m", "aiws-nvidia-m", {{"api_base", "https://elsewhere.example"}});
    CHECK(bring_about({desired}).at("nvidia/m").has_value());
    CHECK(is_settled({desired}));
    CHECK_FALSE(fake.rows().at("aiws-nvidia-m")["litellm_params"].contains("api_base"));
}

TEST_CASE_METHOD(GatewayTest, "a legacy row goes before ours comes, and one beside ours goes alone")
{
    fake.add_row("nvidia/m", "nvidia/m");
    CHECK(bring_about({deployment()}).at("nvidia/m").has_value());
    CHECK(fake.writes() == Calls{"POST /model/delete", "POST /model/new"});
    fake.add_row("nvidia/m", "nvidia/m");
    CHECK(bring_about({deployment()}).at("nvidia/m").has_value());
    CHECK(fake.writes().size() == 3);
    CHECK(fake.rows().size() == 1);
}

TEST_CASE_METHOD(GatewayTest, "what was saved in spite of the error counts as done")
{
    const auto bytes = GENERATE(std::string{}, k_bad_gateway, k_failed, http_reply(504, "gateway timeout"));
    fake.spoil("POST /model/new", bytes, Act::yes);
    CHECK(bring_about({deployment()}).at("nvidia/m").has_value());
    CHECK(fake.writes() == Calls{"POST /model/new"});
    CHECK(is_settled({deployment()}));
}

TEST_CASE_METHOD(GatewayTest, "what was not saved is made again")
{
    const auto bytes = GENERATE(std::string{}, k_bad_gateway, k_failed, http_reply(429, "{}"));
    fake.spoil("POST /model/new", bytes);
    CHECK(bring_about({deployment()}).at("nvidia/m").has_value());
    CHECK(fake.writes() == Calls{"POST /model/new", "POST /model/delete", "POST /model/new"});
    CHECK(is_settled({deployment()}));
}

TEST_CASE_METHOD(GatewayTest, "a row that cannot be made is given up after some rounds, in the gateway's words")
{
    fake.spoil("POST /model/new", k_failed, Act::no, 99);
    const auto outcome = bring_about({deployment()}).at("nvidia/m");
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().what == "cannot create nvidia/m");
    CHECK(outcome.error().why == "Failed to add model to db. Check your logs");
}

TEST_CASE_METHOD(GatewayTest, "a row that the gateway saved but cannot serve is taken out again")
{
    fake.unloadable = "aiws-nvidia-m";
    const auto outcome = bring_about({deployment()}).at("nvidia/m");
    REQUIRE_FALSE(outcome.has_value());
    CHECK_THAT(outcome.error().what, ContainsSubstring("taken out again"));
    CHECK_THAT(outcome.error().why, ContainsSubstring("not live"));
    CHECK(fake.rows().empty());
    CHECK(fake.writes() == Calls{"POST /model/new", "POST /model/delete"});
}

TEST_CASE_METHOD(GatewayTest, "a row of ours that the listing missed is made anew")
{
    fake.add_row("nvidia/m", "aiws-nvidia-m");
    const workspace::Plan plan{.steps = {{.action = workspace::Action::create, .desired = deployment()}}};
    CHECK(apply(plan).at("nvidia/m").has_value());
    CHECK(is_settled({deployment()}));
}

TEST_CASE_METHOD(GatewayTest, "a model that the gateway's router refuses is noticed in spite of its 200")
{
    REQUIRE(bring_about({deployment()}).size() == 1);
    auto desired = deployment();
    desired.fields["litellm_params.model"] = "nobody/v/m";
    fake.spoil("PATCH /model", http_reply(200, "{}"));
    const auto outcome = bring_about({desired}).at("nvidia/m");
    REQUIRE_FALSE(outcome.has_value());
    CHECK_THAT(outcome.error().why, ContainsSubstring("goes on with the old one"));
}

TEST_CASE_METHOD(GatewayTest, "a row that has gone meanwhile is made, and one that is gone needs no removal")
{
    REQUIRE(bring_about({deployment()}).size() == 1);
    const auto state = read().state;
    REQUIRE(apply(workspace::plan_removal(state)).at("nvidia/m").has_value());
    CHECK(apply(workspace::plan_removal(state)).at("nvidia/m").has_value());
    auto desired = deployment();
    desired.fields["model_info.max_input_tokens"] = 5;
    CHECK(apply(workspace::make_plan({desired}, state)).at("nvidia/m").has_value());
    CHECK(is_settled({desired}));
}

TEST_CASE_METHOD(GatewayTest, "a removal that was carried out in spite of the error counts as done")
{
    REQUIRE(bring_about({credential(), deployment()}).size() == 2);
    fake.spoil("POST /model/delete", k_failed, Act::yes);
    fake.spoil("DELETE /credentials", {}, Act::yes);
    for (const auto& [name, outcome] : apply(workspace::plan_removal(read().state))) CHECK(outcome.has_value());
    CHECK(fake.rows().empty());
    CHECK(fake.credentials().empty());
}

TEST_CASE_METHOD(GatewayTest, "a credential that was saved in spite of the error counts as done")
{
    const auto bytes = GENERATE(std::string{}, k_bad_gateway, k_failed);
    fake.spoil("POST /credentials", bytes, Act::yes);
    CHECK(bring_about({credential()}).at("aiws-nvidia").has_value());
    CHECK(is_settled({credential()}));
}

TEST_CASE_METHOD(GatewayTest, "a credential that somebody made meanwhile is overwritten, and one that went is made")
{
    const workspace::State nothing;
    REQUIRE(bring_about({credential("nv-test-key-2")}).size() == 1);
    const auto state = read().state;
    CHECK(apply(workspace::make_plan({credential()}, nothing)).at("aiws-nvidia").has_value());
    CHECK(is_settled({credential()}));
    REQUIRE(apply(workspace::plan_removal(state)).size() == 1);
    CHECK(apply(workspace::make_plan({credential()}, state)).at("aiws-nvidia").has_value());
    CHECK(is_settled({credential()}));
}

TEST_CASE_METHOD(GatewayTest, "a refusal is told in the gateway's words, and never with the key")
{
    fake.spoil("POST /credentials", http_reply(400, error_body("the value nv-test-key-1 is bad, says sk-test")));
    const auto outcome = bring_about({credential()}).at("aiws-nvidia");
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().why == "the value … is bad, says …");
}

TEST_CASE_METHOD(GatewayTest, "a gateway that does not store models is told the remedy")
{
    fake.spoil("POST /model/new",
               http_reply(500, error_body("{'error': \\\"Set `'STORE_MODEL_IN_DB='True'` in your env\\\"}")), Act::no,
               99);
    const auto outcome = bring_about({deployment()}).at("nvidia/m");
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == base::Failure::config);
    CHECK_THAT(outcome.error().fix, ContainsSubstring("STORE_MODEL_IN_DB"));
}
