// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/network.hpp"
#include "openclaw/provider_block.hpp"

using namespace aiws;
using namespace aiws::openclaw;

namespace {

catalog::Channel channel(const std::string& name)
{
    catalog::Channel channel;
    channel.name = name;
    channel.models = {{.name = "glm-5.2",
                       .context_window = 131072,
                       .max_output_tokens = 8192,
                       .inputs = {"text", "image"},
                       .reasoning = true,
                       .prices = catalog::Prices{.input = 0.5, .output = 2, .cache_read = 0, .cache_write = 0}},
                      {.name = "deepseek-v4-pro", .context_window = 1000, .max_output_tokens = 100, .inputs = {"text"}},
                      {.name = "embedder", .mode = catalog::Mode::embedding}};
    return channel;
}

json::Ordered block(const catalog::Channel& channel, const std::string& url = "http://127.0.0.1:4000/v1")
{
    std::vector<const catalog::Model*> models;
    for (const auto& model : channel.models) models.push_back(&model);
    return block_of(wanted_fields(channel, models, url));
}

} // namespace

TEST_CASE("a provider block has the shape that OpenClaw was seen to work with")
{
    const auto expected = json::Ordered::parse(R"({
        "baseUrl": "http://127.0.0.1:4000/v1",
        "auth": "api-key",
        "apiKey": {"source": "file", "provider": "aiws", "id": "value"},
        "api": "openai-completions",
        "timeoutSeconds": 300,
        "models": [
            {"id": "nvidia/glm-5.2", "name": "glm-5.2", "reasoning": true, "input": ["text", "image"],
             "cost": {"input": 0.5, "output": 2, "cacheRead": 0, "cacheWrite": 0},
             "contextWindow": 131072, "maxTokens": 8192, "compat": {"maxTokensField": "max_tokens"}},
            {"id": "nvidia/deepseek-v4-pro", "name": "deepseek-v4-pro", "reasoning": false, "input": ["text"],
             "cost": {"input": 0, "output": 0, "cacheRead": 0, "cacheWrite": 0},
             "contextWindow": 1000, "maxTokens": 100,
             "compat": {"maxTokensField": "max_tokens", "thinkingFormat": "openai", "supportsReasoningEffort": false}}
        ]})");
    CHECK(block(channel("nvidia")).dump(1) == expected.dump(1));
}

TEST_CASE("only Ollama's block speaks of Ollama, and only DeepSeek's own models keep DeepSeek's thinking")
{
    CHECK(block(channel("ollama"))["injectNumCtxForOpenAICompat"] == false);
    CHECK_FALSE(block(channel("deepseek")).contains("injectNumCtxForOpenAICompat"));
    CHECK_FALSE(block(channel("deepseek"))["models"][1]["compat"].contains("thinkingFormat"));
}

TEST_CASE("OpenClaw is let into the networks that it would not call by itself")
{
    for (const char* url : {"http://127.0.0.1:4000/v1", "http://192.168.1.5:4000", "https://gateway.example",
                            "http://[::1]:4000", "http://litellm:4000", "http://[fd00::5]:4000"})
        CHECK_FALSE(needs_private_network(url));
    for (const char* url : {"http://169.254.1.2:4000/v1", "http://[fe80::1]:4000", "http://[64:ff9b:1::5]",
                            "http://my-metadata.internal"})
        CHECK(needs_private_network(url));
    CHECK(block(channel("nvidia"), "http://169.254.1.2:4000/v1")["request"]["allowPrivateNetwork"] == true);
}

TEST_CASE("what is written reads back as the same fields")
{
    const auto nvidia = channel("nvidia");
    const std::vector<const catalog::Model*> models{&nvidia.models[0], &nvidia.models[1]};
    const auto fields = wanted_fields(nvidia, models, "http://169.254.1.2:4000/v1");
    CHECK(fields_of(block_of(fields), "nvidia") == fields);
}

TEST_CASE("no secret of a block can be read in its fields")
{
    const auto fields = fields_of(json::Ordered::parse(R"({
        "baseUrl": "https://user:nv-test-word@example.com/v1?k=nv-test-word",
        "apiKey": "nv-test-word",
        "headers": {"Authorization": "Bearer nv-test-word"},
        "request": {"headers": {"x": "nv-test-word"}},
        "params": "nv-test-word", "auth": {"odd": "nv-test-word"},
        "models": [{"id": "m", "name": "M", "headers": {"x": "nv-test-word"}, "params": {"k": "nv-test-word"}}]})"),
                                  "nvidia");
    CHECK_THAT(json::Value(fields).dump(), !ContainsSubstring("nv-test-word"));
    CHECK(fields.at("apiKey") == "literal");
    CHECK(fields.at("headers") == "(set)");
    CHECK(fields.at("models") == json::Value({"m"}));
    CHECK(fields.at("models.m").at("name") == "M");
}

TEST_CASE("a key is described by where it comes from")
{
    const auto key = [](const std::string& text) {
        return fields_of(json::Ordered::parse(R"({"apiKey": )" + text + "}"), "nvidia").at("apiKey");
    };
    CHECK(key(R"("${NVIDIA_API_KEY}")") == "env:NVIDIA_API_KEY");
    CHECK(key(R"({"source":"env","provider":"default","id":"NVIDIA_API_KEY"})") == "env:default:NVIDIA_API_KEY");
    CHECK(key(R"("nvidia:manual")") == "stored profile nvidia:manual");
    CHECK(key(R"("ollama:manual")") == "literal");
    CHECK(key(R"("")") == "empty");
}

TEST_CASE("a block that is no object does no harm")
{
    CHECK(fields_of(json::Ordered(3), "nvidia").at("value") == "(set)");
    CHECK(fields_of(json::Ordered::parse(R"({"models": {"a": 1}, "request": 1, "baseUrl": 2})"), "x").size() == 3);
    CHECK(fields_of(json::Ordered::parse(R"({"models": [1, {"name": "no id"}]})"), "x").at("models").size() == 2);
}
