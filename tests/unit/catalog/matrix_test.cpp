// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.hpp"
#include "catch.hpp"

#include <set>

using namespace aiws::catalog;

namespace {

Catalog matrix()
{
    auto catalog = load({});
    REQUIRE(catalog);
    return *std::move(catalog);
}

/// One line a model: "alias = upstream".
std::vector<std::string> upstreams(const Catalog& catalog)
{
    std::vector<std::string> lines;
    for (const auto& channel : catalog.channels)
        for (const auto& model : channel.models) lines.push_back(alias(channel, model) + " = " + model.upstream);
    return lines;
}

} // namespace

TEST_CASE("the embedded catalogue is the matrix of sixteen models in three channels")
{
    CHECK(upstreams(matrix()) == std::vector<std::string>{
                                     "deepseek/deepseek-v4-flash = deepseek/deepseek-v4-flash",
                                     "deepseek/deepseek-v4-pro = deepseek/deepseek-v4-pro",
                                     "deepseek/deepseek-chat = deepseek/deepseek-chat",
                                     "deepseek/deepseek-reasoner = deepseek/deepseek-reasoner",
                                     "nvidia/deepseek-v4-flash = openai/deepseek-ai/deepseek-v4-flash",
                                     "nvidia/deepseek-v4-pro = openai/deepseek-ai/deepseek-v4-pro",
                                     "nvidia/glm-5.2 = openai/z-ai/glm-5.2",
                                     "nvidia/minimax-m3 = openai/minimaxai/minimax-m3",
                                     "nvidia/qwen3.5 = openai/qwen/qwen3.5-397b-a17b",
                                     "nvidia/kimi-k2.7-code = openai/moonshotai/kimi-k2.7-code",
                                     "ollama/deepseek-v4-flash = openai/deepseek-v4-flash",
                                     "ollama/deepseek-v4-pro = openai/deepseek-v4-pro",
                                     "ollama/glm-5.2 = openai/glm-5.2",
                                     "ollama/minimax-m3 = openai/minimax-m3",
                                     "ollama/qwen3.5 = openai/qwen3.5",
                                     "ollama/kimi-k2.7-code = openai/kimi-k2.7-code",
                                 });
}

TEST_CASE("each channel of the matrix has its title, its variables and its base URL")
{
    const auto catalog = matrix();
    std::vector<std::string> lines;
    for (const auto& channel : catalog.channels)
        lines.push_back(channel.title + " " + channel.key_variable + " " + channel.base_url_variable + " " +
                        channel.base_url + " " + credential_name(channel));
    CHECK(lines == std::vector<std::string>{
                       "Deepseek DEEPSEEK_API_KEY DEEPSEEK_API_BASE https://api.deepseek.com aiws-deepseek",
                       "Nvidia NVIDIA_API_KEY NVIDIA_API_BASE https://integrate.api.nvidia.com/v1 aiws-nvidia",
                       "Ollama OLLAMA_API_KEY OLLAMA_API_BASE https://ollama.com/v1 aiws-ollama",
                   });
    CHECK(catalog.find("nvidia")->requests_per_minute == 40);
    CHECK(catalog.find("deepseek")->requests_per_minute == 0);
}

TEST_CASE("every model of the matrix says what it can do and what it costs")
{
    std::set<std::string> retired;
    const auto catalog = matrix();
    for (const auto& channel : catalog.channels) {
        for (const auto& model : channel.models) {
            INFO(alias(channel, model));
            CHECK(model.mode == Mode::chat);
            CHECK(model.max_output_tokens >= 8192);
            CHECK(model.context_window >= model.max_output_tokens);
            CHECK(model.inputs.front() == "text");
            REQUIRE(model.prices);
            CHECK((model.prices->output > 0) == (channel.name == "deepseek"));
            if (model.retired) retired.insert(alias(channel, model) + " " + *model.retired);
        }
    }
    CHECK(retired ==
          std::set<std::string>{"deepseek/deepseek-chat 2026-07-24", "deepseek/deepseek-reasoner 2026-07-24"});
    CHECK(catalog.find("deepseek", "deepseek-v4-pro")->prices == Prices{1.32, 3.96, 0.044, 0});
    CHECK(catalog.find("ollama", "minimax-m3")->inputs == std::vector<std::string>{"text", "image"});
    CHECK_FALSE(catalog.find("deepseek", "deepseek-chat")->reasoning);
}

TEST_CASE("a deployment's id has no slash and what is not in the catalogue is not found")
{
    const auto catalog = matrix();
    CHECK(deployment_id(*catalog.find("nvidia"), *catalog.find("nvidia", "glm-5.2")) == "aiws-nvidia-glm-5.2");
    CHECK(catalog.find("nvidia", "glm-5") == nullptr);
    CHECK(catalog.find("openai") == nullptr);
    CHECK(catalog.find("openai", "glm-5.2") == nullptr);
    CHECK(to_string(Mode::embedding) == "embedding");
}
