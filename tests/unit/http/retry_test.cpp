// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/fixture.hpp"

#include <algorithm>
#include <atomic>
#include <memory>

using namespace aiws;
using namespace aiws::test;
using http::Fault;

namespace {

/// Answers with each status in turn, the last one for ever.
auto statuses(std::vector<int> codes, std::string headers = "")
{
    return [codes = std::move(codes), headers = std::move(headers),
            next = std::make_shared<std::atomic<std::size_t>>(0)](const Seen&, Peer& peer) {
        const std::size_t turn = std::min(next->fetch_add(1), codes.size() - 1);
        peer.send(http_reply(codes[turn], "body", headers));
    };
}

} // namespace

TEST_CASE_METHOD(HttpTest, "a read is repeated until the server is well again")
{
    LoopbackServer server(statuses({503, 503, 200}));
    http::Client client(quick());
    const auto outcome = client.send(get(server.url()));
    REQUIRE(outcome.has_value());
    CHECK(outcome->status == 200);
    CHECK(outcome->attempts == 3);
    CHECK(server.connections() == 1);
}

TEST_CASE_METHOD(HttpTest, "the last answer is what counts when the server stays ill")
{
    LoopbackServer server(statuses({502}));
    http::Client client(quick());
    http::Request request = get(server.url());
    request.max_attempts = 2;
    const auto outcome = client.send(std::move(request));
    REQUIRE(outcome.has_value());
    CHECK(outcome->status == 502);
    CHECK(outcome->attempts == 2);
    CHECK(server.seen().size() == 2);
}

TEST_CASE_METHOD(HttpTest, "a rate limit is waited out where the server says how long")
{
    LoopbackServer server(statuses({429, 200}, "Retry-After: 0\r\n"));
    http::Client client(quick());
    CHECK(client.send(get(server.url()))->status == 200);
    CHECK(server.seen().size() == 2);
}

TEST_CASE_METHOD(HttpTest, "a rate limit that lasts longer than we wait is the answer")
{
    LoopbackServer server(statuses({429, 200}, "Retry-After: 3600\r\n"));
    http::Client client(quick());
    const auto outcome = client.send(get(server.url()));
    REQUIRE(outcome.has_value());
    CHECK(outcome->status == 429);
    CHECK(outcome->retry_after() == std::chrono::seconds(3600));
    CHECK(server.seen().size() == 1);
}

TEST_CASE_METHOD(HttpTest, "a write is sent once, whatever the server answers")
{
    LoopbackServer server(statuses({503}, "Retry-After: 0\r\n"));
    http::Client client(quick());
    CHECK(client.send(post(server.url()))->status == 503);
    CHECK(server.seen().size() == 1);
}

TEST_CASE_METHOD(HttpTest, "a write whose connection breaks without an answer is sent once and called broken")
{
    LoopbackServer server([](const Seen& request, Peer& peer) {
        if (request.method == "GET")
            peer.send(http_reply(200, ""));
        else
            peer.close();
    });
    http::Client client(quick());
    REQUIRE(client.send(get(server.url()))); // leaves a connection that could be reused
    const auto outcome = client.send(post(server.url()));
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().fault == Fault::broken);
    CHECK(http::may_have_acted(outcome.error().fault));
    CHECK(server.seen().size() == 2);
}

TEST_CASE_METHOD(HttpTest, "a kept connection that the server has closed meanwhile harms neither read nor write")
{
    LoopbackServer server([](const Seen& request, Peer& peer) {
        if (request.turn == 1) peer.send(http_reply(200, ""));
        if (request.target == "/last" || request.turn > 1) peer.close();
    });
    http::Client client(quick());
    http::Request once = get(server.url("/last"));
    once.max_attempts = 1;
    REQUIRE(client.send(once));
    REQUIRE(client.send(once));               // closed before it is reused
    REQUIRE(client.send(post(server.url()))); // a connection of its own
    once.url = server.url("/");
    REQUIRE(client.send(once));
    REQUIRE(client.send(once)); // closed just when it is reused: libcurl takes another by itself
}

TEST_CASE_METHOD(HttpTest, "a write is tried again when nobody was there to hear it")
{
    LoopbackServer server(statuses({200}), std::nullopt, LoopbackServer::Doors::closed);
    http::ClientOptions options = quick();
    options.backoff_cap = std::chrono::milliseconds(2);
    http::Client client(options);
    http::Request request = post(server.url());
    request.max_attempts = 100'000;
    std::optional<http::Outcome> outcome;
    client.submit(std::move(request), [&](http::Outcome o) { outcome = std::move(o); });
    client.after(std::chrono::milliseconds(10), [&] { server.open(); });
    client.run();
    REQUIRE(outcome->has_value());
    CHECK((*outcome)->status == 200);
    CHECK(server.seen().size() == 1);
}

TEST_CASE_METHOD(HttpTest, "waiting for another attempt leaves its place to others")
{
    LoopbackServer server([](const Seen& request, Peer& peer) {
        const bool busy = request.target == "/busy";
        peer.send(http_reply(busy ? 429 : 200, "", busy ? "Retry-After: 1\r\n" : ""));
    });
    http::ClientOptions options = quick();
    options.max_in_flight = 1;
    http::Client client(options);
    std::vector<int> order;
    http::Request busy = get(server.url("/busy"));
    busy.max_attempts = 2;
    client.submit(std::move(busy), [&](const http::Outcome& outcome) { order.push_back(outcome->status); });
    client.submit(get(server.url()), [&](const http::Outcome& outcome) { order.push_back(outcome->status); });
    client.run();
    CHECK(order == std::vector{200, 429});
}
