// SPDX-License-Identifier: Apache-2.0
#include "litellm/health.hpp"

#include "catch.hpp"
#include "recorded.hpp"

using namespace aiws;
using namespace aiws::test;
using litellm::Readiness;

namespace {

litellm::Health health(const http::Outcome& outcome)
{
    return litellm::read_health(outcome, "http://127.0.0.1:4000");
}

http::Outcome fault(http::Fault why)
{
    return std::unexpected(http::Failure{.fault = why, .detail = "so it was"});
}

} // namespace

TEST_CASE("a gateway with a connected database is ready")
{
    CHECK(health(reply(200, R"({"status":"healthy","db":"connected"})")).readiness == Readiness::ready);
    CHECK(health(reply(200, R"({"status":"connected","db":"connected","litellm_version":"1.80.0"})")).readiness ==
          Readiness::ready);
}

TEST_CASE("a gateway without database may get one, and the remedy is named")
{
    const auto found = health(reply(200, R"({"status":"healthy","db":"Not connected"})"));
    CHECK(found.readiness == Readiness::not_yet);
    CHECK(found.error.kind == base::Failure::config);
    CHECK_THAT(found.error.fix, ContainsSubstring("DATABASE_URL") && ContainsSubstring("STORE_MODEL_IN_DB"));
}

TEST_CASE("what may pass is waited for")
{
    const std::vector<http::Outcome> outcomes{reply(503, R"({"status":"healthy","db":"disconnected"})"),
                                              reply(503, R"({"status":"shutting_down"})"),
                                              reply(503, R"({"detail":"Service Unhealthy"})"),
                                              reply(502, "<html></html>"),
                                              fault(http::Fault::connect),
                                              fault(http::Fault::timeout),
                                              fault(http::Fault::broken)};
    for (const auto& outcome : outcomes) {
        CHECK(health(outcome).readiness == Readiness::not_yet);
        CHECK(health(outcome).error.kind == base::Failure::unreachable);
        CHECK(health(outcome).error.where == "http://127.0.0.1:4000");
    }
    CHECK_THAT(health(reply(503, R"({"status":"healthy","db":"stalled"})")).error.why, ContainsSubstring("stalled"));
}

TEST_CASE("what is no LiteLLM is not waited for")
{
    for (const auto& response :
         {reply(200, "<html>Welcome</html>"), reply(200, R"({"status":"ok"})"), reply(404, R"({"detail":"Not Found"})"),
          reply(200, "[]"), reply(401, "{}"), reply(302, "", {{.name = "location", .value = "http://x/"}})}) {
        CHECK(health(response).readiness == Readiness::never);
        CHECK(health(response).error.kind == base::Failure::config);
    }
    CHECK_THAT(health(reply(200, "hi")).error.what, ContainsSubstring("no LiteLLM"));
    CHECK_THAT(base::to_line(health(reply(302, "", {{.name = "location", .value = "https://u:p@x/?k=1"}})).error),
               ContainsSubstring("redirect") && !ContainsSubstring("u:p"));
    CHECK(health(fault(http::Fault::tls)).readiness == Readiness::never);
    CHECK(health(fault(http::Fault::interrupted)).error.kind == base::Failure::interrupted);
}

TEST_CASE("the version is found in the body or in a header")
{
    CHECK(litellm::version_in(reply(200, R"({"litellm_version":"1.106.2"})")) == "1.106.2");
    CHECK(litellm::version_in(reply(403, "{}", {{.name = "x-litellm-version", .value = "1.80.0"}})) == "1.80.0");
    CHECK(litellm::version_in(reply(200, "{}")).empty());
    CHECK(litellm::version_in(fault(http::Fault::broken)).empty());
}

TEST_CASE("the malicious releases are refused and their neighbours are not")
{
    for (const auto* bad : {"1.82.7", "1.82.8", "1.82.7.post1", "1.82.8-stable"}) {
        const auto result = litellm::check_version(bad, "http://127.0.0.1:4000");
        REQUIRE_FALSE(result.has_value());
        CHECK(result.error().kind == base::Failure::config);
        CHECK_THAT(result.error().why, ContainsSubstring("MAL-2026-2144"));
    }
    for (const auto* good : {"1.82.6", "1.82.9", "1.82.70", "1.106.2", ""})
        CHECK(litellm::check_version(good, "http://127.0.0.1:4000").has_value());
}
