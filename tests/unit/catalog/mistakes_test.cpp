// SPDX-License-Identifier: Apache-2.0
#include "catalog/laid_over.hpp"
#include "catch.hpp"

using namespace aiws::catalog;

namespace {

/// The mistake in one field of a model that exists.
std::string in_model(const std::string& field)
{
    return mistake(R"({"channels": {"nvidia": {"models": {"glm-5.2": {)" + field + "}}}}}");
}

/// The mistake in one field of a channel that exists.
std::string in_channel(const std::string& field)
{
    return mistake(R"({"channels": {"nvidia": {)" + field + "}}}");
}

/// The mistake in a new channel's name.
std::string channel_called(const std::string& name)
{
    return mistake("{\"channels\": {\"" + name + R"(": {"base_url": "https://a.example/v1", "models": {"m": {}}}}})");
}

} // namespace

TEST_CASE("a wrong value is named with its line, its place and what is allowed")
{
    CHECK(
        mistake("{\n  channels: {\n    nvidia: { models: {\n      'glm-5.2': { mode: 'chta' },\n    } },\n  },\n}\n") ==
        "channels.nvidia.models[\"glm-5.2\"].mode cannot be \"chta\" (did you mean \"chat\"?) (my.json:4:26); "
        "allowed: \"chat\", \"embedding\"");
    CHECK(laid_over("[]").error().kind == aiws::base::Failure::config);
}

TEST_CASE("an unknown field is refused where it stands, with the known ones")
{
    CHECK(in_model(R"("modee": "chat")") ==
          "channels.nvidia.models[\"glm-5.2\"].modee is no field of the catalogue (did you mean \"mode\"?) "
          "(my.json:1:49); allowed: upstream, mode, context_window, max_output_tokens, inputs, reasoning, prices, "
          "retired");
    CHECK(in_channel(R"("api_base": "https://x.example")") ==
          "channels.nvidia.api_base is no field of the catalogue (my.json:1:26); allowed: title, key, base_url, "
          "base_url_variable, requests_per_minute, max_parallel, models");
    CHECK(mistake(R"({"channel": {}})") ==
          "channel is no field of the catalogue (did you mean \"channels\"?) (my.json:1:2); allowed: channels");
    CHECK_THAT(in_model(R"("prices": {"cached": 1})"),
               ContainsSubstring("allowed: input, output, cache_read, cache_write"));
}

TEST_CASE("a value of the wrong kind is told without showing it")
{
    CHECK(mistake("[]") == "the catalogue must be an object, not an array (my.json:1:1)");
    CHECK(mistake(R"({"channels": []})") == "channels must be an object, not an array (my.json:1:14)");
    CHECK(in_channel(R"("models": "all")") == "channels.nvidia.models must be an object, not a string (my.json:1:36)");
    CHECK_THAT(in_model(R"("context_window": "1M")"), ContainsSubstring("must be a whole number, not a string"));
    CHECK_THAT(in_model(R"("reasoning": "yes")"), ContainsSubstring("must be true or false, not a string"));
    CHECK_THAT(in_model(R"("reasoning": null)"), ContainsSubstring("must be true or false, not null"));
    CHECK_THAT(in_model(R"("prices": 1)"), ContainsSubstring("must be an object, not a number"));
    CHECK_THAT(in_model(R"("prices": {"input": NaN})"), ContainsSubstring("must be a number, not NaN"));
    CHECK_THAT(in_model(R"("inputs": "text")"), ContainsSubstring("must be an array, not a string"));
    CHECK_THAT(in_model(R"("upstream": true)"), ContainsSubstring("must be a string, not true"));
    CHECK_THAT(in_model(R"("mode": {})"), ContainsSubstring("must be a string, not an object"));
    CHECK_THAT(in_model(R"("retired": 2026)"), ContainsSubstring("must be a string, not a number"));
}

TEST_CASE("numbers outside their range are refused")
{
    CHECK(in_model(R"("context_window": 0)") ==
          "channels.nvidia.models[\"glm-5.2\"].context_window must be a whole number from 1 to 1000000000 "
          "(my.json:1:67)");
    CHECK_THAT(in_model(R"("context_window": 1.5)"), ContainsSubstring("whole number from 1"));
    CHECK_THAT(in_model(R"("context_window": 1e300)"), ContainsSubstring("whole number from 1"));
    CHECK_THAT(in_model(R"("max_output_tokens": -1)"), ContainsSubstring("whole number from 1"));
    CHECK_THAT(in_model(R"("prices": {"output": -0.1})"), ContainsSubstring("prices.output must be 0 or more"));
    CHECK_THAT(in_channel(R"("max_parallel": 0)"), ContainsSubstring("from 1 to 64"));
    CHECK_THAT(in_channel(R"("requests_per_minute": -40)"), ContainsSubstring("from 0 to 1000000"));
    CHECK(in_model(R"("context_window": 4096)") ==
          "channels.nvidia.models[\"glm-5.2\"] has a max_output_tokens (8192) above its context_window (4096) "
          "(my.json:1:48); give both");
}

TEST_CASE("inputs, dates and upstreams are checked")
{
    CHECK(
        in_model(R"("inputs": ["text", "images"])") ==
        "channels.nvidia.models[\"glm-5.2\"].inputs[1] cannot be \"images\" (did you mean \"image\"?) (my.json:1:68); "
        "allowed: \"text\", \"image\", \"audio\", \"video\"");
    CHECK_THAT(in_model(R"("inputs": [])"), ContainsSubstring("must name at least one input"));
    CHECK_THAT(in_model(R"("inputs": ["text", "text"])"), ContainsSubstring("inputs[1] names the same input again"));
    for (const char* const date : {"24.7.2026", "2026-02-30", "2026-7-024", "2026-07-24T00:00:00Z", "+026-07-24"})
        CHECK_THAT(in_model(R"("retired": ")" + std::string(date) + "\""),
                   ContainsSubstring("must be a date like \"2026-07-24\""));
    for (const char* const upstream : {"glm-5.2", "/glm-5.2", "openai/", "openai/glm 5.2"})
        CHECK_THAT(in_model(R"("upstream": ")" + std::string(upstream) + "\""),
                   ContainsSubstring("must start with LiteLLM's name of the provider and a slash"));
    CHECK_THAT(in_model(R"("upstream": "openai/a\nb")"), ContainsSubstring("control character"));
    CHECK_THAT(in_channel(R"("title": " ")"), ContainsSubstring("must not be empty"));
    CHECK_THAT(in_channel("\"title\": \"" + std::string(61, 'x') + "\""), ContainsSubstring("at most 60"));
}

