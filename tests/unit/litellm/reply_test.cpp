// SPDX-License-Identifier: Apache-2.0
#include "litellm/reply.hpp"

#include "catch.hpp"
#include "recorded.hpp"

using namespace aiws;
using namespace aiws::test;

TEST_CASE("an error's words are found in every shape that LiteLLM gives them")
{
    const auto [body, said] = GENERATE(table<std::string, std::string>({
        {error_body("Model x not found on proxy."), "Model x not found on proxy."},
        {error_body("{'error': 'Model with id=x not found in db'}"), "Model with id=x not found in db"},
        {error_body(R"({'error': \"No DB Connected. Here's how to do it\"})"), "No DB Connected. Here's how to do it"},
        {R"({"detail":{"error":"User does not have permission"}})", "User does not have permission"},
        {R"({"detail":"Not Found"})", "Not Found"},
        {R"({"detail":[{"type":"missing","loc":["body","credential_info"],"msg":"Field required"}]})",
         "credential_info: Field required"},
        {R"({"error":"plain"})", "plain"},
        {R"({"status":410,"title":"Gone"})", "Gone"},
        {"{}", "HTTP 500"},
        {"[1]", "HTTP 500"},
        {"", "HTTP 500"},
        {"<html><head><TITLE> 502 Bad Gateway </TITLE></head></html>", "HTTP 500 with the page \"502 Bad Gateway\""},
    }));
    CHECK(litellm::words(reply(500, body)) == said);
}

TEST_CASE("a provider's own words are taken out of LiteLLM's")
{
    const auto [message, said] = GENERATE(table<std::string, std::string>({
        {"litellm.RateLimitError: RateLimitError: OpenAIException - Rate limit reached", "Rate limit reached"},
        {"litellm.APIError: APIError: OpenAIException - Error code: 410 - {'status': 410, 'title': 'Gone', 'detail': "
         "'It has reached its end of life on 2026-05-11'}",
         "It has reached its end of life on 2026-05-11"},
        {"litellm.NotFoundError: NotFoundError: OpenAIException - Error code: 404 - {'status': 404, 'detail': "
         "\"Function 'x': Not found\"}",
         "Function 'x': Not found"},
        {"litellm.Timeout: APITimeoutError - Request timed out.", "APITimeoutError - Request timed out."},
        {"Invalid model name passed in model=x", "Invalid model name passed in model=x"},
    }));
    CHECK(litellm::provider_words(message) == said);
}

TEST_CASE("values are found by their path")
{
    const auto value = json::Value::parse(R"({"a":{"b":"c","n":7,"m":-1},"l":[]})");
    CHECK(litellm::text_at(value, "a.b") == "c");
    CHECK(litellm::text_at(value, "a.n").empty());
    CHECK(litellm::count_at(value, "a.n") == 7);
    CHECK(litellm::count_at(value, "a.m") == 0);
    CHECK(litellm::find(value, "a.b.c") == nullptr);
    CHECK(litellm::find(value, "l.0") == nullptr);
}
