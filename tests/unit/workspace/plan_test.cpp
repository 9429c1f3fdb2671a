// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "sample.hpp"
#include "workspace/plan.hpp"

using namespace aiws::workspace;
using aiws::test::as_actual;
using aiws::test::credential;
using aiws::test::deployment;

TEST_CASE("what is missing is created, in desired order")
{
    const Plan plan = make_plan({credential("nv-test-key"), deployment("a"), deployment("b")}, {});
    REQUIRE(plan.steps.size() == 3);
    CHECK(plan.count(Action::create) == 3);
    CHECK(plan.steps[2].subject().name == "nvidia/b");
    CHECK(plan.has_changes());
}

TEST_CASE("what is as it should be is kept")
{
    const State desired{credential("nv-test-key"), deployment("a")};
    const Plan plan = make_plan(desired, {as_actual(desired[0]), as_actual(desired[1])});
    CHECK(plan.count(Action::keep) == 2);
    CHECK_FALSE(plan.has_changes());
}

TEST_CASE("a field that differs is updated and named with both values")
{
    const Plan plan = make_plan({deployment("a", "openai/new")}, {as_actual(deployment("a", "openai/old"))});
    REQUIRE(plan.steps.size() == 1);
    CHECK(plan.steps[0].action == Action::update);
    REQUIRE(plan.steps[0].changes.size() == 1);
    CHECK(plan.steps[0].changes[0] ==
          FieldChange{.field = "litellm_params.model", .before = "openai/old", .after = "openai/new"});
}

TEST_CASE("numbers compare by value, however they are spelled")
{
    Resource desired = deployment("a");
    desired.fields["model_info.input_cost_per_token"] = 0.0;
    Resource actual = as_actual(desired);
    actual.fields["model_info.input_cost_per_token"] = 0;
    CHECK_FALSE(make_plan({desired}, {actual}).has_changes());
}

TEST_CASE("a field that must be absent is cleared, one that nobody names stays")
{
    Resource desired = deployment("a");
    desired.fields["litellm_params.api_base"] = nullptr;
    Resource actual = as_actual(desired);
    actual.fields["litellm_params.tags"] = "theirs";
    CHECK_FALSE(make_plan({desired}, {actual}).has_changes());
    actual.fields["litellm_params.api_base"] = "http://else.example";
    const Plan plan = make_plan({desired}, {actual});
    REQUIRE(plan.steps[0].changes.size() == 1);
    CHECK_FALSE(plan.steps[0].changes[0].after.has_value());
}

TEST_CASE("a changed key is seen by its fingerprint and never stands in the plan")
{
    const Plan plan = make_plan({credential("nv-test-new")}, {as_actual(credential("nv-test-old"))});
    REQUIRE(plan.steps[0].changes.size() == 1);
    CHECK(plan.steps[0].changes[0].secret);
    CHECK(plan.steps[0].changes[0].after == std::optional(aiws::json::Value("withheld")));
}

TEST_CASE("a key that was changed behind the fingerprint's back is seen by its mask")
{
    Resource actual = as_actual(credential("nv-test-key"));
    actual.masks["credential_values.api_key"] = "nv****ey";
    CHECK_FALSE(make_plan({credential("nv-test-key")}, {actual}).has_changes());
    actual.masks["credential_values.api_key"] = "nv****XX";
    CHECK(make_plan({credential("nv-test-key")}, {actual}).count(Action::update) == 1);
}

TEST_CASE("a key in the row goes when the credential has it")
{
    Resource actual = as_actual(deployment("a"));
    actual.fingerprints["litellm_params.api_key"] = "v1:00:00";
    const Plan plan = make_plan({deployment("a")}, {actual});
    REQUIRE(plan.steps[0].changes.size() == 1);
    CHECK(plan.steps[0].changes[0].secret);
    CHECK_FALSE(plan.steps[0].changes[0].after.has_value());
}

TEST_CASE("the older script's row is replaced")
{
    Resource legacy = as_actual(deployment("a"), Owner::legacy);
    legacy.id = legacy.name;
    const Plan plan = make_plan({deployment("a")}, {legacy});
    CHECK(plan.steps[0].action == Action::replace);
    CHECK(plan.steps[0].reason == "the older script left it");
}

TEST_CASE("the older script's row beside ours goes although ours is as it should be")
{
    Resource ours = as_actual(deployment("a"));
    ours.extra_ids = {"nvidia/a"};
    const Plan plan = make_plan({deployment("a")}, {ours});
    CHECK(plan.steps[0].action == Action::update);
    CHECK(plan.steps[0].changes.empty());
}

TEST_CASE("somebody else's deployment under our alias is a conflict until taking over is asked for")
{
    Resource foreign = as_actual(deployment("a"), Owner::foreign);
    foreign.id = "theirs-1";
    Resource second = foreign;
    second.id = "theirs-2";
    const Plan refused = make_plan({deployment("a")}, {foreign, second});
    CHECK(refused.steps[0].action == Action::conflict);
    CHECK_FALSE(refused.has_changes());
    const Plan taken = make_plan({deployment("a")}, {foreign, second}, {.take_over = TakeOver::yes});
    CHECK(taken.steps[0].action == Action::replace);
    CHECK(taken.steps[0].actual->id == "theirs-1");
    CHECK(taken.steps[0].actual->extra_ids == std::vector<std::string>{"theirs-2"});
}

TEST_CASE("a deployment of config.yaml is a conflict whatever was asked for")
{
    const Resource fixed = as_actual(deployment("a"), Owner::fixed);
    const Plan plan = make_plan({deployment("a")}, {fixed}, {.take_over = TakeOver::yes});
    CHECK(plan.steps[0].action == Action::conflict);
    CHECK_THAT(plan.steps[0].reason, ContainsSubstring("config.yaml"));
}

TEST_CASE("somebody else's deployment beside ours is told, and removed when asked for")
{
    Resource foreign = as_actual(deployment("a"), Owner::foreign);
    foreign.id = "theirs";
    const State actual{as_actual(deployment("a")), foreign};
    const Plan left = make_plan({deployment("a")}, actual);
    CHECK_FALSE(left.has_changes());
    REQUIRE(left.notes.size() == 1);
    CHECK_THAT(left.notes[0], ContainsSubstring("theirs"));
    const Plan taken = make_plan({deployment("a")}, actual, {.take_over = TakeOver::yes});
    CHECK(taken.steps[0].action == Action::update);
    CHECK(taken.steps[0].actual->extra_ids == std::vector<std::string>{"theirs"});
}

TEST_CASE("a deployment of ours that was renamed or has another id is replaced")
{
    Resource renamed = as_actual(deployment("a"));
    renamed.name = "nvidia/b";
    CHECK(make_plan({deployment("a")}, {renamed}).steps[0].action == Action::replace);
    Resource other_id = as_actual(deployment("a"));
    other_id.id = "aiws-nvidia-a-2";
    CHECK(make_plan({deployment("a")}, {other_id}).steps[0].action == Action::replace);
}

TEST_CASE("removal takes deployments before the credential that they use")
{
    const Plan plan = plan_removal({as_actual(credential("nv-test-key")), as_actual(deployment("a"))});
    REQUIRE(plan.steps.size() == 2);
    CHECK(plan.steps[0].subject().kind == Kind::deployment);
    CHECK(plan.count(Action::remove) == 2);
}