TEST_CASE("a key pasted into the file is refused and never shown")
{
    const std::string line = in_channel(R"("key": "nv-test-key-1")");
    CHECK(line == "channels.nvidia.key must be the name of an environment variable, like \"NVIDIA_API_KEY\" "
                  "(my.json:1:33); allowed: A-Z, 0-9 and _, not starting with a digit");
    for (const char* const name : {"1KEY", "MY-KEY", "my_key", "KLÜCH"})
        CHECK_THAT(in_channel("\"key\": \"" + std::string(name) + "\""), ContainsSubstring("environment variable"));
    const std::string url = in_channel(R"("base_url": "https://me:nv-test-key-1@nim.example/v1")");
    CHECK_THAT(url, ContainsSubstring("my.json:1:38"));
    CHECK_THAT(url, ContainsSubstring("channels.nvidia.base_url"));
    CHECK_THAT(url, !ContainsSubstring("nv-test-key-1"));
}

TEST_CASE("the gateway's own secrets are no provider's key")
{
    for (const char* const name :
         {"LITELLM_TOKEN", "LITELLM_MASTER_KEY", "LITELLM_SALT_KEY", "AI_WORKSPACE_AUTH_TOKEN"})
        CHECK_THAT(in_channel("\"key\": \"" + std::string(name) + "\""),
                   ContainsSubstring("which holds a secret of the gateway"));
    CHECK_THAT(in_channel(R"("base_url_variable": "LITELLM_TOKEN")"), ContainsSubstring("secret of the gateway"));
}

TEST_CASE("a base URL is http or https")
{
    for (const char* const url : {"nim.example/v1", "ftp://nim.example", "https://nim.example/v1?key=1"})
        CHECK_THAT(in_channel("\"base_url\": \"" + std::string(url) + "\""), ContainsSubstring("(my.json:1:38)"));
}

TEST_CASE("names that cannot stand in an alias, an id or a URL are refused")
{
    CHECK(channel_called("Acme") == "channels.Acme is no name for a channel (my.json:1:15); "
                                    "allowed: a-z, 0-9 and \"-\", starting with a letter or digit, at most 40");
    for (const auto& name : {std::string(), std::string("-a"), std::string("a_b"), std::string("a/b"),
                             std::string("a b"), std::string("ä"), std::string(41, 'a')})
        CHECK_THAT(channel_called(name), ContainsSubstring("is no name for a channel"));
    CHECK(channel_called(std::string(40, 'a')).empty());
    for (const auto& name : {std::string(), std::string("z-ai/glm"), std::string(".glm"), std::string("g m"),
                             std::string("glm?"), std::string(101, 'a')})
        CHECK_THAT(mistake("{\"channels\": {\"nvidia\": {\"models\": {\"" + name + "\": {}}}}}"),
                   ContainsSubstring("is no name for a model"));
}

TEST_CASE("a new channel without base URL or models is incomplete, and a misspelt one is recognised")
{
    CHECK(mistake(R"({"channels": {"nvida": {"models": {"glm-5.2": {"reasoning": false}}}}})") ==
          "channels.nvida is a new channel and needs a base_url (did you mean \"nvidia\"?) (my.json:1:15); "
          "add \"base_url\": \"https://…/v1\"");
    CHECK(mistake(R"({"channels": {"acme": {"base_url": "https://a.example/v1"}}})") ==
          "channels.acme has no models (my.json:1:15); "
          "add \"models\": { \"NAME\": {} }, or take the channel away with null");
}

TEST_CASE("what is not there cannot be taken away")
{
    CHECK(mistake(R"({"channels": {"olama": null}})") ==
          "channels.olama is to be taken away, but there is no such channel (did you mean \"ollama\"?) (my.json:1:15); "
          "there are: deepseek, nvidia, ollama");
    CHECK(mistake(R"({"channels": {"deepseek": {"models": {"deepseek-v4-por": null}}}})") ==
          "channels.deepseek.models.deepseek-v4-por is to be taken away, but there is no such model (did you mean "
          "\"deepseek-v4-pro\"?) (my.json:1:39); channel \"deepseek\" has: deepseek-v4-flash, deepseek-v4-pro, "
          "deepseek-chat, deepseek-reasoner");
}

TEST_CASE("two models that would share a deployment's id are refused")
{
    CHECK(mistake(R"({"channels": {"ollama-glm": {"base_url": "https://a.example/v1", "models": {"5.2": {}}}}})") ==
          "channels.ollama-glm.models[\"5.2\"] would share the deployment id \"aiws-ollama-glm-5.2\" with "
          "channels.ollama.models[\"glm-5.2\"] (my.json:1:77); give one of them another name");

    // The other way round: the earlier channel gets the name that collides, and the error stands at the new entry.
    auto catalog = laid_over(R"({"channels": {"a-b": {"base_url": "https://a.example/v1", "models": {"c": {}}},
                                              "a": {"base_url": "https://a.example/v1", "models": {"x": {}}}}})");
    REQUIRE(catalog);
    const auto result = lay_over(*catalog, R"({"channels": {"a": {"models": {"b-c": {}}}}})", "second.json");
    REQUIRE_FALSE(result);
    CHECK(result.error().where == "second.json:1:32");
}

TEST_CASE("a variable holds a key or a base URL, not both, since base URLs are shown")
{
    CHECK(in_channel(R"("base_url_variable": "OLLAMA_API_KEY")") ==
          "channels.nvidia makes OLLAMA_API_KEY hold a base URL (channels.nvidia) and a key (channels.ollama) "
          "(my.json:1:15); give key and base_url_variable different names");
    CHECK_THAT(in_channel(R"("key": "OLLAMA_API_BASE")"), ContainsSubstring("(my.json:1:15)"));
    CHECK_THAT(in_channel(R"("key": "NVIDIA_API_BASE")"), ContainsSubstring("hold a base URL"));
}

TEST_CASE("text that is no JSON5, or says something twice, is refused with its place")
{
    CHECK_THAT(mistake("{\"channels\": {\n\"nvidia\" {}}}"), ContainsSubstring("my.json:2:10"));
    CHECK_THAT(mistake(R"({"channels": {"nvidia": {}, "nvidia": {}}})"), ContainsSubstring("my.json:1:29"));
    CHECK_THAT(mistake(""), ContainsSubstring("my.json"));
}
