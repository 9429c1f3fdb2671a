// SPDX-License-Identifier: Apache-2.0
#include "openclaw/refused.hpp"

#include "catch.hpp"
#include "openclaw/machine.hpp"

using namespace aiws;
using namespace aiws::openclaw;
using test::Machine;

namespace {

const std::vector<std::string> k_providers{"nvidia", "ollama"};

std::vector<std::string> learned(const std::vector<Issue>& issues)
{
    Refused refused;
    refused.learn(issues, k_providers);
    return refused.places();
}

} // namespace

TEST_CASE("what a version refuses of our blocks is learned, wherever in them it stands")
{
    CHECK(learned({{"models.providers.nvidia", "Unrecognized key: \"timeoutSeconds\""}}) ==
          std::vector<std::string>{"timeoutSeconds"});
    CHECK(learned({{"models.providers.nvidia",
                    "Unrecognized keys: \"injectNumCtxForOpenAICompat\", \"timeoutSeconds\""}}) ==
          std::vector<std::string>{"injectNumCtxForOpenAICompat", "timeoutSeconds"});
    CHECK(learned({{"models.providers.ollama.models.3.compat", "Unrecognized key: \"thinkingFormat\""}}) ==
          std::vector<std::string>{"models.compat.thinkingFormat"});
    CHECK(learned({{"models.providers.ollama.models.0.reasoning", "Invalid input"}}) ==
          std::vector<std::string>{"models.reasoning"});
    CHECK(learned({{"plugins.entries.deepseek", "Invalid input"}}) ==
          std::vector<std::string>{"plugins.entries.deepseek"});
}

TEST_CASE("what is not ours, and what a block cannot do without, is not learned")
{
    CHECK(learned({{"<root>", "Unrecognized key: \"timeoutSeconds\""}}).empty());
    CHECK(learned({{"models.providers.openai", "Unrecognized key: \"timeoutSeconds\""}}).empty());
    CHECK(learned({{"models.providers.nvidia", "Invalid input"}}).empty());
    CHECK(learned({{"models.providers.nvidia.baseUrl", "Invalid input"}}).empty());
    CHECK(learned({{"models.providers.nvidia", "Unrecognized key: \"auth\""}}).empty());
    CHECK(learned({{"models.providers.nvidia.models.0.id", "Invalid input"}}).empty());
    CHECK(learned({{"gateway", "Unrecognized key: \"prot\""}}).empty());
}

TEST_CASE("learning the same twice is nothing new")
{
    Refused refused;
    const std::vector<Issue> issues{{"models.providers.nvidia", "Unrecognized key: \"timeoutSeconds\""}};
    CHECK(refused.learn(issues, k_providers));
    CHECK_FALSE(refused.learn(issues, k_providers));
}

TEST_CASE("a refused field is left out of a block and of each of its models")
{
    const Machine machine;
    auto wish = machine.wish({"nvidia"});
    wish.refused =
        Refused({"timeoutSeconds", "models.compat.thinkingFormat", "models.cost", "plugins.entries.deepseek"});
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(wish)));
    const auto bytes = machine.config_bytes();
    CHECK_THAT(bytes, ContainsSubstring("nvidia/deepseek-v4-pro") && ContainsSubstring("supportsReasoningEffort"));
    for (const char* gone : {"timeoutSeconds", "thinkingFormat", "cost", "plugins"})
        CHECK_THAT(bytes, !ContainsSubstring(gone));
    CHECK_FALSE(machine.plan(wish).has_changes());
    // a version that knows it gets it again
    CHECK(machine.plan(machine.wish({"nvidia"})).has_changes());
}

TEST_CASE("even a whole part of every model may be left out")
{
    const Machine machine;
    auto wish = machine.wish({"ollama"});
    wish.refused = Refused({"models.compat"});
    auto configuration = machine.open();
    REQUIRE(configuration.apply(machine.plan(wish)));
    CHECK_THAT(machine.config_bytes(), !ContainsSubstring("compat") && ContainsSubstring("ollama/glm-5.2"));
}

TEST_CASE("what was learned is kept for that version alone")
{
    const Machine machine;
    REQUIRE(Refused({"timeoutSeconds"}).save(machine.environment, "2026.3.24"));
    REQUIRE(Refused({"auth"}).save(machine.environment, "2026.1.1"));
    CHECK(Refused::load(machine.environment, "2026.3.24").places() == std::vector<std::string>{"timeoutSeconds"});
    CHECK(Refused::load(machine.environment, "2026.9.6").places().empty());
    REQUIRE(Refused({"auth"}).save(machine.environment, ""));
    CHECK(Refused::load(machine.environment, "").places().empty());
    test::write(machine.home() / ".local/state/aiws/openclaw-refused.json", "{ damaged");
    CHECK(Refused::load(machine.environment, "2026.3.24").places().empty());
}
