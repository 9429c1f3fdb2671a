// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "workspace/desired.hpp"

using namespace aiws::workspace;
using aiws::base::Secret;
namespace catalog = aiws::catalog;

namespace {

catalog::Catalog two_channels()
{
    catalog::Model glm{.name = "glm-5.2", .upstream = "openai/z-ai/glm-5.2", .inputs = {"text", "image"}};
    glm.prices = catalog::Prices{.input = 2, .output = 8};
    catalog::Model chat{.name = "deepseek-chat", .upstream = "deepseek/deepseek-chat", .inputs = {"text"}};
    return {{{.name = "deepseek", .models = {chat}}, {.name = "nvidia", .models = {glm}}}};
}

ChannelKey key(const std::string& channel)
{
    return {.channel = channel, .key = Secret("test-key-" + channel), .base_url = "http://" + channel + ".example"};
}

} // namespace

TEST_CASE("only channels with a key are desired, each with its credential first")
{
    const State state = desired_gateway(two_channels(), {key("nvidia")}, {}, KeyPlace::credential);
    REQUIRE(state.size() == 2);
    CHECK(state[0].kind == Kind::credential);
    CHECK(state[0].name == "aiws-nvidia");
    CHECK(state[0].secrets.at("credential_values.api_key") == Secret("test-key-nvidia"));
    CHECK(state[1].name == "nvidia/glm-5.2");
    CHECK(state[1].id == "aiws-nvidia-glm-5.2");
    CHECK(state[1].secrets.empty());
}

TEST_CASE("a deployment says what LiteLLM needs, prices for one token")
{
    const auto fields = desired_gateway(two_channels(), {key("nvidia")}, {}, KeyPlace::credential)[1].fields;
    CHECK(fields.at("litellm_params.model") == "openai/z-ai/glm-5.2");
    CHECK(fields.at("litellm_params.litellm_credential_name") == "aiws-nvidia");
    CHECK(fields.at("litellm_params.api_base").is_null());
    CHECK(fields.at("model_info.input_cost_per_token") == 2e-6);
    CHECK(fields.at("model_info.supports_vision") == true);
}

TEST_CASE("without a credentials endpoint the key and base URL stand in the row")
{
    const State state = desired_gateway(two_channels(), {key("nvidia")}, {}, KeyPlace::row);
    REQUIRE(state.size() == 1);
    CHECK(state[0].secrets.at("litellm_params.api_key") == Secret("test-key-nvidia"));
    CHECK(state[0].fields.at("litellm_params.api_base") == "http://nvidia.example");
    CHECK(state[0].fields.at("litellm_params.litellm_credential_name").is_null());
}

TEST_CASE("narrowing to aliases leaves the other channels' credentials alone")
{
    const State state =
        desired_gateway(two_channels(), {key("deepseek"), key("nvidia")}, {"nvidia/glm-5.2"}, KeyPlace::credential);
    REQUIRE(state.size() == 2);
    CHECK(state[0].channel == "nvidia");
}
