// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_lines.hpp"

#include "catch.hpp"

using namespace aiws;
using workspace::FieldChange;
using Lines = std::vector<std::string>;

namespace {

Lines lines_of(const std::string& field, const json::Value& before, const json::Value& after)
{
    return cli::change_lines({FieldChange{.field = field, .before = before, .after = after}});
}

} // namespace

TEST_CASE("a changed field is told without LiteLLM's prefix, with its old and new value")
{
    CHECK(lines_of("credential_values.api_base", "old", "new") == Lines{R"(api_base: "old" → "new")"});
    CHECK(lines_of("model_info.aiws.channel", "a", "b") == Lines{R"(aiws.channel: "a" → "b")"});
    CHECK(lines_of("gateway.mode", 1, 2) == Lines{"gateway.mode: 1 → 2"});
}

TEST_CASE("two fields that would have the same name keep their prefixes")
{
    const std::vector<FieldChange> changes{{.field = "litellm_params.mode", .before = 1, .after = 2},
                                           {.field = "model_info.mode", .before = 3, .after = 4},
                                           {.field = "model_info.id", .before = 5, .after = 6}};
    CHECK(cli::change_lines(changes) == Lines{"litellm_params.mode: 1 → 2", "model_info.mode: 3 → 4", "id: 5 → 6"});
}

TEST_CASE("a value that is not there is none")
{
    const std::vector<FieldChange> changes{{.field = "a", .after = true}, {.field = "b", .before = nullptr}};
    CHECK(cli::change_lines(changes) == Lines{"a: (none) → true", "b: (none) → (none)"});
}

TEST_CASE("of a secret only its change is told")
{
    const std::vector<FieldChange> changes{
        {.field = "credential_values.api_key", .before = "withheld", .after = "nv-test-key-1", .secret = true}};
    CHECK(cli::change_lines(changes) == Lines{"api_key: changed"});
}

TEST_CASE("a long value is shortened, but not where the difference would be lost")
{
    const std::string same(80, 'x');
    CHECK(lines_of("a", same, "b") == Lines{"a: \"" + std::string(58, 'x') + "… → \"b\""});
    CHECK(lines_of("a", same + "1", same + "2") == Lines{"a: \"" + same + "1\" → \"" + same + "2\""});
}

TEST_CASE("of an object only the members that differ are told")
{
    const json::Value before{{"name", "glm"}, {"cost", {{"input", 1}, {"output", 2}}}};
    const json::Value after{{"name", "glm"}, {"cost", {{"input", 1}, {"output", 3}}}, {"reasoning", true}};
    CHECK(lines_of("model", before, after) == Lines{"model.cost.output: 2 → 3", "model.reasoning: (none) → true"});
}

TEST_CASE("elements with an id are compared by it, wherever they stand in the list")
{
    const json::Value glm{{"id", "nvidia/glm-5.2"}, {"maxTokens", 8192}};
    json::Value larger = glm;
    larger["maxTokens"] = 16384;
    const json::Value other{{"id", "b"}};
    CHECK(lines_of("models", json::Value::array({glm}), json::Value::array({other, larger})) ==
          Lines{R"(models.b: (none) → {"id":"b"})", R"(models["nvidia/glm-5.2"].maxTokens: 8192 → 16384)"});
}

TEST_CASE("of a list of names what it gains and loses is told")
{
    CHECK(lines_of("models", {"a", "b"}, {"b", "c"}) == Lines{R"(models: - "a")", R"(models: + "c")"});
    CHECK(lines_of("models", {"a", "b"}, {"b", "a"}) == Lines{R"(models: ["a","b"] → ["b","a"])"});
}

TEST_CASE("of many differences the first are told and the rest counted")
{
    json::Value before = json::Value::object();
    json::Value after = json::Value::object();
    for (int i = 10; i < 20; ++i) {
        before["k" + std::to_string(i)] = i;
        after["k" + std::to_string(i)] = -i;
    }
    const auto lines = lines_of("a", before, after);
    REQUIRE(lines.size() == 9);
    CHECK(lines.front() == "a.k10: 10 → -10");
    CHECK(lines.back() == "a: … and 2 more");
}

TEST_CASE("other people's values cannot write to the terminal")
{
    CHECK(lines_of("a", "\x1b[31m\n", "\xC2\x9B") == Lines{R"(a: "\u001b[31m\n" → " ")"});
}
