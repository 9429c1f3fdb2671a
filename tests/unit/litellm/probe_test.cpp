// SPDX-License-Identifier: Apache-2.0
#include "litellm/probe.hpp"

#include "catch.hpp"
#include "http/fixture.hpp"
#include "recorded.hpp"
#include "json/value.hpp"

#include <algorithm>
#include <atomic>
#include <map>

using namespace aiws;
using namespace aiws::test;
using workspace::Verdict;

namespace {

std::string answered_by(const std::string& id)
{
    return http_reply(200, R"({"object":"chat.completion","choices":[]})", "x-litellm-model-id: " + id + "\r\n");
}

json::Value asked(const Seen& seen)
{
    return json::Value::parse(seen.body);
}

litellm::ProbeTarget target(const std::string& alias)
{
    return {.alias = alias, .deployment_id = "aiws-" + alias, .channel = alias.substr(0, alias.find('/'))};
}

/// Probes everything and returns the results by alias.
std::map<std::string, workspace::ProbeResult>
probe(const LoopbackServer& server, const std::vector<litellm::ProbeTarget>& targets, litellm::Pace pace = {})
{
    http::Client client({});
    litellm::Prober prober(client, {.url = server.url(""), .token = base::Secret("sk-test")}, std::chrono::seconds(5));
    std::map<std::string, workspace::ProbeResult> results;
    for (const auto& t : targets) prober.set_pace(t.channel, pace);
    for (const auto& t : targets)
        prober.start(t, [&](workspace::ProbeResult result) { results.emplace(result.alias, std::move(result)); });
    client.run();
    return results;
}

} // namespace

TEST_CASE_METHOD(HttpTest, "a probe is one tiny call without fallbacks, retries or cache")
{
    LoopbackServer server([](const Seen&, Peer& peer) { peer.send(answered_by("aiws-nvidia/m")); });
    const auto results = probe(server, {target("nvidia/m")});
    CHECK(results.at("nvidia/m").verdict == Verdict::answers);
    REQUIRE(server.seen().size() == 1);
    const auto seen = server.seen().front();
    CHECK(seen.target == "/v1/chat/completions");
    CHECK(seen.header("authorization") == "Bearer sk-test");
    CHECK(asked(seen) == json::Value::parse(R"({"model":"nvidia/m","messages":[{"role":"user","content":"hi"}],
        "max_tokens":1,"disable_fallbacks":true,"num_retries":0,"timeout":5.0,"cache":{"no-cache":true}})"));
}

TEST_CASE_METHOD(HttpTest, "an embedding model is asked for an embedding")
{
    LoopbackServer server([](const Seen&, Peer& peer) { peer.send(answered_by("aiws-nvidia/e")); });
    auto embedding = target("nvidia/e");
    embedding.mode = catalog::Mode::embedding;
    CHECK(probe(server, {embedding}).at("nvidia/e").verdict == Verdict::answers);
    CHECK(server.seen().front().target == "/v1/embeddings");
    CHECK(asked(server.seen().front())["input"] == "hi");
}

TEST_CASE_METHOD(HttpTest, "a model that refuses few tokens is asked with 16 and with 64, and then not again")
{
    const int floor = GENERATE(16, 64, 128);
    LoopbackServer server([floor](const Seen& seen, Peer& peer) {
        const bool enough = asked(seen)["max_tokens"].get<int>() >= floor;
        peer.send(enough
                      ? answered_by("aiws-x/m")
                      : http_reply(400, error_body("litellm.BadRequestError: OpenAIException - max_tokens too small")));
    });
    const auto result = probe(server, {target("x/m")}).at("x/m");
    CHECK(result.verdict == (floor <= 64 ? Verdict::answers : Verdict::rejected));
    CHECK(server.seen().size() == (floor == 16 ? 2 : 3));
}

TEST_CASE_METHOD(HttpTest, "a cooldown is waited out")
{
    std::atomic<int> calls = 0;
    LoopbackServer server([&](const Seen&, Peer& peer) {
        const auto aside = error_body("No deployments available for selected model, Try again in 0 seconds.");
        peer.send(++calls == 1 ? http_reply(429, aside, "retry-after: 0\r\n") : answered_by("aiws-x/m"));
    });
    CHECK(probe(server, {target("x/m")}).at("x/m").verdict == Verdict::answers);
    CHECK(calls == 2);
}

TEST_CASE_METHOD(HttpTest, "an alias written a moment ago may still be unknown, an old one may not")
{
    std::atomic<int> calls = 0;
    LoopbackServer server([&](const Seen&, Peer& peer) {
        const auto unknown = error_body("/chat/completions: Invalid model name passed in model=x/m.");
        peer.send(++calls <= 2 ? http_reply(400, unknown) : answered_by("aiws-x/m"));
    });
    auto fresh = target("x/m");
    CHECK(probe(server, {fresh}).at("x/m").verdict == Verdict::unknown_model);
    fresh.fresh = litellm::Fresh::yes;
    CHECK(probe(server, {fresh}).at("x/m").verdict == Verdict::answers);
    CHECK(calls == 3);
}

TEST_CASE_METHOD(HttpTest, "one channel's probes keep to its pace, each gets its own verdict")
{
    std::atomic<int> under_way = 0;
    std::atomic<int> most = 0;
    LoopbackServer server([&](const Seen& seen, Peer& peer) {
        most = std::max(most.load(), ++under_way);
        const std::string alias = asked(seen)["model"];
        --under_way;
        peer.send(alias == "x/m3" ? answered_by("somebody-else") : answered_by("aiws-" + alias));
    });
    std::vector<litellm::ProbeTarget> targets;
    for (int i = 0; i < 8; ++i) targets.push_back(target("x/m" + std::to_string(i)));
    const auto results = probe(server, targets, {.max_parallel = 1});
    CHECK(results.size() == 8);
    CHECK(most == 1);
    CHECK(std::ranges::count_if(results, [](const auto& r) { return r.second.verdict == Verdict::answers; }) == 7);
    CHECK(results.at("x/m3").verdict == Verdict::other_deployment);
}

TEST_CASE_METHOD(HttpTest, "nobody listening is the gateway's fault")
{
    LoopbackServer server([](const Seen&, Peer&) {}, std::nullopt, LoopbackServer::Doors::closed);
    CHECK(probe(server, {target("x/m")}).at("x/m").verdict == Verdict::gateway_down);
}
