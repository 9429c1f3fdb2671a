// SPDX-License-Identifier: Apache-2.0
#include "litellm/classify.hpp"

#include "catch.hpp"
#include "recorded.hpp"

using namespace aiws;
using namespace aiws::test;
using workspace::Verdict;

namespace {

constexpr std::string_view k_today = "2026-11-21";
const std::vector<http::Header> k_from_provider{{.name = "llm_provider-content-type", .value = "application/json"},
                                                {.name = "x-litellm-call-id", .value = "1"}};
const std::vector<http::Header> k_from_litellm{{.name = "x-litellm-call-id", .value = "1"}};

litellm::ProbeTarget target()
{
    return {
        .alias = "nvidia/m", .deployment_id = "aiws-nvidia-m", .channel = "nvidia", .key_variable = "NVIDIA_API_KEY"};
}

workspace::ProbeResult judge(const http::Outcome& outcome, const litellm::ProbeTarget& whom = target())
{
    return litellm::classify(outcome, whom, {}, k_today);
}

http::Response from_provider(int status, const std::string& message)
{
    return reply(status, error_body("litellm.XError: XError: OpenAIException - " + message), k_from_provider);
}

http::Response answer(const std::string& id)
{
    return reply(200, R"({"object":"chat.completion","choices":[]})", {{.name = "x-litellm-model-id", .value = id}});
}

http::Outcome fault(http::Fault why)
{
    return std::unexpected(http::Failure{.fault = why, .detail = "so it was"});
}

} // namespace

TEST_CASE("only this very deployment's answer is a pass")
{
    CHECK(judge(answer("aiws-nvidia-m")).verdict == Verdict::answers);
    CHECK(judge(answer("aiws-nvidia-m")).detail.empty());
    CHECK(judge(answer("aiws-nvidia-m")).fix.empty());
    const auto other = judge(answer("random"));
    CHECK(other.verdict == Verdict::other_deployment);
    CHECK(other.detail == "the deployment \"random\" answered");
    CHECK(judge(reply(200, "{}")).verdict == Verdict::other_deployment);
    CHECK(judge(reply(200, "<html>hello</html>")).verdict == Verdict::gateway_down);
}

TEST_CASE("an alias that the gateway does not know is told from a model that the provider does not")
{
    const auto here = judge(reply(400,
                                  error_body("/chat/completions: Invalid model name passed in model=nvidia/m. Call "
                                             "`/v1/models` to view available models for your key."),
                                  k_from_litellm));
    CHECK(here.verdict == Verdict::unknown_model);
    CHECK(here.fix == "run aiws register --model nvidia/m");
    for (const auto& response :
         {from_provider(404, "404 page not found"), from_provider(400, "Model Not Exist"),
          from_provider(404,
                        "Error code: 404 - {'status': 404, 'title': 'Not Found', 'detail': 'Function: Not found'}")}) {
        CHECK(judge(response).verdict == Verdict::unknown_model);
        CHECK_THAT(judge(response).fix, ContainsSubstring("catalogue"));
    }
}

TEST_CASE("a token that the gateway refuses is told from a key that the provider refuses")
{
    const auto ours = judge(reply(401, error_body("Authentication Error, Invalid proxy server token passed.")));
    CHECK(ours.verdict == Verdict::token_refused);
    CHECK_THAT(ours.fix, ContainsSubstring("LITELLM_TOKEN"));
    const auto theirs = judge(from_provider(401, "Incorrect API key provided: nv-12****34. Find it at https://x"));
    CHECK(theirs.verdict == Verdict::key_refused);
    CHECK(theirs.detail == "HTTP 401: Incorrect API key provided: …. Find it at https://x");
    CHECK_THAT(theirs.fix, ContainsSubstring("NVIDIA_API_KEY"));
    CHECK(judge(from_provider(403, "Forbidden: invalid api key")).verdict == Verdict::key_refused);
    const auto no_access = "The requested model 'nvidia/m' is not available for this API key";
    CHECK(judge(reply(403, error_body(no_access))).verdict == Verdict::token_refused);
}

TEST_CASE("a plan that lacks the model and an account without credit are named")
{
    CHECK(judge(from_provider(403, "this model requires a subscription")).verdict == Verdict::plan_lacks_model);
    CHECK(judge(from_provider(402, "Insufficient Balance")).verdict == Verdict::plan_lacks_model);
    CHECK(judge(from_provider(429, "You exceeded your current quota")).verdict == Verdict::plan_lacks_model);
}

TEST_CASE("a retired model is told with its date")
{
    const auto said =
        judge(from_provider(410, "Error code: 410 - {'status': 410, 'title': 'Gone', 'detail': 'The model "
                                 "has reached its end of life on 2026-05-11T00:00:00Z'}"));
    CHECK(said.verdict == Verdict::model_gone);
    CHECK(said.gone_since == "2026-05-11");
    CHECK(said.detail == "HTTP 410: The model has reached its end of life on 2026-05-11T00:00:00Z");
    CHECK(judge(from_provider(410, "gone")).gone_since == std::nullopt);
    CHECK(judge(from_provider(400, "The model gpt-4-0314 was retired on July 24, 2026")).gone_since == "2026-07-24");

    auto retired = target();
    retired.retired = "2026-07-24";
    const auto known = judge(from_provider(400, "Model Not Exist"), retired);
    CHECK(known.verdict == Verdict::model_gone);
    CHECK(known.gone_since == "2026-07-24");
    retired.retired = "2027-01-01";
    CHECK(judge(from_provider(400, "Model Not Exist"), retired).verdict == Verdict::unknown_model);
}

