// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/demo.hpp"

#include "catch.hpp"

using namespace aiws;
using Channels = std::set<std::string>;

namespace {

workspace::Resource credential(const std::string& channel, const std::string& base)
{
    workspace::Resource resource{.kind = workspace::Kind::credential, .name = "aiws-" + channel, .channel = channel};
    resource.fields["credential_values.api_base"] = base;
    return resource;
}

catalog::Catalog built_in()
{
    auto catalog = catalog::load({});
    REQUIRE(catalog);
    return *catalog;
}

} // namespace

TEST_CASE("a channel is a demo by the address of its credential")
{
    const workspace::State state{credential("nvidia", "http://127.0.0.1:4002/nvidia/v1"),
                                 credential("ollama", "http://127.0.0.1:40021/ollama/v1"),
                                 credential("deepseek", "https://deepseek.example"),
                                 {.kind = workspace::Kind::deployment, .name = "other/x", .channel = "other"}};
    CHECK(cli::demo_channels(state, 4002) == Channels{"nvidia"});
    CHECK(cli::demo_channels(state, 400).empty());
    CHECK(cli::demo_channels({}, 4002).empty());
}

TEST_CASE("the demo gives every channel that it knows a key and its own address")
{
    system::Environment environment;
    cli::add_demo_keys(environment, built_in(), {}, 4002);
    CHECK(environment.get("NVIDIA_API_KEY") == "aiws-demo-key");
    CHECK(environment.get("NVIDIA_API_BASE") == "http://127.0.0.1:4002/nvidia/v1");
    CHECK(environment.get("OLLAMA_API_BASE") == "http://127.0.0.1:4002/ollama/v1");
    CHECK(environment.get("DEEPSEEK_API_BASE") == "http://127.0.0.1:4002/deepseek");
}

TEST_CASE("the demo takes no channel whose real key is set")
{
    const std::string name = GENERATE(as<std::string>{}, "NVIDIA_API_KEY", "NVIDIA_API_KEY_FILE");
    system::Environment environment(std::map<std::string, std::string>{{name, "nvidia-test-key-1"}});
    cli::add_demo_keys(environment, built_in(), {}, 4002);
    CHECK(environment.get(name) == "nvidia-test-key-1");
    CHECK_FALSE(environment.get("NVIDIA_API_BASE"));
    CHECK(environment.get("OLLAMA_API_KEY") == "aiws-demo-key");
}

TEST_CASE("the demo takes no channel that the gateway has a real credential of, and keeps its own")
{
    const workspace::State state{credential("nvidia", "https://nvidia.example/v1"),
                                 credential("ollama", "http://127.0.0.1:4002/ollama/v1")};
    system::Environment environment;
    cli::add_demo_keys(environment, built_in(), state, 4002);
    CHECK_FALSE(environment.get("NVIDIA_API_KEY"));
    CHECK_FALSE(environment.get("NVIDIA_API_BASE"));
    CHECK(environment.get("OLLAMA_API_KEY") == "aiws-demo-key");
    CHECK(environment.get("DEEPSEEK_API_KEY") == "aiws-demo-key");
}
