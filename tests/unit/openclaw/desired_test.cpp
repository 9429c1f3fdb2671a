// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "openclaw/machine.hpp"

using namespace aiws;
using test::has;
using test::Machine;
using test::named;

namespace {

/// What is wanted where this configuration stands.
workspace::State wanted(const Machine& machine, const openclaw::Wish& wish, std::string_view configuration)
{
    machine.write_config(configuration);
    return openclaw::desired(wish, machine.open().actual());
}

json::Value value(const workspace::State& state, std::string_view name)
{
    return named(state, name).fields.at("value");
}

} // namespace

TEST_CASE("an empty configuration gets the providers, the token and a model to start with")
{
    const Machine machine;
    const auto state = wanted(machine, machine.wish({"deepseek", "nvidia", "ollama"}), "{}");
    CHECK(value(state, "gateway.mode") == "local");
    CHECK(value(state, "models.mode") == "merge");
    CHECK(value(state, "secrets.providers.aiws").at("path") == (machine.home() / ".ai_workspace_auth_token").string());
    CHECK(value(state, "agents.defaults.model.primary") == "deepseek/deepseek-v4-flash");
    CHECK(value(state, "plugins.entries.deepseek") == json::Value({{"enabled", false}}));
    CHECK(named(state, "deepseek").fields.at("models").size() == 4);
    CHECK(named(state, "nvidia").fields.at("models").size() == 6);
    CHECK(named(state, "ollama").fields.at("models").size() == 6);
    CHECK(state.size() == 8);
}

TEST_CASE("what the user has set stays")
{
    const Machine machine;
    const auto state = wanted(machine, machine.wish({"deepseek"}), R"({
        gateway: {mode: "remote"}, models: {mode: "replace"}, plugins: {entries: {deepseek: {enabled: true}}},
        agents: {defaults: {model: {primary: "litellm/claude-opus-4-6"}}}})");
    CHECK(state.size() == 2);
    CHECK(has(state, "deepseek"));
    CHECK(has(state, "secrets.providers.aiws"));
}

TEST_CASE("the plugin is DeepSeek's only, and without models nothing is wanted")
{
    const Machine machine;
    CHECK_FALSE(has(wanted(machine, machine.wish({"nvidia"}), "{}"), "plugins.entries.deepseek"));
    CHECK(wanted(machine, machine.wish({}), "{}").empty());
    auto wish = machine.wish({"nvidia", "ollama"});
    wish.providers[0].models.clear();
    CHECK_FALSE(has(wanted(machine, wish, "{}"), "nvidia"));
    CHECK(value(wanted(machine, wish, "{}"), "agents.defaults.model.primary") == "ollama/deepseek-v4-flash");
}

TEST_CASE("a model that the user names becomes the default, in whichever form the default stands")
{
    const Machine machine;
    auto wish = machine.wish({"nvidia"});
    wish.primary = "nvidia/glm-5.2";
    const auto in_object =
        wanted(machine, wish, R"({agents: {defaults: {model: {primary: "a/b", fallbacks: ["c/d"]}}}})");
    CHECK(value(in_object, "agents.defaults.model.primary") == "nvidia/glm-5.2");
    const auto as_string = wanted(machine, wish, R"({agents: {defaults: {model: "a/b"}}})");
    CHECK(value(as_string, "agents.defaults.model") == "nvidia/glm-5.2");
    CHECK_FALSE(has(as_string, "agents.defaults.model.primary"));
    const auto fallbacks_only = wanted(machine, wish, R"({agents: {defaults: {model: {fallbacks: ["c/d"]}}}})");
    CHECK(value(fallbacks_only, "agents.defaults.model.primary") == "nvidia/glm-5.2");
}

TEST_CASE("the list of allowed models is only joined where it restricts")
{
    const Machine machine;
    const std::string name = "agents.defaults.modelPolicy.allow[nvidia]";
    const auto wish = machine.wish({"nvidia"});
    CHECK_FALSE(has(wanted(machine, wish, R"({agents: {defaults: {modelPolicy: {allow: []}}}})"), name));
    CHECK_FALSE(has(wanted(machine, wish, R"({agents: {defaults: {modelPolicy: {allow: ["nvidia/*"]}}}})"), name));
    const auto joined = value(
        wanted(machine, wish, R"({agents: {defaults: {modelPolicy: {allow: ["x/y", "nvidia/glm-5.2"]}}}})"), name);
    CHECK(joined.size() == 6);
    CHECK(joined[0] == "nvidia/glm-5.2");
    CHECK(joined[1] == "nvidia/deepseek-v4-flash");
}

TEST_CASE("references join the list in its own spelling")
{
    const Machine machine;
    const auto state = wanted(machine, machine.wish({"nvidia", "ollama"}),
                              R"({agents: {defaults: {modelPolicy: {allow: ["nvidia/nvidia/glm-5.2"]}}}})");
    CHECK(value(state, "agents.defaults.modelPolicy.allow[nvidia]")[1] == "nvidia/nvidia/deepseek-v4-flash");
    CHECK(value(state, "agents.defaults.modelPolicy.allow[ollama]")[0] == "ollama/deepseek-v4-flash");
}

TEST_CASE("an older map of models is joined while it still restricts")
{
    const Machine machine;
    const auto wish = machine.wish({"nvidia"});
    const std::string name = "agents.defaults.models[nvidia]";
    CHECK(value(wanted(machine, wish, R"({agents: {defaults: {models: {"a/b": {alias: "x"}}}}})"), name).size() == 6);
    CHECK_FALSE(has(wanted(machine, wish, R"({meta: {migrations: {modelPolicyAllowlist: true}},
                                              agents: {defaults: {models: {"a/b": {}}}}})"),
                    name));
    CHECK_FALSE(has(wanted(machine, wish, R"({agents: {defaults: {models: {"a/b": {}}, modelPolicy: {}}}})"), name));
}

TEST_CASE("a foreign block's members that are not ours are to go")
{
    const Machine machine;
    const auto state = wanted(machine, machine.wish({"nvidia"}), R"({models: {providers: {nvidia: {
        baseUrl: "https://integrate.api.nvidia.com/v1", headers: {x: "nv-test-word"},
        models: [{id: "z-ai/glm-5.2", name: "GLM"}]}}}})");
    const auto& fields = named(state, "nvidia").fields;
    CHECK(fields.at("headers").is_null());
    CHECK(fields.at("models.z-ai/glm-5.2").is_null());
    CHECK(fields.at("baseUrl") == "http://127.0.0.1:4000/v1");
}

TEST_CASE("what would be written can be shown by itself, without a secret")
{
    const Machine machine;
    const auto text = openclaw::render(wanted(machine, machine.wish({"nvidia"}), "{}"));
    REQUIRE(text);
    CHECK_THAT(*text, ContainsSubstring("nvidia/glm-5.2"));
    CHECK_THAT(*text, ContainsSubstring(".ai_workspace_auth_token"));
}