TEST_CASE("a provider's rate limit is told with when to come back")
{
    auto limited = from_provider(429, "Rate limit reached");
    CHECK(judge(limited).verdict == Verdict::rate_limited);
    CHECK(judge(limited).retry_after == std::nullopt);
    limited.headers.push_back({.name = "llm_provider-retry-after", .value = "20"});
    CHECK(judge(limited).retry_after == std::chrono::seconds(20));
    CHECK(judge(limited).fix == "run aiws verify nvidia/m in 20 s");
}

TEST_CASE("a cooldown is waited out and is never a rate limit")
{
    const auto aside = reply(
        429,
        R"({"error":{"message":"No deployments available for selected model, Try again in 5 seconds. All deployments )"
        R"(for selected model are in cooldown. Passed model=nvidia/m.","type":"all_deployments_in_cooldown",)"
        R"("param":null,"code":"429"}})",
        {{.name = "x-litellm-call-id", .value = "1"}, {.name = "retry-after", .value = "5"}});
    CHECK(litellm::cooldown(aside) == std::chrono::seconds(6));
    CHECK(judge(aside).verdict == Verdict::upstream_down);
    CHECK(litellm::cooldown(from_provider(429, "No deployments available")) == std::nullopt);
    CHECK(litellm::cooldown(fault(http::Fault::timeout)) == std::nullopt);
    auto long_one = aside;
    long_one.headers.back().value = "3600";
    CHECK(litellm::cooldown(long_one) == std::chrono::seconds(16));
}

TEST_CASE("no answer in time is a timeout, whoever gave up")
{
    CHECK(judge(fault(http::Fault::timeout)).verdict == Verdict::timed_out);
    const auto by_gateway = "litellm.Timeout: APITimeoutError - Request timed out. - timeout value=3.0";
    CHECK(judge(reply(408, error_body(by_gateway), k_from_litellm)).verdict == Verdict::timed_out);
    CHECK(judge(from_provider(408, "slow")).verdict == Verdict::timed_out);
}

TEST_CASE("a provider that is down is told from a gateway that is")
{
    const auto unreachable = "litellm.InternalServerError: InternalServerError: OpenAIException - Connection error.";
    CHECK(judge(reply(500, error_body(unreachable), k_from_litellm)).verdict == Verdict::upstream_down);
    CHECK(judge(from_provider(503, "<html><body>busy</body></html>")).verdict == Verdict::upstream_down);
    CHECK(judge(from_provider(503, "<html>busy</html>")).detail == "HTTP 503 with a page of HTML");
    CHECK(judge(reply(502, "<html><title>Bad Gateway</title></html>")).verdict == Verdict::gateway_down);
    CHECK(judge(reply(404, R"({"detail":"Not Found"})")).verdict == Verdict::gateway_down);
    CHECK(judge(reply(302, "")).verdict == Verdict::gateway_down);
    for (const auto why : {http::Fault::connect, http::Fault::broken, http::Fault::tls, http::Fault::resolve})
        CHECK(judge(fault(why)).verdict == Verdict::gateway_down);
    CHECK(judge(fault(http::Fault::connect)).detail == "so it was");
}

TEST_CASE("what the provider refuses for a reason of its own is said in its words")
{
    const auto refused = judge(from_provider(422, "tool required"));
    CHECK(refused.verdict == Verdict::rejected);
    CHECK(refused.detail == "HTTP 422: tool required");
    CHECK(judge(from_provider(400, "messages: too short")).verdict == Verdict::rejected);
    CHECK(judge(fault(http::Fault::interrupted)).verdict == Verdict::interrupted);
}

TEST_CASE("a provider that wants more tokens is recognised")
{
    CHECK(litellm::wants_more_tokens(from_provider(400, "Invalid 'max_output_tokens': integer below minimum value.")));
    CHECK(litellm::wants_more_tokens(from_provider(422, "max_tokens must be at least 16")));
    CHECK_FALSE(litellm::wants_more_tokens(from_provider(400, "Model Not Exist")));
    CHECK_FALSE(litellm::wants_more_tokens(from_provider(429, "max_tokens per minute")));
    CHECK_FALSE(litellm::wants_more_tokens(fault(http::Fault::timeout)));
}

TEST_CASE("a replica that is behind is recognised")
{
    CHECK(litellm::is_behind(reply(400, error_body("Invalid model name passed in model=nvidia/m")), target()));
    CHECK(litellm::is_behind(answer("nvidia/m"), target()));
    CHECK_FALSE(litellm::is_behind(answer("aiws-nvidia-m"), target()));
    CHECK_FALSE(litellm::is_behind(from_provider(400, "Invalid model name"), target()));
    CHECK_FALSE(litellm::is_behind(fault(http::Fault::connect), target()));
}

TEST_CASE("a secret in a provider's words is hidden")
{
    litellm::Redactor redactor;
    redactor.add(base::Secret("nvidia-test-key-1"));
    const auto result =
        litellm::classify(from_provider(401, "the key nvidia-test-key-1 is wrong"), target(), redactor, k_today);
    CHECK(result.detail == "HTTP 401: the key … is wrong");
}
