// SPDX-License-Identifier: Apache-2.0
#include "litellm/requests.hpp"

#include "catch.hpp"
#include "workspace/fingerprint.hpp"
#include "json/value.hpp"

using namespace aiws;
using workspace::Action;
using workspace::Resource;
using workspace::Step;

namespace {

const base::Secret k_key("nv-test-key-1");

Resource credential()
{
    Resource resource{.kind = workspace::Kind::credential, .name = "aiws-nvidia", .channel = "nvidia"};
    resource.fields["credential_values.api_base"] = "https://nvidia.example/v1";
    resource.fields["credential_info.aiws.channel"] = "nvidia";
    resource.secrets.emplace("credential_values.api_key", k_key);
    return resource;
}

Resource deployment()
{
    Resource resource{.name = "nvidia/m", .id = "aiws-nvidia-m", .channel = "nvidia"};
    resource.fields["litellm_params.model"] = "openai/v/m";
    resource.fields["litellm_params.litellm_credential_name"] = "aiws-nvidia";
    resource.fields["litellm_params.api_base"] = nullptr;
    resource.fields["model_info.mode"] = "chat";
    resource.fields["model_info.input_cost_per_token"] = 1e-7;
    resource.fields["model_info.aiws.channel"] = "nvidia";
    return resource;
}

/// What was there, with the fingerprint of another key, is to be changed.
Step update_of(Resource resource, std::vector<workspace::FieldChange> changes)
{
    Step step{.action = Action::update, .desired = resource, .actual = resource, .changes = std::move(changes)};
    if (resource.kind == workspace::Kind::credential) step.actual->fingerprints["credential_values.api_key"] = "v1:a:b";
    return step;
}

json::Value body(const base::Result<litellm::Call>& call)
{
    REQUIRE(call.has_value());
    return json::Value::parse(call->body);
}

} // namespace

TEST_CASE("a new credential carries key, base URL, mark and the key's fingerprint")
{
    const auto call = litellm::create_credential(credential());
    auto sent = body(call);
    CHECK(call->method == http::Method::post);
    CHECK(call->path == "/credentials");
    CHECK(workspace::matches(sent["credential_info"]["aiws"]["fingerprint"].get<std::string>(), k_key));
    sent["credential_info"]["aiws"].erase("fingerprint");
    CHECK(sent == json::Value::parse(R"({"credential_name":"aiws-nvidia","credential_values":{"api_key":"nv-test-key-1",
        "api_base":"https://nvidia.example/v1"},"credential_info":{"aiws":{"channel":"nvidia"}}})"));
}

TEST_CASE("a changed base URL is sent without the key, and the mark keeps the key's fingerprint")
{
    const auto call = litellm::update_credential(
        update_of(credential(), {{.field = "credential_values.api_base", .before = "x", .after = "y"}}));
    CHECK(body(call) == json::Value::parse(R"({"credential_name":"aiws-nvidia","credential_values":{"api_base":"y"},
        "credential_info":{"aiws":{"channel":"nvidia","fingerprint":"v1:a:b"}}})"));
    CHECK(call->method == http::Method::patch);
    CHECK(call->path == "/credentials/aiws-nvidia");
}

TEST_CASE("a changed key is sent with a new fingerprint and nothing else")
{
    const auto sent = body(litellm::update_credential(
        update_of(credential(), {{.field = "credential_values.api_key", .after = "withheld", .secret = true}})));
    CHECK(sent["credential_values"] == json::Value{{"api_key", "nv-test-key-1"}});
    CHECK(workspace::matches(sent["credential_info"]["aiws"]["fingerprint"].get<std::string>(), k_key));
}

TEST_CASE("a new deployment sends its prices where LiteLLM keeps them, and no null")
{
    const auto call = litellm::create_deployment(deployment());
    CHECK(body(call) == json::Value::parse(R"({"model_name":"nvidia/m","litellm_params":{"model":"openai/v/m",
        "litellm_credential_name":"aiws-nvidia","input_cost_per_token":1e-7},
        "model_info":{"id":"aiws-nvidia-m","mode":"chat","aiws":{"channel":"nvidia"}}})"));
    CHECK(call->path == "/model/new");
    CHECK(call->repeat == http::Repeat::never);
}

TEST_CASE("a key in the row is fingerprinted in the row's mark")
{
    Resource desired = deployment();
    desired.secrets.emplace("litellm_params.api_key", k_key);
    const auto sent = body(litellm::create_deployment(desired));
    CHECK(sent["litellm_params"]["api_key"] == "nv-test-key-1");
    CHECK(workspace::matches(sent["model_info"]["aiws"]["fingerprint"].get<std::string>(), k_key));
}

TEST_CASE("a changed deployment sends what differs, its id and the whole mark")
{
    auto step = update_of(deployment(), {{.field = "model_info.mode", .before = "x", .after = "chat"},
                                         {.field = "model_info.input_cost_per_token", .after = 1e-7}});
    step.actual->fields["model_info.aiws.since"] = "0.2";
    const auto call = litellm::update_deployment(step);
    CHECK(body(call) == json::Value::parse(R"({"litellm_params":{"input_cost_per_token":1e-7},"model_info":{
        "id":"aiws-nvidia-m","mode":"chat","aiws":{"channel":"nvidia","since":"0.2"}}})"));
    CHECK(call->path == "/model/aiws-nvidia-m/update");
}

TEST_CASE("what cannot be patched is replaced")
{
    Step step = update_of(deployment(), {});
    CHECK(litellm::can_patch(step));
    SECTION("a parameter must go")
    {
        step.changes = {{.field = "litellm_params.api_base", .before = "x"}};
    }
    SECTION("the id is another")
    {
        step.actual->id = "random";
    }
    SECTION("the id has a slash")
    {
        step.actual->id = step.desired->id = "nvidia/m";
    }
    SECTION("the plan says so")
    {
        step.action = Action::replace;
    }
    CHECK_FALSE(litellm::can_patch(step));
}

TEST_CASE("names go into paths escaped")
{
    CHECK(litellm::escape("aiws-a.b_c~1") == "aiws-a.b_c~1");
    CHECK(litellm::remove_credential("aiws-a/b ü").path == "/credentials/aiws-a%2Fb%20%C3%BC");
    CHECK(litellm::find_deployment("nvidia/m&x").path == "/v2/model/info?page=1&size=1&modelId=nvidia%2Fm%26x");
    CHECK(litellm::remove_deployment("a\"b").body == R"({"id":"a\"b"})");
}

TEST_CASE("a key that is not UTF-8 is refused without being shown")
{
    Resource desired = credential();
    desired.secrets.at("credential_values.api_key") = base::Secret("nv-\xFF-test");
    const auto call = litellm::create_credential(desired);
    REQUIRE_FALSE(call.has_value());
    CHECK(call.error().kind == base::Failure::config);
    CHECK_FALSE(base::to_line(call.error()).contains("nv-"));
}
