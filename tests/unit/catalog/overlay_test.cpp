// SPDX-License-Identifier: Apache-2.0
#include "catalog/laid_over.hpp"
#include "catch.hpp"

using namespace aiws::catalog;

TEST_CASE("a new channel needs a base URL and the names of its models")
{
    const auto catalog = laid_over(R"({channels: {"my-proxy": {
        base_url: 'http://127.0.0.1:8080/v1/', models: {"llama-4": {}, "small": {},},
    }}})"); // JSON5
    REQUIRE(catalog);
    const Channel* const channel = catalog->find("my-proxy");
    REQUIRE(channel != nullptr);
    CHECK(&catalog->channels.back() == channel);
    CHECK(channel->title == "My-proxy");
    CHECK(channel->key_variable == "MY_PROXY_API_KEY");
    CHECK(channel->base_url_variable == "MY_PROXY_API_BASE");
    CHECK(channel->base_url == "http://127.0.0.1:8080/v1");
    CHECK(channel->requests_per_minute == 0);
    CHECK(channel->max_parallel == 8);
    REQUIRE(channel->models.size() == 2);
    const Model& model = channel->models.front();
    CHECK(model.name == "llama-4");
    CHECK(model.upstream == "openai/llama-4");
    CHECK(model.mode == Mode::chat);
    CHECK(model.context_window == 131072);
    CHECK(model.max_output_tokens == 8192);
    CHECK(model.inputs == std::vector<std::string>{"text"});
    CHECK_FALSE(model.reasoning);
    CHECK_FALSE(model.prices);
    CHECK_FALSE(model.retired);
}

TEST_CASE("the variables of a channel whose name starts with a digit are variables nevertheless")
{
    const auto catalog =
        laid_over(R"({"channels": {"01ai": {"base_url": "https://a.example/v1", "models": {"yi": {}}}}})");
    REQUIRE(catalog);
    CHECK(catalog->find("01ai")->key_variable == "_01AI_API_KEY");
    CHECK(catalog->find("01ai")->title == "01ai");
}

TEST_CASE("one field of one model can be changed and the rest stays")
{
    const auto before = laid_over("{}");
    const auto after = laid_over(R"({"channels": {"nvidia": {"models": {"glm-5.2": {"context_window": 1e6}}}}})");
    REQUIRE(before);
    REQUIRE(after);
    CHECK(after->find("nvidia", "glm-5.2")->context_window == 1'000'000);
    CHECK(after->find("nvidia", "glm-5.2")->upstream == "openai/z-ai/glm-5.2");
    CHECK(after->find("nvidia", "glm-5.2")->max_output_tokens == 8192);
    CHECK(after->find("nvidia", "glm-5.2")->prices == before->find("nvidia", "glm-5.2")->prices);
    CHECK(after->find("nvidia")->base_url == before->find("nvidia")->base_url);
    CHECK(after->find("nvidia")->models.size() == 6);
    CHECK(after->find("nvidia")->models.at(2).name == "glm-5.2");
    CHECK(after->channels.size() == 3);
}

TEST_CASE("every field of a channel and a model can be given")
{
    const auto catalog = laid_over(R"({"channels": {"acme": {
        "title": "Acme Inc.", "key": "ACME_TOKEN", "base_url": "https://acme.example/v1", "base_url_variable": "ACME_URL",
        "requests_per_minute": 60, "max_parallel": 2,
        "models": {"embed:v2": {
            "upstream": "openai/acme/embed-v2", "mode": "embedding", "context_window": 4096, "max_output_tokens": 4096,
            "inputs": ["text", "image", "audio", "video"], "reasoning": true, "retired": "2024-02-29",
            "prices": {"input": 0.5, "output": 1, "cache_read": 0.25, "cache_write": 2}}}}}})");
    REQUIRE(catalog);
    const Channel& channel = *catalog->find("acme");
    CHECK(channel.title == "Acme Inc.");
    CHECK(channel.key_variable == "ACME_TOKEN");
    CHECK(channel.base_url_variable == "ACME_URL");
    CHECK(channel.requests_per_minute == 60);
    CHECK(channel.max_parallel == 2);
    const Model& model = channel.models.front();
    CHECK(model.mode == Mode::embedding);
    CHECK(model.context_window == 4096);
    CHECK(model.inputs.size() == 4);
    CHECK(model.reasoning);
    CHECK(model.retired == "2024-02-29");
    CHECK(model.prices == Prices{0.5, 1, 0.25, 2});
}

TEST_CASE("null takes a channel, a model, the prices or the date away")
{
    const auto catalog = laid_over(R"({"channels": {"ollama": null, "nvidia": {"models": {"qwen3.5": null}},
        "deepseek": {"models": {"deepseek-chat": {"retired": null, "prices": null}}}}})");
    REQUIRE(catalog);
    CHECK(catalog->find("ollama") == nullptr);
    CHECK(catalog->find("nvidia")->models.size() == 5);
    CHECK(catalog->find("nvidia", "qwen3.5") == nullptr);
    CHECK_FALSE(catalog->find("deepseek", "deepseek-chat")->retired);
    CHECK_FALSE(catalog->find("deepseek", "deepseek-chat")->prices);
}

TEST_CASE("prices change one by one, and those of a model without any start at 0")
{
    const auto catalog = laid_over(R"({"channels": {"deepseek": {"models": {
        "deepseek-v4-pro": {"prices": {"output": 5}}, "new": {"prices": {"input": 1}}}}}})");
    REQUIRE(catalog);
    CHECK(catalog->find("deepseek", "deepseek-v4-pro")->prices == Prices{1.32, 5, 0.044, 0});
    CHECK(catalog->find("deepseek", "new")->prices == Prices{1, 0, 0, 0});
}

TEST_CASE("a small new model's output is bounded by its context")
{
    const auto catalog = laid_over(R"({"channels": {"ollama": {"models": {"tiny": {"context_window": 2048}}}}})");
    REQUIRE(catalog);
    CHECK(catalog->find("ollama", "tiny")->max_output_tokens == 2048);
}

TEST_CASE("two channels may share a key, but no mistake leaves half a change behind")
{
    auto catalog = laid_over(R"({"channels": {"nim": {"base_url": "https://nim.example/v1", "key": "NVIDIA_API_KEY",
        "models": {"glm-5.2": {}}}}})");
    REQUIRE(catalog);
    CHECK(catalog->find("nim")->key_variable == catalog->find("nvidia")->key_variable);

    CHECK_FALSE(lay_over(*catalog, R"({"channels": {"nim": null, "nvidia": {"title": 1}}})", "second.json"));
    CHECK(catalog->find("nim") != nullptr);
}
